"""A word of a name at four depths: its letters, its spelling groups as single sounds, its sounds, its consonants."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from degarble.folding import strip_marks

_WORD = re.compile(r"[a-z]+")


class Word(NamedTuple):
    """A word of a name: `plain` has no marks; the others are codings of it, `marked_sound` with ş read as sh, ü as ue.

    `given` stands for all forms of one given name over the languages (Mykola, Nikolai), empty for other words.
    """

    plain: str
    code: str
    sound: str
    marked_sound: str
    skeleton: str
    given: str = ""


class Coder:
    """Codes words by the tables of `data/names/sounds.toml` and the given names of `data/names/given.tsv`."""

    def __init__(self, tables: Mapping[str, Mapping[str, str]], given: Mapping[str, str]) -> None:
        self._given = given
        self._letters = str.maketrans(dict(tables["letters"]))
        self._groups = tables["groups"]
        self._pattern = re.compile("|".join(sorted(self._groups, key=len, reverse=True)))
        self._sounds = str.maketrans(dict(tables["sounds"]))
        kept = tables["consonants"]
        vowels = "".join(char for char in "aeiouyAOYU" if char not in kept)
        self._consonants = str.maketrans(dict(kept) | dict.fromkeys(vowels, ""))
        self.code_word = lru_cache(maxsize=131_072)(self._code_word)

    def code_name(self, name: str) -> tuple[Word, ...]:
        """Return the words of a name in any case; marks and apostrophes are no letters."""
        plain = _WORD.findall(strip_marks(name).lower())
        if name.isascii():
            return tuple([self.code_word(word, word) for word in plain])
        marked = _WORD.findall(strip_marks(name.lower().translate(self._letters)).lower())
        if len(marked) != len(plain):
            marked = plain
        return tuple([self.code_word(word, other) for word, other in zip(plain, marked, strict=True)])

    def _code_word(self, plain: str, marked: str) -> Word:
        code = self._merge(marked)
        marked_sound = _squeeze(code.translate(self._sounds))
        same = marked == plain
        sound = marked_sound if same else _squeeze(self._merge(plain).translate(self._sounds))
        skeleton = _squeeze(code.translate(self._consonants))
        return Word(plain, code, sound, marked_sound, skeleton, self._given.get(plain, ""))

    def _merge(self, word: str) -> str:
        """Return a word with each group of letters as one sign and no sign doubled."""
        return _squeeze(self._pattern.sub(lambda match: self._groups[match[0]], word))


def _squeeze(text: str) -> str:
    """Return `text` with no sign twice in a row; for short words a loop is four times as fast as an expression."""
    last = kept = ""
    for char in text:
        if char != last:
            kept += char
            last = char
    return kept


@lru_cache(maxsize=1)
def load_coder() -> Coder:
    """Return the coder of the built-in tables."""
    folder = files("degarble") / "data" / "names"
    rows = (folder / "given.tsv").read_text(encoding="utf-8").split("\n")[1:]
    given = {form: row for row in rows for form in row.split("|") if form}
    return Coder(tomllib.loads((folder / "sounds.toml").read_text(encoding="utf-8")), given)
