"""The house rules a program can see: layout, import directions, sizes, data sources."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pipeline" / "degarble"
DATA = PACKAGE / "data"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the ground up: a room may import from its own floor and from those below.
# fmt: off
FLOORS = (
    (
        "schema", "errors", "config", "standards", "cover", "dating", "decisions", "fitting", "folding",
        "inflection", "",
    ),
    ("knowledge", "models", "language"),
    ("segment",),
    ("reading",),
    ("names", "origin"),
    ("opening",),
    ("detectors",),
    ("analyze", "link", "repair", "verdict", "formats", "reports", "review", "dictionaries", "exchange", "engines"),
    (
        "run", "stages", "edits", "corpus", "prove", "checking", "applying", "comparing", "exporting", "renaming",
        "nametable", "spacy_names", "spool", "fingerprint", "progress", "explain", "doctor", "evaluation",
    ),
    (
        "cli", "cli_apply", "cli_data", "cli_decisions", "cli_eval", "cli_names", "cli_review", "flags", "groups",
        "guard", "__main__",
    ),
)
# fmt: on


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("degarble")
    }


def test_the_source_root_is_no_package():
    assert not (ROOT / "pipeline" / "__init__.py").exists()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    for module in imports_of(path):
        assert floor_of(room_of(module)) <= floor_of(own), f"{own} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_are_small(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{node.name} is too long"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_what_lives_there(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_every_data_file_names_its_source_and_is_what_it_was():
    rows = [line.split("\t") for line in (DATA / "SOURCES.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    files = {
        file.relative_to(DATA).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in DATA.rglob("*")
        if file.is_file() and file.name != "SOURCES.tsv"
    }
    assert {row[0]: row[4] for row in rows} == files, "run scripts/update_sources.py"
    assert all(row[1] and row[2] for row in rows)


def test_every_table_has_a_place_in_the_documentation():
    manual = (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8")
    tables = {file.name for file in DATA.glob("*.tsv")} - {"SOURCES.tsv"}
    assert {name for name in tables if name not in manual} == set()
