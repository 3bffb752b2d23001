"""The laws of a repair: it can be taken back, its findings stay apart, and it is the same whoever does the work."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.engines import choose_engine
from degarble.engines.processes import Processes
from degarble.engines.serial import Serial
from degarble.errors import EditError
from degarble.link import link
from degarble.repair import Proposer, apply, revert, settle
from degarble.schema import Document, Finding, Kind, Level, Repair, Span, Suggestion

PACK = Path(__file__).parents[1] / "packs" / "birds"
SETTINGS = Settings(data=(str(PACK),))
PIECES = [
    "A zwallow flew. ", "They saw a heron palely. ", "The wing of of the moved. ", "A wingspan enormously large. ",
    "The egyptian delegation arrived on monday. ", "“A zwallow,” he said. ", "\n\n", "\r\n", "  ", "14: 30 ", ", ”and ",
    "The holder of Foreign spoke. ", "İstanbul, Kadıköy. ", "🐦 ", "He said that it rained.The end. ", "“", "”", "é ",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12).map("".join)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(SETTINGS)


@st.composite
def findings(draw: st.DrawFn, text: str) -> list[Finding]:
    """Draw findings on a text: any spans, any levels, some without a suggestion."""
    places = st.integers(0, len(text))
    made = []
    for _ in range(draw(st.integers(0, 8))):
        start, end = sorted((draw(places), draw(places)))
        repairs = tuple(Suggestion(item, 0.5) for item in draw(st.lists(st.text(max_size=6), max_size=2)))
        level, score = draw(st.sampled_from(Level)), draw(st.floats(0, 1))
        made.append(
            Finding("any/rule", Kind.GRAMMAR, Span(start, end), text[start:end], "m", level=level, score=score,
                    suggestions=repairs)
        )  # fmt: skip
    return made


cases = st.text(max_size=40).flatmap(lambda text: st.tuples(st.just(text), findings(text)))


def propose(analyzer: Analyzer, text: str, level: Level) -> Repair:
    analysis = analyzer(Document("text", text))
    return Proposer(level, link(analysis.mentions, analyzer.knowledge).findings)(analysis)


@given(cases)
def test_settled_findings_never_overlap(case: tuple[str, list[Finding]]) -> None:
    settled = settle(case[1])
    assert set(settled) <= set(case[1])
    for left, right in pairwise(settled):
        assert not left.span.overlaps(right.span)
        assert left.span <= right.span


@given(cases)
def test_what_loses_its_place_loses_it_to_something_better(case: tuple[str, list[Finding]]) -> None:
    order = list(Level)
    settled = settle(case[1])
    for finding in case[1]:
        if finding not in settled:
            winners = [item for item in settled if item.span.overlaps(finding.span)]
            assert any(order.index(item.level) <= order.index(finding.level) for item in winners)


@given(cases)
def test_applied_findings_can_be_taken_back(case: tuple[str, list[Finding]]) -> None:
    text, found = case
    chosen = [finding for finding in settle(found) if finding.best is not None]
    assert revert(apply(text, chosen), chosen) == text


@given(cases)
def test_an_edit_of_another_text_is_refused(case: tuple[str, list[Finding]]) -> None:
    text, found = case
    chosen = [finding for finding in settle(found) if finding.best is not None and finding.text]
    if chosen:
        with pytest.raises(EditError):
            apply("\ue000" * len(text), chosen)


@settings(deadline=None, max_examples=60)
@given(text=texts, level=st.sampled_from([Level.AUTO, Level.SUGGEST]))
def test_a_repair_is_its_applied_findings(analyzer: Analyzer, text: str, level: Level) -> None:
    repair = propose(analyzer, text, level)
    assert repair.document.text == text
    assert apply(text, repair.applied) == repair.text
    assert revert(repair.text, repair.applied) == text
    assert all(finding.text == finding.span.of(text) for finding in repair.findings)
    assert all(not left.span.overlaps(right.span) for left, right in pairwise(repair.findings))


@settings(deadline=None, max_examples=60)
@given(text=texts)
def test_nothing_is_left_to_do_on_its_own_output(analyzer: Analyzer, text: str) -> None:
    once = propose(analyzer, text, Level.AUTO)
    again = propose(analyzer, once.text, Level.AUTO)
    assert not [finding for finding in again.findings if finding.level is Level.AUTO]


def test_one_process_and_several_give_the_same(analyzer: Analyzer) -> None:
    documents = [Document(f"{number}.txt", "".join(PIECES[number % 7 :]) + str(number)) for number in range(23)]
    alone = list(Serial().map(partial(Analyzer, SETTINGS), documents))
    assert list(Processes(2).map(partial(Analyzer, SETTINGS), documents)) == alone
    assert any(analysis.findings for analysis in alone)


@given(st.lists(st.integers(), max_size=30))
def test_serial_keeps_the_order(items: list[int]) -> None:
    assert list(Serial().map(lambda: str, items)) == [str(item) for item in items]


def test_items_are_taken_only_as_they_are_needed() -> None:
    taken: list[int] = []

    def give() -> object:
        for number in range(1000):
            taken.append(number)
            yield number

    results = Processes(2).map(partial(partial, str), give())  # type: ignore[arg-type]
    assert next(results) == "0"
    assert len(taken) < 100
    results.close()  # type: ignore[attr-defined]


def test_jobs_choose_the_engine() -> None:
    assert isinstance(choose_engine(1), Serial)
    assert isinstance(choose_engine(3), Processes)
