"""A set of stretches of a text, asked many times whether something touches it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

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
