"""Small texts with what must, and what must not, be found in them (tests/cases/README.md)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from degarble import Analyzer, Document, Level, Proposer, Repair, Settings
from degarble.link import link

CASES = Path(__file__).parent / "cases"
KNOWN_FAILURE = pytest.mark.xfail(strict=True, reason="a known failure")


def read_cases(name: str) -> list[dict]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


@cache
def open_analyzer(origin: str) -> Analyzer:
    return Analyzer(Settings(origin=origin))


def examine(case: dict) -> Repair:
    analyze = open_analyzer(case.get("origin", ""))
    analysis = analyze(Document("case", case["text"]))
    names = link(analysis.mentions, analyze.knowledge)
    return Proposer(level=Level.SUGGEST, names=names.findings)(analysis)


def check(case: dict) -> None:
    repair = examine(case)
    found = {(finding.text, finding.kind.value): finding for finding in repair.findings}
    for wanted in case.get("findings", []):
        assert (wanted["text"], wanted["kind"]) in found, f"found only {sorted(found)}"
        if "best" in wanted:
            assert found[wanted["text"], wanted["kind"]].best == wanted["best"]
    assert not {kind for _, kind in found} & set(case.get("absent", ()))
    if case.get("silent"):
        assert not found
    if "repaired" in case:
        assert repair.text == case["repaired"]


@pytest.mark.parametrize(
    "case", [*read_cases("positive.jsonl"), *read_cases("negative.jsonl")], ids=lambda case: case["label"]
)
def test_case(case):
    check(case)


@KNOWN_FAILURE
@pytest.mark.parametrize("case", read_cases("known_failures.jsonl"), ids=lambda case: case["label"])
def test_known_failure(case):
    check(case)


def test_there_are_as_many_negative_cases_as_positive():
    assert len(read_cases("negative.jsonl")) >= len(read_cases("positive.jsonl"))
