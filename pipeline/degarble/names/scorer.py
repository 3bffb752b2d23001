"""How likely two words, or two full names, are one name: trained on pairs, explained by what was measured."""

from __future__ import annotations

import lzma
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from math import exp
from operator import mul

import msgspec

from degarble.models.forest import Forest, Split
from degarble.names.features import (
    CLOSE_FEATURES,
    NAME_FEATURES,
    Edits,
    Name,
    make_name,
    measure_closely,
    measure_names,
    measure_words,
    rate_rarity,
)
from degarble.names.sounds import Coder, Word, load_coder

FILE = "scorer.json.xz"
CACHED = 262_144
# The trees learnt from words that are hard to tell apart and say little of others; the line bounds them. Above -4 lie
# 98 in 100 spellings of one word.
PLAUSIBLE = 4.0


class Trees(msgspec.Struct, frozen=True):
    """A forest as data: for each node (feature, threshold, tree, mask), for each tree its leaves from left to right."""

    splits: tuple[tuple[int, float, int, int], ...]
    leaves: tuple[tuple[float, ...], ...]


class Weights(msgspec.Struct, frozen=True):
    """What `scripts/train_name_scorer.py` learnt; `words_line` are the weights of a linear model with its bias last."""

    codes: dict[str, float]
    letters: dict[str, float]
    words_line: tuple[float, ...]
    words: Trees
    names: Trees
    counts: dict[str, int]
    total: int
    particles: tuple[str, ...]


class Scorer:
    """Judges pairs of words and of names; holds the trained weights and caches of what was measured."""

    def __init__(self, weights: Weights, coder: Coder) -> None:
        self._coder = coder
        self._codes, self._letters = Edits(weights.codes), Edits(weights.letters)
        self._line, self._bias = weights.words_line[:-1], weights.words_line[-1]
        self._words = _make_forest(weights.words, len(CLOSE_FEATURES))
        self._names = _make_forest(weights.names, len(NAME_FEATURES))
        self._particles = frozenset(weights.particles)
        self._rarity = {word: rate_rarity(count, weights.total) for word, count in weights.counts.items()}
        self._rarest = rate_rarity(0, weights.total)
        self._judge = lru_cache(maxsize=CACHED)(self._judge_words)
        self.prepare = lru_cache(maxsize=CACHED)(self._prepare)

    def _prepare(self, name: str) -> Name:
        """Return a name made ready for comparison."""
        return make_name(self._coder.code_name(name), self._particles, self._rarity, self._rarest)

    def _judge_words(self, one: Word, two: Word) -> float:
        return self._weigh(measure_words(one, two, self._codes, self._letters))

    def score_words(self, one: str, two: str) -> float:
        """Return how likely two single words are spellings of one name, 0..1."""
        first, second = self._coder.code_name(one), self._coder.code_name(two)
        if not first or not second:
            return float(one == two)
        if len(first) > 1 or len(second) > 1:
            # The parts of a hyphenated word are one word here: Jeong-ju, Jeongju.
            first, second = self._join(first), self._join(second)
        if first[0].plain == second[0].plain:
            return 1.0
        features = measure_closely(first[0], second[0], self._codes, self._letters)
        bound = 1 / (1 + exp(-PLAUSIBLE - self._weigh(features[: len(self._line)])))
        return min(self._words.probability(features), bound)

    def _weigh(self, features: Sequence[float]) -> float:
        return sum(map(mul, self._line, features), self._bias)

    def _join(self, words: Sequence[Word]) -> tuple[Word, ...]:
        return self._coder.code_name("".join(word.plain for word in words))

    def score_names(self, one: str, two: str) -> float:
        """Return how likely two full names are one person's, 0..1."""
        first, second = self.prepare(one), self.prepare(two)
        return self.compare(first, second) if first.words and second.words else float(one == two)

    def compare(self, one: Name, two: Name) -> float:
        """Return how likely two names made ready are one person's; 0 where one has no Latin letter."""
        return self._names.probability(self.measure(one, two)) if one.words and two.words else 0.0

    def measure(self, one: Name, two: Name) -> list[float]:
        """Return the `NAME_FEATURES` of two names made ready."""
        return measure_names(one, two, self._judge)


def _make_forest(trees: Trees, features: int) -> Forest:
    return Forest([Split(*split) for split in trees.splits], trees.leaves, features)


@lru_cache(maxsize=1)
def load_scorer() -> Scorer:
    """Return the scorer with the built-in weights."""
    file = files("degarble") / "data" / "names" / FILE
    return Scorer(msgspec.json.decode(lzma.decompress(file.read_bytes()), type=Weights), load_coder())
