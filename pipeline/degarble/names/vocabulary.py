"""The word lists that tell names from other capitalised words, as sets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from degarble.knowledge import Knowledge
from degarble.names.compare import ALIKE, Comparer, make_comparer

_LISTS = (
    "title",
    "office-word",
    "body",
    "connector",
    "particle",
    "opener",
    "place-word",
    "landscape",
    "capital",
    "region",
    "month",
    "weekday",
    "nationality",
    "media-head",
    "reporting-verb",
    "speech-verb",
)


@dataclass(frozen=True)
class Vocabulary:
    """Words in lower case by their part in names, and the comparer of names."""

    titles: frozenset[str]
    offices: frozenset[str]
    bodies: frozenset[str]
    media: frozenset[str]
    connectors: frozenset[str]
    particles: frozenset[str]
    openers: frozenset[str]
    places: frozenset[str]
    landscape: frozenset[str]
    capitals: frozenset[str]
    calendar: frozenset[str]
    speech: frozenset[str]
    nationalities: frozenset[str]
    comparer: Comparer
    same: float = ALIKE


def make_vocabulary(knowledge: Knowledge) -> Vocabulary:
    """Return the vocabulary of a knowledge's word lists, made once for each set of lists."""
    lists = knowledge.lists
    words = tuple((name, lists.get(name, ())) for name in _LISTS)
    return _make(words, make_comparer(knowledge))


@lru_cache(maxsize=8)
def _make(words: tuple[tuple[str, tuple[str, ...]], ...], comparer: Comparer) -> Vocabulary:
    sets = {name: frozenset(word.lower() for word in group) for name, group in words}
    return Vocabulary(
        titles=sets["title"],
        offices=sets["office-word"],
        bodies=sets["body"],
        media=sets["media-head"],
        connectors=sets["connector"],
        particles=sets["particle"],
        openers=sets["opener"],
        places=sets["place-word"],
        landscape=sets["landscape"],
        capitals=sets["capital"] | sets["region"],
        calendar=sets["month"] | sets["weekday"],
        speech=sets["reporting-verb"] | sets["speech-verb"],
        nationalities=sets["nationality"],
        comparer=comparer,
    )
