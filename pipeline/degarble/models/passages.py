"""Word scores -> passages: runs of words in one clause that read as damaged, by hysteresis over smoothed scores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp
from statistics import fmean
from typing import NamedTuple

from degarble.models.catalog import DamageLimits
from degarble.models.scorer import WordScore

BREAK = re.compile(r"[.!?;:()\[\]{}\"“”„«»—–…/|<>=*#\n•]|\s-+\s|--")
WORST = 3


class Passage(NamedTuple):
    """Words [first, last] of a sentence; their worst smoothed score, how many read as damaged, and how sure that is."""

    first: int
    last: int
    peak: float
    damaged: int
    probability: float


def find_passages(text: str, words: Sequence[WordScore], limits: DamageLimits, enter: float) -> Iterator[Passage]:
    """Yield the passages whose smoothed score reaches `enter` somewhere and never falls below `limits.stay`.

    A clause ends at strong marks: long sentences would dilute the signal, and what stands in brackets is another
    matter. Scores are logits of damage.
    """
    for first, last in _cut_clauses(text, words):
        clause = words[first : last + 1]
        for start, end, peak in _find_runs(smooth([word.damage for word in clause]), enter, limits.stay):
            run = clause[start : end + 1]
            damaged = sum(word.damage >= limits.stay for word in run)
            worst = sorted((estimate(word.damage, limits) for word in run), reverse=True)[:WORST]
            yield Passage(first + start, first + end, peak, damaged, fmean(worst))


def estimate(damage: float, limits: DamageLimits) -> float:
    """Return the probability that a word is damaged from its logit, by the calibration of the model."""
    return 1 / (1 + exp(-(limits.slope * damage + limits.bias)))


def smooth(scores: Sequence[float]) -> list[float]:
    """Return each score with half the weight of its neighbours: damage is seldom one word alone.

    >>> smooth([0.0, 4.0, 0.0])
    [1.0, 2.0, 1.0]
    """
    padded = [scores[0], *scores, scores[-1]] if scores else []
    return [(padded[n - 1] + 2 * padded[n] + padded[n + 1]) / 4 for n in range(1, len(padded) - 1)]


def _cut_clauses(text: str, words: Sequence[WordScore]) -> Iterator[tuple[int, int]]:
    breaks = [
        number for number, (one, other) in enumerate(pairwise(words), 1) if BREAK.search(text, one.end, other.start)
    ]
    for first, after in pairwise((0, *breaks, len(words))):
        if after > first:
            yield first, after - 1


def _find_runs(scores: Sequence[float], enter: float, stay: float) -> Iterator[tuple[int, int, float]]:
    """Yield first, last and highest score of the runs from `stay` up that reach `enter`."""
    first = None
    for number, score in enumerate((*scores, float("-inf"))):
        if score >= stay:
            first = number if first is None else first
        elif first is not None:
            peak = max(scores[first:number])
            if peak >= enter:
                yield first, number - 1, peak
            first = None
