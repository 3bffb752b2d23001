"""Quotations, marks included: nested, unclosed, or re-opened in the next paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from degarble.schema import Span

_MARK = re.compile("[\"“”„‟«»‘‚’‹›'＂「」『』]")
_CLOSERS = {
    "“": '”"',
    "„": '“”"‟',
    "«": "»",
    "‹": "›",
    "‘": "’",
    "‚": "‘’",
    '"': '"”',
    "'": "'",
    "»": "«",
    "”": "”",
    "‟": "”",
    "「": "」",
    "『": "』",
    "＂": "＂",
}
_SINGLE = "‘‚'"
_LONGEST_STRAIGHT_SINGLE = 300


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner."""

    mark: str
    start: int


def find_quotes(text: str, paragraphs: Iterable[Span]) -> Iterator[Span]:
    """Yield the quotations of each paragraph; an unclosed one ends with its paragraph.

    A paragraph that begins with a mark again continues the quotation left open before it; each has its own span.
    """
    for paragraph in paragraphs:
        marks = list(_MARK.finditer(text, paragraph.start, paragraph.end))
        if marks:
            yield from _pair(text, paragraph, marks)


def _pair(text: str, paragraph: Span, marks: list[re.Match[str]]) -> Iterator[Span]:
    stack: list[_Open] = []
    closable = _find_single_closers(text, paragraph, marks)
    for place, match in enumerate(marks):
        mark, at = match[0], match.start()
        before = text[at - 1] if at > paragraph.start else " "
        after = text[at + 1] if at + 1 < paragraph.end else " "
        if mark in "'’" and _is_apostrophe(mark, before, after, stack, closable[place]):
            continue
        depth = _find_partner(stack, mark, before, after)
        if depth is not None:
            yield Span(stack[depth].start, at + 1)
            del stack[depth:]
        elif _opens(mark, before, after, closable[place], at):
            stack.append(_Open(mark, at))
    for left in stack:
        if left.mark not in _SINGLE:  # a lone single mark is more likely an apostrophe
            yield Span(left.start, paragraph.end)
            return


def _find_single_closers(text: str, paragraph: Span, marks: list[re.Match[str]]) -> list[int]:
    """Return for each mark where the next single mark stands that could close a quotation, -1 when there is none."""
    nearest = -1
    closers: list[int] = []
    for match in reversed(marks):
        closers.append(nearest)
        if match[0] in "'’" and _may_close(text, paragraph, match.start()):
            nearest = match.start()
    return closers[::-1]


def _may_close(text: str, paragraph: Span, at: int) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return not before.isspace() and not after.isalnum()


def _is_apostrophe(mark: str, before: str, after: str, stack: list[_Open], closer: int) -> bool:
    """Tell an apostrophe from a single quotation mark."""
    if before.isalnum() and after.isalnum():
        return True
    waiting = bool(stack) and stack[-1].mark in _SINGLE
    if before.isspace() or before in '([{"“„«':
        return mark == "’" or after.isdigit() or not after.isalnum()
    if not waiting:
        return True
    return before in "sS" and after.isspace() and closer >= 0  # a genitive: the quotation closes later


def _find_partner(stack: list[_Open], mark: str, before: str, after: str) -> int | None:
    """Return the depth of the innermost open mark that this one closes."""
    if mark in '"“' and (before.isspace() or before in "([") and after.isalnum():
        return None
    for depth in range(len(stack) - 1, max(-1, len(stack) - 5), -1):
        if mark in _CLOSERS.get(stack[depth].mark, ""):
            return depth
    return None


def _opens(mark: str, before: str, after: str, closer: int, at: int) -> bool:
    """Tell whether a mark that closes nothing opens a quotation."""
    if after.isspace():
        return False
    if mark in "'‘":
        return closer >= 0 and (mark == "‘" or 2 < closer - at < _LONGEST_STRAIGHT_SINGLE) and not before.isalnum()
    if mark in "“„«‹‟‚「『":
        return True
    return mark in '"»”＂' and not before.isalnum() and (before.isspace() or before in "([—–-:,") and after.isalnum()
