"""Words rated by the words around a place: what counts, what is not known, and the model as shipped."""

from __future__ import annotations

import numpy as np
import pytest

from degarble.models.company import NOTHING, REACH, Company, read_company, split_words, write_company
from degarble.models.embedded import EmbeddedModel, load_embedded

WORDS = ("court", "ball", "ruling", "goal", "the", "a")
SENSE = {"court": (1, 0), "ruling": (1, 0), "ball": (0, 1), "goal": (0, 1)}  # law, football


def make_tables(**changes: np.ndarray) -> dict[str, np.ndarray]:
    """Return tables with which a word's score is how much of its sense there is around the place."""
    vectors = np.array([(0, 0), *(SENSE.get(word, (0, 0)) for word in WORDS)], np.float32)
    tables = {
        "vectors": vectors,
        "steps": np.ones(len(vectors), np.float32),
        "weights": np.ones(len(vectors), np.float32),
        "decay": np.array([1.0, 0.0], np.float32),
        "direct": np.tile(np.eye(2, dtype=np.float32), (8, 1)),
        "into": np.zeros((16, 3), np.float32),
        "into_bias": np.zeros(3, np.float32),
        "out": np.zeros((3, 2), np.float32),
        "out_bias": np.zeros(2, np.float32),
        "word": np.eye(2, dtype=np.float32),
        "word_bias": np.zeros(2, np.float32),
        "lean": np.zeros(2, np.float32),
        "lean_bias": np.zeros(1, np.float32),
    }
    return tables | changes


@pytest.fixture
def company() -> Company:
    return Company(WORDS, make_tables())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("An order’s end.", ["a", "order's", "end", "."]),
        ("Yes—no", ["yes", "no"]),
        ("", []),
        ("3.5 million (net)", ["3", ".", "5", "million", "(", "net", ")"]),
    ],
)
def test_words_and_marks_are_counted_in_lower_case(text: str, words: list[str]):
    assert split_words(text) == words


def rate(company: Company, before: str, after: str, word: str = "ruling") -> float:
    return company.rate(before, word, after, ())[0]


def test_a_word_is_rated_by_what_stands_on_both_sides(company: Company):
    assert rate(company, "The court gave its", "to the court.") > 2
    assert rate(company, "The court gave its", "to the court.", "Goal") == 0.0
    assert rate(company, "court", "") == rate(company, "", "court")


def test_nearer_words_count_more(company: Company):
    near, far = (rate(company, before, "") for before in ("x x x x court x x x", "court x x x x x x x"))
    assert near > far > 0


def test_words_beyond_reach_do_not_count(company: Company):
    assert rate(company, "court " + "x " * REACH, "") == 0.0


def test_an_option_is_compared_with_the_word(company: Company):
    score, (goal, court) = company.rate("The court gave its", "ruling", "", ["goal", "court"])
    assert goal == pytest.approx((-score, 0.0))
    assert court == pytest.approx((0.0, 1.0))


def test_of_a_phrase_the_word_counts_that_suits_least(company: Company):
    _, suits = company.rate("The court gave its", "goal", "", ["ruling goal", "court-ruling", "court ruling"])
    assert [suit.suiting > 0 for suit in suits] == [False, True, True]


@pytest.mark.parametrize(("word", "option"), [("zebra", "ruling"), ("goal", "zebra"), ("goal", "the zebra"), ("", "")])
def test_nothing_is_said_of_a_word_not_known(company: Company, word: str, option: str):
    score, suits = company.rate("The court gave its", word, "", [option])
    assert suits == [NOTHING]
    assert score == 0.0


def test_a_language_without_vectors_can_be_asked():
    assert Company((), {}).rate("The court", "ruling", "", ["goal"]) == (0.0, [NOTHING])


def test_a_file_keeps_words_and_scores(company: Company, tmp_path):
    write_company(tmp_path / "company.npz", WORDS, make_tables())
    again = read_company(tmp_path / "company.npz")
    place = ("The court gave its", "goal", "to the ball", ["ruling", "zebra"])
    assert again.rate(*place)[0] == pytest.approx(company.rate(*place)[0], abs=0.01)
    assert again.rate(*place)[1][0] == pytest.approx(company.rate(*place)[1][0], abs=0.01)


PLACES = (
    ("The striker scored the first ", " of the match in the ninth minute.", "goal", "castle"),
    ("The court published its ", " on the detention of the deputy.", "ruling", "car"),
    ("The second ", " of the presidential election will be held in May.", "round", "tour"),
    ("The company sold its ", " on the stock exchange on Monday.", "shares", "actions"),
    ("The union announced a ", " of nurses in all hospitals for Friday.", "strike", "march"),
    ("Four thousand ", " were destroyed when the river burst its banks.", "houses", "rulings"),
)


@pytest.fixture(scope="module")
def model() -> EmbeddedModel:
    return load_embedded("en")


@pytest.mark.parametrize(("before", "after", "right", "wrong"), PLACES)
def test_the_model_shipped_knows_what_suits(model: EmbeddedModel, before: str, after: str, right: str, wrong: str):
    _, (suit,) = model.suit(f"{before}{wrong}{after}", len(before), len(before + wrong), [right])
    assert suit.suiting > 0


def test_what_stands_in_the_place_is_not_read(model: EmbeddedModel):
    goal, (car,) = model.suit("He saw the goal on Monday.", 11, 15, ["car"])
    score, (back,) = model.suit("He saw the car on Monday.", 11, 14, ["goal"])
    assert score == pytest.approx(goal + car.suiting)
    assert back == pytest.approx((-car.suiting, car.likeness))
