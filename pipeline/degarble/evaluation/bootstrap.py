"""Intervals by drawing the texts again, with replacement, as many as there are."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import mul

from degarble.evaluation.formulas import find_quantile
from degarble.evaluation.measures import Sums, Values
from degarble.evaluation.tally import Counts, Key

SHARE = 0.95
Interval = tuple[float | None, float | None]


def add_up(sets: Sequence[Sequence[Counts]]) -> Counts:
    """Return the sums of the counts of all texts."""
    total: Counts = Counter()
    for texts in sets:
        for counts in texts:
            total.update(counts)
    return total


def find_intervals(
    sets: Sequence[Sequence[Counts]], work: Callable[[Sums], Values], rounds: int, seed: int
) -> dict[str, Interval]:
    """Return for each measure between which values 95 % of the draws lie; each set of texts is drawn by itself."""
    drawn: dict[str, list[float]] = {}
    for sums in _draw(sets, rounds, random.Random(seed)):
        for name, value in work(sums).items():
            if value is not None:
                drawn.setdefault(name, []).append(value)
    low, high = (1 - SHARE) / 2, (1 + SHARE) / 2
    return {name: (find_quantile(values, low), find_quantile(values, high)) for name, values in drawn.items()}


def _draw(sets: Sequence[Sequence[Counts]], rounds: int, chance: random.Random) -> Iterator[Sums]:
    columns = [_make_columns(texts) for texts in sets]
    for _ in range(rounds):
        sums: Counter[Key] = Counter()
        for texts, column in zip(sets, columns, strict=True):
            times = _draw_times(len(texts), chance)
            for key, (places, numbers) in column.items():
                sums[key] += sum(map(mul, map(times.__getitem__, places), numbers))
        yield sums


def _draw_times(size: int, chance: random.Random) -> list[int]:
    """Return how often each of some texts is drawn."""
    times = [0] * size
    for place in chance.choices(range(size), k=size) if size else ():
        times[place] += 1
    return times


def _make_columns(texts: Sequence[Counts]) -> dict[Key, tuple[list[int], list[int]]]:
    """Return for each count the texts that have it and how much of it."""
    columns: dict[Key, tuple[list[int], list[int]]] = {}
    for place, counts in enumerate(texts):
        for key, number in counts.items():
            places, numbers = columns.setdefault(key, ([], []))
            places.append(place)
            numbers.append(number)
    return columns
