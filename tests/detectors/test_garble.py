"""Word salad is flagged in running text only; sound English and the n-gram arithmetic stay as they are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble.analyze import Analyzer
from degarble.errors import KnowledgeError
from degarble.knowledge.phrases import fold, tokenize
from degarble.models.ngrams import ORDERS, NgramModel, load_model, read_model, split_clauses
from degarble.schema import Document, Finding, Level

SALAD = "of the for it which was been to come of that not him said of to the table"
TABLE = ["b\t-\t-1.5", "c\tthe\tthe", "c\tof\tof", "n\tthe of\t2", "n\tof the of\t0.5"]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


def find(text: str, analyzer: Analyzer) -> list[Finding]:
    return [item for item in analyzer(Document("x", text)).findings if item.rule == "garble/word-salad"]


def test_salad_is_flagged_without_a_repair(analyzer: Analyzer) -> None:
    (found,) = find(f"The committee met on Friday. The head {SALAD}.", analyzer)
    assert found.level is Level.FLAG
    assert found.text in SALAD or "head" in found.text
    assert 3 <= len(found.text.split()) <= 9


@pytest.mark.parametrize(
    "text",
    [
        "The committee said on Tuesday that it would meet again in the autumn to discuss the table of fees.",
        "Police said two men were arrested after a car hit a wall near the harbour early on Sunday.",
        "She had been told that the train which she was to take would not run until the following week.",
    ],
)
def test_sound_english_is_silent(text: str, analyzer: Analyzer) -> None:
    assert not find(text, analyzer)


@pytest.mark.parametrize(
    "text",
    [
        f"The committee met on Friday and the chairman said: “The head {SALAD}.” Nobody replied to him.",
        f"The head {SALAD}\n\nThe committee met on Friday in the old town hall.",
        f"The committee met on Friday.\n\n- the head {SALAD}\n- the minutes\n",
    ],
    ids=["quotation", "title", "list"],
)
def test_quotations_titles_and_lists_are_left_alone(text: str, analyzer: Analyzer) -> None:
    assert not find(text, analyzer)


def test_clauses_end_at_strong_marks_only() -> None:
    model = NgramModel({}, {}, 0.0)
    text = "He came, he saw; the well-known man (a clerk) left."
    clauses = list(split_clauses(model, text, tokenize(text, fold(text))))
    words = [" ".join(text[p.start : p.end] for p in clause if p.is_word) for clause in clauses]
    assert words == ["He came he saw", "the well known man", "a clerk", "left"]
    assert [piece.klass for piece in clauses[0] if not piece.is_word] == ["^", ",", "|"]


def test_a_table_is_read() -> None:
    model = read_model(TABLE)
    assert model.bias == -1.5
    assert model.weights == {("the", "of"): 2.0, ("of", "the", "of"): 0.5}


def test_a_broken_table_is_named() -> None:
    with pytest.raises(KnowledgeError, match="line 2"):
        read_model(["b\t-\t0", "nonsense"])


@given(st.lists(st.sampled_from(["the", "of", "~", "X"]), max_size=14), st.data())
def test_running_sums_give_the_weight_of_every_window(klasses: list[str], data: st.DataObject) -> None:
    weights = {pair: 0.5 + place for place, pair in enumerate(pairwise(["the", "of", "~", "X", "the"]))}
    weights |= {("of", "the", "of"): 3.0, ("the", "of", "~", "X"): -2.0}
    sums = NgramModel({}, weights, 0.0).accumulate(klasses)
    first = data.draw(st.integers(0, len(klasses)))
    last = data.draw(st.integers(first, len(klasses)))
    window = klasses[first:last]
    direct = sum(
        weights.get(tuple(window[place : place + order]), 0.0)
        for order in ORDERS
        for place in range(len(window) - order + 1)
    )
    running = sum(run[last] - run[min(first + order - 1, last)] for order, run in zip(ORDERS, sums, strict=True))
    assert running == pytest.approx(direct)


def test_the_shipped_table_is_small_and_complete() -> None:
    model = load_model("en")
    assert model is not None
    assert model.weights[("the", "of")] > 0.5
    assert load_model("xx") is None
