"""Calques and wrong senses: phrases that a translation from a given language produces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from degarble.detectors.context import Context
from degarble.detectors.findings import soften
from degarble.fitting import match_case, with_article
from degarble.knowledge.entries import LexiconEntry
from degarble.knowledge.phrases import Token
from degarble.reading import Reading
from degarble.schema import Evidence, Finding, Kind, Level, Span, Suggestion

KNOWN_ORIGIN, UNKNOWN_ORIGIN = 0.85, 0.6
SINGLE_WORD_ORIGIN = 0.35
MOST_SHOWN = 5
_TURNS = ("calque", "idiom", "formula")


class Lexicon:
    """Reports the phrases of `data/lexicons/` whose context holds and whose language the origin guess allows."""

    name = "lexicon"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield a finding for each phrase met; the longest one where several begin."""
        reading = context.reading
        for hit in reading.hits("lexicon"):
            entry = context.knowledge.lexicon[hit.owner]
            span = Span(hit.start, hit.end)
            if entry.level == "hint" or entry.is_gated or not _is_allowed(entry, span, context):
                continue
            if reading.is_exempt(span) or not reading.meets(entry.context, span) or _is_cut(entry, span, reading.text):
                continue
            is_quoted = reading.is_quoted(span)
            if is_quoted and not context.is_origin_known:
                continue  # learners and speakers of all kinds are quoted in human English too
            finding = _make_finding(entry, span, context)
            yield soften(finding) if is_quoted else finding


def _is_cut(entry: LexiconEntry, span: Span, text: str) -> bool:
    """Tell whether a turn of phrase ends inside a group: `the suffering of the people's army`."""
    return entry.kind in _TURNS and text[span.end : span.end + 2] in ("'s", "’s")


def _is_allowed(entry: LexiconEntry, span: Span, context: Context) -> bool:
    """Tell whether the origin guess allows an entry: single words need a document known to come from their language."""
    if " " in context.reading.lower[span.start : span.end]:
        return context.supports(entry.lang)
    return context.origin_score(entry.lang) >= SINGLE_WORD_ORIGIN


def _make_finding(entry: LexiconEntry, span: Span, context: Context) -> Finding:
    text, phrase = span.of(context.reading.text), context.reading.lower[span.start : span.end]
    score = KNOWN_ORIGIN if context.origin_score(entry.lang) else UNKNOWN_ORIGIN
    span, repairs = fit_repairs(context.reading, span, entry.repair(text))
    text = span.of(context.reading.text)
    return Finding(
        rule=entry.rule,
        kind=Kind.LEXICON,
        span=span,
        text=text,
        message=_explain(entry, text, repairs),
        severity=entry.severity,
        level=Level.SUGGEST if repairs and entry.level == "suggest" else Level.FLAG,
        score=score,
        suggestions=rank_repairs(repairs, score),
        evidence=(Evidence(f"data/lexicons/{entry.lang}.tsv", f"{entry.source} = {phrase}"),),
    )


def fit_repairs(reading: Reading, span: Span, repairs: Iterable[str]) -> tuple[Span, tuple[str, ...]]:
    """Return repairs in the case of what stands there; where one asks for another `a` or `an`, with it and its span."""
    text = span.of(reading.text)
    fitted = tuple(dict.fromkeys(match_case(repair, text) for repair in repairs))
    article = _find_article(reading, span)
    if article is None or all(with_article(article.text, item) == f"{article.text} {item}" for item in fitted):
        return span, fitted
    return Span(article.start, span.end), tuple(with_article(article.text, item) for item in fitted)


def rank_repairs(repairs: Sequence[str], score: float) -> tuple[Suggestion, ...]:
    """Return the first repairs as suggestions, each a step less sure than the one before."""
    return tuple(Suggestion(text, round(score - 0.1 * rank, 2)) for rank, text in enumerate(repairs[:MOST_SHOWN]))


def _find_article(reading: Reading, span: Span) -> Token | None:
    """Return the indefinite article directly before a span: a repair may have to change it with the word."""
    token = reading.token_before(span.start)
    if token is None or token.lower not in ("a", "an") or reading.text[token.end : span.start] != " ":
        return None
    return token


def _explain(entry: LexiconEntry, text: str, repairs: tuple[str, ...]) -> str:
    reason = f"'{text}' is how a translation renders {entry.source or 'a phrase'} ({entry.lang})"
    return f"{reason}; English says '{repairs[0]}'." if repairs else f"{reason}; the sense is lost."
