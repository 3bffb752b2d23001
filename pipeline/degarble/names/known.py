"""Names of the knowledge base as they stand in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from degarble.knowledge.entries import COUNTRY, name_country
from degarble.names.ordinary import is_ordinary, is_single
from degarble.reading import Reading
from degarble.schema import Alias, Entity, Mention, NameKind, Span

Option = tuple[Entity, Alias]
SHORT_ACRONYM = 3
_BODIES = (NameKind.ORGANISATION, NameKind.PLACE)
_ENGLISH = ("canonical", "acronym", "spelling")


def find_known(reading: Reading) -> list[Mention]:
    """Return the known names in order, the longest where several overlap, with the likeliest entity for each form."""
    found: dict[Span, list[Option]] = {}
    for hit in (*reading.hits("names"), *reading.hits("literals")):
        entity, alias = reading.knowledge.forms[hit.owner]
        span = Span(hit.start, hit.end)
        if _may_name(reading, span, entity, alias):
            found.setdefault(span, []).append((entity, alias))
    sure = frozenset(
        entity.id
        for options in found.values()
        for entity, alias in options
        if not alias.ambiguous and len(options) == 1 and len(alias.form) > SHORT_ACRONYM
    )
    mentions = [_make_mention(reading, span, found[span], sure) for span in found]
    return _pick_longest([item for item in (*mentions, *_find_countries(reading)) if item is not None])


def _may_name(reading: Reading, span: Span, entity: Entity, alias: Alias) -> bool:
    text = span.of(reading.text)
    if not _is_name(text, alias):
        return False
    if alias.kind != "literal":
        return True
    is_about = entity.kind is NameKind.ORGANISATION and entity.country in reading.countries
    return (entity.kind is NameKind.PERSON or is_about) and not is_single(text, reading.knowledge)


def _make_mention(reading: Reading, span: Span, options: Sequence[Option], sure: Set[str]) -> Mention | None:
    """Return the mention of a form; without an entity where several share the form and nothing decides."""
    text = span.of(reading.text)
    fitting = [option for option in options if _fits(reading, span, option, sure)]
    if not fitting:
        if is_ordinary(text, reading.knowledge) and not _is_capitalised_body(reading, span, options):
            return None
        entity, alias = options[0]
        known = ""
    else:
        entity, alias = _choose(reading, span, fitting)
        known = entity.id if _is_settled(reading, span, entity, fitting) else ""
    kind = NameKind.ACRONYM if alias.kind == "acronym" else entity.kind
    return Mention(reading.document.id, span, text, kind, known, quoted=reading.is_quoted(span))


def _fits(reading: Reading, span: Span, option: Option, sure: Set[str]) -> bool:
    """Tell whether the text speaks of the entity an ambiguous form stands for.

    Another form of it is in the text; or its country is, in a year in which it was there. A form that is a word of the
    language must be its very name besides, and owe its capital to no sentence's head. Acronyms of few letters stand for
    too many things to be left without a country.
    """
    entity, alias = option
    is_short = alias.kind == "acronym" and len(alias.form) <= SHORT_ACRONYM
    if not (alias.ambiguous or is_short) or entity.id in sure:
        return True
    if entity.country and entity.country not in reading.countries:
        return False
    if alias.ambiguous and reading.year and not entity.is_valid(reading.year):
        return False
    if not is_ordinary(alias.form, reading.knowledge):
        return True
    return _is_capitalised_body(reading, span, (option,))


def _is_capitalised_body(reading: Reading, span: Span, options: Sequence[Option]) -> bool:
    """Tell whether a word is the very name of a body or place and owes its capital to no sentence's head."""
    if not any(alias.kind == "canonical" and entity.kind in _BODIES for entity, alias in options):
        return False
    sentence = reading.sentence_at(span.start)
    return sentence is not None and any(char.isalnum() for char in reading.text[sentence.start : span.start])


def _find_countries(reading: Reading) -> Iterator[Mention]:
    """Yield countries, nationalities and cities of several words.

    A damaged text loses their capitals; then only words that are nothing else count (`russian`, not `polish`).
    """
    knowledge = reading.knowledge
    other = knowledge.lowered("lower-words")
    for channel, kind in (
        ("countries", NameKind.PLACE),
        ("nationalities", NameKind.DEMONYM),
        ("cities", NameKind.PLACE),
    ):
        for hit in reading.hits(channel):
            span = Span(hit.start, hit.end)
            text = span.of(reading.text)
            if text != text.lower() or (text.isalpha() and text not in other):
                entity = "" if channel == "cities" else name_country(knowledge.demonyms[hit.owner].code)
                yield Mention(reading.document.id, span, text, kind, entity, quoted=reading.is_quoted(span))


def _pick_longest(mentions: list[Mention]) -> list[Mention]:
    """Return mentions without overlaps in order; known entities before bare countries of the same length."""
    kept: list[Mention] = []
    for mention in sorted(
        mentions, key=lambda item: (item.span.start, -item.span.end, _is_country(item), not item.entity)
    ):
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
        elif _length(mention) > _length(kept[-1]):
            kept[-1] = mention
    return kept


def _is_country(mention: Mention) -> bool:
    return mention.entity.startswith(COUNTRY)


def _length(mention: Mention) -> int:
    return mention.span.end - mention.span.start


def _choose(reading: Reading, span: Span, options: Sequence[Option]) -> Option:
    """Return the entity a form stands for: rather of the time and of a country in the text, so called in English."""
    if len({entity.id for entity, _ in options}) == 1:
        return min(options, key=_rank)
    countries, year = reading.countries, reading.year
    sentence = reading.sentence_at(span.start)
    here = reading.countries_in(sentence) if sentence else frozenset()
    return min(
        options,
        key=lambda option: (
            year is not None and not option[0].is_valid(year),
            option[0].country not in here,
            option[0].country not in countries,
            _rank(option),
        ),
    )


def _is_settled(reading: Reading, span: Span, entity: Entity, options: Sequence[Option]) -> bool:
    """Tell whether the others of a shared form are out of question: by the year, or by the country in the sentence."""
    year = reading.year
    rivals = [
        other
        for other, alias in options
        if other.id != entity.id and alias.ambiguous and (year is None or other.is_valid(year))
    ]
    if not rivals or all(rival.country not in reading.countries for rival in rivals):
        return True
    sentence = reading.sentence_at(span.start)
    here = reading.countries_in(sentence) if sentence else frozenset()
    return entity.country in here and all(rival.country not in here for rival in rivals)


def _rank(option: Option) -> tuple[bool, bool, str]:
    entity, alias = option
    return alias.kind not in _ENGLISH, alias.lang not in ("", "en"), entity.id


def _is_name(text: str, alias: Alias) -> bool:
    """Tell whether a hit is written as a name: a capital, or several words of a damaged text all in lower case."""
    if alias.form.islower():
        return not any(char.isupper() for char in text[1:]) or text.isupper()
    if any(word[:1].isupper() for word in text.replace("-", " ").split()):
        return text[0].isupper() or " " in text or "-" in text
    return " " in text and len(text) > 10
