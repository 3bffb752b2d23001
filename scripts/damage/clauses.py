"""Damage to clauses: the order of Turkish and Russian, chunks twice or mixed up, quotation marks."""

from __future__ import annotations

import random

from .inflect import form, last_of_nouns, lemmas, readings
from .names import is_name
from .schema import Change, Changes
from .tables import Tables
from .words import CLASSES, DETERMINERS, NO_NAMES, REPORTING, Sentence, capitalize, is_word

STATIVES = sorted(CLASSES["statives"])
ENDS = frozenset(',.;:!?()[]"“”«»—–')
QUOTES = '"”“»'


def end_of_clause(sentence: Sentence, number: int, marks: frozenset[str] = ENDS) -> int:
    """Return the place of the last word before a mark, or of the last word at all."""
    for at in range(number, len(sentence.words)):
        if sentence.word(at) in marks:
            return at - 1
    return len(sentence.words) - 1


def clause_order_tr(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'X said that A did B.' -> 'X, A did B stated.'; 'X visited Cairo' -> 'X Cairo visited'."""
    if sentence.low(number) in REPORTING and number > 0:
        return _late_report(sentence, number, rng)
    last = end_of_clause(sentence, number)
    if not _is_past(sentence, number, tables) or not 1 <= last - number <= 9 or not sentence.is_plain(number, last):
        return None
    if readings(sentence.low(last)) == {"adj"} or any(_is_finite(sentence, at) for at in range(number + 1, last + 1)):
        return None
    text = f"{sentence.between(number + 1, last)} {sentence.word(number)}"
    return (Change(sentence.words[number].start, sentence.words[last].end, text),)


def _late_report(sentence: Sentence, number: int, rng: random.Random) -> Changes | None:
    """Move the verb of saying behind all that was said."""
    next_one = number + (2 if sentence.low(number + 1) == "that" else 1)
    last = end_of_clause(sentence, next_one, frozenset('.;:!?"“”'))
    if not is_word(sentence.word(number - 1)) or last - next_one < 2 or not is_word(sentence.word(next_one)):
        return None
    if next_one == number + 1 and sentence.low(next_one) not in DETERMINERS | CLASSES["subjects"]:
        return None
    verb = rng.choice((*STATIVES, sentence.word(number)))
    start, end = sentence.words[number - 1].end, sentence.words[last].end
    before = sentence.words[next_one].start - 1
    if sentence.word(last + 1) in set(QUOTES) and sentence.words[last + 1].start != end:
        return None
    if before < start or not sentence.is_plain(number - 1, next_one):
        return None
    return Change(start, before, rng.choice((",", ",", " that"))), Change(end, end, f" {verb}")


def _is_finite(sentence: Sentence, number: int) -> bool:
    low = sentence.low(number)
    return low in CLASSES["auxiliaries"] | CLASSES["conjunctions"] or readings(low) == {"verb"}


def _is_past(sentence: Sentence, number: int, tables: Tables) -> bool:
    """Tell whether this is a verb with its subject just before it."""
    before = sentence.low(number - 1)
    if number == 0 or readings(sentence.low(number)) != {"verb"} or not _has_person(sentence.low(number), before):
        return False
    subject = before in {"he", "she", "they", "we"} or is_name(sentence, number - 1, tables)
    return (subject or readings(before) == {"noun"}) and sentence.low(number + 1) != "by"


def _has_person(low: str, subject: str) -> bool:
    """Tell a past form from a participle: by its form, or by a pronoun before it."""
    lemma = next(iter(lemmas(low, "verb")), "")
    past, passive = form(lemma, "VBD"), form(lemma, "VBN")
    regular = low == past and (past != passive or readings(subject) == {"noun"} or not readings(subject))
    return regular or low == form(lemma, "VBZ")


def clause_order_ru(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'The minister signed the agreement' -> 'The agreement signed the minister'."""
    first, object_first = begin_of_subject(sentence, number), number + 1
    if first < 0 or not _is_past(sentence, number, tables) or sentence.low(object_first) not in DETERMINERS:
        return None
    last = last_of_nouns(sentence, object_first + 1)
    if last < 0 or not sentence.is_plain(first, last) or sentence.low(last + 1) in CLASSES["conjunctions"]:
        return None
    subject, thing = sentence.between(first, number - 1), sentence.between(object_first, last)
    if first == 0 and sentence.low(0) in tables.common:
        subject = subject[0].lower() + subject[1:]
    text = f"{capitalize(thing) if first == 0 else thing} {sentence.word(number)} {subject}"
    return (Change(sentence.words[first].start, sentence.words[last].end, text),)


def begin_of_subject(sentence: Sentence, number: int) -> int:
    """Return where a short subject before a verb begins, -1 if it does not begin the clause."""
    for first in range(number - 1, max(number - 5, -1), -1):
        if sentence.low(first) in CLASSES["conjunctions"]:
            return -1
        if first == 0 or not is_word(sentence.word(first - 1)) or sentence.low(first - 1) in {"and", "but", "that"}:
            return first
        if sentence.low(first) in NO_NAMES - DETERMINERS - CLASSES["titles"]:
            return -1
    return -1


def duplicated_chunk(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'of the army' -> 'of the of the army'; the second one is the damage."""
    last = number + rng.choice((0, 1, 1, 2, 3))
    if last > end_of_clause(sentence, number) or not sentence.is_plain(number, last):
        return None
    end, twice = sentence.words[last].end, sentence.between(number, last)
    twice = twice[0].lower() + twice[1:] if number == 0 else twice
    return (Change(end, end, " " + twice),)


def shuffled_chunk(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """Two to five words of a clause in another order."""
    last = number + rng.choice((1, 2, 2, 3, 4))
    if number == 0 or last > end_of_clause(sentence, number) or not sentence.is_plain(number, last):
        return None
    words = [word.text for word in sentence.words[number : last + 1]]
    mixed = rng.sample(words, len(words))
    if mixed[0] == words[0] or mixed[-1] == words[-1]:
        return None
    return (Change(sentence.words[number].start, sentence.words[last].end, " ".join(mixed)),)


def quote_side(sentence: Sentence, number: int, tables: Tables, rng: random.Random) -> Changes | None:
    """'…,” he said' -> '…, ”he said' or '…” , he said'."""
    mark, text = sentence.words[number], sentence.text
    if mark.text not in QUOTES or number == 0:
        return None
    before = sentence.words[number - 1]
    closes = before.end == mark.start and text[mark.end : mark.end + 1] == " "
    if closes and before.text in ",.!?":
        forms = (f"{before.text} {mark.text}", f"{mark.text} {before.text} ", f" {mark.text}{before.text} ")
        return (Change(before.start, mark.end + 1, rng.choice(forms)),)
    opens = text[mark.start - 1] == " " and text[mark.end : mark.end + 1].isalnum() and before.end + 1 == mark.start
    return (Change(mark.start - 1, mark.end, f"{mark.text} "),) if opens else None
