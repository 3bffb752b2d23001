"""Runs that people had their say on: what they accepted is repaired, what they rejected is not offered again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from degarble.config import Settings
from degarble.decisions import encode_decisions
from degarble.renaming import apply_names
from degarble.review.carrying import export_decisions
from degarble.review.deciding import Answer, Position, decide, decide_name
from degarble.review.store import open_store
from degarble.run import check, open_check, repair_folder, repair_text
from degarble.schema import Judgement, Level, NameDecision, Scope

pytestmark = pytest.mark.usefixtures("knowledge_once")
PACK = Path(__file__).parents[1] / "packs" / "birds"
SETTINGS = Settings(data=(str(PACK),))
TEXT = "A zwallow flew over the lake.\n\nThey saw a heron palely there.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    repair_folder([tmp_path / "in"], tmp_path / "out", SETTINGS)
    return tmp_path


def answer(folder: Path, finding: int, judgement: Judgement, replacement: str | None = None) -> None:
    with open_store(folder / "out") as store:
        said = Answer(judgement, replacement, Scope.EVERYWHERE, "ana")
        decide(store, Position(0, finding), said)


def list_lines(folder: Path) -> Iterator[tuple[str, str | None, str]]:
    for line in (folder / "out" / "findings.jsonl").read_text().splitlines():
        finding = json.loads(line)
        yield finding["status"], finding["replacement"], finding["id"]


def test_a_second_run_obeys_what_was_decided_in_its_folder(folder: Path) -> None:
    before = [key for _, _, key in list_lines(folder)]
    answer(folder, 0, Judgement.REJECT)
    answer(folder, 1, Judgement.EDIT, "a heron, pale as milk,")
    repair_folder([folder / "in"], folder / "out", SETTINGS)
    assert (folder / "out" / "repaired" / "a.txt").read_text() == TEXT.replace(
        "a heron palely", "a heron, pale as milk,"
    )
    assert list(list_lines(folder)) == [
        ("rejected", None, before[0]),
        ("edited", "a heron, pale as milk,", before[1]),
    ]
    page = (folder / "out" / "review.html").read_text()
    assert "pale as milk" in page
    assert "zwallow' is written" not in page


def test_decisions_of_a_file_bear_on_another_folder(folder: Path, tmp_path: Path) -> None:
    answer(folder, 0, Judgement.REJECT)
    answer(folder, 1, Judgement.ACCEPT, "the pale heron")
    file = tmp_path / "decisions.jsonl"
    with open_store(folder / "out") as store:
        file.write_text("".join(encode_decisions(export_decisions(store))))
    settings = replace(SETTINGS, decisions=(str(file),))
    repair_folder([folder / "in"], tmp_path / "tomorrow", settings)
    repaired = (tmp_path / "tomorrow" / "repaired" / "a.txt").read_text()
    assert repaired == TEXT.replace("a heron palely", "the pale heron")
    with open_check([folder / "in"], settings) as (run, names):
        assert [finding.text for repair in check(run, names) for finding in repair.findings] == ["a heron palely"]
    assert repair_text(TEXT, settings=settings).text == repaired


def test_names_decided_in_a_folder_hold_in_its_next_run(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Sergei Petrov came. Petrov spoke.")
    repair_folder([tmp_path / "in"], tmp_path / "out", SETTINGS)
    with open_store(tmp_path / "out") as store:
        decide_name(store, NameDecision("Petrov", "Sergei Petrov", Judgement.EDIT, "Sergey Petrov"))
    repair_folder([tmp_path / "in"], tmp_path / "out", SETTINGS)
    assert "Sergey Petrov" in (tmp_path / "out" / "names.csv").read_text()


def test_copies_with_names_repaired_obey_decisions(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = "Khalifa Haftar came. The forces of Khafter left."
    (tmp_path / "in" / "a.txt").write_text(text)
    settings = Settings(level=Level.SUGGEST)
    repair_folder([tmp_path / "in"], tmp_path / "out", settings)
    with open_store(tmp_path / "out") as store:
        decide(store, Position(0, 0), Answer(Judgement.REJECT, scope=Scope.EVERYWHERE))
        (tmp_path / "d.jsonl").write_text("".join(encode_decisions(export_decisions(store))))
    for files, expected in (((), text.replace("Khafter", "Haftar")), ((str(tmp_path / "d.jsonl"),), text)):
        with open_check([tmp_path / "in"], replace(settings, decisions=files)) as (run, names):
            apply_names(run, names, tmp_path / "names")
        assert (tmp_path / "names" / "a.txt").read_text() == expected
