"""Dictionaries in the form of dictd: an index of places in base64, and a text that may be packed (`.dict.dz`)."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from degarble.dictionaries.entry import Entry, find_pos, read_meaning, split_outside
from degarble.errors import InputError

MOST_BYTES = 1 << 30
_DIGITS = {
    digit: value for value, digit in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
}
_TEXTS = (".dict.dz", ".dict")
_HEAD = re.compile(r"\s*(?:\[\w+\]\s*)*(?P<word>[^/<,\n]+?)\s*(?:,\s|/|<|$)")
_LABELS = re.compile(r"<([^<>]*)>")
_NUMBER = re.compile(r"\s*\d+\.(?:\s|$)")
# Lines that hold no translation: notes, examples, references, remarks on grammar.
_ASIDE = re.compile(r"\s*(?:Note:|Synonyms?:|Antonyms?:|see:|\"|\{|\([^()]*(?:\([^()]*\)[^()]*)*\)\s*$)")


def read_dictd(file: Path) -> Iterator[Entry]:
    """Yield the entries of a dictionary, given its index or its text.

    Raises:
        InputError: one of the two files is missing or damaged.
    """
    index, text = find_files(file)
    data = _unpack(text)
    for start, end in sorted(_read_index(index)):
        if end > len(data):
            raise InputError(
                f"{index}: an entry ends at byte {end}, but {text.name} has {len(data)}.",
                "The index and the text belong to different editions: install the dictionary again.",
            )
        yield from _read_entry(_decode(data[start:end], text))


def find_files(file: Path) -> tuple[Path, Path]:
    """Return the index and the text of a dictionary, given one of them.

    Raises:
        InputError: the other one is not beside it.
    """
    stem = re.sub(r"\.(?:index|dict(?:\.dz)?)$", "", file.name)
    index = file.with_name(f"{stem}.index")
    text = next((path for ending in _TEXTS if (path := file.with_name(stem + ending)).is_file()), None)
    if text is None or not index.is_file():
        missing = f"{stem}.index" if text else f"{stem}.dict.dz"
        raise InputError(f"{file}: {missing} is not beside it.", "Both files are needed: the index and the text.")
    return index, text


def _unpack(text: Path) -> bytes:
    try:
        with gzip.open(text) if text.suffix == ".dz" else text.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{text}: cannot be unpacked: {error}.", "Install the dictionary again.") from error
    if len(data) > MOST_BYTES:
        raise InputError(f"{text}: more than {MOST_BYTES} bytes when unpacked.", "Give a smaller dictionary.")
    return data


def _read_index(index: Path) -> set[tuple[int, int]]:
    """Return where each entry stands; several headwords may share one."""
    places = set()
    for number, line in enumerate(_decode(index.read_bytes(), index).split("\n"), 1):
        cells = line.split("\t")
        if line and not re.match(r"00-?database", cells[0]):
            if len(cells) < 3:
                raise InputError(
                    f"{index}, line {number}: {line[:60]!r} is not `headword, place, length` between tabs.",
                    "Give the .index file of a dictd dictionary.",
                )
            start, length = (_read_number(cell, index, number) for cell in cells[1:3])
            places.add((start, start + length))
    return places


def _read_number(cell: str, index: Path, line: int) -> int:
    number = 0
    for char in cell:
        if char not in _DIGITS:
            raise InputError(
                f"{index}, line {line}: {cell!r} is no number in base64.", "Give the .index file of a dictd dictionary."
            )
        number = number * 64 + _DIGITS[char]
    return number


def _decode(data: bytes, file: Path) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 at byte {error.start}.", "Convert it: iconv -t UTF-8.") from error


def _read_entry(text: str) -> Iterator[Entry]:
    """Yield the entry a piece of text holds: its headword on the first line, its meanings on the others."""
    head, *lines = text.strip("\n").split("\n")
    found = _HEAD.match(head)
    if found and lines:
        groups = _group(lines)
        meanings = tuple(read_meaning(part) for group in groups for part in split_outside(group, ";"))
        pos = find_pos(" ".join(_LABELS.findall(head))) or _find_remark(lines)
        yield Entry(found["word"], pos, tuple(meaning for meaning in meanings if meaning.words))


def _group(lines: list[str]) -> list[str]:
    """Return one line for each numbered meaning."""
    groups = [""]
    for line in lines:
        if _NUMBER.match(line):
            groups.append("")
            line = _NUMBER.sub("", line)
        if not _ASIDE.match(line):
            groups[-1] = f"{groups[-1]}, {line.strip()}" if groups[-1] else line.strip()
    return groups


def _find_remark(lines: list[str]) -> str:
    """Return the part of speech in a remark of its own: `1. (noun (common) (futsuumeishi))`."""
    remark = re.match(r"(?:1\.\s*)?\((noun|verb|adjective|adverb)\b", lines[0].strip(), re.I)
    return find_pos(remark[1]) if remark else ""
