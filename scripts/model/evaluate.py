"""What a model is worth: the figures of models.md, on development data it was not trained on."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from sklearn.metrics import matthews_corrcoef, roc_auc_score

from model.corpora import read_kept_aside, read_rows
from model.example import join_tokens, trim_places
from model.train import MOST_PIECES
from model.weights import open_tokenizer

Floats = NDArray[np.float64]
GROUP = 10
TOP_SHARE = 0.2
_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")


class Pieces(NamedTuple):
    """The pieces of a text by their places, the damage logit of each, and the logit that a machine wrote the text."""

    places: list[tuple[int, int]]
    damage: Floats
    machine: float


Scorer = Callable[[str], Pieces]


def open_scorer(model: Path, tokenizer: Path) -> Scorer:
    """Return a scorer of an exported model; a text is scored once, and of a long one the beginning."""
    session = onnxruntime.InferenceSession(model)
    encode = open_tokenizer(tokenizer.read_text(encoding="utf-8")).encode

    @cache
    def score(text: str) -> Pieces:
        encoded = encode(text)
        numbers = np.array([encoded.ids[: 2 * MOST_PIECES]])
        ones = np.ones(numbers.shape, np.float32)
        feed = {"pieces": numbers, "mask": ones, "candidates": numbers[:, :1], "candidate_mask": ones[:, :1]}
        damage, machine = session.run(["damage", "machine"], feed)
        places = trim_places(text, encoded.offsets[: 2 * MOST_PIECES])
        real = [number for number, (start, end) in enumerate(places) if end > start]
        return Pieces([places[number] for number in real], damage[0][real].astype(float), float(machine[0]))

    return score


class Tagged(NamedTuple):
    """A sentence with a place and a tag for each token."""

    text: str
    places: list[tuple[int, int]]
    bad: list[bool]
    lp: str
    hter: float


def read_mlqe(path: Path, split: str) -> list[Tagged]:
    """Return the sentences of a split of MLQE-PE as running text."""
    found = []
    for row in read_rows(path):
        if row["x"]["split"] == split:
            text, places = join_tokens(row["mt"].split())
            bad = [tag == "BAD" for tag in row["tags"]]
            found.append(Tagged(text[:1].upper() + text[1:], places, bad, row["lp"], float(row["x"]["hter"])))
    return found


def score_places(pieces: Pieces, places: Sequence[tuple[int, int]]) -> list[float]:
    """Return for each place the mean logit of the pieces in it; -9 where there is none."""
    found = []
    for start, end in places:
        inside = [d for (a, b), d in zip(pieces.places, pieces.damage, strict=True) if a < end and b > start]
        found.append(float(mean(inside)) if inside else -9.0)
    return found


def list_words(text: str) -> list[tuple[int, int]]:
    """Return the places of words and marks, as the tokens of MLQE-PE are cut."""
    return [match.span() for match in _TOKEN.finditer(text)]


def measure_words(scorer: Scorer, path: Path, clean: Floats) -> dict[str, float]:
    """Return the word-level figures on MLQE-PE test20; the one threshold is chosen on dev."""
    dev, test = (_score_split(scorer, read_mlqe(path, split)) for split in ("dev", "test20"))
    threshold = max(
        np.quantile(np.concatenate([s for s, _ in dev.values()]), np.linspace(0.4, 0.98, 59)),
        key=lambda t: mean(matthews_corrcoef(y, s > t) for s, y in dev.values()),
    )
    limit = float(np.quantile(clean, 0.99))
    scores = np.concatenate([s for s, _ in test.values()])
    truth = np.concatenate([y for _, y in test.values()])
    return {
        "mcc mean of 5": mean(matthews_corrcoef(y, s > threshold) for s, y in test.values()),
        "mcc pooled": matthews_corrcoef(truth, scores > threshold),
        "word auc": roc_auc_score(truth, scores),
        "recall at 1% on clean": float((scores[truth] > limit).mean()),
        "precision at 1% on clean": float(truth[scores > limit].mean()),
    } | {f"mcc {lp}": matthews_corrcoef(y, s > threshold) for lp, (s, y) in test.items()}


def _score_split(scorer: Scorer, rows: Sequence[Tagged]) -> dict[str, tuple[Floats, NDArray[np.bool_]]]:
    found: dict[str, tuple[list[float], list[bool]]] = {}
    for row in rows:
        scores, truth = found.setdefault(row.lp, ([], []))
        scores += score_places(scorer(row.text), row.places)
        truth += row.bad
    return {lp: (np.array(s), np.array(y)) for lp, (s, y) in found.items()}


def rate_sentence(pieces: Pieces) -> float:
    """Return how damaged a sentence reads: the mean probability of its worst fifth."""
    probabilities = np.sort(1 / (1 + np.exp(-pieces.damage)))[::-1]
    return float(probabilities[: max(2, int(TOP_SHARE * len(probabilities)))].mean())


def read_held_out(path: Path, most: int) -> list[str]:
    """Return a sample of human news that no training saw."""
    texts = [text for text in read_kept_aside(path) if len(text) > 20]
    random.Random(11).shuffle(texts)
    return texts[:most]


def measure_sentences(scorer: Scorer, path: Path, clean: Sequence[float]) -> dict[str, float]:
    """Return the AUC of clean sentences against MT by its distance from its post-edit."""
    rows = read_mlqe(path, "test20")
    figures = {}
    for name, low, high in (("hter .2-.5", 0.2, 0.5), ("hter >= .5", 0.5, 9.0)):
        scores = [rate_sentence(scorer(row.text)) for row in rows if low <= row.hter < high][:2500]
        truth = [0] * len(clean) + [1] * len(scores)
        figures[f"sentence auc {name}"] = roc_auc_score(truth, [*clean, *scores])
    return figures


def measure_authors(scorer: Scorer, path: Path, clean: Sequence[float], most: int = 2500) -> dict[str, float]:
    """Return the AUC of MT against human sentences by who wrote them, alone and in groups of GROUP."""
    rows = [row for row in read_rows(path) if len(row["mt"]) > 20]
    random.Random(12).shuffle(rows)
    scores = [scorer(row["mt"]).machine for row in rows[:most]]
    figures = {"machine auc": roc_auc_score([0] * len(clean) + [1] * len(scores), [*clean, *scores])}
    groups = [_group(clean), _group(scores)]
    figures[f"machine auc of {GROUP}"] = roc_auc_score(
        [0] * len(groups[0]) + [1] * len(groups[1]), [*groups[0], *groups[1]]
    )
    return figures


def _group(scores: Sequence[float]) -> list[float]:
    return [mean(scores[start : start + GROUP]) for start in range(0, len(scores) - GROUP + 1, GROUP)]


def measure(scorer: Scorer, data: Path, most: int = 2500) -> dict[str, float]:
    """Return every figure."""
    texts = read_held_out(data / "train" / "clean_english.jsonl.xz", most)
    clean = [scorer(text) for text in texts]
    words = np.concatenate([score_places(pieces, list_words(text)) for text, pieces in zip(texts, clean, strict=True)])
    mlqe = data / "dev" / "mlqe_pe_dev_test20.jsonl.xz"
    return {
        **measure_words(scorer, mlqe, words),
        **measure_sentences(scorer, mlqe, [rate_sentence(pieces) for pieces in clean]),
        **measure_authors(
            scorer, data / "dev" / "wmt17_fi-lv-cs-de.jsonl.xz", [pieces.machine for pieces in clean], most
        ),
    }
