"""`degarble eval` on a run, on labels alone, on clean texts; what goes wrong is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from degarble.cli import app

PACK = Path(__file__).parents[1] / "packs" / "birds"
WRONG = "A zwallow flew over the lake."
CLEAN = "All is well here."
GOLD = (
    {
        "id": "1",
        "text": WRONG,
        "source_lang": "tr",
        "label": "machine",
        "spans": [{"start": 2, "end": 9, "kind": "spelling", "severity": "major", "suggestions": ["swallow"]}],
    },
    {"id": "2", "text": CLEAN, "label": "human"},
)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    file = tmp_path / "gold.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in GOLD))
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--data", str(PACK)])


def measure(*arguments: object) -> dict:
    result = run("eval", *arguments, "--json", "--boot", 20)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_labels_alone_are_run_and_measured(gold: Path) -> None:
    report = measure(gold)
    assert report["measures"]["words.mcc"]["value"] == 1.0
    assert report["measures"]["spans.kind.spelling.f1"]["value"] == 1.0
    assert report["measures"]["suggestions.first"]["value"] == 1.0
    assert report["measures"]["alarms.all"]["value"] == 0.0
    assert report["counts"]["damaged_words"] == 1
    assert "|gold:gold.jsonl@" in report["signature"]


def test_a_run_gives_what_labels_alone_give(gold: Path, tmp_path: Path) -> None:
    assert run("repair", gold, "--out", tmp_path / "out").exit_code == 0
    alone = measure(gold)
    for source in (tmp_path / "out", tmp_path / "out" / "findings.jsonl"):
        report = measure(source, "--gold", gold)
        for part in ("measures", "counts", "curve", "signature"):
            assert report[part] == alone[part]


def test_findings_alone_have_no_verdict(gold: Path, tmp_path: Path) -> None:
    assert run("repair", gold, "--out", tmp_path / "out").exit_code == 0
    lines = tmp_path / "other.jsonl"
    lines.write_bytes((tmp_path / "out" / "findings.jsonl").read_bytes())
    report = measure(lines, "--gold", gold)
    assert "verdict.auc" not in report["measures"]
    assert report["measures"]["words.mcc"]["value"] == 1.0


def test_clean_texts_may_be_a_folder_rows_or_a_run(gold: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clean"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{WRONG}\n")
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": "a", "text": WRONG}) + "\n")
    assert run("repair", folder, "--out", tmp_path / "out").exit_code == 0
    for clean in (folder, rows, tmp_path / "out"):
        # one alarm in the 4 words of the human text and the 6 of the clean one
        assert measure(gold, "--clean", clean)["measures"]["alarms.auto"]["value"] == pytest.approx(100)


def test_tables_and_signature_are_printed(gold: Path) -> None:
    result = run("eval", gold, "--boot", 0)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("| measure")
    assert any(line.startswith("| words: MCC ") and "10 words, 1 damaged" in line for line in lines)
    assert any(line.startswith("| kind spelling") for line in lines)
    assert lines[-1].startswith("degarble-eval|version:")
    assert lines[-1].endswith("|n:2|seed:1|boot:0")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["{tmp}/nowhere"], "no such file or folder"),
        (["{tmp}/out"], "Add --gold GOLD."),
        (["{gold}", "--gold", "{gold}"], "is not a run"),
        (["{tmp}/out", "--gold", "{tmp}/other.jsonl"], "none of its documents"),
        (["{tmp}/a.csv"], "Add --gold-format."),
        (["{gold}", "--gold-format", "wmt-esa"], "no text in a column"),
        (["{gold}", "--clean", "{tmp}/nowhere"], "no such file or folder"),
    ],
)
def test_what_goes_wrong_is_said(gold: Path, tmp_path: Path, arguments: list[str], told: str) -> None:
    assert run("repair", gold, "--out", tmp_path / "out").exit_code == 0
    (tmp_path / "other.jsonl").write_text('{"id": "z", "text": "Something else.", "spans": []}\n')
    (tmp_path / "a.csv").write_text("a\n")
    result = run("eval", *(item.format(tmp=tmp_path, gold=gold) for item in arguments))
    assert result.exit_code == 2
    assert told in result.stderr


def test_texts_that_a_run_left_out_are_told(gold: Path, tmp_path: Path) -> None:
    assert run("repair", gold, "--out", tmp_path / "out").exit_code == 0
    with gold.open("a") as file:
        file.write(json.dumps({"id": "3", "text": "Never repaired.", "spans": []}) + "\n")
    result = run("eval", tmp_path / "out", "--gold", gold, "--boot", 0)
    assert result.exit_code == 2
    assert "1 labelled text without an answer" in result.stderr
    assert "words: MCC" in result.stdout
