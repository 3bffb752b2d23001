"""Measure words per second and peak memory of degarble beside two checkers, each in a process of its own.

    python scripts/bench_speed.py TEXT... [--words 1000000] [--peer-words 20000]

TEXT is plain text, or JSON Lines (xz or plain) with the text in `t` or `text`. Paragraphs are taken in order, and again
from the start until there are enough, as documents of about 500 words. degarble runs all its detectors and proposes
repairs. The peers, `lingotweaker` (LanguageTool's rules) and `harper-py`, get the first part of the same documents; the
time for the whole text is extrapolated from their rate. Seconds are those a core worked, so that other programs of the
machine count little; the start is by the clock. Memory is the peak of the resident set, the interpreter included.
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


def make_documents(files: list[Path], words: int) -> Iterator[str]:
    """Yield documents of about `DOCUMENT_WORDS` words until there are `words` of them."""
    paragraphs = list(read_paragraphs(files))
    document: list[str] = []
    held = made = 0
    for paragraph in cycle(paragraphs):
        document.append(paragraph)
        held += len(paragraph.split())
        if held >= DOCUMENT_WORDS or made + held >= words:
            yield "\n\n".join(document)
            made, held, document = made + held, 0, []
        if made >= words:
            return


def open_degarble() -> Callable[[str], int]:
    from degarble import Analyzer, Document, Proposer

    analyze, propose = Analyzer(), Proposer()
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


def measure(engine: str, files: list[Path], words: int) -> Measure:
    """Measure an engine in this process; reading the documents is not counted."""
    begin = time.perf_counter()
    work = ENGINES[engine]()
    start = time.perf_counter() - begin
    seconds, findings, done = 0.0, 0, 0
    for text in make_documents(files, words):
        begin = time.process_time()
        findings += work(text)
        seconds += time.process_time() - begin
        done += len(text.split())
    return Measure(engine, done, start, seconds, read_peak(), findings)


def read_peak() -> float:
    """Return the peak of the resident set in megabytes; Linux counts in kilobytes, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def run(engine: str, files: list[Path], words: int) -> Measure | None:
    """Return what a process of its own measured; None when the engine is not installed."""
    try:
        version(PACKAGES[engine])
    except PackageNotFoundError:
        print(f"{engine}: not installed; pip install {PACKAGES[engine]}", file=sys.stderr)
        return None
    command = [sys.executable, __file__, *map(str, files), "--engine", engine, "--words", str(words)]
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
    parser.add_argument("--engine", choices=ENGINES, help="measure this one here and print its figures as JSON")
    options = parser.parse_args()
    if options.engine:
        print(json.dumps(asdict(measure(options.engine, options.text, options.words))))
        return
    print(f"Python {platform.python_version()}, {platform.machine()}, one process at a time, {options.words:,} words\n")
    sizes = [size for size in (10_000, 100_000) if size < options.words]
    growth = [item for size in (*sizes, options.words) if (item := run("degarble", options.text, size))]
    amount = min(options.peer_words, options.words)
    peers = [item for engine in ("lingotweaker", "harper") if (item := run(engine, options.text, amount))]
    print_engines([growth[-1], *peers], options.words)
    print_growth(growth)


if __name__ == "__main__":
    main()
