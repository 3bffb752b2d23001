"""Read a file: bytes to decoded text to documents, with a clear message for whatever cannot be read."""

from __future__ import annotations

import hashlib
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from degarble.errors import InputError
from degarble.formats.decode import Decoded, check_size, decode, unpack
from degarble.formats.discover import format_of
from degarble.formats.limits import ReadOptions
from degarble.formats.markup import read_page
from degarble.formats.plain import read_markdown, read_text
from degarble.formats.records import read_records
from degarble.formats.source import FORMATS, Found, InputFile, Notice, Source
from degarble.formats.table import read_table

_READERS: dict[str, Callable[[str, str, ReadOptions], Found]] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_page,
    "jsonl": read_records,
    "csv": read_table,
    "tsv": read_table,
}
_DEFAULTS = ReadOptions()


def read_source(file: InputFile | Path, options: ReadOptions = _DEFAULTS) -> Source:
    """Read one file, or standard input, and find its documents.

    A bare path gets its name as id. Raises InputError when it cannot be read as text; parts left out are in `notices`.
    """
    if isinstance(file, Path):
        file = InputFile(file.name, file)
    return read_bytes(_load(file, options.limits.max_file_bytes), file.id, options)


def _load(file: InputFile, max_bytes: int) -> bytes:
    if file.path is None:
        return check_size(sys.stdin.buffer.read(max_bytes + 1), file.id, max_bytes)
    try:
        status = file.path.stat()
        if stat.S_ISDIR(status.st_mode):
            next(file.path.iterdir(), None)
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{file.id}: not a regular file.", "Name a file or a folder.")
        with file.path.open("rb") as stream:
            return check_size(stream.read(max_bytes + 1), file.id, max_bytes)
    except FileNotFoundError as error:
        raise InputError(
            f"{file.id}: the file is not there any more.", "It was moved or deleted; run again."
        ) from error
    except OSError as error:
        raise InputError(f"{file.id}: cannot be read: {error.strerror}.", "Check its permissions.") from error


def read_bytes(data: bytes, name: str, options: ReadOptions = _DEFAULTS) -> Source:
    """Read the bytes of a file called `name`; the same as `read_source` without a disk."""
    if options.format and options.format not in FORMATS:
        raise InputError(f"No format is called {options.format!r}.", f"The formats are: {', '.join(FORMATS)}.")
    content = unpack(data, name, options.limits.max_file_bytes)
    kind = options.format or format_of(name)
    is_html = kind == "html" or (not kind and _looks_like_html(content[:2000].decode("latin-1")))
    decoded = decode(content, name, encoding=options.encoding, is_html=is_html)
    kind = kind or _sniff_format(decoded.text)
    if kind != "jsonl":  # there, only the long line is left out
        _check_lines(decoded.text, name, options.limits.max_line_chars)
    return _assemble(data if content is not data else b"", name, decoded, kind, options, data)


def _assemble(packed: bytes, name: str, decoded: Decoded, kind: str, options: ReadOptions, data: bytes) -> Source:
    found = _READERS[kind](decoded.text, name, options)
    notes = (Notice(f"{name}: {decoded.note}"),) if decoded.note else ()
    return Source(
        id=name,
        raw=decoded.text,
        encoding=decoded.encoding,
        bom=decoded.bom,
        packed=packed,
        format=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        documents=found.documents,
        notices=(*notes, *found.notices),
        delimiter=found.delimiter,
    )


def _sniff_format(text: str) -> str:
    """Return the format of text whose name tells none (standard input)."""
    if _looks_like_html(text[:2000]):
        return "html"
    return "jsonl" if re.match(r'\s*\{\s*"[^"\n]*"\s*:', text) else "text"


def _looks_like_html(text: str) -> bool:
    return re.match(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype html|html)\b", text, re.I | re.S) is not None


def _check_lines(text: str, name: str, max_chars: int) -> None:
    start = number = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        number += 1
        if end - start > max_chars:
            message = f"{name}, line {number}: longer than the limit of {max_chars:,} characters."
            raise InputError(message, "Break the line, or raise limits.max_line_chars.")
        start = end + 1
