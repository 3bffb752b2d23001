"""Names translated as words whose bearer only other documents name: `Thick, said` in one, İbrahim Kalın in the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from degarble.folding import fold
from degarble.knowledge import Knowledge
from degarble.knowledge.rules import Rule
from degarble.names.compare import Comparer
from degarble.names.decisions import Decided
from degarble.names.gather import Gathered
from degarble.schema import Evidence, Finding, Level, Mention, NameKind, Suggestion

RULE, SCORE = "names/literal", 0.75


def find_words(
    gathered: list[Gathered], knowledge: Knowledge, comparer: Comparer, decided: Decided
) -> Iterator[tuple[str, Finding]]:
    """Move each word that stands for a name to the one person of the folder it can mean, and yield (document, finding).

    Only words that a detector found in the place of a name (`Mention.is_word`) are looked at, so that a person called
    Thick stays who she is.
    """
    words = [item for item in gathered if any(mention.is_word for mention in item.mentions())]
    if not words:
        return
    index, bearers = knowledge.names_by_gloss, _index_bearers(gathered, comparer)
    for item in words:
        text = item.groups[0].main
        names = index.get(text.lower(), frozenset())
        found = {id(bearer): (bearer, name) for name in names for bearer in bearers.get(name, ()) if bearer is not item}
        if len(found) != 1:
            continue
        bearer, name = next(iter(found.values()))
        if not any(decided.parts(text, known) for known in bearer.names):
            yield from _report(item, bearer, name, knowledge)
            _move(item, bearer)
            gathered.remove(item)


def _index_bearers(gathered: Sequence[Gathered], comparer: Comparer) -> dict[str, list[Gathered]]:
    """Return the persons by the words of their full names."""
    index: dict[str, list[Gathered]] = {}
    for item in gathered:
        if item.kind is NameKind.PERSON:
            for word in {word for name in item.names for word in comparer.tokens(name)}:
                index.setdefault(word, []).append(item)
    return index


def _report(item: Gathered, bearer: Gathered, name: str, knowledge: Knowledge) -> Iterator[tuple[str, Finding]]:
    rule = knowledge.rules_by_id.get(RULE)
    written = _spell(bearer, name)
    documents = {mention.document for mention in bearer.mentions()}
    known = max(bearer.names, key=len)
    reason = Evidence(
        "folder", f"{len(documents)} other document{'s name' if len(documents) > 1 else ' names'} {known}"
    )
    for mention in item.mentions():
        if rule is not None and mention.is_word:
            yield mention.document, _make(mention, rule, written, reason, bearer.entity)


def _make(mention: Mention, rule: Rule, written: str, reason: Evidence, entity: str) -> Finding:
    is_quoted = mention.quoted
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        span=mention.span,
        text=mention.text,
        message=rule.message.replace("{text}", mention.text).replace("{best}", written),
        severity=rule.severity,
        level=Level.FLAG if is_quoted else Level.SUGGEST,
        score=SCORE,
        suggestions=() if is_quoted else (Suggestion(written, SCORE),),
        evidence=(reason,),
        entity=entity,
    )


def _spell(bearer: Gathered, name: str) -> str:
    """Return a word of a name as the documents spell it, with its marks if any does."""
    found = sorted({word for full in bearer.names for word in full.split() if fold(word) == name}, key=str.isascii)
    return found[0] if found else name.capitalize()


def _move(item: Gathered, bearer: Gathered) -> None:
    for group in item.groups:
        group.literals.add(group.main)
    bearer.groups += item.groups
