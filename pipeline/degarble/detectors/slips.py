"""Demonyms that a translation mistook for another word: Syrian soil that became "the soil of Sirius"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding, soften
from degarble.fitting import match_case
from degarble.knowledge.entries import Slip
from degarble.schema import Evidence, Finding, Span

RULE = "slips/demonym"


class Slips:
    """Reports the rows of `data/slips.tsv` whose country the text names and whose source language is possible."""

    name = "slips"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield one finding for each place; the row of the likeliest source language where several apply."""
        if RULE not in context.knowledge.rules_by_id:
            return
        best: dict[Span, Slip] = {}
        for hit in context.reading.hits("slips"):
            slip, span = context.knowledge.slips[hit.owner], Span(hit.start, hit.end)
            if _applies(slip, span, context):
                held = best.get(span)
                if held is None or context.origin_score(slip.lang) > context.origin_score(held.lang):
                    best[span] = slip
        for span, slip in sorted(best.items(), key=lambda item: item[0]):
            finding = _make_finding(slip, span, context)
            yield soften(finding) if context.reading.is_quoted(span) else finding


def _applies(slip: Slip, span: Span, context: Context) -> bool:
    reading = context.reading
    if not context.supports(slip.lang) or reading.is_exempt(span) or span.of(reading.text) == slip.right:
        return False
    return slip.code in reading.countries and reading.meets(slip.context, span)


def _make_finding(slip: Slip, span: Span, context: Context) -> Finding:
    text = span.of(context.reading.text)
    rule = context.knowledge.rules_by_id[RULE]
    repairs = tuple(match_case(right.strip(), text) for right in slip.right.split(";"))
    finding = build_finding(rule, span, text, repairs)
    source = Evidence(f"data/slips.tsv ({slip.lang})", f"{slip.source} = {slip.wrong}, for {slip.right}")
    country = Evidence("same document", f"the text is about {slip.code}")
    return replace(finding, evidence=(source, country))
