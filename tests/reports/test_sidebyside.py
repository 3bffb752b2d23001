"""Differences for a person: two columns that hold the words they should, and a patch whose words are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble.reports.columns import ADDED, REMOVED, measure_line, shorten
from degarble.reports.diff import make_diff
from degarble.reports.sidebyside import Edit, render_side_by_side, render_unified
from degarble.reports.text import Line, Part, print_lines
from degarble.schema import Severity, Span

BAR = Part(" │", "dim")
COLOURS = {REMOVED, ADDED, "on red", "on green"}
TEXT = (
    "Ministry of the Foreign Russia denies it\n\n"
    "Colonel Iron, said the work goes on since 14: 30. He thanked the crews. Nobody asked him.\n\n"
    "The weather office expects calm days.\nThe ferries sail.\nThe road is open.\nThe tower is shut.\n\n"
    "A crew came from the russia."
)
BREAKS = st.sampled_from(["\n", "\r\n", "\n\n", ". ", "! ", " ", "  ", "\u3000"])
WORDS = st.text("abZ9.,'-éé́東京。「」קולונלب\u202e\u2066\x1b\x00\t❤️👩", max_size=12) | st.text(
    "ab", min_size=40, max_size=60
)
PIECES = st.lists(WORDS | BREAKS, max_size=8).map("".join)
CHANGES = st.lists(st.tuples(PIECES, PIECES, PIECES), max_size=6)


def edit(text: str, bad: str, good: str, rule: str = "any/rule", severity: Severity = Severity.MINOR) -> Edit:
    start = text.index(bad)
    return Edit(Span(start, start + len(bad)), bad, good, severity, rule)


def show(text: str, edits: Sequence[Edit], width: int = 80) -> list[str]:
    return ["".join(part.bare for part in line).rstrip() for line in render_side_by_side("a.txt", text, edits, width)]


def split(line: Line) -> tuple[Line, Line]:
    """Return the two columns of a line, without its number."""
    bar = line.index(BAR)
    return line[1:bar], line[bar + 1 :]


def pack(parts: Iterable[Part]) -> str:
    """Return what stands in parts, without white space and what cannot be shown."""
    text = "".join(part.text for part in parts)
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069↵…]", "", text)


def make(changes: Iterable[tuple[str, str, str]]) -> tuple[str, str, list[Edit]]:
    """Return a text, its repair and the edits between them."""
    text = repaired = ""
    edits = []
    for kept, bad, good in changes:
        text, repaired = text + kept, repaired + kept
        edits.append(Edit(Span(len(text), len(text) + len(bad)), bad, good, Severity.MAJOR, "any/rule"))
        text, repaired = text + bad, repaired + good
    return text, repaired, edits


def test_two_columns_show_what_changes() -> None:
    edits = [
        edit(TEXT, "Ministry of the Foreign Russia", "Russian Foreign Ministry", "order/ministry", Severity.MAJOR),
        edit(TEXT, "Iron, said", "Demir said", "names/word", Severity.CRITICAL),
        edit(TEXT, "14: 30", "14:30", "spacing/time"),
        edit(TEXT, "the russia", "Russia", "casing/country"),
    ]
    assert show(TEXT, edits, 92) == [
        "a.txt  4 edits",
        " 1  [-Ministry of the-] Foreign [-Russia-]     │ {+Russian+} Foreign {+Ministry+} denies it",
        "    denies it                                  │",
        "    major order/ministry",
        " 3  Colonel [-Iron,-] said the work goes on    │ Colonel {+Demir+} said the work goes on",
        "    since 14:[- -]30.                          │ since 14:30.",
        "    He thanked the crews.                      │ He thanked the crews.",
        "    critical names/word, minor spacing/time",
        " ⋮",
        "10  A crew came from [-the russia-].           │ A crew came from {+Russia+}.",
        "    minor casing/country",
        "",
    ]


def test_what_changes_has_a_colour_and_the_rest_of_the_paragraph_is_dim() -> None:
    lines = list(render_side_by_side("a.txt", TEXT, [edit(TEXT, "crews", "men")], 80))
    before, changed, after = (split(line) for line in lines[1:4])
    assert [part.style for part in (*before[0], *after[1]) if part.text.strip()] == ["dim", "dim"]
    assert changed[0][:3] == (Part("He thanked the "), Part("crews", REMOVED, "[-crews-]"), Part("."))
    assert Part("men", ADDED, "{+men+}") in changed[1]


def test_a_document_without_edits_is_not_mentioned() -> None:
    assert show(TEXT, [edit(TEXT, "crews", "crews")]) == []


def test_rules_that_did_the_same_are_counted() -> None:
    text = "One zwallow saw a zwolf."
    lines = show(text, [edit(text, "zwallow", "swallow"), edit(text, "zwolf", "wolf")])
    assert lines[-2] == "   minor any/rule ×2"


@pytest.mark.parametrize(
    ("text", "bad", "good", "left", "right"),
    [
        ("A crew came .", " .", ".", "A crew came[- -].", "A crew came."),
        ("A  crew came.", "A  crew", "A crew", "A [- -]crew came.", "A crew came."),
        ("One\ntwo.", "\n", " ", "One[-↵-]", "One{+ +}two."),
        ("One two.", " ", "\n", "One[- -]two.", "One{+↵+}"),
        ("He said.", "said", "said so", "He said.", "He said {+so+}."),
    ],
)
def test_space_that_changes_is_seen_where_it_is_all_that_changes(
    text: str, bad: str, good: str, left: str, right: str
) -> None:
    row = show(text, [edit(text, bad, good)])[1]
    assert [cell.strip() for cell in row[3:].split("│")] == [left, right]


def test_sentences_of_a_wrapped_paragraph_flow_and_have_their_lines() -> None:
    text = "The first sentence of this paragraph is long, and the\nsecond line ends it. The crews of all the ferries\n"
    text += "came from russia.\n"
    lines = show(text, [edit(text, "crews", "men"), edit(text, "russia", "Russia")], 140)
    assert [line.partition("│")[0].rstrip() for line in lines[1:4]] == [
        "   …sentence of this paragraph is long, and the second line ends it.",
        "2  The [-crews-] of all the ferries came from [-russia-].",
        "   minor any/rule ×2",
    ]


def test_a_sentence_that_does_not_end_is_not_shown_whole() -> None:
    text = "word " * 1000 + "bad" + " word" * 1000
    assert len(show(text, [edit(text, "bad", "good")])) < 20


def test_ideographs_wrap_without_spaces_and_count_two_cells() -> None:
    text = "東京の大臣は昨日、記者会見でこの件について説明し、北の橋は閉まらないと述べた。"
    rows = [split(line)[0] for line in list(render_side_by_side("a", text, [edit(text, "東京", "大阪")], 60))[1:-2]]
    assert [measure_line(row)[1] for row in rows] == [27] * len(rows)
    assert not any(row[0].text.startswith(("、", "。")) for row in rows)


def test_right_to_left_writing_stays_in_its_column() -> None:
    text = "ספינה אחת הגיעה."
    shown = show(text, [edit(text, "אחת", "")])[1]
    assert [cell.strip().partition(" ")[0][0] for cell in shown[3:].split("│")] == ["\u2068", "\u2068"]
    assert shown.count("\u2069") == 2
    assert "\u2068" not in "".join(show(TEXT, [edit(TEXT, "crews", "men")]))


@given(CHANGES, st.integers(min_value=32, max_value=200))
def test_every_line_fits(changes: list[tuple[str, str, str]], width: int) -> None:
    text, _, edits = make(changes)
    lines = list(render_side_by_side("a long folder/東京/" * 9, text, edits, width))
    assert [line for line in lines if max(measure_line(line)) > width] == []
    assert len({measure_line(line[: line.index(BAR)]) for line in lines if BAR in line}) <= 1


@given(CHANGES)
def test_columns_hold_the_original_and_the_repaired_words(changes: list[tuple[str, str, str]]) -> None:
    text, repaired, edits = make(changes)
    ends = [0, 0]
    columns = pack([Part(text)]), pack([Part(repaired)])
    for rows in cut(render_side_by_side("a", text, edits, 60)):
        for side, column in enumerate(columns):
            shown = pack(part for row in rows for part in row[side])
            assert shown in column[ends[side] :]
            ends[side] = column.index(shown, ends[side]) + len(shown)
        kept = [pack(part for row in rows for part in row[side] if part.style not in COLOURS) for side in (0, 1)]
        assert kept[0] == kept[1]


def cut(lines: Iterable[Line]) -> list[list[tuple[Line, Line]]]:
    """Return the rows of both columns that stand together, without what is cut between them."""
    stretches: list[list[tuple[Line, Line]]] = [[]]
    for line in lines:
        if line and line[0].text.strip() == "⋮":
            stretches.append([])
        elif BAR in line:
            stretches[-1].append(split(line))
    return stretches


@given(CHANGES)
def test_every_edit_is_shown(changes: list[tuple[str, str, str]]) -> None:
    text, _, edits = make(changes)
    lines = list(render_side_by_side("a", text, edits, 60))
    left, right = (pack(part for line in lines if BAR in line for part in split(line)[side]) for side in (0, 1))
    changed = [item for item in edits if item.text != item.replacement]
    assert all(pack([Part(item.text)]) in left and pack([Part(item.replacement)]) in right for item in changed)


@given(PIECES, PIECES, PIECES)
def test_the_plain_text_of_a_unified_diff_is_a_patch(kept: str, before: str, after: str) -> None:
    old, new = f"{kept}{before}\nsame\n{kept}", f"{kept}{after}\nsame\n{kept}"
    lines = list(render_unified("a b.txt", old, new))
    plain = "".join("".join(part.bare for part in line) + "\n" for line in lines)
    assert plain.encode() == b"".join(make_diff("a b.txt", old.encode(), new.encode()))
    assert not re.search(r"[\x00-\x1f\x7f\u202e]", "".join(part.text for line in lines for part in line))


def test_words_that_change_stand_out_in_their_lines() -> None:
    old = "Same.\nColonel Iron, said it.\nAll else.\n"
    new = "Same.\nColonel Demir said it.\nNothing shared\n"
    lines = list(render_unified("a.txt", old, new))
    assert [[part.text for part in line if "reverse" in part.style] for line in lines] == (
        [[], [], [], [], ["Iron,"], [], ["Demir"], []]
    )


def test_lines_without_partners_are_whole() -> None:
    lines = list(render_unified("a.txt", "One two.\n", "One.\ntwo.\n"))
    assert [part.style for line in lines[3:] for part in line if part.text] == ["red"] * 2 + ["green"] * 4


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def print_to(stream: StringIO, lines: Iterable[Line]) -> str:
    print_lines(lines, stream)
    return stream.getvalue()


def test_a_pipe_gets_marks_and_a_terminal_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    line = [(Part("A "), Part("bad", REMOVED, "[-bad-]"), Part("  "))]
    assert print_to(StringIO(), line) == "A [-bad-]  \n"
    assert print_to(Terminal(), line) == "A \x1b[9;31mbad\x1b[0m  \n"
    monkeypatch.setenv("NO_COLOR", "1")
    assert print_to(Terminal(), line) == "A \x1b[9m[-bad-]\x1b[0m  \n"


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_a_raw_patch_does_not_steer_a_terminal(monkeypatch: pytest.MonkeyPatch, term: str) -> None:
    monkeypatch.setenv("TERM", term)
    lines = list(render_unified("a.txt", "One \x1b[2J two.\n", "One \x07 two.\n"))
    assert "\x1b[2J" in print_to(StringIO(), lines)
    assert not {"\x1b[2J", "\x07"} & set(re.findall(r"\x1b\[2J|\x07", print_to(Terminal(), lines)))


def test_long_names_lose_their_beginning() -> None:
    assert [shorten("folder/東京/file.txt", width) for width in (20, 16, 8)] == [
        "folder/東京/file.txt",
        "…/東京/file.txt",
        "…ile.txt",
    ]
