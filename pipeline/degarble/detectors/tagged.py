"""Stretches that an outside tagger finds damaged; off unless a tagger is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean

from degarble.config import Settings
from degarble.detectors.context import Context
from degarble.detectors.findings import soften
from degarble.errors import ConfigError
from degarble.models.damage import DamageScorer, WordDamage
from degarble.models.tagger import open_tagger
from degarble.reading import iterate_sentences
from degarble.schema import Evidence, Finding, Kind, Level, Severity, Span

RULE = "tagger/damage"
# Not calibrated: an outside tagger's probabilities are its own. A stretch begins at START and goes on down to STAY.
START, STAY, GRAVE = 0.7, 0.4, 0.9
GRAVE_WORDS = 3
MOST_SCORE = 0.9


class Tagged:
    """Flags runs of words with high damage; never suggests."""

    name = "tagged"

    def __init__(self, scorer: DamageScorer) -> None:
        self._scorer = scorer

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield one flag for each run of damaged words; inside quotations one severity lower."""
        reading = context.reading
        sentences = list(iterate_sentences(reading))
        scores = self._scorer.score_words([span.of(reading.text) for span in sentences])
        for sentence, words in zip(sentences, scores, strict=True):
            for run in find_runs(words):
                span = Span(sentence.start + run[0][0], sentence.start + run[-1][1])
                finding = _make_finding(span, span.of(reading.text), [score for _, _, score in run])
                yield soften(finding) if reading.is_quoted(span) else finding


def open_detector(settings: Settings) -> Tagged:
    """Return the detector with the tagger the settings name.

    Raises:
        MissingExtra: transformers or torch is not installed.
        ConfigError: no tagger is named, or it cannot be used.
    """
    if not settings.tagger:
        raise ConfigError("The detector tagged has no tagger.", "Name a token classifier: --tagger path/to/model.")
    return Tagged(open_tagger(settings.tagger, allow_network=settings.allow_network))


def find_runs(words: Sequence[WordDamage]) -> Iterator[list[WordDamage]]:
    """Yield the runs of words from `STAY` up that hold one from `START` up.

    >>> [len(run) for run in find_runs([(0, 2, 0.5), (3, 5, 0.8), (6, 8, 0.1), (9, 11, 0.6)])]
    [2]
    """
    run: list[WordDamage] = []
    for word in (*words, (0, 0, 0.0)):
        if word[2] >= STAY:
            run.append(word)
            continue
        if any(score >= START for _, _, score in run):
            yield run
        run = []


def _make_finding(span: Span, text: str, scores: Sequence[float]) -> Finding:
    is_grave = len(scores) >= GRAVE_WORDS and fmean(scores) >= GRAVE
    count = f"{len(scores)} words read" if len(scores) > 1 else "this word reads"
    return Finding(
        rule=RULE,
        kind=Kind.GARBLE,
        span=span,
        text=text,
        message=f"To the tagger {count} as damaged.",
        severity=Severity.MAJOR if is_grave else Severity.MINOR,
        level=Level.FLAG,
        score=round(min(MOST_SCORE, fmean(scores)), 2),
        evidence=(Evidence("tagger", f"probability of damage {fmean(scores):.2f}, at most {max(scores):.2f}"),),
    )
