"""What is found in `seeds/`, as readable snapshots: `make golden` rewrites them, a person reads the difference."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from degarble.analyze import Analyzer
from degarble.formats import find_files, read_source
from degarble.formats.source import InputFile
from degarble.link import link
from degarble.repair import Proposer
from degarble.reports.text import render_text

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
WRITE = os.environ.get("DEGARBLE_GOLDEN") == "write"
FILES = [file for file in find_files([SEEDS]) if WRITE or (HERE / f"{file.id}.txt").exists()]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


def render(file: InputFile, analyzer: Analyzer) -> str:
    """Return the report on one file, its documents taken one by one."""
    lines = []
    for document in read_source(file).documents:
        analysis = analyzer(document)
        repair = Proposer(names=link(analysis.mentions, analyzer.knowledge).findings)(analysis)
        lines += ["".join(part.text for part in line).rstrip() for line in render_text([repair])]
    return "\n".join(lines)


@pytest.mark.skipif(not FILES, reason="no snapshots yet: `make golden` writes them")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_findings_are_those_of_the_snapshot(file: InputFile, analyzer: Analyzer) -> None:
    snapshot = HERE / f"{file.id}.txt"
    shown = render(file, analyzer)
    if WRITE:
        snapshot.write_text(shown, encoding="utf-8")
    assert shown == snapshot.read_text(encoding="utf-8"), "read the difference, then `make golden`"
