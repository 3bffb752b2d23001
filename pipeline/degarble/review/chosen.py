"""The edits people chose: what stands in a document's text after review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from degarble.reports.html import render_sheets
from degarble.reports.sheet import Choice, Mark, Sheet, compare
from degarble.reports.sidebyside import Edit
from degarble.review.naming import decide_names, list_name_decisions, list_names
from degarble.review.shown import Stand, list_stands, read_record, read_sheet
from degarble.review.store import Store
from degarble.schema import Severity, Span, Status


class Page(NamedTuple):
    """A document of the run: its number, its sheet, and where each of its findings stands."""

    number: int
    sheet: Sheet
    stands: Sequence[Stand]


def list_pages(store: Store) -> Iterator[Page]:
    """Yield the documents in the order of the run, one at a time."""
    for (number,) in store.link.execute("select number from documents order by number").fetchall():
        yield Page(number, read_sheet(store, number), list_stands(store, number))


def list_edits(page: Page, *, auto: bool = True) -> list[Edit]:
    """Return what people accepted and wrote themselves in a document, and, with `auto`, what is applied by default."""
    return [
        _make_edit(mark, stand.replacement)
        for mark, stand in zip(page.sheet.findings, page.stands, strict=True)
        if stand.replacement is not None and (auto or stand.status is not Status.APPLIED)
    ]


def render_page(store: Store) -> Iterator[str]:
    """Yield the static page of the run, as it was decided, piece by piece."""
    names = decide_names(list_names(store), list_name_decisions(store))
    return render_sheets(map(decide_sheet, list_pages(store)), names, read_record(store))


def decide_sheet(page: Page) -> Sheet:
    """Return the sheet of a document as it was decided: what was chosen is applied, what was rejected is gone."""
    pairs = zip(page.sheet.findings, page.stands, strict=True)
    marks = [_decide_mark(mark, stand.replacement) for mark, stand in pairs if stand.status is not Status.REJECTED]
    return msgspec.structs.replace(page.sheet, findings=marks)


def _decide_mark(mark: Mark, replacement: str | None) -> Mark:
    if replacement is None:
        return msgspec.structs.replace(mark, applied=False)
    others = [item for item in mark.suggestions if item.text != replacement]
    chosen = next((item for item in mark.suggestions if item.text == replacement), Choice(replacement, 1.0))
    changes = compare(mark.text, replacement)
    return msgspec.structs.replace(mark, applied=True, suggestions=[chosen, *others], changes=changes)


def _make_edit(mark: Mark, replacement: str) -> Edit:
    return Edit(Span(mark.start, mark.end), mark.text, replacement, Severity(mark.severity), mark.rule)


def write_text(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with edits that do not overlap carried out."""
    pieces, place = [], 0
    for edit in sorted(edits):
        pieces += [text[place : edit.span.start], edit.replacement]
        place = edit.span.end
    return "".join((*pieces, text[place:]))
