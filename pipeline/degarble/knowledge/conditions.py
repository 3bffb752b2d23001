"""The context language of the tables: when does a phrase count? (docs/knowledge.md, column `context`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from degarble.knowledge.phrases import WORD

KINDS = ("near", "doc", "topic", "before", "after", "start", "chosen")
CHOSEN = "chosen"  # the model must prefer the repair; always met here, asked by the detector of choices
_WORDLESS = ("start", CHOSEN)
CLASSES = ("@number", "@name", "@country", "@nationality", "@month", "@weekday")
_CONDITION = re.compile(r"(not-)?([a-z]+)(?::(.*))?")


@dataclass(frozen=True, slots=True)
class Words:
    """Words to look for: whole words, phrases (with a space or hyphen), beginnings (`refer*`), classes (`@number`)."""

    whole: frozenset[str]
    phrases: tuple[str, ...]
    beginnings: tuple[str, ...]
    classes: frozenset[str]

    def has(self, word: str) -> bool:
        """Tell whether a lower-case word belongs to the set, classes apart."""
        return word in self.whole or (bool(self.beginnings) and word.startswith(self.beginnings))


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a context; it holds when `kind` is found, or is not found when `negated`."""

    kind: str
    words: Words
    negated: bool = False


def parse_context(text: str) -> tuple[Condition, ...]:
    """Return the conditions of a context cell.

    Raises:
        ValueError: a condition is unknown or has no words.
    """
    return tuple(_parse_condition(part.strip()) for part in text.split(";") if part.strip())


def _parse_condition(text: str) -> Condition:
    match = _CONDITION.fullmatch(text)
    if match is None or match[2] not in KINDS:
        raise ValueError(f"unknown condition {text!r}; known: {', '.join(KINDS)}, each also with not-")
    words = parse_words(match[3] or "")
    if match[2] == CHOSEN and match[1]:
        raise ValueError("not-chosen makes no sense: leave the row out")
    if match[2] not in _WORDLESS and not (words.whole or words.phrases or words.beginnings or words.classes):
        raise ValueError(f"condition {text!r} names no words")
    return Condition(match[2], words, negated=bool(match[1]))


def parse_words(text: str) -> Words:
    """Return the set of words written as `goal|refer*|@number`."""
    parts = [part.strip() for part in text.split("|") if part.strip()]
    plain = [part for part in parts if not part.startswith("@") and not part.endswith("*")]
    unknown = [part for part in parts if part.startswith("@") and part not in CLASSES]
    if unknown:
        raise ValueError(f"unknown class {unknown[0]!r}; known: {', '.join(CLASSES)}")
    return Words(
        whole=frozenset(part for part in plain if WORD.fullmatch(part)),
        phrases=tuple(sorted(part for part in plain if not WORD.fullmatch(part))),
        beginnings=tuple(part[:-1] for part in parts if part.endswith("*")),
        classes=frozenset(part for part in parts if part.startswith("@")),
    )
