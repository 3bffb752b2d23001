"""rdjsonl: ranges lead reviewdog to the bytes of the finding, and nothing points to a place that is not known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble.link import Names
from degarble.reports.lines import EntityTable, FindingLine, SuggestionLine, make_finding_lines
from degarble.reports.rdjson import render_rdjsonl
from degarble.schema import Analysis, Document, Finding, Kind, Repair, Span

TEXT = "In ö 🌉 the bridge of sinop is open.\r\nThe water\nminister spoke ,\nand left.\n"


def make_line(part: str, document: str = "a/one.txt", **changes: Any) -> FindingLine:
    start = TEXT.index(part)
    return msgspec.structs.replace(make_line_at(Span(start, start + len(part)), TEXT, document), **changes)


def make_line_at(span: Span, text: str, document: str = "a/one.txt") -> FindingLine:
    finding = Finding("casing/country", Kind.CASING, span, span.of(text), "A country.")
    repair = Repair(Analysis(Document(document, text)), text, open=(finding,))
    (line,) = make_finding_lines(repair, EntityTable(Names(()), {}))
    return line


def render_one(line: FindingLine, text: str = TEXT) -> dict[str, Any]:
    (row,) = render_rdjsonl([line], {line.document: text}.__getitem__)
    diagnostic = json.loads(row)
    assert isinstance(diagnostic, dict)
    return diagnostic


def refuse(document: str) -> str:
    raise AssertionError(document)


def cut(text: str, start: dict[str, int], end: dict[str, int]) -> bytes:
    """Return the bytes of a range, read as reviewdog does: lines of a diff, bytes from 1."""
    lines = [row + b"\n" for row in text.encode().split(b"\n")]
    first = sum(map(len, lines[: start["line"] - 1])) + start["column"] - 1
    last = sum(map(len, lines[: end["line"] - 1])) + end["column"] - 1
    return text.encode()[first:last]


def test_a_diagnostic_says_file_place_rule_and_tool() -> None:
    assert render_one(make_line("sinop")) == {
        "message": "A country.",
        "location": {
            "path": "a/one.txt",
            "range": {"start": {"line": 1, "column": 26}, "end": {"line": 1, "column": 31}},
        },
        "severity": "INFO",
        "source": {"name": "degarble"},
        "code": {"value": "casing/country"},
        "suggestions": [],
        "original_output": "a/one.txt:1:22: minor: A country. [casing/country]",
    }


@given(st.text("aö🌉\r\n", max_size=12), st.data())
def test_ranges_are_lines_of_a_diff_and_bytes(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    place = render_one(make_line_at(Span(start, end), text), text)["location"]["range"]
    assert cut(text, **place) == text[start:end].encode()
    assert place["start"]["line"] == text.count("\n", 0, start) + 1
    assert place["end"]["line"] == text.count("\n", 0, end) + 1


@pytest.mark.parametrize(
    ("severity", "word"), [("neutral", "INFO"), ("minor", "INFO"), ("major", "WARNING"), ("critical", "ERROR")]
)
def test_severities(severity: str, word: str) -> None:
    assert render_one(make_line("sinop", severity=severity))["severity"] == word


def test_suggestions_replace_the_range() -> None:
    found = render_one(make_line(" ,\nand", suggestions=[SuggestionLine(", and", 0.9), SuggestionLine("", 0.1)]))
    place = found["location"]["range"]
    assert place == {"start": {"line": 3, "column": 15}, "end": {"line": 4, "column": 4}}
    assert found["suggestions"] == [{"range": place, "text": ", and"}, {"range": place, "text": ""}]


@pytest.mark.parametrize(
    ("document", "path", "message"),
    [
        ("b.jsonl#7", "b.jsonl", "Record 7: A country."),
        ("page.html", "page.html", "A country."),
        ("old.txt.gz", "old.txt.gz", "A country."),
    ],
)
def test_what_is_not_the_text_of_its_file_gets_the_file_alone(document: str, path: str, message: str) -> None:
    line = make_line("sinop", document, suggestions=[SuggestionLine("Sinop", 0.9)])
    (row,) = render_rdjsonl([line], refuse)
    found = json.loads(row)
    assert found["location"] == {"path": path}
    assert found["message"] == message
    assert found["suggestions"] == []
    assert found["original_output"].startswith(f"{document}:1:22: ")


def test_a_diagnostic_is_one_line() -> None:
    (row,) = render_rdjsonl([make_line("sinop", message="Two\nlines\u2028.")], lambda _: TEXT)
    assert row.count("\n") == 1
    assert json.loads(row)["message"] == "Two\nlines\u2028."


def test_findings_are_written_as_they_come_and_texts_read_once_a_document() -> None:
    events: list[str] = []

    def give() -> Iterator[FindingLine]:
        for name in ("a.txt", "a.txt", "b.txt"):
            events.append("finding")
            yield make_line("sinop", name)

    def read(name: str) -> str:
        events.append(name)
        return TEXT

    for row in render_rdjsonl(give(), read):
        events.append(json.loads(row)["location"]["path"].upper())
    assert events == ["finding", "a.txt", "A.TXT", "finding", "A.TXT", "finding", "b.txt", "B.TXT"]


def test_without_findings_nothing_is_written() -> None:
    assert list(render_rdjsonl([], refuse)) == []
