"""A measurement as tables for people, which are Markdown too, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING, TextIO

import msgspec

from degarble.evaluation.report import Estimate, Report

if TYPE_CHECKING:
    from rich.table import Table

_WIDTH = 200
_TITLES = {"spans": "characters", "alarms": "alarms per 1,000 clean words"}
_OVER = {
    "words.": "{words} words, {damaged_words} damaged",
    "spans.": "{damaged_places} damaged places, {findings} findings",
    "suggestions.offered": "{places_with_suggestions} places with a known repair",
    "suggestions.": "{places_offered_one} places offered one",
    "alarms.": "{clean_words} words",
    "verdict.": "{human_texts} human and {machine_texts} machine texts",
    "calibration.": "{findings} findings",
}
_UPPER = ("mcc", "auc", "ece", "f1")
_RATES = ("precision", "recall", "f1")


def encode_report(report: Report) -> str:
    """Return a measurement as JSON."""
    return msgspec.json.format(msgspec.json.encode(asdict(report)), indent=2).decode() + "\n"


def print_report(report: Report, stream: TextIO) -> None:
    """Write a measurement as tables and its signature."""
    for table in _make_tables(report):
        stream.write(_render(table) + "\n\n")
    stream.write(report.signature + "\n")


def _render(table: Table) -> str:
    """Return a table as text, the same on a terminal and in a file: it is not cut to a width."""
    from rich.console import Console

    console = Console(file=StringIO(), width=_WIDTH)
    with console.capture() as shown:
        console.print(table)
    return "\n".join(line.rstrip() for line in shown.get().splitlines()).strip("\n")


def _make_tables(report: Report) -> Iterator[Table]:
    yield _make_table(("measure", "value", "95 % of draws", "over"), _list_measures(report))
    groups = list(_list_groups(report))
    if groups:
        yield _make_table(("characters of", "precision", "recall", "F1", "MCC of words"), groups)
    if report.curve:
        rows = (
            (f"{item.start:.1f} to {item.end:.1f}", f"{item.findings:,}", f"{item.score:.3f}", f"{item.right:.3f}")
            for item in report.curve
        )
        yield _make_table(("score of findings", "findings", "mean score", "touch damage"), rows)


def _make_table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=box.MARKDOWN)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _list_measures(report: Report) -> Iterator[tuple[str, str, str, str]]:
    """Yield the measures that are of no group; what they rest on is said once."""
    said = ""
    for name, estimate in report.measures.items():
        if name.count(".") == 1:
            over = next(_OVER[key] for key in _OVER if name.startswith(key))
            over = over.format_map({key: f"{number:,}" for key, number in report.counts.items()})
            yield _title(name), _show(estimate.value), _show_interval(estimate), over if over != said else ""
            said = over


def _title(name: str) -> str:
    """Return a name as people read it.

    >>> _title("alarms.flag"), _title("words.mcc_mean")
    ('alarms per 1,000 clean words: flag', 'words: MCC, mean')
    """
    area, _, measure = name.partition(".")
    words = (word.upper() if word in _UPPER else word for word in measure.split("_"))
    return f"{_TITLES.get(area, area)}: {', '.join(words)}"


def _list_groups(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield a line for each kind, severity and source language."""
    for group in _find_groups(report):
        rates = (report.measures.get(f"spans.{group}.{rate}") for rate in _RATES)
        cells = (*rates, report.measures.get(f"words.{group}.mcc"))
        yield group.replace(".", " ", 1), *(_show_both(cell) for cell in cells)


def _find_groups(report: Report) -> list[str]:
    names = (name for name in report.measures if name.startswith("spans.") and name.count(".") > 1)
    return list(dict.fromkeys(name.removeprefix("spans.").rpartition(".")[0] for name in names))


def _show_both(estimate: Estimate | None) -> str:
    if estimate is None or estimate.value is None:
        return "-"
    interval = _show_interval(estimate)
    return _show(estimate.value) if interval == "-" else f"{_show(estimate.value)} ({interval})"


def _show(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _show_interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return "-"
    return f"{estimate.low:.3f} to {estimate.high:.3f}"
