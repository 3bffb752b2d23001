"""The labelled texts: names found and linked as well as before. See README.md beside this file."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
