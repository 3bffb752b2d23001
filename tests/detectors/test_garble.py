"""Garbled passages: what is flagged, where nothing is flagged, and the arithmetic from word scores to passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble.config import Settings
from degarble.detectors.context import Context
from degarble.detectors.garble import RULE, Garble
from degarble.knowledge import load_knowledge
from degarble.knowledge.phrases import WORD
from degarble.models.catalog import DamageLimits, Entry
from degarble.models.passages import estimate, find_passages, smooth
from degarble.models.scorer import SentenceScores, WordScore
from degarble.reading import read
from degarble.schema import Document, Finding, Level, OriginGuess, Severity

LIMITS = DamageLimits(enter=3.0, suspect=1.5, machine=2.0, stay=0.5, grave=4.0)
ENTRY = Entry("fake", "", "", "", "", damage=LIMITS)
OPENING = "The committee met on Friday in the old town hall. "
SALAD = "The head energy market wider the people said nothing about the new law."
BAD = dict.fromkeys(("energy", "market", "wider"), 4.5)


class FakeScorer:
    """Gives words the scores it is told, and all others a low one."""

    entry = ENTRY

    def __init__(self, damage: Mapping[str, float], machine: float) -> None:
        self._damage, self._machine = damage, machine

    def score(self, sentences: Sequence[str]) -> list[SentenceScores]:
        return [SentenceScores(tuple(self._score(sentence)), self._machine, {}) for sentence in sentences]

    def _score(self, sentence: str) -> list[WordScore]:
        return [WordScore(*match.span(), self._damage.get(match[0], -3.0), 0.0) for match in WORD.finditer(sentence)]

    def rate(self, query, words: Sequence[str]) -> list[float]:
        raise AssertionError


def find(text: str, damage: Mapping[str, float], lang: str = "und", machine: float = 0.0) -> list[Finding]:
    reading = read(Document("x", text), load_knowledge(), lambda _: "en", FakeScorer(damage, machine))
    return list(Garble().detect(Context(reading, (OriginGuess(lang, 0.9),), (), Settings())))


def test_a_passage_is_flagged_with_its_count_and_without_a_repair():
    (found,) = find(OPENING + SALAD, BAD)
    assert (found.rule, found.level, found.severity) == (RULE, Level.FLAG, Severity.MAJOR)
    assert found.text == "energy market wider"
    assert found.message == "3 of these 3 words read as damaged."
    assert not found.suggestions


def test_less_is_enough_where_the_text_is_a_translation():
    weak = dict.fromkeys(BAD, 2.5)
    assert find(OPENING + SALAD, weak) == []
    (found,) = find(OPENING + SALAD, weak, "tr")
    assert found.severity is Severity.MINOR


def test_less_is_enough_where_a_machine_wrote_most_of_a_longer_text():
    weak = dict.fromkeys(BAD, 2.5)
    assert find(OPENING + SALAD, weak, machine=2.5) == []
    assert find(4 * OPENING + SALAD, weak, machine=1.5) == []
    (found,) = find(4 * OPENING + SALAD, weak, machine=2.5)
    assert found.text == "energy market wider"


@pytest.mark.parametrize(
    "text",
    [
        f"{OPENING}The chairman said: “{SALAD}” Nobody replied to him.",
        f"{SALAD.removesuffix('.')}\n\n{OPENING}",
        f"{OPENING}\n\n- the head energy market wider the people\n- the minutes\n",
        f"{OPENING}Energy market wider.",
    ],
    ids=["quotation", "title", "list", "short"],
)
def test_quotations_titles_lists_and_fragments_are_left_alone(text: str):
    assert find(text, BAD) == []


def test_names_and_single_words_are_left_alone():
    assert find(OPENING + SALAD.replace("energy market wider", "Energy Market wider"), {**BAD, "Energy": 4.5}) == []
    assert find(OPENING + SALAD, {"energy": 19.0, "market": -40.0}) == []


def test_a_passage_ends_where_a_clause_ends():
    text = "one two; three four"
    words = [WordScore(*match.span(), 4.0, 0.0) for match in WORD.finditer(text)]
    assert [(item.first, item.last) for item in find_passages(text, words, LIMITS, 3.0)] == [(0, 1), (2, 3)]


@given(st.lists(st.floats(-8, 8), max_size=20))
def test_passages_lie_apart_and_hold_what_they_say(scores: list[float]):
    text = " ".join("w" for _ in scores)
    words = [WordScore(2 * n, 2 * n + 1, score, 0.0) for n, score in enumerate(scores)]
    found = list(find_passages(text, words, LIMITS, LIMITS.enter))
    smoothed = smooth(scores)
    for item in found:
        inside = smoothed[item.first : item.last + 1]
        assert min(inside) >= LIMITS.stay
        assert max(inside) == item.peak >= LIMITS.enter
        assert 0 <= item.probability <= 1
    covered = [n for item in found for n in range(item.first, item.last + 1)]
    assert covered == sorted(set(covered))
    assert len(covered) >= sum(score >= LIMITS.enter for score in smoothed)


def test_probabilities_follow_the_calibration():
    limits = DamageLimits(slope=0.5, bias=-1.0)
    assert estimate(2.0, limits) == pytest.approx(0.5)
    assert estimate(4.0, limits) == pytest.approx(1 / (1 + 2.718281828**-1))


class CountingScorer(FakeScorer):
    """Counts the sentences it is asked about."""

    asked = 0

    def score(self, sentences: Sequence[str]) -> list[SentenceScores]:
        self.asked += len(sentences)
        return super().score(sentences)


def count_asked(text: str, lang: str = "und") -> int:
    scorer = CountingScorer(BAD, 0.0)
    reading = read(Document("x", text), load_knowledge(), lambda _: "en", scorer)
    list(Garble().detect(Context(reading, (OriginGuess(lang, 0.9),), (), Settings())))
    assert reading.machine == 0.0
    return scorer.asked


def test_a_long_sound_text_is_read_in_samples_and_a_damaged_or_translated_one_whole():
    sound = "\n\n".join([OPENING.strip()] * 45)
    assert count_asked(sound) == 9  # every fifth: ten at most
    assert count_asked(sound, "tr") == 45
    assert count_asked(SALAD + "\n\n" + sound) == 46


def test_a_short_text_is_read_whole_and_once():
    assert count_asked("\n\n".join([OPENING.strip()] * 10)) == 10
