"""Tables: the names of a folder, and findings for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from degarble.link import Names
from degarble.reports.places import Places
from degarble.schema import Cluster, Repair

NAME_COLUMNS = (
    "cluster", "canonical", "kind", "entity", "qid", "variant", "relation", "count", "documents", "level", "score",
    "evidence",
)  # fmt: skip
FINDING_COLUMNS = (
    "document", "line", "column", "severity", "level", "score", "kind", "rule", "text", "suggestion", "message",
)  # fmt: skip


def format_names(names: Names) -> Iterator[str]:
    """Yield `names.csv`: one row for each form of each name; several documents are parted by `|`."""
    yield _format_row(NAME_COLUMNS)
    for cluster in names.clusters:
        yield from map(_format_row, _list_variants(cluster))


def _list_variants(cluster: Cluster) -> Iterator[list[str]]:
    for variant in cluster.variants:
        yield [
            cluster.id,
            cluster.canonical,
            cluster.kind.value,
            cluster.entity,
            cluster.qid or "",
            variant.text,
            variant.relation,
            str(variant.count),
            "|".join(variant.documents),
            variant.level.value,
            f"{variant.score:.4g}",
            variant.evidence,
        ]


def format_findings(repairs: Iterable[Repair]) -> Iterator[str]:
    """Yield a table of findings, one row each."""
    yield _format_row(FINDING_COLUMNS)
    for repair in repairs:
        places = Places(repair.document.text)
        for finding in repair.findings:
            line, column = places.find(finding.span.start)
            what = (finding.severity.value, finding.level.value, f"{finding.score:.4g}", finding.kind.value)
            place = (repair.document.id, str(line), str(column))
            yield _format_row((*place, *what, finding.rule, finding.text, finding.best or "", finding.message))


def _format_row(cells: Sequence[str]) -> str:
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(cells)
    return row.getvalue()
