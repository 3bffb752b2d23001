"""Gates of regular expressions: never shut on a text in which the expression matches, and shut on most others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from degarble.knowledge import load_knowledge
from degarble.knowledge.gate import make_gate
from degarble.knowledge.rules import compile_pattern

KNOWLEDGE = load_knowledge()
PATTERNS = [cue.pattern for cue in KNOWLEDGE.cues if cue.pattern is not None] + [
    compile_pattern(rule) for rule in KNOWLEDGE.rules if rule.pattern
]
PLAIN = "The committee met in the old harbour on the first day of the week and went home"


@pytest.mark.parametrize(
    ("pattern", "choices"),
    [
        (r"\bpoints of view\b", [{"points of view"}]),
        (r"\b(?:[Mm]inister|[Mm]ayor) Mr", [{"inister", "ayor"}, {" Mr"}]),
        (r"(?:a|b)?\d+ years", [{" years"}]),
        (r"\d+ ?(%)", [{"%"}]),
        (r"(?:one|two|)xx+", []),
        (r"[A-Z]\w+", []),
        (r"\w+, \w+", [{", "}]),
        (r"(?i)minister", []),
        (r"(?i:minister)", []),
        (r"(?!never)ever", [{"ever"}]),
        (r"new(?= year)", [{" year"}, {"new"}]),
        (r"(?:colou?r)+", [{"colo"}]),
        (r"\.\. ?", [{".."}]),
        (r"[^%]x?", []),
        (r"(?:x*)(?:yy){0,3}", []),
    ],
)
def test_choices(pattern: str, choices: list[set[str]]) -> None:
    assert [set(choice) for choice in make_gate(re.compile(pattern)).choices] == choices


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:40])
@given(data=st.data())
@settings(max_examples=10)
def test_a_gate_is_open_wherever_its_expression_matches(pattern: re.Pattern[str], data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    assert make_gate(pattern).admits(text)


def test_most_gates_are_shut_on_plain_english() -> None:
    shut = sum(not make_gate(pattern).admits(PLAIN) for pattern in PATTERNS)
    assert shut > len(PATTERNS) / 2
