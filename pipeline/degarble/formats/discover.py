"""Find the files to read: folders recursively, known suffixes, `.degarbleignore` in gitignore syntax."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pathspec import GitIgnoreSpec

from degarble.errors import InputError
from degarble.formats.source import InputFile

IGNORE_FILE = ".degarbleignore"
_FORMATS = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
}


class _Rules(NamedTuple):
    folder: Path
    spec: GitIgnoreSpec


def format_of(name: str) -> str:
    """Return the format that a file name tells, with or without `.gz`; empty when it tells none.

    >>> format_of("news/2021.jsonl.gz")
    'jsonl'
    """
    path = PurePosixPath(name.lower())
    return _FORMATS.get((path.with_suffix("") if path.suffix == ".gz" else path).suffix, "")


def find_files(
    inputs: Sequence[str | Path], *, ignore: Sequence[str] = (), skip: Sequence[Path] = ()
) -> Iterator[InputFile]:
    """Return the files under `inputs`, each once, sorted within each input; `-` is standard input.

    Ids are relative to the input folder; with several inputs, to the deepest folder they share. `ignore` holds further
    patterns in gitignore syntax, `skip` folders never entered (the output). A file named as an input is taken whatever
    its suffix. A folder that cannot be listed is returned itself, so that reading it tells why. Raises InputError at
    once for an input that does not exist.
    """
    paths = [None if str(item) == "-" else Path(os.path.abspath(item)) for item in inputs]  # noqa: PTH100 (keeps links)
    for item, path in zip(inputs, paths, strict=True):
        if path is not None and not os.path.lexists(path):
            raise InputError(f"{item}: no such file or folder.", "Check the spelling of the path.")
    walk = _Walk(ignore, skip)
    return walk.run(paths)


class _Walk:
    """One search: it remembers where it has been, so that link loops end and no file comes twice."""

    def __init__(self, ignore: Sequence[str], skip: Sequence[Path]) -> None:
        self._ignore = GitIgnoreSpec.from_lines(ignore)
        self._entered = {path.resolve() for path in skip}
        self._seen: set[Path | None] = set()

    def run(self, paths: Sequence[Path | None]) -> Iterator[InputFile]:
        base = _share_folder([path for path in paths if path is not None])
        for top in paths:
            for path in self._find(top):
                if path not in self._seen:
                    self._seen.add(path)
                    yield InputFile("stdin" if path is None else _relate(path, base), path)

    def _find(self, top: Path | None) -> Iterator[Path | None]:
        if top is None or not top.is_dir():
            yield top
        else:
            yield from self._enter(top, (_Rules(top, self._ignore),))

    def _enter(self, folder: Path, rules: tuple[_Rules, ...]) -> Iterator[Path]:
        real = folder.resolve()
        if real in self._entered:
            return
        self._entered.add(real)
        try:
            entries = sorted(folder.iterdir(), key=lambda path: path.name)
            rules = (*rules, *_read_rules(folder))
        except OSError:
            yield folder
            return
        for path in entries:
            is_folder = _is_folder(path)
            if path.name.startswith(".") or _is_ignored(path, rules, is_folder=is_folder):
                continue
            if is_folder:
                yield from self._enter(path, rules)
            elif format_of(path.name):
                yield path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a link that points to itself
        return False


def _read_rules(folder: Path) -> Iterator[_Rules]:
    path = folder / IGNORE_FILE
    if path.is_file():
        yield _Rules(folder, GitIgnoreSpec.from_lines(path.read_text(encoding="utf-8", errors="replace").splitlines()))


def _is_ignored(path: Path, rules: Sequence[_Rules], *, is_folder: bool) -> bool:
    """Let the deepest rule that speaks about the path decide, as git does."""
    for folder, spec in reversed(rules):
        name = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
        verdict = spec.check_file(name).include
        if verdict is not None:
            return verdict
    return False


def _share_folder(paths: Sequence[Path]) -> Path | None:
    folders = [path if path.is_dir() else path.parent for path in paths]
    try:
        return Path(os.path.commonpath(folders)) if folders else None
    except ValueError:  # different drives
        return None


def _relate(path: Path, base: Path | None) -> str:
    name = path.relative_to(base) if base else path.relative_to(path.anchor)
    return os.fsencode(name.as_posix()).decode("utf-8", "replace")
