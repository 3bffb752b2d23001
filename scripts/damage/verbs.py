"""Damage to verbs: tense and agreement."""

from __future__ import annotations

import random

from .inflect import form, lemmas, readings
from .names import is_name, replace
from .schema import Changes
from .tables import Tables
from .words import CLASSES, REPORTING, Sentence, like

PERSONS = frozenset({"he", "she", "it", "they", "we", "who"})


def has_subject(sentence: Sentence, number: int, tables: Tables) -> bool:
    """Tell whether a subject stands just before: a pronoun, a name or a noun."""
    low = sentence.low(number - 1)
    return low in PERSONS or is_name(sentence, number - 1, tables) or readings(low) == {"noun"}


def tense(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'he said' -> 'he says', 'will' -> 'would', 'they met' -> 'they had met'."""
    low = sentence.low(number)
    others = tables.confusions["tense"].get(low, ())
    if low in {"have", "had", "has"} and readings(sentence.low(number + 1)) != {"verb"}:
        others = ()
    if readings(low) == {"verb"} and number and has_subject(sentence, number, tables):
        others = (*others, *_other_tenses(low, sentence.low(number - 1)))
    return replace(sentence, number, like(rng.choice(others), sentence.word(number))) if others else None


def _other_tenses(low: str, subject: str) -> tuple[str, ...]:
    """Return other tenses of a past form; participles without an auxiliary look the same and are left out."""
    lemma = next(iter(lemmas(low, "verb")), "")
    if not lemma or form(lemma, "VBD") != low or (subject not in PERSONS and low not in REPORTING):
        return ()
    present = lemma if subject in {"they", "we"} else form(lemma, "VBZ")
    return tuple(other for other in (present, f"had {form(lemma, 'VBN')}") if other not in {low, "had "})


def agreement(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'the parties have' -> 'the parties has', 'she says' -> 'she say'."""
    low, before = sentence.low(number), sentence.low(number - 1)
    others = tables.confusions["agreement"].get(low, ())
    if low == "have" and before in CLASSES["modals"] | {"you"}:
        return None
    if low in {"was", "were", "are"} and before in {"you", "if", "as", "i"}:
        return None
    if not others and number and has_subject(sentence, number, tables):
        others = _other_number(low, before)
    return replace(sentence, number, like(rng.choice(others), sentence.word(number))) if others else None


def _other_number(low: str, subject: str) -> tuple[str, ...]:
    if readings(low) != {"verb"}:
        return ()
    lemma = next(iter(lemmas(low, "verb")), "")
    if lemma and form(lemma, "VBZ") == low and lemma != low:
        return (lemma,)
    return (form(lemma, "VBZ"),) if lemma == low and subject in {"they", "we"} and form(lemma, "VBD") != low else ()
