"""Scores kept for the next run: the same as fresh ones, shared, and never in the way."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import numpy as np
import pytest

from degarble.models import kept
from degarble.models.catalog import Entry
from degarble.models.embedded import shorten
from degarble.models.kept import FILE, KeptScorer, decode, encode
from degarble.models.scorer import SentenceScores, WordScore

ENTRY = Entry("fake", "", "a" * 64, "", "")


class CountingModel:
    """Scores a sentence by its length and counts how many it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def score(self, sentences: Sequence[str]) -> list[SentenceScores]:
        self.asked += sentences
        return [make_scores(sentence) for sentence in sentences]


def make_scores(sentence: str) -> SentenceScores:
    size = shorten(len(sentence) / 7)
    queries = {1: np.arange(4, dtype=np.float16)} if len(sentence) % 2 else {}
    return SentenceScores((WordScore(0, 2, size, -size), WordScore(3, 5, 0.5, 1.5)), size, queries)


def show(scores: SentenceScores) -> tuple:
    return scores.words, scores.machine, {number: query.tolist() for number, query in scores.queries.items()}


@pytest.fixture
def model(monkeypatch) -> CountingModel:
    made = CountingModel()
    monkeypatch.setattr(kept, "load_embedded", lambda lang: made)
    return made


def test_scores_survive_encoding():
    for sentence in ("odd", "even"):
        assert show(decode(encode(make_scores(sentence)))) == show(make_scores(sentence))


def test_a_second_run_asks_the_model_nothing_and_says_the_same(model, tmp_path):
    sentences = ["one", "two", "three", "one"]
    first = KeptScorer("en", ENTRY, tmp_path).score(sentences)
    assert model.asked == ["one", "two", "three"]
    second = KeptScorer("en", ENTRY, tmp_path).score(sentences)
    assert model.asked == ["one", "two", "three"]
    assert list(map(show, first)) == list(map(show, second))


def test_another_model_has_scores_of_its_own(model, tmp_path):
    KeptScorer("en", ENTRY, tmp_path).score(["one"])
    KeptScorer("en", Entry("other", "", "b" * 64, "", ""), tmp_path).score(["one"])
    assert model.asked == ["one", "one"]


def test_without_a_folder_nothing_is_kept(model, tmp_path):
    scorer = KeptScorer("en", ENTRY, None)
    scorer.score(["one"])
    scorer.score(["one"])
    assert model.asked == ["one", "one"]


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be looked at as one" * 20])
def test_a_broken_file_is_no_hindrance(model, tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    scorer = KeptScorer("en", ENTRY, tmp_path)
    assert [len(scores.words) for scores in scorer.score(["one"])] == [2]


def test_a_folder_that_cannot_be_made_is_no_hindrance(model, tmp_path):
    (tmp_path / "file").write_text("")
    assert len(KeptScorer("en", ENTRY, tmp_path / "file" / "below").score(["one"])) == 1


def test_a_scorer_travels_to_other_processes(model, tmp_path):
    KeptScorer("en", ENTRY, tmp_path).score(["one"])
    copy = pickle.loads(pickle.dumps(KeptScorer("en", ENTRY, tmp_path)))
    copy.score(["one"])
    assert model.asked == ["one"]
