"""The way of a run through the command line: repaired, decided, shown, applied, carried on, restored."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from degarble.cli import app
from degarble.review.deciding import Answer, Position, decide
from degarble.review.store import open_store
from degarble.schema import Judgement, Scope

pytestmark = pytest.mark.usefixtures("knowledge_once")
PACK = str(Path(__file__).parents[1] / "packs" / "birds")
TEXT = "A zwallow flew over the lake.\n\nThey saw a heron palely there.\n"


def call(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    assert call("repair", tmp_path / "in", "--out", tmp_path / "out", "--data", PACK).exit_code == 0
    with open_store(tmp_path / "out") as store:
        decide(store, Position(0, 1), Answer(Judgement.ACCEPT, scope=Scope.EVERYWHERE, who="ana"))
    return tmp_path / "out"


def test_apply_writes_copies_beside_the_results(out: Path) -> None:
    result = call("apply", out)
    assert (result.exit_code, result.stderr) == (0, f"1 file written with 2 edits. See {out / 'applied'}\n")
    assert (out / "applied" / "a.txt").read_text() == "A swallow flew over the lake.\n\nThey saw a pale heron there.\n"


def test_in_place_and_back(out: Path) -> None:
    file = out.parent / "in" / "a.txt"
    assert "1 file replaced with 2 edits." in call("apply", out, "--in-place").stderr
    assert "pale heron" in file.read_text()
    assert call("revert", out).stderr == "1 file restored.\n"
    assert file.read_text() == TEXT


def test_a_stale_file_ends_with_two(out: Path) -> None:
    (out.parent / "in" / "a.txt").write_text("Another text.")
    result = call("apply", out)
    assert result.exit_code == 2
    assert "error: a.txt: changed since it was examined" in result.stderr


def test_differences_are_shown(out: Path) -> None:
    assert "[-zwallow-]" in call("diff", out).stdout
    assert "1 document changed" in call("diff", out, "--stat").stdout
    assert "grammar" in call("diff", out, "--kinds").stdout
    assert "+A swallow flew" in call("diff", out, "--unified").stdout
    assert call("diff", out, "nowhere").stdout == ""


def test_exports_go_to_standard_output_or_a_file(out: Path, tmp_path: Path) -> None:
    assert '"accepted"' in call("export", out, "--format", "jsonl").stdout
    assert call("export", out, "--format", "csv", "--to", tmp_path / "f.csv").exit_code == 0
    assert "accepted" in (tmp_path / "f.csv").read_text()


def test_decisions_go_from_one_folder_to_the_next(out: Path, tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    assert call("decisions", "export", out, "--to", file).stderr == "1 decision.\n"
    call("repair", tmp_path / "in", "--out", tmp_path / "next", "--data", PACK, "--decisions", file)
    assert "pale heron" in (tmp_path / "next" / "repaired" / "a.txt").read_text()
    assert "0 decisions taken over, 1 known" in call("decisions", "import", tmp_path / "next", file).stderr


def test_conflicts_are_reported_and_end_with_one(out: Path, tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    call("decisions", "export", out, "--to", file)
    other = file.read_text().replace('"accept"', '"reject"').replace('"ana"', '"ben"')
    file.write_text(other)
    result = call("decisions", "import", out, file, "--prefer", "theirs")
    assert result.exit_code == 1
    assert (
        result.stdout
        == "conflict: birds/likely: a heron palely → a pale heron: ana accept, ben reject; what ben says holds\n"
    )
