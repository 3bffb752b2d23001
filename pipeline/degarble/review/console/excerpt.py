"""A finding in its sentence, with what would stand in its place and the sentences around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from degarble.reports.sheet import Change, Mark, Sheet, compare
from degarble.review.shown import Stand
from degarble.schema import Span, Status
from degarble.segment.sentences import split_sentences

_AROUND = 120
_LONGEST = 300


class Excerpt(NamedTuple):
    """The end of the sentence before, what stands before the finding in its sentence, behind it, and the next one."""

    previous: str
    left: str
    right: str
    following: str


def cut_excerpt(sheet: Sheet, mark: Mark) -> Excerpt:
    """Return what stands around a finding in its paragraph; what is long is cut."""
    row = sheet.rows[max(bisect_right(sheet.rows, mark.start, key=lambda item: item.start) - 1, 0)]
    sentences = list(split_sentences(sheet.text, row.start, max(row.end, mark.end)))
    touched = [item for item in sentences if item.start < mark.end and mark.start < item.end]
    span = Span(touched[0].start, touched[-1].end) if touched else Span(mark.start, mark.end)
    start, end = min(span.start, mark.start), max(span.end, mark.end)
    before = [item.of(sheet.text) for item in sentences if item.end <= start]
    after = [item.of(sheet.text) for item in sentences if item.start >= end]
    left, right = sheet.text[start : mark.start], sheet.text[mark.end : end]
    previous, following = before[-1] if before else "", after[0] if after else ""
    return Excerpt(_keep_end(previous, _AROUND), _keep_end(left), _keep_start(right), _keep_start(following, _AROUND))


def _keep_end(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else "… " + text[-longest:].partition(" ")[2]


def _keep_start(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0] + " …"


def find_wording(mark: Mark, stand: Stand) -> str | None:
    """Return what stands in the place of a finding, or would if it was accepted; None: the text as it is."""
    if stand.status in (Status.OPEN, Status.UNSURE):
        return mark.suggestions[0].text if mark.suggestions else None
    return stand.replacement


def compare_words(mark: Mark, words: str | None) -> list[Change]:
    """Return the words of a finding with what stands in their place; a single change where nothing is kept.

    Without a change (None) the words are the same on both sides.
    """
    if words is None:
        return [Change(mark.text, mark.text)]
    is_best = bool(mark.suggestions) and words == mark.suggestions[0].text
    return (mark.changes if is_best else compare(mark.text, words)) or [Change(mark.text, words)]


def reveal(text: str) -> str:
    """Return words that can be seen: line ends get a sign, and so do spaces where there is nothing else.

    >>> reveal("a\\nb"), reveal("  ")
    ('a↵b', '␣␣')
    """
    shown = text.replace("\r\n", "↵").replace("\n", "↵").replace("\r", "↵")
    return shown if shown.strip() else shown.replace(" ", "␣")


def list_reasons(mark: Mark) -> Iterator[str]:
    """Yield the evidence for a finding, each in a line."""
    for item in mark.evidence:
        yield f"{item.source}: {item.detail}" if item.detail else item.source
