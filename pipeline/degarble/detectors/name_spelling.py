"""Spellings that are wrong or foreign by themselves: known misspellings, half-folded diacritics, another press."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding, soften
from degarble.folding import strip_marks
from degarble.names.compare import Comparer, make_comparer
from degarble.names.fit import fit_name
from degarble.schema import Entity, Evidence, Finding, Level, Mention, NameKind, Span

ENGLISH = ("", "en")
SECOND_WITNESS = 0.97


class NameSpelling:
    """Reports forms on the list of misspellings, half-folded names, foreign spellings and politically chosen pairs."""

    name = "name-spelling"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield a finding for each mention of a known name that is spelled wrongly, and for each chosen pair."""
        comparer = make_comparer(context.knowledge)
        for mention in context.mentions:
            entity = context.knowledge.entities.get(mention.entity)
            if entity is None or context.reading.is_exempt(mention.span):
                continue
            rule, why = judge_spelling(mention.text, entity, context, comparer)
            if not rule and mention.text not in _forms(entity):
                mention = _take_surname(mention)
                rule, why = judge_spelling(mention.text, entity, context, comparer)
            finding = _make_finding(context, mention, entity, rule, comparer) if rule else None
            if finding is not None:
                finding = replace(finding, evidence=(Evidence("data/names/curated", why),))
                yield _confirm(finding, mention, entity, context)
        yield from _find_chosen(context)


def _forms(entity: Entity) -> frozenset[str]:
    return frozenset((entity.canonical, *(alias.form for alias in entity.aliases)))


def _take_surname(mention: Mention) -> Mention:
    """Return a mention of the last word alone: its spelling may be known where that of the full form is not."""
    word = mention.text.split()[-1]
    return replace(mention, text=word, span=Span(mention.span.end - len(word), mention.span.end))


def judge_spelling(text: str, entity: Entity, context: Context, comparer: Comparer) -> tuple[str, str]:
    """Return the rule a form of an entity falls under and the reason; empty when the form is good."""
    aliases = [alias for alias in entity.aliases if alias.form.lower() == text.lower()]
    good = [alias for alias in aliases if alias.kind != "misspelling"]
    if text == entity.canonical or any(alias.lang in ENGLISH for alias in good):
        return "", ""
    fitted = fit_name(text, entity.canonical, comparer)
    if fitted is not None and _is_half_folded(text, fitted):
        return "names/half-folded", f"{entity.canonical}; without diacritics {strip_marks(fitted)}"
    if aliases and not good:
        return "names/misspelling", f"known misspelling of {entity.canonical}"
    langs = sorted({alias.lang for alias in good if alias.kind in ("spelling", "translit") and not alias.ambiguous})
    spoken = [lang for lang in langs if context.is_origin_known and context.supports(lang)]
    if entity.kind is NameKind.PERSON and spoken and fitted is not None and strip_marks(fitted) != text:
        return "names/foreign-spelling", f"{spoken[0]}: {text}"
    return "", ""


def _is_half_folded(text: str, fitted: str) -> bool:
    """Tell whether a form has some diacritics of the right one and has lost others."""
    return text != fitted and not text.isascii() and not fitted.isascii() and strip_marks(text) == strip_marks(fitted)


def _make_finding(
    context: Context, mention: Mention, entity: Entity, rule_id: str, comparer: Comparer
) -> Finding | None:
    rule = context.knowledge.rules_by_id.get(rule_id)
    repair = fit_name(mention.text, entity.canonical, comparer)
    if repair is not None and rule_id != "names/half-folded" and _writes_plain(context, entity, repair):
        repair = strip_marks(repair)
    if rule is None or repair == mention.text:
        return None
    finding = build_finding(rule, mention.span, mention.text, (repair,) if repair else ())
    return replace(finding, entity=entity.id)


def _writes_plain(context: Context, entity: Entity, repair: str) -> bool:
    """Tell whether the document writes the name without its diacritics elsewhere."""
    plain = strip_marks(repair)
    return plain != repair and any(
        item.entity == entity.id and item.text.endswith(plain.split()[-1]) for item in context.mentions
    )


def _confirm(finding: Finding, mention: Mention, entity: Entity, context: Context) -> Finding:
    """Return a misspelling as AUTO when the same document has the right full form of the name."""
    if mention.quoted:
        return soften(finding)
    right = strip_marks(entity.canonical).lower()
    witness = next((item for item in context.mentions if strip_marks(item.text).lower() == right), None)
    if finding.rule != "names/misspelling" or finding.best is None or witness is None or witness.span == mention.span:
        return finding
    reason = Evidence("same document", witness.text, witness.span)
    return replace(finding, level=Level.AUTO, score=SECOND_WITNESS, evidence=(*finding.evidence, reason))


def _find_chosen(context: Context) -> Iterator[Finding]:
    """Yield the rarer of two politically chosen names of one place, where the text writes both outside quotations."""
    rule = context.knowledge.rules_by_id.get("names/chosen")
    reading = context.reading
    for row in context.knowledge.lists.get("chosen", ()):
        forms = row.split("|")
        if rule is None or sum(form.lower() in reading.words for form in forms) < 2:
            continue
        places: dict[str, list[Span]] = {form: [] for form in forms}
        for token in reading.tokens:
            span = Span(token.start, token.end)
            if token.text in places and not reading.is_quoted(span) and not reading.is_exempt(span):
                places[token.text].append(span)
        used = sorted((form for form in forms if places[form]), key=lambda form: -len(places[form]))
        for form in used[1:]:
            yield from (build_finding(rule, span, form, ()) for span in places[form])
