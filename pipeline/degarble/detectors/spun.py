"""Spun phrases: fixed terms whose words were swapped for synonyms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding, soften
from degarble.schema import Evidence, Finding, Span

RULE = "spun/phrase"


class Spun:
    """Reports the phrases of `data/spun.tsv`; they are flags, since a spun text cannot be trusted in its details."""

    name = "spun"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield a flag for each phrase outside boilerplate, the longest where several begin."""
        reading = context.reading
        if RULE not in context.knowledge.rules_by_id:
            return ()
        longest: dict[int, Finding] = {}
        for hit in reading.hits("spun"):
            span, phrase = Span(hit.start, hit.end), context.knowledge.spun[hit.owner]
            held = longest.get(span.start)
            if reading.is_exempt(span) or (held is not None and held.span.end >= span.end):
                continue
            finding = build_finding(context.knowledge.rules_by_id[RULE], span, span.of(reading.text), ())
            evidence = Evidence("data/spun.tsv", f"'{phrase.phrase}' for '{phrase.meant}'")
            finding = replace(finding, evidence=(evidence,))
            longest[span.start] = soften(finding) if reading.is_quoted(span) else finding
        return longest.values()
