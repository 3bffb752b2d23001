"""What a detector is, and what it may look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, runtime_checkable

from degarble.config import Settings
from degarble.cover import Nest
from degarble.knowledge import Knowledge
from degarble.reading import Reading
from degarble.schema import Document, Entity, Finding, Mention, OriginGuess, Span

MINIMUM_ORIGIN_SCORE = 0.15
WORDED_SCORE, MINIMUM_WORDINGS = 0.35, 2
_WORDINGS = frozenset(("formula", "calque"))


@dataclass(frozen=True)
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

    @cached_property
    def named(self) -> frozenset[str]:
        """Return the ids of the known entities the document names."""
        return frozenset(mention.entity for mention in self.mentions)

    @cached_property
    def _mentions_by_span(self) -> dict[Span, Mention]:
        return {mention.span: mention for mention in reversed(self.mentions)}

    @cached_property
    def _mention_nest(self) -> Nest:
        return Nest(self._mentions_by_span)

    def mention_over(self, span: Span) -> Mention | None:
        """Return the first name that covers a place."""
        return next((self._mentions_by_span[other] for other in self._mention_nest.around(span)), None)

    @cached_property
    def _known_names(self) -> Nest:
        """The places of known names, but for misspelt ones."""
        forms = self.knowledge.forms
        hits = self.reading.hits("names")
        return Nest(Span(hit.start, hit.end) for hit in hits if forms[hit.owner][1].kind != "misspelling")

    def is_inside_name(self, span: Span) -> bool:
        """Tell whether a known name covers a place."""
        return next(self._known_names.around(span), None) is not None

    def names_besides(self, entity: Entity, span: Span) -> bool:
        """Tell whether the document names an entity elsewhere than at a place."""
        if entity.id not in self.named:
            return False
        return any(item.entity == entity.id and not item.span.overlaps(span) for item in self.mentions)

    def origin_score(self, lang: str) -> float:
        """Return the share of evidence for a source language; unknown origins count 0."""
        return next((guess.score for guess in self.origin if guess.lang == lang), 0.0)

    def supports(self, lang: str) -> bool:
        """Tell whether a source language is possible: it is among the guesses, or none is known."""
        return not self.is_origin_known or self.origin_score(lang) >= MINIMUM_ORIGIN_SCORE

    @cached_property
    def worded(self) -> tuple[str, ...]:
        """Return the source languages whose wording shows through, likeliest first, or the one that a person named.

        Names and marks of a country prove nothing: people who write about it in English use them too.
        """
        return tuple(guess.lang for guess in self.origin if _shows_in_wording(guess))

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


def _shows_in_wording(guess: OriginGuess) -> bool:
    if guess.lang == "und" or guess.score < WORDED_SCORE:
        return False
    return not guess.evidence or sum(item.source in _WORDINGS for item in guess.evidence) >= MINIMUM_WORDINGS
