"""Bodies by what their names say: government, national, accord, whichever words a translation chose for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from degarble.schema import Entity, NameKind

_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset(("a", "an", "and", "for", "in", "of", "on", "s", "the", "to"))
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Signature:
    """The concepts of a name (words of no reviewed class stand for themselves) and the codes of the countries in it."""

    concepts: frozenset[str]
    countries: frozenset[str]


class Bodies:
    """The known bodies by their signatures; `concepts` gives the class of a word, `places` the country of a name."""

    def __init__(self, entities: Iterable[Entity], concepts: Mapping[str, str], places: Mapping[str, str]) -> None:
        self._concepts = concepts
        self._places = places
        self._index: dict[frozenset[str], dict[str, Entity]] = {}
        for entity in entities:
            if entity.kind is NameKind.ORGANISATION:
                for form in _list_names(entity):
                    said = self.read(form).concepts
                    if len(said) >= SHORTEST:
                        self._index.setdefault(said, {})[entity.id] = entity

    def read(self, name: str) -> Signature:
        """Return the signature of a name."""
        words = [word for word in _WORD.findall(name.lower()) if word not in _SMALL]
        places = {self._places[word] for word in words if word in self._places}
        rest = (self._concepts.get(word, word) for word in words if word not in self._places)
        return Signature(frozenset(rest), frozenset(places))

    def find(self, name: str, countries: frozenset[str], year: int | None) -> Entity | None:
        """Return the one body a name can mean: of the same concepts, of a country in it or the text, of that year."""
        signature = self.read(name)
        wanted = signature.countries or countries
        found = [
            entity
            for entity in self._index.get(signature.concepts, {}).values()
            if (not entity.country or entity.country in wanted) and (year is None or entity.is_valid(year))
        ]
        return found[0] if len(found) == 1 else None

    def find_changed(self, name: str, entity: Entity) -> list[tuple[str, str]]:
        """Return (word, usual word) where a name says a concept of a body by another word: reconciliation, accord."""
        usual = {self._concepts.get(word, word): word for word in reversed(_WORD.findall(entity.canonical.lower()))}
        pairs = [(word, usual.get(self._concepts.get(word, word), word)) for word in _WORD.findall(name.lower())]
        return [(word, other) for word, other in pairs if word != other and not _is_spelling(word, other)]


def _is_spelling(one: str, two: str) -> bool:
    """Tell whether two words of a class are one word: defence, defense; election, elections."""
    return one[:4] == two[:4]


def _list_names(entity: Entity) -> Iterable[str]:
    yield entity.canonical
    for alias in entity.aliases:
        if alias.lang == "en" and alias.kind in ("spelling", "translation") and " " in alias.form:
            yield alias.form
