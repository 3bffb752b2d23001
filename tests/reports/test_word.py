"""The Word file: all accepted it is the repair, all refused the original, and other programs read it the same way."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble.errors import EditError
from degarble.reports.word import WordChange, make_word
from degarble.schema import Span

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = {f"{W}tab": "\t", f"{W}br": "\n"}
TEXT = (
    "Minister opens the bridge 🌉\n\n"
    "Colonel Iron, said on tuesday that “all is\twell”.\n"
    "More about the bird\n\n"
    "The rope\nof the bridge  is new .\n\n"
    "قال الوزير في Sinop إن الجسر جديد\n"
    "All rights are kept"
)
KINDS = ("title", "paragraph", "boilerplate", "paragraph", "paragraph", "boilerplate")
STARTS = [TEXT.index(part) for part in ("Minister", "Colonel", "More", "The rope", "قال", "All rights")]
ROWS = [(start, end, kind) for (start, end), kind in zip(pairwise([*STARTS, len(TEXT)]), KINDS, strict=True)]
PARAGRAPHS = [TEXT[start:end].rstrip("\n") for start, end, _ in ROWS]


def change(part: str, replacement: str | None, comment: str = "", author: str = "degarble") -> WordChange:
    start = TEXT.index(part)
    return WordChange(Span(start, start + len(part)), replacement, comment, author, "2024-05-03T10:20:30+02:00")


CHANGES = [
    change("Iron, said on tuesday", "Demir said on Tuesday", "A surname was translated.\nnames/literal · critical"),
    change("well", None, "Perhaps an idiom.", "Ada Lind"),
    change("More about the bird", "", "A remnant of the page."),
    change("rope\nof", "rope of", ""),
    change("new .", "new.", ""),
    change("جديد", "قديم"),
]
REPAIRED = [
    PARAGRAPHS[0],
    "Colonel Demir said on Tuesday that “all is\twell”.",
    "The rope of the bridge  is new.",
    "قال الوزير في Sinop إن الجسر قديم",
    "All rights are kept",
]


def read(data: bytes, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(f"word/{part}.xml"))


def settle(data: bytes, *, is_accepted: bool) -> list[str]:
    """Return the paragraphs when all changes are accepted, or all refused."""
    lost, paragraphs = f"{W}del" if is_accepted else f"{W}ins", [""]
    for paragraph in read(data, "document").iter(f"{W}p"):
        gone = {run for mark in paragraph.iter(lost) for run in mark.iter(f"{W}r")}
        runs = [run for run in paragraph.iter(f"{W}r") if run not in gone]
        paragraphs[-1] += "".join(MARKS.get(item.tag, item.text or "") for run in runs for item in run)
        if paragraph.find(f"{W}pPr/{W}rPr/{lost}") is None:
            paragraphs.append("")
    return paragraphs[:-1]


def apply(text: str, changes: list[WordChange]) -> str:
    pieces, place = [], 0
    for span, replacement, *_ in changes:
        pieces += [text[place : span.start], span.of(text) if replacement is None else replacement]
        place = span.end
    return "".join((*pieces, text[place:]))


def flatten(text: str) -> str:
    """Return a text whose paragraphs and lines are parted by one line break each."""
    return re.sub(r"\n\s*", "\n", text.replace("\0", "\ufffd")).strip("\n")


def test_accepted_it_is_the_repair_and_refused_the_original():
    data = make_word("The bridge", TEXT, ROWS, CHANGES)
    assert settle(data, is_accepted=True) == REPAIRED
    assert settle(data, is_accepted=False) == PARAGRAPHS


@st.composite
def draw_cases(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]], list[WordChange]]:
    words = st.sampled_from(["Demir ", "said", ", ", "\n", "\n\n", "\n  ", "\t", " ", "<&>", "\0", "🌉", "جسر "])
    text = "".join(draw(st.lists(words, max_size=20)))
    ends = [match.end() for match in re.finditer(r"\n\s*", text) if draw(st.booleans())]
    bounds = sorted({0, *ends, len(text)})
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    new = st.one_of(st.none(), st.lists(words, max_size=4).map("".join))
    spans = [Span(*pair) for pair in zip(places[::2], places[1::2], strict=False)]
    changes = [WordChange(span, draw(new), draw(st.sampled_from(["", "why"])), "Ada", "") for span in spans]
    return text, [(start, end, "paragraph") for start, end in pairwise(bounds)], changes


@given(draw_cases())
def test_whatever_changes_both_texts_come_back(case):
    text, rows, changes = case
    data = make_word("", text, rows, changes)
    parts = [re.sub(r"\n\s*\Z", "", text[start:end]).replace("\0", "\ufffd") for start, end, _ in rows]
    assert settle(data, is_accepted=False) == (parts or [""])
    assert flatten("\n".join(settle(data, is_accepted=True))) == flatten(apply(text, changes))


@given(draw_cases())
def test_every_comment_begins_and_ends_once_in_this_order(case):
    data = make_word("", *case)
    places = [(item.tag, item.get(f"{W}id")) for item in read(data, "document").iter()]
    for comment in read(data, "comments"):
        marks = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
        found = [places.index((mark, comment.get(f"{W}id"))) for mark in marks]
        assert found == sorted(found)
    assert sum(tag == f"{W}commentReference" for tag, _ in places) == sum(bool(item.comment) for item in case[2])


def test_only_the_words_that_differ_are_marked():
    document = read(make_word("", TEXT, ROWS, CHANGES[:1]), "document")
    assert ["".join(mark.itertext()) for mark in document.iter(f"{W}del")] == ["Iron,", "tuesday"]
    assert ["".join(mark.itertext()) for mark in document.iter(f"{W}ins")] == ["Demir", "Tuesday"]


def test_a_mark_says_who_made_it_when():
    document = read(make_word("", TEXT, ROWS, [change("Iron,", "Demir", "", ' Ada\n"A" <Lind> ')]), "document")
    assert [document.find(f".//{W}{tag}").attrib for tag in ("del", "ins")] == [
        {f"{W}id": number, f"{W}author": 'Ada "A" <Lind>', f"{W}date": "2024-05-03T08:20:30Z"} for number in ("1", "2")
    ]


@pytest.mark.parametrize(
    ("when", "date"),
    [
        ("2024-05-03", "2024-05-03T00:00:00Z"),
        ("2024-05-03T10:20:30.5Z", "2024-05-03T10:20:30Z"),
        ("today", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_a_time_is_written_as_word_reads_it(when, date):
    document = read(make_word("", "Iron", [], [WordChange(Span(0, 4), "Demir", "", "", when)]), "document")
    mark = document.find(f".//{W}ins")
    assert mark.get(f"{W}date") == date
    assert mark.get(f"{W}author") == "degarble"


def test_a_comment_over_two_paragraphs_ends_in_the_second():
    document = read(make_word("", "One.\nTwo.", [(0, 5, "title"), (5, 9, "markup")], [flag(0, 7, "why")]), "document")
    first, second = document.iter(f"{W}p")
    assert first.find(f"{W}commentRangeStart") is not None
    assert second.find(f"{W}commentRangeEnd") is not None
    assert [item.get(f"{W}val") for item in document.iter(f"{W}pStyle")] == ["Title", "Quiet"]


def flag(start: int, end: int, comment: str) -> WordChange:
    return WordChange(Span(start, end), None, comment, "", "")


def test_two_paragraphs_become_one_and_text_may_stand_where_their_break_was():
    rows = [(0, 5, "paragraph"), (5, 8, "paragraph")]
    joined = make_word("", "One \nTwo", rows, [WordChange(Span(3, 5), " and ", "", "", "")])
    assert settle(joined, is_accepted=True) == ["One and Two"]
    assert settle(joined, is_accepted=False) == ["One ", "Two"]
    lone = make_word("", "One \nTwo", rows, [WordChange(Span(5, 8), "", "", "", "")])
    assert settle(lone, is_accepted=True) == ["One ", ""]


def test_windows_line_breaks_are_one_break():
    data = make_word("", "One\r\ntwo\r\n\r\nThree\r\n", [(0, 12, "paragraph"), (12, 19, "paragraph")], [])
    assert settle(data, is_accepted=False) == ["One\ntwo", "Three"]


def test_what_xml_cannot_hold_is_shown_as_such_everywhere():
    bad = "\0\x0b\ud800\uffff"
    data = make_word(bad, f"a{bad}b", [], [WordChange(Span(0, 1), bad, bad + "\n" + bad, bad, bad)])
    assert settle(data, is_accepted=True) == ["\ufffd" * 8 + "b"]
    assert "".join(read(data, "comments").itertext()).strip("\ufffd") == ""


def test_a_paragraph_from_right_to_left_says_so():
    paragraphs = list(read(make_word("", TEXT, ROWS, CHANGES), "document").iter(f"{W}p"))
    assert [item.find(f"{W}pPr/{W}bidi") is not None for item in paragraphs] == [False] * 4 + [True, False]
    assert paragraphs[4].find(f".//{W}rtl") is not None


def test_the_same_input_gives_the_same_bytes(monkeypatch):
    data = make_word("The bridge", TEXT, ROWS, CHANGES)
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert make_word("The bridge", TEXT, ROWS, list(reversed(CHANGES))) == data


@pytest.mark.parametrize("spans", [[(0, 4), (3, 5)], [(0, 4), (2, 2)], [(0, 99)], [(3, 2)]])
def test_changes_that_do_not_fit_are_refused(spans):
    with pytest.raises(EditError, match="overlaps another"):
        make_word("", "Iron said", [], [WordChange(Span(*span), "", "", "", "") for span in spans])


def test_python_docx_reads_text_and_comments():
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    document = docx.Document(io.BytesIO(make_word("The bridge", TEXT, ROWS, CHANGES)))
    assert document.core_properties.title == "The bridge"
    assert [item.style.name for item in document.paragraphs][:3] == ["Title", "Normal", "Quiet"]
    assert [(item.author, item.initials, item.text) for item in document.comments] == [
        ("degarble", "D", "A surname was translated.\nnames/literal · critical"),
        ("Ada Lind", "AL", "Perhaps an idiom."),
        ("degarble", "D", "A remnant of the page."),
    ]


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Settle(source As String, target As String, answer As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" + answer + "AllTrackedChanges", "", 0, Array())
  Dim plain(1) As New com.sun.star.beans.PropertyValue
  plain(0).Name = "FilterName"
  plain(0).Value = "Text (encoded)"
  plain(1).Name = "FilterOptions"
  plain(1).Value = "UTF8,LF"
  document.storeToURL(ConvertToURL(target), plain())
  document.close(True)
End Sub
</script:module>
"""


def call_office(profile: Path, *arguments: str) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("answer", "wanted"), [("Accept", REPAIRED), ("Reject", PARAGRAPHS)])
def test_libreoffice_settles_the_changes_the_same_way(tmp_path, answer, wanted):
    source, target, profile = tmp_path / "bridge.docx", tmp_path / "bridge.txt", tmp_path / "profile"
    source.write_bytes(make_word("The bridge", TEXT, ROWS, CHANGES))
    # The first start lays out the profile; only then can a macro be put there.
    call_office(profile, "--convert-to", "txt", "--outdir", str(tmp_path), str(source))
    assert "Iron,Demir" in target.read_text(encoding="utf-8")
    (profile / "user/basic/Standard/Module1.xba").write_text(MACRO, encoding="utf-8")
    call_office(profile, f'macro:///Standard.Module1.Settle("{source}","{target}","{answer}")')
    assert target.read_text(encoding="utf-8-sig").splitlines() == "\n".join(wanted).splitlines()
