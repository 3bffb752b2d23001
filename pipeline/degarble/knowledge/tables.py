"""Reading TSV tables into typed rows, with errors that name file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path

from degarble.errors import KnowledgeError

Folder = Traversable | Path


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by column name and where it stands."""

    cells: dict[str, str]
    file: str
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def parts(self, column: str, separator: str = "|") -> tuple[str, ...]:
        """Return the non-empty, stripped parts of a cell."""
        return tuple(part.strip() for part in self.cells[column].split(separator) if part.strip())

    def error(self, problem: str, hint: str = "See docs/knowledge.md for the format.") -> KnowledgeError:
        """Return an error that names this line."""
        return KnowledgeError(f"{self.file}, line {self.line}: {problem}", hint)


def read_table(file: Folder, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a TSV table whose header must be `columns`; nothing when the file is absent.

    Raises:
        KnowledgeError: the header or the number of cells of a line is wrong.
    """
    if not file.is_file():
        return
    header, *lines = file.read_text(encoding="utf-8").split("\n")
    if tuple(header.split("\t")) != columns:
        raise KnowledgeError(f"{file.name}, line 1: the columns are {header!r}", f"They should be: {' '.join(columns)}")
    for number, line in enumerate(lines, 2):
        if line:
            yield _read_row(line, columns, file.name, number)


def _read_row(line: str, columns: tuple[str, ...], name: str, number: int) -> Row:
    cells = line.split("\t")
    if len(cells) != len(columns):
        raise KnowledgeError(
            f"{name}, line {number}: {len(cells)} cells, {len(columns)} columns", f"Columns: {' '.join(columns)}"
        )
    return Row(dict(zip(columns, cells, strict=True)), name, number)


def find_disorder(file: Folder) -> list[str]:
    """Return what is wrong with the order of a table: lines unsorted or doubled."""
    lines = [line for line in file.read_text(encoding="utf-8").split("\n")[1:] if line]
    return [
        f"{file.name}, line {number}: {'doubled' if one == two else 'not in order'}: {two[:60]!r}"
        for number, (one, two) in enumerate(pairwise(lines), 3)
        if one >= two
    ]
