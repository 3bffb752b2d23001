"""Names of many documents meet: blocks of like-sounding surnames, merged only where nothing forbids it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from degarble.names.compare import ALIKE, Comparer
from degarble.names.group import Group
from degarble.schema import NameKind

DOMINANCE = 2
_PEOPLE = (NameKind.PERSON, NameKind.PLACE)


@dataclass
class Gathered:
    """The groups of one name in all documents; `names` are the full forms a newcomer must be like on average."""

    kind: NameKind
    entity: str = ""
    groups: list[Group] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def size(self) -> int:
        """Return the number of mentions."""
        return sum(len(group.mentions) for group in self.groups)


def gather(groups: Iterable[Group], comparer: Comparer) -> list[Gathered]:
    """Return the groups of all documents by name; cost is linear but for comparisons inside a block."""
    gatherer = _Gatherer(comparer)
    ordered = sorted(groups, key=lambda group: (not group.entity, -len(comparer.tokens(group.main)), group.main))
    for group in ordered:
        gatherer.add(group)
    return gatherer.found


class _Gatherer:
    """Holds the names met so far, by entity, by form and by the sound of the surname."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer
        self._by_entity: dict[str, Gathered] = {}
        self._by_name: dict[tuple[NameKind, str], Gathered] = {}
        self._blocks: dict[str, list[Gathered]] = {}
        self.found: list[Gathered] = []

    def add(self, group: Group) -> None:
        home = self._find(group)
        if home is None:
            home = Gathered(group.kind, group.entity)
            self.found.append(home)
        home.groups.append(group)
        self._register(home, group)

    def _find(self, group: Group) -> Gathered | None:
        if group.entity:
            return self._by_entity.get(group.entity)
        exact = self._by_name.get((group.kind, group.main.lower()))
        if exact is not None or group.kind not in _PEOPLE:
            return exact
        block = self._blocks.get(self._comparer.skeleton(group.main), [])
        if len(self._comparer.tokens(group.main)) == 1:
            return self._find_bearer(group, block)
        scored = [(self._score(group, other), -place) for place, other in enumerate(block)]
        best, place = max(scored, default=(0.0, 0))
        return block[-place] if best >= ALIKE else None

    def _find_bearer(self, group: Group, block: list[Gathered]) -> Gathered | None:
        """Return whom a bare surname means: its only bearer, or one named twice as often as any other."""
        bearers = [other for other in block if self._score(group, other) == 1.0]
        bearers.sort(key=lambda other: -other.size)
        if not bearers or (len(bearers) > 1 and bearers[0].size < DOMINANCE * bearers[1].size):
            return None
        return bearers[0]

    def _score(self, group: Group, other: Gathered) -> float:
        """Return the average likeness to the full forms of a name, 0 when one of them is somebody else."""
        if not other.names or other.kind is not group.kind:
            return 0.0
        if any(self._comparer.are_other_people(group.main, name) for name in other.names):
            return 0.0
        return sum(self._comparer.compare_names(group.main, name) for name in other.names) / len(other.names)

    def _register(self, home: Gathered, group: Group) -> None:
        if group.entity:
            self._by_entity[group.entity] = home
        self._by_name.setdefault((group.kind, group.main.lower()), home)
        if group.kind not in _PEOPLE or group.main in home.names or len(home.names) > 8:
            return
        if not home.names or len(self._comparer.tokens(group.main)) > 1:
            home.names.add(group.main)
        block = self._blocks.setdefault(self._comparer.skeleton(group.main), [])
        if home not in block:
            block.append(home)
