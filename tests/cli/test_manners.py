"""How the commands behave as programs: light imports, quiet pipes, Ctrl-C, colours only where they are wanted."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PACK = Path(__file__).parents[1] / "packs" / "birds"
COMMAND = [sys.executable, "-m", "degarble"]
HEAVY = {
    "rich",
    "starlette",
    "textual",
    "torch",
    "uvicorn",
    "transformers",
    "ftfy",
    "ahocorasick",
    "langdetect",
    "charset_normalizer",
    "numpy",
    "onnxruntime",
}


def list_loaded(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}}, file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def test_the_package_loads_nothing_but_itself() -> None:
    assert not list_loaded("import degarble") & (HEAVY | {"typer", "msgspec", "sqlite3"})


def test_help_loads_nothing_heavy() -> None:
    code = "from degarble.cli import app\ntry: app(['--help'])\nexcept SystemExit: pass"
    loaded = list_loaded(code)
    assert "typer" in loaded
    assert not loaded & (HEAVY | {"msgspec", "sqlite3"})


def test_a_public_name_loads_when_it_is_used() -> None:
    assert "msgspec" in list_loaded("import degarble\ndegarble.Analyzer")


def run_on_terminal(folder: Path, stream: str = "stdout", **environment: str) -> str:
    """Return what `check` writes to a stream that is a terminal."""
    ours, theirs = pty.openpty()
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
    command = [*COMMAND, "check", str(folder), "--data", str(PACK)]
    plain = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    with subprocess.Popen(command, **streams, env=plain | environment) as run:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # the other side closed
            pass
        assert run.wait() == 0
    os.close(ours)
    return shown.decode()


def test_colours_only_on_a_terminal_that_wants_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A zwallow flew.\n")
    assert "\x1b[" in run_on_terminal(tmp_path, TERM="xterm-256color")
    assert "\x1b[3" not in run_on_terminal(tmp_path, TERM="xterm-256color", NO_COLOR="1")
    piped = subprocess.run([*COMMAND, "check", str(tmp_path), "--data", str(PACK)], capture_output=True, check=True)
    assert b"zwallow" in piped.stdout
    assert b"\x1b" not in piped.stdout + piped.stderr


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A zwallow flew.\n")
    assert "Examining" in run_on_terminal(tmp_path, "stderr", TERM="xterm-256color")
    piped = subprocess.run([*COMMAND, "check", str(tmp_path), "--data", str(PACK)], capture_output=True, check=True)
    assert piped.stderr == b"1 finding in 1 of 1 document.\n"


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text("A zwallow flew over the lake and the hill.\n" * 30)
    command = [*COMMAND, "check", str(tmp_path), "--data", str(PACK)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout and run.stderr
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait() == 141


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_with_130(tmp_path: Path, jobs: str) -> None:
    for number in range(400):
        (tmp_path / f"{number}.txt").write_text(f"A zwallow flew {number} times over the lake.\n" * 500)
    out = tmp_path / "out"
    command = [*COMMAND, "repair", str(tmp_path), "--out", str(out), "--jobs", jobs]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as run:
        assert run.stderr
        end = time.monotonic() + 60
        while not (out / ".degarble").exists() and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.5)
        os.killpg(run.pid, signal.SIGINT)
        assert run.stderr.read() == b"Interrupted; what is done is kept.\n"
        assert run.wait() == 130
    assert not (out / "run.json").exists()


def test_text_that_steers_terminals_is_shown_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A zwallow \x1b]0;owned\x07flew.\n")
    run = subprocess.run([*COMMAND, "check", str(tmp_path), "--data", str(PACK)], capture_output=True, check=False)
    assert b"\x1b" not in run.stdout
    assert b"\x07" not in run.stdout
