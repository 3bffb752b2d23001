"""Differences between the articles and what people decided, on standard output."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from degarble.reports.diffstat import render_kinds, render_stat
from degarble.reports.sidebyside import Edit, render_side_by_side, render_unified
from degarble.reports.text import Line, print_lines
from degarble.review.chosen import Page, list_edits, list_pages, write_text
from degarble.review.store import Store

_WIDEST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What to print: columns, unified, stat or kinds; documents by words of their paths; a width of 0 is guessed."""

    style: str
    only: tuple[str, ...] = ()
    width: int = 0
    auto: bool = True


def print_diff(store: Store, asked: Asked) -> None:
    """Print the differences, in colour on a terminal."""
    print_lines(render_diff(store, asked), sys.stdout)


def render_diff(store: Store, asked: Asked) -> Iterator[Line]:
    """Yield the lines of the differences."""
    pages = (page for page in list_pages(store) if _is_wanted(page.sheet.id, asked.only))
    width = asked.width or min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    if asked.style == "stat":
        rows = (_count_words(page, auto=asked.auto) for page in pages)
        yield from render_stat([row for row in rows if row[1] or row[2]], width)
    elif asked.style == "kinds":
        yield from render_kinds(_count_kinds(pages))
    else:
        for page in pages:
            yield from _render_page(page, asked, width)


def _is_wanted(name: str, only: tuple[str, ...]) -> bool:
    return not only or any(word in name for word in only)


def _render_page(page: Page, asked: Asked, width: int) -> Iterator[Line]:
    edits = list_edits(page, auto=asked.auto)
    if not edits:
        return
    text = page.sheet.text
    if asked.style == "unified":
        yield from render_unified(page.sheet.id, text, write_text(text, edits))
    else:
        yield from render_side_by_side(page.sheet.id, text, edits, width)


def _count_words(page: Page, *, auto: bool) -> tuple[str, int, int]:
    """Return a document with the number of words that go and of those that come."""
    counts = [_compare(edit) for edit in list_edits(page, auto=auto)]
    return page.sheet.id, sum(gone for gone, _ in counts), sum(come for _, come in counts)


def _compare(edit: Edit) -> tuple[int, int]:
    before, after = Counter(edit.text.split()), Counter(edit.replacement.split())
    return (before - after).total(), (after - before).total()


def _count_kinds(pages: Iterator[Page]) -> Counter[tuple[str, str]]:
    pairs = (zip(page.sheet.findings, page.stands, strict=True) for page in pages)
    return Counter((mark.kind, stand.status.value) for some in pairs for mark, stand in some)
