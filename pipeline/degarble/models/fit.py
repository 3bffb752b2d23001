"""How well a word and its options fit a place: what the embedded model says of the sentence with each of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from statistics import fmean
from typing import NamedTuple

from degarble.models.catalog import FitWeights
from degarble.models.scorer import SentenceScores


class Fit(NamedTuple):
    """What tells whether an option should replace a word.

    `keep` and `damage` are the word's own logits, `rarity` its rarity; `gain` says by how much `keep` grows with the
    option in its place, `easing` by how much rarer the word is than the option, `likelihood` by how much likelier
    (natural log) a language model finds the sentence with the option.
    """

    keep: float
    damage: float
    rarity: float
    gain: float = 0.0
    easing: float = 0.0
    likelihood: float = 0.0


def weigh(fit: Fit, weights: FitWeights) -> float:
    """Return the log-odds that the word is to be replaced."""
    return weights.bias + sum(
        weight * value
        for weight, value in (
            (weights.keep, fit.keep),
            (weights.damage, fit.damage),
            (weights.rarity, fit.rarity),
            (weights.gain, fit.gain),
            (weights.easing, fit.easing),
            (weights.likelihood, fit.likelihood),
        )
    )


def look_at(scores: SentenceScores, number: int, rarity: float) -> Fit:
    """Return what one pass over a sentence says of its word `number`."""
    word = scores.words[number]
    return Fit(word.keep, word.damage, rarity)


def try_option(word: Fit, changed: SentenceScores, number: int, option: str, rarity: float) -> Fit:
    """Return how an option fits, from the scores of the sentence with it in the word's place."""
    words = changed.words[number : number + len(option.split())]
    if not words:
        return word
    return word._replace(gain=fmean(item.keep for item in words) - word.keep, easing=word.rarity - rarity)


def measure_rarity(pieces: Sequence[int], frequent: int) -> float:
    """Return how rare a word is: pieces are numbered from frequent to rare, and rare words have several.

    `frequent` is the number of pieces there are. The scale is natural logarithms of ranks.

    >>> measure_rarity([1000], 50_000) < measure_rarity([20_000], 50_000) < measure_rarity([7, 9], 50_000)
    True
    """
    if len(pieces) == 1:
        return log(1 + pieces[0])
    return log(frequent) + 0.7 * (len(pieces) - 1)
