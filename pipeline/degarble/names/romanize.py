"""One name in many romanisations: folding, sound keys and consonant skeletons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_PLAIN = str.maketrans(
    {
        "ı": "i",
        "İ": "I",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "ə": "e",
        "Ə": "E",
        "þ": "th",
        "ð": "d",
        "’": "",
        "'": "",
        "‘": "",
        "ʻ": "",
        "ʼ": "",
        "`": "",
    }
)
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]+")
_SOFT = re.compile(r"c(?=[ei])")


@lru_cache(maxsize=65_536)
def strip_marks(text: str) -> str:
    """Return `text` without diacritics and apostrophes, case kept.

    >>> strip_marks("Çavuşoğlu"), strip_marks("Kalın"), strip_marks("Sa'ar")
    ('Cavusoglu', 'Kalin', 'Saar')
    """
    if text.isascii() and "'" not in text and "`" not in text:
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(char for char in plain if not unicodedata.combining(char))


def fold(text: str) -> str:
    """Return the name in lower case without diacritics, apostrophes and hyphens.

    >>> fold("Al-Sisi"), fold("İbrahim Kalın")
    ('al sisi', 'ibrahim kalin')
    """
    return strip_marks(text).lower().replace("-", " ")


class Romanizer:
    """Maps the spellings of one sound to one letter; made from the lists `sound` and `case-ending`."""

    def __init__(self, sounds: Sequence[str], endings: Sequence[str]) -> None:
        self._sounds = tuple((old, new) for old, _, new in (rule.partition(">") for rule in sounds))
        self.endings = tuple(endings)
        self.sound = lru_cache(maxsize=65_536)(self._sound)

    def _sound(self, word: str) -> str:
        """Return the sound key of a folded word: each sound one letter, none doubled, o as u, e as a."""
        word = _SOFT.sub("s", word) if "ch" not in word else word
        for old, new in self._sounds:
            if old in word:
                word = word.replace(old, new)
        return _DOUBLED.sub(r"\1", word.replace("c", "s").replace("e", "a").replace("o", "u"))

    def skeleton(self, word: str) -> str:
        """Return the consonants of the sound key of a folded word, with a leading vowel as `a`."""
        sound = self.sound(word)
        rest = _DOUBLED.sub(r"\1", _VOWELS.sub("", sound))
        return "a" + rest if sound[:1] in tuple("aiu") else rest


@lru_cache(maxsize=8)
def make_romanizer(sounds: tuple[str, ...], endings: tuple[str, ...]) -> Romanizer:
    """Return the romanizer of two lists, made once."""
    return Romanizer(sounds, endings)
