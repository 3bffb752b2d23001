"""Choosing between senses: what is offered, what is left alone, and what the limits do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from degarble.config import Settings
from degarble.detectors.choice import RULE, Choice
from degarble.detectors.context import Context
from degarble.knowledge import Knowledge, load_knowledge
from degarble.knowledge.phrases import WORD
from degarble.models.catalog import ChoiceLimits, Entry
from degarble.models.scorer import SentenceScores, WordScore
from degarble.names.find import find_mentions
from degarble.reading import read
from degarble.schema import Document, Finding, Level, OriginGuess, Severity

ROWS = (
    "english\tpos\tsource\tsenses\n"
    + "car\tnoun\tauto\torder@court ; ruling@court\n"
    + "holder\tnoun\ttitular\thead@any\n"
)
ENTRY = Entry("fake", "", "", "", "", choice=ChoiceLimits(margin=2.0, quoted=4.0, close=1.5, margins={"pt": 6.0}))


class FakeScorer:
    """Knows which words are wrong and how well others would fit; a word's query is its number."""

    entry = ENTRY

    def __init__(self, fits: Mapping[str, float]) -> None:
        self._fits = fits

    def score(self, sentences: Sequence[str]) -> list[SentenceScores]:
        return [self._score(sentence) for sentence in sentences]

    def _score(self, sentence: str) -> SentenceScores:
        words = tuple(WordScore(*match.span(), 0.0, 0.0) for match in WORD.finditer(sentence))
        return SentenceScores(words, 0.0, {number: np.zeros(1, np.float16) for number in range(len(words))})

    def rate(self, query, words: Sequence[str]) -> list[float]:
        return [self._fits.get(word, -9.0) for word in words]


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory) -> Knowledge:
    pack = tmp_path_factory.mktemp("pack")
    for lang in ("xx", "pt"):
        (pack / "senses").mkdir(exist_ok=True)
        (pack / "senses" / f"{lang}.tsv").write_text(ROWS, encoding="utf-8")
    return load_knowledge((pack,))


def find(knowledge: Knowledge, text: str, fits: Mapping[str, float], lang: str = "xx") -> list[Finding]:
    reading = read(Document("a", text), knowledge, lambda _: "en", FakeScorer(fits))
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


def test_the_article_changes_with_the_word(knowledge):
    (found,) = find(knowledge, "The judge read a car.", {"order": 3.0})
    assert (found.text, found.best) == ("a car", "an order")


@pytest.mark.parametrize(
    ("text", "fits", "lang"),
    [
        ("The judge read two cars.", {"rulings": 1.9}, "xx"),  # below the margin
        ("The judge read two cars.", {"rulings": 5.0}, "pt"),  # below the margin of the language
        ("The judge read two cars.", {"rulings": 5.0}, "yy"),  # no table
        ("The judge read two cars.", {"rulings": 5.0}, "und"),  # no language
        ("They met Holder on Monday.", {"head": 5.0}, "xx"),  # a name
        ('He said: "I read two cars."', {"rulings": 3.0}, "xx"),  # quoted: more is asked for
    ],
)
def test_what_is_left_alone(knowledge, text, fits, lang):
    assert find(knowledge, text, fits, lang) == []


def test_a_quotation_counts_one_severity_less(knowledge):
    (found,) = find(knowledge, 'He said: "I read two cars."', {"rulings": 5.0})
    assert (found.severity, found.level) == (Severity.MINOR, Level.SUGGEST)
