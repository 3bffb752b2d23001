"""A run written into the store: documents, findings and names take the place of the run before, decisions stay."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from degarble.config import Settings
from degarble.folding import fold
from degarble.reports.sheet import Mark, Name, Sheet, make_entry
from degarble.review.log import list_standing
from degarble.review.originals import Original
from degarble.review.rulings import Rulebook, Subject, make_subjects
from degarble.review.store import Store
from degarble.schema import Repair, RunRecord, Severity

_TABLES = ("run", "findings", "documents", "files", "names")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How the run was made, and its files; `sources` tells the file of each document."""

    record: RunRecord
    settings: Settings
    originals: Sequence[Original]
    sources: Mapping[str, str]


def fill(store: Store, run: Reviewed, pages: Iterable[tuple[Repair, Sheet]], names: Iterable[Name]) -> None:
    """Put a run in the place of the one before: at once, for whoever is reviewing meanwhile.

    Names are read after all pages.

    Raises:
        DegarbleError: the store cannot be written.
    """
    with store.writing() as link:
        # Whoever has the run before on the screen sees by the number that documents and findings are numbered anew.
        (number,) = link.execute("select coalesce(max(rowid), 0) + 1 from run").fetchone()
        for table in _TABLES:
            link.execute(f"delete from {table}")
        made = number, _encode(run.record), _encode(run.settings)
        link.execute("insert into run (rowid, record, settings) values (?, ?, ?)", made)
        numbers = {item.id: number for number, item in enumerate(run.originals)}
        link.executemany("insert into files values (?, ?, ?, ?, ?, ?)", _list_files(run.originals))
        book = Rulebook(list_standing(link))
        for number, (repair, sheet) in enumerate(pages):
            row = number, sheet.id, numbers[run.sources[sheet.id]], _encode(make_entry(sheet)), _encode(sheet)
            link.execute("insert into documents values (?, ?, ?, ?, ?)", row)
            _add_findings(link, number, list(_list_findings(repair, sheet, book)))
        link.executemany(
            "insert into names values (?, ?)", ((place, _encode(name)) for place, name in enumerate(names))
        )


def _list_files(originals: Sequence[Original]) -> Iterator[tuple[int, str, str, str, int, int]]:
    for number, item in enumerate(originals):
        yield number, item.id, item.path, item.sha256, item.size, item.modified


def _list_findings(repair: Repair, sheet: Sheet, book: Rulebook) -> Iterator[tuple[object, ...]]:
    names = [mark.name for mark in sheet.findings]
    subjects = make_subjects(sheet.id, sheet.text, repair.findings, repair.applied, names)
    for mark, subject in zip(sheet.findings, subjects, strict=True):
        yield _make_row(mark, subject, book)


def _make_row(mark: Mark, subject: Subject, book: Rulebook) -> tuple[object, ...]:
    ruling = book.judge(subject)
    return (
        subject.key,
        subject.place,
        subject.rule,
        subject.name,
        mark.kind,
        mark.level,
        Severity(mark.severity).rank,
        mark.score,
        mark.text,
        subject.best,
        subject.applied,
        fold(" ".join((mark.text, mark.message, mark.rule, mark.kind, mark.name, *(c.text for c in mark.suggestions)))),
        ruling.status.value,
        ruling.replacement,
    )


def _add_findings(link: sqlite3.Connection, document: int, rows: Sequence[tuple[object, ...]]) -> None:
    columns = "key, place, rule, name, kind, level, severity, score, text, best, applied, words, status, replacement"
    marks = ", ".join("?" * (2 + len(columns.split(","))))
    query = f"insert into findings (document, number, {columns}) values ({marks})"
    link.executemany(query, ((document, number, *row) for number, row in enumerate(rows)))


def _encode(value: object) -> bytes:
    return msgspec.json.encode(value)
