"""The report for people: carets stand under what they mean, whatever the line is like."""

from __future__ import annotations

import pytest

from degarble.reports.text import render_text
from degarble.schema import Analysis, Document, Finding, Kind, Repair, Span, Suggestion


def show(text: str, bad: str, repair: str = "x") -> list[str]:
    start = text.index(bad)
    finding = Finding(
        "any/rule", Kind.GRAMMAR, Span(start, start + len(bad)), bad, "m", suggestions=(Suggestion(repair, 0.5),)
    )
    made = Repair(Analysis(Document("a.txt", text)), text, open=(finding,))
    return ["".join(part.text for part in line) for line in render_text([made])]


@pytest.mark.parametrize(
    ("text", "line", "caret"),
    [
        ("One bad word.", "    One bad word.", "        ^^^"),
        ("東京 bad word.", "    東京 bad word.", "         ^^^"),
        ("e\u0301e\u0301 bad", "    e\u0301e\u0301 bad", "       ^^^"),
        ("\tbad\tword", "     bad word", "     ^^^"),
        ("One.\r\nbad\r\nTwo.", "    bad", "    ^^^"),
        ("One.\rA bad\rTwo.", "    A bad", "      ^^^"),
    ],
)
def test_the_caret_stands_under_the_place(text: str, line: str, caret: str) -> None:
    shown = show(text, "bad")
    assert (shown[2], shown[3]) == (line, caret)


def test_a_long_line_is_cut_around_the_place() -> None:
    shown = show("word " * 200 + "bad" + " word" * 200, "bad")
    assert len(shown[2]) < 120
    assert shown[2].strip().startswith("…")
    assert shown[2].endswith("…")
    assert shown[2][shown[3].index("^") :].startswith("bad")


def test_a_place_over_several_lines_shows_its_first() -> None:
    shown = show("A bad\npair of lines.", "bad\npair")
    assert (shown[2], shown[3]) == ("    A bad", "      ^^^")


def test_deletion_is_said_in_words() -> None:
    assert "    suggestion: (leave it out)" in show("One bad word.", "bad", "")


def test_an_empty_place_has_a_caret() -> None:
    finding = Finding("any/rule", Kind.SPACING, Span(4, 4), "", "m")
    made = Repair(Analysis(Document("a.txt", "One.Two.")), "One.Two.", open=(finding,))
    lines = ["".join(part.text for part in line) for line in render_text([made])]
    assert lines[3] == "        ^"
