"""Regression trees evaluated without a dependency: all trees at once, by masks of the leaves still in reach."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from operator import and_, getitem

LEAVES = 8


@dataclass(frozen=True, slots=True)
class Split:
    """An inner node: values above `threshold` of a feature rule out the leaves whose bits are 0 in `mask`."""

    feature: int
    threshold: float
    tree: int
    mask: int


class Forest:
    """A sum of trees with at most 8 leaves each, on features as a sequence of numbers.

    Evaluation follows QuickScorer (Lucchese et al., SIGIR 2015): every node that is false for the features strikes out
    the leaves under its left side; the lowest leaf left in a tree is where a walk would have ended. Python's integers
    hold the leaves of all trees at once, a byte for each tree, so the cost is one search and one `and` for each feature
    and one look-up for each tree.
    """

    def __init__(self, splits: Sequence[Split], leaves: Sequence[Sequence[float]], features: int) -> None:
        self._full = (1 << LEAVES * len(leaves)) - 1
        self._size = len(leaves)
        self._values = [_spread(values) for values in leaves]
        self._thresholds: list[list[float]] = []
        self._masks: list[list[int]] = []
        for feature in range(features):
            own = sorted((item for item in splits if item.feature == feature), key=lambda item: item.threshold)
            steps = (self._full ^ ((~item.mask & 0xFF) << LEAVES * item.tree) for item in own)
            self._thresholds.append([item.threshold for item in own])
            self._masks.append(list(accumulate(steps, and_, initial=self._full)))

    def sum(self, features: Sequence[float]) -> float:
        """Return the sum of the trees' values."""
        left = self._full
        for value, thresholds, masks in zip(features, self._thresholds, self._masks, strict=True):
            left &= masks[bisect_left(thresholds, value)]
        return sum(map(getitem, self._values, left.to_bytes(self._size, "little")))

    def probability(self, features: Sequence[float]) -> float:
        """Return the logistic of the sum, 0..1."""
        return 1 / (1 + exp(-self.sum(features)))


def _spread(leaves: Sequence[float]) -> list[float]:
    """Return for each set of leaves still in reach, as the bits of a byte, the value of the lowest."""
    return [0.0] + [
        leaves[(bits & -bits).bit_length() - 1] if bits & -bits < 1 << len(leaves) else 0.0 for bits in range(1, 256)
    ]
