"""Decisions carried out on files: copies or, when asked, the originals, which can be restored byte for byte."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from degarble.corpus import make_options
from degarble.errors import DegarbleError, EditError, InputError
from degarble.formats import InputFile, Source, explain_refusal, read_source, write_source
from degarble.formats.limits import ReadOptions
from degarble.progress import Watcher
from degarble.reports.atomic import write_bytes
from degarble.reports.sidebyside import Edit
from degarble.review.chosen import Page, list_edits
from degarble.review.originals import Original, hash_bytes
from degarble.review.shown import list_originals, list_stands, read_settings, read_sheet
from degarble.review.store import Store
from degarble.schema import Document, Span

BACKUPS = "originals"


@dataclass(frozen=True, slots=True)
class Written:
    """What was done to a file: how many edits stand in it, and the reasons of those it could not take."""

    original: Original
    before: bytes
    after: bytes
    edits: int
    refused: tuple[str, ...] = ()


@dataclass(slots=True)
class Applied:
    """How much was applied: files written, edits in them, files and edits that could not be."""

    files: int = 0
    edits: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, written: Written) -> None:
        """Count a file."""
        self.files += 1
        self.edits += written.edits
        self.failures += written.refused


def edit_files(store: Store, watcher: Watcher, *, auto: bool = True) -> Iterator[Written | str]:
    """Yield every file of the run as people decided it, or why it cannot be: it changed, or is not there any more.

    With `auto` what is applied by default counts as decided.
    """
    options = make_options(read_settings(store))
    for original, documents in watcher.track(list(list_originals(store)), "Applying"):
        try:
            source = _read(original, store.path.parent, options)
            pages = [Page(number, read_sheet(store, number), list_stands(store, number)) for number in documents]
            yield _edit(original, source, [(page, list_edits(page, auto=auto)) for page in pages])
        except DegarbleError as error:
            yield str(error)


def _read(original: Original, out: Path, options: ReadOptions) -> Source:
    """Return a file as it was examined; one that was replaced from here is read from what was kept of it."""
    path = Path(original.path)
    if original.after and path.is_file() and hash_bytes(path.read_bytes()) == original.after:
        path = out / original.backup
    source = read_source(InputFile(original.id, path), options)
    if source.sha256 != original.sha256:
        message = f"{original.id}: changed since it was examined; its findings are stale, and it is left alone."
        raise InputError(message, "Run `degarble repair` again: decisions are kept.")
    return source


def _edit(original: Original, source: Source, chosen: Sequence[tuple[Page, list[Edit]]]) -> Written:
    kept: dict[str, list[tuple[Span, str]]] = {}
    refused: list[str] = []
    for page, edits in chosen:
        document = _find_document(source, page)
        for edit in edits:
            reason = explain_refusal(source, document, (edit.span, edit.replacement))
            if reason:
                refused.append(f"{reason} This edit is left out.")
            else:
                kept.setdefault(document.id, []).append((edit.span, edit.replacement))
    before, after = write_source(source, {}), write_source(source, kept)
    return Written(original, before, after, sum(map(len, kept.values())), tuple(refused))


def _find_document(source: Source, page: Page) -> Document:
    for document in source.documents:
        if document.id == page.sheet.id and document.text == page.sheet.text:
            return document
    hint = "Run `degarble repair` again: this version of degarble reads the file in another way."
    raise EditError(f"{page.sheet.id}: not the text that was examined.", hint)


def apply_copies(store: Store, folder: Path, watcher: Watcher, *, auto: bool = True) -> Applied:
    """Write the files of the run, as people decided them, into a folder, under their relative paths.

    Raises:
        InputError: an original would be written over.
    """
    applied = Applied()
    _protect(store, folder)
    for written in edit_files(store, watcher, auto=auto):
        if isinstance(written, str):
            applied.failures.append(written)
            continue
        write_bytes(folder / written.original.id, written.after)
        applied.add(written)
    return applied


def _protect(store: Store, folder: Path) -> None:
    for original, _ in list_originals(store):
        if os.path.realpath(folder / original.id) == os.path.realpath(original.path):
            message = f"{original.path} would be overwritten."
            raise InputError(message, "Choose another folder, or use --in-place: it keeps a backup.")


def apply_in_place(store: Store, watcher: Watcher, *, auto: bool = True) -> Applied:
    """Replace the originals of the run, where they are still what was examined; their bytes are kept for `revert`."""
    applied = Applied()
    for written in edit_files(store, watcher, auto=auto):
        if isinstance(written, str):
            applied.failures.append(written)
        elif written.after != written.before or written.original.after:
            _replace(store, written)
            applied.add(written)
        else:
            applied.failures += written.refused
    return applied


def _replace(store: Store, written: Written) -> None:
    """Replace a file: first its bytes are kept and the store knows, so that a kill in between loses nothing."""
    path, backup = written.original.path, f"{BACKUPS}/{written.original.id}"
    write_bytes(store.path.parent / backup, written.before)
    row = path, hash_bytes(written.before), hash_bytes(written.after), backup
    with store.writing() as link:
        link.execute("insert or replace into replaced values (?, ?, ?, ?)", row)
    _write_over(Path(path), written.after)


def _write_over(path: Path, data: bytes) -> None:
    """Write a file anew, where a link leads to if it is one, with the permissions it had."""
    real = path.resolve()
    mode = real.stat().st_mode
    write_bytes(real, data)
    real.chmod(mode & 0o7777)


def revert(store: Store, watcher: Watcher) -> Applied:
    """Restore the originals that were replaced, byte for byte; what was changed since is left alone and told."""
    reverted = Applied()
    rows = store.link.execute("select path, before, after, backup from replaced order by path").fetchall()
    for path, before, after, backup in watcher.track(rows, "Restoring"):
        problem = _restore(Path(path), before, after, store.path.parent / backup)
        if problem:
            reverted.failures.append(problem)
            continue
        with store.writing() as link:
            link.execute("delete from replaced where path = ?", (path,))
        reverted.files += 1
    return reverted


def _restore(path: Path, before: str, after: str, backup: Path) -> str:
    """Restore a file; return why it was not, or nothing."""
    try:
        now, data = hash_bytes(path.read_bytes()), backup.read_bytes()
    except OSError as error:
        return f"{error.filename}: cannot be read: {error.strerror}."
    if now == before:
        return ""
    if now != after:
        return f"{path}: changed since it was replaced, and is left alone. Its original is {backup}"
    if hash_bytes(data) != before:
        return f"{backup}: not the original any more; {path} is left alone."
    _write_over(path, data)
    return ""
