"""How to read: size limits and the choices a person may make instead of the guesses."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before a file is refused: bytes of a file (unpacked), characters of a line."""

    max_file_bytes: int = 50_000_000
    max_line_chars: int = 5_000_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What to use instead of a guess; an empty string leaves the guess.

    `format` is text, markdown, html, jsonl, csv or tsv; `encoding` a Python codec name; the fields are names of JSON
    fields or table columns; `lang` is the language the documents are taken to be in.
    """

    limits: Limits = field(default_factory=Limits)
    format: str = ""
    encoding: str = ""
    text_field: str = ""
    id_field: str = ""
    title_field: str = ""
    date_field: str = ""
    lang: str = "en"
