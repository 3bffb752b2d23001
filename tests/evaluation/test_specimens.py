"""The specimens as labels: every span planted in a text file is found in the text."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_specimens_become_labels(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from bench_quality import label_specimens
    from degarble.evaluation.opening import read_gold

    rows = list(label_specimens(ROOT / "seeds"))
    sys.modules.pop("bench_quality")
    file = tmp_path / "specimens.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    texts = read_gold(file).texts
    expected = [json.loads(line) for line in (ROOT / "seeds" / "expected.jsonl").read_text("utf-8").splitlines()]
    wanted = sorted((row["file"], row["text"]) for row in expected if row["file"].endswith((".txt", ".md")))
    assert sorted((text.id, item.span.of(text.text)) for text in texts for item in text.spans or ()) == wanted
    assert sum(text.is_clean for text in texts) == 14
    assert {text.source_lang for text in texts} >= {"tr", "es", "ru", ""}
