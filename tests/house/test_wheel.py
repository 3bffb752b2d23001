"""The wheel holds all that the package needs, and works from there alone."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pipeline" / "degarble"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if built.returncode:
        pytest.skip(f"the wheel cannot be built here (no package index?): {built.stderr.strip()[-200:]}")
    (wheel,) = folder.glob("degarble-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_wheel_holds_every_file_of_the_package(unpacked):
    wanted = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    packed = {
        file.relative_to(unpacked / "degarble").as_posix()
        for file in (unpacked / "degarble").rglob("*")
        if file.is_file()
    }
    assert wanted == packed


def test_the_wheel_repairs_a_text_on_its_own(unpacked):
    code = (
        "import degarble; assert 'unpacked' in degarble.__file__, degarble.__file__;"
        "print(degarble.repair_text('The foreign ministry of russia denied it.').text)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(unpacked)}
    )
    assert done.stdout.strip() == "The foreign ministry of Russia denied it."
