"""The measures of small runs against values worked out by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from degarble.evaluation.answers import Answer, Answers, Found, pair
from degarble.evaluation.bootstrap import find_intervals
from degarble.evaluation.gold import GoldSpan, GoldText, make_gold
from degarble.evaluation.measures import compute
from degarble.evaluation.repairs import fits
from degarble.evaluation.report import Draws, Report, evaluate
from degarble.evaluation.tally import Counts, Key
from degarble.schema import Span

TEXT = "The minister of Outsides received to Haftar."
OUTSIDES = GoldSpan(Span(16, 24), "lexicon", "major", ("Foreign Affairs",))
RECEIVED = GoldSpan(Span(25, 36), "grammar", "minor", ("received",))


def find(start: int, end: int, score: float, *suggestions: str, kind: str = "lexicon", level: str = "flag") -> Found:
    return Found(Span(start, end), kind, "major", level, score, suggestions)


def score(texts: list[GoldText], found: dict[str, list[Found]], clean: Answers | None = None) -> Report:
    answers = (Answer(text.id, text.sha256, len(text.text.split()), tuple(found.get(text.id, ()))) for text in texts)
    return evaluate(make_gold("g", texts, Path("g")), Answers(tuple(answers)), clean, Draws(1, 20))


def values(report: Report) -> dict[str, float | None]:
    return {name: estimate.value for name, estimate in report.measures.items()}


def test_words_and_characters() -> None:
    # words: The minister of [Outsides] [received] [to] Haftar; found: "of Outsides" (.9) and "Haftar" (.6)
    text = GoldText("a", TEXT, spans=(OUTSIDES, RECEIVED), source_lang="es")
    measured = values(score([text], {"a": [find(13, 24, 0.9), find(37, 43, 0.6)]}))
    assert measured["words.precision"] == pytest.approx(1 / 3)  # of, Outsides, Haftar
    assert measured["words.recall"] == pytest.approx(1 / 3)  # Outsides, received, to
    # tp 1, fp 2, fn 2, tn 2: (2 - 4) / sqrt(3 * 3 * 4 * 4)
    assert measured["words.mcc"] == pytest.approx(-2 / 12)
    # bad: .9, -, -; good: .9 (of), .6, -, -: pairs 12, won 2 (.9) + .5 (.9 = .9) + 1 (.9 > .6) + 2 * 2 * .5
    assert measured["words.auc"] == pytest.approx((2 + 0.5 + 1 + 2) / 12)
    assert measured["spans.precision"] == pytest.approx(8 / 17)
    assert measured["spans.recall"] == pytest.approx(8 / 19)
    assert measured["spans.kind.lexicon.recall"] == 1.0
    assert measured["spans.kind.grammar.recall"] == 0.0
    assert measured["spans.kind.grammar.precision"] is None
    assert measured["spans.severity.major.precision"] == pytest.approx(8 / 17)
    assert measured["spans.source.es.recall"] == measured["spans.recall"]


def test_characters_marked_twice_count_once() -> None:
    text = GoldText("a", TEXT, spans=(GoldSpan(Span(0, 10)), GoldSpan(Span(5, 15))))
    measured = values(score([text], {"a": [find(0, 3, 0.5), find(0, 30, 0.5)]}))
    assert (measured["spans.precision"], measured["spans.recall"]) == (0.5, 1.0)


def test_the_mean_over_source_languages() -> None:
    texts = [
        GoldText("a", "one two", spans=(GoldSpan(Span(0, 3)),), source_lang="tr"),
        GoldText("b", "one two", spans=(GoldSpan(Span(0, 3)),), source_lang="ru"),
        GoldText("c", "three four", "human", spans=()),
    ]
    found = {"a": [find(0, 3, 0.9)], "b": [find(4, 7, 0.9)]}
    answers = (Answer(text.id, text.sha256, 2, tuple(found.get(text.id, ()))) for text in texts)
    measured = values(evaluate(make_gold("g", texts, Path("g")), Answers(tuple(answers)), None, Draws(1, 0)))
    assert (measured["words.source.tr.mcc"], measured["words.source.ru.mcc"]) == (1.0, -1.0)
    assert measured["words.mcc_mean"] == 0.0


def test_white_space_of_tokenised_text_is_no_finding() -> None:
    text = GoldText("a", "so , it is", spans=(GoldSpan(Span(5, 7)),), is_tokenized=True)
    spacing = find(0, 4, 0.9, kind="spacing")
    assert values(score([text], {"a": [spacing, find(5, 7, 0.8)]}))["words.precision"] == 1.0
    assert (
        values(score([replace(text, is_tokenized=False)], {"a": [spacing, find(5, 7, 0.8)]}))["words.precision"] == 0.5
    )


def test_suggestions() -> None:
    text = GoldText("a", TEXT, spans=(OUTSIDES, RECEIVED))
    found = [find(16, 24, 0.9, "Exteriors", "foreign affairs")]
    measured = values(score([text], {"a": found}))
    assert measured["suggestions.offered"] == 0.5
    assert (measured["suggestions.first"], measured["suggestions.any"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("start", "end", "suggestion", "right"),
    [
        (16, 24, "Foreign Affairs", True),
        (16, 24, "foreign affairs", True),
        (13, 24, "of Foreign Affairs", True),
        (13, 24, "of Exteriors", False),
        (16, 24, "Foreign", False),
        (16, 36, "Foreign Affairs received to", True),
        (16, 36, "Foreign Affairs received", True),
        (16, 36, "Foreign Affairs got", False),
    ],
)
def test_a_repair_is_right_when_the_text_is(start: int, end: int, suggestion: str, right: bool) -> None:
    assert fits(TEXT, OUTSIDES, (OUTSIDES, RECEIVED), Span(start, end), [suggestion]) is right


def test_what_is_to_be_left_out_may_take_its_space_along() -> None:
    spans = (GoldSpan(Span(4, 6), suggestions=("",)),)
    assert fits("And so he left.", spans[0], spans, Span(4, 7), [""])


def test_alarms_are_counted_on_clean_texts() -> None:
    texts = [
        GoldText("a", "word " * 10, label="human", spans=()),
        GoldText("b", "Bad text.", label="machine", spans=(GoldSpan(Span(0, 3)),)),
    ]
    clean = Answers((Answer("c", "x", 90, (find(0, 1, 0.5), find(2, 3, 0.5, level="suggest"))),))
    measured = values(score(texts, {"a": [find(0, 4, 0.5)], "b": [find(0, 3, 0.5)]}, clean))
    assert measured["alarms.all"] == pytest.approx(30)
    assert measured["alarms.flag"] == pytest.approx(20)
    assert (measured["alarms.suggest"], measured["alarms.auto"]) == (pytest.approx(10), 0)


def test_without_marked_damage_only_alarms_and_verdicts_are_measured() -> None:
    texts = [GoldText("a", "All well.", label="human", spans=()), GoldText("b", "Unmarked.", label="machine")]
    answers = [Answer(text.id, text.sha256, 2, (find(0, 3, 0.5),), machine) for text, machine in zip(texts, (0.2, 0.7))]  # noqa: B905
    report = evaluate(make_gold("g", texts, Path("g")), Answers(tuple(answers)), None, Draws(1, 5))
    assert {name.partition(".")[0] for name in report.measures} == {"alarms", "verdict"}
    assert report.measures["verdict.auc"].value == 1.0
    assert report.curve == ()


def test_calibration() -> None:
    text = GoldText("a", TEXT, spans=(OUTSIDES,))
    report = score([text], {"a": [find(16, 24, 0.95), find(0, 3, 0.95), find(4, 12, 0.3)]})
    low, high = report.curve
    assert (low.start, low.findings, low.right) == (0.3, 1, 0.0)
    assert (high.findings, high.score, high.right) == (2, pytest.approx(0.95), 0.5)
    assert report.measures["calibration.ece"].value == pytest.approx((2 * 0.45 + 0.3) / 3)


def test_intervals_are_the_same_for_a_seed_and_hold_the_value() -> None:
    chances: list[Counts] = [Counter({Key("verdict", "human", score=0.1 * place): 1}) for place in range(9)]
    chances += [Counter({Key("verdict", "machine", score=0.1 * place + 0.25): 1}) for place in range(9)]
    first, again, other = (find_intervals([chances], compute, 300, seed) for seed in (3, 3, 4))
    assert first == again != other
    low, high = first["verdict.auc"]
    value = compute(sum(chances, Counter()))["verdict.auc"]
    assert low is not None
    assert high is not None
    assert value is not None
    assert low < value < high


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    # 100 texts of 10 words, half of which have one alarm: the share of texts varies by sqrt(.25 / 100) = .05
    texts: list[Counts] = [Counter({Key("alarm", "words"): 10, Key("alarm", "all"): place % 2}) for place in range(100)]
    low, high = find_intervals([texts], compute, 2000, 1)["alarms.all"]
    assert low == pytest.approx(50 - 9.8, abs=1.5)
    assert high == pytest.approx(50 + 9.8, abs=1.5)


def test_texts_are_found_by_hash_then_by_name() -> None:
    one, two = GoldText("1", "Same."), GoldText("2", "Same.")
    answers = tuple(Answer(f"f.jsonl#{name}", one.sha256) for name in "12")
    assert [answer.document for _, answer in pair([two, one], Answers(answers)) if answer] == ["f.jsonl#2", "f.jsonl#1"]
    other = GoldText("1", "Other.")
    assert [answer for _, answer in pair([other], Answers(answers))] == [None]
    (_, answer), *_ = pair([other], Answers(answers, is_whole=False))
    assert answer == Answer("1", other.sha256)


def test_the_signature_says_how_it_was_made() -> None:
    text = GoldText("a", TEXT, spans=(OUTSIDES,))
    run = Answers((Answer("a", text.sha256),), "9.9", "d" * 64, {"origin": "tr", "lang": "en", "jobs": "4"}, {"m": "h"})
    gold = make_gold("news|2", [text], Path("g"))
    parts = evaluate(gold, run, None, Draws(7, 0)).signature.split("|")
    assert parts[:3] == ["degarble-eval", "version:9.9", f"data:{'d' * 12}"]
    assert parts[3:] == [
        f"gold:news/2@{gold.digest[:12]}",
        "n:1",
        "seed:7",
        "boot:0",
        "settings:origin=tr",
        "models:m=h",
    ]
