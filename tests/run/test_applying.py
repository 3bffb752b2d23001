"""What people decided is written into copies or originals, never into a file that changed, and can be taken back."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from degarble.applying import apply_copies, apply_in_place, revert
from degarble.config import Settings
from degarble.errors import InputError
from degarble.progress import Log
from degarble.reports.atomic import write_bytes
from degarble.review.deciding import Answer, Position, decide
from degarble.review.shown import list_stale
from degarble.review.store import Store, open_store
from degarble.run import repair_folder
from degarble.schema import Judgement

pytestmark = pytest.mark.usefixtures("knowledge_once")
PACK = Path(__file__).parents[1] / "packs" / "birds"
SETTINGS = Settings(data=(str(PACK),))
TEXT = "A zwallow flew over the lake.\r\n\r\nThey saw a heron palely there.\r\n"
DECIDED = TEXT.replace("zwallow", "swallow").replace("a heron palely", "the pale heron")
QUIET = Log()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_bytes(TEXT.encode())
    (source / "b.txt.gz").write_bytes(gzip.compress(TEXT.encode("utf-16")))
    (source / "c.jsonl").write_text(
        '{"id": "x", "text": "A zwallow flew."}\n{"id": "y", "text": "They saw a heron palely."}\n'
    )
    (source / "d.txt").write_text("All is well.")
    repair_folder([source], tmp_path / "out", SETTINGS)
    with open_store(tmp_path / "out") as store:
        for document in (0, 1):
            decide(store, Position(document, 1), Answer(Judgement.ACCEPT, "the pale heron"))
        decide(store, Position(2, 0), Answer(Judgement.REJECT))
        decide(store, Position(3, 0), Answer(Judgement.EDIT, 'a "pale" heron'))
    return tmp_path


def read_all(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def store(folder: Path) -> Store:
    with open_store(folder / "out") as opened:
        yield opened  # type: ignore[misc]


def test_copies_hold_what_was_decided(folder: Path, store: Store) -> None:
    before = read_all(folder / "in")
    applied = apply_copies(store, folder / "fixed", QUIET)
    fixed = read_all(folder / "fixed")
    assert read_all(folder / "in") == before
    assert fixed["a.txt"] == DECIDED.encode()
    assert gzip.decompress(fixed["b.txt.gz"]) == DECIDED.encode("utf-16")
    assert fixed["c.jsonl"].decode() == (
        '{"id": "x", "text": "A zwallow flew."}\n{"id": "y", "text": "They saw a \\"pale\\" heron."}\n'
    )
    assert fixed["d.txt"] == before["d.txt"]
    assert (applied.files, applied.edits, applied.failures) == (4, 5, [])


def test_without_auto_only_decisions_are_written(folder: Path, store: Store) -> None:
    apply_copies(store, folder / "fixed", QUIET, auto=False)
    assert "zwallow" in (folder / "fixed" / "a.txt").read_text()


def test_originals_are_replaced_and_come_back_byte_for_byte(folder: Path, store: Store) -> None:
    before = read_all(folder / "in")
    (folder / "in" / "a.txt").chmod(0o640)
    applied = apply_in_place(store, QUIET)
    assert (folder / "in" / "a.txt").read_bytes() == DECIDED.encode()
    assert (applied.files, applied.failures) == (3, [])
    assert list_stale(store) == []
    assert revert(store, QUIET).files == 3
    assert read_all(folder / "in") == before
    assert (folder / "in" / "a.txt").stat().st_mode & 0o777 == 0o640
    assert revert(store, QUIET).files == 0


def test_a_second_time_in_place_starts_from_the_originals(folder: Path, store: Store) -> None:
    before = read_all(folder / "in")
    apply_in_place(store, QUIET)
    decide(store, Position(0, 1), Answer(Judgement.REJECT))
    assert apply_in_place(store, QUIET).failures == []
    assert (folder / "in" / "a.txt").read_bytes() == TEXT.replace("zwallow", "swallow").encode()
    revert(store, QUIET)
    assert read_all(folder / "in") == before


def test_what_was_decided_back_to_nothing_in_place_is_the_original_again(folder: Path, store: Store) -> None:
    apply_in_place(store, QUIET)
    for finding in (0, 1):
        decide(store, Position(0, finding), Answer(Judgement.REJECT))
    apply_in_place(store, QUIET)
    assert (folder / "in" / "a.txt").read_bytes() == TEXT.encode()


def test_a_changed_file_is_stale_and_left_alone(folder: Path, store: Store) -> None:
    (folder / "in" / "a.txt").write_text("Somebody wrote a heron palely into it.")
    (folder / "in" / "d.txt").unlink()
    for apply in (lambda: apply_copies(store, folder / "fixed", QUIET), lambda: apply_in_place(store, QUIET)):
        applied = apply()
        assert [failure.partition(":")[0] for failure in applied.failures] == ["a.txt", "d.txt"]
        assert "stale" in applied.failures[0]
    assert not (folder / "fixed" / "a.txt").exists()
    assert (folder / "in" / "a.txt").read_text() == "Somebody wrote a heron palely into it."
    assert list_stale(store) == [0, 4]


def test_a_file_of_the_same_bytes_is_not_stale(folder: Path, store: Store) -> None:
    os.utime(folder / "in" / "a.txt", (1, 1))
    assert list_stale(store) == []


def test_what_changed_after_it_was_replaced_is_not_restored(folder: Path, store: Store) -> None:
    apply_in_place(store, QUIET)
    (folder / "in" / "a.txt").write_text("A later hand.")
    reverted = revert(store, QUIET)
    assert (folder / "in" / "a.txt").read_text() == "A later hand."
    assert reverted.files == 2
    assert ["changed since it was replaced" in failure for failure in reverted.failures] == [True]
    assert (folder / "out" / "originals" / "a.txt").read_bytes() == TEXT.encode()


def test_a_kill_between_backup_and_replacement_loses_nothing(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_all(folder / "in")

    def stop(path: Path, data: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("degarble.applying._write_over", stop)
    with pytest.raises(KeyboardInterrupt):
        apply_in_place(store, QUIET)
    monkeypatch.undo()
    assert revert(store, QUIET).failures == []
    assert read_all(folder / "in") == before


def test_copies_never_take_the_place_of_originals(folder: Path, store: Store) -> None:
    with pytest.raises(InputError, match="would be overwritten"):
        apply_copies(store, folder / "in", QUIET)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    real = tmp_path / "real.txt"
    real.write_bytes(TEXT.encode())
    (tmp_path / "in" / "a.txt").symlink_to(real)
    repair_folder([tmp_path / "in"], tmp_path / "out", SETTINGS)
    with open_store(tmp_path / "out") as store:
        apply_in_place(store, QUIET)
    assert (tmp_path / "in" / "a.txt").is_symlink()
    assert b"swallow" in real.read_bytes()


def test_an_edit_that_the_encoding_cannot_hold_is_told_and_left_out(tmp_path: Path, write: Callable[..., None]) -> None:
    write(tmp_path / "in" / "a.txt", "They saw a heron palely at the café. A zwallow flew.".encode("latin-1"))
    repair_folder([tmp_path / "in"], tmp_path / "out", SETTINGS)
    with open_store(tmp_path / "out") as store:
        decide(store, Position(0, 0), Answer(Judgement.EDIT, "苍鹭"))
        applied = apply_copies(store, tmp_path / "fixed", QUIET)
    assert len(applied.failures) == 1
    assert (tmp_path / "fixed" / "a.txt").read_bytes() == "They saw a heron palely at the café. A swallow flew.".encode(
        "latin-1"
    )


@pytest.fixture
def write() -> Callable[[Path, bytes], None]:
    return write_bytes
