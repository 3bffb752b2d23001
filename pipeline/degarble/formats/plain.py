"""Plain text and Markdown: the document is the file; only title and date are looked for."""

from __future__ import annotations

import re
from dataclasses import replace

from degarble.formats.fields import normalize_date
from degarble.formats.limits import ReadOptions
from degarble.formats.source import Found
from degarble.schema import Document, Run

_MAX_TITLE = 150
_NEWLINE = re.compile(r"\r\n|\n|\r")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.S)
_HEADING = re.compile(r"^#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*\r?$|^(\S[^\r\n]*)\r?\n=+[ \t]*\r?$", re.M)


def read_text(raw: str, name: str, options: ReadOptions) -> Found:
    """Read a plain text file as one document."""
    return _whole(raw, Document(name, "", _find_title(raw), options.lang, origin_path=name, format="text"))


def read_markdown(raw: str, name: str, options: ReadOptions) -> Found:
    """Read a Markdown file as one document; title and date come from the front matter, else from the first heading."""
    match = _FRONT_MATTER.match(raw)
    front = match[1] if match else ""
    heading = _HEADING.search(raw, match.end() if match else 0)
    title = _find_key(front, "title") or (heading and (heading[1] or heading[2])) or ""
    date = normalize_date(_find_key(front, "date"))
    return _whole(raw, Document(name, "", title.strip(), options.lang, date, origin_path=name, format="markdown"))


def _whole(raw: str, document: Document) -> Found:
    return Found((replace(document, text=raw, locator=(Run(0, len(raw), 0, len(raw)),)),))


def _find_title(raw: str) -> str:
    """Return the first line if it is short and stands alone or comes again at once."""
    start = len(raw) - len(raw.lstrip())
    lines = [line.strip() for line in _NEWLINE.split(raw[start : start + 4 * _MAX_TITLE], maxsplit=3)]
    first = lines[0]
    if len(lines) < 2 or not 0 < len(first) <= _MAX_TITLE:
        return ""
    return first if not lines[1] or first in lines[1:3] else ""


def _find_key(front: str, key: str) -> str:
    match = re.search(rf"^{key}:[ \t]*(.+?)[ \t]*\r?$", front, re.M)
    return match[1].strip("\"'") if match else ""
