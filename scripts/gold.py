"""The gold of tests/bench: damaged words with what repairs them, and right uses of the same words, in sentences.

It holds ids and offsets; texts are read from a folder of data and from seeds/. What is absent is named and left out.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from degarble.models.scorer import SentenceScores
from degarble.schema import Document, SegmentKind, Span
from degarble.segment import segment
from model.corpora import read_rows
from model.example import join_tokens

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "tests" / "bench"
TOKENISED = "mlqepe-"


@dataclass(frozen=True)
class Place:
    """A word in a sentence: damaged, with what repairs it (`fair`: options of tables that do too), or right."""

    sentence: str
    start: int
    end: int
    split: str
    lang: str = ""
    rights: tuple[str, ...] = ()
    fair: tuple[str, ...] = ()

    def is_repair(self, option: str) -> bool:
        return option in self.rights or option in self.fair

    @property
    def form(self) -> str:
        return self.sentence[self.start : self.end].lower()


def find_doubtful(scores: SentenceScores, start: int) -> int | None:
    """Return the number of the word a place lies in; None without one, or when it is beyond doubt: never replaced."""
    for number in scores.queries:
        if scores.words[number].start <= start < scores.words[number].end:
            return number
    return None


def read_gold(name: str) -> list[dict[str, str]]:
    path = BENCH / name
    if not path.is_file():
        sys.exit(f"{path} is absent: there is nothing to measure on.")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_damaged(data: Path) -> list[Place]:
    """Return the damaged words of machine translation and of our specimens."""
    return _read_marked("choices.tsv", "damaged words", data)


def read_kept(data: Path) -> list[Place]:
    """Return words of machine translation that are right as they are."""
    return _read_marked("kept.tsv", "right words of machine translation", data)


def _read_marked(name: str, what: str, data: Path) -> list[Place]:
    rows = read_gold(name)
    texts = {f"seeds/{file.name}": file.read_text(encoding="utf-8") for file in (ROOT / "seeds").iterdir()}
    wanted = {row["id"] for row in rows}
    for file in sorted((data / "dev").glob("*.jsonl.xz")):
        texts |= {row["id"]: row["mt"] for row in read_rows(file) if row["id"] in wanted}
    places = [_make_place(row, texts[row["id"]]) for row in rows if row["id"] in texts]
    found = [place for place in places if place is not None]
    print(f"{what}: {len(found)} of {len(rows)} have their texts here, unchanged")
    return found


def _make_place(row: dict[str, str], text: str) -> Place | None:
    start, end = int(row["start"]), int(row["end"])
    if not hashlib.sha256(text[start:end].encode()).hexdigest().startswith(row["sha"]):
        return None
    cut = cut_sentence if row["id"].startswith("seeds/") else join_sentence if row["id"].startswith(TOKENISED) else None
    sentence, start, end = cut(text, start, end) if cut else (text, start, end)
    rights, fair = (_split(row.get(name, "")) for name in ("rights", "fair"))
    return Place(sentence, start, end, row["split"], row.get("lang", ""), rights, fair)


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split(" ; ")) if words else ()


def cut_sentence(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the sentence of a document that a word lies in, and its place there."""
    segments = segment(Document("specimen", text), lambda text: "en")
    spans = [item.span for item in segments if item.kind is SegmentKind.SENTENCE]
    found = next((span for span in spans if span.start <= start < span.end), Span(0, len(text)))
    return found.of(text), start - found.start, end - found.start


def join_sentence(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return a tokenised sentence as people write it, and the word's place there."""
    joined, places = join_tokens(text.split())
    first = len(text[:start].split())
    count = len(text[start:end].split())
    return joined, places[first][0], places[first + count - 1][1]


def read_genuine(data: Path) -> list[Place]:
    rows = read_gold("genuine.tsv")
    wanted = {row["sha"] for row in rows}
    texts: dict[str, str] = {}
    for row in read_rows(data / "train" / "clean_english.jsonl.xz"):
        key = hashlib.sha256(row["t"].encode()).hexdigest()[:16]
        if key in wanted:
            texts[key] = row["t"]
    found = [
        Place(texts[row["sha"]], int(row["start"]), int(row["end"]), row["split"])
        for row in rows
        if row["sha"] in texts
    ]
    print(f"genuine uses: {len(found)} of {len(rows)} have their texts here")
    return found
