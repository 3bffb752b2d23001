"""What a damaged sentence is: its text, and for every edit what stood there before."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .tables import Tables
    from .words import Sentence


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of the damaged text (code points) and what stood there; it is empty only where words were dropped."""

    start: int
    end: int
    kind: str
    original: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged sentence; its edits are sorted and do not overlap."""

    text: str
    edits: tuple[Edit, ...]


class Change(NamedTuple):
    """A replacement in the clean text; `kind` is given where it is another than that of the operation."""

    start: int
    end: int
    text: str
    kind: str = ""


Changes = tuple[Change, ...]
# Damages a sentence at one of its words, or tells that it cannot.
Finder = Callable[["Sentence", int, "Tables", random.Random], Changes | None]
Operation = Callable[["Sentence", "Tables", random.Random], Damaged | None]


def apply_changes(clean: str, changes: Iterable[Change], kind: str) -> Damaged:
    """Make the changes; their spans are in the clean text and do not overlap."""
    pieces, edits, place, size = [], [], 0, 0
    for start, end, text, own in sorted(changes):
        pieces += [clean[place:start], text]
        size += start - place
        edits.append(Edit(size, size + len(text), own or kind, clean[start:end]))
        place, size = end, size + len(text)
    return Damaged("".join([*pieces, clean[place:]]), tuple(edits))


def list_changes(damaged: Damaged) -> Changes:
    """Return the edits as changes of the clean text."""
    changes, shift = [], 0
    for edit in damaged.edits:
        start = edit.start - shift
        text = damaged.text[edit.start : edit.end]
        changes.append(Change(start, start + len(edit.original), text, edit.kind))
        shift += len(text) - len(edit.original)
    return tuple(changes)


def are_apart(changes: Sequence[Change], others: Sequence[Change]) -> bool:
    """Tell whether at least one code point stands between all of these and all of those."""
    return all(one.end < other.start or other.end < one.start for one in changes for other in others)


def restore(damaged: Damaged) -> str:
    """Return the clean sentence."""
    text = damaged.text
    for edit in reversed(damaged.edits):
        text = text[: edit.start] + edit.original + text[edit.end :]
    return text
