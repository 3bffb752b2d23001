"""What tests share: the opened knowledge, an analyzer, and the folder of working data when it is there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from degarble.config import Settings
from degarble.knowledge import Knowledge
from degarble.opening import open_knowledge

SHARED = Path(__file__).parents[2] / "shared"
# Scores that an earlier state of the code kept for the person who runs the tests must not answer for this one.
_CACHE = tempfile.TemporaryDirectory(prefix="degarble-tests-")
os.environ["XDG_CACHE_HOME"] = _CACHE.name


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the working data is not beside this checkout")
    return SHARED


@lru_cache(maxsize=4)
def _open_knowledge(settings: Settings) -> Knowledge:
    return open_knowledge(settings)


@pytest.fixture(scope="module")
def knowledge_once() -> Iterator[None]:
    """Let the runs of a module share the knowledge: opening it takes longer than all else they do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("degarble.stages.open_knowledge", _open_knowledge)
        yield
