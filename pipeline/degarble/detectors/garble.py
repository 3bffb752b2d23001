"""Garbled passages: stretches of a sentence whose words read as damaged to the embedded model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding
from degarble.knowledge.rules import Rule
from degarble.models.catalog import DamageLimits
from degarble.models.passages import Passage, find_passages, smooth
from degarble.models.scorer import WordScore
from degarble.reading import Reading
from degarble.schema import Evidence, Finding, Severity, Span

RULE = "garble/passage"
MINIMUM_WORDS = 8
MINIMUM_PASSAGE = 2
GRAVE_WORDS = 3
MOST_NAMES = 0.5
MINIMUM_SAMPLE = 5  # sentences from which a document's mean says who wrote it


class Garble:
    """Flags passages by the word scores of the embedded model; never suggests."""

    name = "garble"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield a flag for each passage; nothing in quotations, titles, captions and lists."""
        reading, rule = context.reading, context.knowledge.rules_by_id.get(RULE)
        if reading.scorer is None or rule is None:
            return
        limits = reading.scorer.entry.damage
        is_translation = bool(context.worded) or _reads_as_machine(reading, limits)
        if is_translation or _is_suspect(reading, limits):
            for span, passage in list_passages(reading, limits, limits.suspect if is_translation else limits.enter):
                yield _make_finding(rule, span, span.of(reading.text), passage, limits)


def _reads_as_machine(reading: Reading, limits: DamageLimits) -> bool:
    """Tell whether a document of some length reads as a machine's: its wording need not show from which language."""
    if reading.machine is None or len(reading.sample) < MINIMUM_SAMPLE:
        return False
    return reading.machine >= limits.machine


def _is_suspect(reading: Reading, limits: DamageLimits) -> bool:
    """Tell whether some of the document reads as damaged, so that the rest is worth reading: it takes the most time."""
    sampled = (smooth([word.damage for word in scores.words]) for scores in reading.sample.values())
    return any(max(damage, default=limits.stay) >= limits.enter for damage in sampled)


def list_passages(reading: Reading, limits: DamageLimits, enter: float) -> Iterator[tuple[Span, Passage]]:
    """Yield the passages of running text that may be flagged, with their places in the document."""
    for sentence, scores in reading.scores.items():
        if _is_prose(reading, sentence):
            for passage in find_passages(sentence.of(reading.text), scores.words, limits, enter):
                words = scores.words[passage.first : passage.last + 1]
                span = Span(sentence.start + words[0].start, sentence.start + words[-1].end)
                if not reading.is_quoted(span) and _may_be_flagged(reading.text, sentence, words):
                    yield span, passage


def _is_prose(reading: Reading, sentence: Span) -> bool:
    """Tell whether a sentence is running text: long enough, begun and ended like one, no title."""
    text = sentence.of(reading.text).strip()
    if text[-1:] not in '.!?”"’»…' or not text[:1].isalpha() or text[0].islower():
        return False
    if len(reading.tokens_in(sentence)) < MINIMUM_WORDS:
        return False
    return not reading.is_title(sentence)


def _may_be_flagged(text: str, sentence: Span, words: Sequence[WordScore]) -> bool:
    """Tell whether words are more than one, and not mostly names: rules and lists know more of those."""
    names = sum(text[sentence.start + word.start].isupper() for word in words)
    return len(words) >= MINIMUM_PASSAGE and names <= MOST_NAMES * len(words)


def _make_finding(rule: Rule, span: Span, text: str, passage: Passage, limits: DamageLimits) -> Finding:
    count = passage.last - passage.first + 1
    is_grave = passage.peak >= limits.grave and count >= GRAVE_WORDS
    peak = f"logit of damage up to {passage.peak:.1f}; a passage goes on down to {limits.stay:.1f}"
    return replace(
        build_finding(rule, span, text, ()),
        message=f"{passage.damaged} of these {count} words read as damaged.",
        severity=Severity.MAJOR if is_grave else Severity.MINOR,
        score=round(passage.probability, 2),
        evidence=(Evidence("embedded model", peak),),
    )
