"""A reviewed run for other programs: every export says what was decided, and the patch makes the applied files."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from degarble.applying import apply_copies
from degarble.comparing import Asked, render_diff
from degarble.config import Settings
from degarble.errors import ConfigError, DegarbleError
from degarble.exporting import export_run
from degarble.progress import Log
from degarble.review.deciding import Answer, Position, decide
from degarble.review.store import Store, open_store
from degarble.run import repair_folder
from degarble.schema import Judgement

pytestmark = pytest.mark.usefixtures("knowledge_once")
PACK = Path(__file__).parents[1] / "packs" / "birds"
SETTINGS = Settings(data=(str(PACK),))
TEXT = "🐦 A zwallow flew over the lake.\n\nThey saw a heron palely there. The wing of of the moved.\n"
QUIET = Log()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    (tmp_path / "in" / "b.txt").write_text("A zwallow flew.\n")
    repair_folder([tmp_path / "in"], tmp_path / "out", SETTINGS)
    with open_store(tmp_path / "out") as opened:
        decide(opened, Position(0, 1), Answer(Judgement.EDIT, "a heron, pale,", who="ana"))
        decide(opened, Position(1, 0), Answer(Judgement.REJECT, who="ana"))
        yield opened  # type: ignore[misc]


def export(store: Store, style: str, file: Path) -> str:
    assert export_run(store, style, file, QUIET) == []
    return file.read_text()


def test_findings_say_where_they_stand(store: Store, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in export(store, "jsonl", tmp_path / "f.jsonl").splitlines()]
    stands = [(line["document"], line["status"], line["replacement"]) for line in lines]
    assert stands == [
        ("a.txt", "applied", "swallow"),
        ("a.txt", "edited", "a heron, pale,"),
        ("a.txt", "open", None),
        ("b.txt", "rejected", None),
    ]
    rows = list(csv.DictReader(io.StringIO(export(store, "csv", tmp_path / "f.csv"))))
    assert [(row["document"], row["status"], row["replacement"] or None) for row in rows] == stands


def test_the_patch_makes_the_applied_files(store: Store, tmp_path: Path) -> None:
    if shutil.which("patch") is None:
        pytest.skip("no patch here")
    export(store, "diff", tmp_path / "p.diff")
    apply_copies(store, tmp_path / "fixed", QUIET)
    shutil.copytree(tmp_path / "in", tmp_path / "patched")
    subprocess.run(["patch", "-p1", "-i", tmp_path / "p.diff"], cwd=tmp_path / "patched", check=True, stdout=-3)
    for name in ("a.txt", "b.txt"):
        assert (tmp_path / "patched" / name).read_bytes() == (tmp_path / "fixed" / name).read_bytes()


def test_sarif_and_rdjsonl_hold_every_finding(store: Store, tmp_path: Path) -> None:
    log = json.loads(export(store, "sarif", tmp_path / "f.sarif"))
    assert len(log["runs"][0]["results"]) == 4
    told = {rule["id"]: rule["shortDescription"]["text"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert told["birds/sure"] == "A word of these tests."
    lines = [json.loads(line) for line in export(store, "rdjsonl", tmp_path / "f.rdjsonl").splitlines()]
    assert lines[0]["location"]["range"]["start"] == {"line": 1, "column": 8}  # bytes: the bird takes four


def test_the_page_shows_what_was_decided(store: Store, tmp_path: Path) -> None:
    page = export(store, "html", tmp_path / "p.html")
    sheets = [json.loads(found) for found in re.findall(r'id="document-\d+">(.*?)</script>', page)]
    marks = [
        (mark["text"], mark["applied"], [item["text"] for item in mark["suggestions"]])
        for mark in sheets[0]["findings"]
    ]
    assert marks == [
        ("zwallow", True, ["swallow"]),
        ("a heron palely", True, ["a heron, pale,", "a pale heron", "the pale heron"]),
        ("of of", False, ["of"]),
    ]
    assert sheets[1]["findings"] == []


def test_a_word_document_for_each_article_with_findings(store: Store, tmp_path: Path) -> None:
    export_run(store, "docx", tmp_path / "word", QUIET)
    assert {path.name for path in (tmp_path / "word").iterdir()} == {"a.txt.docx", "b.txt.docx"}
    with zipfile.ZipFile(tmp_path / "word" / "a.txt.docx") as document:
        body = document.read("word/document.xml").decode()
    assert body.count("<w:del ") >= 2
    assert 'w:author="ana"' in body
    with zipfile.ZipFile(tmp_path / "word" / "b.txt.docx") as document:
        assert "<w:del " not in document.read("word/document.xml").decode()


def test_no_two_articles_share_a_word_document(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a#1.txt", "a-1.txt"):
        (tmp_path / "in" / name).write_text("A zwallow flew.\n")
    repair_folder([tmp_path / "in"], tmp_path / "out", SETTINGS)
    with open_store(tmp_path / "out") as opened:
        export_run(opened, "docx", tmp_path / "word", QUIET)
    assert {path.name for path in (tmp_path / "word").iterdir()} == {"a#1.txt.docx", "a-1.txt.docx"}


def test_word_documents_need_a_folder(store: Store) -> None:
    with pytest.raises(ConfigError, match="--to FOLDER"):
        export_run(store, "docx", Path("-"), QUIET)


def test_findings_of_another_run_are_refused(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "out" / "findings.jsonl"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[1:]))
    with pytest.raises(DegarbleError, match="not of the run"):
        export_run(store, "jsonl", tmp_path / "f.jsonl", QUIET)


def show(store: Store, style: str, *, auto: bool = True, only: tuple[str, ...] = ()) -> str:
    lines = render_diff(store, Asked(style, only, 100, auto=auto))
    return "\n".join("".join(part.bare for part in line).rstrip() for line in lines)


def test_differences_side_by_side(store: Store) -> None:
    shown = show(store, "columns")
    assert "A [-zwallow-] flew" in shown
    assert "A {+swallow+} flew" in shown
    assert "b.txt" not in shown
    assert show(store, "columns", only=("b.txt",)) == ""


def test_differences_by_lines_and_in_numbers(store: Store) -> None:
    assert "-🐦 A zwallow flew over the lake.\n+🐦 A swallow flew over the lake." in show(store, "unified")
    assert "zwallow" not in show(store, "unified", auto=False).replace(" 🐦 A zwallow", "")
    assert show(store, "stat").splitlines()[-1].strip() == "1 document changed, 3 insertions(+), 3 deletions(-)"
    assert show(store, "kinds").splitlines()[0].split()[0] == "kind"
