"""Names in a text: those of the knowledge base, and capitalised sequences that stand like names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from degarble.folding import strip_marks
from degarble.names.known import find_known
from degarble.names.runs import Run, find_runs
from degarble.names.vocabulary import Vocabulary, make_vocabulary
from degarble.reading import Reading
from degarble.schema import Mention, NameKind, Span

SUPPORT, OPENER_SUPPORT = 0.8, 0.9
SHORT_WORD, LONG_WORD = 3, 4


def find_mentions(reading: Reading) -> tuple[Mention, ...]:
    """Return the names of a document in order, without overlaps; a person's `role` is the title before the name."""
    vocabulary = make_vocabulary(reading.knowledge)
    known = find_known(reading)
    runs = find_runs(reading, vocabulary, {mention.span.start for mention in known})
    mentions = _merge(reading, known, runs, vocabulary)
    entities = {mention.span for mention in known}
    loose = {run.span: OPENER_SUPPORT if run.is_opener else SUPPORT for run in runs if run.is_loose}
    mentions = _drop_loose(mentions, {span: loose[span] for span in loose.keys() - entities}, vocabulary, reading)
    mentions = [_know(mention, reading) for mention in _drop_doubtful(mentions) if not _is_phrase(mention, reading)]
    return tuple(sorted(mentions, key=lambda mention: mention.span))


def _is_phrase(mention: Mention, reading: Reading) -> bool:
    """Tell whether capitalised words are no name: furniture of a page, or words none of which is one."""
    if mention.entity:
        return False
    if reading.is_exempt(mention.span):
        return True
    words = mention.text.lower().split()
    if mention.kind is not NameKind.PERSON or mention.role or len(words) < 2:
        return False
    known, common = reading.knowledge.vocabulary, reading.knowledge.name_words
    return all(word in known for word in words) and common.isdisjoint(words)


def _know(mention: Mention, reading: Reading) -> Mention:
    """Return a mention with its entity: a body by what its name says, a politician of a country in the text by name."""
    if mention.entity:
        return mention
    entity = None
    if mention.kind is NameKind.ORGANISATION:
        entity = reading.knowledge.bodies.find(mention.text, reading.countries, reading.year)
    elif mention.kind is NameKind.PERSON and " " in mention.text:
        entity = reading.knowledge.politicians.find(mention.text, reading.countries)
    return replace(mention, entity=entity.id) if entity else mention


def _merge(reading: Reading, known: list[Mention], runs: list[Run], vocabulary: Vocabulary) -> list[Mention]:
    """Let a run decide where a name ends, and the knowledge base who it is."""
    mentions: list[Mention] = []
    used: set[Span] = set()
    place = 0
    for run in runs:
        while place < len(known) and known[place].span.end <= run.span.start:
            place += 1
        inside = [item for item in known[place : place + 8] if item.span.overlaps(run.span)]
        mention = _settle(reading, run, inside, vocabulary)
        if mention is not None:
            mentions.append(mention)
            used.update(item.span for item in inside if item.span.overlaps(mention.span))
    return mentions + [item for item in known if item.span not in used]


def _settle(reading: Reading, run: Run, known: list[Mention], vocabulary: Vocabulary) -> Mention | None:
    """Return the mention of a run; None leaves its place to the known names inside."""
    mention = Mention(
        reading.document.id,
        run.span,
        run.span.of(reading.text),
        run.kind,
        role=run.role,
        quoted=reading.is_quoted(run.span),
    )
    if not known:
        return None if run.is_doubtful else mention
    if sum(item.span.end - item.span.start for item in known) >= len(mention.text) - len(known) + 1 and len(known) > 1:
        return None
    longest = max(known, key=lambda item: item.span.end - item.span.start)
    if longest.span.contains(run.span):
        return replace(longest, role=longest.role or run.role)
    if run.is_doubtful or (longest.kind is not NameKind.PERSON and run.kind is not NameKind.ORGANISATION):
        return None
    if longest.kind is NameKind.PERSON and longest.span.end == run.span.end:
        if " " in longest.text:
            return replace(longest, role=longest.role or run.role)
        names = reading.knowledge.entities[longest.entity].canonical if longest.entity else ""
        same = vocabulary.comparer.compare_names(mention.text, names) >= vocabulary.same if names else False
        return replace(mention, kind=NameKind.PERSON, entity=longest.entity if same else "")
    return mention


def _is_supported(mention: Mention, words: frozenset[str], vocabulary: Vocabulary, least: float) -> bool:
    """Tell whether a bare capitalised word is like a word of a longer name of the text."""
    comparer = vocabulary.comparer
    token = comparer.tokens(mention.text)[-1]
    return any(comparer.compare_words(token, word) >= least or comparer.is_case_form(token, word) for word in words)


def _drop_loose(
    mentions: list[Mention], loose: Mapping[Span, float], vocabulary: Vocabulary, reading: Reading
) -> list[Mention]:
    """Drop bare words that nothing shows to be names: words of the language that no name of the text has."""
    tokens = vocabulary.comparer.tokens
    words = frozenset(
        word
        for mention in mentions
        if mention.span not in loose and mention.kind in (NameKind.PERSON, NameKind.PLACE)
        for word in tokens(mention.text)
        if len(word) > 3
    )
    kept_forms: dict[tuple[str, float], bool] = {}
    for item in mentions:
        key = (item.text, loose.get(item.span, 0.0))
        if item.span in loose and key not in kept_forms:
            kept_forms[key] = _is_foreign(item.text, reading, key[1]) or _is_supported(item, words, vocabulary, key[1])
    kept = [item for item in mentions if item.span not in loose or kept_forms[item.text, loose[item.span]]]
    people = {tokens(item.text)[-1] for item in kept if item.kind is NameKind.PERSON and " " in item.text}
    places: dict[str, set[str]] = {}
    for item in kept:
        if item.kind is NameKind.PLACE:
            places.setdefault(strip_marks(item.text), set()).add(item.text)
    return [_name_kind(item, people, places, vocabulary, reading.knowledge.cities) for item in kept]


def _is_foreign(text: str, reading: Reading, least: float) -> bool:
    """Tell whether a word is none of the language, long enough to be no slip where its place explains its capital.

    A word of the language counts when known names have it and it is not a common one: Macron, Merkel.
    """
    knowledge, lower = reading.knowledge, text.lower()
    if len(text) < (LONG_WORD if least == OPENER_SUPPORT else SHORT_WORD) or not text.replace("-", "").isalpha():
        return False
    return lower not in knowledge.vocabulary or (lower in knowledge.name_words and lower not in knowledge.common)


def _name_kind(
    mention: Mention,
    people: set[str],
    places: Mapping[str, set[str]],
    vocabulary: Vocabulary,
    cities: Mapping[str, str],
) -> Mention:
    """Return a bare word as the place it is, or as the person whose surname it is."""
    if mention.entity or mention.kind not in (NameKind.PERSON, NameKind.PLACE):
        return mention
    plain = strip_marks(mention.text)
    is_city = mention.text in cities and not mention.role and mention.text.lower() not in people
    if plain.lower() in vocabulary.capitals or is_city or places.get(plain, set()) - {mention.text}:
        return replace(mention, kind=NameKind.PLACE)
    if " " in mention.text:
        return mention
    compare, word = vocabulary.comparer.compare_words, vocabulary.comparer.tokens(mention.text)[-1]
    is_person = mention.kind is NameKind.PLACE and any(compare(word, surname) >= SUPPORT for surname in people)
    return replace(mention, kind=NameKind.PERSON) if is_person else mention


def _drop_doubtful(mentions: list[Mention]) -> list[Mention]:
    """Take the known person from a bare surname where the text gives that surname to somebody else only."""
    full: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.kind is NameKind.PERSON and " " in mention.text:
            full.setdefault(mention.text.split()[-1].lower(), set()).add(mention.entity)
    return [
        replace(mention, entity="")
        if mention.kind is NameKind.PERSON
        and " " not in mention.text
        and mention.entity not in full.get(mention.text.lower(), {mention.entity})
        else mention
        for mention in mentions
    ]
