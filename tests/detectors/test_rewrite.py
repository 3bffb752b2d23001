"""Rewrites by made-up models: the word diff, what each guard holds back, and what is offered."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble import Document, Kind, Level, Settings
from degarble.detectors import Context, load_detectors
from degarble.detectors.changes import compare, put
from degarble.detectors.faithful import (
    LEAST_LENGTH,
    MOST_LENGTH,
    Protected,
    reads_better,
    refuse_sentence,
)
from degarble.detectors.rewrite import Outcome, Rewrite, examine_rewrite
from degarble.detectors.tagged import Tagged, find_runs
from degarble.errors import ConfigError, MissingExtra
from degarble.knowledge import Knowledge, load_knowledge
from degarble.knowledge.phrases import WORD
from degarble.language import identify
from degarble.models.damage import WordDamage
from degarble.names.find import find_mentions
from degarble.reading import iterate_sentences, read
from degarble.repair import Proposer
from degarble.schema import Analysis, Finding, Severity, Span

DAMAGED = "The talks the which they ended late were held behind closed doors in the old town."
SOUND = "The talks which ended late were held behind closed doors in the old town."


@cache
def open_knowledge() -> Knowledge:
    return load_knowledge()


def open_context(text: str) -> Context:
    reading = read(Document("a.txt", text), open_knowledge(), identify)
    return Context(reading, (), find_mentions(reading), Settings())


class Fake:
    """A rewriter that knows its answers by heart and remembers what it was asked."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def rewrite(self, sentences: Sequence[str]) -> list[str]:
        self.asked += sentences
        return [self.answers.get(sentence, "") for sentence in sentences]


class Judge:
    """A scorer that gives each word the damage it is told, others none."""

    def __init__(self, damage: dict[str, float]) -> None:
        self.damage = damage

    def score_words(self, sentences: Sequence[str]) -> list[list[WordDamage]]:
        return [
            [(*match.span(), self.damage.get(match.group(), 0.0)) for match in WORD.finditer(sentence)]
            for sentence in sentences
        ]


class Everywhere:
    """A sign of damage in every sentence."""

    name = "everywhere"

    def detect(self, context: Context) -> Iterable[Finding]:
        for span in iterate_sentences(context.reading):
            yield Finding("test/all", Kind.GARBLE, span, span.of(context.reading.text), "")


def examine(before: str, after: str, text: str = "") -> Outcome:
    """Return what becomes of a rewrite of a sentence in a text."""
    context = open_context(text or before)
    start = context.reading.text.index(before)
    return examine_rewrite(Span(start, start + len(before)), after, context)


def detect(text: str, answers: dict[str, str], scorer: Judge | None = None) -> list[Finding]:
    return list(Rewrite(Fake(answers), "fake", scorer, (Everywhere(),)).detect(open_context(text)))


# The word diff


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("It is late.", "It is late.", []),
        ("It  is\nlate .", "It is late.", []),
        ("They has gone home.", "They have gone home.", [("has", "have")]),
        ("They gone home.", "They have gone home.", [("They", "They have")]),
        ("Gone home.", "They gone home.", [("Gone", "They gone")]),
        ("They went have gone.", "They have gone.", [("They went", "They")]),
        ("The The end came.", "The end came.", [("The The", "The")]),
        ("He went home , and slept.", "He went home and slept.", [("home ,", "home")]),
        (
            "the energy market libyan fell",
            "the Libyan energy market fell",
            [("energy market libyan", "Libyan energy market")],
        ),
        (
            "He has went home on the evening of a day in the winter and slept good.",
            "He has gone home on the evening of a day in the winter and slept well.",
            [("went", "gone"), ("good", "well")],
        ),
        ("", "Something new.", []),
        ("Something old.", "", []),
    ],
)
def test_changes_are_the_smallest_that_can_be_read(before: str, after: str, changes: list[tuple[str, str]]) -> None:
    found = compare(before, after)
    assert [(change.old, change.new) for change in found] == changes
    assert all(change.span.of(before) == change.old for change in found)


WORDS = st.lists(st.sampled_from(["the", "talks", "ended", ",", "late", "it", "was", "Monday"]), max_size=14).map(
    " ".join
)


@given(WORDS, WORDS)
def test_all_changes_together_make_the_rewrite(before: str, after: str) -> None:
    changes = compare(before, after)
    if before and after:
        assert put(before, changes).split() == after.split()
    assert all(change.old and change.new for change in changes)
    assert all(one.span.end <= two.span.start for one, two in pairwise(changes))


# Guards: each case breaks one rule and no other

FILLER = "of the old port in the north of the region that had been built for the ships from the south"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("They said that Haftar were in the town.", "They said that he was in the town.", "it changes a name"),
        ("They said that he were in the town.", "They said that Haftar was in the town.", "it changes a name"),
        ("The town were taken at night by soldiers.", "Tripoli was taken at night by soldiers.", "it changes a name"),
        ("Haftar were in the town at night again.", "He was in the town at night again.", "it changes a name"),
        (
            "They said it in Syria and in Libya again.",
            "They said it in Libya and in Libya again.",
            "it changes a name",
        ),
        ("They met on Monday in the old town hall.", "They met on Tuesday in the old town hall.", "it changes a name"),
        ("They has taken 25 villages in the north.", "They took 52 villages in the north.", "it changes a number"),
        ("They has taken villages in the north.", "They took 25 villages in the north.", "it changes a number"),
        (
            "They has taken twenty villages in the north.",
            "They took thirty villages in the north.",
            "it changes a number",
        ),
        ("It costed $5 for the ticket of train.", "It cost €5 for the ticket of train.", "it changes a number"),
        ("It grew to 1.5 percent in the year.", "It grew to 1,5 percent in the year.", "it changes a number"),
        ("It grew to 1 . 5 percent in the year.", "It grew to 1 , 5 percent in the year.", "it changes a number"),
        ("It was of -5 degrees in the night.", "It was 5 degrees in the night.", "it changes a number"),
        ("It grew of 1.5 percent in the year.", "It grew by 15 percent in the year.", "it changes a number"),
        ("They has not said who was in the town.", "They said who was in the town.", "it changes a negation"),
        ("They has said who was in the town.", "They never said who was in the town.", "it changes a negation"),
        (
            "They didn't nothing to say in the town.",
            "They didn't have a thing to say in the town.",
            "it changes a negation",
        ),
        ("They said it was of a good day.", "They said it was “a good” day.", "it changes quotation marks"),
        (
            f"It stood near {FILLER}.",
            f"It stood near {FILLER}, {FILLER} {FILLER}.".replace("old port", "port", 1),
            "it is far shorter or longer",
        ),
        (f"It stood near {FILLER}, {FILLER} {FILLER}.", f"It stood near {FILLER}.", "it is far shorter or longer"),
        (
            "They has spoken about peace during a long evening.",
            "My mother bakes excellent cakes with fruit jelly.",
            "it is another sentence",
        ),
    ],
)
def test_each_guard_alone_holds_a_rewrite_back(before: str, after: str, reason: str) -> None:
    outcome = examine(before, after)
    assert outcome.changes == ()
    assert outcome.refused == (reason,)


def test_quoted_speech_is_never_edited() -> None:
    before = "He has say that “we has won the war” and that all the talks of the evening was over."
    after = before.replace("we has won", "we have won").replace("talks of the evening was", "talks of the evening were")
    outcome = examine(before, after)
    assert [(change.old, change.new) for change in outcome.changes] == [("was", "were")]
    assert outcome.refused == ("it edits a quotation",)


def test_a_quoted_sentence_is_not_even_asked_about() -> None:
    rewriter = Fake({})
    text = "“We has won the war in the north. They was weak in all of the towns,” he said. It were a day of talks."
    list(Rewrite(rewriter, "fake", None, (Everywhere(),)).detect(open_context(text)))
    assert rewriter.asked == ["They was weak in all of the towns,” he said.", "It were a day of talks."]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("The energy market libyan was closed at night.", "The Libyan energy market was closed at night.", 1),
        (
            "The parliament was taken at night of the city libyan.",
            "The Libyan parliament of the city was taken at night.",
            1,
        ),
        ("They has taken 25 villages of Syria in 2019 .", "They took 25 villages of Syria in 2019.", 1),
        ("Officials has said it of the matter again.", "Ministers said it of the matter again.", 1),
        ("They cannot to say who were there today.", "They can not say who was there today.", 1),
        ("They did not to say, who was there.", "They didn't say who was there.", 1),
        ("It grew from 1 , 5 million to two millions.", "It has grown from 1,5 million to two millions.", 1),
    ],
)
def test_what_keeps_the_facts_is_offered(before: str, after: str, changes: int) -> None:
    outcome = examine(before, after)
    assert outcome.refused == ()
    assert len(outcome.changes) == changes


def test_one_change_may_fall_and_the_others_stand() -> None:
    before = "They has left the old town in the north of the region after 3 days of talks in the hall."
    after = before.replace("has left", "have left").replace("3 days", "5 days")
    outcome = examine(before, after)
    assert [(change.old, change.new) for change in outcome.changes] == [("has", "have")]
    assert outcome.refused == ("it changes a number",)


@pytest.mark.parametrize(
    ("before", "after", "better"),
    [
        ((0.9, 0.9, 0.1), (0.1, 0.1, 0.1), True),
        ((0.9, 0.1), (0.9, 0.1), False),
        ((0.9, 0.9), (0.9, 0.9, 0.0, 0.0), False),  # padding lowers the mean alone
        ((0.9, 0.1, 0.1), (0.9,), False),  # leaving out lowers the sum alone
        ((), (), False),
        ((0.5,), (), False),
    ],
)
def test_a_rewrite_must_read_better_in_all_and_by_word(
    before: tuple[float, ...], after: tuple[float, ...], better: bool
) -> None:
    old, new = ([(place, place + 1, score) for place, score in enumerate(scores)] for scores in (before, after))
    assert reads_better(old, new) == better


@pytest.mark.parametrize("share", [LEAST_LENGTH, MOST_LENGTH])
def test_the_bounds_of_length_are_inside(share: float) -> None:
    before = "a" * 100
    inside, outside = round(100 * share), round(100 * share) + (-1 if share < 1 else 1)
    assert refuse_sentence(before, "a" * inside, Protected(frozenset())) != "it is far shorter or longer"
    assert refuse_sentence(before, "a" * outside, Protected(frozenset())) == "it is far shorter or longer"


# The detector


def test_a_rewrite_is_a_suggestion_on_what_changed() -> None:
    (finding,) = detect(DAMAGED, {DAMAGED: SOUND})
    assert (finding.text, finding.best) == ("the which they", "which")
    assert finding.span.of(DAMAGED) == finding.text
    assert finding.level is Level.SUGGEST and finding.kind is Kind.GARBLE
    assert [item.source for item in finding.evidence] == ["rewriter", "guard"]


def test_a_scorer_must_find_the_rewrite_less_damaged(caplog: pytest.LogCaptureFixture) -> None:
    assert detect(DAMAGED, {DAMAGED: SOUND}, Judge({"the": 0.2, "they": 0.9}))
    with caplog.at_level(logging.INFO, "degarble"):
        assert not detect(DAMAGED, {DAMAGED: SOUND}, Judge({"late": 0.9}))
    assert "reads no less damaged" in caplog.text and DAMAGED not in caplog.text


def test_the_damage_is_shown_before_and_after() -> None:
    (finding,) = detect(DAMAGED, {DAMAGED: SOUND}, Judge({"they": 0.9}))
    assert finding.evidence[-1].detail == "damaged words expected: 0.90, then 0.00"


def test_only_sentences_the_scorer_finds_damaged_are_asked_about() -> None:
    rewriter = Fake({})
    text = f"The vote was closed on Monday. {DAMAGED} Nobody was hurt in the fire."
    list(Rewrite(rewriter, "fake", Judge({"they": 0.9}), (Everywhere(),)).detect(open_context(text)))
    assert rewriter.asked == [DAMAGED]


def test_without_a_scorer_the_other_detectors_say_what_is_damaged() -> None:
    rewriter = Fake({})
    text = f"The vote was closed on Monday. {DAMAGED} Nobody was hurt in the fire."
    list(Rewrite(rewriter, "fake").detect(open_context(text)))
    assert rewriter.asked == [DAMAGED]


def test_titles_and_short_sentences_are_left_alone() -> None:
    rewriter = Fake({})
    text = "Talks the which\n\nIt was late. The vote in the council was closed on Monday."
    list(Rewrite(rewriter, "fake", None, (Everywhere(),)).detect(open_context(text)))
    assert rewriter.asked == ["The vote in the council was closed on Monday."]


def test_line_ends_inside_a_sentence_are_no_change() -> None:
    before = DAMAGED.replace(" they", "\nthey").replace(" closed", "\nclosed")
    assert [(change.old, change.new) for change in examine(before, SOUND).changes] == [("the which\nthey", "which")]


@pytest.mark.parametrize("answer", ["", DAMAGED])
def test_no_answer_and_no_change_are_no_finding(answer: str) -> None:
    assert not detect(DAMAGED, {DAMAGED: answer})


@given(st.lists(st.sampled_from([*DAMAGED.split(), "not", "7", "Haftar", "“", "they"]), max_size=20).map(" ".join))
def test_whatever_a_rewriter_writes_nothing_is_automatic_and_facts_stay(answer: str) -> None:
    context = open_context(DAMAGED)
    findings = tuple(Rewrite(Fake({DAMAGED: answer}), "fake", None, (Everywhere(),)).detect(context))
    analysis = Analysis(context.document, context.reading.segments, (), (), findings, 0.0)
    assert Proposer()(analysis).text == DAMAGED
    repaired = Proposer(Level.SUGGEST)(analysis).text
    assert not set(repaired.split()) & {"not", "7", "Haftar", "“"}


def test_naming_a_rewriter_switches_its_detector_on() -> None:
    settings = Settings(rewriter="http://127.0.0.1:1/v1")
    assert "rewrite" in {detector.name for detector in load_detectors(settings)}
    off = Settings(rewriter="http://127.0.0.1:1/v1", disable=("rewrite",))
    assert "rewrite" not in {detector.name for detector in load_detectors(off)}
    with pytest.raises(ConfigError, match="no rewriter"):
        load_detectors(Settings(enable=("rewrite",)))
    with pytest.raises(ConfigError, match="another machine"):
        load_detectors(Settings(rewriter="http://example.org/v1"))


def test_a_missing_dependency_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "transformers", None)
    for settings in (Settings(rewriter="a/model"), Settings(tagger="a/model")):
        with pytest.raises(MissingExtra, match=r"pip install 'degarble\[transformers\]'"):
            load_detectors(settings)


# Flags of a tagger


def tag(text: str, damage: dict[str, float]) -> list[Finding]:
    return list(Tagged(Judge(damage)).detect(open_context(text)))


def test_runs_of_damaged_words_are_flagged_without_a_repair() -> None:
    (finding,) = tag(DAMAGED, {"which": 0.5, "they": 0.8, "ended": 0.5, "old": 0.5})
    assert finding.text == "which they ended"
    assert (finding.level, finding.kind, finding.score) == (Level.FLAG, Kind.GARBLE, 0.6)
    assert not finding.suggestions and finding.span.of(DAMAGED) == finding.text


def test_long_runs_of_certain_damage_are_major_and_in_quotations_minor() -> None:
    damage = dict.fromkeys(("which", "they", "ended"), 0.95)
    assert [item.severity for item in tag(DAMAGED, damage)] == [Severity.MAJOR]
    quoted = "The minister said: “The talks the which they ended late were held.” He left."
    assert [item.severity for item in tag(quoted, damage)] == [Severity.MINOR]


def test_doubt_alone_is_no_flag() -> None:
    assert not tag(DAMAGED, dict.fromkeys(DAMAGED.split(), 0.65))


@given(st.lists(st.floats(0, 1), max_size=20))
def test_runs_are_in_order_and_never_touch(scores: list[float]) -> None:
    words = [(2 * place, 2 * place + 1, score) for place, score in enumerate(scores)]
    runs = list(find_runs(words))
    assert [word for run in runs for word in run] == sorted({word for run in runs for word in run})
    assert all(max(score for _, _, score in run) >= 0.7 for run in runs)
