"""The tables of repairs turned round: what a machine writes where clean text has the right word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from degarble.knowledge.phrases import choose, expand, find_alternatives

from .inflect import TAGS, form, form_of_phrase, readings
from .words import FUNCTION

Row = Mapping[str, str]
MOST_PHRASES = 40


class Swap(NamedTuple):
    """What is written for a word when it has this part of speech and tag."""

    part: str
    tag: str
    wrong: str


class Phrase(NamedTuple):
    """The words after the first one of a right phrase, and what is written for it."""

    rest: tuple[str, ...]
    wrong: str
    kind: str
    starts: bool


Swaps = Mapping[str, tuple[Swap, ...]]
Phrases = Mapping[str, tuple[Phrase, ...]]


def list_senses(rows: Iterable[Row]) -> Iterator[tuple[str, str, str]]:
    """Yield part of speech, right sense and what the machine writes."""
    for row in rows:
        for sense in row["senses"].split(" ; "):
            yield row["pos"], sense.partition("@")[0].strip(), row["english"]


def invert_senses(senses: Iterable[Row], lexicons: Iterable[Row]) -> Swaps:
    """Return the swaps for every form of every right sense of one word."""
    found: dict[str, dict[Swap, None]] = {}
    for part, right, wrong in list_senses(senses):
        for tag in TAGS.get(part, ()) if right.isalpha() else ():
            written = form(right, tag), form(wrong, tag)
            if all(written) and written[0] != written[1]:
                found.setdefault(written[0], {})[Swap(part, tag, written[1])] = None
    for right, swap in list_words(lexicons):
        found.setdefault(right, {})[swap] = None
    return {right: tuple(swaps) for right, swaps in found.items()}


def list_words(lexicons: Iterable[Row]) -> Iterator[tuple[str, Swap]]:
    """Yield right words of the lexicons and what is written for them; the parts of speech they share fit."""
    for wrong, right in list_pairs(lexicons):
        if right.islower() and wrong.islower() and right.isalpha() and wrong.isalpha():
            for part in sorted(readings(right) & readings(wrong)):
                yield right, Swap(part, "", wrong)


def list_pairs(lexicons: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Yield every wrong phrase of the lexicons with its right ones."""
    for row in lexicons:
        for wrong in expand(row["wrong"])[:MOST_PHRASES] if row["right"] else ():
            taken = find_alternatives(row["wrong"], wrong)
            for right in row["right"].split(" ; "):
                written = choose(right, taken).strip()
                if written and written != wrong:
                    yield wrong, written


def invert_calques(senses: Iterable[Row], lexicons: Iterable[Row]) -> Phrases:
    """Return what is written for phrases, by their first two words."""
    found: dict[str, dict[Phrase, None]] = {}
    for right, wrong, kind in [*list_phrases(lexicons), *list_long_senses(senses)]:
        first, *rest = right.lower().split()
        if rest:
            found.setdefault(f"{first} {rest[0]}", {})[
                Phrase(tuple(rest), wrong, kind, right.startswith("the fact is"))
            ] = None
    return {pair: tuple(phrases) for pair, phrases in found.items()}


def list_phrases(lexicons: Iterable[Row]) -> Iterator[tuple[str, str, str]]:
    """Yield phrases of the lexicons, right and wrong; one right word alone is too wide for a calque."""
    for wrong, right in list_pairs(lexicons):
        words = set(right.lower().split())
        if len(words) > 1 and words - FUNCTION and not words <= set(wrong.lower().split()):
            yield right, wrong, "calque"


def list_long_senses(senses: Iterable[Row]) -> Iterator[tuple[str, str, str]]:
    """Yield senses of more than one word in all their forms."""
    for part, right, wrong in list_senses(senses):
        for tag in TAGS.get(part, ()) if " " in right else ():
            written = form_of_phrase(right, part, tag), form(wrong, tag)
            if all(written) and len(written[0].split()) > 1:
                yield *written, "wrong-sense"
