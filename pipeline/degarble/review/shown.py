"""What a reviewer looks at: the run, its documents with where each finding stands, and files that changed since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from degarble.config import Settings
from degarble.errors import DegarbleError
from degarble.reports.sheet import Entry, Sheet
from degarble.review.deciding import JOINED, Position, choose_findings, find_subject
from degarble.review.log import Line, list_lines, list_standing
from degarble.review.originals import Original, is_changed
from degarble.review.rulings import Rulebook, Ruling, name_rule
from degarble.review.store import Store
from degarble.schema import RunRecord, Status

_ORIGINAL = (
    "f.id, path, f.sha256, size, modified, coalesce(r.after, ''), coalesce(r.backup, '') "
    "from files f left join replaced r using (path)"
)


class _Run(NamedTuple):
    """The run; record and settings as JSON."""

    number: int
    record: bytes
    settings: bytes


class Stand(NamedTuple):
    """Where a finding stands and what stands in its place; None: the text as it was."""

    status: Status
    replacement: str | None


def read_record(store: Store) -> RunRecord:
    """Return how the run was made."""
    return msgspec.json.decode(_read_run(store).record, type=RunRecord)


def read_settings(store: Store) -> Settings:
    """Return the settings of the run."""
    return msgspec.json.decode(_read_run(store).settings, type=Settings)


def read_run_number(store: Store) -> int:
    """Return the number of the run; a run that takes its place has the next, and numbers its findings anew.

    Raises:
        DegarbleError: there is no run.
    """
    return _read_run(store).number


def _read_run(store: Store) -> _Run:
    row = store.link.execute("select rowid, record, settings from run").fetchone()
    if row is None:
        raise DegarbleError(f"{store.path}: holds decisions but no run.", "Run `degarble repair ... --out` into it.")
    return _Run(*row)


def list_entry_bytes(store: Store) -> list[bytes]:
    """Return the documents' lines as JSON, in the order of the run."""
    return [row[0] for row in store.link.execute("select entry from documents order by number")]


def list_entries(store: Store) -> list[Entry]:
    """Return the documents' lines in the order of the run."""
    return [msgspec.json.decode(entry, type=Entry) for entry in list_entry_bytes(store)]


def read_sheet_bytes(store: Store, document: int) -> bytes:
    """Return the sheet of a document as JSON.

    Raises:
        DegarbleError: there is no such document.
    """
    row = store.link.execute("select sheet from documents where number = ?", (document,)).fetchone()
    if row is None:
        raise DegarbleError(f"There is no document {document}.", "The run was made anew meanwhile: load it again.")
    return bytes(row[0])


def read_sheet(store: Store, document: int) -> Sheet:
    """Return the sheet of a document.

    Raises:
        DegarbleError: there is no such document.
    """
    return msgspec.json.decode(read_sheet_bytes(store, document), type=Sheet)


def list_stands(store: Store, document: int) -> list[Stand]:
    """Return where the findings of a document stand, in their order."""
    query = "select status, replacement from findings where document = ? order by number"
    return [Stand(Status(status), text) for status, text in store.link.execute(query, (document,))]


def read_ruling(store: Store, position: Position) -> Ruling:
    """Return where a finding stands and the decision that says so.

    Raises:
        DegarbleError: there is no such finding.
    """
    subject, _ = find_subject(store.link, position)
    keys = subject.key, subject.name, name_rule(subject.rule)
    return Rulebook(list_standing(store.link, "d.key in (?, ?, ?)", keys)).judge(subject)


def list_history(store: Store, position: Position) -> list[Line]:
    """Return all that was ever decided about a finding, the last first.

    Raises:
        DegarbleError: there is no such finding.
    """
    subject, _ = find_subject(store.link, position)
    lines = list_lines(store.link, "key in (?, ?, ?)", (subject.key, subject.name or "-", name_rule(subject.rule)))
    return [line for line in lines if _reaches(store, line, position)]


def _reaches(store: Store, line: Line, position: Position) -> bool:
    where, values = choose_findings(line.target)
    query = f"select 1 {JOINED} where {where} and f.document = ? and f.number = ?"
    return store.link.execute(query, (*values, *position)).fetchone() is not None


def find_document(store: Store, name: str) -> int | None:
    """Return the number of a document."""
    row = store.link.execute("select number from documents where id = ?", (name,)).fetchone()
    return None if row is None else int(row[0])


def find_file(store: Store, document: int) -> Original:
    """Return the file of a document as it was examined."""
    query = f"select {_ORIGINAL} join documents d on d.file = f.number where d.number = ?"
    return Original(*store.link.execute(query, (document,)).fetchone())


def list_originals(store: Store) -> Iterator[tuple[Original, list[int]]]:
    """Yield the files of the run as they were examined, each with the numbers of its documents."""
    for number, *values in store.link.execute(f"select f.number, {_ORIGINAL} order by f.number").fetchall():
        rows = store.link.execute("select number from documents where file = ? order by number", (number,))
        yield Original(*values), [row[0] for row in rows]


def list_stale(store: Store) -> list[int]:
    """Return the numbers of the documents whose files changed or went away since they were examined."""
    return [document for original, documents in list_originals(store) if is_changed(original) for document in documents]
