"""The review line by line: what is asked, what is told, and how it ends, on a pipe and on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest

from degarble.review.console.lines import run_lines
from degarble.review.deciding import Answer, Position, decide
from degarble.review.shown import list_stands
from degarble.review.store import Store
from degarble.schema import Judgement, Scope

from .conftest import Damage, Texts


class Terminal(StringIO):
    """A terminal of no particular kind."""

    def isatty(self) -> bool:
        return True


def hold(store: Store, answers: str, out: StringIO | None = None) -> str:
    """Return what is printed when the answers are given, one a line."""
    out = out or StringIO()
    run_lines(store, "ana", StringIO(answers), out)
    return out.getvalue()


def test_a_finding_with_its_question(store: Store) -> None:
    shown = hold(store, "")
    assert shown.splitlines()[:8] == [
        "",
        "a.txt:1:1  ◆ critical  name/literal",
        "    [-Thick-]{+Kalın+}, said the wheat is ripe.",
        "  'Thick' is damaged.",
        "  1 Kalın (0.90)",
        "  2 Kalin (0.90)",
        "  The same was found 2 times more, in 2 documents (A, N).",
        "(1/6) Accept? [y,n,e,1-2,u,z,j,k,J,K,A,N,I,/,o,q,?] ",
    ]


def test_the_sentences_around_are_shown(store: Store) -> None:
    shown = hold(store, "J\n").splitlines()
    assert "    [-Thick-]{+Kalın+}, said the oats are late." in shown
    assert "    On monday it rained." in shown


def test_a_flag_is_asked_about_otherwise(store: Store) -> None:
    shown = hold(store, "/ rule:garble/passage\n")
    assert "    [?The end?] came." in shown
    assert "(1/1) Damaged? [y,n,e,u,z," in shown


def test_the_end_of_the_input_ends_cleanly(store: Store) -> None:
    assert hold(store, "y\nn").endswith(
        "\n\n2 of 6 findings decided: 1 accepted, 1 rejected; 1 applied by default, 3 open.\n"
        f"See what changes:  degarble diff {store.path.parent}\n"
        f"Write it:          degarble apply {store.path.parent}\n"
    )


def test_no_answer_is_no_decision(store: Store) -> None:
    assert "0 of 6 findings decided; 1 applied by default, 5 open." in hold(store, "\n\n  \nA\n\n")


def test_it_ends_when_all_is_decided(store: Store) -> None:
    shown = hold(store, "y\n" * 100)
    assert shown.count("? [y,n") == 5
    assert "Confirmed: The end. Nothing is left to decide here." in shown
    assert "5 of 6 findings decided: 5 accepted; 1 applied by default, 0 open." in shown


def test_q_ends(store: Store) -> None:
    assert "(2/6)" not in hold(store, "q\ny\n")


def test_words_may_follow_the_key(store: Store) -> None:
    hold(store, "e Mr Kalın\ne\nİbrahim Kalın\n")
    assert [item.replacement for item in list_stands(store, 0)][0::2] == ["Mr Kalın", "İbrahim Kalın"]


def test_everywhere_names_scope_and_count(store: Store) -> None:
    question = "Accept everywhere: Thick → Kalın, 3 findings in 2 documents (d: only the 2 in this document)? [y,d,n] "
    assert question in hold(store, "A\ny\n")
    assert [item.status for item in list_stands(store, 0)][0::2] == ["accepted", "accepted"]


def test_the_help_is_followed_by_the_question(store: Store) -> None:
    shown = hold(store, "?\n")
    assert "  q    quit        Leave; what was decided is saved already.\n(1/6) Accept?" in shown


def test_a_finding_is_shown_once_until_something_changes(store: Store) -> None:
    assert hold(store, "x\n?\no\n").count("◆ critical") == 1
    assert hold(store, "y\nk\n").count("accepted by ana") == 1


def test_who_decided_and_how_far(store: Store) -> None:
    decide(store, Position(0, 1), Answer(Judgement.EDIT, "the minister", Scope.EVERYWHERE, "ben", "as elsewhere"))
    shown = hold(store, "o\nj\n")
    assert "The [-holder of Foreign-]{+the minister+} came." in shown
    assert "  edited by ben, 20" in shown
    assert "(everywhere): as elsewhere\n" in shown


def test_control_characters_do_not_reach_the_terminal(
    store: Store, refill: Callable[[Texts], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    refill({"c\x1b.txt": ("Dear \x1b[31mThick\x07 came.\n", [Damage("\x1b[31mThick\x07", ("K\x1b[0m",))])})
    shown = hold(store, "y\nk\nA\n", Terminal())
    assert "[31m" in shown
    assert "\x1b[31m" not in shown
    assert "\x07" not in shown


def test_colours_are_for_terminals_that_want_them(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[31m[-Thick-]\x1b[0m\x1b[32m{+Kalın+}\x1b[0m" in hold(store, "", Terminal())
    assert "\x1b" not in hold(store, "")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[-Thick-]{+Kalın+}" in hold(store, "", Terminal())


def test_without_findings_it_says_so(store: Store, refill: Callable[[Texts], None]) -> None:
    refill({"c.txt": ("It rained.\n", [])})
    assert "0 of 0 findings decided" in hold(store, "y\nq\n")
