"""Rewriters: tiny seq2seq models with sentencepiece tokenizers, and endpoints on a server of this machine."""

from __future__ import annotations

import json
import shutil
import socket
import sys
from pathlib import Path

import pytest

from degarble import Analyzer, Document, Level, Settings
from degarble.errors import ConfigError, InputError, MissingExtra
from degarble.models.endpoint import Endpoint, is_loopback, open_endpoint, parse_answer
from degarble.models.rewriter import open_seq2seq, split_name

BEFORE, AFTER = "the market Libyan was closed late", "the Libyan market was closed late"


def build(kind: str, tokenizers: dict[str, Path], folder: Path, prefix: str = "", steps: int = 0) -> str:
    """Keep a seq2seq model; with steps it learns one rewrite by heart."""
    import torch
    import transformers

    shutil.copytree(tokenizers[kind], folder, dirs_exist_ok=True)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    torch.manual_seed(3)
    size = {"d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 1, "num_heads": 2, "dropout_rate": 0.0}
    config = getattr(transformers, f"{kind.replace('t5', 'T5').replace('m', 'M')}Config")(
        vocab_size=len(tokenizer), decoder_start_token_id=0, **size
    )
    model = getattr(transformers, f"{type(config).__name__.removesuffix('Config')}ForConditionalGeneration")(config)
    pieces, target = (torch.tensor([tokenizer(text)["input_ids"]]) for text in (prefix + BEFORE, AFTER))
    optimizer = torch.optim.Adam(model.train().parameters(), lr=0.01)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = model(input_ids=pieces, labels=target).loss
        if loss < 0.05:
            break
        loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module", params=["t5", "mt5"])
def learnt(request, tokenizers: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp(request.param)
    return build(request.param, tokenizers, folder, steps=600)


def test_a_model_writes_what_it_learnt(learnt: str) -> None:
    rewriter = open_seq2seq(learnt)
    assert rewriter.rewrite([BEFORE, BEFORE]) == [AFTER, AFTER]
    assert rewriter.rewrite([]) == []


def test_a_rewrite_does_not_depend_on_the_other_sentences(learnt: str) -> None:
    rewriter = open_seq2seq(learnt)
    sentences = ["the vote ended", BEFORE, "Monday", "half \ud800"]
    assert rewriter.rewrite(sentences) == [rewriter.rewrite([sentence])[0] for sentence in sentences]


def test_a_sentence_too_long_and_an_answer_without_an_end_give_nothing(tokenizers, tmp_path: Path, learnt: str) -> None:
    assert open_seq2seq(learnt).rewrite(["the vote " * 200]) == [""]
    rewriter = open_seq2seq(learnt)
    rewriter._model.generation_config.eos_token_id = 5
    assert rewriter._decode([7, 8, 9]) == ""
    assert rewriter._decode([7, 8, 5])


def test_a_prefix_follows_the_name(tokenizers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = build("t5", tokenizers, tmp_path / "model", prefix="Monday that ", steps=600)
    assert split_name(f"{name}#Monday that ") == (name, "Monday that ")
    rewriter = open_seq2seq(f"{name}#Monday that ")
    generate, seen = rewriter._model.generate, []
    monkeypatch.setattr(
        rewriter._model, "generate", lambda **given: seen.append(given["input_ids"][0].tolist()) or generate(**given)
    )
    assert rewriter.rewrite([BEFORE]) == [AFTER]
    assert seen == [rewriter._tokenizer(f"Monday that {BEFORE}")["input_ids"]]


def test_a_folder_may_have_the_sign_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "a#b").mkdir()
    assert split_name(str(tmp_path / "a#b")) == (str(tmp_path / "a#b"), "")


def test_a_folder_without_a_model_is_said(trained, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=tmp_path.name) as caught:
        open_seq2seq(str(tmp_path))
    assert "seq2seq" in caught.value.hint


def test_a_missing_dependency_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(MissingExtra, match=r"pip install 'degarble\[transformers\]'"):
        open_seq2seq("model")


# Endpoints


def test_an_endpoint_is_asked_for_each_sentence_without_randomness(server) -> None:
    server.answer = lambda body: (200, server.chat(json.dumps({"sentence": f"{body['messages'][-1]['content']}!"})))
    endpoint = open_endpoint(f"{server.url}#qwen")
    assert endpoint.rewrite(["One vote.", "Two votes."]) == ["One vote.!", "Two votes.!"]
    first = server.asked[0]
    assert (first["path"], first["model"], first["temperature"]) == ("/v1/chat/completions", "qwen", 0)
    assert [message["role"] for message in first["messages"]] == ["system", "user"]
    assert "machine-translated" in first["messages"][0]["content"]


def test_the_whole_address_may_be_named(server) -> None:
    assert open_endpoint(f"{server.url}/chat/completions").rewrite(["One vote."]) == ["One vote."]
    assert server.asked[0]["model"] == "default"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ('{"sentence": "It ended."}', "It ended."),
        ('```json\n{"sentence": "It ended."}\n```', "It ended."),
        ("<think>Is it?\nYes.</think>\nIt ended.", "It ended."),
        ('"It ended."', "It ended."),
        ("It ended.", "It ended."),
        ('{"sentence": "It ended.", "note": "fixed"}', ""),
        ('{"sentence": 3}', ""),
        ('{"sentence": "It\\nended."}', ""),
        ('{"sentence": "It en', ""),
        ("Here is the corrected sentence: It ended.", ""),
        ("Sure: It ended.", ""),
        ("It ended.\n\nI removed a word.", ""),
        ("", ""),
        ("{" * 5000, ""),
    ],
)
def test_answers_are_taken_strictly(answer: str, sentence: str) -> None:
    assert parse_answer(answer, "It ended itself.") == sentence


def test_quotation_marks_of_the_sentence_stay() -> None:
    assert parse_answer('"It ended," he said. "Yes."', '"It ended," he said. "Yes."') == '"It ended," he said. "Yes."'


def test_an_answer_cut_off_is_none(server) -> None:
    server.answer = lambda body: (200, server.chat("The talks", "length"))
    assert open_endpoint(server.url).rewrite(["The talks ended."]) == [""]


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [
        (404, {"error": "model 'default' not found"}, "status 404, .*not found"),
        (500, b"", "status 500"),
        (200, b"<html>", "no chat completion"),
        (200, {"choices": []}, "no chat completion"),
        (200, {"choices": [{"message": {"content": None}}]}, "no chat completion"),
        (200, [1], "no chat completion"),
        (200, b"[" * 100_000, "no chat completion"),
        (200, b" " * 1_000_001, "no chat completion"),
    ],
)
def test_what_is_no_chat_completion_is_said(server, status: int, content: object, said: str) -> None:
    server.answer = lambda body: (status, content)
    with pytest.raises(InputError, match=said) as caught:
        open_endpoint(server.url).rewrite(["The talks ended."])
    assert server.url in str(caught.value)


def test_a_redirect_is_not_followed(server) -> None:
    server.answer = lambda body: (302, b"")
    server.location = "http://example.org/v1"
    with pytest.raises(InputError, match="status 302"):
        open_endpoint(server.url).rewrite(["The talks ended."])


def test_a_proxy_is_not_asked_for_this_machine(server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert open_endpoint(server.url).rewrite(["One vote."]) == ["One vote."]


def test_nobody_answers() -> None:
    with pytest.raises(InputError, match="refused") as caught:
        open_endpoint("http://127.0.0.1:1/v1").rewrite(["One vote."])
    assert "Start a server" in caught.value.hint


def test_a_server_that_keeps_silent_runs_into_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = Endpoint(f"http://127.0.0.1:{silent.getsockname()[1]}/v1/chat/completions", "m", timeout=0.2)
        with pytest.raises(InputError, match="timed out"):
            endpoint.rewrite(["One vote."])


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://localhost:8080/v1", True),
        ("http://127.0.0.1/v1", True),
        ("http://127.8.9.1/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://LOCALHOST/v1", True),
        ("http://localhost.example.org/v1", False),
        ("http://127.0.0.1.example.org/v1", False),
        ("http://0.0.0.0/v1", False),
        ("http://192.168.1.5/v1", False),
        ("https://api.example.org/v1", False),
    ],
)
def test_what_is_on_this_machine(url: str, own: bool) -> None:
    assert is_loopback(url) == own
    if not own:
        with pytest.raises(ConfigError, match="another machine") as caught:
            open_endpoint(url)
        assert "--allow-network" in caught.value.hint
    assert open_endpoint(url, allow_network=True).address == f"{url}/chat/completions"


@pytest.mark.parametrize("url", ["http://", "http:///v1", "http://localhost:port/v1", "http://localhost/v1?key=1"])
def test_addresses_that_make_no_sense(url: str) -> None:
    with pytest.raises(ConfigError, match="no address"):
        open_endpoint(url)


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigError) as caught:
        open_endpoint("http://127.0.0.1@example.org/v1", allow_network=True)
    assert "example.org" not in str(caught.value)


# The whole tool with an endpoint

DAMAGED = "Officials said on Monday that the talks the which were near to a collapse had begun again."
SOUND = ("The council met again on Monday evening.", "The harbour was closed for two days, and nobody was hurt.")
ARTICLE = " ".join((SOUND[0], DAMAGED, SOUND[1]))


def rewrite_article(server, answer: str):
    server.answer = lambda body: (200, server.chat(json.dumps({"sentence": answer})))
    analyze = Analyzer(Settings(rewriter=server.url, disable=("choice",)))
    return [item for item in analyze(Document("a.txt", ARTICLE)).findings if item.rule == "rewrite/sentence"]


def test_the_tool_asks_an_endpoint_about_damaged_sentences_only_and_offers_what_changed(server) -> None:
    (found,) = rewrite_article(server, DAMAGED.replace("talks the which", "talks which"))
    assert [body["messages"][-1]["content"] for body in server.asked] == [DAMAGED]
    assert (found.text, found.best, found.level) == ("talks the", "talks", Level.SUGGEST)
    assert found.span.of(ARTICLE) == found.text


def test_the_tool_drops_a_rewrite_of_an_endpoint_that_adds_a_name(server) -> None:
    assert not rewrite_article(server, DAMAGED.replace("the which", "in Geneva which"))
