"""The embedded model as shipped: its scores depend on nothing but the sentence, and its files are the ones named."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from degarble.errors import KnowledgeError
from degarble.knowledge.phrases import WORD
from degarble.models import embedded
from degarble.models.catalog import open_file, read_entry
from degarble.models.embedded import MOST_PIECES, EmbeddedModel, load_embedded
from degarble.models.fit import weigh
from degarble.models.judge import EmbeddedJudge
from degarble.models.kept import KeptScorer

SENTENCES = (
    "The foreign ministry of russia said on Tuesday that the agreement was signed.",
    "He kicked the ball into the castle.",
    "“No,” said Kalın — the S-400s aren't activated… 😀",
    "Yes.",
    "",
    " ... ",
    "word " * 300,
    "x" * 2000,
)


@pytest.fixture(scope="module")
def model() -> EmbeddedModel:
    return load_embedded("en")


def test_a_sentence_has_the_same_scores_in_any_batch(model: EmbeddedModel):
    together = model.score(SENTENCES)
    backwards = model.score(SENTENCES[::-1])[::-1]
    for sentence, one, other in zip(SENTENCES, together, backwards, strict=True):
        (alone,) = model.score([sentence])
        assert alone.words == one.words == other.words
        assert alone.machine == one.machine
        assert {n: q.tobytes() for n, q in alone.queries.items()} == {n: q.tobytes() for n, q in one.queries.items()}


@pytest.mark.parametrize("sentence", SENTENCES[:-1])
def test_every_word_has_a_score_at_its_place(model: EmbeddedModel, sentence: str):
    (scores,) = model.score([sentence])
    assert [(word.start, word.end) for word in scores.words] == [match.span() for match in WORD.finditer(sentence)]


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_scored(sentence: str):
    model = load_embedded("en")
    (scores,) = model.score([sentence])
    places = [(word.start, word.end) for word in scores.words]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(sentence) for start, end in places)
    assert set(scores.queries) <= set(range(len(places)))


def test_long_sentences_are_cut_between_words(model: EmbeddedModel):
    long = " ".join(["The committee met on Friday and the chairman spoke about the new law"] * 40)
    assert len(long.split()) > MOST_PIECES
    (scores,) = model.score([long])
    assert len(scores.words) == len(long.split())


WRONG = (
    ("The striker scored the first castle of the match in the ninth minute.", "castle", "goal", "tower"),
    ("The court published its car on the detention of the deputy.", "car", "ruling", "engine"),
    ("Soldiers were wounded on the eastern forehead during the night.", "forehead", "front", "cheek"),
    ("The second tour of the presidential election will be held in May.", "tour", "round", "trip"),
    ("The company sold its actions on the stock exchange on Monday.", "actions", "shares", "deeds"),
    ("The union announced a march of nurses in all hospitals for Friday.", "march", "strike", "parade"),
)


def test_the_right_sense_is_mostly_preferred_to_a_neighbour_of_the_wrong_one(model: EmbeddedModel):
    better = 0
    for sentence, word, right, neighbour in WRONG:
        (scores,) = model.score([sentence])
        number = next(n for n, item in enumerate(scores.words) if sentence[item.start : item.end] == word)
        fits = EmbeddedJudge(model).measure(sentence, scores, number, [right, neighbour])
        odds = [weigh(fit, model.entry.choice.weights) for fit in fits if fit is not None]
        better += odds[0] > odds[1]
    assert better >= 5


def test_a_word_has_the_same_rating_in_any_company(model: EmbeddedModel):
    (scores,) = model.score([SENTENCES[1]])
    query = next(iter(scores.queries.values()))
    assert model.rate(query, ["goal"]) == model.rate(query, ["net", "goal", "set piece"])[1:2]


def test_rare_words_are_rarer(model: EmbeddedModel):
    assert model.rarity("the") < model.rarity("ministry") < model.rarity("shackles") < model.rarity("the antimacassar")
    assert model.rarity("Ministry") == model.rarity("ministry")
    assert model.rarity("") == 0.0


def test_garbled_words_read_worse_than_sound_ones(model: EmbeddedModel):
    sound, garbled = model.score(
        [
            "The foreign ministry of Russia said that the energy market of Libya is wide.",
            "The foreign ministry of russia said that energy market libyan is the wide.",
        ]
    )
    assert max(word.damage for word in garbled.words) > max(word.damage for word in sound.words) + 1


def test_kept_scores_give_probabilities(model: EmbeddedModel):
    scorer = KeptScorer("en", model.entry, None)
    (words,) = scorer.score_words([SENTENCES[0]])
    assert [text[:2] for text in words] == [match.span() for match in WORD.finditer(SENTENCES[0])]
    assert all(0 < probability < 1 for _, _, probability in words)
    assert pickle.loads(pickle.dumps(scorer)).entry == model.entry


def test_another_file_than_the_one_named_is_refused(monkeypatch: pytest.MonkeyPatch):
    entry = read_entry("en")
    assert entry is not None
    for name, sha256 in ((entry.file, "0" * 64), ("no-such-file.onnx", entry.sha256)):
        with pytest.raises(KnowledgeError, match="not the file its catalogue names"), open_file(name, sha256):
            pass
    with open_file(entry.file, entry.sha256) as path:
        assert path.stat().st_size > 1_000_000


def test_a_language_without_a_model_is_named():
    assert read_entry("xx") is None
    with pytest.raises(KnowledgeError, match="no model for 'xx'"):
        embedded.load_embedded("xx")
