"""Page furniture: the lines around an article that are no part of it, known from `data/boilerplate.tsv`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from degarble.knowledge.tables import read_table
from degarble.segment.lines import Line

_LONGEST = 300
_EDGES = ' \t\u00a0.:;!…»«>|/\\-–—*#•·→↓▼©[]()"“”,?'
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "İ": "i"})
_COMMENTER = re.compile(
    r"[^\n]{1,60}?\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{1,2}, \d{4} at \d{1,2}:\d{2}(?: ?[ap]\.?m\.?)?(?: Reply)?"
)
_LINKED = 12
_LINK_WIDTH = 120


class Furniture(NamedTuple):
    """What a line is: its kind of furniture and the language it is written in."""

    kind: str
    lang: str


COMMENTER = Furniture("commenter", "und")


@dataclass(frozen=True, slots=True)
class _Patterns:
    literals: dict[str, Furniture]
    regex: re.Pattern[str]
    owners: tuple[Furniture, ...]


def classify(line: str) -> Furniture | None:
    """Return what kind of page furniture a whole line (or sentence) is, if any.

    >>> classify("## Leave a Reply:")
    Furniture(kind='comment-form', lang='en')
    """
    if len(line) > _LONGEST:
        return None
    known = _load()
    folded = line.translate(_PLAIN).lower()
    plain = folded.strip(_EDGES)
    found = known.literals.get(plain)
    if found is not None:
        return found
    match = known.regex.fullmatch(plain) or known.regex.fullmatch(folded.strip())
    if match is not None and match.lastgroup is not None:
        return known.owners[int(match.lastgroup[1:])]
    return COMMENTER if line[-1:] in "mMyY0123456789." and _COMMENTER.fullmatch(line) else None


def find_furniture(text: str, lines: Sequence[Line]) -> dict[int, Furniture]:
    """Return which of the lines are furniture, by position; "See also" takes the links below it along."""
    found: dict[int, Furniture] = {}
    place = 0
    while place < len(lines):
        line = lines[place]
        kind = classify(text[line.start : line.end])
        if kind is not None:
            found[place] = kind
            if kind.kind == "related":
                for other in range(place + 1, _find_links_end(text, lines, place)):
                    found[other] = Furniture("link", kind.lang)
        place += 1
        while place in found:
            place += 1
    return found


def _find_links_end(text: str, lines: Sequence[Line], heading: int) -> int:
    """Return the position behind the linked headlines that follow a heading: short lines without a full stop."""
    place = heading + 1
    while place < len(lines) and place <= heading + _LINKED:
        line = lines[place]
        content = text[line.start : line.end]
        apart = line.blank and place > heading + 1 and not _is_titled(content)
        if len(content) > _LINK_WIDTH or content[-1] in '.,;:”"' or apart or classify(content) is not None:
            break
        place += 1
    return place


def _is_titled(line: str) -> bool:
    """Tell whether a line reads like a headline or a name: a list item, or most longer words with a capital."""
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return line[0] in "-*•[" or sum(word[0].isupper() for word in words) * 5 >= len(words) * 4


@lru_cache(maxsize=1)
def _load() -> _Patterns:
    literals: dict[str, Furniture] = {}
    sources: list[str] = []
    owners: list[Furniture] = []
    for row in read_table(files("degarble") / "data" / "boilerplate.tsv", ("lang", "pattern", "kind", "note")):
        pattern, furniture = row["pattern"], Furniture(row["kind"], row["lang"])
        if pattern.startswith("/") and pattern.endswith("/"):
            sources.append(f"(?P<p{len(owners)}>{pattern[1:-1]})")
            owners.append(furniture)
        else:
            literals[pattern] = furniture
    return _Patterns(literals, re.compile("|".join(sources)), tuple(owners))
