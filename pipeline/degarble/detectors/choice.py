"""Wrong senses: words in whose place another sense of the same foreign word is to stand, or that cannot be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from degarble.detectors.context import Context
from degarble.detectors.findings import soften
from degarble.detectors.lexicon import fit_repairs, rank_repairs
from degarble.knowledge.senses import Option
from degarble.models.judge import Judge, Opinion, give_opinions, open_judge
from degarble.models.scorer import SentenceScores
from degarble.schema import Evidence, Finding, Kind, Level, Severity, Span

RULE = "choice/wrong-sense"
MOST_SCORE = 0.95
PARTICIPLES = ("ed", "en", "ing")
ANYWHERE, LEXICON = "any", "lexicon"  # domains of senses that are at home in every text


@dataclass(frozen=True)
class _Place:
    """A word of a sentence that may be looked at, by its number there, and what may be meant."""

    number: int
    span: Span
    lang: str
    options: Sequence[Option]


@dataclass(frozen=True)
class _Rated:
    """An option with the judge's opinion on it."""

    option: Option
    opinion: Opinion

    @property
    def odds(self) -> float:
        return self.opinion.odds


class Choice:
    """Offers other senses where the model's odds for one pass the limit of the source language."""

    name = "choice"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield a finding for each word another sense should replace; names and titles stay, quotations need more."""
        reading = context.reading
        if reading.scorer is None or not context.worded:
            return
        judge = open_judge(context.settings.chooser, reading.scorer)
        gated = _list_gated(context, context.worded)
        for sentence, scores in reading.scores.items():
            if not reading.is_title(sentence):
                text = sentence.of(reading.text)
                for place in _find_places(context, sentence, scores, context.worded, gated):
                    yield from _examine(context, judge, text, scores, place)


def _list_gated(context: Context, langs: Sequence[str]) -> dict[int, tuple[str, tuple[Option, ...]]]:
    """Return, by start, the language and repairs of the lexicon's phrases that wait for the model's choice."""
    found = {}
    for hit in context.reading.hits("lexicon"):
        entry = context.knowledge.lexicon[hit.owner]
        span = Span(hit.start, hit.end)
        if entry.is_gated and entry.lang in langs and context.reading.meets(entry.context, span):
            repairs = entry.repair(context.reading.lower[hit.start : hit.end])
            found[hit.start] = (entry.lang, tuple(Option(repair, entry.source, LEXICON) for repair in repairs))
    return found


def _find_places(
    context: Context,
    sentence: Span,
    scores: SentenceScores,
    langs: Sequence[str],
    gated: Mapping[int, tuple[str, tuple[Option, ...]]],
) -> Iterator[_Place]:
    """Yield the doubtful words of a sentence that are no names and have options."""
    for number in scores.queries:
        word = scores.words[number]
        span = Span(sentence.start + word.start, sentence.start + word.end)
        text = span.of(context.reading.text)
        if (number and text[0].isupper()) or context.mention_over(span) or context.is_inside_name(span):
            continue
        before = context.reading.token_before(span.start)
        barred = _bar_classes(context, before.lower if before else "", text.lower())
        tables = ((lang, _list_senses(context, lang, text.lower(), barred)) for lang in langs)
        for lang, options in (*([gated[span.start]] if span.start in gated else []), *tables):
            if options:
                yield _Place(number, span, lang, options)
                break


def _bar_classes(context: Context, before: str, form: str) -> frozenset[str]:
    """Return the parts of speech a word cannot be, by the word before it."""
    if before in context.knowledge.lowered("determiner") and not form.endswith(PARTICIPLES):
        return frozenset(("verb", "adv"))
    return frozenset(("noun", "adj")) if before in context.knowledge.lowered("auxiliary") else frozenset()


def _list_senses(context: Context, lang: str, form: str, barred: frozenset[str]) -> tuple[Option, ...]:
    """Return the senses of a form that are at home in the text: of every domain, or of one of its topics."""
    topics = context.reading.topics
    options = context.knowledge.senses.options(lang).get(form, ())
    return tuple(
        option
        for option in options
        if (option.domain == ANYWHERE or option.domain in topics) and option.pos not in barred
    )


def _examine(context: Context, judge: Judge, text: str, scores: SentenceScores, place: _Place) -> Iterator[Finding]:
    """Yield a suggestion where an option of the text's topics passes, else a flag where the word is hardly right.

    Senses of every domain pass too often by chance: they are named in the flag, not suggested.
    """
    limits, is_quoted = judge.limits, context.reading.is_quoted(place.span)
    doubt = judge.suspect(text, scores, place.number)
    if doubt < limits.doubt:
        return
    opinions = give_opinions(judge, text, scores, place.number, [option.text for option in place.options])
    rated = sorted(map(_Rated, place.options, opinions), key=lambda item: -item.opinion.worth)
    least = limits.quoted if is_quoted else limits.of(place.lang)
    close = rated[0].opinion.worth - limits.close
    shown = [item for item in rated if item.opinion.worth >= close] if rated[0].odds >= least else []
    if shown and shown[0].option.domain != ANYWHERE:
        finding = _suggest(context, judge, place, shown, least)
        yield soften(finding) if is_quoted else finding
    elif not is_quoted and max(doubt, rated[0].odds) >= limits.flag:
        yield _flag(context, judge, place, max(doubt, rated[0].odds), [item.option.text for item in shown])


def _suggest(context: Context, judge: Judge, place: _Place, shown: Sequence[_Rated], least: float) -> Finding:
    reading, best = context.reading, shown[0]
    text = place.span.of(reading.text)
    span, words = fit_repairs(reading, place.span, (item.option.text for item in shown))
    score = _to_score(best.odds)
    found = f"'{best.option.text}' instead: log-odds {best.odds:.1f}, asked for {least:.1f}"
    return replace(
        _flag(context, judge, place, best.odds, ()),
        span=span,
        text=span.of(reading.text),
        message=f"'{text}' is one sense of {best.option.source} ({place.lang}); here '{best.option.text}' fits.",
        severity=Severity.MAJOR,
        level=Level.SUGGEST,
        suggestions=rank_repairs(words, score),
        evidence=(
            Evidence(f"data/senses/{place.lang}.tsv", f"{best.option.source} = {text.lower()}, {best.option.text}"),
            Evidence(judge.name, found),
        ),
    )


def _flag(context: Context, judge: Judge, place: _Place, odds: float, perhaps: Sequence[str]) -> Finding:
    text = place.span.of(context.reading.text)
    source = place.options[0].source
    found = f"fits better: {', '.join(perhaps)}" if perhaps else "no known sense fits"
    return Finding(
        rule=RULE,
        kind=Kind.LEXICON,
        span=place.span,
        text=text,
        message=f"'{text}' reads like the wrong sense of {source} ({place.lang}); {found}.",
        severity=Severity.MINOR,
        level=Level.FLAG,
        score=_to_score(odds),
        evidence=(Evidence(judge.name, f"log-odds {odds:.1f} that it is the wrong word"),),
    )


def _to_score(odds: float) -> float:
    return round(min(MOST_SCORE, 1 / (1 + exp(-odds))), 2)
