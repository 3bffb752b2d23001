"""Sentencepiece models trained here, tiny transformers models with random weights, and a server that plays endpoint."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

WORDS = (
    *("the", "talks", "minister", "on", "Monday", "vote", "market", "Libyan", "council", "of", "said"),
    *("that", "ended", "late", "was", "were", "open", "closed", "it", "in"),
)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Return a function that trains a sentencepiece model on made-up sentences."""
    for name in ("torch", "transformers", "sentencepiece"):
        pytest.importorskip(name, reason="needs pip install 'degarble[transformers]'")
    import sentencepiece
    import torch

    torch.set_num_threads(1)  # tiny models are slower on several

    folder = tmp_path_factory.mktemp("pieces")
    chance = random.Random(5)
    lines = [" ".join(chance.choices(WORDS, k=9)) + chance.choice(".,!?") for _ in range(400)]

    def train(kind: str, **ids: int) -> bytes:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines),
            model_prefix=str(folder / kind),
            model_type=kind,
            vocab_size=70,
            hard_vocab_limit=False,
            minloglevel=2,
            **ids,
        )
        return (folder / f"{kind}.model").read_bytes()

    return train


@pytest.fixture(scope="session")
def tokenizers(trained, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return folders with the files real T5, mT5, XLM-R and BERT-generation (a slow one, no offsets) come with.

    `bytes` is byte-level like RoBERTa's.
    """
    t5 = trained("unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    xlmr = trained("unigram", unk_id=0, bos_id=1, eos_id=2, pad_id=-1)
    slow = trained("bpe", unk_id=0, bos_id=1, eos_id=2, pad_id=3)
    files = {
        "t5": ("spiece.model", t5, {"tokenizer_class": "T5Tokenizer", "extra_ids": 0}),
        "mt5": ("spiece.model", t5, {"tokenizer_class": "T5Tokenizer", "extra_ids": 0}),
        "xlm-r": ("sentencepiece.bpe.model", xlmr, {"tokenizer_class": "XLMRobertaTokenizer"}),
        "slow": ("spiece.model", slow, {"tokenizer_class": "BertGenerationTokenizer"}),
    }
    folder = tmp_path_factory.mktemp("tokenizers")
    for name, (file, content, config) in files.items():
        (folder / name).mkdir()
        (folder / name / file).write_bytes(content)
        (folder / name / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
    make_byte_level().save_pretrained(folder / "bytes")
    return {name: folder / name for name in (*files, "bytes")}


def make_byte_level():
    from tokenizers import ByteLevelBPETokenizer
    from tokenizers.processors import RobertaProcessing
    from transformers import PreTrainedTokenizerFast

    special = ["<s>", "<pad>", "</s>", "<unk>"]
    inner = ByteLevelBPETokenizer()
    inner.train_from_iterator([" ".join(WORDS)] * 5, vocab_size=400, special_tokens=special, show_progress=False)
    inner._tokenizer.post_processor = RobertaProcessing(("</s>", 2), ("<s>", 0))
    return PreTrainedTokenizerFast(
        tokenizer_object=inner._tokenizer, bos_token="<s>", pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )


Answer = Callable[[dict], tuple[int, object]]


class Server:
    """Holds what was asked and says what is answered."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.answer: Answer = lambda body: (200, self.chat(body["messages"][-1]["content"]))
        self.location = ""
        self.url = ""

    @staticmethod
    def chat(text: object, reason: str = "stop") -> dict:
        return {"choices": [{"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": text}}]}


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Front(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None: ...

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append({"path": self.path, **body})
            status, content = state.answer(body)
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            if state.location:
                self.send_header("Location", state.location)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    with ThreadingHTTPServer(("127.0.0.1", 0), Front) as front:
        thread = threading.Thread(target=front.serve_forever, daemon=True)
        thread.start()
        state.url = f"http://127.0.0.1:{front.server_port}/v1"
        try:
            yield state
        finally:
            front.shutdown()
            thread.join()
