"""`degarble names` runs its list without its name, and its other commands by theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from degarble.cli import app


@pytest.mark.parametrize("folder", ["import", "export", "list"])
def test_a_folder_called_like_a_command_is_reached_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "a.txt").write_text("All is well here.\n")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["names", folder, "--files"]).exit_code == 2
    for arguments in ([f"./{folder}", "--files"], ["--files", f"./{folder}"], ["list", folder, "--files"]):
        result = CliRunner().invoke(app, ["names", *arguments])
        assert (result.exit_code, result.stdout) == (0, "a.txt\n")


@pytest.mark.parametrize(("command", "shown"), [("import", "--all"), ("export", "--country"), ("list", "--text-field")])
def test_each_command_has_its_help(command: str, shown: str) -> None:
    assert shown in CliRunner().invoke(app, ["names", command, "--help"]).stdout


def test_the_table_written_is_a_table_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("canonical,form\nJane Doe,Jaine Doe\n")
    for source, out in (("a.csv", "b.json"), ("b.json", "c.jsonl"), ("c.jsonl", "d.csv")):
        result = CliRunner().invoke(app, ["names", "import", str(tmp_path / source), "--out", str(tmp_path / out)])
        assert result.exit_code == 0, result.output
    assert (tmp_path / "d.csv").read_text().splitlines()[1:] == [
        "jane-doe,PER,Jane Doe,Jane Doe,canonical,,,,,,,,",
        "jane-doe,PER,Jane Doe,Jaine Doe,spelling,,,,,,,,",
    ]
