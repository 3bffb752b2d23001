"""The form to write: the canonical name cut to the length of the mention it replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from degarble.folding import fold
from degarble.names.compare import Comparer

_WORD = re.compile(r"[^\s-]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a name as written, with the article before it, and its place in the name."""

    start: int
    end: int
    article: str
    word: str


def split_name(name: str, comparer: Comparer) -> tuple[Piece, ...]:
    """Return the words of a name that carry it, each with its article: `Fayez al-Sarraj` -> Fayez, al + Sarraj."""
    pieces: list[Piece] = []
    article, start = "", -1
    for match in _WORD.finditer(name):
        if comparer.is_particle(fold(match[0])):
            article, start = match[0], match.start() if start < 0 else start
            continue
        pieces.append(Piece(start if start >= 0 else match.start(), match.end(), article, match[0]))
        article, start = "", -1
    return tuple(pieces)


def align(pieces: Sequence[Piece], target: Sequence[Piece], comparer: Comparer) -> tuple[int, ...]:
    """Return for each piece the place of the target's word it stands for, -1 where none is left.

    The likest words are paired first; what is left over is paired in order, so that `Caliph Khafter` meets
    `Khalifa Haftar` word by word.
    """
    pairs = sorted(
        (
            (-comparer.compare_words(fold(piece.word), fold(other.word)), i, j)
            for i, piece in enumerate(pieces)
            for j, other in enumerate(target)
        )
    )
    places, taken = [-1] * len(pieces), set()
    for score, i, j in pairs:
        if score <= -0.6 and places[i] < 0 and j not in taken:
            places[i] = j
            taken.add(j)
    free = [j for j in range(len(target)) if j not in taken]
    for i, place in enumerate(places):
        if place < 0 and free and len(pieces) > 1:
            places[i] = free.pop(0)
    return tuple(places)


def fit_name(text: str, canonical: str, comparer: Comparer) -> str | None:
    """Return the canonical name cut to the length of a mention; None when the mention has words it cannot place.

    `Khafter` becomes `Haftar`, not `Khalifa Haftar`; the possessive and the title stay outside the mention.
    """
    if len(comparer.tokens(text)) > 1 and comparer.is_joined(text, canonical):
        return canonical
    pieces, target = split_name(text, comparer), split_name(canonical, comparer)
    places = align(pieces, target, comparer)
    if not pieces or any(place < 0 for place in places):
        return None
    if len(pieces) == len(target):
        return canonical
    first, last = min(places), max(places)
    if last - first + 1 != len(pieces):
        return " ".join(target[place].word for place in sorted(places))
    keeps_article = pieces[0].article or not target[first].article
    start = target[first].start if keeps_article else target[first].end - len(target[first].word)
    fitted = canonical[start : target[last].end]
    return fitted[0].upper() + fitted[1:] if text[0].isupper() and not pieces[0].article else fitted
