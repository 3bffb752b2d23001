"""Good human English, written to look like damage, stays as it is: no repair offered, no false verdict."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from degarble import Analyzer, Document, Level, Proposer, Repair
from degarble.link import link
from degarble.schema import VerdictLabel

TESTS = Path(__file__).parent
TEXTS = sorted((*(TESTS / "clean").glob("*.txt"), *(TESTS.parent / "seeds").glob("clean-*.txt")))
MAXIMUM_FLAGS = 2
"""In one text: a rare list of words may look like salad, and a spelling kept from a quoted source is reported."""

MAXIMUM_FLAGS_PER_THOUSAND_WORDS = 1.5


@cache
def open_analyzer() -> Analyzer:
    return Analyzer()


@cache
def examine(path: Path) -> Repair:
    analyze = open_analyzer()
    analysis = analyze(Document(path.name, path.read_text(encoding="utf-8")))
    names = link(analysis.mentions, analyze.knowledge)
    return Proposer(level=Level.SUGGEST, names=names.findings)(analysis)


def describe(repair: Repair, level: Level) -> list[str]:
    return [f"{item.rule}: {item.text!r} -> {item.best!r}" for item in repair.findings if item.level is level]


def test_there_are_clean_texts():
    assert len(TEXTS) >= 28


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_repair_is_offered(path):
    repair = examine(path)
    assert describe(repair, Level.AUTO) == []
    assert describe(repair, Level.SUGGEST) == []
    assert repair.text == repair.document.text


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_few_places_are_flagged(path):
    assert len(describe(examine(path), Level.FLAG)) <= MAXIMUM_FLAGS


def test_flags_are_rare():
    words = sum(len(path.read_text(encoding="utf-8").split()) for path in TEXTS)
    flags = [flag for path in TEXTS for flag in describe(examine(path), Level.FLAG)]
    assert 1000 * len(flags) <= MAXIMUM_FLAGS_PER_THOUSAND_WORDS * words, flags


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_nobody_is_taken_for_a_machine(path):
    assert examine(path).verdict.label not in (VerdictLabel.MACHINE, VerdictLabel.SPUN)
