"""A table of names, made in a spreadsheet or by `degarble names`: rows with file and line, by column name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from degarble.config import explain_unknown
from degarble.errors import KnowledgeError
from degarble.knowledge.cells import ALSO, COLUMNS, REPORTED, clean
from degarble.knowledge.tables import Folder, Row

DELIMITERS = (",", ";", "\t")
NEEDED = ("canonical", "form")
_BOM = b"\xef\xbb\xbf"


def read_text(file: Folder) -> str:
    """Return the text of a UTF-8 file.

    Raises:
        KnowledgeError: the file is missing or not UTF-8.
    """
    try:
        content = file.read_bytes().removeprefix(_BOM)
    except OSError as error:
        raise KnowledgeError(f"{file}: cannot be read: {error.strerror}.", "Name a file that is there.") from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = "Save it as UTF-8; spreadsheets call that `CSV UTF-8`."
        raise KnowledgeError(f"{file}, line {line}: not UTF-8.", hint) from error


def read_rows(file: Folder) -> Iterator[Row]:
    """Yield the rows of a table of names with clean cells under the names of `COLUMNS` and `REPORTED`.

    Raises:
        KnowledgeError: the file is not UTF-8, has no header or an unknown column, or a line has more cells than that.
    """
    text = read_text(file)
    name = str(file)
    records = _read_records(text, _find_delimiter(text), name)
    line, header = next(records, (1, []))
    columns = _read_header(header, f"{name}, line {line}")
    for line, cells in records:
        if len(cells) > len(columns) and any(map(clean, cells[len(columns) :])):
            message = f"{name}, line {line}: {len(cells)} cells, but {len(columns)} columns."
            raise KnowledgeError(message, "Put a cell that holds a comma in double quotes.")
        yield Row(_sort_cells(columns, cells), name, line)


def is_report(file: Folder) -> bool:
    """Tell whether a table only adds to the names it has: `degarble names` made it, or it gives no ids."""
    if not file.name.lower().endswith((".csv", ".tsv")):
        return False
    rows = list(read_rows(file))
    return any(row["cluster"] for row in rows) or not any(row["id"] for row in rows)


def _find_delimiter(text: str) -> str:
    """Return the delimiter that makes most of the header known."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    known = {*COLUMNS, *ALSO, *REPORTED}
    return max(DELIMITERS, key=lambda mark: sum(_fold(cell.strip('" ')) in known for cell in header.split(mark)))


def _read_records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not empty, with its number."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(map(clean, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        hint = 'A double quote inside a cell is written twice, and the cell stands in double quotes: "say ""no""".'
        raise KnowledgeError(f"{name}, line {line}: {error}.", hint) from error


def _read_header(cells: Sequence[str], place: str) -> list[str]:
    """Return the column names of a header; that of an empty cell is empty."""
    names = list(map(_fold, cells))
    known = (*COLUMNS, *ALSO, *REPORTED)
    if not set(names) & set(known):
        shown = ",".join(cells)[:60]
        raise KnowledgeError(f"{place}: no header but {shown!r}.", f"The first line names the columns: {_example()}")
    for name in filter(None, names):
        if name not in known:
            raise KnowledgeError(f"{place}: unknown column {name!r}.", explain_unknown(name, known))
        if names.count(name) > 1:
            raise KnowledgeError(f"{place}: the column {name!r} stands there twice.", "Leave one of them.")
    for name in NEEDED:
        if name not in (ALSO.get(column, column) for column in names):
            raise KnowledgeError(f"{place}: no column {name!r}.", f"Needed are at least: {_example()}")
    return names


def _example() -> str:
    return ",".join(NEEDED)


def _fold(name: str) -> str:
    return clean(name).casefold().replace(" ", "_").replace("-", "_")


def _sort_cells(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return every column with its cell; a column's own name goes before its other name."""
    given = {name: clean(cell) for name, cell in zip(columns, cells, strict=False)}
    sorted_cells = {name: given.get(name, "") for name in (*COLUMNS, *REPORTED)}
    for other, name in ALSO.items():
        sorted_cells[name] = sorted_cells[name] or given.get(other, "")
    return sorted_cells
