"""Rule-based machine translation as a source of damage: Spanish news, and English news there and back."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

from model.corpora import NEWS, read_rows

THERE_AND_BACK = 12_000


def translate_corpora(data: Path, work: Path) -> list[Path]:
    """Write es.json (source -> good texts), es.txt, es.en.txt, en.txt and en.es.en.txt; return their paths.

    Raises:
        FileNotFoundError: Apertium is not installed.
    """
    goods: dict[str, list[tuple[str, str]]] = {}
    for row in read_rows(data / "train" / "wmt10_es-fr_en.jsonl.xz"):
        if row.get("src"):
            goods.setdefault(_flatten(row["src"]), []).append((row["mt"], row["pe"]))
    clean = [
        _flatten(row["t"]) for row in read_rows(data / "train" / "clean_english.jsonl.xz") if row["corpus"] in NEWS
    ]
    english = [text for text in clean if 60 < len(text) < 300]
    random.Random(5).shuffle(english)
    (work / "es.json").write_text(json.dumps(goods), encoding="utf-8")
    _write(work / "es.txt", list(goods))
    _write(work / "en.txt", english[:THERE_AND_BACK])
    run = [
        ("spa-eng", "es.txt", "es.en.txt"),
        ("eng-spa", "en.txt", "en.es.txt"),
        ("spa-eng", "en.es.txt", "en.es.en.txt"),
    ]
    for mode, source, target in run:
        with (work / source).open() as lines, (work / target).open("w") as out:
            subprocess.run(["apertium", "-u", mode], stdin=lines, stdout=out, check=True)
    return [work / name for name in ("es.json", "es.txt", "es.en.txt", "en.txt", "en.es.en.txt")]


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _flatten(text: str) -> str:
    return " ".join(text.split())
