"""The files of a run: found once, read as often as needed, each failure told once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from degarble.config import Settings
from degarble.errors import DegarbleError, InputError
from degarble.formats import InputFile, Limits, ReadOptions, Source, find_files, read_source
from degarble.progress import Watcher
from degarble.schema import Document


class Corpus:
    """The inputs of a run and what could not be read of them; texts are read when asked for and never kept."""

    def __init__(self, files: Sequence[InputFile], settings: Settings, watcher: Watcher) -> None:
        self.files = files
        self._paths = {file.id: file.path for file in files if file.path}
        self.failures: dict[str, str] = {}
        self._options = make_options(settings)
        self._watcher = watcher
        self._told: set[str] = set()

    def read(self, label: str) -> Iterator[Source]:
        """Yield the files that can be read; what cannot is told and passed over."""
        for file in self._watcher.track(self.files, label):
            try:
                if file.id not in self.failures:
                    yield self._read(file)
            except DegarbleError as error:
                self.fail(file.id, str(error))

    def _read(self, file: InputFile) -> Source:
        source = read_source(file, self._options)
        if file.id not in self._told:
            self._told.add(file.id)
            for notice in source.notices:
                self._watcher.tell(f"{'warning' if notice.is_warning else 'note'}: {notice.text}")
        return source

    def find(self, name: str) -> Path:
        """Return where a file lies."""
        return self._paths[name]

    def documents(self, source: Source) -> Iterator[Document]:
        """Yield the documents of a file without those that failed."""
        return (document for document in source.documents if document.id not in self.failures)

    def fail(self, name: str, reason: str) -> None:
        """Note and tell that a file or document is left out."""
        self.failures[name] = reason
        self._watcher.tell(f"error: {reason if name in reason else f'{name}: {reason}'}")


def make_options(settings: Settings) -> ReadOptions:
    """Return how to read files under some settings."""
    limits = Limits(settings.max_file_bytes, settings.max_line_chars)
    return ReadOptions(limits, encoding=settings.encoding, text_field=settings.text_field, lang=settings.lang)


def list_files(inputs: Sequence[str | Path], settings: Settings, out: Path | None = None) -> list[InputFile]:
    """Return the files under `inputs`; the folder `out` is never entered.

    Raises:
        InputError: an input does not exist, or there is nothing to read.
    """
    files = list(find_files(inputs, ignore=settings.ignore, skip=(out,) if out else ()))
    if not files:
        places = ", ".join(map(str, inputs))
        raise InputError(
            f"{places}: no file to read.", "Files end in .txt .md .html .htm .jsonl .csv .tsv, or these with .gz."
        )
    return files


def protect(files: Sequence[InputFile], results: Iterable[Path], folder: Path | None = None) -> None:
    """Refuse to write over an input: `results` are files, `folder` is to hold a copy of every input.

    Raises:
        InputError: a result would take the place of an input.
    """
    copies = (folder / file.id for file in files) if folder else ()
    taken = {_find_place(path) for path in (*results, *copies)}
    for file in files:
        if file.path is not None and _find_place(file.path) in taken:
            raise InputError(f"{file.path} would be overwritten by the result.", "Choose another place for the result.")


def _find_place(path: Path) -> str:
    """Return where a path leads to; its last part is not followed, because writing replaces a link."""
    return str(Path(os.path.realpath(path.parent)) / path.name)


def keep_stdin(files: Sequence[InputFile], folder: Path, settings: Settings) -> list[InputFile]:
    """Return the files with standard input saved in `folder`: it can be read only once."""
    return [_save_stdin(file, folder / "stdin", settings) if file.path is None else file for file in files]


def _save_stdin(file: InputFile, place: Path, settings: Settings) -> InputFile:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(sys.stdin.buffer.read(settings.max_file_bytes + 1))
    return InputFile(file.id, place)
