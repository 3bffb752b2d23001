"""How well a word and its options fit a place: what the embedded model says of the sentence with each of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from statistics import fmean
from typing import NamedTuple

from degarble.models.catalog import FitWeights
from degarble.models.company import Suit
from degarble.models.scorer import SentenceScores, WordScore


class Fit(NamedTuple):
    """What tells whether an option should replace a word.

    `keep` and `damage` are the word's own logits, `rarity` its rarity; `around` is the mean damage of its sentence's
    words, `machine` the logit that a machine wrote the sentence, `company` how well the word suits the words around it
    (see `models.company`). Of the option: `rating` says by how much the first pass finds it righter than the word,
    `gain` by how much `keep` grows and `relief` by how much `damage` falls when the sentence is read with it, `easing`
    by how much rarer the word is than the option, `suiting` by how much better the option suits the words around it,
    `likeness` how like the word it is, `likelihood` by how much likelier (natural log) a language model finds the
    sentence with it.
    """

    keep: float
    damage: float
    rarity: float
    around: float
    machine: float
    company: float
    rating: float = 0.0
    gain: float = 0.0
    relief: float = 0.0
    easing: float = 0.0
    suiting: float = 0.0
    likeness: float = 0.0
    likelihood: float = 0.0


def weigh(fit: Fit, weights: FitWeights) -> float:
    """Return the log-odds that the word is to be replaced; with the weights of an order, what an option is worth."""
    return weights.bias + sum(weight * value for weight, value in zip(weights.of_fit, fit, strict=True))


def look_at(scores: SentenceScores, number: int, rarity: float, company: float) -> Fit:
    """Return what one pass over a sentence says of its word `number`, and how it suits the words around it."""
    word, around = scores.words[number], fmean(item.damage for item in scores.words)
    return Fit(word.keep, word.damage, rarity, around, scores.machine, company)


def try_option(word: Fit, rating: float, rarity: float, suit: Suit, read: Sequence[WordScore]) -> Fit:
    """Return how an option fits: its rating and rarity, how it suits, and its words as scored there."""
    if not read:
        return word
    return word._replace(
        suiting=suit.suiting,
        likeness=suit.likeness,
        rating=rating - word.keep,
        gain=fmean(item.keep for item in read) - word.keep,
        relief=word.damage - fmean(item.damage for item in read),
        easing=word.rarity - rarity,
    )


def measure_rarity(pieces: Sequence[int], frequent: int) -> float:
    """Return how rare a word is: pieces are numbered from frequent to rare, and rare words have several.

    `frequent` is the number of pieces there are. The scale is natural logarithms of ranks.

    >>> measure_rarity([1000], 50_000) < measure_rarity([20_000], 50_000) < measure_rarity([7, 9], 50_000)
    True
    """
    if len(pieces) == 1:
        return log(1 + pieces[0])
    return log(frequent) + 0.7 * (len(pieces) - 1)
