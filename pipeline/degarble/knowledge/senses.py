"""Words a translation may have mistaken: for an English word, the other senses of the source words it renders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from degarble.inflection import TAGS, Inflections
from degarble.knowledge.phrases import WORD
from degarble.knowledge.tables import Folder, Row, read_table

SENSES = ("english", "pos", "source", "senses")
FORMS = ("lemma", "pos", "forms")
DOMAINS = frozenset(
    [
        "football",
        "sport",
        "court",
        "war",
        "politics",
        "diplomacy",
        "economy",
        "energy",
        "health",
        "weather",
        "disaster",
        "crime",
        "culture",
        "religion",
        "media",
        "school",
        "technology",
        "transport",
        "any",
    ]
)


class Sense(NamedTuple):
    """Another English sense of a source word, and the field of news it belongs to."""

    word: str
    domain: str


@dataclass(frozen=True, slots=True)
class SenseRow:
    """A confusion of one language: `english` stands where the source word meant one of the senses; all lemmas."""

    lang: str
    english: str
    pos: str
    source: str
    senses: tuple[Sense, ...]


class Option(NamedTuple):
    """A word that may be meant, in the form of the word as it stands; `source` is the word both render."""

    text: str
    source: str
    domain: str
    pos: str = ""


Options = Mapping[str, tuple[Option, ...]]


def read_senses(file: Folder) -> Iterator[SenseRow]:
    """Yield the rows of a table of senses.

    Raises:
        KnowledgeError: a row has an unknown part of speech or domain, or more than one word in `english`.
    """
    lang = file.name.removesuffix(".tsv")
    for row in read_table(file, SENSES):
        if row["pos"] not in TAGS:
            raise row.error(f"pos is {row['pos']!r}; known: {', '.join(TAGS)}")
        if not WORD.fullmatch(row["english"].replace("-", "")):
            raise row.error(f"english is {row['english']!r}, not one word")
        senses = tuple(_read_sense(row, part) for part in row.parts("senses", ";"))
        yield SenseRow(lang, row["english"], row["pos"], row["source"], senses)


def _read_sense(row: Row, part: str) -> Sense:
    word, _, domain = part.partition("@")
    if domain not in DOMAINS:
        raise row.error(f"the domain of {part!r} is unknown; known: {', '.join(sorted(DOMAINS))}")
    if not word or word == row["english"]:
        raise row.error(f"{part!r} is no other sense of {row['english']!r}")
    return Sense(word, domain)


def read_inflections(file: Folder) -> Inflections:
    """Return the irregular forms of a table."""
    return Inflections({(row["lemma"], row["pos"]): row.parts("forms") for row in read_table(file, FORMS)})


def index_options(rows: Iterable[SenseRow], inflections: Inflections) -> Options:
    """Return the options of every form of every word of `rows`, in the order of the rows, none twice.

    >>> row = SenseRow("es", "car", "noun", "auto", (Sense("ruling", "court"),))
    >>> index_options([row], Inflections({}))["cars"]
    (Option(text='rulings', source='auto', domain='court', pos='noun'),)
    """
    found: dict[str, dict[str, Option]] = {}
    for row in rows:
        stands = inflections.list_forms(row.english, row.pos)
        for sense in row.senses:
            meant = inflections.list_phrase_forms(sense.word, row.pos)
            for form, text in zip(stands, meant, strict=True):
                if form != text:
                    found.setdefault(form, {}).setdefault(text, Option(text, row.source, sense.domain, row.pos))
    return {form: tuple(options.values()) for form, options in found.items()}


@dataclass(frozen=True)
class SenseTables:
    """The tables of senses in knowledge folders, each language read when it is first asked for."""

    folders: Sequence[Folder]
    target: str
    _found: dict[str, Options] = field(default_factory=dict, compare=False)

    @cached_property
    def inflections(self) -> Inflections:
        """Return how irregular words of the target language bend."""
        read = (read_inflections(folder / "words" / f"{self.target}-forms.tsv") for folder in self.folders)
        return Inflections({key: forms for found in read for key, forms in found.forms.items()})

    def options(self, lang: str) -> Options:
        """Return what may be meant by the words that translations from a language produce; empty when unknown.

        Raises:
            KnowledgeError: a table breaks its format.
        """
        if lang not in self._found:
            self._found[lang] = index_options(self._rows(lang), self.inflections)
        return self._found[lang]

    def _rows(self, lang: str) -> Iterator[SenseRow]:
        for folder in self.folders:
            for place in (folder / "senses", folder / "senses" / "wordnet"):
                yield from read_senses(place / f"{lang}.tsv")
