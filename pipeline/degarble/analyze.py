"""The per-document step: one pure callable from a document to everything found in it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from degarble.config import Settings
from degarble.detectors import Context, load_detectors
from degarble.knowledge import Knowledge, load_knowledge
from degarble.language import identify
from degarble.names.find import find_mentions
from degarble.origin import guess_origin
from degarble.reading import Reading, read
from degarble.schema import Analysis, Document, OriginGuess


class Analyzer:
    """Examines one document at a time; holds the opened knowledge and no other state."""

    def __init__(self, settings: Settings | None = None, knowledge: Knowledge | None = None) -> None:
        self.settings = settings or Settings()
        self.knowledge = knowledge or load_knowledge(
            tuple(Path(pack) for pack in self.settings.data), target=self.settings.lang
        )
        self._detectors = load_detectors(self.settings)
        self._identify = (
            partial(identify, engine=self.settings.language_engine) if self.settings.language_engine else identify
        )

    def __call__(self, document: Document) -> Analysis:
        """Return the segments, origin guess, names and findings of a document."""
        reading = read(document, self.knowledge, self._identify)
        origin = self._guess(reading)
        mentions = find_mentions(reading)
        context = Context(reading, origin, mentions, self.settings)
        findings = [finding for detector in self._detectors for finding in detector.detect(context)]
        findings.sort(key=lambda finding: (finding.span, finding.rule))
        return Analysis(document, reading.segments, origin, mentions, tuple(findings), reading.oddness)

    def _guess(self, reading: Reading) -> tuple[OriginGuess, ...]:
        if self.settings.origin:
            return (OriginGuess(self.settings.origin, 1.0),)
        return guess_origin(reading)
