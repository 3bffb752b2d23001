"""Sentences and a tiny encoder made here, to go through every step in a minute without any download."""

from __future__ import annotations

import json
import lzma
import random
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from degarble.models.company import split_words
from model.company import Vectors
from model.weights import Weights

SIZES: dict[str, float] = {
    "hidden": 32,
    "layers": 1,
    "heads": 2,
    "intermediate": 64,
    "vocab": 800,
    "max_positions": 514,
}
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
WHO = ("The minister", "A spokesman", "The court", "The coach", "The bank", "Her lawyer", "The army", "The mayor")
DID = ("announced", "criticised", "rejected", "praised", "delayed", "explained", "condemned", "welcomed")
WHAT = ("the ruling", "a new budget", "the match", "the strike", "an agreement", "the trial", "the goal", "the report")
WHEN = ("on Monday", "in Ankara", "after the talks", "before the vote", "last week", "during a visit to Rome")
LPS = ("ro-en", "ru-en")


def make_sentences(seed: int) -> list[str]:
    """Return the sentences of the templates in random order."""
    parts = list(product(WHO, DID, WHAT, WHEN))
    random.Random(seed).shuffle(parts)
    return [f"{who} {did} {what} {when}, officials said." for who, did, what, when in parts]


def write_quick_data(folder: Path, seed: int) -> Path:
    """Write `train/` and `dev/` as docs/model.md describes them, made of templates; return the folder."""
    sentences, rng = make_sentences(seed), random.Random(seed)
    clean = [{"corpus": "wmt_references_en", "d": "", "t": text} for text in sentences[:1600]]
    tagged = [_tag(text, number, rng) for number, text in enumerate(sentences[1600:2400])]
    systems = [{"id": str(n), "mt": row["mt"], "x": {}} for n, row in enumerate(tagged[:200])]
    _write(folder / "train" / "clean_english.jsonl.xz", clean)
    _write(folder / "train" / "mlqe_pe.jsonl.xz", tagged[:400])
    _write(folder / "dev" / "mlqe_pe_dev_test20.jsonl.xz", tagged[400:])
    _write(folder / "dev" / "wmt17_fi-lv-cs-de.jsonl.xz", systems)
    return folder


def _tag(text: str, number: int, rng: random.Random) -> dict[str, object]:
    """Return a row whose words are swapped here and there and tagged."""
    tokens = text.replace(",", " ,").replace(".", " .").split()
    bad = [rng.random() < 0.2 for _ in tokens]
    shown = [
        rng.choice(("since", "castle", "energetic", "soil")) if is_bad else t
        for t, is_bad in zip(tokens, bad, strict=True)
    ]
    return {
        "id": f"quick-{number}",
        "dataset": "mlqe-pe",
        "lp": LPS[number % 2],
        "mt": " ".join(shown),
        "pe": " ".join(tokens),
        "tags": ["BAD" if is_bad else "OK" for is_bad in bad],
        "x": {"split": ("dev", "test20")[number // 2 % 2], "hter": sum(bad) / len(bad), "tokenized": True},
    }


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def make_quick_weights(data: Path, seed: int) -> Weights:
    """Return random weights of a tiny encoder with a byte-level tokenizer learnt from the sentences."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=int(SIZES["vocab"]),
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(make_sentences(seed), trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    generator = torch.Generator().manual_seed(seed)
    return Weights(SIZES, dict(_draw(generator)), tokenizer.to_str())


def _draw(generator: torch.Generator) -> Iterator[tuple[str, torch.Tensor]]:
    width, inner = int(SIZES["hidden"]), int(SIZES["intermediate"])

    def draw(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator) * 0.1

    yield "word_emb", draw(int(SIZES["vocab"]), width)
    yield "pos_emb", draw(int(SIZES["max_positions"]), width)
    yield "type_emb", draw(2, width)
    shapes = {"qkv": (3 * width, width), "ao": (width, width), "f1": (inner, width), "f2": (width, inner)}
    norms = ["emb_ln"]
    for layer in range(int(SIZES["layers"])):
        norms += [f"l{layer}.aln", f"l{layer}.fln"]
        for name, shape in shapes.items():
            yield f"l{layer}.{name}.w", draw(*shape)
            yield f"l{layer}.{name}.b", torch.zeros(shape[0])
    for name in norms:
        yield f"{name}.w", torch.ones(width)
        yield f"{name}.b", torch.zeros(width)


def make_quick_vectors(seed: int) -> Vectors:
    """Return random vectors of the words of the templates, frequent ones first."""
    counts = Counter(word for text in make_sentences(seed) for word in split_words(text))
    words = [word for word, _ in counts.most_common()]
    return Vectors(words, np.random.default_rng(seed).standard_normal((len(words), 16), dtype=np.float32))
