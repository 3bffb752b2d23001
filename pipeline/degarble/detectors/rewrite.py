"""Rewrites of damaged sentences by an outside model, cut to their smallest changes; off unless a rewriter is named."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from degarble.config import Settings
from degarble.detectors.changes import Change, compare, put
from degarble.detectors.context import Context, Detector
from degarble.detectors.faithful import (
    Protected,
    collect_names,
    is_balanced,
    reads_better,
    refuse_change,
    refuse_sentence,
)
from degarble.detectors.garble import Garble
from degarble.detectors.lexicon import Lexicon
from degarble.detectors.patterns import Patterns
from degarble.detectors.tagged import find_runs
from degarble.errors import ConfigError
from degarble.models.damage import DamageScorer, Rewriter, WordDamage
from degarble.models.endpoint import is_url, open_endpoint
from degarble.models.rewriter import open_seq2seq
from degarble.models.tagger import open_tagger
from degarble.reading import iterate_sentences
from degarble.schema import Evidence, Finding, Kind, Level, Severity, Span, Suggestion

RULE = "rewrite/sentence"
SCORE = 0.4  # below our own rules, which know why
LONGEST = 1_000
MINIMUM_WORDS = 4
ENOUGH_SIGNS = 2  # findings of these kinds that make a sentence look damaged; a passage does alone
_SIGNS = frozenset((Kind.GRAMMAR, Kind.ORDER, Kind.LEXICON))
_NAMES = frozenset(("month", "weekday", "country", "nationality", "capital"))
_KEPT = "names, numbers, negations and quotations stay as they were"


@dataclass(frozen=True)
class Outcome:
    """What became of a rewrite: changes that may be offered (none: why not), those refused, and the damage."""

    sentence: Span
    before: str
    changes: tuple[Change, ...]
    refused: tuple[str, ...] = ()
    evidence: str = ""


class Rewrite:
    """Offers the changes of a rewriter that pass every guard as suggestions; never AUTO.

    Sentences are damaged when `scorer` says so; without one, when the detectors in `signs` find enough. A rewrite must
    read less damaged to `scorer`, or else to the embedded model, where there is one.
    """

    name = "rewrite"

    def __init__(
        self,
        rewriter: Rewriter,
        source: str,
        scorer: DamageScorer | None = None,
        signs: Sequence[Detector] | None = None,
    ) -> None:
        self._rewriter = rewriter
        self._source = source
        self._scorer = scorer
        self._signs = (Garble(), Patterns(), Lexicon()) if signs is None else signs

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield one suggestion for each change; why others were dropped is logged at level INFO."""
        logger = logging.getLogger("degarble")
        for outcome in self.examine(context):
            yield from (_make_finding(outcome, change, self._source) for change in outcome.changes)
            for reason in outcome.refused:
                logger.info("%s: rewrite of %s dropped: %s", context.document.id, tuple(outcome.sentence), reason)

    def examine(self, context: Context) -> list[Outcome]:
        """Return what became of each rewrite, in order."""
        text = context.reading.text
        sentences = self._find_damaged(context)
        answers = self._rewriter.rewrite([" ".join(span.of(text).split()) for span in sentences]) if sentences else []
        outcomes = [
            examine_rewrite(span, answer, context) for span, answer in zip(sentences, answers, strict=True) if answer
        ]
        return self._compare_damage(outcomes, context)

    def _find_damaged(self, context: Context) -> list[Span]:
        reading = context.reading
        sentences = list(iterate_sentences(reading))
        if self._scorer is None:
            damaged = set(_find_suspects(context, self._signs))
        else:
            scores = self._scorer.score_words([span.of(reading.text) for span in sentences])
            damaged = {span for span, words in zip(sentences, scores, strict=True) if any(find_runs(words))}
        return [span for span in sentences if span in damaged and _may_be_rewritten(span, context)]

    def _compare_damage(self, outcomes: Sequence[Outcome], context: Context) -> list[Outcome]:
        """Return outcomes without the changes of sentences that read no better with them."""
        embedded = context.reading.scorer
        scorer = self._scorer or (embedded if isinstance(embedded, DamageScorer) else None)
        offered = [outcome for outcome in outcomes if outcome.changes]
        if scorer is None or not offered:
            return list(outcomes)
        before = scorer.score_words([outcome.before for outcome in offered])
        after = scorer.score_words([put(outcome.before, outcome.changes) for outcome in offered])
        checked = {
            outcome.sentence: _check_damage(outcome, old, new)
            for outcome, old, new in zip(offered, before, after, strict=True)
        }
        return [checked.get(outcome.sentence, outcome) for outcome in outcomes]


def _check_damage(outcome: Outcome, old: Sequence[WordDamage], new: Sequence[WordDamage]) -> Outcome:
    sums = f"damaged words expected: {sum(word[2] for word in old):.2f}, then {sum(word[2] for word in new):.2f}"
    if reads_better(old, new):
        return replace(outcome, evidence=sums)
    return replace(outcome, changes=(), refused=(*outcome.refused, f"it reads no less damaged ({sums})"))


def open_detector(settings: Settings) -> Rewrite:
    """Return the detector with the rewriter, and the tagger if there is one, that the settings name.

    Raises:
        MissingExtra: transformers or torch is not installed.
        ConfigError: no rewriter is named, or it cannot be used, or it needs a network that is not allowed.
    """
    name, allow = settings.rewriter, settings.allow_network
    if not name:
        raise ConfigError("The detector rewrite has no rewriter.", "Name a seq2seq model or a URL: --rewriter MODEL.")
    rewriter: Rewriter = (
        open_endpoint(name, allow_network=allow) if is_url(name) else open_seq2seq(name, allow_network=allow)
    )
    return Rewrite(rewriter, name, open_tagger(settings.tagger, allow_network=allow) if settings.tagger else None)


def _may_be_rewritten(sentence: Span, context: Context) -> bool:
    reading = context.reading
    if not len(reading.tokens_in(sentence)) >= MINIMUM_WORDS or len(sentence.of(reading.text)) > LONGEST:
        return False
    return not reading.is_title(sentence) and not any(quote.contains(sentence) for quote in reading.quotes)


def _find_suspects(context: Context, signs: Sequence[Detector]) -> Iterator[Span]:
    """Yield the sentences in which detectors find a garbled passage, or enough of other damage."""
    counts: dict[Span, int] = {}
    for finding in (finding for detector in signs for finding in detector.detect(context)):
        sentence = context.reading.sentence_at(finding.span.start)
        if sentence is not None and (finding.kind is Kind.GARBLE or finding.kind in _SIGNS):
            weight = ENOUGH_SIGNS if finding.kind is Kind.GARBLE else 1
            counts[sentence] = counts.get(sentence, 0) + weight
    return (sentence for sentence, count in counts.items() if count >= ENOUGH_SIGNS)


def examine_rewrite(sentence: Span, answer: str, context: Context) -> Outcome:
    """Return the changes of a rewrite that pass the guards, and why the others do not."""
    before = sentence.of(context.reading.text)
    protected = _protect(sentence, answer, context)
    changes = compare(before, answer, lambda change: is_balanced(change, protected))
    judged = [(change, refuse_change(change, protected)) for change in changes]
    kept = tuple(change for change, reason in judged if not reason)
    refused = tuple(reason for _, reason in judged if reason)
    reason = refuse_sentence(before, put(before, kept), protected) if kept else ""
    return Outcome(sentence, before, () if reason else kept, (*refused, reason) if reason else refused)


def _protect(sentence: Span, answer: str, context: Context) -> Protected:
    knowledge, reading = context.knowledge, context.reading
    small = knowledge.lowered("opener")
    listed = frozenset(word for name in _NAMES for word in knowledge.lowered(name))

    def is_ordinary(word: str) -> bool:
        return word in knowledge.common and word not in listed

    mentions = [item.text for item in context.mentions if sentence.contains(item.span)]
    names = collect_names(sentence.of(reading.text), answer, mentions, small.__contains__, is_ordinary)
    inside = (quote for quote in reading.quotes if quote.overlaps(sentence))
    start = sentence.start
    return Protected(names, tuple(Span(max(0, quote.start - start), quote.end - start) for quote in inside))


def _make_finding(outcome: Outcome, change: Change, source: str) -> Finding:
    start = outcome.sentence.start
    shown = (Evidence("tagger", outcome.evidence),) if outcome.evidence else ()
    return Finding(
        rule=RULE,
        kind=Kind.GARBLE,
        span=Span(start + change.span.start, start + change.span.end),
        text=change.old,
        message=f"The sentence looks damaged; a model would write '{change.new}' without knowing the source.",
        severity=Severity.MINOR,
        level=Level.SUGGEST,
        score=SCORE,
        suggestions=(Suggestion(change.new, SCORE),),
        evidence=(Evidence("rewriter", source), Evidence("guard", _KEPT), *shown),
    )
