"""Sweep the limits of garbled passages: alarms on human news kept aside from training, precision on our specimens.

    python scripts/tune_garble.py [--data ../shared/data] [--words 100000]

Alarms are passages for 1,000 words; on specimens a passage is right when it touches damage and is not much longer. Also
fits the calibration of a word's logit on system outputs of WMT17 (half of the sentences, by id) and reports the
expected calibration error on the other half. Needs scikit-learn (extra `train`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench_specimens import locate, touches
from degarble import Document
from degarble.detectors.garble import list_passages
from degarble.knowledge import load_knowledge
from degarble.language import identify
from degarble.models.catalog import DamageLimits
from degarble.models.embedded import load_embedded
from degarble.reading import Reading, read
from degarble.schema import Span
from gold import ROOT
from model.corpora import read_kept_aside, read_rows

STAYS = (-2.5, -2.0, -1.5, -1.0)
ENTERS = (-2.0, -1.5, -1.25, -1.0, -0.75, -0.5, -0.25, 0.0, 0.5, 1.6, 2.0)
LINES, BINS = 30, 10


class Found(NamedTuple):
    """A passage as the sweep sees it."""

    peak: float
    is_right: bool


def read_human(path: Path, words: int) -> Iterator[str]:
    """Yield documents of human sentences that no training saw."""
    lines, seen = [], 0
    for line in read_kept_aside(path):
        if seen < words:
            lines.append(line)
            seen += len(line.split())
    for start in range(0, len(lines), LINES):
        yield "\n\n".join(lines[start : start + LINES])


def read_specimens() -> Iterator[tuple[str, list[Span]]]:
    """Yield our specimens with the places of their damage."""
    rows = [json.loads(line) for line in (ROOT / "seeds" / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    for file in sorted({row["file"] for row in rows}):
        text = (ROOT / "seeds" / file).read_text(encoding="utf-8")
        spans = [locate(text, row["text"], row["occurrence"]) for row in rows if row["file"] == file]
        yield text, [span for span in spans if span is not None]


def sweep(readings: Sequence[tuple[Reading, list[Span]]], stay: float) -> list[Found]:
    limits = DamageLimits(stay=stay)
    found = []
    for reading, damage in readings:
        for span, passage in list_passages(reading, limits, min(ENTERS)):
            found.append(Found(passage.peak, any(touches(span, other) for other in damage)))
    return found


def print_sweep(human: Sequence[tuple[Reading, list[Span]]], specimens: Sequence[tuple[Reading, list[Span]]]) -> None:
    words = sum(len(reading.text.split()) for reading, _ in human)
    print(f"{words} words of human news, {len(specimens)} specimens")
    print(" stay  enter  alarms per 1,000  passages in specimens  right")
    swept = {stay: (sweep(human, stay), sweep(specimens, stay)) for stay in STAYS}
    for stay, enter in product(STAYS, ENTERS):
        alarms, found = ([item for item in side if item.peak >= enter] for side in swept[stay])
        right = sum(item.is_right for item in found) / max(1, len(found))
        print(f"{stay:5.1f}  {enter:5.1f}  {1000 * len(alarms) / words:16.2f}  {len(found):21}  {right:5.2f}")


def collect_words(path: Path, most: int) -> Iterator[tuple[bool, float, bool]]:
    """Yield for each word of system outputs: its half (is it for fitting), its logit, whether it is marked."""
    model = load_embedded("en")
    for row in list(read_rows(path))[:most]:
        half = hashlib.sha256(row["id"].encode()).digest()[-1] % 2 == 0
        (scores,) = model.score([row["mt"]])
        for word in scores.words:
            yield half, word.damage, any(a < word.end and word.start < b for a, b in row["x"].get("cspans", ()))


def print_calibration(path: Path, most: int) -> None:
    half, logits, marked = (np.array(column) for column in zip(*collect_words(path, most), strict=True))
    model = LogisticRegression(C=1e6).fit(logits[half, None], marked[half])
    slope, bias = float(model.coef_[0, 0]), float(model.intercept_[0])
    probability = 1 / (1 + np.exp(-(slope * logits[~half] + bias)))
    truth = marked[~half]
    print(f"\nslope = {slope:.3f}\nbias = {bias:.3f}   ({half.sum()} words; reliability on {len(truth)} others)")
    error = 0.0
    for low in np.arange(0, 1, 1 / BINS):
        inside = (probability >= low) & (probability < low + 1 / BINS)
        if inside.any():
            said, is_so = probability[inside].mean(), truth[inside].mean()
            error += inside.mean() * abs(said - is_so)
            print(f"  said {said:.2f}  is {is_so:.2f}  {inside.sum():7} words")
    print(f"expected calibration error {error:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--most", type=int, default=3000, help="system outputs for the calibration")
    options = parser.parse_args()
    knowledge, model = load_knowledge(), load_embedded("en")

    def look(text: str, damage: list[Span]) -> tuple[Reading, list[Span]]:
        return read(Document("x", text), knowledge, identify, model), damage

    human = [look(text, []) for text in read_human(options.data / "train" / "clean_english.jsonl.xz", options.words)]
    print_sweep(human, [look(text, damage) for text, damage in read_specimens()])
    print_calibration(options.data / "dev" / "wmt17_fi-lv-cs-de.jsonl.xz", options.most)


if __name__ == "__main__":
    main()
