"""JSON Lines: one record a line, its text a JSON string whose escapes are mapped one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from degarble.errors import InputError
from degarble.formats.fields import Fields, RecordIds, choose_fields, normalize_date
from degarble.formats.limits import ReadOptions
from degarble.formats.locate import Pieces
from degarble.formats.source import Found, Notice
from degarble.schema import Document

_SAMPLE = 200
_SPACE = re.compile(r"[ \t\r\n]*")
_PIECE = re.compile(r"[^\\]+|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.S)
_DECODER = json.JSONDecoder(strict=False)
_HINT = "Each line must be one JSON object."


@dataclass(frozen=True, slots=True)
class Member:
    """A top-level value of a record as text; a string's `start` and `end` bound its raw inside, others have none."""

    value: str
    start: int = -1
    end: int = -1

    @property
    def is_string(self) -> bool:
        """Tell whether the value is a JSON string."""
        return self.start >= 0


@dataclass(frozen=True, slots=True)
class Record:
    """One line: its 1-based number and its members."""

    line: int
    members: Mapping[str, Member]

    def get(self, field: str) -> str:
        """Return a member's value, empty when there is none."""
        member = self.members.get(field)
        return member.value if member else ""


def read_records(raw: str, name: str, options: ReadOptions) -> Found:
    """Read a JSON Lines file; a broken line becomes a warning. Raises InputError when no line holds a text."""
    records: list[Record] = []
    notices: list[Notice] = []
    for number, start, end in _split_lines(raw):
        try:
            _check_length(end - start, options)
            records.append(Record(number, scan_object(raw[start:end], start)))
        except (ValueError, RecursionError) as error:
            notices.append(Notice(f"{name}, line {number}: left out: {error}", number, is_warning=True))
    if not records:
        raise InputError(notices[0].text if notices else f"{name}: no records.", _HINT)
    fields = _choose(records, options, name)
    notices += [Notice(f"{name}: {fields.guess}")] if fields.guess else []
    documents = tuple(_make_documents(raw, name, records, (fields, options.lang, notices)))
    if not documents:
        raise InputError(f"{name}: no record has a text in {fields.text!r}.", "Name another text field.")
    return Found(documents, tuple(sorted(notices, key=lambda notice: notice.line)))


def _check_length(length: int, options: ReadOptions) -> None:
    if length > options.limits.max_line_chars:
        raise ValueError(f"longer than the limit of {options.limits.max_line_chars:,} characters.")


def _split_lines(raw: str) -> Iterator[tuple[int, int, int]]:
    start = number = 0
    while start < len(raw):
        end = raw.find("\n", start)
        end = len(raw) if end < 0 else end
        number += 1
        if raw[start:end].strip():
            yield number, start, end
        start = end + 1


def scan_object(line: str, offset: int) -> dict[str, Member]:
    """Return the members of the JSON object in `line`; raw positions are counted from `offset`. Raises ValueError."""
    position = _skip(line, 0)
    if line[position : position + 1] != "{":
        raise ValueError("not a JSON object.")
    members: dict[str, Member] = {}
    position = _skip(line, position + 1)
    while line[position : position + 1] != "}":
        if members:
            position = _expect(line, position, ",")
        key, position = _scan_key(line, position)
        members[key], position = _scan_value(line, _expect(line, _skip(line, position), ":"), offset)
        position = _skip(line, position)
    if _skip(line, position + 1) != len(line):
        raise ValueError(f"more text after the JSON object (column {position + 2}).")
    return members


def _scan_value(line: str, start: int, offset: int) -> tuple[Member, int]:
    value, end = _DECODER.raw_decode(line, start)
    if isinstance(value, str):
        return Member(value, offset + start + 1, offset + end - 1), end
    return Member("" if value is None else json.dumps(value, ensure_ascii=False)), end


def _scan_key(line: str, start: int) -> tuple[str, int]:
    key, end = _DECODER.raw_decode(line, start)
    if not isinstance(key, str):
        raise ValueError(f"not JSON: a field name expected at column {start + 1}.")
    return key, end


def _skip(line: str, position: int) -> int:
    match = _SPACE.match(line, position)
    return match.end() if match else position


def _expect(line: str, position: int, mark: str) -> int:
    if line[position : position + 1] != mark:
        raise ValueError(f"not JSON: {mark!r} expected at column {position + 1}.")
    return _skip(line, position + 1)


def _choose(records: list[Record], options: ReadOptions, name: str) -> Fields:
    samples: dict[str, list[str]] = {}
    columns = list(dict.fromkeys(key for record in records[:_SAMPLE] for key in record.members))
    for record in records[:_SAMPLE]:
        for key, member in record.members.items():
            if member.is_string:
                samples.setdefault(key, []).append(member.value)
    return choose_fields(columns, samples, options, name)


def _make_documents(
    raw: str, name: str, records: list[Record], how: tuple[Fields, str, list[Notice]]
) -> Iterator[Document]:
    fields, lang, notices = how
    ids = RecordIds(name)
    for record in records:
        member = record.members.get(fields.text)
        identity = ids.assign(record.get(fields.id), record.line)
        if member is None or not member.is_string or not member.value.strip():
            text = f"{name}, line {record.line}: left out: no text in {fields.text!r}."
            notices.append(Notice(text, record.line, is_warning=True))
            continue
        pieces = map_string(raw, member.start, member.end)
        yield Document(
            id=identity,
            text=pieces.text,
            title=record.get(fields.title).strip(),
            lang=lang,
            date=normalize_date(record.get(fields.date)),
            origin_path=name,
            format="jsonl",
            locator=pieces.runs,
            meta={key: value for key, column in fields.meta if (value := record.get(column))},
        )


def map_string(raw: str, start: int, end: int) -> Pieces:
    """Map the inside of a JSON string, `raw[start:end]`, to its value; every escape is one piece."""
    pieces = Pieces(raw)
    for match in _PIECE.finditer(raw, start, end):
        if match[0][0] == "\\":
            pieces.add_atom(json.loads(f'"{match[0]}"'), match.start(), match.end())
        else:
            pieces.add_verbatim(match.start(), match.end())
    return pieces


def escape_json(text: str, around: str) -> str:
    """Escape `text` for a JSON string in the style of `around` (its raw text): non-ASCII as `\\u` or as it is."""
    is_ascii = around.isascii() and "\\u" in around
    escaped = json.dumps(text, ensure_ascii=is_ascii)[1:-1]
    return re.sub(r"\\u[0-9a-f]{4}", _capitals, escaped) if re.search(r"\\u[0-9a-f]*[A-F]", around) else escaped


def _capitals(match: re.Match[str]) -> str:
    return "\\u" + match[0][2:].upper()
