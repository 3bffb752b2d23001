"""A file as it was read: its decoded text, how it was encoded, and the documents found in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from degarble.schema import Document

FORMATS = ("text", "markdown", "html", "jsonl", "csv", "tsv")


class InputFile(NamedTuple):
    """A file to read and its relative id; no path stands for standard input."""

    id: str
    path: Path | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell about a file that was read all the same; a warning says that part of it was left out."""

    text: str
    line: int = 0
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a format finds in the decoded text of a file; `delimiter` is that of a table."""

    documents: tuple[Document, ...]
    notices: tuple[Notice, ...] = ()
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One file: `bom + raw.encode(encoding)` is its (unpacked) content, byte for byte.

    `id` is the relative path in posix style, `sha256` that of the file's bytes as they lie on disk. `packed` holds the
    bytes of a gzip file, otherwise nothing.
    """

    id: str
    raw: str
    encoding: str
    bom: bytes
    packed: bytes
    format: str
    sha256: str
    documents: tuple[Document, ...]
    notices: tuple[Notice, ...] = ()
    delimiter: str = ""

    @property
    def gzip(self) -> bool:
        """Tell whether the file is packed with gzip."""
        return bool(self.packed)
