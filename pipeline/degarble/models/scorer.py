"""What a detector may ask of the embedded model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from degarble.models.catalog import Entry
from degarble.models.company import Suit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float16]


class WordScore(NamedTuple):
    """A word of a sentence: its place, the logit that it is damaged and the logit that it is the right word."""

    start: int
    end: int
    damage: float
    keep: float


@dataclass(frozen=True)
class SentenceScores:
    """The words of a sentence, the logit that a machine wrote it, and what other word each doubtful place asks for."""

    words: tuple[WordScore, ...]
    machine: float
    queries: Mapping[int, Vector]


class Scorer(Protocol):
    """Anything that scores sentences and rates words for a place in them."""

    @property
    def entry(self) -> Entry:
        """Return the catalogue's entry."""
        ...

    def score(self, sentences: Sequence[str]) -> list[SentenceScores]:
        """Return the scores of each sentence, which depend on nothing but its text; offsets are code points of it."""
        ...

    def rarity(self, word: str) -> float:
        """Return how rare a word is, or the rarest of a phrase (natural log of a rank)."""
        ...

    def suit(self, sentence: str, start: int, end: int, options: Sequence[str]) -> tuple[float, list[Suit]]:
        """Return how well a word suits the words around it, and each option beside it (see `models.company`)."""
        ...

    def rate(self, query: Vector, words: Sequence[str]) -> list[float]:
        """Return the logit of each word in the place a query was made for; compare with `keep`."""
        ...
