"""What degarble knows about languages and names, opened once: the only reader of `data/` and of users' packs."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from degarble.errors import KnowledgeError
from degarble.folding import fold
from degarble.knowledge.bodies import Bodies
from degarble.knowledge.entries import (
    Acronym,
    Cue,
    Demonym,
    Gloss,
    LexiconEntry,
    Slip,
    SpunPhrase,
    make_countries,
    read_acronyms,
    read_cities,
    read_concepts,
    read_country_languages,
    read_cues,
    read_demonyms,
    read_entities,
    read_glosses,
    read_lexicon,
    read_qids,
    read_slips,
    read_spun,
    read_topics,
    read_words,
)
from degarble.knowledge.gate import Search, make_gate
from degarble.knowledge.overlay import OWN_FILES, lay_over, read_own_names, read_pack_names
from degarble.knowledge.pause import pause_collection
from degarble.knowledge.phrases import Phrase, PhraseIndex, expand
from degarble.knowledge.politicians import Politicians
from degarble.knowledge.rules import Rule, compile_pattern, read_rules
from degarble.knowledge.senses import SenseTables
from degarble.knowledge.sheet import is_report
from degarble.knowledge.tables import Folder
from degarble.schema import Alias, Entity

T = TypeVar("T")


@dataclass(frozen=True)
class Knowledge:
    """Everything known; `phrases` finds all its literals, each under a channel named like the field it indexes.

    Channels: `lexicon`, `acronyms`, `slips`, `cues`, `rules` (anchors), `names` and `literals` (index into
    `forms`), `glosses`, `spun`, `nationalities` and `countries` (index into `demonyms`), `cities` of
    several words (no owner).
    """

    target: str
    folders: tuple[Folder, ...]
    lexicon: tuple[LexiconEntry, ...]
    acronyms: tuple[Acronym, ...]
    demonyms: tuple[Demonym, ...]
    slips: tuple[Slip, ...]
    glosses: tuple[Gloss, ...]
    cues: tuple[Cue, ...]
    spun: tuple[SpunPhrase, ...]
    country_languages: dict[str, frozenset[str]]
    topics: dict[str, frozenset[str]]
    entities: dict[str, Entity]
    lists: dict[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    names: tuple[Path, ...] = ()

    @cached_property
    def forms(self) -> tuple[tuple[Entity, Alias], ...]:
        """Return every entity with each of its forms in Latin script, the canonical one first."""
        return tuple(
            (entity, alias)
            for entity in self.entities.values()
            for alias in (Alias(entity.canonical, self.target, "canonical", entity.ambiguous), *entity.aliases)
            if alias.kind == "canonical" or (is_latin(alias.form) and alias.form != entity.canonical)
        )

    @cached_property
    def rules_by_id(self) -> dict[str, Rule]:
        """Return the rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def searches(self) -> tuple[Search, ...]:
        """Return the compiled pattern of every rule, with the gate that spares running it."""
        patterns = (compile_pattern(rule) for rule in self.rules)
        return tuple(Search(pattern, make_gate(pattern)) for pattern in patterns)

    @cached_property
    def phrases(self) -> PhraseIndex:
        """Return the index of every literal phrase."""
        with pause_collection():
            return PhraseIndex(self._phrases())

    def _phrases(self) -> Iterator[Phrase]:
        for i, entry in enumerate(self.lexicon):
            yield from (Phrase(phrase, "lexicon", i) for phrase in expand(entry.wrong))
        yield from (Phrase(acronym.form, "acronyms", i, cased=True) for i, acronym in enumerate(self.acronyms))
        yield from (Phrase(slip.wrong, "slips", i) for i, slip in enumerate(self.slips))
        yield from (
            Phrase(cue.literal, "cues", i, cased=_has_capital(cue.literal))
            for i, cue in enumerate(self.cues)
            if cue.literal
        )
        yield from (Phrase(anchor, "rules", i) for i, rule in enumerate(self.rules) for anchor in rule.anchors)
        yield from (Phrase(word, "glosses", i) for i, gloss in enumerate(self.glosses) for word in gloss.glosses)
        yield from (Phrase(spun.phrase, "spun", i) for i, spun in enumerate(self.spun))
        for i, (_, alias) in enumerate(self.forms):
            channel = "literals" if alias.kind == "literal" else "names"
            yield Phrase(alias.form, channel, i, cased=len(alias.form) < 5)
        for i, demonym in enumerate(self.demonyms):
            yield from (Phrase(word, "nationalities", i) for word in (*demonym.adjectives, *demonym.people))
            yield from (Phrase(word, "countries", i) for word in demonym.countries)
        yield from (Phrase(name, "cities", 0, cased=True) for name in self.cities if " " in name)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return the lower-case words of the target language; empty when no list is known."""
        return frozenset(self._read_words(self.target))

    @cached_property
    def common(self) -> frozenset[str]:
        """Return the common words of the target language: what a slip may have been meant to be."""
        return frozenset(self._read_words(f"{self.target}-common"))

    @cached_property
    def common_by_letter(self) -> dict[str, tuple[str, ...]]:
        """Return the common words by first letter."""
        groups: dict[str, list[str]] = {}
        for word in sorted(self.common):
            groups.setdefault(word[0], []).append(word)
        return {letter: tuple(words) for letter, words in groups.items()}

    def _read_words(self, name: str) -> Iterator[str]:
        return (word for folder in self.folders for word in read_words(folder / "words" / f"{name}.txt.xz"))

    @cached_property
    def countries(self) -> dict[str, Entity]:
        """Return the countries by id: entities that are linked, and whose names are never repaired."""
        qids = dict(_read(self.folders, "country_qids.tsv", read_qids))
        return {entity.id: entity for entity in make_countries(self.demonyms, qids)}

    @cached_property
    def politicians(self) -> Politicians:
        """Return the register of politicians."""
        return Politicians(self.folders[0] / "names" / "politicians.tsv.xz")

    def find_entity(self, name: str) -> Entity | None:
        """Return the known name, country or politician of an id."""
        if not name:
            return None
        return self.entities.get(name) or self.countries.get(name) or self.politicians.get(name)

    @cached_property
    def bodies(self) -> Bodies:
        """Return the known bodies by what their names say."""
        names = [(name, code) for name, code in self.cities.items()]
        names += [(name, row.code) for row in self.demonyms for name in (*row.countries, *row.adjectives, *row.people)]
        places = {name.lower(): code for name, code in names if name.isalpha()}
        return Bodies(self.entities.values(), self.concepts, places)

    @cached_property
    def names_by_gloss(self) -> dict[str, frozenset[str]]:
        """Return, for each word in lower case that is a sense of a person's name, the folded names."""
        personal = [gloss for gloss in self.glosses if gloss.is_personal]
        return _group((word.lower(), fold(gloss.name)) for gloss in personal for word in gloss.glosses)

    @cached_property
    def misread(self) -> dict[str, tuple[tuple[Entity, str], ...]]:
        """Return, by surname in lower case, (person, right surname) of those in office whose name is misread so."""
        found: dict[str, list[tuple[Entity, str]]] = {}
        for entity in self.entities.values():
            surname = entity.canonical.split()[-1]
            forms = (
                [alias.form.split() for alias in entity.aliases if alias.kind == "misspelling"] if entity.roles else ()
            )
            for words in forms:
                if len(words) > 1 and words[0] in entity.canonical.split() and words[-1] != surname:
                    found.setdefault(words[-1].lower(), []).append((entity, surname))
        return {surname: tuple(people) for surname, people in found.items()}

    @cached_property
    def concepts(self) -> dict[str, str]:
        """Return the reviewed classes of words in the names of bodies: the class of each word."""
        return dict(_read(self.folders, "concepts.tsv", read_concepts))

    @cached_property
    def cities(self) -> dict[str, str]:
        """Return the larger cities of the world, each with the code of its country."""
        return dict(_read(self.folders, "cities.tsv", read_cities))

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Return the words of all known names in lower case."""
        return frozenset(word.lower() for _, alias in self.forms for word in alias.form.split())

    def lowered(self, name: str) -> frozenset[str]:
        """Return the words of a list in lower case; none when there is no such list."""
        return self._lowered.get(name, frozenset())

    @cached_property
    def _lowered(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(word.lower() for word in words) for name, words in self.lists.items()}

    @cached_property
    def senses(self) -> SenseTables:
        """Return the tables of senses."""
        return SenseTables(self.folders, self.target)

    @cached_property
    def hash(self) -> str:
        """Return the hash of every data file, built-in and the user's: a result made with other data has another."""
        digest = hashlib.sha256()
        for folder in self.folders:
            for name, content in _contents(folder, ""):
                digest.update(f"{name}\0{len(content)}\0".encode() + content)
        for file in self.names:
            content = file.read_bytes()
            digest.update(f"names\0{len(content)}\0".encode() + content)
        return digest.hexdigest()


def load_knowledge(packs: Sequence[Path] = (), *, names: Sequence[Path] = (), target: str = "en") -> Knowledge:
    """Return the built-in knowledge with the user's packs on top; a pack's names and rules replace ours of the same id.

    `names` are files of names on top of all that; see `overlay.lay_over`.

    Raises:
        KnowledgeError: a pack or a file of names is missing or breaks its format.
    """
    for pack in packs:
        if not pack.is_dir():
            raise KnowledgeError(f"{pack} is not a folder.", "A pack is a folder laid out like docs/knowledge.md says.")
    with pause_collection():
        return _open((_built_in(), *packs), tuple(names), target)


def _built_in() -> Folder:
    return files("degarble") / "data"


def _open(folders: tuple[Folder, ...], names: tuple[Path, ...], target: str) -> Knowledge:
    demonyms = _read(folders, "demonyms.tsv", read_demonyms)
    lists = _read_lists(folders, target, demonyms)
    rules = {rule.id: rule for folder in folders for rule in read_rules(folder / "rules" / target, lists)}
    return Knowledge(
        target=target,
        folders=folders,
        lexicon=tuple(
            entry for folder in folders for file in _files(folder / "lexicons", ".tsv") for entry in read_lexicon(file)
        ),
        acronyms=_read(folders, "acronyms.tsv", read_acronyms),
        demonyms=demonyms,
        slips=_read(folders, "slips.tsv", read_slips),
        glosses=_read(folders, "glosses.tsv", read_glosses),
        cues=_read(folders, "origin.tsv", read_cues),
        spun=_read(folders, "spun.tsv", read_spun),
        country_languages=_group(_read(folders, "country_languages.tsv", read_country_languages)),
        topics=_group(_read(folders, "topics.tsv", read_topics)),
        entities=_read_entities(folders, names),
        lists=lists,
        rules=tuple(rules.values()),
        names=names,
    )


def is_latin(form: str) -> bool:
    """Tell whether a form is written in Latin letters (the first letter decides)."""
    letter = next((char for char in form if char.isalpha()), "")
    return letter != "" and letter < "\u0250"


def _has_capital(text: str) -> bool:
    return text != text.lower()


def _read(folders: Iterable[Folder], name: str, reader: Callable[[Folder], Iterator[T]]) -> tuple[T, ...]:
    return tuple(row for folder in folders for row in reader(folder / name))


def _read_entities(folders: Iterable[Folder], names: Iterable[Path]) -> dict[str, Entity]:
    entities = {entity.id: entity for folder in folders for entity in read_names(folder)}
    for file in names:
        entities = lay_over(entities, read_own_names(file), is_report=is_report(file))
    return entities


def read_names(folder: Folder | None = None) -> Iterator[Entity]:
    """Yield the names of a pack, else those built in: `names/curated/*.jsonl`, a pack's own files, `names.csv` last.

    Raises:
        KnowledgeError: a file breaks its format.
    """
    folder = folder or _built_in()
    for place in (folder / "names" / "curated", folder / "names", folder):
        for file in _files(place, ".jsonl"):
            if file.name not in OWN_FILES:
                yield from read_entities(file)
    yield from read_pack_names(folder)


def _files(folder: Folder, ending: str) -> list[Folder]:
    if not folder.is_dir():
        return []
    return sorted((file for file in folder.iterdir() if file.name.endswith(ending)), key=lambda file: file.name)


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for key, word in pairs:
        groups.setdefault(key, set()).add(word)
    return {key: frozenset(words) for key, words in groups.items()}


def _read_lists(folders: Iterable[Folder], target: str, demonyms: Sequence[Demonym]) -> dict[str, tuple[str, ...]]:
    """Return the word lists that rules may name: those of `rules/<target>/lists/*.toml` and of the demonyms."""
    lists: dict[str, tuple[str, ...]] = {
        "country": _unique(name for row in demonyms for name in row.countries),
        "nationality": _unique(word for row in demonyms for word in row.adjectives),
        "people": _unique(word for row in demonyms for word in row.people),
    }
    for folder in folders:
        for file in _files(folder / "rules" / target / "lists", ".toml"):
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            lists |= {name: tuple(words) for name, words in table.items()}
    words = {
        "lower-country": "country",
        "lower-nationality": "nationality",
        "lower-weekday": "weekday",
        "lower-month": "month",
    }
    return lists | {name: _lower(lists.get(source, ()), lists.get("lower-words", ())) for name, source in words.items()}


def _lower(names: Iterable[str], words: Iterable[str]) -> tuple[str, ...]:
    """Return single-word names in lower case, without those that are ordinary words then (`turkey`, `may`)."""
    ordinary = frozenset(words)
    return _unique(name.lower() for name in names if name.isalpha() and name.lower() not in ordinary)


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _contents(folder: Folder, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _contents(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.read_bytes()
