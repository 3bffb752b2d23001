"""The commands as `commands.toml` says: arguments in; streams and exit code out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from degarble.cli import app

PACK = Path(__file__).parents[1] / "packs" / "birds"
CASES = tomllib.loads(Path(__file__).with_name("commands.toml").read_text(encoding="utf-8"))["case"]
KEYS = {"name", "files", "args", "stdin", "code", "stdout", "stdout_has", "stdout_lacks", "stderr", "stderr_has"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_command(case: dict[str, Any], tmp_path: Path) -> None:
    assert set(case) <= KEYS
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in case.get("files", {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())

    def fill(text: str) -> str:
        return text.replace("{pack}", str(PACK)).replace("{in}", str(folder)).replace("{out}", str(tmp_path / "out"))

    result = CliRunner().invoke(app, [fill(item) for item in case["args"]], input=case.get("stdin"))
    assert result.exit_code == case.get("code", 0), result.output
    for stream, shown in (("stdout", result.stdout), ("stderr", result.stderr)):
        if stream in case:
            assert shown == case[stream]
        for part in case.get(f"{stream}_has", []):
            assert fill(part) in shown
        for part in case.get(f"{stream}_lacks", []):
            assert part not in shown
