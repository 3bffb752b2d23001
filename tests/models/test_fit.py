"""From what a model says of a word and an option to one number."""

from __future__ import annotations

import pytest

from degarble.models.catalog import FitWeights
from degarble.models.company import Suit
from degarble.models.fit import Fit, look_at, try_option, weigh
from degarble.models.scorer import SentenceScores, WordScore

FIT = Fit(*(float(2**place) for place in range(len(Fit._fields))))


@pytest.mark.parametrize("name", Fit._fields)
def test_each_weight_belongs_to_the_number_of_its_name(name: str):
    assert weigh(FIT, FitWeights(bias=0.5, **{name: 3.0})) == 0.5 + 3 * getattr(FIT, name)


def test_an_option_is_compared_with_the_word_it_would_replace():
    words = (WordScore(0, 3, 2.0, -1.0), WordScore(4, 8, 0.0, 3.0))
    word = look_at(SentenceScores(words, 1.5, {}), 0, 9.0, -0.5)
    assert word == Fit(keep=-1.0, damage=2.0, rarity=9.0, around=1.0, machine=1.5, company=-0.5)
    option = try_option(word, 0.5, 7.0, Suit(2.5, 0.1), [WordScore(0, 2, -3.0, 4.0), WordScore(3, 5, -1.0, 2.0)])
    assert option == word._replace(rating=1.5, gain=4.0, relief=4.0, easing=2.0, suiting=2.5, likeness=0.1)


def test_an_option_without_words_of_its_own_changes_nothing():
    word = Fit(-1.0, 2.0, 9.0, 1.0, 1.5, 0.3)
    assert try_option(word, 0.5, 7.0, Suit(2.5, 0.1), []) == word
