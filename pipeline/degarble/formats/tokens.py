"""HTML as positions: where tags and text stand in a page, and which regions elements cover."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import NamedTuple

TextRange = tuple[int, int]


class Tag(NamedTuple):
    """A start or end tag: it begins at `start`; `inside` is where a start tag ends."""

    name: str
    start: int
    inside: int
    is_end: bool
    attributes: Mapping[str, str]


class Region(NamedTuple):
    """An element: from its start tag (`start`, content from `inside`) to its end tag (`end`)."""

    start: int
    inside: int
    end: int


class Page(NamedTuple):
    """The tags of a page and the ranges of its text, character references included, both in order."""

    raw: str
    tags: tuple[Tag, ...]
    texts: tuple[TextRange, ...]


def tokenize(raw: str) -> Page:
    """Return the tags and text ranges of a page; broken markup is read as leniently as `html.parser` does."""
    tokens = _Tokens(raw)
    tokens.feed(raw)
    tokens.close()
    return Page(raw, tuple(tokens.tags), tuple(tokens.texts))


class _Tokens(HTMLParser):
    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self._raw = raw
        self._line, self._line_start = 1, 0
        self.tags: list[Tag] = []
        self.texts: list[TextRange] = []

    def _position(self) -> int:
        line, column = self.getpos()
        while self._line < line:
            self._line_start = self._raw.index("\n", self._line_start) + 1
            self._line += 1
        return self._line_start + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._position()
        attributes = {key: value or "" for key, value in attrs}
        self.tags.append(Tag(tag, start, start + len(self.get_starttag_text() or ""), False, attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        start = self._position()
        self.tags.append(Tag(tag, start, start, True, {}))

    def handle_data(self, data: str) -> None:
        self._add_text(len(data))

    def handle_entityref(self, name: str) -> None:
        self._add_reference(1 + len(name))

    def handle_charref(self, name: str) -> None:
        self._add_reference(2 + len(name))

    def _add_reference(self, length: int) -> None:
        self._add_text(length + self._raw.startswith(";", self._position() + length))

    def _add_text(self, length: int) -> None:
        start = self._position()
        if self.texts and self.texts[-1][1] == start:
            start = self.texts.pop()[0]
            length += self._position() - start
        self.texts.append((start, start + length))


def find_regions(page: Page, names: frozenset[str], unclosed: frozenset[str] = frozenset()) -> dict[str, list[Region]]:
    """Return the regions of the elements called `names`, each list in order of the start tags.

    An element that is never closed covers nothing, except those in `unclosed`, which reach to the end of the page.
    """
    opened: dict[str, list[Tag]] = {name: [] for name in names}
    regions: dict[str, list[Region]] = {name: [] for name in names}
    for tag in page.tags:
        if tag.name not in names:
            continue
        if not tag.is_end:
            opened[tag.name].append(tag)
        elif opened[tag.name]:
            first = opened[tag.name].pop()
            regions[tag.name].append(Region(first.start, first.inside, tag.start))
    for name in names & unclosed:
        regions[name] += [Region(tag.start, tag.inside, len(page.raw)) for tag in opened[name]]
    return {name: sorted(found) for name, found in regions.items()}
