"""Damage to noun phrases: nationality, genitive, chains of 'of', adjectives."""

from __future__ import annotations

import random

from .inflect import ends_phrase, last_of_nouns, readings
from .schema import Change, Changes
from .tables import Tables
from .words import CLASSES, DETERMINERS, NO_NAMES, POSSESSIVES, Sentence, an, capitalize, is_capital, like

ARTICLES = ("a", "an")
# Adjectives that machines take for nouns in such chains.
MADE_NOUNS = {"foreign": {"adj"}, "national": {"adj"}, "deputy": {"adj"}, "chief": {"adj"}}


def fit_article(sentence: Sentence, number: int, following: str, rng: random.Random) -> Changes:
    """Return the change of 'a' or 'an' before a word that another takes the place of; sometimes it is left wrong."""
    word = sentence.words[number - 1] if number > 0 else None
    if word is None or word.low not in ARTICLES or word.low == an(following) or rng.random() < 0.25:
        return ()
    return (Change(word.start, word.end, like(an(following), word.text), "article-fit"),)


def move_behind(sentence: Sentence, number: int, last: int, written: str, rng: random.Random) -> Changes:
    """Put a word, written so, behind the nouns that end at `last`."""
    rest = sentence.between(number + 1, last)
    start, end = sentence.words[number].start, sentence.words[last].end
    if number == 0:
        rest = capitalize(rest)
    return (*fit_article(sentence, number, rest, rng), Change(start, end, f"{rest} {written}"))


def nationality_after_noun(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'the Libyan energy market' -> 'the energy market Libyan'."""
    word = sentence.word(number)
    last = last_of_nouns(sentence, number + 1) if word in tables.demonyms else -1
    if last < 0 or not sentence.is_plain(number, last) or sentence.low(number + 1) in tables.demonyms:
        return None
    written = rng.choices((word, word.lower(), f", {word},"), (6, 3, 0.5))[0]
    (*article, change) = move_behind(sentence, number, last, written, rng)
    return (*article, change._replace(text=change.text.replace(" ,", ",")))


def adjective_order(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'a difficult decision' -> 'a decision difficult'."""
    if readings(sentence.low(number)) != {"adj"} or is_capital(sentence, number) or number == 0:
        return None
    if sentence.low(number) in CLASSES["fixed_adjectives"] or sentence.low(number - 1) not in DETERMINERS - {"that"}:
        return None
    last = last_of_nouns(sentence, number + 1, 2)
    if last < 0 or not sentence.is_plain(number, last):
        return None
    return move_behind(sentence, number, last, sentence.word(number), rng)


def begin_of_owner(sentence: Sentence, number: int) -> int:
    """Return where the name that this word ends begins."""
    first = number
    while first > 0 and sentence.word(first - 1)[:1].isupper() and sentence.low(first - 1) not in NO_NAMES:
        first -= 1
    return first if sentence.is_plain(first, number) else number


def lost_genitive(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'Turkey's foreign minister' -> 'the foreign minister Turkey'."""
    word = sentence.words[number]
    if not word.low.endswith(POSSESSIVES) or not word.text[:1].isupper() or word.low[:-2] in {"it", "he", "that"}:
        return None
    first, last = begin_of_owner(sentence, number), last_of_nouns(sentence, number + 1)
    if (
        last < 0
        or not sentence.is_plain(first, last)
        or not (word.text[:-2] in tables.places or word.low[:-2] not in tables.common)
    ):
        return None
    owner, owned = sentence.between(first, number)[:-2], sentence.between(number + 1, last)
    forms = (f"the {owned} {owner}", f"{owned} {owner}", f"{owner} {owned}", f"the {owned} of the {owner}")
    written = rng.choices(forms, (6, 3, 3, 1))[0]
    return (
        Change(
            word.start if first == number else sentence.words[first].start,
            sentence.words[last].end,
            capitalize(written) if first == 0 else written,
        ),
    )


def chained_of(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'the foreign minister of Turkey' -> 'the minister of foreign of Turkey'."""
    last = last_of_nouns(sentence, number, 3) if sentence.word(number)[:1].isalpha() else -1
    if last <= number or not _takes_chain(sentence, number, last, tables):
        return None
    parts = [word.text for word in reversed(sentence.words[number : last + 1])]
    if rng.random() < 0.4:
        parts = [capitalize(part) for part in parts]
    written = rng.choice((" of ", " of ", " of the ")).join(parts)
    change = Change(sentence.words[number].start, sentence.words[last].end, written)
    return (*fit_article(sentence, number, written, rng), change)


def _takes_chain(sentence: Sentence, first: int, last: int, tables: Tables) -> bool:
    """A chain needs a determiner before, and 'of' or a third noun to be one."""
    if sentence.low(first - 1) not in {"the", "a", "an"} or any(
        "adj" in readings(sentence.low(number)) - MADE_NOUNS.get(sentence.low(number), set())
        or not readings(sentence.low(number))
        for number in range(first, last + 1)
    ):
        return False
    return ends_phrase(sentence, last + 1) and (sentence.low(last + 1) == "of" or last - first == 2)
