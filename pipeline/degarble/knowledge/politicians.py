"""A register of politicians with their Wikidata ids: for linking only, found by the full name and the country."""

from __future__ import annotations

import lzma
from collections.abc import Set

from degarble.folding import fold
from degarble.knowledge.tables import Folder
from degarble.schema import Alias, Entity, NameKind


class Politicians:
    """The rows of `names/politicians.tsv.xz`; entities are made when asked for, since few of 26,000 ever are."""

    def __init__(self, file: Folder) -> None:
        text = lzma.decompress(file.read_bytes()).decode() if file.is_file() else ""
        self._rows = {line.split("\t", 1)[0]: line for line in text.split("\n")[1:] if line}
        self._by_name: dict[str, list[str]] = {}
        for qid, line in self._rows.items():
            _, _, name, others = line.split("\t")
            for form in {fold(form) for form in (name, *others.split("|")) if form}:
                self._by_name.setdefault(form, []).append(qid)

    def get(self, qid: str) -> Entity | None:
        """Return the politician of a Wikidata id."""
        line = self._rows.get(qid)
        if line is None:
            return None
        _, country, name, others = line.split("\t")
        aliases = tuple(Alias(form) for form in others.split("|") if form)
        return Entity(qid, NameKind.PERSON, name, aliases, country, qid=qid)

    def find(self, name: str, countries: Set[str]) -> Entity | None:
        """Return the only politician of these countries with a full name; marks and case do not count."""
        found = [self.get(qid) for qid in self._by_name.get(fold(name), ())]
        fitting = [entity for entity in found if entity is not None and entity.country in countries]
        return fitting[0] if len(fitting) == 1 else None
