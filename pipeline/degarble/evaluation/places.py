"""Stretches of a text as sets of characters, and the words that something touches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from degarble.schema import Span


def merge(spans: Iterable[Span]) -> list[Span]:
    """Return the same characters as spans in order that do not touch.

    >>> merge([Span(4, 6), Span(0, 4), Span(9, 9)])
    [Span(start=0, end=6)]
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if span.start == span.end:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def measure(merged: Iterable[Span]) -> int:
    """Return how many characters merged spans hold."""
    return sum(end - start for start, end in merged)


def measure_common(one: Sequence[Span], two: Sequence[Span]) -> int:
    """Return how many characters two lists of merged spans share.

    >>> measure_common([Span(0, 4), Span(6, 9)], [Span(2, 7)])
    3
    """
    total = first = second = 0
    while first < len(one) and second < len(two):
        start, end = max(one[first].start, two[second].start), min(one[first].end, two[second].end)
        total += max(0, end - start)
        if one[first].end < two[second].end:
            first += 1
        else:
            second += 1
    return total


def score_words(words: Sequence[Span], found: Iterable[tuple[Span, float]], untouched: float) -> list[float]:
    """Return for each word, in order, the highest score among what touches it, else `untouched`."""
    scores, ends = [untouched] * len(words), [word.end for word in words]
    for span, score in found:
        place = bisect_right(ends, span.start)
        while place < len(words) and words[place].start < max(span.end, span.start + 1):
            if words[place].overlaps(span):
                scores[place] = max(scores[place], score)
            place += 1
    return scores
