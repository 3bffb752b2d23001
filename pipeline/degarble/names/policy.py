"""The canonical form of a name under the policy a user chose: that of the press, BGN/PCGN or plain ASCII."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from degarble.folding import fold, strip_marks
from degarble.schema import Alias, Entity, NameKind, Policy

_WORD = re.compile(r"\w+(?:’\w+)*")
_PARTS = re.compile(r"[\s-]+")
# Marks of a native form: apostrophes in one way, quotation marks (ФК «Ростов») dropped as the press does.
_MARKS = str.maketrans("'ʼ", "’’", '«»„“"')


class _Choice(NamedTuple):
    """A form of a name and, in one sentence, why it is that one."""

    form: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Table:
    """A system as it stands in the file."""

    name: str
    language: str
    countries: tuple[str, ...]
    letters: str
    rules: tuple[tuple[str, str], ...] = ()
    doubtful: str = "(?!)"


@dataclass(frozen=True, slots=True)
class _File:
    """The whole of `data/names/bgn.toml`."""

    apostrophe: str
    kinds: tuple[NameKind, ...]
    likeness: float
    plain: Mapping[str, str]
    kept: Mapping[str, tuple[str, ...]]
    systems: Mapping[str, _Table]


class _System:
    """Romanises the words of one language."""

    def __init__(self, lang: str, table: _Table) -> None:
        self.lang, self.name, self.language = lang, table.name, table.language
        self._letters = dict(pair.split("=") for pair in table.letters.split())
        self._outputs = tuple(output for _, output in table.rules)
        patterns = [f"({pattern})" for pattern, _ in table.rules] + [f"[{''.join(self._letters)}]"]
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE)
        self._doubtful = re.compile(table.doubtful, re.IGNORECASE)

    def romanise(self, text: str) -> str | None:
        """Return `text` in Latin letters, or None if the system does not know how to write all of it."""
        text = unicodedata.normalize("NFC", text).translate(_MARKS)
        letters = {char for char in text.lower() if char.isalpha() or unicodedata.combining(char)}
        foreign = {char for char in letters if not char.isascii()}
        if not foreign or not foreign <= self._letters.keys() or self._doubtful.search(text):
            return None
        return _WORD.sub(self._write_word, text)

    def _write_word(self, match: re.Match[str]) -> str:
        # A single capital is an initial (Ю. -> Yu.), not a word in capitals.
        latin = self._pattern.sub(self._write_letter, match[0])
        return latin.upper() if match[0].isupper() and len(match[0]) > 1 else latin

    def _write_letter(self, match: re.Match[str]) -> str:
        latin = self._outputs[match.lastindex - 1] if match.lastindex else self._letters[match[0].lower()]
        return latin[:1].upper() + latin[1:] if match[0][0].isupper() else latin


class _Writer:
    """Writes names by the tables of `data/names/bgn.toml`."""

    def __init__(self, tables: _File) -> None:
        systems = [(_System(lang, table), table.countries) for lang, table in tables.systems.items()]
        self._systems = {country: system for system, countries in systems for country in countries}
        self._kept = {country: reason for reason, countries in tables.kept.items() for country in countries}
        self._kinds, self._likeness = tables.kinds, tables.likeness
        self._apostrophe = re.compile(tables.apostrophe)
        self._plain = str.maketrans(dict(tables.plain))

    def fold_ascii(self, text: str) -> _Choice:
        """Return `text` in ASCII; all of it or nothing, as half a name is worse than its accents."""
        parts = self._apostrophe.split(unicodedata.normalize("NFC", text))
        plain = "'".join(strip_marks(part.translate(self._plain)) for part in parts)
        if not plain.isascii() or not plain.strip():
            return _Choice(text, "The press form stays: it holds signs that have no plain ASCII form.")
        if plain == text:
            return _Choice(text, "The press form is plain ASCII already.")
        return _Choice(plain, "Written in plain ASCII, without accents and apostrophe-like marks.")

    def romanise(self, entity: Entity) -> _Choice:
        """Return the romanised native form, or the press form with the reason why it stays."""
        if entity.kind not in self._kinds:
            return _stay(entity, "only persons, places, clubs and media are romanised")
        if not entity.country:
            return _stay(entity, "its country is not known")
        if (system := self._systems.get(entity.country)) is None:
            return _stay(entity, self._kept.get(entity.country, f"no system for names of {entity.country} is at hand"))
        natives = [alias for alias in entity.aliases if alias.kind == "native" and alias.lang == system.lang]
        if not natives:
            return _stay(entity, f"no native form in {system.language} is known")
        return self._choose(entity, system, natives)

    def _choose(self, entity: Entity, system: _System, natives: list[Alias]) -> _Choice:
        """Return the native form that is most like the press form, word for word: a surname alone is another form."""
        pairs = [(system.romanise(alias.form), alias.form) for alias in natives]
        fitting = [(_compare(latin, entity.canonical), latin, form) for latin, form in pairs if latin]
        likeness, latin, form = max(fitting, default=(-1.0, "", ""))
        alone = entity.kind == NameKind.PLACE and len(_split(entity.canonical)) == 1
        if likeness < (0 if alone else self._likeness):
            return _stay(entity, f"its native form in {system.language} is not the same name word for word")
        return _Choice(latin, f"Romanised from {form} by the {system.name}.")


def _compare(latin: str, press: str) -> float:
    """Return how alike the least alike words of two forms are (0 to 100), or -1 if they have not as many."""
    ones, others = _split(latin), _split(press)
    if len(ones) != len(others):
        return -1.0
    return min(fuzz.ratio(fold(one), fold(other)) for one, other in zip(ones, others, strict=True))


def _split(name: str) -> list[str]:
    return _PARTS.split(name.strip())


def _stay(entity: Entity, reason: str) -> _Choice:
    return _Choice(entity.canonical, f"The press form stays: {reason}.")


@lru_cache(maxsize=1)
def _load_writer() -> _Writer:
    text = (files("degarble") / "data" / "names" / "bgn.toml").read_text(encoding="utf-8")
    return _Writer(msgspec.convert(tomllib.loads(text), _File))


def _choose_form(entity: Entity, policy: Policy) -> _Choice:
    if policy == Policy.BGN:
        return _load_writer().romanise(entity)
    if policy == Policy.ASCII:
        return _load_writer().fold_ascii(entity.canonical)
    return _Choice(entity.canonical, "The form the press uses.")


def write_form(entity: Entity, policy: Policy) -> str:
    """Return the canonical form of a name under a policy.

    >>> shoigu = Entity("s", NameKind.PERSON, "Sergei Shoigu", (Alias("Сергей Шойгу", "ru", "native"),), "RU")
    >>> write_form(shoigu, Policy.BGN), write_form(shoigu, Policy.PRESS)
    ('Sergey Shoygu', 'Sergei Shoigu')
    """
    return _choose_form(entity, policy).form


def explain_form(entity: Entity, policy: Policy) -> str:
    """Say in one sentence which system wrote the form, or why the press form stays.

    >>> explain_form(Entity("k", NameKind.PERSON, "İbrahim Kalın", country="TR"), Policy.BGN)
    'The press form stays: Turkish is written in Latin letters and keeps them.'
    """
    return _choose_form(entity, policy).reason


def write_text(text: str, policy: Policy) -> str:
    """Return a name that belongs to no known entity: only plain ASCII can be made from the name alone.

    >>> write_text("Mevlüt Çavuşoğlu", Policy.ASCII), write_text("Kalın", Policy.BGN)
    ('Mevlut Cavusoglu', 'Kalın')
    """
    return _load_writer().fold_ascii(text).form if policy == Policy.ASCII else text
