"""Measure words per second and peak memory of degarble beside two checkers, each in a process of its own.

    python scripts/bench_speed.py TEXT... [--words 1000000] [--peer-words 20000]

TEXT is plain text, or JSON Lines (xz or plain) with the text in `t` or `text`. Neighbouring paragraphs make documents
of about 500 words, which come in a mixed but fixed order, and again until there are enough. degarble runs all its
detectors and proposes repairs. The peers, `lingotweaker` (LanguageTool's rules) and `harper-py`, get the first of the
same documents; the time for the whole text is extrapolated from their rate. Seconds are those a core worked, so that
other programs of the machine count little; the start is by the clock. Memory is the peak of the resident set, the
interpreter included.
"""

from __future__ import annotations

import argparse
import json
import lzma
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import cycle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

DOCUMENT_WORDS = 500
PACKAGES = {"degarble": "degarble", "lingotweaker": "lingotweaker", "harper": "harper-py"}


@dataclass(frozen=True)
class Measure:
    """One engine on one amount of text: seconds to start, seconds of work, peak megabytes, findings."""

    engine: str
    words: int
    start: float
    seconds: float
    megabytes: float
    findings: int

    @property
    def rate(self) -> float:
        return self.words / self.seconds


def read_paragraphs(files: list[Path]) -> Iterator[str]:
    for file in files:
        opener = lzma.open if file.suffix == ".xz" else open
        with opener(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("{"):
                    row = json.loads(line)
                    line = row.get("t") or row.get("text") or ""
                if line.strip():
                    yield line.strip()


def make_documents(files: list[Path]) -> list[str]:
    """Return documents of about `DOCUMENT_WORDS` words of neighbouring paragraphs, mixed, always in the same order."""
    documents: list[str] = []
    held: list[str] = []
    for paragraph in read_paragraphs(files):
        held.append(paragraph)
        if sum(text.count(" ") + 1 for text in held) >= DOCUMENT_WORDS:
            documents.append("\n\n".join(held))
            held = []
    documents += ["\n\n".join(held)] if held else []
    Random(0).shuffle(documents)
    return documents


def write_sample(documents: list[str], words: int, file: Path) -> Path:
    """Write documents, one to a line, until there are `words` words; from the start again when they run out."""
    left = words
    with file.open("w", encoding="utf-8") as lines:
        for text in cycle(documents):
            lines.write(json.dumps(text) + "\n")
            left -= len(text.split())
            if left <= 0:
                return file
    return file


def open_degarble() -> Callable[[str], int]:
    from degarble import Analyzer, Document, Proposer, Settings

    analyze, propose = Analyzer(Settings(cache="off")), Proposer()
    analyze(Document("warm-up", "The first document opens what is opened once."))
    return lambda text: len(propose(analyze(Document("document", text))).findings)


def open_lingotweaker() -> Callable[[str], int]:
    import lt_py

    engine = lt_py.Engine("en-US")
    return lambda text: len(engine.check(text))


def open_harper() -> Callable[[str], int]:
    import harper

    linter = harper.Linter()
    return lambda text: len(linter.lint(text))


ENGINES = {"degarble": open_degarble, "lingotweaker": open_lingotweaker, "harper": open_harper}


def measure(engine: str, sample: Path) -> Measure:
    """Measure an engine in this process; reading the documents is not counted, and only one is held at a time."""
    begin = time.perf_counter()
    work = ENGINES[engine]()
    start = time.perf_counter() - begin
    seconds, findings, words = 0.0, 0, 0
    with sample.open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)
            begin = time.process_time()
            findings += work(text)
            seconds += time.process_time() - begin
            words += len(text.split())
    return Measure(engine, words, start, seconds, read_peak(), findings)


def read_peak() -> float:
    """Return the peak of the resident set in megabytes; Linux counts in kilobytes, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def run(engine: str, sample: Path) -> Measure | None:
    """Return what a process of its own measured; None when the engine is not installed."""
    try:
        version(PACKAGES[engine])
    except PackageNotFoundError:
        print(f"{engine}: not installed; pip install {PACKAGES[engine]}", file=sys.stderr)
        return None
    command = [sys.executable, __file__, str(sample), "--engine", engine]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return Measure(**json.loads(done.stdout))


def print_engines(measures: list[Measure], words: int) -> None:
    print("| engine | version | words | words/s of a core | whole text | start | memory | findings per 1,000 words |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    for item in measures:
        whole = "measured" if item.words >= words else "extrapolated"
        print(
            f"| {item.engine} | {version(PACKAGES[item.engine])} | {item.words:,} | {item.rate:,.0f} "
            f"| {words / item.rate:,.0f} s ({whole}) | {item.start:.2f} s | {item.megabytes:,.0f} MB "
            f"| {1000 * item.findings / item.words:.1f} |"
        )
    ours, *peers = measures
    if peers:
        fastest = max(peers, key=lambda item: item.rate)
        print(f"\ndegarble is {ours.rate / fastest.rate:.1f} times as fast as {fastest.engine}, the faster peer.")


def print_growth(measures: list[Measure]) -> None:
    """Print how the time per word changes with the amount of text: 1.00 is linear."""
    first = measures[0]
    print("\n| words | seconds | seconds per word, ratio to the smallest | peak memory |\n|--:|--:|--:|--:|")
    for item in measures:
        print(f"| {item.words:,} | {item.seconds:.2f} | {first.rate / item.rate:.2f} | {item.megabytes:,.0f} MB |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, nargs="+")
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--peer-words", type=int, default=20_000)
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        print(json.dumps(asdict(measure(options.engine, options.text[0]))))
        return
    documents = make_documents(options.text)
    print(f"Python {platform.python_version()}, {platform.machine()}, one process at a time, {options.words:,} words\n")
    with TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.jsonl"
        growth = []
        for size in (*(size for size in (10_000, 100_000) if size < options.words), options.words):
            growth += [item for item in [run("degarble", write_sample(documents, size, sample))] if item]
        write_sample(documents, min(options.peer_words, options.words), sample)
        peers = [item for engine in ("lingotweaker", "harper") if (item := run(engine, sample))]
    print_engines([growth[-1], *peers], options.words)
    print_growth(growth)


if __name__ == "__main__":
    main()
