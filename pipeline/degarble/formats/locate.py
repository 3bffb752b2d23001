"""Where a document's text stands in its file: pieces that map text to raw, and the way back for an edit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from degarble.schema import Run, Span


class Pieces:
    """Collect a document's text piece by piece while a format reads it."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self.length = 0

    def add_verbatim(self, start: int, end: int) -> None:
        """Add `raw[start:end]` as it stands; it is joined to the piece before where both touch."""
        if start == end:
            return
        last = self._runs[-1] if self._runs else None
        self._parts.append(self._raw[start:end])
        if last and last.raw_end == start and _is_verbatim(last):
            self._runs.pop()
            self._runs.append(Run(last.text_start, self.length + end - start, last.raw_start, end))
        else:
            self._runs.append(Run(self.length, self.length + end - start, start, end))
        self.length += end - start

    def add_atom(self, text: str, start: int, end: int) -> None:
        """Add `text` that stands for `raw[start:end]` as a whole; an empty raw range makes it synthetic."""
        self._parts.append(text)
        self._runs.append(Run(self.length, self.length + len(text), start, end))
        self.length += len(text)

    @property
    def text(self) -> str:
        """Return the text collected so far."""
        return "".join(self._parts)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return the pieces collected so far."""
        return tuple(self._runs)


def _is_verbatim(run: Run) -> bool:
    return run.text_end - run.text_start == run.raw_end - run.raw_start


def _is_synthetic(run: Run) -> bool:
    return run.raw_start == run.raw_end


def find_raw(locator: Sequence[Run], span: Span) -> tuple[int, int] | None:
    """Return the raw range that holds exactly `span`, or None where markup, an escape or a break is in the way."""
    if span.start < 0 or span.end < span.start or not locator or span.end > locator[-1].text_end:
        return None
    return _find_gap(locator, span.start) if span.start == span.end else _find_range(locator, span)


def _find_range(locator: Sequence[Run], span: Span) -> tuple[int, int] | None:
    first = bisect_right(locator, span.start, key=lambda run: run.text_end)
    last = bisect_left(locator, span.end, key=lambda run: run.text_end)
    runs = locator[first : last + 1]
    if any(_is_synthetic(run) for run in runs) or not _touch(runs):
        return None
    start, end = _raw_offset(runs[0], span.start), _raw_offset(runs[-1], span.end)
    return None if start is None or end is None else (start, end)


def _touch(runs: Sequence[Run]) -> bool:
    return all(left.raw_end == right.raw_start for left, right in pairwise(runs))


def _find_gap(locator: Sequence[Run], position: int) -> tuple[int, int] | None:
    left = bisect_left(locator, position, key=lambda run: run.text_end)
    for run in locator[left : left + 2]:
        if run.text_start <= position <= run.text_end and not _is_synthetic(run):
            offset = _raw_offset(run, position)
            return None if offset is None else (offset, offset)
    return None


def _raw_offset(run: Run, position: int) -> int | None:
    if position == run.text_start:
        return run.raw_start
    if position == run.text_end:
        return run.raw_end
    return run.raw_start + position - run.text_start if _is_verbatim(run) else None


def trim_edit(text: str, span: Span, replacement: str) -> tuple[Span, str]:
    """Leave out of an edit what it does not change at its two ends.

    >>> trim_edit("the egyptian president", Span(4, 12), "Egyptian")
    (Span(start=4, end=5), 'E')
    """
    old = span.of(text)
    head = _common_length(old, replacement)
    tail = _common_length(old[head:][::-1], replacement[head:][::-1])
    return Span(span.start + head, span.end - tail), replacement[head : len(replacement) - tail]


def _common_length(left: str, right: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
