"""One name in many romanisations: sound keys and consonant skeletons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]+")
_SOFT = re.compile(r"c(?=[ei])")


class Romanizer:
    """Maps the spellings of one sound to one letter; made from the lists `sound` and `case-ending`."""

    def __init__(self, sounds: Sequence[str], endings: Sequence[str]) -> None:
        self._sounds = tuple((old, new) for old, _, new in (rule.partition(">") for rule in sounds))
        self.endings = tuple(endings)
        self.sound = lru_cache(maxsize=65_536)(self._sound)
        self.skeleton = lru_cache(maxsize=65_536)(self._skeleton)

    def _sound(self, word: str) -> str:
        """Return the sound key of a folded word: each sound one letter, none doubled, o as u, e as a."""
        word = _SOFT.sub("s", word) if "ch" not in word else word
        for old, new in self._sounds:
            if old in word:
                word = word.replace(old, new)
        return _DOUBLED.sub(r"\1", word.replace("c", "s").replace("e", "a").replace("o", "u"))

    def _skeleton(self, word: str) -> str:
        """Return the consonants of the sound key of a folded word, with a leading vowel as `a`."""
        sound = self.sound(word)
        rest = _DOUBLED.sub(r"\1", _VOWELS.sub("", sound))
        return "a" + rest if sound[:1] in tuple("aiu") else rest


@lru_cache(maxsize=8)
def make_romanizer(sounds: tuple[str, ...], endings: tuple[str, ...]) -> Romanizer:
    """Return the romanizer of two lists, made once."""
    return Romanizer(sounds, endings)
