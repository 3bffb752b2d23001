"""A list of names on its way from one format to another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from degarble.schema import Entity


@dataclass(frozen=True, slots=True)
class Listing:
    """Names, and how often their forms were counted where the source tells: by id and form."""

    entities: tuple[Entity, ...]
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def forms(self) -> int:
        """Return the number of forms, canonical ones with them."""
        return sum(len(set(list_forms(entity))) for entity in self.entities)

    def select(self, kinds: Collection[str], countries: Collection[str]) -> Listing:
        """Return the names of some kinds and countries; all where none is named."""
        codes = {country.upper() for country in countries}
        kept = (
            entity
            for entity in self.entities
            if (not kinds or entity.kind.value in kinds) and (not codes or entity.country.upper() in codes)
        )
        return replace(self, entities=tuple(kept))


def list_forms(entity: Entity) -> Iterator[str]:
    """Yield the canonical form and the others, as often as they are listed."""
    yield entity.canonical
    yield from (alias.form for alias in entity.aliases)
