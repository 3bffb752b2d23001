"""Measure the language engines on tests/langid.tsv: accuracy, speed and memory, one process for each.

Usage: python scripts/bench_language.py [ENGINE ...]   (needs `pip install 'degarble[languages]'`)
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

from degarble.errors import DegarbleError
from degarble.language import identify, list_engines

DATA = Path(__file__).parent.parent / "tests" / "langid.tsv"
ROUNDS = 5
HEADER = """| engine | accuracy | English | other languages | segments/s | memory added |
|---|--:|--:|--:|--:|--:|"""


def main() -> int:
    """Print one row of a Markdown table for each engine."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2])))
        return 0
    print(HEADER)
    for engine in sys.argv[1:] or list_engines():
        print(run(engine), flush=True)
    return 0


def run(engine: str) -> str:
    command = [sys.executable, __file__, "--one", engine]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"| {engine} | not measured: {done.stderr.strip().splitlines()[-1].strip()} | | | | |"
    figures = json.loads(done.stdout)
    shares = " | ".join(f"{100 * figures[name]:.1f} %" for name in ("all", "en", "other"))
    return f"| {engine} | {shares} | {figures['speed']:,.0f} | {figures['memory']:.0f} MB |"


def measure(engine: str) -> dict[str, float]:
    """Return the shares of right answers, segments per second (best round) and MB of resident memory added."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [(row["lang"], row["text"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    before = read_memory()
    try:
        right = [(lang == "en", identify(text, engine=engine) == lang) for lang, text in rows]
    except DegarbleError as error:
        sys.exit(error.message)
    seconds = min(time_round(rows, engine) for _ in range(ROUNDS))
    return {
        "all": share([hit for _, hit in right]),
        "en": share([hit for english, hit in right if english]),
        "other": share([hit for english, hit in right if not english]),
        "speed": len(rows) / seconds,
        "memory": read_memory() - before,
    }


def time_round(rows: list[tuple[str, str]], engine: str) -> float:
    start = time.perf_counter()
    for _, text in rows:
        identify(text, engine=engine)
    return time.perf_counter() - start


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def read_memory() -> float:
    """Return the resident memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    sys.exit(main())
