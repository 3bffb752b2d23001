"""Findings: a damaged place, why it is thought damaged, and what could stand there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from degarble.schema.text import Evidence, Span


class Level(StrEnum):
    """How far a finding may go on its own: applied by default, applied when accepted, never applied."""

    AUTO = "auto"
    SUGGEST = "suggest"
    FLAG = "flag"


class Severity(StrEnum):
    """Severity after MQM: `critical` misleads the reader about who or what."""

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Return 0 (neutral) to 3 (critical)."""
        return ("neutral", "minor", "major", "critical").index(self.value)


class Kind(StrEnum):
    """The kinds of damage; `standards.py` maps each to MQM-Core, ITS 2.0 and LanguageTool."""

    GARBLE = "garble"
    GRAMMAR = "grammar"
    ORDER = "order"
    CASING = "casing"
    SPELLING = "spelling"
    SPACING = "spacing"
    PUNCTUATION = "punctuation"
    NAME_LITERAL = "name-literal"
    NAME_VARIANT = "name-variant"
    NAME_ORGANISATION = "name-organisation"
    NAME_ACRONYM = "name-acronym"
    LEXICON = "lexicon"
    RESIDUE = "residue"
    ENCODING = "encoding"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One possible replacement of a finding's text, with a score in 0..1."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One damaged place, why it is thought damaged, and what could stand there.

    `score` is the estimated probability that the place is damaged. Suggestions are ranked, best first.
    """

    rule: str
    kind: Kind
    span: Span
    text: str
    message: str
    severity: Severity = Severity.MINOR
    level: Level = Level.FLAG
    score: float = 0.5
    suggestions: tuple[Suggestion, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    entity: str = ""

    @property
    def best(self) -> str | None:
        """Return the text of the best suggestion, if there is one."""
        return self.suggestions[0].text if self.suggestions else None

    @property
    def key(self) -> str:
        """Return the position-free identity: a decision made on it outlives re-runs and edits elsewhere."""
        parts = "\x1f".join((self.rule, self.text, self.best or ""))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]
