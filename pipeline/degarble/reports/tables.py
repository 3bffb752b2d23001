"""Findings as a table for a spreadsheet, and how any table is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from degarble.reports.places import Places
from degarble.schema import Repair

FINDING_COLUMNS = (
    "document", "line", "column", "severity", "level", "score", "kind", "rule", "text", "suggestion", "message",
)  # fmt: skip


def format_findings(repairs: Iterable[Repair]) -> Iterator[str]:
    """Yield a table of findings, one row each."""
    yield format_row(FINDING_COLUMNS)
    for repair in repairs:
        places = Places(repair.document.text)
        for finding in repair.findings:
            line, column = places.find(finding.span.start)
            what = (finding.severity.value, finding.level.value, f"{finding.score:.4g}", finding.kind.value)
            place = (repair.document.id, str(line), str(column))
            yield format_row((*place, *what, finding.rule, finding.text, finding.best or "", finding.message))


def format_row(cells: Sequence[str], delimiter: str = ",") -> str:
    """Return a row of a table; a cell is quoted where it must be.

    >>> format_row(("a", "b, c"))
    'a,"b, c"\\n'
    """
    row = io.StringIO()
    csv.writer(row, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return row.getvalue()
