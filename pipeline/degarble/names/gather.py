"""Names of many documents meet: full names by a trained likeness, bare surnames by whom they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from degarble.folding import fold
from degarble.knowledge import Knowledge
from degarble.names.block import find_candidates
from degarble.names.cluster import Edge, cluster
from degarble.names.compare import Comparer, is_gender_pair
from degarble.names.decisions import Decided
from degarble.names.group import Group
from degarble.names.scorer import Scorer, load_scorer
from degarble.schema import Mention, NameKind

# Chosen for 98 % B-cubed precision on names the scorer was not trained on (`scripts/bench_names.py`, models.md).
THRESHOLD = 0.8


@dataclass(slots=True)
class Gathered:
    """The groups of one name in all documents; `names` are its full forms."""

    kind: NameKind
    entity: str = ""
    groups: list[Group] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def size(self) -> int:
        """Return the number of mentions."""
        return sum(len(group.mentions) for group in self.groups)

    def mentions(self) -> tuple[Mention, ...]:
        """Return all mentions."""
        return tuple(mention for group in self.groups for mention in group.mentions)

    def forms(self) -> Iterator[str]:
        """Yield the different forms but for names translated as words."""
        for group in self.groups:
            yield from (form for form in group.forms if form not in group.literals)


def gather(groups: Iterable[Group], knowledge: Knowledge, comparer: Comparer, decided: Decided) -> list[Gathered]:
    """Return the groups of all documents by name.

    Groups with the same main form are one from the start, so that the cost grows with different names; see
    `find_candidates` for how it stays near-linear in those.
    """
    found = _collapse(groups, comparer)
    full = [item for item in found if item.kind is NameKind.PERSON and item.names]
    rest = [item for item in found if not (item.kind is NameKind.PERSON and item.names)]
    linked = _Linker(full, knowledge, load_scorer(), decided).link()
    return _settle_bare(linked, rest, comparer, decided)


def _collapse(groups: Iterable[Group], comparer: Comparer) -> list[Gathered]:
    """Return the groups by entity, else by kind and main form."""
    found: dict[tuple[str, str], Gathered] = {}
    for group in groups:
        key = ("", group.entity) if group.entity else (group.kind.value, " ".join(comparer.tokens(group.main)))
        home = found.get(key)
        if home is None:
            home = found[key] = Gathered(group.kind, group.entity)
        home.groups.append(group)
        if len(comparer.tokens(group.main)) > 1 and group.main not in group.literals:
            home.names.add(group.main)
    return list(found.values())


class _Linker:
    """Joins the persons known by full names; `items` are compared by the name each is best known by."""

    def __init__(self, items: Sequence[Gathered], knowledge: Knowledge, scorer: Scorer, decided: Decided) -> None:
        self._items = items
        self._entities = knowledge.entities
        self._scorer = scorer
        self._decided = decided
        self._mains = [self._name(item) for item in items]
        self._names = [scorer.prepare(main) for main in self._mains]

    def _name(self, item: Gathered) -> str:
        entity = self._entities.get(item.entity)
        return entity.canonical if entity else max(item.names, key=lambda name: (len(name), name))

    def link(self) -> list[Gathered]:
        parts = cluster(len(self._items), self._score_candidates(), self._score, self._forbids, THRESHOLD)
        return [_join([self._items[place] for place in part]) for part in parts]

    def _score_candidates(self) -> Iterator[Edge]:
        for one, two in find_candidates(self._names):
            yield one, two, self._score(one, two)
        places = {fold(name): place for place, item in enumerate(self._items) for name in item.names}
        for first, second in self._decided.list_joined():
            one, two = places.get(first, -1), places.get(second, -1)
            if one >= 0 and two >= 0 and one != two:
                yield one, two, 1.0

    def _score(self, one: int, two: int) -> float:
        if self._decided.joins(self._mains[one], self._mains[two]):
            return 1.0
        return self._scorer.compare(self._names[one], self._names[two])

    def _forbids(self, one: int, two: int) -> bool:
        """Tell whether two names are known to be two people's: two entities, a man and a woman, or so decided."""
        first, second = self._items[one].entity, self._items[two].entity
        if first and second:
            return first != second
        if self._is_parted(one, two):
            return True
        last, other = self._names[one].words, self._names[two].words
        return bool(last and other) and is_gender_pair(last[-1].plain, other[-1].plain)

    def _is_parted(self, one: int, two: int) -> bool:
        if not self._decided.by_pair:
            return False
        firsts, seconds = ({self._mains[place], *self._items[place].names} for place in (one, two))
        return any(self._decided.parts(first, second) for first in firsts for second in seconds)


def _join(items: Sequence[Gathered]) -> Gathered:
    home = next((item for item in items if item.entity), items[0])
    for item in items:
        if item is not home:
            home.groups += item.groups
            home.names |= item.names
    return home


def _settle_bare(
    linked: list[Gathered], rest: Sequence[Gathered], comparer: Comparer, decided: Decided
) -> list[Gathered]:
    """Give each bare surname to whom it means; others stay apart, joined where they sound the same."""
    bearers = _Bearers(linked, comparer)
    left: list[Gathered] = []
    for item in rest:
        home = bearers.find(item, decided) if not item.entity and item.kind is NameKind.PERSON else None
        if home is None:
            left.append(item)
        else:
            home.groups += item.groups
    return linked + _join_alike(left, comparer)


class _Bearers:
    """Who is meant by a bare surname: by the forms documents give their people, and by the words of full names."""

    def __init__(self, items: Sequence[Gathered], comparer: Comparer) -> None:
        self._comparer = comparer
        self._by_form: dict[str, Counter[int]] = {}
        self._by_word: dict[str, set[int]] = {}
        self._items = items
        self._sizes = [item.size for item in items]
        for number, item in enumerate(items):
            for form in set(item.forms()):
                self._file(form, number)

    def _file(self, form: str, number: int) -> None:
        tokens = self._comparer.tokens(form)
        if len(tokens) == 1:
            self._by_form.setdefault(tokens[0], Counter())[number] += self._sizes[number]
        elif tokens:
            self._by_word.setdefault(tokens[-1], set()).add(number)

    def find(self, item: Gathered, decided: Decided) -> Gathered | None:
        """Return the only bearer, or the one that is named twice as often as any other; else none."""
        tokens = self._comparer.tokens(item.groups[0].main)
        if len(tokens) != 1:
            return None
        numbers = self._by_form.get(tokens[0], Counter()).keys() | self._by_word.get(tokens[0], set())
        ranked = sorted(numbers, key=lambda number: (-self._sizes[number], number))
        if not ranked or (len(ranked) > 1 and self._sizes[ranked[0]] < 2 * self._sizes[ranked[1]]):
            return None
        bearer = self._items[ranked[0]]
        is_parted = any(decided.parts(item.groups[0].main, name) for name in bearer.names)
        return None if is_parted else bearer


def _join_alike(items: Sequence[Gathered], comparer: Comparer) -> list[Gathered]:
    """Join names that are written alike, and bare names of one kind that sound the same (`Sarraj`, `Sarradj`).

    What a word in capitals or at the head of a line is called may differ from text to text, so the kind of the more
    frequent one holds; known entities stay what they are.
    """
    homes: dict[tuple[str, str], Gathered] = {}
    result: list[Gathered] = []
    for item in sorted(items, key=lambda item: -item.size):
        if item.entity:
            result.append(item)
            continue
        main = item.groups[0].main
        keys = [("", " ".join(comparer.tokens(main)))]
        if item.kind in (NameKind.PERSON, NameKind.PLACE):
            keys.append((item.kind.value, comparer.sound(main)))
        home = next((homes[key] for key in keys if key in homes), None)
        if home is None:
            result.append(item)
            home = item
        else:
            home.groups += item.groups
        for key in keys:
            homes.setdefault(key, home)
    return result
