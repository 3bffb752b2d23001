"""A text as logical lines: line ends of any kind, with lines joined where a line was only wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_BULLET = re.compile(r"(?:[-*•·–—▪►■]|>+|\d{1,2}[.)]|#{1,6})[ \t\u00a0]+")
_STOPS = '.!?…:;"”»’)]。！？'
_WRAPPED = 40
_WIDEST = 120


class Line(NamedTuple):
    """A stretch of text between line ends without the white space around it; `blank` counts the empty lines before.

    `body` is where the text begins behind a bullet, a quotation or heading mark of Markdown.
    """

    start: int
    end: int
    body: int
    blank: int


def read_lines(text: str) -> list[Line]:
    """Return the lines of a text that hold anything."""
    lines: list[Line] = []
    last = 0
    for match in _LINE.finditer(text):
        raw = match[0]
        stripped = raw.strip()
        if not stripped:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        end = start + len(stripped)
        bullet = _BULLET.match(text, start, end)
        blank = len(_BREAK.findall(text, last, start)) - 1 if lines else 0
        lines.append(Line(start, end, bullet.end() if bullet else start, max(blank, 0)))
        last = end
    return lines


def join_wrapped(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with the continuations of a wrapped line added to it."""
    current: Line | None = None
    previous = 0  # where the physical line that ends `current` begins
    for line in lines:
        if current is not None and _continues(text, previous, current.end, line):
            current = current._replace(end=line.end)
        else:
            if current is not None:
                yield current
            current = line
        previous = line.start
    if current is not None:
        yield current


def _continues(text: str, start: int, end: int, following: Line) -> bool:
    """Tell whether a line that stands at `start` was cut only for its width and goes on in the following one."""
    if following.blank or following.body != following.start or end - start < _WRAPPED:
        return False
    last, first = text[end - 1], text[following.start]
    if last in _STOPS or max(end - start, following.end - following.start) > _WIDEST:
        return False
    full = end - start > _WRAPPED * 1.5 and (
        following.end - following.start > _WRAPPED or text[following.end - 1] == "."
    )
    return first.islower() or last == "," or (full and text[end - 3 : end].islower())


def is_heading_mark(text: str, line: Line) -> bool:
    """Tell whether a line begins with the marks of a Markdown heading."""
    return text[line.start] == "#" and line.body > line.start
