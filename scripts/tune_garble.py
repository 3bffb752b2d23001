"""Sweep the limits of garbled passages: alarms on human news kept aside from training, precision on our specimens.

    python scripts/tune_garble.py [--data ../shared/data] [--words 100000]

Alarms are passages for 1,000 words; on specimens a passage is right when it touches damage and is not much longer. Then
the limit from which a document's mean log-odds of a machine make it a translation: groups of ten sentences, human news
against WMT17 outputs, where a passage is right when 30 % of its words are marked. Also fits the calibration of a word's
logit on WMT17 (half of the sentences, by id) and reports the expected calibration error on the other half. Needs
scikit-learn (extra `train`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench_specimens import locate, touches
from degarble import Document
from degarble.detectors.garble import list_passages
from degarble.knowledge import load_knowledge
from degarble.language import identify
from degarble.models.catalog import DamageLimits, read_entry
from degarble.models.embedded import load_embedded
from degarble.reading import Reading, read
from degarble.schema import Span
from gold import ROOT
from model.corpora import group_rows, read_kept_aside, read_rows

STAYS = (-2.5, -2.0, -1.5, -1.0)
ENTERS = (-2.0, -1.5, -1.25, -1.0, -0.75, -0.5, -0.25, 0.0, 0.5, 1.6, 2.0)
MACHINES = (1.5, 2.0, 2.25, 2.5, 2.75)
LINES, BINS, GROUP = 30, 10, 10
MARKED = 0.3  # of a passage's words, for it to be right on labels made by comparison


class Found(NamedTuple):
    """A passage as the sweep sees it."""

    peak: float
    is_right: bool
    machine: float = 0.0


def read_human(path: Path, words: int, size: int = LINES) -> Iterator[str]:
    """Yield documents of human sentences that no training saw."""
    lines, seen = [], 0
    for line in read_kept_aside(path):
        if seen < words:
            lines.append(line)
            seen += len(line.split())
    for start in range(0, len(lines), size):
        yield "\n\n".join(lines[start : start + size])


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


def read_outputs(path: Path, most: int) -> Iterator[tuple[str, list[Span]]]:
    """Yield documents of ten sentences of one language pair, with the places of what no other system supports."""
    made: Counter[str] = Counter()
    rows = ((row["lp"], (row["mt"], row["x"].get("cspans", ()))) for row in read_rows(path))
    for pair, group in group_rows(rows, GROUP):
        if made[pair] < most:
            starts = accumulate((len(text) + 2 for text, _ in group), initial=0)
            placed = zip(group, starts, strict=False)
            marked = [Span(a + start, b + start) for (_, spans), start in placed for a, b in spans]
            yield "\n\n".join(text for text, _ in group), marked
        made[pair] += 1


def collect_passages(readings: Sequence[tuple[Reading, list[Span]]], limits: DamageLimits) -> Iterator[Found]:
    for reading, marked in readings:
        for span, passage in list_passages(reading, limits, min(ENTERS)):
            words = reading.tokens_in(span)
            bad = sum(any(token.start < end and start < token.end for start, end in marked) for token in words)
            yield Found(passage.peak, bad >= MARKED * len(words), reading.machine or 0.0)


def print_documents(human: Sequence[tuple[Reading, list[Span]]], outputs: Sequence[tuple[Reading, list[Span]]]) -> None:
    """Print what passages cost and bring in documents that reach a mean log-odds of a machine."""
    limits = read_entry("en").damage
    sides = (human, outputs)
    words = [sum(len(reading.text.split()) for reading, _ in side) for side in sides]
    found = [list(collect_passages(side, limits)) for side in sides]
    print(f"\n{len(human)} documents of human news, {len(outputs)} of WMT17 outputs")
    print("machine  human documents  outputs  enter  human alarms per 1,000  in outputs  right")
    for machine, enter in product(MACHINES, (limits.suspect, limits.suspect + 0.75, limits.suspect + 1.5)):
        reached = [sum((reading.machine or 0.0) >= machine for reading, _ in side) / len(side) for side in sides]
        alarms, flags = ([item for item in side if item.machine >= machine and item.peak >= enter] for side in found)
        right = sum(item.is_right for item in flags) / max(1, len(flags))
        rates = f"{1000 * len(alarms) / words[0]:22.2f}  {1000 * len(flags) / words[1]:10.1f}  {right:5.2f}"
        print(f"{machine:7.1f}  {reached[0]:15.1%}  {reached[1]:7.1%}  {enter:5.2f}  {rates}")


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
    outputs = options.data / "dev" / "wmt17_fi-lv-cs-de.jsonl.xz"
    groups = [look(text, []) for text in read_human(options.data / "train" / "clean_english.jsonl.xz", 10**6, GROUP)]
    print_documents(groups, [look(text, marked) for text, marked in read_outputs(outputs, 100)])
    print_calibration(outputs, options.most)


if __name__ == "__main__":
    main()
