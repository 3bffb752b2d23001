"""What is measured on two words or two names before a trained model judges them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from rapidfuzz.distance import OSA, JaroWinkler, LCSseq, Levenshtein, Postfix, Prefix

from degarble.names.sounds import Word

UNKNOWN_EDIT = 1.0
SAME_WORD, SAME_GIVEN, SAME_INITIAL, OTHER_INITIAL, NO_WORD, NO_SECOND = 6.0, 4.0, 2.0, -5.0, -6.0, 7.0
CLAMP = 5.8
MATCHED, LIKELY, UNLIKELY = 0.0, 3.0, -1.0
LEAST_LIKENESS, INITIAL_LIKENESS = 0.3, 0.5

WORD_FEATURES = (
    "letters alike (Jaro-Winkler)",
    "letters to change",
    "code alike",
    "code to change",
    "code alike (Jaro-Winkler)",
    "sounds alike",
    "sounds to change",
    "consonants to change",
    "same consonants",
    "rarity of the changed letters",
    "rarity of the changed codes",
    "rarest changed code",
    "length of the shorter",
    "difference in length",
    "same beginning",
    "same ending",
    "same first sound",
    "same last sound",
)

CLOSE_FEATURES = (
    *WORD_FEATURES,
    "rarest changed letter",
    "letters alike",
    "codes in common",
    "consonants alike",
    "sounds to change, marks kept",
    "same first letter",
    "consonants",
)

NAME_FEATURES = (
    "least like word",
    "second least like word",
    "likest word",
    "mean likeness",
    "mean likeness by rarity",
    "rarity of what is matched",
    "rarity of what is not matched",
    "words without a match",
    "words with a good match",
    "last word of the shorter",
    "first word of the shorter",
    "last word of the longer",
    "first word of the longer",
    "words of the shorter",
    "words of the longer",
    "words more in the longer",
    "rarity of what only the longer has",
    "rarest word only the longer has",
    "words only the longer has",
    "words out of order",
    "sounds of the whole alike",
    "sounds of the whole alike (Jaro-Winkler)",
    "consonants of the whole alike",
    "sounds of the whole in common",
    "rarest word",
    "commonest word",
    "same beginning of the whole",
)


def name_edit(kind: str, one: str, two: str) -> str:
    """Return the key of an edit: the letters it changes into each other, or the one that comes or goes."""
    if kind == "replace":
        return one + two if one < two else two + one
    return one if kind == "delete" else two


class Edits:
    """The cost of changing one spelling into another, by how seldom romanisations of one name differ so."""

    def __init__(self, costs: Mapping[str, float]) -> None:
        self._costs = costs

    def weigh(self, one: str, two: str) -> list[float]:
        """Return the cost of each change on the way from one spelling to the other; negative for common ones.

        Changes are those of the Levenshtein alignment; the costs are pointwise mutual information, learnt from pairs.
        """
        if one == two:
            return []
        get, found = self._costs.get, []
        for step in Levenshtein.editops(one, two):
            i, j = step.src_pos, step.dest_pos
            found.append(get(name_edit(step.tag, one[i : i + 1], two[j : j + 1]), UNKNOWN_EDIT))
        return found


def measure_words(one: Word, two: Word, codes: Edits, letters: Edits) -> list[float]:
    """Return the `WORD_FEATURES` of two words."""
    a, b, code_a, code_b = one.plain, two.plain, one.code, two.code
    sound_a, sound_b = one.marked_sound, two.marked_sound
    changes = codes.weigh(code_a, code_b)
    sounds = OSA.distance(sound_a, sound_b)
    shorter = min(len(sound_a), len(sound_b)) or 1
    return [
        JaroWinkler.similarity(a, b),
        OSA.distance(a, b),
        OSA.normalized_similarity(code_a, code_b),
        OSA.distance(code_a, code_b),
        JaroWinkler.similarity(code_a, code_b),
        OSA.normalized_similarity(sound_a, sound_b),
        min(sounds, OSA.distance(one.sound, two.sound)) if sounds else 0,
        OSA.distance(one.skeleton, two.skeleton),
        one.skeleton == two.skeleton,
        sum(letters.weigh(a, b)),
        sum(changes),
        max(changes, default=0.0),
        min(len(a), len(b)),
        abs(len(a) - len(b)),
        Prefix.similarity(sound_a, sound_b) / shorter,
        Postfix.similarity(sound_a, sound_b) / shorter,
        sound_a[:1] == sound_b[:1],
        sound_a[-1:] == sound_b[-1:],
    ]


def measure_closely(one: Word, two: Word, codes: Edits, letters: Edits) -> list[float]:
    """Return the `CLOSE_FEATURES` of two words: twice the work, for words that are all there is of a name."""
    a, b = one.plain, two.plain
    return [
        *measure_words(one, two, codes, letters),
        max(letters.weigh(a, b), default=0.0),
        OSA.normalized_similarity(a, b),
        LCSseq.normalized_similarity(one.code, two.code),
        OSA.normalized_similarity(one.skeleton, two.skeleton),
        OSA.distance(one.marked_sound, two.marked_sound),
        a[:1] == b[:1],
        len(one.skeleton),
    ]


@dataclass(frozen=True, slots=True)
class Name:
    """A name made ready: its words, which of them are no particles, how rare each is, and all of it as one string."""

    words: tuple[Word, ...]
    main: tuple[int, ...]
    rarity: tuple[float, ...]
    sound: str
    skeleton: str


def make_name(words: tuple[Word, ...], particles: frozenset[str], rarity: Mapping[str, float], rarest: float) -> Name:
    """Return a name made ready, with `rarest` for words unknown; a name of particles only keeps them all."""
    main = tuple([i for i, word in enumerate(words) if word.plain not in particles])
    rate = rarity.get
    return Name(
        words,
        main or tuple(range(len(words))),
        tuple([rate(word.plain, rarest) for word in words]),
        "".join([word.marked_sound for word in words]),
        "".join([words[i].skeleton for i in main]),
    )


def align(one: Name, two: Name) -> list[tuple[int, int]]:
    """Return pairs of places of words that stand for each other: the likest first, each word once."""
    ranked = []
    step_a, step_b = 1 / len(one.words), 1 / len(two.words)
    for i, a in enumerate(one.words):
        for j, b in enumerate(two.words):
            likeness = _measure_likeness(a, b)
            if likeness >= LEAST_LIKENESS:
                ranked.append((-likeness, abs(i * step_a - j * step_b), i, j))
    ranked.sort()
    free_a, free_b, pairs = set(range(len(one.words))), set(range(len(two.words))), []
    for _, _, i, j in ranked:
        if i in free_a and j in free_b:
            free_a.remove(i)
            free_b.remove(j)
            pairs.append((i, j))
    return pairs


def _measure_likeness(a: Word, b: Word) -> float:
    if a.plain == b.plain or (a.given and a.given == b.given):
        return 2.0
    if len(a.plain) == 1 or len(b.plain) == 1:
        return INITIAL_LIKENESS if a.plain[0] == b.plain[0] else 0.0
    likeness = OSA.normalized_similarity(a.marked_sound, b.marked_sound)
    if a.sound is a.marked_sound and b.sound is b.marked_sound:
        return likeness
    return max(likeness, OSA.normalized_similarity(a.sound, b.sound))


def measure_names(one: Name, two: Name, judge: Callable[[Word, Word], float]) -> list[float]:
    """Return the `NAME_FEATURES` of two names; `judge` gives the log-odds that two words are one name."""
    if (len(one.words), one.sound) > (len(two.words), two.sound):
        one, two = two, one
    odds_of, back, place_of = _match(one, two, judge)
    odds = [odds_of[i] for i in one.main]
    rarity = [one.rarity[i] for i in one.main]
    extra = [two.rarity[j] for j in two.main if back[j] <= UNLIKELY]
    ranked = sorted(odds)
    return [
        ranked[0],
        ranked[1] if len(ranked) > 1 else NO_SECOND,
        ranked[-1],
        sum(odds) / len(odds),
        *_weigh(odds, rarity),
        odds[-1],
        odds[0],
        back[two.main[-1]],
        back[two.main[0]],
        len(odds),
        len(two.main),
        len(two.main) - len(odds),
        sum(extra),
        max(extra, default=0.0),
        len(extra),
        _count_backwards([place_of[i] for i in one.main]),
        OSA.normalized_similarity(one.sound, two.sound),
        JaroWinkler.similarity(one.sound, two.sound),
        OSA.normalized_similarity(one.skeleton, two.skeleton),
        LCSseq.normalized_similarity(one.sound, two.sound),
        max(rarity),
        min(rarity),
        Prefix.similarity(one.sound, two.sound),
    ]


def _match(one: Name, two: Name, judge: Callable[[Word, Word], float]) -> tuple[list[float], list[float], list[int]]:
    """Return for the words of both names the log-odds of their match, and for those of the first where it stands."""
    odds, places = [NO_WORD] * len(one.words), [-1] * len(one.words)
    back = [NO_WORD] * len(two.words)
    for i, j in align(one, two):
        odds[i] = back[j] = _judge_words(one.words[i], two.words[j], judge)
        places[i] = j
    return odds, back, places


def _weigh(odds: Sequence[float], rarity: Sequence[float]) -> tuple[float, float, float, int, int]:
    """Return the mean by rarity, the rarity of what is matched and not, how many words match badly and well."""
    weighed = matched = total = 0.0
    good = bad = 0
    for value, weight in zip(odds, rarity, strict=True):
        total += weight
        weighed += value * weight
        if value > MATCHED:
            matched += weight
            good += value > LIKELY
        else:
            bad += value < UNLIKELY
    return weighed / (total or 1.0), matched, total - matched, bad, good


def _count_backwards(places: Iterable[int]) -> int:
    """Return how many words match a place before that of the word before them."""
    last, count = -1, 0
    for place in places:
        if place >= 0:
            count += place < last
            last = place
    return count


def _judge_words(one: Word, two: Word, judge: Callable[[Word, Word], float]) -> float:
    a, b = one.plain, two.plain
    if a == b:
        return SAME_WORD
    if len(a) == 1 or len(b) == 1:
        return SAME_INITIAL if a[0] == b[0] else OTHER_INITIAL
    if one.given and one.given == two.given:
        return SAME_GIVEN
    return max(-CLAMP, min(CLAMP, judge(one, two)))


def rate_rarity(count: int, total: int) -> float:
    """Return how much a word tells: the log of how few names of a big register hold it."""
    return log(total / (1 + count))
