"""Readings and forms of English words by lemminflect, and which reading a form has in its place."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

from degarble.inflection import find_head

from .words import CLASSES, CLOSERS, DETERMINERS, FUNCTION, POSSESSIVES, Sentence, is_capital, is_word

LIBRARY: Any = import_module("lemminflect")  # without types
SHORT = {"NOUN": "noun", "PROPN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv"}
TAGS = {
    "noun": ("NN", "NNS"),
    "verb": ("VB", "VBZ", "VBD", "VBN", "VBG"),
    "adj": ("JJ", "JJR", "JJS"),
    "adv": ("RB", "RBR", "RBS"),
}
# Dictionaries list rare readings that news has not.
UNREAL = {
    "army": {"adj"},
    "two": {"noun"},
    "minister": {"verb"},
    "police": {"verb"},
    "state": set(),
    "president": set(),
}


@lru_cache(maxsize=200_000)
def readings(low: str) -> frozenset[str]:
    """Return the parts of speech a form can have."""
    if low in FUNCTION or not is_word(low):
        return frozenset()
    found = LIBRARY.getAllLemmas(low)
    return frozenset(SHORT[name] for name in found if name in SHORT) - UNREAL.get(low, set())


@lru_cache(maxsize=200_000)
def lemmas(low: str, part: str) -> tuple[str, ...]:
    """Return the lemmas of a form as this part of speech."""
    return tuple(LIBRARY.getLemma(low, upos=part.upper(), lemmatize_oov=False))


@lru_cache(maxsize=200_000)
def form(lemma: str, tag: str) -> str:
    """Return a form of a word, nothing if it has none."""
    if tag in {"NN", "VB", "JJ", "RB"}:
        return lemma
    found = LIBRARY.getInflection(lemma, tag, inflect_oov=False)
    return str(found[0]) if found else ""


def form_of_phrase(phrase: str, part: str, tag: str) -> str:
    """Inflect a phrase: the first word of a verb, the last (or the one before 'of') of anything else."""
    words = phrase.split()
    at = find_head(words, part)
    inflected = form(words[at], tag)
    return " ".join([*words[:at], inflected, *words[at + 1 :]]) if inflected else ""


def could_be(sentence: Sentence, number: int, part: str) -> bool:
    """Tell whether a word can be this part of speech at all."""
    return part in readings(sentence.low(number))


def ends_phrase(sentence: Sentence, number: int) -> bool:
    """Tell whether a noun phrase cannot go on with this word."""
    low = sentence.low(number)
    if not is_word(low) or low in CLOSERS or low in DETERMINERS:
        return True
    if is_capital(sentence, number) and not readings(low):
        return True
    return readings(low) in ({"verb"}, {"adv"}, {"verb", "adv"})


def reads_as(sentence: Sentence, number: int, part: str) -> bool:
    """Tell whether a word has this part of speech here, as far as its neighbours alone can tell."""
    found = readings(sentence.low(number))
    if found == {part}:
        return True
    return part in found and CHECKS[part](sentence, number)


def last_of_nouns(sentence: Sentence, first: int, most: int = 3) -> int:
    """Return the place of the noun that ends the noun phrase begun here, -1 if that is not sure."""
    for number in range(first, min(first + most, len(sentence.words))):
        low = sentence.low(number)
        if not readings(low) & {"noun", "adj"} or low in CLASSES["fixed_adjectives"]:
            return -1
        if "noun" in readings(low) and ends_phrase(sentence, number + 1):
            return number if sentence.is_plain(first, number) else -1
    return -1


def _is_noun(sentence: Sentence, number: int) -> bool:
    return ends_phrase(sentence, number + 1) and opens_phrase(sentence, number - 1)


def opens_phrase(sentence: Sentence, number: int) -> bool:
    """Tell whether this word stands before a noun: a determiner, or an adjective that has one."""
    low = sentence.low(number)
    if low in DETERMINERS - {"that", "no", "her"} or low.endswith(POSSESSIVES):
        return True
    return number > 0 and "adj" in readings(low) and "verb" not in readings(low)


def _is_verb(sentence: Sentence, number: int) -> bool:
    before = sentence.low(number - 1)
    if before == "to":
        return readings(sentence.low(number)) == {"verb"} or sentence.low(number + 1) in DETERMINERS
    return before in CLASSES["modals"] | CLASSES["subjects"] | CLASSES["have"]


def _is_adjective(sentence: Sentence, number: int) -> bool:
    return opens_phrase(sentence, number - 1) and readings(sentence.low(number + 1)) == {"noun"}


def _is_adverb(sentence: Sentence, number: int) -> bool:
    return sentence.low(number).endswith("ly")


CHECKS = {"noun": _is_noun, "verb": _is_verb, "adj": _is_adjective, "adv": _is_adverb}
