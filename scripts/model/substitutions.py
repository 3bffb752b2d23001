"""Places of choice in real MT: single words that a post-edit, or the closest good sentence, has otherwise."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from model.corpora import UNSUPPORTED, read_rows
from model.example import MACHINE, Choice, Example, join_tokens, merge_places
from model.swaps import Confusions

MOST_OPTIONS = 5
MOST_KEPT = 3
LIKELY = (0.5, 0.95)  # how like its good sentence a system's output must be for a difference to mean something
ENDING = re.compile(r"(?:ing|ed|s|ly|tion|al|ous|ive|er|ity|ment)$")
# Words too grammatical to have senses: a choice among them teaches nothing about meaning.
FUNCTION_WORDS = frozenset((Path(__file__).parent / "function_words.txt").read_text().split())
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")
Span = tuple[int, int]


class Pair(msgspec.Struct, frozen=True):
    """A sentence as a machine wrote it, the places of its words, and the word that should stand in some of them."""

    text: str
    source: str
    places: tuple[Span, ...]
    rights: Mapping[int, str]
    spans: tuple[tuple[int, int, float], ...]
    author: int


def align(wrong: Sequence[str], right: Sequence[str]) -> dict[int, str]:
    """Return the right word for each word that alone differs between agreeing neighbours."""
    found = {}
    lower = [word.lower() for word in wrong], [word.lower() for word in right]
    for kind, a, b, c, d in SequenceMatcher(None, *lower, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == 1 and 1 <= d - c <= 2:
            words = right[c:d]
            if (
                wrong[a].islower()
                and all(_WORD.fullmatch(word) for word in (wrong[a], *words))
                and not (FUNCTION_WORDS & {wrong[a], *map(str.lower, words)})
            ):
                found[a] = " ".join(words).lower()
    return found


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a file of post-edits (tokenised) or of systems' outputs with a close good sentence."""
    for row in read_rows(path):
        if "tags" in row:
            tokens = row["mt"].split()
            text, places = join_tokens(tokens)
            bad = [tag == "BAD" for tag in row["tags"]]
            spans = tuple(merge_places(places, bad, 1.0))
            text = text[:1].upper() + text[1:]
            yield Pair(text, row["dataset"], tuple(places), align(tokens, row["pe"].split()), spans, -1)
        elif LIKELY[0] < row["x"].get("sim", 0) < LIKELY[1] and row["x"].get("ppe") and not row["x"].get("tokenized"):
            found = list(_WORD.finditer(row["mt"]))
            rights = align([match[0] for match in found], _WORD.findall(row["x"]["ppe"]))
            spans = tuple((start, end, UNSUPPORTED) for start, end in row["x"]["cspans"])
            damaged = {n: word for n, word in rights.items() if _is_marked(found[n].span(), row["x"]["cspans"])}
            yield Pair(row["mt"], row["dataset"], tuple(match.span() for match in found), damaged, spans, MACHINE)


def _is_marked(place: Span, spans: Iterable[Sequence[float]]) -> bool:
    return any(start < place[1] and place[0] < end for start, end, *_ in spans)


def make_examples(
    pairs: Sequence[Pair], confusable: Mapping[str, Sequence[str]], rng: random.Random
) -> Iterator[Example]:
    """Yield pairs with places of choice: the words to change, and sound words that were changed elsewhere."""
    rights = defaultdict(list, {word: list(others) for word, others in confusable.items()})
    for pair in pairs:
        for number, right in pair.rights.items():
            rights[_word(pair, number)].append(right)
    every = _group_by_ending({word for words in rights.values() for word in words if " " not in word})
    for pair in pairs:
        changed = [_choose(pair, number, right, rights, every, rng) for number, right in pair.rights.items()]
        kept = [_choose(pair, number, "", rights, every, rng) for number in _draw_sound(pair, rights, rng)]
        if changed:
            yield Example(pair.text, pair.source, pair.spans, 1.0, pair.author, (*changed, *kept))


def _word(pair: Pair, number: int) -> str:
    start, end = pair.places[number]
    return pair.text[start:end].lower()


def _draw_sound(pair: Pair, rights: Mapping[str, Sequence[str]], rng: random.Random) -> list[int]:
    sound = [
        number
        for number, place in enumerate(pair.places)
        if number not in pair.rights
        and pair.text[place[0]].islower()
        and _word(pair, number) in rights
        and _word(pair, number) not in FUNCTION_WORDS
        and not _is_marked(place, pair.spans)
    ]
    return rng.sample(sound, min(len(sound), MOST_KEPT))


def _choose(
    pair: Pair,
    number: int,
    right: str,
    rights: Mapping[str, list[str]],
    every: Mapping[str, Sequence[str]],
    rng: random.Random,
) -> Choice:
    word = _word(pair, number)
    likely = list(dict.fromkeys(other for other in rights[word] if other not in (word, right)))
    alike = every.get(name_ending(word)) or every[""]
    others = rng.sample(likely, min(len(likely), rng.randint(0, 3))) + [
        rng.choice(alike) for _ in range(rng.randint(1, 2))
    ]
    options = list(dict.fromkeys([*([right] if right else []), *(other for other in others if other != word)]))
    rng.shuffle(options)
    return Choice(*pair.places[number], tuple(options[:MOST_OPTIONS]), _find(options[:MOST_OPTIONS], right))


def name_ending(word: str) -> str:
    """Return the ending by which words are taken to be of one kind; empty when it has none of them."""
    found = ENDING.search(word)
    return found[0] if found else ""


def _group_by_ending(words: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        groups[name_ending(word)].append(word)
    return groups


def _find(options: Sequence[str], right: str) -> int:
    return options.index(right) if right in options else -1


SWAPPED, MOST_SWAPPED = 0.2, 8  # the share of its ordinary words that a sentence loses, and the most of them


def swap_freely(
    example: Example, words: Mapping[str, Sequence[str]], confusions: Confusions, rng: random.Random
) -> Example | None:
    """Return a clean example with a share of its words replaced, and words that stay.

    Half of the words that a table of senses knows give way to a word it confuses with them, all others to any word of
    their kind (by ending and frequency).
    """
    found = [match for match in _WORD.finditer(example.text) if match[0] in words and match.start()]
    if len(found) < 3:
        return None
    count = min(MOST_SWAPPED, max(1, round(SWAPPED * len(found))))
    swapped = {match.start() for match in rng.sample(found, count)}
    text, last, choices = "", 0, []
    for match in found:
        text += example.text[last : match.start()]
        last = match.end()
        right, start = match[0], len(text)
        wrong = _draw_wrong(right, words, confusions, rng) if match.start() in swapped else right
        text += wrong
        likely = {option.text for table in confusions.options.values() for option in table.get(wrong, ())} - {right}
        others = [*rng.sample(sorted(likely), min(len(likely), 2)), *rng.sample(list(words[right]), 2)]
        options = sorted({*others, right} - {wrong}, key=lambda _: rng.random())
        choices.append(Choice(start, start + len(wrong), tuple(options), _find(options, right)))
    spans = tuple((choice.start, choice.end, 1.0) for choice in choices if choice.answer >= 0)
    kept = [choice for choice in choices if choice.answer < 0]
    chosen = [choice for choice in choices if choice.answer >= 0] + rng.sample(kept, min(len(kept), MOST_SWAPPED))
    return replace_text(example, text + example.text[last:], spans, tuple(chosen))


def _draw_wrong(right: str, words: Mapping[str, Sequence[str]], confusions: Confusions, rng: random.Random) -> str:
    known = [form for _, form in confusions.wrong.get(right, ()) if " " not in form]
    return rng.choice(known) if known and rng.random() < 0.5 else rng.choice(words[right])


def replace_text(
    example: Example, text: str, spans: tuple[tuple[int, int, float], ...], choices: tuple[Choice, ...]
) -> Example:
    """Return an example with another text, spans and choices, of an unknown author."""
    return msgspec.structs.replace(example, text=text, source="free-swaps", spans=spans, choices=choices, author=-1)
