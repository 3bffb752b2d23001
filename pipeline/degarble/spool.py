"""The work already done, on disk: analyses by the hash of what they depend on, and the state of the present run."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from degarble.dating import date_document
from degarble.errors import DegarbleError
from degarble.schema import Analysis, Document, Mention, Repair

_FILE = "spool.sqlite"
_TABLES = """
create table if not exists analyses (key text primary key, body blob not null) without rowid;
create table if not exists documents (place integer primary key, id text not null, key text not null);
create table if not exists repairs (place integer primary key, body blob not null);
create table if not exists written (path text primary key) without rowid;
"""


class _Mentions(msgspec.Struct):
    """The part of a stored analysis that linking needs."""

    mentions: tuple[Mention, ...]


class Spool:
    """A SQLite file in `folder`, held by one run at a time.

    Every analysis is committed when it is made, so a killed run loses nothing. `fingerprint` stands for all besides the
    document that an analysis depends on: settings, data, code.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._fingerprint = fingerprint.encode()
        self._connection = _open(folder / _FILE)
        self._analysis = msgspec.json.Decoder(Analysis)
        self._mentions = msgspec.json.Decoder(_Mentions)
        self._repair = msgspec.json.Decoder(Repair)

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def clear_run(self) -> None:
        """Forget the documents and repairs of the run before; its analyses stay."""
        self._connection.execute("delete from documents")
        self._connection.execute("delete from repairs")

    def key_of(self, document: Document) -> str:
        """Return the key of a document's analysis.

        Raises:
            UnicodeEncodeError: the text holds half a surrogate pair.
        """
        # A path may tell when a text was written; for the rest an analysis does not depend on where its text lies.
        dating = date_document(document)
        date = str(dating.year) if dating else ""
        bare = replace(document, id="", origin_path="", locator=(), date=date)
        return hashlib.sha256(self._fingerprint + msgspec.json.encode(bare, order="sorted")).hexdigest()

    def has(self, document: Document) -> bool:
        """Tell whether a document was examined before."""
        query = "select 1 from analyses where key = ?"
        return self._connection.execute(query, (self.key_of(document),)).fetchone() is not None

    def enter(self, document: Document) -> None:
        """Count a document to the present run."""
        self._connection.execute("insert into documents (id, key) values (?, ?)", (document.id, self.key_of(document)))

    def put(self, analysis: Analysis) -> None:
        """Keep an analysis, without its document."""
        bare = replace(analysis, document=Document("", ""))
        row = self.key_of(analysis.document), msgspec.json.encode(bare)
        self._connection.execute("insert or replace into analyses values (?, ?)", row)

    def get(self, document: Document) -> Analysis | None:
        """Return the analysis of a document, if there is one."""
        query = "select body from analyses where key = ?"
        row = self._connection.execute(query, (self.key_of(document),)).fetchone()
        if row is None:
            return None
        analysis = self._analysis.decode(row[0])
        mentions = tuple(replace(mention, document=document.id) for mention in analysis.mentions)
        return replace(analysis, document=document, mentions=mentions)

    def mentions(self) -> Iterator[Mention]:
        """Yield the names of all documents of the run in order, without loading their texts."""
        query = "select d.id, a.body from documents d join analyses a using (key) order by d.place"
        for name, body in self._connection.execute(query):
            for mention in self._mentions.decode(body).mentions:
                yield replace(mention, document=name)

    def add_repair(self, repair: Repair) -> None:
        """Keep a repair of the present run."""
        self._connection.execute("insert into repairs (body) values (?)", (msgspec.json.encode(repair),))

    def repairs(self) -> Iterator[Repair]:
        """Yield the repairs of the run in order."""
        for (body,) in self._connection.execute("select body from repairs order by place"):
            yield self._repair.decode(body)

    def replace_written(self, paths: list[str]) -> list[str]:
        """Remember what this run has written and return what only the run before wrote."""
        before = {path for (path,) in self._connection.execute("select path from written")}
        self._connection.execute("begin")
        self._connection.execute("delete from written")
        self._connection.executemany("insert or ignore into written values (?)", ((path,) for path in paths))
        self._connection.execute("commit")
        return sorted(before.difference(paths))

    def prune(self) -> None:
        """Drop what the present run did not need."""
        self._connection.execute("delete from analyses where key not in (select key from documents)")
        self._connection.execute("delete from repairs")


def _open(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _connect(file)
    except sqlite3.OperationalError as error:
        message = f"{file} cannot be opened: {error}."
        raise DegarbleError(
            message, "Is another run writing to the same folder? Wait for it, or use another."
        ) from error
    except sqlite3.DatabaseError:
        with suppress(OSError):
            file.unlink()  # Damaged: it only saves work, so it is made anew.
        return _connect(file)


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=1, isolation_level=None)
    # One process at a time holds the file; without `synchronous` a commit is cheap, and a killed process loses nothing.
    connection.executescript(
        "pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = off;" + _TABLES
    )
    return connection
