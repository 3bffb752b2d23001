"""Dictionaries as plain tables: `source<TAB>english, english; english`, one headword a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from degarble.dictionaries.entry import Entry, find_pos, read_meaning, split_outside
from degarble.errors import InputError


def read_plain(file: Path) -> Iterator[Entry]:
    """Yield the entries of a table; a third cell may say the part of speech, lines that begin with `#` are remarks.

    Raises:
        InputError: the file is not UTF-8, or a line has no two or three cells.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 at byte {error.start}.", "Convert it: iconv -t UTF-8.") from error
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            if not 2 <= len(cells) <= 3 or not cells[0]:
                raise InputError(
                    f"{file}, line {number}: {line[:60]!r} is not `source, tab, english words`.",
                    "Write `,` between words that say the same, `;` between meanings: juicio<TAB>judgement; trial.",
                )
            meanings = (read_meaning(part) for part in split_outside(cells[1], ";"))
            pos = find_pos(cells[2]) if len(cells) > 2 else ""
            yield Entry(cells[0], pos, tuple(meaning for meaning in meanings if meaning.words))
