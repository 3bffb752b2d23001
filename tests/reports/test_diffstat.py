"""Counts of changes: bars as git draws them, names that keep their column, sums that add up."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble.reports.columns import measure_line
from degarble.reports.diffstat import render_kinds, render_stat
from degarble.reports.text import Part

NAMES = st.text("ab/.東ל\u0301\x1b\u202e", max_size=60)
COUNTS = st.integers(0, 9) | st.integers(0, 5000)


def show(rows: list[tuple[str, int, int]], width: int = 80) -> list[str]:
    return ["".join(part.bare for part in line) for line in render_stat(rows, width)]


def test_each_document_has_a_bar() -> None:
    assert show([("one.txt", 3, 12), ("letters/two.txt", 0, 1), ("three.txt", 1, 0), ("four.txt", 0, 0)]) == [
        " one.txt         | 15 ++++++++++++---",
        " letters/two.txt |  1 +",
        " three.txt       |  1 -",
        " four.txt        |  0",
        " 4 documents changed, 13 insertions(+), 4 deletions(-)",
    ]


def test_signs_are_green_and_red() -> None:
    line, _ = render_stat([("a", 1, 2)], 80)
    assert line[-2:] == (Part("++", "green"), Part("-", "red"))


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([], " 0 documents changed"),
        ([("a", 0, 1)], " 1 document changed, 1 insertion(+)"),
        ([("a", 2, 0)], " 1 document changed, 2 deletions(-)"),
        ([("a", 0, 0)], " 1 document changed, 0 insertions(+), 0 deletions(-)"),
    ],
)
def test_the_last_line_is_silent_on_what_did_not_happen(rows: list[tuple[str, int, int]], line: str) -> None:
    assert show(rows)[-1] == line


@given(st.lists(st.tuples(NAMES, COUNTS, COUNTS), min_size=1), st.integers(24, 200))
def test_documents_fit_and_their_bars_stand_below_each_other(rows: list[tuple[str, int, int]], width: int) -> None:
    *lines, _ = render_stat(rows, width)
    assert max(max(measure_line(line)) for line in lines) <= width
    bars = [next(place for place, part in enumerate(line) if part.text.startswith(" | ")) for line in lines]
    assert len({measure_line(line[: bar + 1]) for line, bar in zip(lines, bars, strict=True)}) == 1
    for (_, removed, added), line in zip(rows, lines, strict=True):
        signs = "".join(part.text for part in line if part.style)
        assert ("-" in signs, "+" in signs) == (removed > 0, added > 0)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("width", [40, 80, 200])
def test_bars_are_those_of_git(tmp_path: Path, width: int) -> None:
    rows = [("folder/a.txt", 1, 1), ("folder/b.txt", 300, 2), ("folder/c.txt", 7, 90), ("folder/d.txt", 40, 0)]
    for kind in ("before", "after"):
        for name, removed, added in rows:
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text("old\n" * removed if kind == "before" else "new\n" * added)
        if kind == "before":
            run_git(tmp_path, "init", "--quiet")
            run_git(tmp_path, "add", ".")
    stat = run_git(tmp_path, "diff", f"--stat={width}").splitlines()
    assert [line.rstrip() for line in stat[:-1]] == show(rows, width)[:-1]
    assert stat[-1].replace("files", "documents") == show(rows, width)[-1]


def run_git(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent), "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def test_kinds_are_summed_over_both_directions() -> None:
    counts = {("spacing", "applied"): 3, ("casing", "applied"): 1200, ("casing", "open"): 1, ("order", "refused"): 4}
    assert ["".join(part.bare for part in line) for line in render_kinds(counts)] == [
        "kind     applied  open  refused  total",
        "casing     1,200     1        -  1,201",
        "order          -     -        4      4",
        "spacing        3     -        -      3",
        "total      1,203     1        4  1,208",
    ]


def test_without_counts_there_is_no_table() -> None:
    assert list(render_kinds({})) == []
