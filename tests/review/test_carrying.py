"""Decisions go from folder to folder as a file, and two people's files meet without losing what either said."""

from __future__ import annotations

from pathlib import Path

import pytest

from degarble.decisions import encode_decisions, read_decisions
from degarble.errors import ConfigError
from degarble.review.carrying import Prefer, export_decisions, import_decisions
from degarble.review.deciding import Answer, Position, decide, decide_name, undo
from degarble.review.shown import list_stands
from degarble.review.store import Store, make_store
from degarble.schema import Decision, Judgement, NameDecision, Scope

from .conftest import ARTICLES, fill_store

ACCEPT, REJECT = Judgement.ACCEPT, Judgement.REJECT


def make_decisions(store: Store) -> None:
    decide(store, Position(0, 1), Answer(ACCEPT, who="ana"))
    decide(store, Position(0, 0), Answer(REJECT, scope=Scope.EVERYWHERE, who="ana", note="no name"))
    decide_name(store, NameDecision("Kalin", "Kalın", ACCEPT, who="ana"))


def test_a_file_is_sorted_and_says_what_it_is_about(store: Store) -> None:
    make_decisions(store)
    lines = list(encode_decisions(export_decisions(store)))
    assert lines[0].partition(",")[0] == '{"form":"Kalin"'
    assert [item.about for item in export_decisions(store) if isinstance(item, Decision)] == [
        "lexicon/test: holder of Foreign → foreign minister",
        "name/literal: Thick → Kalın",
    ]


def test_decisions_go_to_another_folder_and_bear_there(store: Store, tmp_path: Path) -> None:
    make_decisions(store)
    file = tmp_path / "decisions.jsonl"
    file.write_text("".join(encode_decisions(export_decisions(store))), "utf-8")
    with make_store(tmp_path / "tomorrow") as other:
        fill_store(other, tmp_path / "in", {"b.txt": ARTICLES["b.txt"]})
        merge = import_decisions(other, read_decisions(file))
        assert (merge.added, merge.known, merge.conflicts) == (3, 0, ())
        assert [item.status.value for item in list_stands(other, 0)] == ["rejected", "applied"]
        assert export_decisions(other) == export_decisions(store)


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    make_decisions(store)
    merge = import_decisions(store, export_decisions(store))
    assert (merge.added, merge.known) == (0, 3)


def test_what_was_taken_back_here_is_not_decided_again_by_the_same_file(store: Store) -> None:
    make_decisions(store)
    file = export_decisions(store)
    undo(store, "ana")
    undo(store, "ana")
    import_decisions(store, file)
    assert [item.status.value for item in list_stands(store, 0)] == ["open", "accepted", "open", "open"]


@pytest.mark.parametrize(
    ("prefer", "status"), [(Prefer.LATER, "accepted"), (Prefer.MINE, "rejected"), (Prefer.THEIRS, "accepted")]
)
def test_two_people_who_disagree_are_reported(store: Store, prefer: Prefer, status: str) -> None:
    decide(store, Position(0, 1), Answer(REJECT, scope=Scope.EVERYWHERE, who="ana"))
    mine = next(item for item in export_decisions(store) if isinstance(item, Decision))
    theirs = Decision(mine.key, ACCEPT, who="ben", when="2999-01-01T00:00:00Z", about=mine.about)
    merge = import_decisions(store, [theirs], prefer)
    assert [(item.mine, item.theirs) for item in merge.conflicts] == [(mine, theirs)]
    assert merge.conflicts[0].kept is (mine if prefer is Prefer.MINE else theirs) or prefer is Prefer.MINE
    assert list_stands(store, 0)[1].status.value == status


def test_an_earlier_decision_does_not_replace_a_later_one(store: Store) -> None:
    decide(store, Position(0, 1), Answer(REJECT, scope=Scope.EVERYWHERE, who="ana"))
    mine = next(item for item in export_decisions(store) if isinstance(item, Decision))
    merge = import_decisions(store, [Decision(mine.key, ACCEPT, who="ben", when="2001-01-01")])
    assert (merge.added, len(merge.conflicts)) == (0, 1)
    assert list_stands(store, 0)[1].status.value == "rejected"


def test_a_line_that_is_no_decision_is_named(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    file.write_text('{"key":"abc","judgement":"accept"}\n\n{"key":"abc","judgement":"perhaps"}\n', "utf-8")
    with pytest.raises(ConfigError, match="line 3"):
        read_decisions(file)
