"""rdjsonl: findings in reviewdog's diagnostic format, one a line, so that they become comments on a change."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter

import msgspec

from degarble.reports.lines import FindingLine
from degarble.reports.sarif import Address, read_address
from degarble.schema import Severity

_SEVERITIES = {
    Severity.NEUTRAL.value: "INFO",
    Severity.MINOR.value: "INFO",
    Severity.MAJOR.value: "WARNING",
    Severity.CRITICAL.value: "ERROR",
}


class Position(msgspec.Struct):
    """A place in a file: lines end with `\\n`, as in a diff; columns are UTF-8 bytes; both count from 1."""

    line: int
    column: int


class Range(msgspec.Struct):
    """A stretch of a file; the end is exclusive."""

    start: Position
    end: Position


class Location(msgspec.Struct, omit_defaults=True):
    """A file, and the place in it where it is known."""

    path: str
    range: Range | None = None


class Replacement(msgspec.Struct):
    """A possible replacement of a stretch."""

    range: Range
    text: str


class Source(msgspec.Struct):
    """The tool that speaks."""

    name: str


class Code(msgspec.Struct):
    """The rule that speaks."""

    value: str


class Diagnostic(msgspec.Struct):
    """A finding as reviewdog reads it; it prints `original_output` when it runs locally."""

    message: str
    location: Location
    severity: str
    source: Source
    code: Code
    suggestions: list[Replacement]
    original_output: str


def render_rdjsonl(lines: Iterable[FindingLine], texts: Callable[[str], str]) -> Iterator[str]:
    """Yield a diagnostic a line; `texts` returns the text of a document, by id, as it was read.

    It is asked once for each run of findings of a document whose offsets are those of its file. The others, records
    among them, get the file without a range and without suggestions, and the message names the record.
    """
    for document, findings in groupby(lines, key=attrgetter("document")):
        address = read_address(document)
        rows = _Rows(texts(document)) if address.is_exact else None
        for line in findings:
            yield msgspec.json.encode(_make_diagnostic(line, address, rows)).decode() + "\n"


class _Rows:
    """The lines of one text as a diff counts them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def find(self, start: int, end: int) -> Range:
        """Return the range of a stretch."""
        return Range(self._find(start), self._find(end))

    def _find(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line, len(self._text[self._starts[line - 1] : offset].encode()) + 1)


def _make_diagnostic(line: FindingLine, address: Address, rows: _Rows | None) -> Diagnostic:
    place = rows.find(line.start, line.end) if rows else None
    return Diagnostic(
        message=f"Record {address.record}: {line.message}" if address.record else line.message,
        location=Location(address.path, place),
        severity=_SEVERITIES[line.severity],
        source=Source("degarble"),
        code=Code(line.rule),
        suggestions=[Replacement(place, item.text) for item in line.suggestions] if place else [],
        original_output=f"{line.document}:{line.line}:{line.column}: {line.severity}: {line.message} [{line.rule}]",
    )
