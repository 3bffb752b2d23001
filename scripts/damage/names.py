"""Damage to names: capitals, endings, meanings."""

from __future__ import annotations

import random

from .schema import Change, Changes
from .tables import Tables
from .words import NO_NAMES, REPORTING, Sentence, capitalize, is_capital

NO_ENDINGS: tuple[tuple[str, str], ...] = ()
LOCAL = frozenset({"in", "from", "to", "near", "at"})


def replace(sentence: Sentence, number: int, written: str) -> Changes:
    """Return the change of one word."""
    word = sentence.words[number]
    return (Change(word.start, word.end, written),)


def is_name(sentence: Sentence, number: int, tables: Tables) -> bool:
    """Tell whether this is a name inside the sentence, by its capital and because it is no English word."""
    low, word = sentence.low(number), sentence.word(number)
    if not is_capital(sentence, number) or not word.isalpha() or word.isupper() or len(word) < 3:
        return False
    return low not in NO_NAMES and low not in tables.common and word not in tables.demonyms


def is_person(sentence: Sentence, number: int, tables: Tables) -> bool:
    """Tell whether this is the last word of a name in the place of a person."""
    if not is_name(sentence, number, tables) or sentence.word(number) in tables.places:
        return False
    if f"{sentence.word(number - 1)} {sentence.word(number)}" in tables.places:
        return False
    if sentence.word(number + 1)[:1].isupper() or sentence.word(number + 1).isdigit():
        return False
    return sentence.low(number + 1) in REPORTING or (
        is_name(sentence, number - 1, tables) and sentence.is_plain(number - 1, number)
    )


def is_headline(sentence: Sentence) -> bool:
    """Tell whether most words have a capital."""
    return 2 * sum(word.text[:1].isupper() for word in sentence.words) > len(sentence.words)


def half_capitals(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'the Foreign Ministry' -> 'the foreign Ministry'."""
    pair = (number, number + 1)
    if number + 1 >= len(sentence.words) or not all(is_capital(sentence, at) for at in pair):
        return None
    chosen = [at for at in pair if sentence.low(at) in tables.common - NO_NAMES and sentence.word(at).istitle()]
    if not chosen or not sentence.is_plain(*pair) or is_headline(sentence):
        return None
    at = rng.choice(chosen)
    return replace(sentence, at, sentence.low(at))


def lower_name(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'Egyptian' -> 'egyptian'."""
    word = sentence.word(number).removesuffix("'s").removesuffix("’s")
    if not is_capital(sentence, number) or not word.istitle() or not (word in tables.demonyms or word in tables.places):
        return None
    return replace(sentence, number, sentence.low(number))


def inflected_name(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'Haftar' -> 'Haftarom'."""
    word, endings = sentence.word(number), NO_ENDINGS
    if is_person(sentence, number, tables):
        endings = tables.endings.person
    elif word in tables.places and sentence.low(number - 1) in LOCAL and is_capital(sentence, number):
        endings = tables.endings.place
    fitting = [(cut, put) for cut, put in endings if _fits(word, cut)]
    if not fitting or not word.isascii():
        return None
    cut, put = rng.choice(fitting)
    return replace(sentence, number, word.removesuffix(cut) + put)


def _fits(word: str, cut: str) -> bool:
    return word.endswith(cut) if cut else word[-1] not in "aeiouy"


def literal_name(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'Kalin said' -> 'Thick said'; a name whose meaning is known, or any surname."""
    known = tables.glosses.get(sentence.low(number), ()) if is_capital(sentence, number) else ()
    known = known if sentence.word(number).istitle() else ()
    if known and sentence.low(number) in tables.common:
        return None
    if not known and not (tables.surnames and is_person(sentence, number, tables)):
        return None
    gloss = rng.choice(known or tables.surnames)
    article = sentence.low(number - 1) == "the" and gloss.startswith("the ")
    return replace(sentence, number, " ".join(capitalize(word) for word in gloss.split()[article:]))
