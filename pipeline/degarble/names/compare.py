"""How much alike two names are, and what tells different people apart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from degarble.folding import fold
from degarble.knowledge import Knowledge
from degarble.names.romanize import Romanizer, make_romanizer

SAME_SOUND, SAME_CONSONANTS, LOOSE_CONSONANTS = 0.97, 0.93, 0.85
ALIKE, MAYBE = 0.9, 0.8
_VOWELS = frozenset("aeiou")
_FEMALE = (
    ("ov", "ova"),
    ("ev", "eva"),
    ("in", "ina"),
    ("yn", "yna"),
    ("sky", "skaya"),
    ("skii", "skaia"),
    ("y", "aya"),
)
# Endings of a woman's surname in other cases than the first: Petrovoy is Petrova's, not Petrov's.
_HIS, _HERS = ("ov", "ev", "in", "yn"), ("oy", "oi", "oyu", "oiu")


class Comparer:
    """Compares names by sound; made from the word lists of the knowledge."""

    def __init__(self, romanizer: Romanizer, particles: frozenset[str]) -> None:
        self._romanizer = romanizer
        self._particles = particles
        self._endings = frozenset(romanizer.sound(ending) for ending in romanizer.endings)
        self.tokens = lru_cache(maxsize=65_536)(self._tokens)
        self.compare_words = lru_cache(maxsize=65_536)(self._compare_words)

    def _tokens(self, name: str) -> tuple[str, ...]:
        """Return the folded words of a name without particles: `Fayez al-Sarraj` -> fayez, sarraj."""
        words = fold(name).replace(".", " ").split()
        kept = tuple(word for word in words if word not in self._particles)
        return kept or tuple(words)

    def is_particle(self, word: str) -> bool:
        """Tell whether a folded word is an article or particle of names."""
        return word in self._particles

    def sound(self, name: str) -> str:
        """Return how a name sounds, one letter for each sound: equal for `Sarraj`, `Sarradj`."""
        return " ".join(self._romanizer.sound(token) for token in self.tokens(name))

    def _compare_words(self, one: str, two: str) -> float:
        """Return how much alike two folded words sound, 0..1; 1 only for the same letters."""
        if one == two:
            return 1.0
        best = self._compare_sounds(one, two)
        if best < SAME_CONSONANTS and (("j" in one and "kh" in two) or ("j" in two and "kh" in one)):
            # Spanish writes kh with j: Jalifa, Khalifa.
            best = max(best, self._compare_sounds(one.replace("j", "kh"), two.replace("j", "kh")))
        return best

    def _compare_sounds(self, one: str, two: str) -> float:
        first, second = self._romanizer.sound(one), self._romanizer.sound(two)
        if first == second:
            return SAME_SOUND
        skeleton = self._romanizer.skeleton(one)
        if len(skeleton) >= 3 and skeleton == self._romanizer.skeleton(two):
            return SAME_CONSONANTS if _count_vowels(first) == _count_vowels(second) else LOOSE_CONSONANTS
        return min(float(OSA.normalized_similarity(first, second)), LOOSE_CONSONANTS)

    def is_case_form(self, form: str, base: str) -> bool:
        """Tell whether a folded word is `base` with a Slavic case ending left on it: `marchenkom` of `marchenko`."""
        inflected, stem = self._romanizer.sound(form), self._romanizer.sound(base)
        if stem[-1:] in _VOWELS:
            stem = stem[:-1]
        if len(stem) < 4 or not inflected.startswith(stem) or inflected == self._romanizer.sound(base):
            return False
        if base.endswith(_HIS) and form.endswith(_HERS):
            return False
        return inflected[len(stem) :] in self._endings

    def compare_names(self, one: str, two: str) -> float:
        """Return how much alike two names are, 0..1: the weakest of their aligned words, 0 for different people."""
        first, second = self.tokens(one), self.tokens(two)
        if not first or not second:
            return 0.0
        if first == second or "".join(first) == "".join(second) or sorted(first) == sorted(second):
            return 1.0
        return max(SAME_SOUND if self.is_joined(one, two) else 0.0, self._align(first, second))

    def is_joined(self, one: str, two: str) -> bool:
        """Tell whether two names sound the same whatever spaces they have: `Abdelfatah`, `Abdel Fattah`."""
        first, second = "".join(self.tokens(one)), "".join(self.tokens(two))
        return self._romanizer.sound(first) == self._romanizer.sound(second)

    def _align(self, first: Sequence[str], second: Sequence[str]) -> float:
        """Match the words in order; the last words must match, and the shorter name may lack words of the longer."""
        short, long = sorted((first, second), key=len)
        score = self.compare_words(short[-1], long[-1])
        place = len(long) - 1
        for word in reversed(short[:-1]):
            options = [(self._compare_given(word, long[i]), i) for i in range(place)]
            best, place = max(options, default=(0.0, 0))
            score = min(score, best)
        return score

    def _compare_given(self, one: str, two: str) -> float:
        if len(one) == 1 or len(two) == 1:
            return ALIKE if one[0] == two[0] else 0.0
        return self.compare_words(one, two)

    def are_other_people(self, one: str, two: str) -> bool:
        """Tell whether two names cannot be one person: other given names, or a man's and a woman's surname."""
        first, second = self.tokens(one), self.tokens(two)
        if not first or not second:
            return False
        if is_gender_pair(first[-1], second[-1]):
            # Unless the given name is inflected as well: Mikhaila Stepnova is Mikhail Stepnov in the genitive.
            return len(first) == 1 or len(second) == 1 or not self._are_case_forms(first[0], second[0])
        if self.compare_names(one, two) >= ALIKE:
            return False
        if len(first) > 1 and len(second) > 1 and self._compare_given(first[0], second[0]) < MAYBE:
            return not self._are_case_forms(first[0], second[0])
        return False

    def _are_case_forms(self, one: str, two: str) -> bool:
        return self.is_case_form(one, two) or self.is_case_form(two, one)


def is_gender_pair(one: str, two: str) -> bool:
    """Tell whether two folded surnames are a man's and a woman's.

    >>> is_gender_pair("petrov", "petrova"), is_gender_pair("petrov", "petrovo")
    (True, False)
    """
    return any(
        (one.endswith(his) and two == one.removesuffix(his) + her)
        or (two.endswith(his) and one == two.removesuffix(his) + her)
        for his, her in _FEMALE
    )


def _count_vowels(sound: str) -> int:
    return sum(char in _VOWELS for char in sound)


@lru_cache(maxsize=8)
def _make_comparer(sounds: tuple[str, ...], endings: tuple[str, ...], particles: tuple[str, ...]) -> Comparer:
    return Comparer(make_romanizer(sounds, endings), frozenset(particles))


def make_comparer(knowledge: Knowledge) -> Comparer:
    """Return the comparer of a knowledge's word lists."""
    lists = knowledge.lists
    particles = (*lists.get("particle", ()), *lists.get("article-prefix", ()))
    return _make_comparer(lists.get("sound", ()), lists.get("case-ending", ()), particles)
