"""Make `pipeline/degarble/data/garble/en.tsv.xz`: word classes and n-gram weights of damaged against sound English.

    python scripts/make_garble_table.py DATA [OUT]

DATA holds `train/*.jsonl.xz`: outputs of WMT15-17 news systems with references and marked spans (WMT research data),
MLQE-PE (CC0) with word tags, and clean English. No sentence goes into the table: only frequent words with their class
and the weights of class n-grams that occur in many sentences. Needs numpy; the seed is fixed. A sentence in eight (by
the hash of its reference) and all of NTREX are kept for measuring.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np

from degarble.knowledge.phrases import fold, tokenize
from degarble.models.ngrams import ORDERS, NgramModel, split_clauses

SEED = 11
OWN_CLASS, GROUPED, GROUPS, CONTEXTS, DIMENSIONS = 320, 9000, 80, 450, 44
WINDOWS, DAMAGED_SHARE = (5, 7, 9), 0.6
MIN_SENTENCES, MAX_WEIGHTS = 12, 34_000
MIN_EXPECTED, RARITIES = 4.0, (-3.5, -2.75, -2.0, -1.25, -0.5)
EPOCHS, BATCH, L2 = 6, 20_000, 3e-4
SYSTEMS = ("wmt15_systems", "wmt16_systems", "wmt17_systems", "mlqe_pe")
CONTRACTION = re.compile(r" (?=n't\b)| (?='(?:t|s|re|ve|ll|d|m)\b)")
Sentence = tuple[str, str, list[tuple[int, int]]]
Window = tuple[str, ...]


def read_rows(path: Path) -> Iterator[dict]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def is_held(text: str) -> bool:
    """Tell whether a sentence is kept for measuring: never trained on, in whatever file it stands."""
    return zlib.crc32(text.strip().encode()) % 8 == 0


def find_spans(row: dict) -> list[tuple[int, int]]:
    if "tags" not in row:
        return [tuple(span) for span in row["x"].get("cspans", ())]
    places = [match.span() for match in re.finditer(r"\S+", row["mt"])]
    return [place for place, tag in zip(places, row["tags"], strict=False) if tag == "BAD"]


def read_damaged(data: Path) -> Iterator[Sentence]:
    for name in SYSTEMS:
        for row in read_rows(data / "train" / f"{name}.jsonl.xz"):
            if is_held(row.get("pe", "")):
                continue
            spans = find_spans(row)
            if spans:
                yield row.get("pe", row["mt"]), row["mt"], spans


def read_sound(data: Path) -> list[str]:
    texts = {row["t"] for row in read_rows(data / "train" / "clean_english.jsonl.xz") if "ntrex" not in row["corpus"]}
    for name in SYSTEMS[:3]:
        texts |= {row["pe"] for row in read_rows(data / "train" / f"{name}.jsonl.xz") if row.get("pe")}
    return sorted(text for text in texts if not is_held(text))


def group_words(texts: list[str]) -> dict[str, str]:
    """Return the class of frequent words: their own for the most frequent, a group of like neighbours for others."""
    counts: Counter[str] = Counter()
    sentences = []
    for text in texts:
        words = [token.lower for token in tokenize(text, fold(text)) if not token.text[0].isdigit()]
        counts.update(words)
        sentences.append(words)
    ranked = [word for word, count in counts.most_common(OWN_CLASS + GROUPED) if count >= 8]
    number = {word: place for place, word in enumerate(ranked)}
    contexts = {word: place for place, word in enumerate(ranked[:CONTEXTS])}
    matrix = np.zeros((len(ranked), 2 * len(contexts)), dtype=np.float32)
    for words in sentences:
        for left, right in pairwise(words):
            if left in number and right in contexts:
                matrix[number[left], contexts[right]] += 1
            if right in number and left in contexts:
                matrix[number[right], len(contexts) + contexts[left]] += 1
    labels = cluster(matrix[OWN_CLASS:])
    classes = {word: word for word in ranked[:OWN_CLASS]}
    classes |= {word: f"g{label}" for word, label in zip(ranked[OWN_CLASS:], labels, strict=True)}
    return classes


def cluster(matrix: np.ndarray) -> list[int]:
    """Return a group number for each row: k-means on the leading directions of its square-rooted shares."""
    rng = np.random.default_rng(SEED)
    shares = np.sqrt(matrix / np.maximum(matrix.sum(1, keepdims=True), 1))
    _, directions = np.linalg.eigh(shares.T @ shares)
    points = shares @ directions[:, -DIMENSIONS:]
    points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-6)
    centres = points[rng.choice(len(points), GROUPS, replace=False)]
    for _ in range(25):
        labels = (points @ centres.T).argmax(1)
        for group in range(GROUPS):
            members = points[labels == group]
            centre = members.mean(0) if len(members) else points[rng.integers(len(points))]
            centres[group] = centre / max(np.linalg.norm(centre), 1e-6)
    return labels.tolist()


def cut_windows(model: NgramModel, text: str, spans: list[tuple[int, int]] | None) -> Iterator[Window]:
    """Yield windows of classes: every other of a sound text, those at least half damaged of a damaged one."""
    for clause in split_clauses(model, text, tokenize(text, fold(text))):
        bad = [any(s < p.end and p.start < e for s, e in spans or ()) for p in clause]
        klasses = [piece.klass for piece in clause]
        for size in WINDOWS:
            for start in range(0, max(len(klasses) - size, 0) + 1, 3 if spans is None else 1):
                window = klasses[start : start + size]
                share = sum(bad[start : start + size]) / max(len(window), 1)
                if len(window) >= min(WINDOWS) and (spans is None or share >= DAMAGED_SHARE):
                    yield tuple(window)


def scramble(window: Window, rng: np.random.Generator) -> Window:
    """Return a window with five neighbours in another order: salad that no system has to make first."""
    start = int(rng.integers(0, len(window) - 4))
    inner = [window[start + int(place)] for place in rng.permutation(5)]
    return (*window[:start], *inner, *window[start + 5 :])


def list_grams(window: Window) -> Iterator[tuple[str, ...]]:
    for order in ORDERS:
        yield from zip(*(window[shift:] for shift in range(order)), strict=False)


def find_rarities(model: NgramModel, texts: list[str]) -> dict[Window, int]:
    """Return the pairs of classes that sound English avoids, with how strongly (the place in RARITIES)."""
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    pairs: Counter[Window] = Counter()
    for text in texts:
        for clause in split_clauses(model, text, tokenize(text, fold(text))):
            for one, two in pairwise(piece.klass for piece in clause):
                firsts[one] += 1
                seconds[two] += 1
                pairs[one, two] += 1
    total, rare = sum(pairs.values()), {}
    for one, count in firsts.items():
        for two, other in seconds.items():
            expected = count * other / total
            if expected >= MIN_EXPECTED:
                surprise = log((pairs[one, two] + 0.5) / (expected + 0.5))
                place = next((place for place, limit in enumerate(RARITIES) if surprise <= limit), None)
                if place is not None:
                    rare[one, two] = place
    return rare


def count_grams(windows: list[Window], owners: list[str]) -> Counter[Window]:
    """Count the sentences an n-gram occurs in; many systems' outputs of one sentence count once."""
    seen: dict[Window, set[int]] = {}
    for window, owner in zip(windows, owners, strict=True):
        place = zlib.crc32(owner.encode())
        for gram in list_grams(window):
            known = seen.setdefault(gram, set())
            if len(known) < MIN_SENTENCES:
                known.add(place)
    return Counter({gram: len(known) for gram, known in seen.items()})


def train(
    windows: list[Window], owners: list[str], labels: np.ndarray, rare: dict[Window, int]
) -> tuple[dict[Window, float], float]:
    """Return the weights of a logistic regression on the n-grams of windows, the weakest left out.

    Pairs that sound English avoids share one weight for each degree, so that pairs never met in damaged text count too.
    """
    counts = count_grams(windows, owners)
    number = {g: p for p, g in enumerate(sorted(g for g, count in counts.items() if count >= MIN_SENTENCES))}
    degrees = len(number)
    rows = [
        np.array(
            [number[g] for g in list_grams(w) if g in number] + [degrees + rare[g] for g in pairwise(w) if g in rare],
            dtype=np.int32,
        )
        for w in windows
    ]
    weights, bias = descend(rows, labels, degrees + len(RARITIES))
    shown = ", ".join(f"{limit}: {weights[degrees + place]:.2f}" for place, limit in enumerate(RARITIES))
    print(f"rarities {shown}", file=sys.stderr)
    table = {gram: float(weights[place]) for gram, place in number.items()}
    for gram, place in rare.items():
        table[gram] = table.get(gram, 0.0) + float(weights[degrees + place])
    return {gram: round(weight, 2) for gram, weight in table.items() if abs(weight) >= 0.1}, bias


def descend(rows: list[np.ndarray], labels: np.ndarray, size: int) -> tuple[np.ndarray, float]:
    """Return weights and bias after a few epochs of gradient descent with a step for each weight."""
    weights, square, bias = np.zeros(size), np.full(size, 1e-6), 0.0
    rng = np.random.default_rng(SEED)
    keep = np.ones(size, dtype=bool)
    for epoch in range(EPOCHS):
        if epoch == EPOCHS - 2:
            strength = np.abs(weights) * np.sqrt(square)
            strength[-len(RARITIES) :] = np.inf
            keep = strength >= np.sort(strength)[-min(MAX_WEIGHTS, size)]
            weights *= keep
        order = rng.permutation(len(rows))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            sizes = np.array([len(rows[i]) for i in batch])
            flat, owner = np.concatenate([rows[i] for i in batch]), np.repeat(np.arange(len(batch)), sizes)
            margin = np.bincount(owner, weights=weights[flat], minlength=len(batch)) + bias
            error = 1 / (1 + np.exp(-margin)) - labels[batch]
            gradient = np.bincount(flat, weights=error[owner], minlength=size) / len(batch) + L2 * weights / 100
            square += gradient**2
            weights -= 0.3 * keep * gradient / np.sqrt(square)
            bias -= 0.5 * float(error.mean())
        print(f"epoch {epoch + 1}: bias {bias:.2f}, weights {int((weights != 0).sum())}", file=sys.stderr)
    return weights, bias


def write_table(model: NgramModel, out: Path) -> None:
    lines = [f"b\t-\t{model.bias:.2f}"]
    lines += sorted(f"c\t{word}\t{klass}" for word, klass in model.classes.items())
    lines += sorted(f"n\t{' '.join(gram)}\t{weight:g}" for gram, weight in model.weights.items())
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(lzma.compress(("\n".join(lines) + "\n").encode(), preset=9 | lzma.PRESET_EXTREME))


def main(data: Path, out: Path) -> None:
    sound = read_sound(data)
    draft = NgramModel(group_words(sound), {}, 0.0)
    good = [(window, text) for text in sound for window in cut_windows(draft, text, None)]
    damaged = [(w, owner) for owner, text, spans in read_damaged(data) for w in cut_windows(draft, text, spans)]
    print(f"{len(good)} sound windows, {len(damaged)} damaged", file=sys.stderr)
    rng = np.random.default_rng(SEED)
    order = rng.permutation(len(good))
    damaged += [(scramble(good[i][0], rng), good[i][1]) for i in order[: len(damaged) // 6]]
    good = [good[i] for i in order[len(damaged) // 6 :][: 3 * len(damaged)]]
    labels = np.array([0.0] * len(good) + [1.0] * len(damaged))
    windows, owners = (list(column) for column in zip(*good, *damaged, strict=True))
    weights, bias = train(windows, owners, labels, find_rarities(draft, sound))
    write_table(NgramModel(draft.classes, weights, bias), out)
    print(f"{out}: {out.stat().st_size} bytes, {len(weights)} n-grams", file=sys.stderr)


if __name__ == "__main__":
    default = Path(__file__).parent.parent / "pipeline/degarble/data/garble/en.tsv.xz"
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else default)
