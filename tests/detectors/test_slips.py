"""Demonym slips: the country decides, the origin gates, quotations are softened."""

from __future__ import annotations

import pytest

from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.knowledge import Knowledge, load_knowledge
from degarble.schema import Document, Finding, Level, Severity


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def find(text: str, knowledge: Knowledge, origin: str = "es") -> list[Finding]:
    found = Analyzer(Settings(origin=origin), knowledge)(Document("x", text)).findings
    return [item for item in found if item.rule == "slips/demonym"]


def test_a_slip_is_repaired_when_the_country_is_named(knowledge: Knowledge) -> None:
    (found,) = find("Jets left for Syria. Two more stayed on the soil of sirius.", knowledge)
    assert (found.text, found.best, found.level) == ("soil of sirius", "Syrian soil", Level.SUGGEST)
    assert "SY" in found.evidence[1].detail


def test_without_the_country_it_stays_silent(knowledge: Knowledge) -> None:
    assert not find("The probe will never touch the soil of sirius.", knowledge)


def test_another_origin_rules_it_out(knowledge: Knowledge) -> None:
    assert not find("Jets left for Syria. Two more stayed on the soil of sirius.", knowledge, origin="zh")


def test_in_a_quotation_the_severity_is_lower(knowledge: Knowledge) -> None:
    (found,) = find("Jets left for Syria. “They stay on the soil of sirius,” he said.", knowledge)
    assert found.severity is Severity.MINOR
    assert found.level is not Level.AUTO


def test_one_finding_for_a_place(knowledge: Knowledge) -> None:
    text = "Syria is quiet. The soil of sirius is held by four armies."
    spans = [item.span for item in find(text, knowledge)]
    assert len(spans) == len(set(spans)) == 1
