"""What detectors ask of models of damage: how damaged each word reads, and how a sentence could read instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

WordDamage = tuple[int, int, float]
"""Start and end of a word in its sentence (code points), and the probability that it is damaged."""


@runtime_checkable
class DamageScorer(Protocol):
    """Anything that tells how damaged words read: an outside tagger or the embedded model."""

    def score_words(self, sentences: Sequence[str]) -> list[list[WordDamage]]:
        """Return the words of each sentence in order; they depend on nothing but its text."""
        ...


class Rewriter(Protocol):
    """Anything that writes sentences anew: a seq2seq model or an endpoint."""

    def rewrite(self, sentences: Sequence[str]) -> list[str]:
        """Return each sentence as it could read; empty where there is no usable answer."""
        ...
