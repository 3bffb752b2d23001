"""Damage to small words: articles, prepositions, pronouns, copula, and words that are lost or left."""

from __future__ import annotations

import random

from .inflect import could_be, ends_phrase, lemmas, readings
from .names import is_name, replace
from .schema import Change, Changes
from .tables import Tables
from .words import CLASSES, CLOSERS, DETERMINERS, PREPOSITIONS, Sentence, capitalize, is_capital, is_word, like

COPULA = frozenset({"is", "are", "was", "were"})


def drop(sentence: Sentence, number: int) -> Changes | None:
    """Take a word away with its blank; at the start the next word gets its capital."""
    word, text = sentence.words[number], sentence.text
    if number and text[word.start - 1] == " ":
        inside = text[word.end : word.end + 1] == " "
        return (Change(word.start, word.end + 1, "") if inside else Change(word.start - 1, word.end, ""),)
    if number or not is_word(sentence.word(1)) or not sentence.is_plain(0, 1):
        return None
    after = sentence.words[1]
    return (Change(word.start, after.end, capitalize(after.text)),)


def dropped_article(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'the army' -> 'army'."""
    return drop(sentence, number) if sentence.low(number) in {"the", "a", "an"} else None


def added_article(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'in Moscow' -> 'in the Moscow'."""
    if number == 0 or sentence.low(number - 1) not in PREPOSITIONS - {"by", "over"}:
        return None
    name = is_name(sentence, number, tables) and sentence.word(number + 1).islower()
    plain = sentence.low(number - 1) != "of" and _is_singular(sentence, number) and ends_phrase(sentence, number + 1)
    if not (name or plain) or not sentence.is_plain(number - 1, number):
        return None
    return replace(sentence, number, f"the {sentence.word(number)}")


def _is_singular(sentence: Sentence, number: int) -> bool:
    low = sentence.low(number)
    return readings(low) == {"noun"} and lemmas(low, "noun")[:1] == (low,)


def preposition(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'responsible for' -> 'responsible of'."""
    others = tables.confusions["prepositions"].get(sentence.low(number))
    if not others or not is_word(sentence.low(number + 1)):
        return None
    if sentence.low(number) == "to" and could_be(sentence, number + 1, "verb"):
        return None
    return replace(sentence, number, like(rng.choice(others), sentence.word(number)))


def pronoun_gender(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'his wife' -> 'her wife'."""
    others = tables.confusions["pronouns"].get(sentence.low(number), ()) if number > 2 else ()
    if others and sentence.low(number) == "her" and not readings(sentence.low(number + 1)) & {"noun", "adj"}:
        others = ("him", "it")
    return replace(sentence, number, like(rng.choice(others), sentence.word(number))) if others else None


def dropped_copula(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'the road is closed' -> 'the road closed'."""
    if sentence.low(number) not in COPULA or number == 0 or sentence.low(number + 1) in {"not", "n't", "there"}:
        return None
    return drop(sentence, number)


def dropped_word(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """A noun or a verb is lost."""
    found = readings(sentence.low(number))
    if number == 0 or found not in ({"noun"}, {"verb"}) or is_capital(sentence, number):
        return None
    if found == {"noun"} and not ends_phrase(sentence, number + 1):
        return None
    return drop(sentence, number)


def residue(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """A function word of another language is left: 'of the army' -> 'del the army'."""
    if not tables.residue or sentence.low(number) not in CLOSERS | DETERMINERS:
        return None
    if sentence.low(number) in CLASSES["pronouns"] | CLASSES["auxiliaries"]:
        return None
    foreign = like(rng.choice(tables.residue), sentence.word(number))
    keep = rng.random() < 0.3 and number > 0
    return replace(sentence, number, f"{foreign} {sentence.word(number)}" if keep else foreign)
