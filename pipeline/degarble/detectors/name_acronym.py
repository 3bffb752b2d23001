"""Acronyms of another language: in brackets behind an English name, or alone in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding, soften
from degarble.knowledge.entries import Acronym
from degarble.schema import Evidence, Finding, Span

SURE, SHORT, CERTAIN, EXPLAINED = 0.15, 0.35, 0.5, 0.9
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "a"))


class NameAcronym:
    """Reports acronyms that English does not use, when the text seems translated from their language."""

    name = "name-acronym"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield a finding for each foreign acronym the text does not explain."""
        rule = context.knowledge.rules_by_id.get("names/acronym")
        if rule is None:
            return
        explained: set[str] = set()
        for span, rows in _collect(context):
            text = span.of(context.reading.text)
            behind = _find_expansion(context, span)
            row = _choose(context, rows, behind)
            if row is None or context.reading.is_exempt(span):
                continue
            if behind and _is_native(context, row, behind):
                explained.add(text)
            if text in explained or _is_explained_after(context, span):
                continue
            if behind:
                explained.add(row.target)
            finding = build_finding(rule, span, text, _repairs(context, row, explained, is_behind=bool(behind)))
            finding = replace(finding, score=EXPLAINED if behind else rule.score, evidence=_explain(row, behind))
            yield soften(finding) if context.reading.is_quoted(span) else finding


def _collect(context: Context) -> Iterator[tuple[Span, list[Acronym]]]:
    """Yield the acronyms met with their rows, the longest where several overlap."""
    found: dict[Span, list[Acronym]] = {}
    for hit in context.reading.hits("acronyms"):
        found.setdefault(Span(hit.start, hit.end), []).append(context.knowledge.acronyms[hit.owner])
    end = -1
    for span in sorted(found, key=lambda item: (item.start, -item.end)):
        if span.start >= end:
            end = span.end
            yield span, found[span]


def _choose(context: Context, rows: list[Acronym], behind: str) -> Acronym | None:
    """Return the likeliest row: its language is possible, its country is a subject, its years fit."""
    if any(row.target == row.form for row in rows) or _is_english(context, rows):
        return None
    year = context.reading.year
    options = [row for row in rows if _fits(context, row, year, behind)]
    return max(options, key=lambda row: (context.origin_score(row.lang), bool(row.target)), default=None)


def _fits(context: Context, row: Acronym, year: int | None, behind: str) -> bool:
    if year is not None and ((row.since and year < row.since) or (row.until and year > row.until + 1)):
        return False
    if row.country and row.country not in context.reading.countries and context.origin_score(row.lang) < CERTAIN:
        return False
    if behind:
        return context.supports(row.lang) and _overlaps(behind, row.english)
    least = SURE if len(row.form) > 2 else SHORT
    return context.is_origin_known and context.origin_score(row.lang) >= least


def _is_english(context: Context, rows: list[Acronym]) -> bool:
    """Tell whether English uses the acronym for another body the knowledge base knows."""
    names = {row.english for row in rows}
    hits = (context.knowledge.forms[hit.owner] for hit in context.reading.hits("names"))
    return any(
        alias.form == rows[0].form and alias.lang == context.knowledge.target and entity.canonical not in names
        for entity, alias in hits
    )


def _is_native(context: Context, row: Acronym, behind: str) -> bool:
    """Tell whether the bracket only adds the native acronym to the right English name of a body."""
    if not row.target:
        return True
    words = {word.lower() for word in row.english.split()} - _SMALL
    before = {word.strip(",.").lower() for word in behind.split()[-8:]}
    hits = (context.knowledge.forms[hit.owner] for hit in context.reading.hits("names"))
    known = any(entity.canonical == row.english for entity, _ in hits)
    return words <= before and not known and row.target not in context.reading.text


def _find_expansion(context: Context, span: Span) -> str:
    """Return the words of the name in front of a bracketed acronym, empty when it stands alone."""
    text = context.reading.text
    if text[max(0, span.start - 1) : span.start] != "(" or text[span.end : span.end + 1] != ")":
        return ""
    sentence = context.reading.sentence_at(span.start)
    start = max(sentence.start if sentence else 0, span.start - 80)
    return text[start : span.start - 1].strip()


def _overlaps(behind: str, english: str) -> bool:
    """Tell whether the name before the bracket shares half of the words of the acronym's English name."""
    words = {word.lower() for word in english.split()} - _SMALL
    before = {word.strip(",.").lower() for word in behind.split()[-8:]}
    return bool(words) and 2 * len(words & before) >= len(words)


def _is_explained_after(context: Context, span: Span) -> bool:
    """Tell whether the text explains the acronym itself: `AFAD (the disaster agency)`, or stands in brackets."""
    return context.reading.text[span.end : span.end + 2] == " ("


def _repairs(context: Context, row: Acronym, explained: set[str], *, is_behind: bool) -> tuple[str, ...]:
    """Return what English writes: the acronym where the name stands before, else the name first."""
    if is_behind:
        return (row.target,) if row.target else ()
    names = (row.target, row.english) if row.target in explained else (row.english, row.target)
    return tuple(dict.fromkeys(name for name in names if name))


def _explain(row: Acronym, behind: str) -> tuple[Evidence, ...]:
    table = Evidence("data/acronyms.tsv", f"{row.form} ({row.lang}): {row.native} = {row.english}")
    return (table, Evidence("same document", f"{behind[-60:]} ({row.form})")) if behind else (table,)
