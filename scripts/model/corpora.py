"""Labelled data sets -> examples; one function for each kind of file (guide: docs/model.md)."""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from model.example import MACHINE, PERSON, UNKNOWN, Example, compare_tokens, join_tokens, merge_places

UNSUPPORTED = 0.8  # how often a word that neither the reference nor other systems have is damage: a machine-made label
NEWS = frozenset(("wmt_references_en", "news_commentary_5k_en", "gum_news_interview_cc-by25", "ntrex_newstest2019_en"))
HELD_OUT = 20  # of 256: sentences kept aside for measuring, by hash
T = TypeVar("T")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def read_rows(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    """Yield the rows of a .jsonl.xz file; none when it is absent."""
    if path.is_file():
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def group_rows(rows: Iterable[tuple[str, T]], size: int) -> Iterator[tuple[str, list[T]]]:
    """Yield a name and the next `size` items under it, as soon as there are so many; what is left over is dropped."""
    held: dict[str, list[T]] = {}
    for name, item in rows:
        held.setdefault(name, []).append(item)
        if len(held[name]) == size:
            yield name, held.pop(name)


def is_held_out(text: str) -> bool:
    """Tell whether a clean sentence is kept aside: by its hash, so that every script agrees."""
    return hashlib.sha256(text.encode()).digest()[0] < HELD_OUT


def read_tagged(path: Path, weight: float = 1.0) -> Iterator[Example]:
    """Yield MT with a tag for each token (MLQE-PE, WMT QE)."""
    for row in read_rows(path):
        text, places = join_tokens(row["mt"].split())
        bad = [tag == "BAD" for tag in row["tags"]]
        yield Example(_capitalize(text), row["dataset"], tuple(merge_places(places, bad, 1.0)), weight)


def read_post_edited(path: Path, weight: float = 1.0) -> Iterator[Example]:
    """Yield MT with a minimal post-edit: what the edit changes is damage."""
    for row in read_rows(path):
        tokens = row["mt"].split()
        bad = compare_tokens(tokens, row["pe"].split())
        text, places = join_tokens(tokens)
        if len(tokens) > 3:
            yield Example(text, row["dataset"], tuple(merge_places(places, bad, 1.0)), weight)


def read_systems(path: Path, weight: float = 1.0) -> Iterator[Example]:
    """Yield outputs of MT systems; what neither the reference nor other systems support is probably damage."""
    for row in read_rows(path):
        spans = row["x"].get("cspans")
        if spans is None:
            continue
        text = row["mt"]
        if row["x"].get("tokenized"):
            continue
        yield Example(text, row["dataset"], tuple((a, b, UNSUPPORTED) for a, b in spans), weight, MACHINE)


def read_fluent(path: Path) -> Iterator[Example]:
    """Yield modern MT: nearly fluent, so all words count as sound, with less weight."""
    seen = set()
    for row in read_rows(path):
        if row["mt"] not in seen:
            seen.add(row["mt"])
            yield Example(row["mt"], row["dataset"], (), 0.5, MACHINE)


def read_clean(path: Path) -> Iterator[Example]:
    """Yield human English, without the sentences kept aside."""
    for row in read_rows(path):
        if len(row["t"]) > 20 and not is_held_out(row["t"]):
            author = PERSON if row["corpus"] in NEWS else UNKNOWN
            yield Example(row["t"], row["corpus"], (), 1.0, author)


def read_kept_aside(path: Path) -> Iterator[str]:
    """Yield the sentences of human news that no training saw."""
    return (row["t"] for row in read_rows(path) if row["corpus"] in NEWS and is_held_out(row["t"]))


def compare_texts(wrong: str, goods: Sequence[str], source: str, probability: float) -> Example:
    """Return a machine's text in which the words that none of the good texts has are probably damage."""
    known = {word.lower() for good in goods for word in _WORD.findall(good)}
    words = [match.span() for match in _WORD.finditer(wrong)]
    bad = [wrong[start:end].lower() not in known for start, end in words]
    return Example(wrong, source, tuple(merge_places(words, bad, probability)), 1.0, MACHINE)


def read_parallel(wrong: Path, goods: Iterable[Sequence[str]], source: str, probability: float) -> Iterator[Example]:
    """Yield the lines of a rule-based translation beside good texts of the same content."""
    if wrong.is_file():
        for line, good in zip(wrong.read_text(encoding="utf-8").splitlines(), goods, strict=False):
            line = re.sub(r"[*#@](?=\w)", "", line).strip()
            if line:
                yield compare_texts(line, good, source, probability)


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]
