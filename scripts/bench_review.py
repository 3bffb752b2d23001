"""Measure the review of a large folder in a real browser: start, first page, keystrokes, memory; count looks.

    python scripts/bench_review.py [--documents 2000] [--findings 50] [--keys 100] [--seed 7]
    python scripts/bench_review.py --folder out      # the looks and keys of a real run

The folder is made up: articles of 600 words from a fixed list of words, damage at random. Needs the extra
`review-test` and a chromium. Times are those of this machine; nothing else should run beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from degarble.config import Settings
from degarble.link import Names
from degarble.reports.lines import EntityTable
from degarble.reports.sheet import make_sheet
from degarble.review.filling import Reviewed, fill
from degarble.review.originals import describe_original
from degarble.review.queue import tally
from degarble.review.store import make_store, open_store
from degarble.schema import (
    Analysis,
    Document,
    Finding,
    Kind,
    Level,
    Repair,
    RunRecord,
    Severity,
    Span,
    Suggestion,
)

SENTENCE = (
    "the council said that work on old bridge would begin in spring after talks with both towns about money water "
    "and trade while farmers asked for more time to bring their wheat to market before rain came again"
)
WORDS = SENTENCE.split()
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60_000
PAUSE = 300


def make_repair(number: int, findings: int, rng: random.Random) -> Repair:
    """Return a document of 12 paragraphs with damage at random words."""
    paragraphs = [" ".join(rng.choices(WORDS, k=50)).capitalize() + "." for _ in range(12)]
    text = "\n\n".join((f"Article {number} of the harvest", *paragraphs))
    places = sorted(rng.sample([match.span() for match in re.finditer(r"\b[a-z]{3,}\b", text)], findings))
    made = tuple(make_finding(text, Span(*place), rng) for place in places)
    applied = tuple(item for item in made if item.level is Level.AUTO)
    rest = tuple(item for item in made if item.level is not Level.AUTO)
    return Repair(Analysis(Document(f"{number % 40:02}/{number:05}.txt", text, title=text[:40])), text, applied, rest)


def make_finding(text: str, span: Span, rng: random.Random) -> Finding:
    word, kind = span.of(text), rng.choice(list(Kind))
    level = rng.choices(list(Level), (1, 6, 3))[0]
    choices = () if level is Level.FLAG else tuple(Suggestion(item, 0.9) for item in rng.sample(WORDS, 2))
    rule, severity = f"{kind}/rule-{rng.randrange(20)}", rng.choice(list(Severity))
    return Finding(rule, kind, span, word, f"'{word}' is damaged.", severity, level, rng.random(), choices)


def fill_folder(out: Path, documents: int, findings: int, seed: int) -> None:
    rng = random.Random(seed)
    repairs = [make_repair(number, findings, rng) for number in range(documents)]
    (out / "in").mkdir(parents=True)
    originals = []
    for repair in repairs:
        path = out / "in" / repair.document.id.replace("/", "-")
        path.write_text(repair.document.text)
        digest = hashlib.sha256(repair.document.text.encode()).hexdigest()
        originals.append(describe_original(repair.document.id, path, digest))
    entities = EntityTable(Names(), {})
    run = Reviewed(
        RunRecord("bench", {}, "", {}, {}, 0.0), Settings(), originals, {item.id: item.id for item in originals}
    )
    with make_store(out) as store:
        fill(store, run, ((repair, make_sheet(repair, entities)) for repair in repairs), ())


@contextmanager
def serve(out: Path) -> Iterator[tuple[str, float, int]]:
    """Yield the link of a running server, the seconds until it answered, and its process."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "degarble", "review", str(out), "--no-browser", "--who", "bench"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        link = next(match[0] for line in server.stderr if (match := re.search(r"http://\S+", line)))
        yield link, time.perf_counter() - began, server.pid
    finally:
        server.terminate()
        server.wait(10)


def read_memory(process: int) -> float:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


# A keystroke is answered when the finding in focus is another one and the frame that shows it is drawn.
WATCH = """() => {
  window.times = [];
  const place = () => location.hash;
  addEventListener("keydown", () => {
    const began = performance.now(), before = place();
    const note = () => times.push(performance.now() - began);
    const look = () => {
      if (place() !== before) requestAnimationFrame(() => setTimeout(note));
      else if (performance.now() - began < 5000) requestAnimationFrame(look);
      else times.push(NaN);
    };
    requestAnimationFrame(look);
  }, true);
}"""


def measure_page(page: Page, link: str) -> tuple[float, float]:
    """Return the milliseconds until the page painted first, and until an article could be read."""
    began = time.perf_counter()
    page.goto(link)
    page.wait_for_selector("#pages .mark.current", timeout=PATIENCE)
    ready = 1000 * (time.perf_counter() - began)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    return paint, ready


def measure_keys(page: Page, keys: str, times: int) -> list[float]:
    page.evaluate(WATCH)
    for number in range(times):
        page.keyboard.press(keys[number % len(keys)])
        page.wait_for_timeout(PAUSE)  # a person looks; and to ask the page sooner would slow down its answer
        while page.evaluate("times.length") <= number:
            page.wait_for_timeout(PAUSE)
    return page.evaluate("times")


def describe(times: list[float]) -> str:
    ordered = sorted(times)
    return (
        f"median {statistics.median(ordered):.0f} ms, 95 % {ordered[int(0.95 * len(ordered))]:.0f} ms, "
        f"worst {ordered[-1]:.0f} ms"
    )


def measure(out: Path, keys: int) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"No browser: none of {', '.join(BROWSERS)}.")
    with serve(out) as (link, seconds, process), sync_playwright() as play:
        print(f"server answers after {seconds:.2f} s")
        window = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = window.new_page(viewport={"width": 1440, "height": 900})
        paint, ready = measure_page(page, link)
        print(f"first paint {paint:.0f} ms, article and finding in focus {ready:.0f} ms")
        print(f"j and k      {describe(measure_keys(page, 'jjk', keys))}")
        print(f"y, n and u   {describe(measure_keys(page, 'ynyu', keys))}")
        print(f"J and K      {describe(measure_keys(page, 'JJK', keys))}")
        heap = page.evaluate("performance.memory.usedJSHeapSize") / 2**20
        print(f"memory: server {read_memory(process):.0f} MB, page {heap:.0f} MB of objects")
        window.close()


def count_looks(out: Path) -> None:
    """Decide every open finding of a run with the key its first suggestion asks for, and count what it took."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        copy = Path(folder) / "out"
        shutil.copytree(out, copy)
        with open_store(copy) as store:
            undecided = tally(store)["open"]
        with serve(copy) as (link, _, _):
            window = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            page = window.new_page(viewport={"width": 1440, "height": 900})
            measure_page(page, link)
            looks = keys = hidden = 0
            while keys < 2 * undecided and page.query_selector("#pages .mark.current"):
                looks += 1
                hidden += not is_in_sight(page)
                page.keyboard.press("y")
                keys += 1
                page.wait_for_timeout(PAUSE)
                with open_store(copy) as store:
                    if tally(store)["open"] == 0:
                        break
            window.close()
        print(f"{undecided} open findings: {looks} looks, {keys} keys, {hidden} whose mark or card was out of sight")


IN_SIGHT = """() => ["#pages .mark.current", "#card"].every((name) => {
  const node = document.querySelector(name);
  if (!node) return false;
  const box = node.getBoundingClientRect();
  return box.top < innerHeight && box.bottom > 0;
})"""


def is_in_sight(page: Page) -> bool:
    """Tell whether the finding in focus stands on the screen, in the text and as a card."""
    return bool(page.evaluate(IN_SIGHT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--findings", type=int, default=50)
    parser.add_argument("--keys", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="a run whose findings are all decided, on a copy")
    options = parser.parse_args()
    if options.folder:
        count_looks(options.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        fill_folder(out, options.documents, options.findings, options.seed)
        print(f"{options.documents} documents, {options.documents * options.findings} findings, seed {options.seed}")
        measure(out, options.keys)


if __name__ == "__main__":
    main()
