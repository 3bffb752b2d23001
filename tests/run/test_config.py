"""Settings: where they are looked for, what they refuse, and what they say about it."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from degarble.config import Settings, dump_settings, load_settings
from degarble.errors import ConfigError
from degarble.schema import Level


def test_nothing_found_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_the_nearest_file_wins(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "degarble.toml").write_text("origin = 'tr'\n")
    assert load_settings(deep).origin == "tr"
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert load_settings(deep).origin == "tr"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.degarble]\norigin = 'es'\n")
    assert load_settings(deep).origin == "es"
    (tmp_path / "a" / ".degarble.toml").write_text("origin = 'ru'\n")
    assert load_settings(deep).origin == "ru"
    (tmp_path / "a" / "degarble.toml").write_text("origin = 'ar'\n")
    assert load_settings(deep).origin == "ar"


def test_a_file_by_name_is_the_only_one(tmp_path: Path) -> None:
    (tmp_path / "degarble.toml").write_text("origin = 'tr'\n")
    (tmp_path / "mine.toml").write_text("level = 'suggest'\nmax-file-bytes = 9\n")
    settings = load_settings(tmp_path, tmp_path / "mine.toml")
    assert (settings.origin, settings.level, settings.max_file_bytes) == ("", Level.SUGGEST, 9)


def test_packs_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "degarble.toml").write_text("data = ['pack', '/elsewhere']\n")
    assert load_settings(tmp_path).data == (str(tmp_path / "pack"), "/elsewhere")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jbos = 2", "unknown setting 'jbos'"),
        ("jobs = 'two'", "jobs: Expected `int`, got `str`"),
        ("level = 'all'", "level: Invalid enum value 'all'"),
        ("level = 'flag'", "level is 'flag'"),
        ("data = 'pack'", "data: Expected `array`, got `str`"),
        ("ignore = [1]", "ignore[0]: Expected `str`, got `int`"),
        ("jobs = -1", "jobs is -1"),
        ("max_line_chars = 0", "max_line_chars is 0"),
        ("jobs = = 2", "not TOML"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "degarble.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path)
    assert message in caught.value.message
    assert str(tmp_path / "degarble.toml") in caught.value.message
    assert caught.value.hint


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path, tmp_path / "nowhere.toml")


def test_dumped_settings_are_read_back(tmp_path: Path) -> None:
    settings = Settings(level=Level.SUGGEST, data=('/päck "x"',), jobs=3, disable=("a", "b"), allow_network=True)
    text = dump_settings(settings)
    (tmp_path / "degarble.toml").write_text(text, encoding="utf-8")
    assert load_settings(tmp_path) == settings
    assert list(tomllib.loads(text)) == [field.name for field in fields(Settings)]
