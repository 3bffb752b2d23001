"""CSV and TSV: fields with their raw positions (RFC 4180, line breaks inside quotes), so that quoting survives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from degarble.errors import InputError
from degarble.formats.fields import Fields, RecordIds, choose_fields, load_names, normalize_date, normalize_name
from degarble.formats.limits import ReadOptions
from degarble.formats.locate import Pieces
from degarble.formats.source import Found, Notice
from degarble.schema import Document

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 200
_SNIFF_ROWS = 20
_MAX_HEADING = 40


class Cell(NamedTuple):
    """A field: the raw range of its inside (without the quotes) and whether it is quoted."""

    start: int
    end: int
    quoted: bool

    def value(self, raw: str) -> str:
        """Return the field's value."""
        inside = raw[self.start : self.end]
        return inside.replace('""', '"') if self.quoted else inside


class Row(NamedTuple):
    """A record: the 1-based line it begins on and its fields."""

    line: int
    cells: tuple[Cell, ...]


def scan_rows(raw: str, delimiter: str) -> Iterator[Row]:
    """Yield the records of a table; blank lines are passed over. A quote that is never closed is taken literally."""
    mark = re.escape(delimiter)
    # A lone carriage return ends a record only where nothing else does.
    plain = rf"(?:[^{mark}\r\n]|\r(?!\n))*" if "\n" in raw else rf"[^{mark}\r]*"
    field = re.compile(rf'"((?:[^"]++|"")*+)"(?={mark}|\r|\n|\Z)|({plain})')
    position, line = 0, 1
    cells: list[Cell] = []
    first_line = line
    while position <= len(raw):
        match = field.match(raw, position)
        if match is None:  # the second branch matches anything
            return
        group = 1 if match[1] is not None else 2
        cells.append(Cell(match.start(group), match.end(group), group == 1))
        line += raw.count("\n", position, match.end())
        position = match.end() + 1
        if raw[match.end() : position] == delimiter:
            continue
        position += raw.startswith("\r\n", position - 1)
        if len(cells) > 1 or cells[0].start < cells[0].end or cells[0].quoted:
            yield Row(first_line, tuple(cells))
        line += 1
        cells, first_line = [], line


def sniff_delimiter(raw: str) -> str:
    """Return the delimiter that splits most first records into as many fields as the very first (two at least)."""

    def rate(delimiter: str) -> tuple[float, int]:
        rows = [row for row, _ in zip(scan_rows(raw, delimiter), range(_SNIFF_ROWS), strict=False)]
        width = len(rows[0].cells) if rows else 0
        return (sum(len(row.cells) == width for row in rows) / len(rows) if width > 1 else 0.0), width

    return max(_DELIMITERS, key=rate)


def read_table(raw: str, name: str, options: ReadOptions) -> Found:
    """Read a table, each row a document. Raises InputError when no column looks like text."""
    is_tsv = options.format == "tsv" or name.lower().removesuffix(".gz").endswith(".tsv")
    delimiter = "\t" if is_tsv and "\t" in raw else sniff_delimiter(raw)
    rows = list(scan_rows(raw, delimiter))
    columns, rows, notices = _split_header(raw, rows, options, name)
    if not rows:
        raise InputError(f"{name}: the table has no rows.", "Leave it out, or check how it was made.")
    samples = {
        column: [row.cells[index].value(raw) for row in rows[:_SAMPLE] if index < len(row.cells)]
        for index, column in enumerate(columns)
    }
    fields = choose_fields(columns, samples, options, name)
    notices += [Notice(f"{name}: {fields.guess}")] if fields.guess else []
    maker = _Maker(raw, name, columns, fields, "tsv" if is_tsv else "csv", options.lang)
    documents = tuple(maker.make(rows, notices))
    if not documents:
        raise InputError(f"{name}: no row has a text in {fields.text!r}.", "Name another text column.")
    return Found(documents, tuple(notices), delimiter)


def _split_header(
    raw: str, rows: list[Row], options: ReadOptions, name: str
) -> tuple[list[str], list[Row], list[Notice]]:
    first = [cell.value(raw).strip() for cell in rows[0].cells]
    if _is_header(first, options):
        return _name_columns(first), rows[1:], []
    width = max(len(row.cells) for row in rows)
    return (
        [f"column {i + 1}" for i in range(width)],
        rows,
        [Notice(f"{name}: the first row is read as data, not as names")],
    )


def _is_header(first: Sequence[str], options: ReadOptions) -> bool:
    asked = {options.text_field, options.id_field, options.title_field, options.date_field} - {""}
    if asked.intersection(first) or load_names().all.intersection(map(normalize_name, first)):
        return True
    return all(0 < len(cell) <= _MAX_HEADING and not re.search(r"^[\d.,-]+$|[.!?]$", cell) for cell in first)


def _name_columns(first: Sequence[str]) -> list[str]:
    """Give every column its own name: an empty or repeated one gets its number."""
    names: list[str] = []
    for index, name in enumerate(first):
        names.append(name if name and name not in names else f"{name} {index + 1}".strip())
    return names


class _Maker(NamedTuple):
    """What all documents of a table share."""

    raw: str
    name: str
    columns: Sequence[str]
    fields: Fields
    format: str
    lang: str

    def make(self, rows: Sequence[Row], notices: list[Notice]) -> Iterator[Document]:
        ids = RecordIds(self.name)
        text_index = self.columns.index(self.fields.text)
        for number, row in enumerate(rows, start=1):
            identity = ids.assign(self._get(row, self.fields.id), number)
            reason = self._refuse(row, text_index)
            if reason:
                notices.append(Notice(f"{self.name}, line {row.line}: left out: {reason}", row.line, is_warning=True))
            else:
                yield self._make_one(row, row.cells[text_index], identity)

    def _refuse(self, row: Row, text_index: int) -> str:
        if len(row.cells) > len(self.columns):
            return f"{len(row.cells)} fields, but the table has {len(self.columns)} columns."
        if text_index >= len(row.cells) or not row.cells[text_index].value(self.raw).strip():
            return f"no text in {self.fields.text!r}."
        return ""

    def _make_one(self, row: Row, cell: Cell, identity: str) -> Document:
        pieces = map_cell(self.raw, cell)
        return Document(
            id=identity,
            text=pieces.text,
            title=self._get(row, self.fields.title).strip(),
            lang=self.lang,
            date=normalize_date(self._get(row, self.fields.date)),
            origin_path=self.name,
            format=self.format,
            locator=pieces.runs,
            meta={key: value for key, column in self.fields.meta if (value := self._get(row, column))},
        )

    def _get(self, row: Row, column: str) -> str:
        index = self.columns.index(column) if column else len(row.cells)
        return row.cells[index].value(self.raw) if index < len(row.cells) else ""


def map_cell(raw: str, cell: Cell) -> Pieces:
    """Map a field to its value; a doubled quote is one piece."""
    pieces = Pieces(raw)
    position = cell.start
    while cell.quoted and (quote := raw.find('""', position, cell.end)) >= 0:
        pieces.add_verbatim(position, quote)
        pieces.add_atom('"', quote, quote + 2)
        position = quote + 2
    pieces.add_verbatim(position, cell.end)
    return pieces


def needs_quotes(value: str, delimiter: str) -> bool:
    """Tell whether a field must be quoted to be read back as it is."""
    return value.startswith('"') or any(mark in value for mark in (delimiter, "\r", "\n"))


def double_quotes(text: str) -> str:
    """Return `text` as it stands inside a quoted field."""
    return text.replace('"', '""')
