"""Text in a column of a terminal: wrapped at spaces, measured in cells, with marks where there are no colours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import groupby
from typing import NamedTuple

from degarble.reports.text import Line, Part, clean, measure

REMOVED = "red strike"
ADDED = "green underline"
_SPACES = {REMOVED: "on red", ADDED: "on green"}
_MARKS = {REMOVED: ("[-", "-]"), ADDED: ("{+", "+}"), "on red": ("[-", "-]"), "on green": ("{+", "+}")}
_LINE_END = re.compile(r"\r\n?|\n")
# Between these a row may end without a space, but not before what closes nor behind what opens.
IDEOGRAPHS = "\u2e80-\u2fdf\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_OPENING = "「『（《〈【〔"
_CLOSING = "、。，．！？：；）〉》」』】〕”’…"
_FIXED = "\u00a0\u202f"
_TOKEN = re.compile(
    rf"(?P<END>\n)|(?P<SPACE>[^\S\n{_FIXED}]+)|(?P<WIDE>[{_OPENING}]*[{IDEOGRAPHS}][{_CLOSING}]*)"
    rf"|(?:[^\s{IDEOGRAPHS}{_OPENING}]|[{_FIXED}])+|[{_OPENING}]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


class _Token(Enum):
    SPACE = auto()
    WORD = auto()
    WIDE = auto()
    END = auto()


class _Word(NamedTuple):
    """What may not be parted, and the space before it, which is left out where a row begins."""

    space: Sequence[Part]
    parts: Sequence[Part]


def wrap(pieces: Iterable[Part], width: int) -> Iterator[Line]:
    """Yield rows that take at most `width` cells, with colours or without.

    Pieces styled `REMOVED` or `ADDED` stand in marks on a pipe; in them a line end is shown and ends the row, elsewhere
    it is a space.

    >>> [row[-1].bare for row in wrap([Part("the "), Part("old man", REMOVED)], 11)]
    ['[-old-]', '[-man-]']
    """
    row: list[Part] = []
    for word in _divide(_find_words(pieces), width):
        if word is None or (row and not _fits([*row, *word.space, *word.parts], width)):
            yield _seal(row)
            row = []
        if word is not None:
            row += [*word.space, *word.parts] if row else word.parts
    if row:
        yield _seal(row)


def _find_words(pieces: Iterable[Part]) -> Iterator[_Word | None]:
    """Yield the words; none where a row has to end."""
    space: list[Part] = []
    word: list[Part] = []
    before = _Token.SPACE
    for part, token in _split(pieces):
        is_going_on = before is _Token.WORD and token is _Token.WORD
        if word and not is_going_on:
            yield _Word(space, word)
            space, word = [], []
        if token is _Token.END:
            yield None
        else:
            (space if token is _Token.SPACE else word).append(part)
        before = token
    if word:
        yield _Word(space, word)


def _split(pieces: Iterable[Part]) -> Iterator[tuple[Part, _Token]]:
    for text, style, _ in pieces:
        text = "\n".join(map(clean, _LINE_END.split(text)))
        is_marked, is_space = style in _MARKS, not text.strip()
        for match in _TOKEN.finditer(text):
            token = _Token[match.lastgroup or "WORD"]
            if token is _Token.END and is_marked:
                yield Part("↵", style), _Token.WORD
                yield Part(""), _Token.END
            elif is_marked and is_space:
                # A space that is all that changes has to be seen.
                yield Part(match[0], _SPACES[style]), _Token.WORD
            elif token is _Token.END:
                yield Part(" ", style), _Token.SPACE
            else:
                yield Part(match[0], style), token


def _divide(words: Iterable[_Word | None], width: int) -> Iterator[_Word | None]:
    """Yield the words, those wider than a row letter by letter."""
    for word in words:
        if word is None or _fits(word.parts, width):
            yield word
            continue
        space = word.space
        for part in word.parts:
            for letter in _split_letters(part.text):
                yield _Word(space, (part._replace(text=letter),))
                space = ()


def _split_letters(text: str) -> Iterator[str]:
    """Yield the letters, each with the marks that stand above, below or behind it."""
    letter = ""
    for char in text:
        if letter and measure(char):
            yield letter
            letter = ""
        letter += char
    yield letter


def _fits(row: Sequence[Part], width: int) -> bool:
    return max(measure_line(_seal(row))) <= width


def measure_line(line: Line) -> tuple[int, int]:
    """Return how many cells a line takes with colours and without."""
    return measure("".join(part.text for part in line)), measure("".join(part.bare for part in line))


def _seal(row: Iterable[Part]) -> Line:
    """Return a row with neighbours of one style made one part, in their marks."""
    parts = []
    for style, group in groupby(row, lambda part: part.style):
        text = "".join(part.text for part in group)
        before, after = _MARKS.get(style, ("", ""))
        parts.append(Part(text, style, f"{before}{text}{after}" if before else None))
    return tuple(parts)


def pad(line: Line, width: int) -> Part:
    """Return the space that fills a line to `width` cells, with colours and without."""
    styled, plain = measure_line(line)
    return Part(" " * (width - styled), "", " " * (width - plain))


def isolate(line: Line) -> Line:
    """Return a line that keeps its place in terminals that turn right-to-left writing round.

    Without isolates such a terminal takes two columns of Hebrew and the bar between them for one run, and swaps them.
    They take no cell, and lines without such writing go without.
    """
    if not any(_RIGHT_TO_LEFT.search(part.text) for part in line):
        return line
    return (Part(_FIRST_STRONG_ISOLATE), *line, Part(_POP_ISOLATE))


def shorten(path: str, width: int) -> str:
    """Return a clean name of at most `width` cells; a long one loses its beginning, if possible whole folders.

    >>> shorten("letters/2019/spring/report.txt", 20)
    '…/spring/report.txt'
    """
    path = clean(path)
    if measure(path) <= width:
        return path
    while path and measure(path) >= width:
        path = path[1:]
    return "…" + path[max(path.find("/"), 0) :]
