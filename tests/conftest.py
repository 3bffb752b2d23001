"""What tests share: the opened knowledge, an analyzer, and the folder of working data when it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the working data is not beside this checkout")
    return SHARED
