"""The facts of the tables as typed values, and how each table is read into them."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from degarble.errors import KnowledgeError
from degarble.knowledge.conditions import CHOSEN, Condition, parse_context
from degarble.knowledge.gate import OPEN, Gate, make_gate
from degarble.knowledge.phrases import GROUP, WORD, choose, expand, find_alternatives
from degarble.knowledge.tables import Folder, Row, read_table
from degarble.schema import Alias, Entity, NameKind, Severity

LEXICON = ("wrong", "right", "source", "context", "kind", "severity", "level", "example", "fine")
ACRONYMS = ("acronym", "lang", "native", "english", "target", "country", "since", "until")
LANGUAGES = ("es", "tr", "ru", "ar", "fr", "de", "pt", "it")
DEMONYMS = ("code", "country", "adjective", "people", *LANGUAGES)
SLIPS = ("lang", "source", "wrong", "right", "code", "context")
GLOSSES = ("lang", "name", "kind", "glosses")
ORIGIN = ("lang", "family", "cue", "weight")
TOPICS = ("topic", "word")
COUNTRY_LANGUAGES = ("code", "lang")
CITIES = ("name", "country")
QIDS = ("code", "qid")
CONCEPTS = ("concept", "words", "note")
COUNTRY = "country-"
SPUN = ("phrase", "meant", "note")
PERSONAL = ("surname", "given", "both")
LEXICON_KINDS = ("sense", "calque", "idiom", "term", "formula")
LEXICON_LEVELS = ("suggest", "flag", "hint")


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """Phrases a translation from `lang` produces, with their repairs; `{a|b}` groups are not expanded."""

    rule: str
    lang: str
    wrong: str
    rights: tuple[str, ...]
    source: str
    context: tuple[Condition, ...]
    kind: str
    severity: Severity
    level: str
    example: str
    fine: str

    @property
    def is_gated(self) -> bool:
        """Tell whether the entry counts only where the model prefers its repair."""
        return any(condition.kind == CHOSEN for condition in self.context)

    def repair(self, phrase: str) -> tuple[str, ...]:
        """Return the repairs of one of its phrases, best first."""
        if not any("{" in right for right in self.rights):
            return self.rights
        taken = find_alternatives(self.wrong, phrase)
        return tuple(choose(right, taken) if "{" in right else right for right in self.rights)


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym of another language: its native expansion, English name and English acronym, years of validity."""

    form: str
    lang: str
    native: str
    english: str
    target: str
    country: str
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Demonym:
    """A country with its English names, adjectives and people, and its adjectives in other languages."""

    code: str
    countries: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    foreign: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Slip:
    """A demonym that a translation mistakes for another word."""

    lang: str
    source: str
    wrong: str
    right: str
    code: str
    context: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Gloss:
    """A name that is also a word of its language, with the English words a translation puts in its place."""

    lang: str
    name: str
    kind: str
    glosses: tuple[str, ...]

    @property
    def is_personal(self) -> bool:
        """Tell whether it is the name of people."""
        return self.kind in PERSONAL


@dataclass(frozen=True, slots=True)
class Cue:
    """A sign of a source language: a literal phrase or a regular expression, whose gate is asked first."""

    lang: str
    family: str
    literal: str
    pattern: re.Pattern[str] | None
    weight: float
    gate: Gate = OPEN


@dataclass(frozen=True, slots=True)
class SpunPhrase:
    """What a spinner of articles makes of a fixed term, and the term that was meant."""

    phrase: str
    meant: str
    note: str


def read_lexicon(file: Folder) -> Iterator[LexiconEntry]:
    """Yield the rows of a lexicon.

    Raises:
        KnowledgeError: a row has an unknown value, or a bare single word without a context.
    """
    lang = file.name.removesuffix(".tsv")
    for row in read_table(file, LEXICON):
        _check_lexicon_row(row)
        yield LexiconEntry(
            rule=f"lexicon/{lang}-{row['kind']}",
            lang=lang,
            wrong=row["wrong"],
            rights=tuple(_check_groups(row, right) for right in row.parts("right", ";")),
            source=row["source"],
            context=_context(row),
            kind=row["kind"],
            severity=Severity(row["severity"]),
            level=row["level"],
            example=row["example"],
            fine=row["fine"],
        )


def _check_lexicon_row(row: Row) -> None:
    for column, known in (("kind", LEXICON_KINDS), ("level", LEXICON_LEVELS), ("severity", tuple(Severity))):
        if row[column] not in known:
            raise row.error(f"{column} is {row[column]!r}; known: {', '.join(known)}")
    if not row["context"] and row["level"] != "hint" and _has_single_word(row["wrong"]):
        raise row.error(
            f"the single word {row['wrong']!r} has no context",
            "Single words without a context alarm on human English: add one, let the model choose (`chosen`), "
            "or make it a phrase.",
        )


def _has_single_word(pattern: str) -> bool:
    return " " not in GROUP.sub("", pattern) and any(WORD.fullmatch(phrase) for phrase in expand(pattern))


def _check_groups(row: Row, right: str) -> str:
    """Return a repair whose groups match those of the phrase; one without a choice is taken as it stands."""
    groups = GROUP.findall(right)
    if not any("|" in group for group in groups):
        return right.replace("{", "").replace("}", "")
    sizes = [len(group.split("|")) for group in GROUP.findall(row["wrong"])]
    if [len(group.split("|")) for group in groups] != sizes[: len(groups)]:
        raise row.error(f"the groups of {right!r} do not match those of {row['wrong']!r}")
    return right


def _context(row: Row) -> tuple[Condition, ...]:
    try:
        return parse_context(row["context"])
    except ValueError as error:
        raise row.error(str(error)) from error


def _year(row: Row, column: str) -> int | None:
    if not row[column]:
        return None
    if not row[column].isdecimal():
        raise row.error(f"{column} is {row[column]!r}, not a year")
    return int(row[column])


def read_acronyms(file: Folder) -> Iterator[Acronym]:
    """Yield the acronyms of a table."""
    for row in read_table(file, ACRONYMS):
        names = (row["acronym"], row["lang"], row["native"], row["english"], row["target"], row["country"])
        yield Acronym(*names, since=_year(row, "since"), until=_year(row, "until"))


def read_demonyms(file: Folder) -> Iterator[Demonym]:
    """Yield the countries of a table."""
    for row in read_table(file, DEMONYMS):
        foreign = {lang: row.parts(lang) for lang in LANGUAGES}
        yield Demonym(row["code"], row.parts("country"), row.parts("adjective"), row.parts("people"), foreign)


def read_slips(file: Folder) -> Iterator[Slip]:
    """Yield the demonym slips of a table."""
    for row in read_table(file, SLIPS):
        for wrong in expand(row["wrong"]):
            yield Slip(row["lang"], row["source"], wrong, row["right"], row["code"], _context(row))


def read_glosses(file: Folder) -> Iterator[Gloss]:
    """Yield the names that are also words."""
    for row in read_table(file, GLOSSES):
        yield Gloss(row["lang"], row["name"], row["kind"], row.parts("glosses"))


def read_cues(file: Folder) -> Iterator[Cue]:
    """Yield the signs of source languages."""
    for row in read_table(file, ORIGIN):
        cue, weight = row["cue"], float(row["weight"])
        if len(cue) > 2 and cue.startswith("/") and cue.endswith("/"):
            try:
                pattern = re.compile(cue[1:-1], re.MULTILINE)
            except re.error as error:
                raise row.error(f"{error} in {cue!r}") from error
            yield Cue(row["lang"], row["family"], "", pattern, weight, make_gate(pattern))
        else:
            yield from (Cue(row["lang"], row["family"], phrase, None, weight) for phrase in expand(cue))


def read_topics(file: Folder) -> Iterator[tuple[str, str]]:
    """Yield (topic, word) pairs."""
    for row in read_table(file, TOPICS):
        yield row["topic"], row["word"]


def read_country_languages(file: Folder) -> Iterator[tuple[str, str]]:
    """Yield (country code, language of its press) pairs."""
    for row in read_table(file, COUNTRY_LANGUAGES):
        yield row["code"], row["lang"]


def read_concepts(file: Folder) -> Iterator[tuple[str, str]]:
    """Yield (word, concept): the English words that translators use for one word in the names of bodies."""
    return ((word, row["concept"]) for row in read_table(file, CONCEPTS) for word in row.parts("words"))


def read_qids(file: Folder) -> Iterator[tuple[str, str]]:
    """Yield (country code, Wikidata id)."""
    return ((row["code"], row["qid"]) for row in read_table(file, QIDS))


def name_country(code: str) -> str:
    """Return the id of a country among the entities.

    >>> name_country("TR")
    'country-tr'
    """
    return f"{COUNTRY}{code.lower()}"


def make_countries(demonyms: Iterable[Demonym], qids: Mapping[str, str]) -> Iterator[Entity]:
    """Yield the countries as entities: their other names are spellings, their adjectives and people demonyms."""
    for row in demonyms:
        spellings = (Alias(name, "en") for name in row.countries[1:])
        people = (Alias(word, "en", "demonym") for word in (*row.adjectives, *row.people))
        aliases = (*spellings, *people)
        yield Entity(
            name_country(row.code), NameKind.PLACE, row.countries[0], aliases, row.code, qid=qids.get(row.code)
        )


def read_cities(file: Folder) -> Iterator[tuple[str, str]]:
    """Yield (name, country code) of the larger cities of the world."""
    return ((row["name"], row["country"]) for row in read_table(file, CITIES))


def read_spun(file: Folder) -> Iterator[SpunPhrase]:
    """Yield the phrases of article spinners, one for each alternative a row stands for."""
    for row in read_table(file, SPUN):
        yield from (SpunPhrase(phrase, row["meant"], row["note"]) for phrase in expand(row["phrase"]))


def read_words(file: Folder) -> Iterator[str]:
    """Yield the words of a compressed list; lines that begin with `#` are notices."""
    if file.is_file():
        for line in lzma.decompress(file.read_bytes()).decode("utf-8").split("\n"):
            if line and not line.startswith("#"):
                yield line


def read_entities(file: Folder) -> Iterator[Entity]:
    """Yield the names of a JSON Lines file.

    Raises:
        KnowledgeError: a line is not an entity.
    """
    if not file.is_file():
        return
    decoder = msgspec.json.Decoder(Entity)
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if line:
            try:
                yield decoder.decode(line)
            except msgspec.ValidationError as error:
                raise KnowledgeError(f"{file.name}, line {number}: {error}", "See docs/knowledge.md.") from error
