"""The verdict: two families make a machine, furniture proves nothing, three spun phrases beat everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from degarble.analyze import Analyzer
from degarble.repair import Proposer
from degarble.schema import (
    Analysis,
    Document,
    Evidence,
    Finding,
    Kind,
    OriginGuess,
    Segment,
    SegmentKind,
    Severity,
    Span,
    Verdict,
    VerdictLabel,
)
from degarble.verdict import FLUENT, judge

SEEDS = Path(__file__).parents[2] / "seeds"
SENTENCE = "The council met on Tuesday and agreed to repair the old bridge before the winter comes to the valley. "
TEXT = SENTENCE * 6


def analysis(
    text: str = TEXT, origin: tuple[OriginGuess, ...] = (), kind: SegmentKind = SegmentKind.SENTENCE
) -> Analysis:
    return Analysis(Document("x", text), (Segment(Span(0, len(text)), kind, "en"),), origin)


def finding(start: int, end: int, kind: Kind, rule: str = "x/x", severity: Severity = Severity.MAJOR) -> Finding:
    return Finding(rule, kind, Span(start, end), TEXT[start:end], "m", severity)


CASING = [finding(4, 11, Kind.CASING), finding(19, 26, Kind.CASING)]
CALQUES = [finding(31, 37, Kind.LEXICON), finding(41, 47, Kind.LEXICON), finding(52, 62, Kind.LEXICON)]
ORDER = [finding(70, 76, Kind.ORDER)]


def test_nothing_found_is_human() -> None:
    verdict = judge(analysis(), ())
    assert verdict.label is VerdictLabel.HUMAN
    assert verdict.reasons == (FLUENT,)


def test_two_families_make_a_machine_and_say_so() -> None:
    verdict = judge(analysis(), [*CASING, *CALQUES, *ORDER])
    assert verdict.label is VerdictLabel.MACHINE
    assert verdict.score > 0.8
    assert any("word-for-word" in reason and "council" not in reason for reason in verdict.reasons)


@pytest.mark.parametrize(
    "family", [CASING * 3, CALQUES, [*ORDER, finding(63, 69, Kind.ORDER), finding(77, 80, Kind.ORDER)]]
)
def test_one_family_never_makes_a_machine(family: list[Finding]) -> None:
    assert judge(analysis(), family).label is not VerdictLabel.MACHINE


def test_the_same_word_again_is_no_new_evidence() -> None:
    once, again = judge(analysis(), CASING), judge(analysis(), CASING * 5)
    assert once.score == again.score


def test_typing_errors_speak_for_a_person() -> None:
    typos = [finding(80 + 5 * n, 83 + 5 * n, Kind.SPELLING) for n in range(4)]
    signs = [*CASING, *CALQUES]
    assert judge(analysis(), [*signs, *typos]).label is not VerdictLabel.MACHINE
    assert judge(analysis(), signs).label is VerdictLabel.MACHINE


def test_findings_in_page_furniture_prove_nothing() -> None:
    text = TEXT + "Leave a Reply"
    segments = (
        Segment(Span(0, len(TEXT)), SegmentKind.SENTENCE, "en"),
        Segment(Span(len(TEXT), len(text)), SegmentKind.BOILERPLATE, "en"),
    )
    span = Span(len(TEXT), len(text))
    kinds = (Kind.RESIDUE, Kind.CASING, Kind.LEXICON, Kind.ORDER)
    found = [Finding("x/x", kind, span, span.of(text), "m", Severity.CRITICAL) for kind in kinds]
    assert judge(Analysis(Document("x", text), segments), found).label is VerdictLabel.HUMAN


def test_a_block_of_another_language_proves_nothing() -> None:
    segments = (Segment(Span(0, len(TEXT)), SegmentKind.SENTENCE, "fr"),)
    verdict = judge(Analysis(Document("x", TEXT), segments), [*CASING, *CALQUES, *ORDER])
    assert verdict.label is VerdictLabel.UNSURE
    assert "too short" in verdict.reasons[0]


def test_short_texts_are_unsure() -> None:
    verdict = judge(analysis(SENTENCE), [*CASING, *CALQUES])
    assert verdict.label is VerdictLabel.UNSURE
    assert "too short" in verdict.reasons[0]


def test_three_different_spun_phrases_beat_the_machine() -> None:
    spun = [finding(10 * n, 10 * n + 8, Kind.LEXICON, "spun/phrase") for n in range(3)]
    assert judge(analysis(), [*CASING, *CALQUES, *spun]).label is VerdictLabel.SPUN
    assert judge(analysis(), [spun[0]] * 5).label is not VerdictLabel.SPUN


def origin(families: list[str], score: float) -> tuple[OriginGuess, ...]:
    evidence = tuple(Evidence(family, f"sign {n}", Span(7 * n, 7 * n + 4)) for n, family in enumerate(families))
    doubt = OriginGuess("und", round(1 - score, 2))
    guesses = (OriginGuess("tr", score, evidence), doubt)
    return tuple(sorted(guesses, key=lambda guess: -guess.score))


def test_signs_of_the_source_language_are_evidence() -> None:
    strong = origin(["formula"] * 4 + ["calque"] * 3, 0.8)
    assert judge(analysis(origin=strong), ()).label is VerdictLabel.MACHINE


@pytest.mark.parametrize("families", [["topic"] * 12, ["names"] * 6, ["acronyms"] * 3])
def test_topic_names_and_acronyms_alone_are_no_machine(families: list[str]) -> None:
    assert judge(analysis(origin=origin(families, 0.8)), ()).label is not VerdictLabel.MACHINE


def test_a_weak_guess_weighs_little() -> None:
    signs = ["formula"] * 4 + ["calque"] * 3
    assert judge(analysis(origin=origin(signs, 0.2)), ()).label is not VerdictLabel.MACHINE


@pytest.fixture(scope="module")
def judge_file() -> object:
    analyzer, propose = Analyzer(), Proposer()

    def judge_text(path: Path) -> Verdict:
        return propose(analyzer(Document(path.name, path.read_text(encoding="utf-8")))).verdict

    return judge_text


@pytest.mark.parametrize("path", sorted(SEEDS.glob("clean-*.txt")), ids=lambda path: path.stem)
def test_controls_are_not_machine(path: Path, judge_file) -> None:  # type: ignore[no-untyped-def]
    assert judge_file(path).label not in (VerdictLabel.MACHINE, VerdictLabel.SPUN)


@pytest.mark.parametrize("name", ["es-01", "tr-01", "tr-04", "ru-01", "ru-03", "ar-01", "fr-02", "de-01", "zh-01"])
def test_specimens_with_many_signs_are_machine(name: str, judge_file) -> None:  # type: ignore[no-untyped-def]
    (path,) = SEEDS.glob(f"{name}-*")
    assert judge_file(path).label is VerdictLabel.MACHINE


def test_shared_seeds(shared: Path, judge_file) -> None:  # type: ignore[no-untyped-def]
    labels = {path.name[:3]: judge_file(path).label for path in (shared / "seeds").glob("0*")}
    assert {number for number, label in labels.items() if label is VerdictLabel.MACHINE} == {"003", "004"}


def test_the_models_opinion_is_a_family_of_its_own_and_not_enough_alone() -> None:
    alone = judge(replace(analysis(), machine=3.0), ())
    assert alone.label is VerdictLabel.UNSURE
    assert any("log-odds 3.0 of a machine" in reason for reason in alone.reasons)
    assert judge(replace(analysis(), machine=3.0), CASING).label is VerdictLabel.MACHINE
    assert judge(analysis(), CASING).label is not VerdictLabel.MACHINE


def test_the_model_may_speak_for_a_person() -> None:
    doubtful = judge(analysis(), [CASING[0], CALQUES[0]])
    for_a_person = judge(replace(analysis(), machine=-1.5), [CASING[0], CALQUES[0]])
    assert doubtful.label is VerdictLabel.MACHINE
    assert for_a_person.label is not VerdictLabel.MACHINE
