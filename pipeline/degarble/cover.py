"""Sets of stretches of a text, asked many times whether something touches them or lies inside one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from degarble.schema import Span


class Cover:
    """The union of spans; each question costs the logarithm of their number.

    >>> Cover([Span(0, 4), Span(2, 9), Span(20, 30)]).touches(Span(8, 12))
    True
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touches(self, span: Span) -> bool:
        """Tell whether any of the spans shares a character with this one."""
        place = bisect_left(self._starts, span.end) - 1
        return place >= 0 and self._ends[place] > span.start


class Nest:
    """Short spans, such as names: each question looks only at those that begin near.

    >>> list(Nest([Span(0, 9), Span(4, 6), Span(7, 9)]).around(Span(4, 6)))
    [Span(start=0, end=9), Span(start=4, end=6)]
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(set(spans))
        self._longest = max((end - start for start, end in self._spans), default=0)

    def around(self, span: Span) -> Iterator[Span]:
        """Yield the spans that contain this one, itself included, in order."""
        first = bisect_left(self._spans, (span.end - self._longest,))
        last = bisect_right(self._spans, (span.start + 1,))
        return (other for other in self._spans[first:last] if other.contains(span))
