"""What the operations know: names, glosses, senses and calques of the package's data, and confusions of their own."""

from __future__ import annotations

import csv
import lzma
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from .inverting import Phrases, Swaps, invert_calques, invert_senses
from .words import FUNCTION, HERE

Choices = Mapping[str, tuple[str, ...]]


class Endings(NamedTuple):
    """What is cut from a name and put there."""

    person: tuple[tuple[str, str], ...]
    place: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything an operation may look up; nothing of it changes."""

    weights: Mapping[str, float]
    confusions: Mapping[str, Choices]
    endings: Endings
    common: frozenset[str]
    demonyms: frozenset[str]
    places: frozenset[str]
    glosses: Choices
    surnames: tuple[str, ...]
    residue: tuple[str, ...]
    swaps: Swaps
    calques: Phrases

    @classmethod
    def read(cls, data: Path) -> Tables:
        """Read the data of the package; a part that is not there is empty."""
        own = tomllib.loads((HERE / "confusions.toml").read_text(encoding="utf-8"))
        demonyms, places = read_countries(data)
        common = read_common(data)
        glosses, surnames = read_glosses(data)
        lexicons = [row for file in sorted(data.glob("lexicons/*.tsv")) for row in read_table(file)]
        senses = [row for file in sorted(data.glob("senses/*.tsv")) for row in read_table(file)]
        words = (row["word"] for row in read_table(data / "language_words.tsv") if row["lang"] != "en")
        residue = tuple(sorted({word for word in words if _is_residue(word, common)}))
        swaps, calques = invert_senses(senses, lexicons), invert_calques(senses, lexicons)
        return cls(*read_own(own), common, demonyms, places, glosses, surnames, residue, swaps, calques)


def read_own(own: Mapping[str, Any]) -> tuple[Mapping[str, float], Mapping[str, Choices], Endings]:
    """Return weights, confusions and endings."""
    names = ("prepositions", "pronouns", "tense", "agreement")
    confusions: dict[str, Choices] = {
        name: {word: tuple(others.split()) for word, others in own[name].items()} for name in names
    }
    confusions["compounds"] = {word: (other,) for word, other in own["compounds"].items()}
    pairs = {name: tuple((cut, put) for cut, put in rows) for name, rows in own["endings"].items()}
    return own["weights"], confusions, Endings(**pairs)


def read_table(file: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table; none if it is not there."""
    if file.exists():
        with file.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def read_countries(data: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return adjectives of nationality, and the names of countries and of cities that are no words."""
    rows = list(read_table(data / "demonyms.tsv"))
    demonyms = {word for row in rows for word in row["adjective"].split("|") if word.isalpha()}
    countries = {word for row in rows for word in row["country"].split("|")}
    cities = {row["name"] for row in read_table(data / "cities.tsv")}
    common = read_common(data)
    named = {name for name in cities if name.lower() not in common}
    return frozenset(demonyms), frozenset(countries | named)


def read_common(data: Path) -> frozenset[str]:
    """Return common English words, without names."""
    file = data / "words" / "en-common.txt.xz"
    if not file.exists():
        return FUNCTION
    lines = lzma.decompress(file.read_bytes()).decode("utf-8").splitlines()
    return FUNCTION | {line for line in lines if line.isalpha() and line.islower()}


def read_glosses(data: Path) -> tuple[Choices, tuple[str, ...]]:
    """Return what names of one or more words mean, and what surnames of one word mean."""
    found: dict[str, tuple[str, ...]] = {}
    surnames: set[str] = set()
    for row in read_table(data / "glosses.tsv"):
        glosses = tuple(row["glosses"].split("|"))
        found[row["name"].lower()] = found.get(row["name"].lower(), ()) + glosses
        if row["kind"] in {"surname", "given", "both"}:
            surnames.update(gloss for gloss in glosses if gloss.isalpha())
    return found, tuple(sorted(surnames))


def _is_residue(word: str, common: frozenset[str]) -> bool:
    return word.isalpha() and 1 < len(word) < 6 and word not in common and word < "ɐ"
