"""The public names: few, sorted, there, and one text repaired by the same calls as a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

import degarble
from degarble.config import Settings
from degarble.run import repair_folder

PACK = Path(__file__).parents[1] / "packs" / "birds"


def test_every_public_name_is_there() -> None:
    assert degarble.__all__ == sorted(degarble.__all__)
    for name in degarble.__all__:
        assert getattr(degarble, name).__name__ == name
    assert set(degarble.__all__) <= set(dir(degarble))


def test_another_name_is_missing_as_usual() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        degarble.nothing  # noqa: B018


def test_one_text_is_repaired_like_a_file(tmp_path: Path) -> None:
    text, settings = "A zwallow flew over the lake.\n", Settings(data=(str(PACK),))
    repair = degarble.repair_text(text, settings=settings)
    (tmp_path / "a.txt").write_text(text)
    repair_folder([tmp_path / "a.txt"], tmp_path / "out", settings)
    assert repair.text == (tmp_path / "out" / "repaired" / "a.txt").read_text() == "A swallow flew over the lake.\n"
