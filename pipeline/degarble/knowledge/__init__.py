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
from degarble.knowledge.entries import (
    Acronym,
    Cue,
    Demonym,
    Gloss,
    LexiconEntry,
    Slip,
    SpunPhrase,
    read_acronyms,
    read_country_languages,
    read_cues,
    read_demonyms,
    read_entities,
    read_glosses,
    read_lexicon,
    read_slips,
    read_spun,
    read_topics,
    read_words,
)
from degarble.knowledge.gate import Search, make_gate
from degarble.knowledge.phrases import Phrase, PhraseIndex, expand
from degarble.knowledge.rules import Rule, compile_pattern, read_rules
from degarble.knowledge.tables import Folder
from degarble.schema import Alias, Entity

T = TypeVar("T")


@dataclass(frozen=True)
class Knowledge:
    """Everything known; `phrases` finds all its literals, each under a channel named like the field it indexes.

    Channels: `lexicon`, `acronyms`, `slips`, `cues`, `rules` (anchors), `names` and `literals` (index into
    `forms`), `glosses`, `spun`, `nationalities` and `countries` (index into `demonyms`).
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

    @cached_property
    def forms(self) -> tuple[tuple[Entity, Alias], ...]:
        """Return every entity with each of its forms in Latin script, the canonical one first."""
        return tuple(
            (entity, alias)
            for entity in self.entities.values()
            for alias in (Alias(entity.canonical, self.target, "canonical"), *entity.aliases)
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
            yield Phrase(alias.form, channel, i, cased=alias.kind == "acronym" or len(alias.form) < 5)
        for i, demonym in enumerate(self.demonyms):
            yield from (Phrase(word, "nationalities", i) for word in (*demonym.adjectives, *demonym.people))
            yield from (Phrase(word, "countries", i) for word in demonym.countries)

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
    def name_words(self) -> frozenset[str]:
        """Return the words of all known names in lower case."""
        return frozenset(word.lower() for _, alias in self.forms for word in alias.form.split())

    @cached_property
    def hash(self) -> str:
        """Return the hash of every data file, built-in and the user's: a result made with other data has another."""
        digest = hashlib.sha256()
        for folder in self.folders:
            for name, content in _contents(folder, ""):
                digest.update(f"{name}\0{len(content)}\0".encode() + content)
        return digest.hexdigest()


def load_knowledge(packs: Sequence[Path] = (), *, target: str = "en") -> Knowledge:
    """Return the built-in knowledge with the user's packs on top; a pack's names and rules replace ours of the same id.

    Raises:
        KnowledgeError: a pack is missing or breaks its format.
    """
    for pack in packs:
        if not pack.is_dir():
            raise KnowledgeError(f"{pack} is not a folder.", "A pack is a folder laid out like docs/knowledge.md says.")
    folders: tuple[Folder, ...] = (files("degarble") / "data", *packs)
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
        entities={entity.id: entity for entity in _read(folders, "names/curated.jsonl", read_entities)},
        lists=lists,
        rules=tuple(rules.values()),
    )


def is_latin(form: str) -> bool:
    """Tell whether a form is written in Latin letters (the first letter decides)."""
    letter = next((char for char in form if char.isalpha()), "")
    return letter != "" and letter < "\u0250"


def _has_capital(text: str) -> bool:
    return text != text.lower()


def _read(folders: Iterable[Folder], name: str, reader: Callable[[Folder], Iterator[T]]) -> tuple[T, ...]:
    return tuple(row for folder in folders for row in reader(folder / name))


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
