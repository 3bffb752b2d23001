"""A document as it was read: its text, its places and what they are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class SegmentKind(StrEnum):
    """What a stretch of a document is."""

    TITLE = "title"
    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    QUOTE = "quote"
    BOILERPLATE = "boilerplate"
    MARKUP = "markup"


class Span(NamedTuple):
    """A half-open stretch of a document's text.

    >>> Span(0, 5).of("Thick, said")
    'Thick'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the stretch of `text` it covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether both share a character; an empty span overlaps what strictly contains its position."""
        if self.start == self.end or other.start == other.end:
            return self == other or self.start < other.start < self.end or other.start < self.start < other.end
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


class Run(NamedTuple):
    """A piece of a document's text and where it stands in the file's decoded text (its length may differ: `&amp;`)."""

    text_start: int
    text_end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text to examine; `text` never changes after reading.

    `id` is the relative path, with `#record` behind it where a file holds several documents. `locator` maps `text` to
    the decoded file; `meta` holds what the format knows besides (author, url).
    """

    id: str
    text: str
    title: str = ""
    lang: str = "en"
    date: str = ""
    origin_path: str = ""
    format: str = "text"
    locator: tuple[Run, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Return the hash of the text as it was read."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document with its kind and language (BCP 47, `und` when unknown)."""

    span: Span
    kind: SegmentKind
    lang: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: where it comes from, what it says, and the place in the document if it has one."""

    source: str
    detail: str
    span: Span | None = None
