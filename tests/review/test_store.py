"""The store loses nothing: two reviewers at once, a killed process, an older or newer or damaged file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from degarble.errors import DegarbleError, InputError
from degarble.review.log import list_lines, list_standing
from degarble.review.store import STORE, VERSION, Store, make_store, open_store, read_version

REVIEWER = """
import sys
from pathlib import Path
from degarble.review.deciding import Answer, Position, decide
from degarble.review.store import open_store
from degarble.schema import Judgement

store, who = open_store(Path(sys.argv[1])), sys.argv[2]
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    place = Position(number % 2, number // 2 % 2)
    decide(store, place, Answer(list(Judgement)[number % 2], who=who, note=str(number)))
    print(number, flush=True)
"""


def start(store: Store, who: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", REVIEWER, str(store.path.parent), who, str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_reviewers_at_once_lose_no_decision(store: Store) -> None:
    reviewers = [start(store, who, 60) for who in ("ana", "ben")]
    assert [process.wait(60) for process in reviewers] == [0, 0]
    lines = list_lines(store.link, "1", ())
    assert len(lines) == 120
    for who in ("ana", "ben"):
        notes = [int(line.decision.note) for line in reversed(lines) if line.who == who and line.decision]
        assert notes == list(range(60))


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_killed_process_loses_at_most_the_decision_in_its_hand(store: Store) -> None:
    process = start(store, "ana", 100_000)
    assert process.stdout is not None
    seen = [process.stdout.readline() for _ in range(20)]
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    told = [line for line in (*seen, *process.stdout) if line.endswith("\n")]
    process.wait(10)
    with open_store(store.path.parent) as again:
        assert again.link.execute("pragma integrity_check").fetchone() == ("ok",)
        written = len(list_lines(again.link, "1", ()))
    assert len(told) - 1 <= written <= len(told)  # the first line told is "ready"
    assert written > 10


def test_a_change_that_fails_leaves_nothing_behind(store: Store) -> None:
    def break_off() -> None:
        with store.writing() as link:
            link.execute("delete from findings")
            raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        break_off()
    assert store.link.execute("select count(*) from findings").fetchone() == (6,)


def test_a_folder_without_a_run_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="degarble repair"):
        open_store(tmp_path)


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        store.link.execute(f"pragma user_version = {VERSION + 1}")
    with pytest.raises(DegarbleError, match="newer degarble"):
        open_store(tmp_path)


def test_an_empty_file_gets_its_tables(tmp_path: Path) -> None:
    (tmp_path / STORE).touch()
    with open_store(tmp_path) as store:
        assert read_version(store.link) == VERSION
        assert list_standing(store.link) == []


def test_a_file_that_is_no_store_says_so(tmp_path: Path) -> None:
    (tmp_path / STORE).write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    with pytest.raises(DegarbleError, match="not a store of degarble, or damaged"):
        open_store(tmp_path)


def test_a_reader_sees_the_run_before_while_a_new_one_is_written(store: Store) -> None:
    with Store(store.path) as other, store.writing() as link:
        link.execute("delete from findings")
        assert other.link.execute("select count(*) from findings").fetchone() == (6,)


def test_the_log_refuses_an_unknown_line_to_undo(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.writing() as link:
        link.execute("insert into decisions (key, scope, undoes) values ('k', 'here', 999)")
