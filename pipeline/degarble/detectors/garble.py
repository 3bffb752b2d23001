"""Word salad: stretches of a sentence whose run of words English does not produce."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding
from degarble.models.ngrams import Clause, NgramModel, load_model
from degarble.reading import Reading
from degarble.schema import Evidence, Finding, Severity, Span

RULE = "garble/word-salad"
# Log-odds. THRESHOLD keeps flags on human news rare; where the source language shows, the text is a translation and
# SUSPECT is enough: three flags in five still touch damage (scripts/bench_specimens.py on seeds/).
THRESHOLD, SUSPECT, GRAVE = 3.05, 0.7, 4.2
KNOWN_ORIGIN = 0.5
MINIMUM_WORDS = 8
MOST_NAMES = 0.5


class _Window(NamedTuple):
    score: float
    first: int
    last: int


class Garble:
    """Flags the worst window of each clause by the n-gram table of the target language; never suggests."""

    name = "garble"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield at most one flag for each clause; nothing in quotations, titles, captions and lists."""
        model = load_model(context.knowledge.target)
        if model is None or RULE not in context.knowledge.rules_by_id:
            return
        reading = context.reading
        for sentence, clauses in reading.clauses.items():
            if not _is_prose(reading, sentence):
                continue
            for clause in clauses:
                finding = _examine(model, clause, context)
                if finding is not None:
                    yield finding


def _is_prose(reading: Reading, sentence: Span) -> bool:
    """Tell whether a sentence is running text: long enough, begun and ended like one, no title."""
    text = sentence.of(reading.text).strip()
    if text[-1:] not in '.!?”"’»…' or not text[:1].isalpha() or text[0].islower():
        return False
    if len(reading.tokens_in(sentence)) < MINIMUM_WORDS:
        return False
    return not reading.is_title(sentence)


def _examine(model: NgramModel, clause: Clause, context: Context) -> Finding | None:
    window = max(_score_windows(clause, model.bias), default=None)
    threshold = SUSPECT if _is_translation(context) else THRESHOLD
    if window is None or window.score < threshold:
        return None
    words = [piece for piece in clause.pieces[window.first : window.last] if piece.is_word]
    span = Span(words[0].start, words[-1].end)
    text = span.of(context.reading.text)
    names = sum(word.klass in ("X", "XX") or context.reading.text[word.start].isupper() for word in words)
    if context.reading.is_quoted(span) or names > MOST_NAMES * len(words):
        return None
    finding = build_finding(context.knowledge.rules_by_id[RULE], span, text, ())
    evidence = Evidence("data/garble", f"log-odds of damage {window.score:.1f}; flagged from {threshold}")
    severity = Severity.MAJOR if window.score >= GRAVE else Severity.MINOR
    return replace(finding, severity=severity, evidence=(evidence,))


def _is_translation(context: Context) -> bool:
    return context.is_origin_known and context.origin[0].score >= KNOWN_ORIGIN


def _score_windows(clause: Clause, bias: float) -> Iterator[_Window]:
    """Yield the windows of a clause with their log-odds: the weights of the n-grams that lie inside."""
    for size, weights in clause.weights.items():
        if weights:
            worst = max(weights)
            first = len(weights) - 1 - weights[::-1].index(worst)
            yield _Window(worst + bias, first, first + size)
