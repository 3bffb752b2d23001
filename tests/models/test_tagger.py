"""Token classifiers as scorers of damage: tiny ones, with sentencepiece tokenizers trained in the tests."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble import Settings
from degarble.detectors import load_detectors
from degarble.errors import ConfigError, MissingExtra
from degarble.models.damage import DamageScorer
from degarble.models.tagger import find_damaged_labels, open_tagger

KINDS = ("t5", "mt5", "xlm-r", "slow", "bytes")
LABELS = {0: "OK", 1: "BAD"}
SENTENCES = [
    "the talks ended late, said the minister.",
    "the vote was late on Monday",
    "“late” talks ; the market-council  was\nopen",
    "Zzyzx ended",
    "",
    " the council of the market " * 40,
]
TAUGHT = [*SENTENCES[:3], "the vote was “late”, said the minister of late-Monday"]


def make_model(kind: str, size: int, labels: dict[int, str]):
    import torch
    import transformers

    torch.manual_seed(3)
    names = {"num_labels": len(labels), "id2label": labels, "vocab_size": size}
    if kind in ("t5", "mt5"):
        family = {"t5": "T5", "mt5": "MT5"}[kind]
        config = getattr(transformers, f"{family}Config")(
            d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2, dropout_rate=0.0, classifier_dropout=0.0, **names
        )
        return getattr(transformers, f"{family}ForTokenClassification")(config)
    family = {"xlm-r": "XLMRoberta", "slow": "Bert", "bytes": "Roberta"}[kind]
    config = getattr(transformers, f"{family}Config")(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=80,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id={"xlm-r": 1, "slow": 3, "bytes": 1}[kind],
        **names,
    )
    return getattr(transformers, f"{family}ForTokenClassification")(config)


def build(kind: str, tokenizers: dict[str, Path], folder: Path, labels: dict[int, str] = LABELS) -> str:
    """Keep a tagger that knows `late` as damaged, wherever it stands."""
    from transformers import AutoTokenizer

    shutil.copytree(tokenizers[kind], folder, dirs_exist_ok=True)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = make_model(kind, len(tokenizer), labels).eval()
    teach(model, [tokenizer(sentence)["input_ids"] for sentence in TAUGHT], tokenizer)
    model.save_pretrained(folder)
    return str(folder)


def teach(model, sentences: list[list[int]], tokenizer) -> None:
    """Fit the last layer of a model to find the pieces of `late`."""
    import torch

    seen: list = []
    hook = model.classifier.register_forward_pre_hook(lambda module, args: seen.append(args[0][0].detach()))
    for pieces in sentences:
        model(input_ids=torch.tensor([pieces]))
    hook.remove()
    late = set(tokenizer.encode(" late", add_special_tokens=False)) - {
        *tokenizer.encode(" the", add_special_tokens=False)
    }
    target = torch.tensor([int(piece in late) for pieces in sentences for piece in pieces])
    optimizer = torch.optim.Adam(model.classifier.parameters(), lr=0.1)
    for _ in range(400):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model.classifier(torch.cat(seen)), target).backward()
        optimizer.step()


@pytest.fixture(scope="module", params=KINDS)
def tagger(request, tokenizers: dict[str, Path], tmp_path_factory: pytest.TempPathFactory):
    return open_tagger(build(request.param, tokenizers, tmp_path_factory.mktemp(request.param)))


def test_the_damaged_word_is_found_whatever_the_tokenizer(tagger) -> None:
    for sentence, words in zip(SENTENCES[:2], tagger.score_words(SENTENCES[:2]), strict=True):
        assert [sentence[start:end] for start, end, score in words if score > 0.5] == ["late"]
        assert [sentence[start:end] for start, end, _ in words] == sentence.replace(",", "").replace(".", "").split()


def test_marks_and_hyphens_do_not_share_a_words_damage(tagger) -> None:
    sentence = "the vote was “late”, said the minister of late-Monday"
    (words,) = tagger.score_words([sentence])
    scores = [(sentence[start:end], round(score)) for start, end, score in words]
    assert ("late", 1) in scores
    assert [word for word, _ in scores] == [
        "the",
        "vote",
        "was",
        "late",
        "said",
        "the",
        "minister",
        "of",
        "late",
        "Monday",
    ]


def test_a_tagger_is_a_scorer_of_damage(tagger) -> None:
    assert isinstance(tagger, DamageScorer)
    for words in tagger.score_words(SENTENCES):
        assert all(0.0 <= score <= 1.0 for _, _, score in words)
        assert words == sorted(words)


def test_every_word_is_scored_in_odd_text_and_in_long_sentences(tagger) -> None:
    odd, unknown, empty, long = tagger.score_words(SENTENCES[2:])
    assert " ".join(SENTENCES[2][start:end] for start, end, _ in odd) == "late talks the market council was open"
    assert [SENTENCES[3][start:end] for start, end, _ in unknown] == ["Zzyzx", "ended"]
    assert empty == []
    assert len(long) == 5 * 40
    assert tagger.score_words(["half \ud800 the"])[0][-1][:2] == (7, 10)


def test_scores_do_not_depend_on_the_other_sentences(tagger) -> None:
    together = tagger.score_words(SENTENCES)
    for sentence, words in zip(SENTENCES, together, strict=True):
        tagger.score_words([])
        (alone,) = tagger.score_words([sentence])
        assert [word[:2] for word in alone] == [word[:2] for word in words]
        assert [word[2] for word in alone] == pytest.approx([word[2] for word in words], abs=1e-4)


def test_the_model_sees_what_its_own_tokenizer_makes_of_the_sentence(tagger) -> None:
    seen: list[list[int]] = []
    hook = tagger._model.register_forward_pre_hook(
        lambda module, args, given: seen.append(given["input_ids"][0].tolist()), with_kwargs=True
    )
    for sentence in SENTENCES[:2]:
        tagger.score_words([])
        tagger.score_words([sentence])
        assert seen.pop() == tagger._tokenizer(sentence)["input_ids"]
        tagger.score_words([sentence])
        assert not seen, "what was just scored is scored again"
    hook.remove()


def test_labels_that_do_not_say_what_damage_is(tokenizers: dict[str, Path], tmp_path: Path) -> None:
    name = build("xlm-r", tokenizers, tmp_path, {0: "LABEL_0", 1: "LABEL_1"})
    with pytest.raises(ConfigError, match="LABEL_0, LABEL_1") as caught:
        open_tagger(name)
    assert "id2label" in caught.value.hint


def test_a_model_without_a_trained_head(tokenizers: dict[str, Path], tmp_path: Path) -> None:
    import json

    build("xlm-r", tokenizers, tmp_path)
    from transformers import XLMRobertaForTokenClassification

    XLMRobertaForTokenClassification.from_pretrained(tmp_path).roberta.save_pretrained(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    (tmp_path / "config.json").write_text(json.dumps(config | {"id2label": {"0": "OK", "1": "BAD"}}), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"no trained token classifier: it has no classifier\."):
        open_tagger(str(tmp_path))


def test_a_folder_without_a_model_is_said(trained, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=tmp_path.name) as caught:
        open_tagger(str(tmp_path))
    assert "token classifier" in caught.value.hint


def test_a_name_is_not_looked_up_on_the_network(trained, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*args: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(ConfigError, match="no-such-tagger") as caught:
        open_tagger("somebody/no-such-tagger")
    assert "--allow-network" in caught.value.hint


def test_a_missing_dependency_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(MissingExtra, match=r"pip install 'degarble\[transformers\]'"):
        open_tagger("model")


def test_naming_a_tagger_switches_its_detector_on(tokenizers: dict[str, Path], tmp_path: Path) -> None:
    settings = Settings(tagger=build("t5", tokenizers, tmp_path))
    assert "tagged" in {detector.name for detector in load_detectors(settings)}
    disabled = Settings(tagger="no/model", disable=("tagged",))
    assert "tagged" not in {detector.name for detector in load_detectors(disabled)}
    with pytest.raises(ConfigError, match="no tagger"):
        load_detectors(Settings(enable=("tagged",)))


@pytest.mark.parametrize(
    ("labels", "damaged"),
    [
        (("OK", "BAD"), (1,)),
        (("BAD", "OK"), (0,)),
        (("correct", "incorrect"), (1,)),
        (("0", "1"), (1,)),
        (("O", "error"), (1,)),
        (("REF", "BAD"), (1,)),
        (("O", "B-minor", "I-minor", "B-major", "I-major"), (1, 2, 3, 4)),
        (("LABEL_0", "LABEL_1"), ()),
        (("O", "B-PER", "I-PER"), ()),
        (("O", "PER"), ()),
        (("OK", "BAD", "GAP"), ()),
        (("BAD",), ()),
        (("BAD", "ERROR"), ()),
    ],
)
def test_which_labels_mean_damage(labels: tuple[str, ...], damaged: tuple[int, ...]) -> None:
    assert find_damaged_labels(dict(enumerate(labels))) == damaged


@given(st.dictionaries(st.integers(0, 9), st.sampled_from(("OK", "BAD", "O", "1", "PER", "LABEL_1")), max_size=5))
def test_never_all_labels_mean_damage(labels: dict[int, str]) -> None:
    assert len(find_damaged_labels(labels)) < max(1, len(labels))
