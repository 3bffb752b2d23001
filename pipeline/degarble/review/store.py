"""The store of a run to review: one SQLite file beside its results, shared by everyone who reviews it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

from degarble.errors import DegarbleError, InputError

STORE = "degarble.sqlite"
VERSION = 1
# Each script goes from one version to the next; a script that was released is never changed.
_SCRIPTS = ("schema.sql",)
_PATIENCE = 30.0


class Store:
    """An open store. Readers never wait; writers wait for each other, and each change is whole or not there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.link = _connect(path)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.link.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the right to write; what was changed is on the disk when the block ends, and undone when it fails.

        Raises:
            DegarbleError: somebody else has held it for half a minute, or the disk refuses.
        """
        try:
            self.link.execute("begin immediate")
        except sqlite3.OperationalError as error:
            raise _explain(self.path, error) from error
        try:
            yield self.link
            self.link.execute("commit")
        except BaseException as error:
            with closing(self.link.cursor()) as cursor:
                if self.link.in_transaction:
                    cursor.execute("rollback")
            if isinstance(error, sqlite3.OperationalError):
                raise _explain(self.path, error) from error
            raise


def open_store(out: Path) -> Store:
    """Return the store of a folder that `degarble repair` wrote.

    Raises:
        InputError: there is none.
        DegarbleError: it cannot be used.
    """
    if not (out / STORE).is_file():
        raise InputError(f"{out}: nothing to review here.", f"First run: degarble repair ARTICLES --out {out}")
    return Store(out / STORE)


def make_store(out: Path) -> Store:
    """Return the store of a folder, made if there is none.

    Raises:
        DegarbleError: it cannot be used.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DegarbleError(f"{out}: cannot be made: {error.strerror}.", "Name another folder.") from error
    return Store(out / STORE)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        link = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        # Each decision is on the disk before the next is asked for: a power cut costs the last keystroke at most.
        link.execute("pragma journal_mode = wal")
        link.execute("pragma synchronous = full")
        link.execute("pragma foreign_keys = on")
        _migrate(link, path)
    except sqlite3.DatabaseError as error:
        raise _explain(path, error) from error
    return link


def _migrate(link: sqlite3.Connection, path: Path) -> None:
    """Bring a store to the present version; two that open it at once do not get in each other's way."""
    if read_version(link) == VERSION:
        return
    link.execute("begin immediate")
    version = read_version(link)
    if version > VERSION:
        link.execute("rollback")
        message = f"{path}: made by a newer degarble (store version {version}, this one knows {VERSION})."
        raise DegarbleError(message, "Update: pip install --upgrade degarble")
    for script in _SCRIPTS[version:]:
        for statement in split_script((files("degarble.review") / script).read_text("utf-8")):
            link.execute(statement)
    link.execute("commit")


def read_version(link: sqlite3.Connection) -> int:
    """Return the version of a store's tables; 0 for a new file."""
    (version,) = link.execute("pragma user_version").fetchone()
    return int(version)


def split_script(script: str) -> Iterator[str]:
    """Yield the statements of a script: `executescript` would end the transaction they are to be part of."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _explain(path: Path, error: sqlite3.DatabaseError) -> DegarbleError:
    if "locked" in str(error) or "busy" in str(error):
        return DegarbleError(f"{path}: in use for half a minute.", "Is a large run being written? Try again then.")
    if isinstance(error, sqlite3.OperationalError):
        return DegarbleError(f"{path}: {error}.", "Check its permissions and the space on the disk.")
    hint = "Move it away and run `degarble repair` again; decisions come back with `degarble decisions import`."
    return DegarbleError(f"{path}: not a store of degarble, or damaged: {error}.", hint)
