"""The formulas of the measures, over plain counts; None where a measure has no value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt


def divide(part: float, whole: float) -> float | None:
    """Return a share, None of nothing."""
    return part / whole if whole else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """Return the harmonic mean, None where one of the two has no value.

    >>> f1(0.5, 1.0)
    0.6666666666666666
    """
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mcc(tp: float, fp: float, fn: float, tn: float) -> float | None:
    """Return Matthews' correlation of a two-way table; 0 where one side never varies.

    >>> mcc(1, 1, 0, 2)
    0.5773502691896258
    """
    if not tp + fp + fn + tn:
        return None
    scale = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / sqrt(scale) if scale else 0.0


def auc(good: Mapping[float, float], bad: Mapping[float, float]) -> float | None:
    """Return the chance that a bad case has a higher score than a good one, ties half; counts by score.

    >>> auc({0.1: 1, 0.4: 1}, {0.35: 1, 0.8: 1})
    0.75
    """
    pairs = sum(good.values()) * sum(bad.values())
    below = won = 0.0
    for score in sorted({*good, *bad}):
        here = good.get(score, 0)
        won += bad.get(score, 0) * (below + here / 2)
        below += here
    return divide(won, pairs)


def calibration_error(bins: Iterable[tuple[float, float, float]]) -> float | None:
    """Return the expected calibration error; a bin is (cases, sum of their scores, how many were right).

    >>> calibration_error([(2, 1.5, 1), (2, 0.5, 1)])
    0.25
    """
    held = list(bins)
    return divide(sum(abs(right - scores) for _, scores, right in held), sum(cases for cases, _, _ in held))


def find_quantile(values: Iterable[float], share: float) -> float | None:
    """Return the value below which a share of the values lies, between neighbours in proportion.

    >>> find_quantile([1.0, 2.0, 3.0], 0.75)
    2.5
    """
    ranked = sorted(values)
    if not ranked:
        return None
    place = share * (len(ranked) - 1)
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (ranked[high] - ranked[low]) * (place - low)
