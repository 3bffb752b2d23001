"""Which mentions of one document are the same name: known names, full names, then bare surnames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from degarble.knowledge import Knowledge
from degarble.names.compare import ALIKE, SAME_SOUND, Comparer, is_gender_pair
from degarble.names.decisions import Decided
from degarble.schema import Entity, Mention, NameKind

SLIP, SLIPS, SHORTEST = 0.83, 2, 5
_PEOPLE = (NameKind.PERSON, NameKind.PLACE)


@dataclass(slots=True)
class Group:
    """The mentions of one name in one document; `main` is the fullest form, `entity` its id when known."""

    main: str
    kind: NameKind
    entity: str = ""
    mentions: list[Mention] = field(default_factory=list)
    literals: set[str] = field(default_factory=set)

    @property
    def forms(self) -> Counter[str]:
        """Return the forms with their counts."""
        return Counter(mention.text for mention in self.mentions)


class Grouper:
    """Sorts the mentions of documents by name; opened once for a folder."""

    def __init__(self, knowledge: Knowledge, comparer: Comparer, decided: Decided) -> None:
        self._decided = decided
        self._entities = knowledge.entities
        self._glosses = knowledge.names_by_gloss
        self._comparer = comparer

    def group(self, mentions: Iterable[Mention]) -> list[Group]:
        """Return the names of one document; cost grows with its different forms, not with its text."""
        return _Document(self._entities, self._glosses, self._comparer, self._decided).group(mentions)


class _Document:
    """Collects the groups of one document."""

    def __init__(
        self,
        entities: Mapping[str, Entity],
        glosses: Mapping[str, frozenset[str]],
        comparer: Comparer,
        decided: Decided,
    ) -> None:
        self._decided = decided
        self._entities = entities
        self._glosses = glosses
        self._comparer = comparer
        self._groups: list[Group] = []

    def group(self, mentions: Iterable[Mention]) -> list[Group]:
        surfaces: dict[tuple[str, str, NameKind], list[Mention]] = {}
        for mention in mentions:
            surfaces.setdefault((mention.text, mention.entity, mention.kind), []).append(mention)
        for (text, entity, _), found in sorted(surfaces.items(), key=lambda item: self._order(item[0], item[1])):
            self._place(text, entity, found).mentions.extend(found)
        return self._groups

    def _order(self, key: tuple[str, str, NameKind], found: Sequence[Mention]) -> tuple[bool, int, int, int]:
        """Known names first, then longer names, then frequent ones, then by place."""
        text, entity, _ = key
        return not entity, -len(self._comparer.tokens(text)), -len(found), found[0].span.start

    def _place(self, text: str, entity: str, found: Sequence[Mention]) -> Group:
        """Return the group the form belongs to, a new one if none fits."""
        kind = found[0].kind
        same = (
            item for item in self._groups if (entity and item.entity == entity) or (not entity and item.main == text)
        )
        group = next((item for item in same if entity or item.kind is kind), None)
        if group is None and not entity:
            group = self._find(text, kind, len(found))
        if group is None:
            canonical = self._entities.get(entity)
            group = Group(text, canonical.kind if canonical else kind, entity)
            self._groups.append(group)
        if entity and _is_literal(self._entities.get(entity), text):
            group.literals.add(text)
        return group

    def _find(self, text: str, kind: NameKind, count: int) -> Group | None:
        if kind not in _PEOPLE:
            return next(
                (group for group in self._groups if group.kind is kind and group.main.lower() == text.lower()), None
            )
        scored = [(self._score(text, kind, group), -place) for place, group in enumerate(self._groups)]
        best = max(scored, default=(0.0, 0))
        likest = [self._groups[-place] for score, place in scored if score == best[0]]
        surnames = {self._comparer.tokens(group.main)[-1:] for group in likest}
        if best[0] >= (SLIP if count <= SLIPS else ALIKE) and len(surnames) == 1:
            return max(likest, key=lambda group: len(group.mentions))
        return self._find_literal(text)

    def _score(self, text: str, kind: NameKind, group: Group) -> float:
        """Return how well a form fits a group: the best of its forms, 0 where they cannot be one person."""
        if group.kind not in _PEOPLE or kind is not group.kind:
            return 0.0
        if kind is NameKind.PLACE and not self._is_as_long(text, group.main):
            return 0.0
        names = {group.main, *(mention.text for mention in group.mentions)}
        if group.entity in self._entities:
            names.add(self._entities[group.entity].canonical)
        if self._decided.by_pair:
            document = group.mentions[0].document if group.mentions else ""
            if any(self._decided.parts(text, name, document) for name in names):
                return 0.0
            if any(self._decided.joins(text, name, document) for name in names):
                return 1.0
        if any(self._comparer.are_other_people(text, name) for name in names):
            return 0.0
        return max(self._compare(text, name, kind) for name in names)

    def _is_as_long(self, text: str, name: str) -> bool:
        return len(self._comparer.tokens(text)) == len(self._comparer.tokens(name))

    def _compare(self, text: str, name: str, kind: NameKind) -> float:
        """Return the likeness of a form and a name; slips of one letter count only against a longer name."""
        words, others = self._comparer.tokens(text), self._comparer.tokens(name)
        score = self._comparer.compare_names(text, name)
        if score >= ALIKE:
            return score if score == 1.0 or len(words[-1]) >= SHORTEST else 0.0
        if kind is NameKind.PLACE:
            return 0.0
        if len(words) == 1 and any(self._comparer.compare_words(words[0], word) >= SAME_SOUND for word in others):
            return SAME_SOUND
        if self.is_case_form(words, others):
            return ALIKE
        if len(words) < len(others) or (len(words) > 1 and words[0] == others[0]):
            same_start = words[-1][0] == others[-1][0] and min(len(words[-1]), len(others[-1])) >= 5
            return score if same_start and not _is_derived(words[-1], others[-1]) else 0.0
        return 0.0

    def is_case_form(self, words: Sequence[str], others: Sequence[str]) -> bool:
        """Tell whether a form is an inflected form of a name: `Mikhaila Stepnova` of `Mikhail Stepnov`."""
        if is_gender_pair(words[-1], others[-1]) and (len(words) == 1 or words[0] == others[0]):
            return False
        return self._comparer.is_case_form(words[-1], others[-1])

    def _find_literal(self, text: str) -> Group | None:
        """Return the group of a person whose name means the word: `Thick` beside `İbrahim Kalın`."""
        names = self._glosses.get(text.lower(), frozenset())
        found = [group for group in self._groups if group.kind is NameKind.PERSON and self._bears(group, names)]
        if not names or len(found) != 1 or self._is_parted(text, found[0]):
            return None
        found[0].literals.add(text)
        return found[0]

    def _is_parted(self, text: str, group: Group) -> bool:
        document = group.mentions[0].document if group.mentions else ""
        names = (group.main, *group.forms)
        return any(self._decided.parts(text, name, document) for name in names)

    def _bears(self, group: Group, names: frozenset[str]) -> bool:
        return any(names & set(self._comparer.tokens(name)) for name in (group.main, *group.forms))


def _is_literal(entity: Entity | None, text: str) -> bool:
    return entity is not None and any(alias.kind == "literal" and alias.form == text for alias in entity.aliases)


def _is_derived(one: str, two: str) -> bool:
    """Tell whether two words differ by an English ending: a plural, a people, an adjective."""
    short, long = sorted((one, two), key=len)
    return long.startswith(short) and long[len(short) :] in ("s", "n", "an", "i", "ian", "ese", "ish", "son")
