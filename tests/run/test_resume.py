"""A run that is killed loses nothing it has done, and its workers end with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.run import repair_folder
from degarble.schema import Analysis, Document

SLOW = """
import sys, time
from pathlib import Path
from degarble.analyze import Analyzer
from degarble.run import repair_folder

call = Analyzer.__call__

def slow(self, document):
    if document.id == "4.txt":
        Path(sys.argv[2], "reached").touch()
        time.sleep(60)
    return call(self, document)

Analyzer.__call__ = slow
repair_folder([sys.argv[1]], sys.argv[2])
"""
WORKERS = """
import os, sys, time
from functools import partial
from pathlib import Path
from degarble.engines.processes import Processes

def note(folder, item):
    Path(folder, str(os.getpid())).touch()
    time.sleep(60)

def build(folder):
    return partial(note, folder)

if __name__ == "__main__":
    list(Processes(2).map(partial(build, sys.argv[1]), range(100)))
"""


def wait_for(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_killed_run_resumes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    out.mkdir()
    for number in range(8):
        (source / f"{number}.txt").write_text(f"Bird number {number} sang.\n")
    run = subprocess.Popen([sys.executable, "-c", SLOW, str(source), str(out)])
    try:
        wait_for((out / "reached").exists)
    finally:
        run.kill()
        run.wait()
    seen: list[str] = []
    call = Analyzer.__call__

    def count(self: Analyzer, document: Document) -> Analysis:
        seen.append(document.id)
        return call(self, document)

    monkeypatch.setattr(Analyzer, "__call__", count)
    record = repair_folder([source], out, Settings())
    assert seen == ["4.txt", "5.txt", "6.txt", "7.txt"]
    assert record.counts["documents"] == 8


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc whether a process runs")
def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    script, seen = tmp_path / "work.py", tmp_path / "seen"
    script.write_text(WORKERS)
    seen.mkdir()
    run = subprocess.Popen([sys.executable, str(script), str(seen)])
    try:
        wait_for(lambda: len(list(seen.iterdir())) == 2)
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    workers = [int(path.name) for path in seen.iterdir()]
    assert os.getpid() not in workers
    wait_for(lambda: not any(map(is_running, workers)))
