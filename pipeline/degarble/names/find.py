"""Names in a text: those of the knowledge base, and capitalised sequences that stand like names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from degarble.names.known import find_known
from degarble.names.romanize import strip_marks
from degarble.names.runs import Run, find_runs
from degarble.names.vocabulary import Vocabulary, make_vocabulary
from degarble.reading import Reading
from degarble.schema import Mention, NameKind, Span

SUPPORT, OPENER_SUPPORT = 0.8, 0.9


def find_mentions(reading: Reading) -> tuple[Mention, ...]:
    """Return the names of a document in order, without overlaps; a person's `role` is the title before the name."""
    vocabulary = make_vocabulary(reading.knowledge)
    known = find_known(reading)
    runs = find_runs(reading, vocabulary, {mention.span.start for mention in known})
    mentions = _merge(reading, known, runs, vocabulary)
    entities = {mention.span for mention in known}
    loose = {run.span: OPENER_SUPPORT if run.is_opener else SUPPORT for run in runs if run.is_loose}
    mentions = _drop_loose(mentions, {span: loose[span] for span in loose.keys() - entities}, vocabulary)
    return tuple(sorted(_drop_doubtful(mentions), key=lambda mention: mention.span))


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


def _drop_loose(mentions: list[Mention], loose: Mapping[Span, float], vocabulary: Vocabulary) -> list[Mention]:
    """Drop bare words that nothing in the text shows to be names."""
    tokens = vocabulary.comparer.tokens
    words = frozenset(
        word
        for mention in mentions
        if mention.span not in loose and mention.kind in (NameKind.PERSON, NameKind.PLACE)
        for word in tokens(mention.text)
        if len(word) > 3
    )
    supported: dict[tuple[str, float], bool] = {}
    for item in mentions:
        key = (item.text, loose.get(item.span, 0.0))
        if item.span in loose and key not in supported:
            supported[key] = _is_supported(item, words, vocabulary, loose[item.span])
    kept = [item for item in mentions if item.span not in loose or supported[item.text, loose[item.span]]]
    people = {tokens(item.text)[-1] for item in kept if item.kind is NameKind.PERSON and " " in item.text}
    places: dict[str, set[str]] = {}
    for item in kept:
        if item.kind is NameKind.PLACE:
            places.setdefault(strip_marks(item.text), set()).add(item.text)
    return [_name_kind(item, people, places, vocabulary) for item in kept]


def _name_kind(mention: Mention, people: set[str], places: Mapping[str, set[str]], vocabulary: Vocabulary) -> Mention:
    """Return a bare word as the place it is, or as the person whose surname it is."""
    if mention.entity or mention.kind not in (NameKind.PERSON, NameKind.PLACE):
        return mention
    plain = strip_marks(mention.text)
    if plain.lower() in vocabulary.capitals or places.get(plain, set()) - {mention.text}:
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
