"""The scorer on transformers models: tiny ones with random weights, made and kept here."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from degarble.errors import ConfigError, MissingExtra
from degarble.models.causal import SentenceScorer

WORDS = ["and", "is", "late", "minister", "on", "over", "said", "talks", "that", "the", "vote", "were"]
SENTENCES = ["the minister said that talks were over", "vote is late", "", "over over over on and the " * 60]


@pytest.fixture(scope="module")
def tokenizer():
    pytest.importorskip("torch", reason="needs pip install 'degarble[transformers]'")
    transformers = pytest.importorskip("transformers", reason="needs pip install 'degarble[transformers]'")
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    special = ["<unk>", "<s>", "</s>", "<pad>", "<mask>"]
    inner = Tokenizer(WordLevel({word: number for number, word in enumerate([*special, *WORDS])}, unk_token="<unk>"))
    inner.pre_tokenizer = Whitespace()
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=inner,
        unk_token="<unk>",
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        mask_token="<mask>",
    )


def keep(model: object, tokenizer: object, folder: Path) -> str:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def causal(tokenizer, tmp_path_factory: pytest.TempPathFactory) -> str:
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(7)
    config = GPT2Config(vocab_size=len(tokenizer), n_positions=300, n_embd=16, n_layer=1, n_head=2)
    return keep(GPT2LMHeadModel(config), tokenizer, tmp_path_factory.mktemp("causal"))


@pytest.fixture(scope="module")
def masked(tokenizer, tmp_path_factory: pytest.TempPathFactory) -> str:
    import torch
    from transformers import BertConfig, BertForMaskedLM

    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    return keep(BertForMaskedLM(config), tokenizer, tmp_path_factory.mktemp("masked"))


@pytest.mark.parametrize("kind", ["causal", "masked"])
def test_scores_are_mean_log_probabilities_near_chance_for_random_weights(kind: str, request) -> None:
    scorer = SentenceScorer(request.getfixturevalue(kind))
    scores = scorer.score(SENTENCES)
    assert scorer.is_masked == (kind == "masked")
    assert math.isnan(scores[2])
    chance = -math.log(len(WORDS) + 5)
    assert all(abs(score - chance) < 1 for score in (scores[0], scores[1], scores[3]))


def test_a_causal_score_is_the_chain_of_the_models_own_probabilities(causal: str, tokenizer) -> None:
    import torch
    from transformers import GPT2LMHeadModel

    pieces = [tokenizer.bos_token_id, *tokenizer(SENTENCES[1])["input_ids"]]
    with torch.inference_mode():
        logs = GPT2LMHeadModel.from_pretrained(causal).eval()(torch.tensor([pieces])).logits[0].log_softmax(-1)
    expected = sum(float(logs[place, piece]) for place, piece in enumerate(pieces[1:])) / (len(pieces) - 1)
    assert SentenceScorer(causal).score([SENTENCES[1]]) == pytest.approx([expected], abs=1e-4)


@pytest.mark.parametrize("kind", ["causal", "masked"])
def test_a_score_does_not_depend_on_the_other_sentences(kind: str, request) -> None:
    scorer = SentenceScorer(request.getfixturevalue(kind))
    together = scorer.score([SENTENCES[0], SENTENCES[3], SENTENCES[1]])
    assert scorer.score([SENTENCES[1]]) == pytest.approx(together[2:], abs=1e-5)


def test_a_trained_model_prefers_what_it_was_trained_on(causal: str, tokenizer, tmp_path: Path) -> None:
    import torch
    from transformers import GPT2LMHeadModel

    model = GPT2LMHeadModel.from_pretrained(causal).train()
    pieces = torch.tensor([[tokenizer.bos_token_id, *tokenizer(SENTENCES[0])["input_ids"]]])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(40):
        optimizer.zero_grad()
        model(pieces, labels=pieces).loss.backward()
        optimizer.step()
    scrambled = " ".join(reversed(SENTENCES[0].split()))
    sound, odd = SentenceScorer(keep(model, tokenizer, tmp_path)).score([SENTENCES[0], scrambled])
    assert sound > odd + 1


def test_a_folder_without_a_model_is_said(tokenizer, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=tmp_path.name):
        SentenceScorer(str(tmp_path))


def test_a_name_is_not_looked_up_on_the_network(tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*args: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(ConfigError, match="no-such-model") as caught:
        SentenceScorer("somebody/no-such-model")
    assert "allow_network" in caught.value.hint


def test_a_missing_dependency_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(MissingExtra, match=r"pip install 'degarble\[transformers\]'"):
        SentenceScorer("model")
