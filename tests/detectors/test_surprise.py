"""The detector `surprise` on made-up likelihoods: what it flags and when it keeps still."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble import Document, Level, Settings
from degarble.detectors import Context, load_detectors
from degarble.detectors.surprise import OUTLIER, Surprise, measure_deviations
from degarble.errors import ConfigError
from degarble.knowledge import Knowledge, load_knowledge
from degarble.language import identify
from degarble.reading import read
from degarble.schema import Finding

ODD = "It door the blue that in saying window never."
SOUND = [f"The council of district {number} met again on Monday evening." for number in range(12)]


class Stub:
    """Finds one sentence unlikely and all others alike, short ones unknown."""

    def score(self, sentences: Sequence[str]) -> list[float]:
        return [-9.0 if sentence.strip() == ODD else -3.0 - 0.01 * len(sentence) for sentence in sentences]


@cache
def open_knowledge() -> Knowledge:
    return load_knowledge()


def detect(text: str) -> list[Finding]:
    reading = read(Document("a.txt", text), open_knowledge(), identify)
    return list(Surprise(Stub()).detect(Context(reading, (), (), Settings())))


def test_an_outlier_is_flagged_without_a_repair() -> None:
    (finding,) = detect(" ".join([*SOUND[:6], ODD, *SOUND[6:]]))
    assert finding.text == ODD
    assert finding.level is Level.FLAG and not finding.suggestions


def test_a_document_without_an_outlier_keeps_still() -> None:
    assert not detect(" ".join(SOUND))


def test_a_short_document_keeps_still() -> None:
    assert not detect(" ".join([*SOUND[:3], ODD]))


def test_a_model_must_be_named() -> None:
    with pytest.raises(ConfigError, match="no model"):
        load_detectors(Settings(enable=("surprise",)))


@given(st.lists(st.floats(-20, 0), min_size=1, max_size=40), st.floats(-5, 5))
def test_deviations_keep_the_order_and_do_not_depend_on_the_level(scores: list[float], shift: float) -> None:
    deviations = measure_deviations(scores)
    ranked = sorted(range(len(scores)), key=scores.__getitem__)
    assert all(deviations[one] <= deviations[two] for one, two in pairwise(ranked))
    assert measure_deviations([score + shift for score in scores]) == pytest.approx(deviations, abs=1e-6)


@given(st.lists(st.floats(-20, 0), min_size=3, max_size=40))
def test_fewer_than_half_of_the_sentences_are_outliers(scores: list[float]) -> None:
    deviations = measure_deviations([*scores, math.nan])
    assert deviations[-1] == 0
    assert sum(abs(value) > OUTLIER for value in deviations) * 2 <= len(scores)
