"""What `repair_folder` writes, what it leaves alone and how it meets trouble."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.errors import DegarbleError, InputError
from degarble.review.shown import read_record
from degarble.review.store import open_store
from degarble.run import repair_folder
from degarble.schema import Analysis, Document, Level
from degarble.spool import Spool

pytestmark = pytest.mark.usefixtures("knowledge_once")
PACK = Path(__file__).parents[1] / "packs" / "birds"
SETTINGS = Settings(data=(str(PACK),))
TEXT = "A zwallow flew over the lake.\n\nThey saw a heron palely there.\n"
FIELDS = (
    "schema id document sha256 start end line column text rule kind message severity level score suggestions evidence"
    " mqm its entity status replacement"
)
DOCUMENT_FIELDS = "document sha256 lang verdict verdict_score reasons origin words findings"
OUTPUTS = (
    "changes.diff",
    "degarble.sqlite",
    "documents.jsonl",
    "findings.jsonl",
    "names.csv",
    "review.html",
    "run.json",
)
NAME_COLUMNS = "cluster,canonical,kind,entity,qid,variant,relation,count,documents,level,score,evidence"


class Listener:
    """Keeps what a run tells."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def track(self, items: list[object], label: str) -> Iterator[object]:
        yield from items

    def tell(self, message: str) -> None:
        self.messages.append(message)


def put(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def analyzed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the documents examined, in order."""
    seen: list[str] = []
    call = Analyzer.__call__

    def count(self: Analyzer, document: Document) -> Analysis:
        seen.append(document.id)
        return call(self, document)

    monkeypatch.setattr(Analyzer, "__call__", count)
    return seen


def test_a_folder_is_repaired_beside_its_originals(tmp_path: Path) -> None:
    source, out = put(tmp_path / "in", a__txt=TEXT, b__txt="Nothing is wrong here.\n"), tmp_path / "out"
    before = snapshot(source)
    record = repair_folder([source], out, SETTINGS)
    assert snapshot(source) == before
    assert (out / "repaired" / "a.txt").read_text() == TEXT.replace("zwallow", "swallow")
    assert (out / "repaired" / "b.txt").read_bytes() == before["b.txt"]
    assert {path.name for path in out.iterdir()} == {".degarble", "repaired", *OUTPUTS}
    assert (record.counts["documents"], record.counts["applied"], record.counts["failed"]) == (2, 1, 0)
    assert json.loads((out / "run.json").read_text())["counts"] == dict(record.counts)


def test_findings_have_the_fields_of_the_wire_format(tmp_path: Path) -> None:
    repair_folder([put(tmp_path / "in", a__txt=TEXT)], tmp_path / "out", SETTINGS)
    sure, likely = read_lines(tmp_path / "out" / "findings.jsonl")
    assert list(sure) == FIELDS.split()
    assert (sure["schema"], sure["document"], sure["status"]) == ("degarble/1", "a.txt", "applied")
    assert (sure["start"], sure["end"], sure["line"], sure["column"], sure["text"]) == (2, 9, 1, 3, "zwallow")
    assert (likely["line"], likely["column"], likely["status"], likely["level"]) == (3, 10, "open", "suggest")
    assert likely["suggestions"] == [
        {"text": "a pale heron", "score": 0.9},
        {"text": "the pale heron", "score": 0.8},
    ]
    assert likely["mqm"] == {"id": "MQMC_201000", "name": "Grammar"}
    assert likely["its"] == {"type": "grammar", "severity": 90}


def test_documents_and_names_have_their_columns(tmp_path: Path) -> None:
    repair_folder([put(tmp_path / "in", a__txt=TEXT)], tmp_path / "out", SETTINGS)
    (document,) = read_lines(tmp_path / "out" / "documents.jsonl")
    assert list(document) == DOCUMENT_FIELDS.split()
    assert (document["words"], document["findings"]) == (12, {"auto": 1, "suggest": 1, "flag": 0})
    with (tmp_path / "out" / "names.csv").open(encoding="utf-8") as stream:
        assert ",".join(next(csv.reader(stream))) == NAME_COLUMNS


def test_level_suggest_applies_suggestions(tmp_path: Path) -> None:
    settings = Settings(data=(str(PACK),), level=Level.SUGGEST)
    repair_folder([put(tmp_path / "in", a__txt=TEXT)], tmp_path / "out", settings)
    assert "saw a pale heron there" in (tmp_path / "out" / "repaired" / "a.txt").read_text()


def test_a_second_run_examines_only_what_is_new(tmp_path: Path, analyzed: list[str]) -> None:
    source, out = put(tmp_path / "in", a__txt=TEXT, b__txt="Two birds sang.\n"), tmp_path / "out"
    repair_folder([source], out, SETTINGS)
    first = snapshot(out)
    repair_folder([source], out, SETTINGS)
    assert analyzed == ["a.txt", "b.txt"]
    second = snapshot(out)
    for name in (".degarble/spool.sqlite", "degarble.sqlite", "run.json", "review.html"):  # they hold times
        first.pop(name), second.pop(name)
    assert first == second
    put(source, b__txt="Three birds sang.\n", c__txt="A new one.\n")
    repair_folder([source], out, Settings(data=(str(PACK),), level=Level.SUGGEST))
    assert analyzed == ["a.txt", "b.txt", "b.txt", "c.txt"]


def test_other_settings_or_data_make_the_work_new(tmp_path: Path, analyzed: list[str]) -> None:
    source, out = put(tmp_path / "in", a__txt=TEXT), tmp_path / "out"
    repair_folder([source], out, SETTINGS)
    repair_folder([source], out, Settings(data=(str(PACK),), origin="tr"))
    repair_folder([source], out, Settings(origin="tr"))
    assert analyzed == ["a.txt"] * 3
    assert "zwallow" in (out / "repaired" / "a.txt").read_text()


def test_a_repaired_file_goes_with_its_original(tmp_path: Path) -> None:
    source, out = put(tmp_path / "in", a__txt=TEXT, b__txt="Two birds sang.\n"), tmp_path / "out"
    repair_folder([source], out, SETTINGS)
    put(out / "repaired", mine__txt="A file that is not ours.")
    (source / "b.txt").unlink()
    repair_folder([source], out, SETTINGS)
    assert {path.name for path in (out / "repaired").iterdir()} == {"a.txt", "mine.txt"}


def test_a_bad_file_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    source = put(tmp_path / "in", a__txt=b"%PDF-1.7\n\x00\x01", b__txt=TEXT, c__jsonl='{"text": "\\ud800 half"}\n')
    listener = Listener()
    record = repair_folder([source], tmp_path / "out", SETTINGS, watcher=listener)
    assert (record.counts["failed"], record.counts["documents"]) == (2, 1)
    assert sum(message.startswith("error: a.txt") for message in listener.messages) == 1
    assert any("lone surrogate" in message for message in listener.messages)
    assert "swallow" in (tmp_path / "out" / "repaired" / "b.txt").read_text()


def test_a_step_that_breaks_on_a_document_costs_only_that_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = Analyzer.__call__

    def break_on_a(self: Analyzer, document: Document) -> Analysis:
        if document.id == "a.txt":
            raise ZeroDivisionError("no birds")
        return call(self, document)

    monkeypatch.setattr(Analyzer, "__call__", break_on_a)
    listener = Listener()
    source = put(tmp_path / "in", a__txt=TEXT, b__txt=TEXT)
    record = repair_folder([source], tmp_path / "out", SETTINGS, watcher=listener)
    assert (record.counts["failed"], record.counts["documents"]) == (1, 1)
    assert "a.txt: cannot be examined: ZeroDivisionError: no birds (test_repair_folder.py, line" in listener.messages[0]
    assert [path.name for path in (tmp_path / "out" / "repaired").iterdir()] == ["b.txt"]


def test_the_result_inside_the_input_is_not_read(tmp_path: Path, analyzed: list[str]) -> None:
    source = put(tmp_path / "in", a__txt=TEXT)
    repair_folder([source], source / "out", SETTINGS)
    repair_folder([source], source / "out", SETTINGS)
    assert analyzed == ["a.txt"]


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "out"
    repaired = put(out / "repaired", a__txt=TEXT)
    findings = put(out, findings__jsonl='{"text": "A zwallow flew over the lake."}\n') / "findings.jsonl"
    (tmp_path / "link").symlink_to(out)
    for source, target in ((repaired, out), (findings, out), (repaired, tmp_path / "link"), (out, out)):
        with pytest.raises(InputError):
            repair_folder([source], target, SETTINGS)
    assert (repaired / "a.txt").read_text() == TEXT
    assert "zwallow" in findings.read_text()


def test_an_edit_the_format_refuses_stays_open_and_says_why(tmp_path: Path) -> None:
    page = "<html><body><p>The wingspan <b>enormously</b> large grew. A zwallow sang.</p></body></html>"
    repair_folder([put(tmp_path / "in", a__html=page)], tmp_path / "out", SETTINGS)
    refused, applied = read_lines(tmp_path / "out" / "findings.jsonl")
    assert (refused["status"], refused["level"], applied["status"]) == ("open", "suggest", "applied")
    assert "crosses markup" in json.dumps(refused["evidence"])
    expected = page.replace("zwallow", "swallow")
    assert (tmp_path / "out" / "repaired" / "a.html").read_text() == expected


def test_a_run_that_ends_early_leaves_no_half_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = put(tmp_path / "in", a__txt=TEXT), tmp_path / "out"

    def interrupt(self: Spool, repair: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Spool, "add_repair", interrupt)
    with pytest.raises(KeyboardInterrupt):
        repair_folder([source], out, SETTINGS)
    assert {path.name for path in out.iterdir()} == {"repaired", ".degarble", "degarble.sqlite"}
    with open_store(out) as store, pytest.raises(DegarbleError, match="no run"):
        read_record(store)


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    source, out = put(tmp_path / "in", a__txt=TEXT), tmp_path / "out"
    with Spool(out / ".degarble", "") as spool:
        spool.clear_run()
        with pytest.raises(DegarbleError, match="another run"):
            repair_folder([source], out, SETTINGS)


def test_a_damaged_spool_is_made_anew(tmp_path: Path, analyzed: list[str]) -> None:
    source, out = put(tmp_path / "in", a__txt=TEXT), tmp_path / "out"
    put(out / ".degarble", spool__sqlite="This is no database at all. " * 100)
    assert repair_folder([source], out, SETTINGS).counts["applied"] == 1
    assert analyzed == ["a.txt"]


def test_documents_with_the_same_text_keep_their_own_names(tmp_path: Path) -> None:
    source, out = put(tmp_path / "in", a__txt=TEXT, b__txt=TEXT), tmp_path / "out"
    repair_folder([source], out, SETTINGS)
    findings = read_lines(out / "findings.jsonl")
    assert [finding["document"] for finding in findings] == ["a.txt", "a.txt", "b.txt", "b.txt"]
