"""Names of the knowledge base as they stand in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from degarble.knowledge.phrases import Hit
from degarble.reading import Reading
from degarble.schema import Alias, Entity, Mention, NameKind, Span

_ENGLISH = ("canonical", "acronym", "spelling")


def find_known(reading: Reading) -> list[Mention]:
    """Return the known names in order, the longest where several overlap, with the likeliest entity for each form."""
    found: dict[Span, list[Hit]] = {}
    for hit in (*reading.hits("names"), *reading.hits("literals")):
        found.setdefault(Span(hit.start, hit.end), []).append(hit)
    mentions = [_make_mention(reading, span, *_choose(reading, found[span])) for span in found]
    return _pick_longest([item for item in (*mentions, *_find_countries(reading)) if item is not None])


def _make_mention(reading: Reading, span: Span, entity: Entity, alias: Alias) -> Mention | None:
    text = span.of(reading.text)
    if not _is_name(text, alias) or (alias.kind == "literal" and entity.kind is not NameKind.PERSON):
        return None
    kind = NameKind.ACRONYM if alias.kind == "acronym" else entity.kind
    return Mention(reading.document.id, span, text, kind, entity.id, quoted=reading.is_quoted(span))


def _find_countries(reading: Reading) -> Iterator[Mention]:
    """Yield countries and nationalities written with a capital."""
    for channel, kind in (("countries", NameKind.PLACE), ("nationalities", NameKind.DEMONYM)):
        for hit in reading.hits(channel):
            span = Span(hit.start, hit.end)
            text = span.of(reading.text)
            if text[0].isupper() or (" " in text and text != text.lower()):
                yield Mention(reading.document.id, span, text, kind, quoted=reading.is_quoted(span))


def _pick_longest(mentions: list[Mention]) -> list[Mention]:
    """Return mentions without overlaps in order; known entities before bare countries of the same length."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda item: (item.span.start, -item.span.end, not item.entity)):
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
        elif _length(mention) > _length(kept[-1]):
            kept[-1] = mention
    return kept


def _length(mention: Mention) -> int:
    return mention.span.end - mention.span.start


def _choose(reading: Reading, hits: Sequence[Hit]) -> tuple[Entity, Alias]:
    """Return the entity a form stands for: rather one whose country the text names, whose English name it is."""
    forms = reading.knowledge.forms
    options = [forms[hit.owner] for hit in hits]
    if len({entity.id for entity, _ in options}) == 1:
        return min(options, key=_rank)
    countries = reading.countries
    return min(options, key=lambda option: (option[0].country not in countries, _rank(option)))


def _rank(option: tuple[Entity, Alias]) -> tuple[bool, bool, str]:
    entity, alias = option
    return alias.kind not in _ENGLISH, alias.lang not in ("", "en"), entity.id


def _is_name(text: str, alias: Alias) -> bool:
    """Tell whether a hit is written as a name: a capital, or several words of a damaged text all in lower case."""
    if alias.form.islower():
        return not any(char.isupper() for char in text[1:]) or text.isupper()
    if any(word[:1].isupper() for word in text.replace("-", " ").split()):
        return text[0].isupper() or " " in text or "-" in text
    return " " in text and len(text) > 10
