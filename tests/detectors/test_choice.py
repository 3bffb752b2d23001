"""Choosing between senses: what is offered, what is left alone, and what the limits do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, inf

import numpy as np
import pytest

from degarble.config import Settings
from degarble.detectors import load_detectors
from degarble.detectors.choice import RULE, Choice
from degarble.detectors.context import Context
from degarble.errors import ConfigError
from degarble.knowledge import Knowledge, load_knowledge
from degarble.knowledge.phrases import WORD
from degarble.models.catalog import ChoiceLimits, Entry, FitWeights
from degarble.models.company import NOTHING, Suit
from degarble.models.fit import Fit
from degarble.models.judge import CausalJudge, EmbeddedJudge, give_opinions, open_judge
from degarble.models.scorer import SentenceScores, WordScore
from degarble.names.find import find_mentions
from degarble.reading import read
from degarble.schema import Document, Finding, Level, OriginGuess, Severity

ROWS = (
    "english\tpos\tsource\tsenses\n"
    + "car\tnoun\tauto\torder@court ; ruling@court ; wagon@any ; sled@weather\n"
    + "shut\tverb\tcerrar\tend@court\n"
    + "holder\tnoun\ttitular\thead@any\n"
)
WEIGHTS = FitWeights(gain=1.0)
LIMITS = ChoiceLimits(
    margin=2.0,
    quoted=4.0,
    close=1.5,
    doubt=0.0,
    flag=3.0,
    margins={"pt": 6.0},
    first=FitWeights(keep=-1.0),
    order=WEIGHTS,
    weights=WEIGHTS,
)
ENTRY = Entry("fake", "", "", "", "", choice=LIMITS)


class FakeScorer:
    """Knows how well words fit, in whatever sentence; a word's query is its number."""

    entry = ENTRY

    def __init__(self, fits: Mapping[str, float]) -> None:
        self._fits = fits

    def score(self, sentences: Sequence[str]) -> list[SentenceScores]:
        return [self._score(sentence) for sentence in sentences]

    def _score(self, sentence: str) -> SentenceScores:
        words = tuple(WordScore(*match.span(), 0.0, self._fits.get(match[0], 0.0)) for match in WORD.finditer(sentence))
        return SentenceScores(words, 0.0, {number: np.zeros(1, np.float16) for number in range(len(words))})

    def rarity(self, word: str) -> float:
        return 0.0

    def suit(self, sentence: str, start: int, end: int, options: Sequence[str]) -> tuple[float, list[Suit]]:
        return 0.0, [NOTHING] * len(options)

    def rate(self, query, words: Sequence[str]) -> list[float]:
        return [self._fits.get(word, -9.0) for word in words]


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory) -> Knowledge:
    pack = tmp_path_factory.mktemp("pack")
    for lang in ("xx", "pt"):
        (pack / "senses").mkdir(exist_ok=True)
        (pack / "senses" / f"{lang}.tsv").write_text(ROWS, encoding="utf-8")
    return load_knowledge((pack,))


COURT = "\n\nThe trial ended and the verdict stands."


def find(
    knowledge: Knowledge, text: str, fits: Mapping[str, float], lang: str = "xx", topic: str = COURT
) -> list[Finding]:
    reading = read(Document("a", text + topic), knowledge, lambda _: "en", FakeScorer(fits))
    context = Context(reading, (OriginGuess(lang, 0.9),), find_mentions(reading), Settings())
    return list(Choice().detect(context))


def test_a_better_sense_is_offered_in_the_form_of_the_word(knowledge):
    (found,) = find(knowledge, "The judge read two cars to the court.", {"rulings": 3.0})
    assert (found.rule, found.text, found.best, found.level) == (RULE, "cars", "rulings", Level.SUGGEST)
    assert "auto" in found.message
    assert [item.source for item in found.evidence] == ["data/senses/xx.tsv", "embedded model"]


def test_close_senses_are_offered_in_order_and_far_ones_are_not(knowledge):
    (close,) = find(knowledge, "The judge read two cars.", {"rulings": 3.0, "orders": 3.5})
    assert [item.text for item in close.suggestions] == ["orders", "rulings"]
    (far,) = find(knowledge, "The judge read two cars.", {"rulings": 3.0, "orders": 1.0})
    assert [item.text for item in far.suggestions] == ["rulings"]


def test_worth_says_which_option_and_the_odds_say_whether(knowledge, monkeypatch):
    by_rating = replace(LIMITS, order=FitWeights(rating=1.0))

    @dataclass(frozen=True)
    class FakeJudge(EmbeddedJudge):
        limits: ChoiceLimits = by_rating

        def measure(self, sentence: str, scores: SentenceScores, number: int, options: Sequence[str]):
            gains = {"rulings": (9.0, 2.5), "orders": (1.0, 8.0)}  # in the order, in the weights
            word = Fit(*(0.0,) * 6)
            return [
                word._replace(rating=gains[option][0], gain=gains[option][1]) if option in gains else None
                for option in options
            ]

    monkeypatch.setattr("degarble.detectors.choice.open_judge", lambda chooser, scorer: FakeJudge(scorer))
    (found,) = find(knowledge, "The judge read two cars.", {})
    assert [item.text for item in found.suggestions] == ["rulings"]
    assert found.score == pytest.approx(1 / (1 + exp(-2.5)), abs=0.01)


def test_the_article_changes_with_the_word(knowledge):
    (found,) = find(knowledge, "The judge read a car.", {"order": 3.0})
    assert (found.text, found.best) == ("a car", "an order")


@pytest.mark.parametrize(
    ("text", "fits", "lang"),
    [
        ("The judge read two cars.", {"rulings": 1.9}, "xx"),  # below the margin
        ("The judge read two cars.", {"rulings": 2.5}, "pt"),  # below the margin of the language
        ("The judge read two cars.", {"rulings": 5.0}, "yy"),  # no table
        ("The judge read two cars.", {"rulings": 5.0}, "und"),  # no language
        ("They met Holder on Monday.", {"head": 5.0}, "xx"),  # a name
        ('He said: "I read two cars."', {"rulings": 3.0}, "xx"),  # quoted: more is asked for
    ],
)
def test_what_is_left_alone(knowledge, text, fits, lang):
    assert find(knowledge, text, fits, lang) == []


def test_a_quotation_counts_one_severity_less(knowledge):
    (found,) = find(knowledge, 'He said: "I read two cars."', {"rulings": 5.0}, topic=COURT.replace("\n\n", " "))
    assert (found.severity, found.level) == (Severity.MINOR, Level.SUGGEST)


def test_another_judge_is_asked_with_its_own_margins(knowledge, monkeypatch):
    asked = []

    class FakeChooser:
        def rate(self, sentence: str, start: int, end: int, options: Sequence[str]) -> list[float]:
            asked.append((sentence[start:end], tuple(options)))
            return [7.0 if option == "rulings" else -1.0 for option in options]

    likelihood = FitWeights(likelihood=1.0)
    limits = ChoiceLimits(margin=6.5, order=likelihood, weights=likelihood)
    judge = CausalJudge(EmbeddedJudge(FakeScorer({})), FakeChooser(), "smollm2", limits)
    monkeypatch.setattr("degarble.detectors.choice.open_judge", lambda chooser, scorer: judge)
    (found,) = find(knowledge, "The judge read two cars to the court.", {})
    assert found.best == "rulings"
    assert found.evidence[-1].source == "smollm2"
    assert asked == [("cars", ("orders", "rulings", "wagons"))]


def test_without_a_name_the_embedded_model_judges():
    scorer = FakeScorer({"rulings": 3.0})
    judge = open_judge("", scorer)
    assert judge.limits == ENTRY.choice
    (scores,) = scorer.score(["two cars"])
    assert give_opinions(judge, "two cars", scores, 1, ["rulings"]) == [(3.0, 3.0)]


def test_an_unknown_judge_is_named_at_the_start():
    with pytest.raises(ConfigError, match="smollm3"):
        load_detectors(Settings(chooser="smollm3"))


def test_a_word_that_can_hardly_be_right_is_flagged_where_nothing_fits(knowledge):
    (found,) = find(knowledge, "The judge read two cars.", {"cars": -3.5, "rulings": -3.0, "orders": -4.0})
    assert (found.text, found.level, found.suggestions) == ("cars", Level.FLAG, ())
    assert "wrong sense of auto" in found.message
    assert find(knowledge, 'He said: "I read two cars."', {"cars": -3.5, "rulings": -3.0, "orders": -4.0}) == []


def test_a_word_beyond_doubt_is_not_looked_at(knowledge):
    assert find(knowledge, "The judge read two cars.", {"cars": 0.5, "rulings": 9.0}) == []


def test_only_the_likeliest_options_are_tried():
    scorer = FakeScorer({"one": 5.0, "two": 4.0, "three": 3.0, "four": 2.0, "five": 1.0})
    (scores,) = scorer.score(["cars"])
    opinions = give_opinions(EmbeddedJudge(scorer), "cars", scores, 0, ["five", "one", "two", "three", "four"])
    assert [opinion.odds for opinion in opinions] == [-inf, 5.0, 4.0, 3.0, 2.0]


def test_a_sense_at_home_in_every_text_is_named_and_not_suggested(knowledge):
    (found,) = find(knowledge, "The judge read two cars.", {"wagons": 3.5})
    assert (found.level, found.suggestions) == (Level.FLAG, ())
    assert "fits better: wagons" in found.message


def test_senses_of_other_topics_are_not_looked_at(knowledge):
    assert find(knowledge, "The judge read two cars.", {"sleds": 9.0}) == []
    assert find(knowledge, "The judge read two cars.", {"rulings": 9.0}, topic="") == []


def test_a_noun_is_not_taken_for_a_verb(knowledge):
    text = "At the {} of the day they {} it."
    fits = {"ended": 3.0, "ends": 3.0}
    (found,) = find(knowledge, text.format("shuts", "shuts"), fits)
    assert found.span.start == text.index("{} it") + len("shuts") - 2
