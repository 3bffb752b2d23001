"""What a detector is, and what it may look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from degarble.config import Settings
from degarble.knowledge import Knowledge
from degarble.reading import Reading
from degarble.schema import Document, Finding, Mention, OriginGuess

MINIMUM_ORIGIN_SCORE = 0.15


@dataclass(frozen=True, slots=True)
class Context:
    """What a detector may look at: the document as read, the origin guess (best first) and the names in it."""

    reading: Reading
    origin: tuple[OriginGuess, ...]
    mentions: tuple[Mention, ...]
    settings: Settings

    @property
    def document(self) -> Document:
        """Return the document."""
        return self.reading.document

    @property
    def knowledge(self) -> Knowledge:
        """Return the knowledge."""
        return self.reading.knowledge

    def origin_score(self, lang: str) -> float:
        """Return the share of evidence for a source language; unknown origins count 0."""
        return next((guess.score for guess in self.origin if guess.lang == lang), 0.0)

    def supports(self, lang: str) -> bool:
        """Tell whether a source language is possible: it is among the guesses, or none is known."""
        return not self.is_origin_known or self.origin_score(lang) >= MINIMUM_ORIGIN_SCORE

    @property
    def is_origin_known(self) -> bool:
        """Tell whether any source language was guessed."""
        return bool(self.origin) and self.origin[0].lang != "und"


@runtime_checkable
class Detector(Protocol):
    """Finds one kind of damage in a document; pure: the same context gives the same findings."""

    name: str

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield the findings in any order; overlaps are settled later."""
        ...
