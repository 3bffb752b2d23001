"""The operations by kind, and the maker that chooses and combines them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from . import clauses, names, nouns, senses, small, verbs
from .schema import Changes, Damaged, Finder, Operation, apply_changes, are_apart, list_changes
from .tables import Tables
from .words import Sentence, split

FINDERS: Mapping[str, Finder] = {
    "nationality-after-noun": nouns.nationality_after_noun,
    "lost-genitive": nouns.lost_genitive,
    "chained-of": nouns.chained_of,
    "half-capitals": names.half_capitals,
    "lower-name": names.lower_name,
    "dropped-article": small.dropped_article,
    "added-article": small.added_article,
    "preposition": small.preposition,
    "wrong-sense": senses.wrong_sense,
    "literal-name": names.literal_name,
    "inflected-name": names.inflected_name,
    "pronoun-gender": small.pronoun_gender,
    "clause-order-tr": clauses.clause_order_tr,
    "clause-order-ru": clauses.clause_order_ru,
    "adjective-order": nouns.adjective_order,
    "dropped-copula": small.dropped_copula,
    "dropped-word": small.dropped_word,
    "quote-side": clauses.quote_side,
    "duplicated-chunk": clauses.duplicated_chunk,
    "shuffled-chunk": clauses.shuffled_chunk,
    "tense": verbs.tense,
    "agreement": verbs.agreement,
    "calque": senses.calque,
    "literal-compound": senses.literal_compound,
    "residue": small.residue,
}


def make_operation(kind: str, find: Finder) -> Operation:
    """Return the operation that damages a sentence at one of its words where that is possible."""

    def operate(sentence: Sentence, tables: Tables, rng: random.Random) -> Damaged | None:
        for number in rng.sample(range(len(sentence.words)), len(sentence.words)):
            changes = find(sentence, number, tables, rng)
            if changes and are_real(sentence, changes):
                return apply_changes(sentence.text, changes, kind)
        return None

    return operate


def are_real(sentence: Sentence, changes: Changes) -> bool:
    """Tell whether every change changes something."""
    return all(sentence.text[change.start : change.end] != change.text for change in changes)


OPERATIONS: dict[str, Operation] = {kind: make_operation(kind, find) for kind, find in FINDERS.items()}


class DamageMaker:
    """Makes damaged sentences of clean ones."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def damage(
        self, sentence: str, rng: random.Random, kinds: Sequence[str] | None = None, count: int = 1
    ) -> Damaged | None:
        """Damage a sentence by up to `count` operations that do not touch each other; None if none applies."""
        words, made = split(sentence), Gathered()
        for kind in self._shuffle(list(OPERATIONS if kinds is None else kinds), rng):
            if len(made.kinds) == count:
                break
            damaged = OPERATIONS[kind](words, self._tables, rng)
            if damaged is not None:
                made.add(kind, list_changes(damaged))
        return apply_changes(sentence, made.changes, "") if made.changes else None

    def _shuffle(self, kinds: list[str], rng: random.Random) -> list[str]:
        """Return the kinds in a random order in which heavy ones tend to come first."""
        return sorted(kinds, key=lambda kind: rng.random() ** (1 / self._tables.weights.get(kind, 1.0)), reverse=True)


class Gathered:
    """The changes of one sentence while they are gathered."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.changes: Changes = ()

    def add(self, kind: str, changes: Changes) -> None:
        """Take the changes of an operation unless they touch those taken."""
        if are_apart(self.changes, changes):
            self.kinds.append(kind)
            self.changes += changes
