"""Wrong senses: words in whose place another sense of the same foreign word fits far better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from degarble.detectors.context import Context
from degarble.detectors.findings import soften
from degarble.detectors.lexicon import SINGLE_WORD_ORIGIN, fit_repairs, rank_repairs
from degarble.knowledge.senses import Option
from degarble.models.catalog import ChoiceLimits
from degarble.models.scorer import Scorer, SentenceScores, WordScore
from degarble.schema import Evidence, Finding, Kind, Level, Severity, Span

RULE = "choice/wrong-sense"


@dataclass(frozen=True)
class _Place:
    """A word of a sentence that may be looked at: what the model says of it and what may be meant."""

    span: Span
    score: WordScore
    lang: str
    options: Sequence[Option]


@dataclass(frozen=True)
class _Rated:
    """An option with its margin: by how much (in logits) it fits better than the word as it stands."""

    option: Option
    margin: float


class Choice:
    """Offers other senses where the model prefers one by the margin measured for the source language."""

    name = "choice"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield a finding for each word another sense should replace; names, quotes and titles stay as they are."""
        reading = context.reading
        model = reading.scorer
        langs = [guess.lang for guess in context.origin if guess.lang != "und" and guess.score >= SINGLE_WORD_ORIGIN]
        if model is None or not langs:
            return
        gated = _list_gated(context, langs)
        for sentence, scores in reading.scores.items():
            if reading.is_title(sentence):
                continue
            for number, place in _find_places(context, sentence, scores, langs, gated):
                rated = _rate(model, scores, number, place)
                finding = _make_finding(context, model.entry.choice, place, rated)
                if finding is not None:
                    yield finding


def _list_gated(context: Context, langs: Sequence[str]) -> dict[int, tuple[str, tuple[Option, ...]]]:
    """Return, by start, the language and repairs of the lexicon's phrases that wait for the model's choice."""
    found = {}
    for hit in context.reading.hits("lexicon"):
        entry = context.knowledge.lexicon[hit.owner]
        span = Span(hit.start, hit.end)
        if entry.is_gated and entry.lang in langs and context.reading.meets(entry.context, span):
            repairs = entry.repair(context.reading.lower[hit.start : hit.end])
            found[hit.start] = (entry.lang, tuple(Option(repair, entry.source, "any") for repair in repairs))
    return found


def _find_places(
    context: Context,
    sentence: Span,
    scores: SentenceScores,
    langs: Sequence[str],
    gated: Mapping[int, tuple[str, tuple[Option, ...]]],
) -> Iterator[tuple[int, _Place]]:
    """Yield the doubtful words of a sentence that are no names and have options, by number."""
    for number in scores.queries:
        word = scores.words[number]
        span = Span(sentence.start + word.start, sentence.start + word.end)
        text = span.of(context.reading.text)
        if (number and text[0].isupper()) or context.mention_over(span) or context.is_inside_name(span):
            continue
        tables = ((lang, context.knowledge.senses.options(lang).get(text.lower(), ())) for lang in langs)
        for lang, options in (*([gated[span.start]] if span.start in gated else []), *tables):
            if options:
                yield number, _Place(span, word, lang, options)
                break


def _rate(model: Scorer, scores: SentenceScores, number: int, place: _Place) -> list[_Rated]:
    """Return the options that fit better than the word as it stands, best first."""
    ratings = model.rate(scores.queries[number], [option.text for option in place.options])
    rated = [_Rated(option, rating - place.score.keep) for option, rating in zip(place.options, ratings, strict=True)]
    return sorted((item for item in rated if item.margin > 0), key=lambda item: -item.margin)


def _make_finding(context: Context, limits: ChoiceLimits, place: _Place, rated: Sequence[_Rated]) -> Finding | None:
    is_quoted = context.reading.is_quoted(place.span)
    least = limits.quoted if is_quoted else limits.of(place.lang)
    if not rated or rated[0].margin < least:
        return None
    shown = [item for item in rated if rated[0].margin - item.margin <= limits.close]
    finding = _build(context, place, shown, least)
    return soften(finding) if is_quoted else finding


def _build(context: Context, place: _Place, shown: Sequence[_Rated], least: float) -> Finding:
    reading, best = context.reading, shown[0].option
    text = place.span.of(reading.text)
    span, words = fit_repairs(reading, place.span, (item.option.text for item in shown))
    score = min(0.95, 0.5 + 0.06 * shown[0].margin)
    return Finding(
        rule=RULE,
        kind=Kind.LEXICON,
        span=span,
        text=span.of(reading.text),
        message=f"'{text}' is one sense of {best.source} ({place.lang}); here '{best.text}' fits.",
        severity=Severity.MAJOR,
        level=Level.SUGGEST,
        score=round(score, 2),
        suggestions=rank_repairs(words, score),
        evidence=(
            Evidence(f"data/senses/{place.lang}.tsv", f"{best.source} = {text.lower()}, {best.text}"),
            Evidence("embedded model", f"'{best.text}' fits better by {shown[0].margin:.1f}; asked for {least:.1f}"),
        ),
    )
