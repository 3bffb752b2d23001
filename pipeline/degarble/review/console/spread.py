"""A document in two columns of a terminal, original and suggestion; only the rows in sight are laid out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from degarble.reports.columns import isolate, pad, wrap
from degarble.reports.places import Places
from degarble.reports.sheet import Mark, Row, Sheet
from degarble.reports.text import Line, Part
from degarble.review.console.excerpt import compare_words, find_wording, reveal
from degarble.review.console.wording import SHAPES, SIGNS
from degarble.review.shown import Stand
from degarble.schema import Span, Status

_LONGEST_ROW = 3000
_BAR = "▌"
_BASES = {"title": "title", "boilerplate": "quiet"}


class Anchor(NamedTuple):
    """What stands in the first line in sight: a row of the document and one of its lines, both from 0."""

    row: int
    line: int


class Spread:
    """The pages of one document at a width, with one finding in focus.

    Styles are words: a severity or `new`, then `decided`, `focus`, `#N` for the finding they belong to, and at the end
    `sign` for its shape or `changed` for the words that differ; outside of findings `plain`, `title` and `quiet`.
    """

    def __init__(self, sheet: Sheet, stands: Sequence[Stand], width: int, focus: int | None = None) -> None:
        self._sheet, self._stands, self._focus = sheet, stands, focus
        self._rows = list(_divide(sheet))
        self._places = Places(sheet.text)
        self._starts = [mark.start for mark in sheet.findings]
        self._digits = max(2, len(str(self._places.find(len(sheet.text))[0])))
        self._laid: dict[int, list[Line]] = {}
        self.column = max((width - self._digits - len("  ▌ │ ")) // 2, 8)

    def name_columns(self) -> Line:
        """Return the line that says what stands in the columns."""
        gutter = Part(" " * (self._digits + 3))
        return gutter, Part("original".ljust(self.column), "quiet"), Part("   "), Part("suggestion", "quiet")

    def show(self, anchor: Anchor, height: int) -> list[Line]:
        """Return the lines in sight, at most `height`."""
        lines = self.lay_out(anchor.row)[anchor.line :]
        row = anchor.row + 1
        while len(lines) < height and row < len(self._rows):
            lines += self.lay_out(row)
            row += 1
        return lines[:height]

    def move(self, anchor: Anchor, lines: int, height: int) -> Anchor:
        """Return the anchor some lines further down, or up; the last lines stay in sight."""
        row, line = anchor.row, anchor.line + lines
        while line < 0 and row > 0:
            row -= 1
            line += len(self.lay_out(row))
        while row < len(self._rows) - 1 and line >= len(self.lay_out(row)):
            line -= len(self.lay_out(row))
            row += 1
        return min(Anchor(row, max(line, 0)), self._find_last(height))

    def reveal(self, anchor: Anchor, height: int) -> Anchor:
        """Return an anchor from which the finding in focus is in sight, the same one if it is."""
        place = self._find_focus()
        if place is None or anchor <= place < self.move(anchor, max(height - 2, 1), height):
            return anchor
        return self.move(place, -(height // 3), height)

    def lay_out(self, row: int) -> list[Line]:
        """Return the lines of a row."""
        if row not in self._laid:
            self._laid[row] = list(self._join(self._rows[row])) if self._rows else []
        return self._laid[row]

    def _find_last(self, height: int) -> Anchor:
        """Return the anchor from which the last lines fill the height."""
        row, left = len(self._rows) - 1, height
        while row > 0 and len(self.lay_out(row)) < left:
            left -= len(self.lay_out(row))
            row -= 1
        return Anchor(max(row, 0), max(len(self.lay_out(max(row, 0))) - left, 0))

    def _find_focus(self) -> Anchor | None:
        if self._focus is None:
            return None
        start = self._sheet.findings[self._focus].start
        row = max(bisect_right(self._rows, start, key=lambda item: item.start) - 1, 0)
        for number, line in enumerate(self.lay_out(row)):
            if any("focus" in part.style for part in line):
                return Anchor(row, number)
        return Anchor(row, 0)

    def _join(self, row: Row) -> Iterator[Line]:
        """Yield a row's lines, the first with its number; a blank one below where the text has one."""
        text = self._sheet.text[row.start : row.end]
        marks = list(self._list_marks(row))
        has_focus = any(number == self._focus for number, _ in marks)
        left = wrap(self._write(row, marks, is_new=False), self.column)
        right = wrap(self._write(row, marks, is_new=True), self.column)
        number = str(self._places.find(row.start + len(text) - len(text.lstrip()))[0])
        for old, new in zip_longest(left, right, fillvalue=()):
            yield self._put(number, old, new, has_focus=has_focus)
            number = ""
        if len(text[len(text.rstrip()) :].splitlines()) > 1:
            yield self._put("", (), (), has_focus=False)

    def _put(self, number: str, old: Line, new: Line, *, has_focus: bool) -> Line:
        gutter = Part(f"{number:>{self._digits}} ", "quiet"), Part(_BAR if has_focus else " ", "bar"), Part(" ")
        left, right = (*isolate(old), pad(old, self.column)), (*isolate(new), pad(new, self.column))
        return (*gutter, *left, Part(" │ ", "rule"), *right)

    def _list_marks(self, row: Row) -> Iterator[tuple[int, Mark]]:
        """Yield the findings in a row with their numbers; the last that begins before it may reach into it."""
        for number in range(max(bisect_right(self._starts, row.start) - 1, 0), len(self._starts)):
            mark = self._sheet.findings[number]
            if mark.start >= row.end:
                return
            if mark.end > row.start:
                yield number, mark

    def _write(self, row: Row, marks: Iterable[tuple[int, Mark]], *, is_new: bool) -> Iterator[Part]:
        base, place = _BASES.get(row.kind, "plain"), row.start
        for number, mark in marks:
            yield Part(self._sheet.text[place : mark.start], base)
            here = Span(max(mark.start, row.start), min(mark.end, row.end))
            is_whole = (mark.start, mark.end) == here
            if not is_new and mark.start == here.start:
                yield Part(self._sign(number, mark), f"{self._style(number, mark)} sign")
            if is_whole:
                yield from self._write_changes(number, mark, is_new=is_new)
            elif not is_new or find_wording(mark, self._stands[number]) is None:
                yield Part(here.of(self._sheet.text), self._style(number, mark, is_new=is_new))
            elif mark.start == here.start:
                yield Part(find_wording(mark, self._stands[number]) or "", self._style(number, mark, is_new=True))
            place = here.end
        yield Part(self._sheet.text[place : row.end], base)

    def _write_changes(self, number: int, mark: Mark, *, is_new: bool) -> Iterator[Part]:
        """Yield the words of a finding, or those in their place; what differs is marked."""
        words = find_wording(mark, self._stands[number])
        style = self._style(number, mark, is_new=is_new)
        for before, after in ((item.before, item.after) for item in compare_words(mark, words)):
            text = after if is_new else before
            yield Part(text, style) if before == after else Part(reveal(text), f"{style} changed")
        if is_new and words == "" and number == self._focus:
            yield Part("∅", f"{style} changed")

    def _sign(self, number: int, mark: Mark) -> str:
        return SIGNS.get(self._stands[number].status, SHAPES[mark.severity])

    def _style(self, number: int, mark: Mark, *, is_new: bool = False) -> str:
        """Return the style of a finding; in the new text one that changes nothing is seen in focus alone."""
        stand, is_focus = self._stands[number], number == self._focus
        is_changing = is_new and find_wording(mark, stand) is not None
        base = "new" if is_changing else "plain" if is_new and not is_focus else mark.severity
        is_decided = stand.status not in ((Status.OPEN, Status.UNSURE) if is_new else (Status.OPEN,))
        words = [base, *(["decided"] if is_decided else []), *(["focus"] if is_focus else [])]
        return " ".join([*words, f"#{number}"])


def _divide(sheet: Sheet) -> Iterator[Row]:
    """Yield the rows, long ones in pieces that end at spaces outside of findings."""
    for row in sheet.rows:
        start = row.start
        while row.end - start > _LONGEST_ROW:
            end = _find_gap(sheet, start + _LONGEST_ROW, row.end)
            yield Row(start, end, row.kind, row.lang)
            start = end
        if start < row.end:
            yield Row(start, row.end, row.kind, row.lang)


def _find_gap(sheet: Sheet, place: int, end: int) -> int:
    """Return where the next word begins that stands in no finding."""
    place = sheet.text.find(" ", place, end) + 1 or min(place, end)
    number = bisect_right(sheet.findings, place, key=lambda mark: mark.start) - 1
    return max(place, sheet.findings[number].end) if number >= 0 else place
