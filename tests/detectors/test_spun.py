"""Spun phrases are flagged, and a text with three of them is never repaired."""

from __future__ import annotations

import pytest

from degarble.analyze import Analyzer
from degarble.knowledge import Knowledge, load_knowledge
from degarble.repair import Proposer
from degarble.schema import Document, Finding, Level, VerdictLabel

SPUN = (
    "The prime serve warned of a vitality disaster this winter. Ozone harming substances must fall, he said in the "
    "Ivory Home, and premature birth rights will be debated. Counterfeit consciousness may help to foresee weighty "
    "rain, and the finance ministry will pay for a study of it by the end of the year if the house agrees on Monday. "
    "The party of the egyptian president did not comment on the plan."
)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def find(text: str, analyzer: Analyzer) -> list[Finding]:
    return [item for item in analyzer(Document("x", text)).findings if item.rule == "spun/phrase"]


def test_phrases_are_flags_without_a_repair(analyzer: Analyzer) -> None:
    found = find(SPUN, analyzer)
    assert {"vitality disaster", "Ivory Home", "weighty rain"} <= {item.text for item in found}
    assert {item.level for item in found} == {Level.FLAG}
    assert all(item.best is None for item in found)


@pytest.mark.parametrize(
    "text",
    [
        "The energy crisis made heavy rain and greenhouse gases a subject at the White House.",
        "The abortion rights law and the drone strike were debated by the foreign minister.",
        "The pastor of the church outside the town prepared a meal for the station staff.",
    ],
)
def test_the_terms_themselves_are_silent(text: str, analyzer: Analyzer) -> None:
    assert not find(text, analyzer)


def test_a_spun_text_is_not_repaired(analyzer: Analyzer) -> None:
    repair = Proposer(Level.SUGGEST)(analyzer(Document("x", SPUN)))
    assert repair.verdict.label is VerdictLabel.SPUN
    assert repair.text == SPUN
    assert not repair.applied


def test_the_list_is_long_enough(knowledge: Knowledge) -> None:
    assert len({phrase.meant for phrase in knowledge.spun}) >= 120
    assert len(knowledge.spun) >= 150
