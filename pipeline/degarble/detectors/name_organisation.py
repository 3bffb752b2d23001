"""Bodies whose name was translated twice, and names that do not fit the acronym behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from degarble.cover import Nest
from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding, soften
from degarble.detectors.literal_others import stands_alone
from degarble.names.ordinary import is_single
from degarble.schema import Entity, Evidence, Finding, Level, Mention, NameKind, Span, Suggestion

DATED, UNDATED, REWORDED, LIKELY = 0.9, 0.6, 0.75, 0.3
_BODIES = (NameKind.ORGANISATION,)


class NameOrganisation:
    """Reports curated literal names of bodies, and names that clash with their acronym."""

    name = "name-organisation"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield the findings; in quotations they are only reported."""
        for finding in (*_find_literals(context), *_find_reworded(context), *_find_clashes(context)):
            if not context.reading.is_exempt(finding.span):
                yield soften(finding) if context.reading.is_quoted(finding.span) else finding


def _find_literals(context: Context) -> Iterator[Finding]:
    rule = context.knowledge.rules_by_id.get("names/organisation")
    if rule is None:
        return
    longest = _pick_longest(context)
    for span, entity in longest.items():
        text = span.of(context.reading.text)
        if is_single(text, context.knowledge) and not (
            context.names_besides(entity, span) and stands_alone(context, span)
        ):
            continue
        if _is_capitalised(text) and is_about(context, entity) and not context.is_inside_name(span):
            finding = build_finding(rule, span, text, (entity.canonical,))
            reason = Evidence("data/names/curated", f"{text}: literal form of {entity.canonical}")
            yield replace(finding, evidence=(reason,), entity=entity.id)


def _find_reworded(context: Context) -> Iterator[Finding]:
    """Yield names of bodies that say the same as a known one's in other words: National Reconciliation Government."""
    rule = context.knowledge.rules_by_id.get("names/organisation")
    if rule is None or not context.is_origin_known:
        return
    for mention in context.mentions:
        entity = context.knowledge.entities.get(mention.entity)
        if mention.kind is not NameKind.ORGANISATION or entity is None or _is_listed(mention.text, entity):
            continue
        changed = context.knowledge.bodies.find_changed(mention.text, entity)
        if changed:
            finding = build_finding(rule, mention.span, mention.text, (entity.canonical,))
            reason = ", ".join(f"{word} for {usual}" for word, usual in changed)
            evidence = Evidence("data/concepts.tsv", f"{entity.canonical} in other words: {reason}")
            repairs = (Suggestion(entity.canonical, REWORDED),)
            yield replace(finding, score=REWORDED, suggestions=repairs, evidence=(evidence,), entity=entity.id)


def _is_listed(text: str, entity: Entity) -> bool:
    return text.lower() in {entity.canonical.lower(), *(alias.form.lower() for alias in entity.aliases)}


def _pick_longest(context: Context) -> dict[Span, Entity]:
    """Return the literal names of bodies by place, without those inside a longer one."""
    spans: dict[Span, Entity] = {}
    for hit in context.reading.hits("literals"):
        entity, _ = context.knowledge.forms[hit.owner]
        if entity.kind in _BODIES:
            spans[Span(hit.start, hit.end)] = entity
    nest = Nest(spans)
    return {span: entity for span, entity in spans.items() if all(other == span for other in nest.around(span))}


def _is_capitalised(text: str) -> bool:
    words = [word for word in re.split(r"[\s-]+", text) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


def is_about(context: Context, entity: Entity) -> bool:
    """Tell whether the document is about the entity's country, or names the entity itself."""
    if not entity.country or entity.country in context.reading.countries:
        return True
    languages = context.knowledge.country_languages.get(entity.country, frozenset())
    if context.is_origin_known and any(context.origin_score(lang) >= LIKELY for lang in languages):
        return True
    return entity.id in context.named


def _find_clashes(context: Context) -> Iterator[Finding]:
    """Yield names in front of a bracketed acronym of another body that is easily taken for it."""
    rule = context.knowledge.rules_by_id.get("names/organisation-clash")
    entities = context.knowledge.entities
    for name, acronym in find_brackets(context):
        named, meant = entities.get(name.entity), entities.get(acronym.entity)
        if rule is None or named is None or meant is None or meant.id not in named.not_same_as:
            continue
        if name.text.lower() in meant.canonical.lower():
            continue
        finding = build_finding(rule, name.span, name.text, (meant.canonical,))
        yield replace(_date(finding, named, meant, context.reading.year), entity=meant.id)


def find_brackets(context: Context) -> Iterator[tuple[Mention, Mention]]:
    """Yield (name, acronym) where the acronym stands in brackets directly behind the name."""
    text = context.reading.text
    for name, acronym in zip(context.mentions, context.mentions[1:], strict=False):
        gap = text[name.span.end : acronym.span.start]
        if (
            acronym.kind is NameKind.ACRONYM
            and gap in (" (", "(")
            and text[acronym.span.end : acronym.span.end + 1] == ")"
        ):
            yield name, acronym


def _date(finding: Finding, named: Entity, meant: Entity, year: int | None) -> Finding:
    """Let the date decide: repaired when only the acronym's body existed, else flagged."""
    if year is None:
        reason = Evidence("date", "the text has no date to decide by")
        return replace(finding, level=Level.FLAG, score=UNDATED, evidence=(*finding.evidence, reason))
    reason = Evidence("date", f"in {year}: {meant.canonical} {_span(meant)}, {named.canonical} {_span(named)}")
    evidence = (*finding.evidence, reason)
    if meant.is_valid(year) and not named.is_valid(year):
        repairs = tuple(Suggestion(item.text, DATED) for item in finding.suggestions)
        return replace(finding, score=DATED, suggestions=repairs, evidence=evidence)
    if named.is_valid(year) and not meant.is_valid(year):
        return replace(finding, level=Level.FLAG, suggestions=(), evidence=evidence)
    return replace(finding, score=UNDATED, evidence=evidence)


def _span(entity: Entity) -> str:
    first, last = entity.valid
    return f"{first or ''}-{last or ''}"
