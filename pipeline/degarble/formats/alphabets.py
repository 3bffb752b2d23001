"""Which one-byte encoding fits a text: letters that its languages use, and letters that no word of them would mix."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

ENCODINGS = ("cp1252", "cp1254", "cp1250", "cp1251", "cp1256")
_SAMPLE_BYTES = 50_000
_FOREIGN_WORD = re.compile(rb"[A-Za-z0-9]*[\x80-\xff][A-Za-z0-9\x80-\xff]*")
_PUNCTUATION = frozenset("“”„‘’‚–—…«»‹›€£°·•§©®™№†¿¡\xa0\xad\u200c\u200d\u200e\u200f")
_IN_WORD = frozenset("’‘\xad\u200c\u200d")


def rank_encodings(data: bytes, preferred: str = "") -> list[tuple[float, str]]:
    """Return (score, encoding) for the encodings that decode `data`, best first, without those that read it alike.

    The score is at most 1 and about 0 or less for a wrong encoding. Ties: cp1254 where it differs from cp1252 (Turkish
    is likelier than Icelandic), then `preferred`, then the order of `ENCODINGS`.
    """
    sample = _sample(data)
    readings: dict[tuple[str, ...], str] = {}
    for encoding in ENCODINGS:
        if _decodes(data, encoding):
            readings.setdefault(tuple(word.decode(encoding) for word in sample), encoding)
    order = {encoding: rank for rank, encoding in enumerate(ENCODINGS)} | {preferred: -1, "cp1254": -2}
    scores = [(round(_score(words, encoding), 3), encoding) for words, encoding in readings.items()]
    return sorted(scores, key=lambda pair: (-pair[0], order[pair[1]]))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _sample(data: bytes) -> list[bytes]:
    words: list[bytes] = []
    size = 0
    for match in _FOREIGN_WORD.finditer(data):
        words.append(match[0])
        size += len(match[0])
        if size > _SAMPLE_BYTES:
            break
    return words


def _score(readings: tuple[str, ...], encoding: str) -> float:
    words = [word for word in readings if not _PUNCTUATION.issuperset(word.strip(_ASCII))]
    alphabets = load_alphabets()[encoding]
    if not words:
        return 0.5
    known = {lang: {i for i, word in enumerate(words) if _spells(word, letters)} for lang, letters in alphabets.items()}
    best = max(known.values(), key=len)
    rest = set().union(*known.values()) - best
    strange = sum(_is_strange(word) for word in words)
    return (len(best) + 0.5 * len(rest) - strange) / len(words) - 0.5 * _shouts(words)


_ASCII = "".join(map(chr, range(128)))


def _shouts(words: Sequence[str]) -> bool:
    """Tell whether capitals prevail, as in Cyrillic read with the wrong one of its encodings."""
    letters = [c for word in words for c in word if not c.isascii()]
    return sum(map(str.isupper, letters)) > sum(map(str.islower, letters))


def _spells(word: str, letters: frozenset[str]) -> bool:
    core = word.strip("".join(_PUNCTUATION))
    return all(c.isascii() or c in letters or c in _IN_WORD for c in core) and not _is_strange(word)


def _is_strange(word: str) -> bool:
    """Tell whether a word mixes scripts, has a symbol or digit inside, or a capital after a small letter."""
    core = word.strip("".join(_PUNCTUATION))
    scripts = {_script(c) for c in core if c.isalpha()}
    odd = any(not (c.isalnum() or c in _IN_WORD or unicodedata.category(c) in {"Mn", "Po", "Lm"}) for c in core)
    return len(scripts) > 1 or odd or any(_clash(a, b) for a, b in pairwise(core))


def _clash(left: str, right: str) -> bool:
    if left.isascii() and right.isascii():
        return False
    return (left.islower() and right.isupper()) or left.isdigit() != right.isdigit()


def _script(char: str) -> str:
    return unicodedata.name(char, "?").split(" ", 1)[0]


@cache
def load_alphabets() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return the non-ASCII letters, small and capital, of each language under its encoding."""
    table: dict[str, dict[str, frozenset[str]]] = {}
    with files(__package__).joinpath("alphabets.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            letters = row["letters"]
            both = frozenset(c for c in letters + letters.upper() if not c.isascii())
            table.setdefault(row["encoding"], {})[row["lang"]] = both
    return MappingProxyType(table)
