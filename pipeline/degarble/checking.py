"""Reports on standard output that leave nothing behind: findings, names, and the texts `data check` is tried on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from degarble.config import Settings
from degarble.corpus import list_files, protect
from degarble.errors import ConfigError
from degarble.explain import tell_rules
from degarble.knowledge import Knowledge
from degarble.link import Names
from degarble.progress import Watcher, count
from degarble.renaming import apply_names
from degarble.reports.atomic import send_text
from degarble.reports.examples import collect_examples
from degarble.reports.lines import EntityTable, encode_line, make_finding_lines
from degarble.reports.names_table import choose_style, write_names
from degarble.reports.rdjson import render_rdjsonl
from degarble.reports.sarif import render_sarif
from degarble.reports.standoff import encode_standoff
from degarble.reports.tables import format_findings
from degarble.reports.text import print_lines, render_text
from degarble.run import check, make_record, open_check
from degarble.schema import Repair, RunRecord, Severity


class _Line(msgspec.Struct):
    """The part of a finding's line that tells it again."""

    document: str
    id: str


class _Tally:
    """Passes repairs on and keeps the worst severity among them and how many there were."""

    def __init__(self, known: frozenset[tuple[str, str]]) -> None:
        self._known = known
        self.worst: Severity | None = None
        self.documents = self.damaged = self.findings = 0

    def count(self, repairs: Iterable[Repair]) -> Iterator[Repair]:
        """Yield the repairs without the findings known before."""
        for repair in repairs:
            name = repair.document.id
            left = tuple(item for item in repair.open if (name, item.key) not in self._known)
            severities = [item.severity for item in left] + ([self.worst] if self.worst else [])
            self.worst = max(severities, key=lambda severity: severity.rank, default=None)
            self.documents += 1
            self.damaged += bool(left)
            self.findings += len(left)
            yield replace(repair, open=left)


def report_findings(
    paths: Sequence[str], settings: Settings, style: str, baseline: Path | None, watcher: Watcher
) -> tuple[Severity | None, int]:
    """Print the findings in the files under `paths`; return the worst severity and how many inputs failed."""
    tally = _Tally(_read_baseline(baseline) if baseline else frozenset())
    with open_check(paths, settings, watcher) as (run, names):
        _print(tally.count(check(run, names)), style, names, (run.knowledge, make_record(run, {}, 0.0)))
        failed = len(run.corpus.failures)
    missing = f"; {count(failed, 'input')} not read" if failed else ""
    watcher.tell(
        f"{count(tally.findings, 'finding')} in {tally.damaged} of {count(tally.documents, 'document')}{missing}."
    )
    return tally.worst, failed


def _print(repairs: Iterable[Repair], style: str, names: Names, made: tuple[Knowledge, RunRecord]) -> None:
    knowledge, record = made
    if style == "text":
        print_lines(render_text(repairs), sys.stdout)
    elif style == "csv":
        sys.stdout.writelines(format_findings(repairs))
    elif style == "html":
        from degarble.reports.html import render_html

        sys.stdout.writelines(render_html(repairs, names, record))
    else:
        sys.stdout.writelines(_render_lines(repairs, style, EntityTable(names, knowledge.entities), made))


def _render_lines(
    repairs: Iterable[Repair], style: str, table: EntityTable, made: tuple[Knowledge, RunRecord]
) -> Iterator[str]:
    knowledge, record = made
    texts: dict[str, str] = {}
    lines = (line for repair in _keep_text(repairs, texts) for line in make_finding_lines(repair, table))
    if style == "sarif":
        return render_sarif(lines, record, tell_rules(knowledge))
    if style == "rdjsonl":
        return render_rdjsonl(lines, texts.__getitem__)
    return (encode_line(line).decode() for line in lines)


def _keep_text(repairs: Iterable[Repair], texts: dict[str, str]) -> Iterator[Repair]:
    """Pass repairs on, and keep the text of the one at hand."""
    for repair in repairs:
        texts.clear()
        texts[repair.document.id] = repair.document.text
        yield repair


def _read_baseline(file: Path) -> frozenset[tuple[str, str]]:
    try:
        lines = msgspec.json.Decoder(_Line).decode_lines(file.read_bytes())
    except (OSError, msgspec.MsgspecError) as error:
        raise ConfigError(f"{file}: not a baseline: {error}.", "Give the findings.jsonl of an earlier run.") from error
    return frozenset((line.document, line.id) for line in lines)


def report_names(
    paths: Sequence[str],
    settings: Settings,
    style: str,
    out: Path,
    watcher: Watcher,
    *,
    standoff: Path | None = None,
    apply: Path | None = None,
) -> int:
    """Write the names in the files under `paths` to a file, `-` for standard output; return how many inputs failed.

    `style` is csv, tsv, jsonl, parquet or html; empty when the ending of the file says it. `standoff` is a file for
    every mention, `apply` a folder for copies of the inputs with their names repaired.
    """
    style = choose_style(out, style)
    protect(list_files(paths, settings, apply), [file for file in (out, standoff) if file], apply)
    started = time.monotonic()
    with open_check(paths, settings, watcher, out=apply) as (run, names):
        examples = collect_examples(names.links(), run.documents("Quoting")) if style == "html" else {}
        write_names(names, out, style, examples, make_record(run, {}, time.monotonic() - started))
        if standoff:
            send_text(standoff, encode_standoff(names))
        watcher.tell(f"{count(len(names.clusters), 'name')} in {count(len(run.corpus.files), 'file')}.")
        if apply:
            watcher.tell(f"{count(apply_names(run, names, apply), 'name')} repaired in the copies in {apply}.")
        return len(run.corpus.failures)


def list_clean(paths: Sequence[str]) -> list[Path]:
    """Return the files under `paths`."""
    return [file.path for file in list_files(paths, Settings()) if file.path] if paths else []
