"""Measure the tool on the specimens of seeds/ and, where they lie, on the development sets; print Markdown tables.

    python scripts/bench_quality.py [--shared ../shared] [--most 500] [--out FOLDER] [--enable DETECTOR]

The labels are written as JSON Lines for `degarble eval` (docs/evaluation.md), into FOLDER if one is given, so that each
table can be had again with the command above it. Development sets: MLQE-PE test20 and WMT18 QE (words), groups of ten
sentences of WMT17 system outputs and of human news (verdict), the human news again (alarms). `--most` rows of each are
taken, evenly over its languages; 0 takes all of them.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench_specimens import locate
from degarble import Settings
from degarble.evaluation.command import Request, measure, show
from degarble.evaluation.report import Draws
from degarble.formats import read_source
from degarble.progress import Log

ROOT = Path(__file__).resolve().parents[1]
NEWS = ("wmt_references_en", "news_commentary_5k_en", "ntrex_newstest2019_en", "gum_news_interview_cc-by25")
GROUP = 10


def label_specimens(folder: Path) -> Iterator[dict]:
    """Yield the specimens that are one text each, with the damage planted in them, and the clean controls."""
    damage: dict[str, list[dict]] = {}
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        damage.setdefault(row["file"], []).append(row)
    for file in sorted((*folder.glob("*.txt"), *folder.glob("*.md"))):
        if file.name == "README.md":
            continue
        text = read_source(file).documents[0].text
        if file.name.startswith("clean-"):
            yield {"id": file.name, "text": text, "label": "human"}
            continue
        spans = [span for row in damage[file.name] if (span := make_span(text, row))]
        source = file.name[:2]
        yield {"id": file.name, "text": text, "source_lang": source, "label": "machine", "spans": spans}


def make_span(text: str, row: dict) -> dict | None:
    place = locate(text, row["text"], row["occurrence"])
    if place is None:
        return None
    repairs = [] if row["repair"] is None else [row["repair"]]
    return {
        "start": place.start,
        "end": place.end,
        "kind": row["kind"],
        "severity": row["severity"],
        "suggestions": repairs,
    }


def read_rows(path: Path) -> Iterator[dict]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def take(rows: Iterable[dict], most: int) -> list[dict]:
    """Return the first rows of each language pair, `most` in all; all of them for 0."""
    by_pair: dict[str, list[dict]] = {}
    for row in rows:
        by_pair.setdefault(row["lp"], []).append(row)
    share = max(1, most // len(by_pair)) if most else None
    return [row for rows in by_pair.values() for row in rows[:share]]


def label_tags(path: Path, split: str, most: int) -> Iterator[dict]:
    rows = (row for row in read_rows(path) if row["x"].get("split") == split)
    yield from ({key: row[key] for key in ("id", "mt", "lp", "tags")} for row in take(rows, most))


def label_groups(data: Path, most: int) -> Iterator[dict]:
    """Yield groups of sentences of one system and as many groups of human news."""
    outputs: dict[tuple[str, str], list[str]] = {}
    for row in read_rows(data / "dev" / "wmt17_fi-lv-cs-de.jsonl.xz"):
        outputs.setdefault((row["lp"], row["x"]["system"]), []).append(row["mt"])
    systems = [
        {"id": f"{lp} {system} {number}", "text": text, "lp": lp, "label": "machine"}
        for (lp, system), sentences in sorted(outputs.items())
        for number, text in enumerate(group(sentences))
    ]
    news: dict[str, list[str]] = {}
    for row in read_rows(data / "train" / "clean_english.jsonl.xz"):
        if row["corpus"] in NEWS:
            news.setdefault(row["corpus"], []).append(row["t"])
    people = [
        {"id": f"{corpus} {number}", "text": text, "lp": "-en", "label": "human"}
        for corpus, sentences in sorted(news.items())
        for number, text in enumerate(group(sentences))
    ]
    for rows in (systems, people):
        step = max(1, len(rows) // most) if most else 1
        yield from (rows[::step][:most] if most else rows)


def group(sentences: list[str]) -> Iterator[str]:
    for start in range(0, len(sentences) - GROUP + 1, GROUP):
        yield "\n\n".join(sentences[start : start + GROUP])


def list_sets(shared: Path, most: int) -> Iterator[tuple[str, Iterable[dict]]]:
    yield "specimens", label_specimens(ROOT / "seeds")
    data = shared / "data"
    if not data.is_dir():
        print(f"{data}: absent, the development sets are skipped", file=sys.stderr)
        return
    yield "mlqe-test20", label_tags(data / "dev" / "mlqe_pe_dev_test20.jsonl.xz", "test20", most)
    yield "wmt18-de-en-dev", label_tags(data / "dev" / "wmtqe18_de-en_smt_dev.jsonl.xz", "dev", most)
    yield "wmt17-groups", label_groups(data, most)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--most", type=int, default=500, help="rows of each development set; 0 for all  [500]")
    parser.add_argument("--out", type=Path, help="folder to keep the labels in")
    parser.add_argument("--enable", action="append", default=[], help="a detector that is off by default")
    parser.add_argument("--boot", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    settings, missing = Settings(enable=tuple(options.enable)), 0
    with tempfile.TemporaryDirectory() as temporary:
        out = options.out or Path(temporary)
        out.mkdir(parents=True, exist_ok=True)
        for name, rows in list_sets(options.shared, options.most):
            file = out / f"{name}.jsonl"
            file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
            print(f"\n### {name}\n\n    degarble eval {file.name}\n", flush=True)
            request = Request(file, draws=Draws(options.seed, options.boot))
            report = measure(request, settings, Log())
            show(report, as_json=False)
            missing += report.missing
    if missing:
        sys.exit(f"{missing} texts could not be examined: these figures leave them out.")


if __name__ == "__main__":
    main()
