"""Damage by dictionaries: the wrong sense of a word, phrases and compounds rendered word by word."""

from __future__ import annotations

import random

from .inflect import last_of_nouns, readings, reads_as
from .inverting import Phrase, Swap
from .names import replace
from .nouns import fit_article
from .schema import Change, Changes
from .tables import Tables
from .words import CLASSES, Sentence, is_capital, like

HELPED = CLASSES["be"] | CLASSES["have"]


def wrong_sense(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'the ruling of the court' -> 'the car of the court'."""
    swaps = tables.swaps.get(sentence.low(number), ())
    if not swaps or is_capital(sentence, number):
        return _long_sense(sentence, number, tables, rng)
    parts = {part for part in {swap.part for swap in swaps} if reads_as(sentence, number, part)}
    fitting = [swap for swap in swaps if swap.part in parts and has_tag(sentence, number, swap)]
    if len(parts) != 1 or not fitting:
        return None
    written = like(rng.choice(fitting).wrong, sentence.word(number))
    return (*fit_article(sentence, number, written, rng), *replace(sentence, number, written))


def has_tag(sentence: Sentence, number: int, swap: Swap) -> bool:
    """Tell past from participle by what stands before; other forms are told by themselves."""
    if swap.tag not in {"VBD", "VBN"}:
        return True
    before = sentence.low(number - 1)
    helper = sentence.low(number - 2) if readings(before) == {"adv"} or before == "not" else before
    if helper in HELPED:
        return swap.tag == "VBN"
    return swap.tag == "VBD" and sentence.low(number + 1) != "by"


def find_phrases(sentence: Sentence, number: int, tables: Tables, kind: str) -> list[Phrase]:
    """Return the phrases known for the words that begin here."""
    return [
        phrase
        for phrase in tables.calques.get(f"{sentence.low(number)} {sentence.low(number + 1)}", ())
        if phrase.kind == kind and (number == 0 or not phrase.starts) and _stands(sentence, number, phrase)
    ]


def _stands(sentence: Sentence, number: int, phrase: Phrase) -> bool:
    words = sentence.words[number + 1 : number + 1 + len(phrase.rest)]
    return tuple(word.low for word in words) == phrase.rest and sentence.is_plain(number, number + len(phrase.rest))


def put_phrase(sentence: Sentence, number: int, found: list[Phrase], rng: random.Random) -> Changes | None:
    """Write one of the phrases found."""
    if not found:
        return None
    phrase = rng.choice(found)
    written = like(phrase.wrong, sentence.word(number)) if number == 0 else phrase.wrong
    change = Change(sentence.words[number].start, sentence.words[number + len(phrase.rest)].end, written)
    return (*fit_article(sentence, number, written, rng), change)


def _long_sense(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    return put_phrase(sentence, number, find_phrases(sentence, number, tables, "wrong-sense"), rng)


def calque(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'commented on' -> 'made evaluations on'."""
    return put_phrase(sentence, number, find_phrases(sentence, number, tables, "calque"), rng)


def literal_compound(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'ceasefire' -> 'fire-stop', 'energy market' -> 'energy-market' or 'energymarket'."""
    known = tables.confusions["compounds"].get(sentence.low(number))
    if known:
        written = like(rng.choice(known), sentence.word(number))
        return (*fit_article(sentence, number, written, rng), *replace(sentence, number, written))
    if not _is_pair(sentence, number):
        return None
    first, second = sentence.words[number : number + 2]
    return (Change(first.start, second.end, first.text + rng.choice(("-", "-", "")) + second.text),)


def _is_pair(sentence: Sentence, number: int) -> bool:
    """Tell whether two plain nouns make a compound here."""
    if any(readings(sentence.low(at)) != {"noun"} for at in (number, number + 1)):
        return False
    lower = all(sentence.word(at).islower() and sentence.word(at).isalpha() for at in (number, number + 1))
    return lower and last_of_nouns(sentence, number, 2) == number + 1
