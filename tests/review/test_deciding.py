"""Decisions reach as far as they say, hold over runs, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from degarble.errors import DegarbleError
from degarble.review.deciding import Answer, Outcome, Position, decide, decide_name, ignore_rule, undo
from degarble.review.shown import list_history, list_stands, read_ruling
from degarble.review.store import Store
from degarble.schema import Judgement, NameDecision, Scope, Status

from .conftest import ARTICLES, Damage, Texts

ACCEPT, REJECT, EDIT, UNSURE = Judgement.ACCEPT, Judgement.REJECT, Judgement.EDIT, Judgement.UNSURE
FIRST = Position(0, 0)


def stands(store: Store) -> list[str]:
    """Return where all findings stand, with what stands in their place."""
    found = [item for document in (0, 1) for item in list_stands(store, document)]
    return [item.status + (f" {item.replacement}" if item.replacement is not None else "") for item in found]


def answer(store: Store, position: Position, judgement: Judgement | None, **more: object) -> Outcome:
    return decide(store, position, Answer(judgement, who="ana", **more))  # type: ignore[arg-type]


def test_undecided_findings_are_open_or_applied(store: Store) -> None:
    assert stands(store) == ["open", "open", "open", "open", "open", "applied Monday"]


def test_a_decision_here_reaches_one_place(store: Store) -> None:
    outcome = answer(store, FIRST, ACCEPT)
    assert stands(store) == ["accepted Kalın", "open", "open", "open", "open", "applied Monday"]
    assert (outcome.findings, outcome.documents, outcome.position) == (1, 1, FIRST)


def test_a_decision_on_the_document_reaches_its_other_places(store: Store) -> None:
    answer(store, FIRST, REJECT, scope=Scope.DOCUMENT)
    assert stands(store) == ["rejected", "open", "rejected", "open", "open", "applied Monday"]


def test_a_decision_everywhere_reaches_all_documents(store: Store) -> None:
    outcome = answer(store, FIRST, ACCEPT, scope=Scope.EVERYWHERE, replacement="Kalin")
    assert stands(store) == ["accepted Kalin", "open", "accepted Kalin", "open", "accepted Kalin", "applied Monday"]
    assert (outcome.findings, outcome.documents) == (3, 2)


def test_the_narrower_decision_holds(store: Store) -> None:
    answer(store, FIRST, REJECT)
    answer(store, FIRST, EDIT, replacement="İbrahim Kalın", scope=Scope.DOCUMENT)
    answer(store, FIRST, ACCEPT, scope=Scope.EVERYWHERE)
    assert stands(store)[0::2] == ["rejected", "edited İbrahim Kalın", "accepted Kalın"]


def test_what_is_applied_by_default_can_be_refused(store: Store) -> None:
    answer(store, Position(1, 1), REJECT)
    assert stands(store)[5] == "rejected"
    answer(store, Position(1, 1), UNSURE)
    assert stands(store)[5] == "unsure"


def test_a_flag_can_be_confirmed_without_a_repair(store: Store) -> None:
    answer(store, Position(0, 3), ACCEPT)
    assert stands(store)[3] == "accepted"


def test_a_finding_can_be_left_out_of_the_text(store: Store) -> None:
    answer(store, Position(0, 3), EDIT, replacement="")
    assert stands(store)[3] == "edited "


def test_a_rule_is_ignored_but_for_what_was_decided_on_a_finding(store: Store) -> None:
    answer(store, Position(1, 0), ACCEPT)
    outcome = ignore_rule(store, FIRST, Answer(REJECT, scope=Scope.EVERYWHERE, who="ana"))
    assert stands(store)[0::2] == ["rejected", "rejected", "accepted Kalın"]
    assert (outcome.findings, outcome.documents) == (3, 2)


def test_a_name_that_is_not_the_name_rejects_what_makes_one_of_the_other(store: Store) -> None:
    decide_name(store, NameDecision("thick", "Kalin", REJECT, who="ana"))
    assert stands(store)[0::2] == ["rejected", "rejected", "rejected"]


def test_a_name_that_is_the_name_edits_no_text(store: Store) -> None:
    decide_name(store, NameDecision("Thick", "Kalın", ACCEPT, who="ana"))
    assert stands(store)[0] == "open"


def test_undo_takes_back_one_decision_after_the_other(store: Store) -> None:
    answer(store, FIRST, ACCEPT)
    answer(store, FIRST, EDIT, replacement="K.")
    answer(store, Position(0, 1), REJECT)
    seen = []
    for _ in range(3):
        outcome = undo(store, "ana")
        seen.append((outcome and outcome.position, stands(store)[:2]))
    assert seen == [
        (Position(0, 1), ["edited K.", "open"]),
        (FIRST, ["accepted Kalın", "open"]),
        (FIRST, ["open", "open"]),
    ]
    assert undo(store, "ana") is None


def test_undo_leaves_the_decisions_of_others(store: Store) -> None:
    decide(store, FIRST, Answer(REJECT, who="ben"))
    assert undo(store, "ana") is None
    assert stands(store)[0] == "rejected"


def test_undo_does_not_run_over_a_later_decision_of_somebody_else(store: Store) -> None:
    answer(store, FIRST, ACCEPT)
    decide(store, FIRST, Answer(REJECT, who="ben"))
    with pytest.raises(DegarbleError, match="ben decided the same again since"):
        undo(store, "ana")
    assert stands(store)[0] == "rejected"


def test_a_decision_can_be_withdrawn_without_undoing_what_came_later(store: Store) -> None:
    answer(store, FIRST, ACCEPT, scope=Scope.EVERYWHERE)
    answer(store, FIRST, REJECT)
    answer(store, FIRST, None)
    assert stands(store)[0] == "accepted Kalın"


def test_who_decided_when_and_why_is_kept(store: Store) -> None:
    answer(store, FIRST, REJECT, note="no person is meant")
    answer(store, FIRST, ACCEPT)
    undo(store, "ana")
    ruling = read_ruling(store, FIRST)
    assert ruling.decision is not None
    assert (ruling.status, ruling.decision.who, ruling.decision.note) == (Status.REJECTED, "ana", "no person is meant")
    assert ruling.decision.when.endswith("Z")
    assert [line.decision.judgement.value for line in list_history(store, FIRST) if line.decision] == [
        "reject", "accept", "reject",
    ]  # fmt: skip


def test_decisions_outlive_a_new_run_and_an_edited_article(store: Store, refill: Callable[[Texts], None]) -> None:
    answer(store, Position(0, 2), ACCEPT)
    answer(store, Position(0, 1), REJECT, scope=Scope.EVERYWHERE)
    text, damages = ARTICLES["a.txt"]
    moved = {"a.txt": ("A new first line.\n" + text, damages), "c.txt": ("A holder of Foreign.", [damages[1]])}
    refill(moved)
    found = [list_stands(store, document) for document in (0, 1)]
    assert [item.status.value for item in found[0]] == ["open", "rejected", "accepted", "open"]
    assert [item.status.value for item in found[1]] == ["rejected"]


def test_a_decision_here_does_not_reach_the_same_words_in_another_sentence(
    store: Store, refill: Callable[[Texts], None]
) -> None:
    answer(store, FIRST, ACCEPT)
    refill({"a.txt": ("Thick, cried the crowd.", [ARTICLES["a.txt"][1][0]])})
    assert [item.status.value for item in list_stands(store, 0)] == ["open"]


def test_twins_in_one_sentence_are_told_apart(store: Store, refill: Callable[[Texts], None]) -> None:
    damage = Damage("ox", ("cow",))
    refill({"a.txt": ("ox\n" * 60, [damage] * 60)})
    answer(store, Position(0, 40), ACCEPT)
    assert [number for number, item in enumerate(list_stands(store, 0)) if item.status is Status.ACCEPTED] == [40]


def test_a_finding_that_is_not_there_is_an_error(store: Store) -> None:
    with pytest.raises(DegarbleError, match="no finding 9 in document 0"):
        answer(store, Position(0, 9), ACCEPT)
