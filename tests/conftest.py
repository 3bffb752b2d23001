"""What tests share: the opened knowledge, an analyzer, and the folder of working data when it is there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
# Scores that an earlier state of the code kept for the person who runs the tests must not answer for this one.
_CACHE = tempfile.TemporaryDirectory(prefix="degarble-tests-")
os.environ["XDG_CACHE_HOME"] = _CACHE.name


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the working data is not beside this checkout")
    return SHARED
