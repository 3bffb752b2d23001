"""The per-document step: one pure callable from a document to everything found in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from degarble.config import Settings
from degarble.detectors import Context, load_detectors
from degarble.knowledge import Knowledge
from degarble.language import identify
from degarble.names.find import find_mentions
from degarble.opening import open_knowledge, open_scorer
from degarble.origin import guess_origin
from degarble.reading import Reading, read
from degarble.schema import Analysis, Document, Finding, Level, Mention, OriginGuess


class Analyzer:
    """Examines one document at a time; holds the opened knowledge and no other state."""

    def __init__(self, settings: Settings | None = None, knowledge: Knowledge | None = None) -> None:
        self.settings = settings or Settings()
        self.knowledge = knowledge or open_knowledge(self.settings)
        self._detectors = load_detectors(self.settings)
        self._scorer = open_scorer(self.settings)
        self._identify = (
            partial(identify, engine=self.settings.language_engine) if self.settings.language_engine else identify
        )

    def __call__(self, document: Document) -> Analysis:
        """Return the segments, origin guess, names and findings of a document."""
        reading = read(document, self.knowledge, self._identify, self._scorer)
        origin = self._guess(reading)
        mentions = find_mentions(reading)
        context = Context(reading, origin, mentions, self.settings)
        findings = [finding for detector in self._detectors for finding in detector.detect(context)]
        findings.sort(key=lambda finding: (finding.span, finding.rule))
        mentions = _mark_words(mentions, findings)
        return Analysis(document, reading.segments, origin, mentions, tuple(findings), reading.machine)

    def _guess(self, reading: Reading) -> tuple[OriginGuess, ...]:
        if self.settings.origin:
            return (OriginGuess(self.settings.origin, 1.0),)
        return guess_origin(reading)


def _mark_words(mentions: tuple[Mention, ...], findings: Iterable[Finding]) -> tuple[Mention, ...]:
    """Mark the names that a detector takes for words translated, so that the rest of the folder may tell whose."""
    words = {item.span for item in findings if item.rule == "names/literal" and item.level is Level.FLAG}
    return tuple(replace(mention, is_word=mention.span in words) for mention in mentions) if words else mentions
