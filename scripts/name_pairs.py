"""Labelled pairs of names and how a scorer's numbers are rated on them; shared by the scripts on names."""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

PRECISION = 0.98


class Pair(NamedTuple):
    """Two names, whether they are one entity's, and whose they are."""

    label: int
    slice: str
    one: str
    two: str
    one_id: str
    two_id: str


class Figures(NamedTuple):
    """The best F1, its threshold, the recall at 98 % precision and the lowest threshold that has it."""

    f1: float
    threshold: float
    recall: float
    strict: float


def read_table(file: Path) -> Iterator[list[str]]:
    """Yield the rows of a packed table without its header."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


def read_pairs(file: Path) -> list[Pair]:
    """Return the pairs of a benchmark file (split, label, slice, a, b, id_a, id_b)."""
    return [Pair(int(row[1]), *row[2:7]) for row in read_table(file)]


def group_by_entity(pairs: Sequence[Pair]) -> list[str]:
    """Return for each pair the entity it belongs to; ids joined by a positive pair are one entity."""
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for pair in pairs:
        if pair.label:
            parent[find(pair.one_id)] = find(pair.two_id)
    return [find(pair.one_id) for pair in pairs]


def rate(labels: Sequence[int], scores: Sequence[float]) -> Figures:
    """Return the figures of a scorer; pairs with equal scores are taken together."""
    ranked = sorted(zip(scores, labels, strict=True), reverse=True)
    positives = sum(labels)
    right = 0
    best = Figures(0.0, 1.0, 0.0, 1.0)
    for number, (score, label) in enumerate(ranked, 1):
        right += int(label)
        if number < len(ranked) and ranked[number][0] == score:
            continue
        precision, recall = right / number, right / positives
        f1 = 2 * precision * recall / (precision + recall or 1)
        if f1 > best.f1:
            best = best._replace(f1=f1, threshold=score)
        if precision >= PRECISION:
            best = best._replace(recall=recall, strict=score)
    return best
