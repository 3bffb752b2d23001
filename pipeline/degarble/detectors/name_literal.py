"""Names translated as words: `Thick, said` beside İbrahim Kalın, `General Caliph Khafter`, `The Crescent`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding, soften
from degarble.detectors.literal_others import find_others, is_beside_paper, stands_alone, with_article
from degarble.detectors.literal_people import find_people
from degarble.detectors.name_organisation import is_about
from degarble.knowledge.rules import Rule
from degarble.names.compare import make_comparer
from degarble.names.fit import fit_name
from degarble.names.ordinary import is_single
from degarble.schema import Entity, Evidence, Finding, Level, NameKind, Span

CURATED, LOOSE, LIKELY_ORIGIN = 0.9, 0.7, 0.35
WRITTEN = ("spelling", "translit")
SPORTS = frozenset(("football", "sport"))


class NameLiteral:
    """Reports words that stand in the place of a name and mean what a name of the source language means."""

    name = "name-literal"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield the findings; in quotations they are only reported."""
        rule = context.knowledge.rules_by_id.get("names/literal")
        if rule is None:
            return
        for finding in (*_find_curated(context, rule), *find_people(context, rule), *find_others(context, rule)):
            if not context.reading.is_exempt(finding.span):
                yield soften(finding) if context.reading.is_quoted(finding.span) else finding


def _find_curated(context: Context, rule: Rule) -> Iterator[Finding]:
    """Yield literal forms of curated persons, clubs, papers and places."""
    comparer = make_comparer(context.knowledge)
    for hit in context.reading.hits("literals"):
        entity, alias = context.knowledge.forms[hit.owner]
        span = Span(hit.start, hit.end)
        text = span.of(context.reading.text)
        if entity.kind is NameKind.ORGANISATION or not is_about(context, entity) or not _has_capitals(text, alias.form):
            continue
        if is_single(alias.form, context.knowledge) and not _is_borne_out(context, entity, span):
            continue
        repair = (
            fit_name(text, entity.canonical, comparer) if entity.kind is NameKind.PERSON else _write(context, entity)
        )
        known = any(mention.entity == entity.id and mention.text != text for mention in context.mentions)
        finding = build_finding(rule, span, text, (repair or entity.canonical,))
        reason = Evidence("data/names/curated", f"{alias.form}: literal form of {entity.canonical}")
        level = finding.level if known or not entity.country or context.is_origin_known else Level.FLAG
        score = CURATED if known else LOOSE
        yield replace(finding, level=level, score=score, evidence=(reason,), entity=entity.id)


def _write(context: Context, entity: Entity) -> str:
    """Return the name as the document writes it elsewhere, else the canonical form."""
    forms = {alias.form for alias in entity.aliases if alias.kind in WRITTEN}
    own = Counter(item.text for item in context.mentions if item.entity == entity.id and item.text in forms)
    return own.most_common(1)[0][0] if own else entity.canonical


def _is_borne_out(context: Context, entity: Entity, span: Span) -> bool:
    """Tell whether a word of the language may stand for a name: by its place, and by the name itself or the language.

    A paper needs the word for one beside it, a club its sport and an article where the text does not name it; a person
    without a witness is told by the place of the word (`literal_people`), anything else not at all.
    """
    if not stands_alone(context, span):
        return False
    if entity.kind is NameKind.MEDIA and not is_beside_paper(context, span):
        return False
    if context.names_besides(entity, span):
        return not entity.country or entity.country in context.reading.countries
    languages = context.knowledge.country_languages.get(entity.country, frozenset())
    if not any(context.origin_score(lang) >= LIKELY_ORIGIN for lang in languages):
        return False
    is_club = entity.kind is NameKind.CLUB
    return entity.kind is NameKind.MEDIA or (
        is_club and bool(context.reading.topics & SPORTS) and _is_definite(span, context)
    )


def _is_definite(span: Span, context: Context) -> bool:
    return with_article(context, span) != span or span.of(context.reading.text).lower().startswith("the ")


def _has_capitals(text: str, form: str) -> bool:
    """Tell whether a text is capitalised like the form, articles apart, and at all."""
    words = list(zip(text.split(), form.split(), strict=False))
    return any(word[0].isupper() for word, _ in words[-2:]) and all(
        word[0].isupper() for word, model in words if model[0].isupper() and word.lower() != "the"
    )
