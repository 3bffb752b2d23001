"""Sentences that a language model finds far less likely than the rest of their document; off unless asked for.

A general model was never trained to tell damaged from sound text: rare names and figures surprise it as much as word
salad. The findings are flags for a reader, nothing more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Protocol

from degarble.config import Settings
from degarble.detectors.context import Context
from degarble.errors import ConfigError
from degarble.models.causal import SentenceScorer
from degarble.reading import iterate_sentences
from degarble.schema import Evidence, Finding, Kind, Level, Severity

RULE = "surprise/sentence"
OUTLIER = 3.5  # modified z-score from which Iglewicz and Hoaglin (1993) call a value an outlier
MINIMUM_WORDS = 6
MINIMUM_SENTENCES = 8
SCORE = 0.3
_CONSISTENCY = 0.6745  # makes the median deviation of normal values their standard deviation
_LEAST_SPREAD = 0.05


class Scorer(Protocol):
    """Anything that tells how likely sentences are."""

    def score(self, sentences: Sequence[str]) -> list[float]:
        """Return the mean log-probability of each sentence."""
        ...


class Surprise:
    """Flags the sentences whose likelihood is an outlier in their document; never suggests."""

    name = "surprise"

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield one flag for each outlier; nothing in short documents and of short sentences."""
        reading = context.reading
        spans = [span for span in iterate_sentences(reading) if len(reading.tokens_in(span)) >= MINIMUM_WORDS]
        if len(spans) < MINIMUM_SENTENCES:
            return
        scores = self._scorer.score([span.of(reading.text) for span in spans])
        for span, deviation in zip(spans, measure_deviations(scores), strict=True):
            if deviation <= -OUTLIER:
                yield Finding(
                    rule=RULE,
                    kind=Kind.GARBLE,
                    span=span,
                    text=span.of(reading.text),
                    message="A language model finds this sentence far less likely than the rest of the document.",
                    severity=Severity.MINOR,
                    level=Level.FLAG,
                    score=SCORE,
                    evidence=(Evidence("language model", f"{deviation:.1f} deviations from the document's median"),),
                )


def open_detector(settings: Settings) -> Surprise:
    """Return the detector with the model the settings name.

    Raises:
        MissingExtra: transformers or torch is not installed.
        ConfigError: no model is named, or it cannot be opened.
    """
    if not settings.model:
        raise ConfigError("The detector surprise has no model.", 'Name a folder: model = "path/to/model".')
    return Surprise(SentenceScorer(settings.model, allow_network=settings.allow_network))


def measure_deviations(scores: Sequence[float]) -> list[float]:
    """Return the modified z-score of each value: its distance from the median in robust deviations; NaN counts 0.

    >>> [round(value, 1) for value in measure_deviations([-3.0, -3.1, -2.9, -3.2, -9.0])]
    [0.7, 0.0, 1.3, -0.7, -39.8]
    """
    known = [score for score in scores if not math.isnan(score)]
    if not known:
        return [0.0] * len(scores)
    middle = median(known)
    spread = max(median(abs(score - middle) for score in known), _LEAST_SPREAD)
    return [0.0 if math.isnan(score) else _CONSISTENCY * (score - middle) / spread for score in scores]
