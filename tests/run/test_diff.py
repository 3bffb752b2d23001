"""`git apply` and `patch -p1` turn the originals into the repaired files."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from degarble.config import Settings
from degarble.reports.diff import make_diff
from degarble.run import repair_folder

PACK = Path(__file__).parents[1] / "packs" / "birds"
FILES = {
    "plain.txt": b"A zwallow flew.\nIt came back.\n",
    "dos.txt": b"It came back.\r\nA zwallow flew.\r\n\r\nMore.\r\n",
    "old.txt": b"A zwallow flew.\rIt came back.\r",
    "open end.txt": b"One line.\n\nA zwallow flew.",
    "folder with spaces/far.txt": b"".join(b"Line %d.\n" % n for n in range(30)) + b"A zwallow flew.\n" + b"End.\n" * 9,
    "latin.txt": "Señor Núñez saw a zwallow in the cañon, and the café was closed.\n".encode("cp1252"),
    "bom.txt": "\ufeffA zwallow flew to Málaga.\n".encode(),
    "page.html": b"<html><body>\n<p>A zwallow flew &amp; sang.</p>\n</body></html>\n",
    "records.jsonl": b'{"id": 1, "text": "A zwallow flew over a lake."}\n{"id": 2, "text": "All is fine here."}\n',
    "caf\u00e9 \"odd\".txt": b"A zwallow flew.\n",
    "two.txt": b"A zwallow flew.\n" + b"A line between.\n" * 7 + b"A zwallow sang.\n",
    "unchanged.txt": b"All is well.\n",
}  # fmt: skip
APPLY = {"git": ["git", "apply", "--unsafe-paths"], "patch": ["patch", "-p1", "--quiet", "-i"]}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("diff")
    for name, content in FILES.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    repair_folder([folder / "in"], folder / "out", Settings(data=(str(PACK),)))
    return folder


@pytest.mark.parametrize("tool", sorted(APPLY))
def test_the_patch_makes_the_repaired_files(done: Path, tmp_path: Path, tool: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    work = shutil.copytree(done / "in", tmp_path / "work")
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path), "LC_ALL": "C"}
    command = [item for item in APPLY[tool] if item != "--unsafe-paths"] + [str(done / "out" / "changes.diff")]
    subprocess.run(command, cwd=work, check=True, env=environment)
    for name, content in FILES.items():
        after = (work / name).read_bytes()
        assert after == (done / "out" / "repaired" / name).read_bytes(), name
        assert after == content.replace(b"zwallow", b"swallow"), name
    assert sum(path.is_file() for path in work.rglob("*")) == len(FILES)


def test_what_lines_cannot_say_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "wide.txt").write_bytes("A zwallow flew over the lake.\n".encode("utf-16"))
    repair_folder([tmp_path / "in"], tmp_path / "out", Settings(data=(str(PACK),)))
    assert (tmp_path / "out" / "changes.diff").read_bytes() == b""
    repaired = (tmp_path / "out" / "repaired" / "wide.txt").read_bytes()
    assert repaired == "A swallow flew over the lake.\n".encode("utf-16")


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"a\nb\nc\n", b"a\nc\n"), (b"a\n", b"a\nb"), (b"a\nb", b"a\n"), (b"", b"a\n"), (b"a\n", b"")],
)
def test_lines_may_come_and_go(tmp_path: Path, before: bytes, after: bytes) -> None:
    (tmp_path / "x").write_bytes(before)
    patch = b"".join(make_diff("x", before, after))
    subprocess.run(["patch", "-p1", "--quiet", "--posix"], cwd=tmp_path, input=patch, check=True)
    assert (tmp_path / "x").read_bytes() == after
