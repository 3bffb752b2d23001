"""Literal phrases found in one pass: single words by look-up, longer phrases by an Aho-Corasick automaton."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

import ahocorasick

WORD = re.compile(r"[^\W_]+(?:['’](?![sS]\b)[^\W_]+)*")
GROUP = re.compile(r"\{([^{}]*)\}")
_FOLDED = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\n": " ", "\t": " ", "\r": " ", "İ": "i"})


class Token(NamedTuple):
    """A word or number of a text."""

    start: int
    end: int
    text: str
    lower: str


class Phrase(NamedTuple):
    """A literal to look for: its text, the channel it belongs to and the number of its owner there."""

    text: str
    channel: str
    owner: int
    cased: bool = False


class Hit(NamedTuple):
    """A phrase as found: where it stands and the number of its owner."""

    start: int
    end: int
    owner: int


def fold(text: str) -> str:
    """Return `text` in lower case with plain apostrophes and spaces, character for character (offsets stay valid).

    >>> fold("İbrahim’s\\nhouse")
    "ibrahim's house"
    """
    if text.isascii() and text.isprintable():
        return text.lower()
    folded = text.translate(_FOLDED)
    lower = folded.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in folded)


def tokenize(text: str, lower: str) -> list[Token]:
    """Return the words and numbers of `text`; `lower` is its folded form."""
    spans = [match.span() for match in WORD.finditer(text)]
    return [Token(start, end, text[start:end], lower[start:end]) for start, end in spans]


def expand(pattern: str) -> list[str]:
    """Return the phrases a `{a|b} c` pattern stands for.

    >>> expand("{make|made} peace")
    ['make peace', 'made peace']
    """
    pieces = GROUP.split(pattern)
    if len(pieces) == 1:
        return pieces
    return ["".join(taken) for taken in product(*_list_options(pieces))]


def _list_options(pieces: Sequence[str]) -> list[Sequence[str]]:
    """Return the choices for every piece of a split pattern: its groups stand at the odd places."""
    return [piece.split("|") if number % 2 else (piece,) for number, piece in enumerate(pieces)]


def find_alternatives(pattern: str, phrase: str) -> tuple[int, ...]:
    """Return which alternative of every group of `pattern` stands in `phrase`, one of those it expands to.

    >>> find_alternatives("{make|made} {peace|war}", "Made peace")
    (1, 0)
    """
    options, wanted = _list_options(GROUP.split(pattern)), fold(phrase)
    for taken in product(*(range(len(choices)) for choices in options)):
        if fold("".join(choices[number] for choices, number in zip(options, taken, strict=True))) == wanted:
            return taken[1::2]
    raise ValueError(f"{phrase!r} is no phrase of {pattern!r}")


def choose(pattern: str, taken: tuple[int, ...]) -> str:
    """Return `pattern` with its k-th group replaced by the alternative chosen in the k-th group of another."""
    pieces = GROUP.split(pattern)
    pieces[1::2] = [group.split("|")[number] for group, number in zip(pieces[1::2], taken, strict=False)]
    return "".join(pieces)


class PhraseIndex:
    """All phrases of the knowledge, ready to be found in a text.

    Cost is linear in the text and independent of the number of phrases.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._words: dict[str, list[Phrase]] = {}
        longer: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            folded = fold(phrase.text)
            table = self._words if WORD.fullmatch(folded) else longer
            table.setdefault(folded, []).append(phrase)
        self._automaton = ahocorasick.Automaton()
        for folded, owners in longer.items():
            self._automaton.add_word(folded, (len(folded), owners))
        self._automaton.make_automaton()
        self._has_longer = bool(longer)

    def find(self, text: str, lower: str, tokens: Sequence[Token]) -> dict[str, list[Hit]]:
        """Return the hits of every channel in order of their end; `lower` and `tokens` belong to `text`."""
        hits: dict[str, list[Hit]] = {}
        for start, end, owners in self._matches(lower, tokens):
            for phrase in owners:
                if not phrase.cased or text[start:end] == phrase.text:
                    hits.setdefault(phrase.channel, []).append(Hit(start, end, phrase.owner))
        return hits

    def _matches(self, lower: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, list[Phrase]]]:
        words = self._words
        for token in tokens:
            owners = words.get(token.lower)
            if owners is not None:
                yield token.start, token.end, owners
        if not self._has_longer:
            return
        for last, (length, owners) in self._automaton.iter(lower):
            start, end = last + 1 - length, last + 1
            if _is_bounded(lower, start, end):
                yield start, end, owners


def _is_bounded(lower: str, start: int, end: int) -> bool:
    """Tell whether a match does not begin or end inside a word."""
    if start and lower[start].isalnum() and lower[start - 1].isalnum():
        return False
    return not (end < len(lower) and lower[end - 1].isalnum() and lower[end].isalnum())
