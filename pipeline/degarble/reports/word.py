"""A repaired text as a Word file: each repair a tracked change, each finding a comment."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, pairwise
from typing import NamedTuple

from degarble.errors import EditError
from degarble.reports.sheet import Change, compare
from degarble.reports.word_parts import Pen, Signature, close_comment, open_comment, pack, write_comment
from degarble.schema import SegmentKind, Span

_NEWLINE = re.compile(r"[\r\n]")
_STYLES: dict[str, str] = {SegmentKind.TITLE: "Title", SegmentKind.BOILERPLATE: "Quiet", SegmentKind.MARKUP: "Quiet"}


class WordChange(NamedTuple):
    """A repair, or with no `replacement` a place that only gets a comment; offsets are half-open code points."""

    span: Span
    replacement: str | None
    comment: str
    author: str
    when: str

    @property
    def signature(self) -> Signature:
        """Return who made it and when."""
        return Signature(self.author, self.when)


class _Piece(NamedTuple):
    """A stretch of the text; `after` is what is to stand there, None when it stays; comments begin and end at it."""

    start: int
    before: str
    after: str | None = None
    signature: Signature = Signature()
    opens: int | None = None
    closes: int | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.before)

    @property
    def result(self) -> str:
        return self.before if self.after is None else self.after


class _Paragraph(NamedTuple):
    """A row's pieces; those of `tail` lie in the line breaks behind it, for which the paragraph mark stands."""

    style: str
    body: Sequence[_Piece]
    tail: Sequence[_Piece]

    @property
    def signature(self) -> Signature:
        """Return who changed its end."""
        pieces = (*self.tail, *reversed(self.body))
        return next((piece.signature for piece in pieces if piece.after is not None), Signature())


def make_word(title: str, text: str, rows: Sequence[tuple[int, int, str]], changes: Sequence[WordChange]) -> bytes:
    """Return a `.docx` in which all changes accepted give the repaired text, and all refused the original.

    `rows` are start, end and kind of the paragraphs; they cover the text without gaps. The line breaks behind a row
    are its paragraph mark. A character that XML cannot hold becomes U+FFFD.

    Raises:
        EditError: a change overlaps another or stands outside the text.
    """
    ordered = sorted(changes, key=lambda change: change.span)
    _check(text, ordered)
    rows = rows or [(0, len(text), SegmentKind.PARAGRAPH)]
    paragraphs = list(_make_paragraphs(text, rows, _find_pieces(text, ordered)))
    comments = (
        write_comment(number, change.signature, change.comment)
        for number, change in enumerate(ordered)
        if change.comment.strip()
    )
    return pack(title, _write(paragraphs), comments)


def _check(text: str, changes: Sequence[WordChange]) -> None:
    place = 0
    for change in changes:
        start, end = change.span
        if not place <= start <= end <= len(text):
            raise EditError(
                f"The change at {start} overlaps another or ends outside the text.",
                "The document changed since it was examined: run `degarble repair` again.",
            )
        place = end


def _find_pieces(text: str, changes: Sequence[WordChange]) -> Iterator[_Piece]:
    """Yield what stays and what changes, in order; together the pieces cover the text."""
    place = 0
    for number, change in enumerate(changes):
        if place < change.span.start:
            yield _Piece(place, text[place : change.span.start])
        yield from _split(change.span.of(text), change, number if change.comment.strip() else None)
        place = change.span.end
    if place < len(text):
        yield _Piece(place, text[place:])


def _split(before: str, change: WordChange, number: int | None) -> Iterator[_Piece]:
    """Yield the pieces of a change: only the words that differ are marked."""
    replacement = before if change.replacement is None else change.replacement
    parts = compare(before, replacement) or [Change(before, replacement)]
    place = change.span.start
    for index, part in enumerate(parts):
        after = None if part.before == part.after else part.after
        opens, closes = number if index == 0 else None, number if index == len(parts) - 1 else None
        yield _Piece(place, part.before, after, change.signature, opens, closes)
        place += len(part.before)


def _make_paragraphs(text: str, rows: Sequence[tuple[int, int, str]], pieces: Iterable[_Piece]) -> Iterator[_Paragraph]:
    breaks = [start + _find_break(text[start:end]) for start, end, _ in rows]
    cuts = sorted({*breaks, *(end for _, end, _ in rows)})
    parts = [part for piece in pieces for part in _cut(piece, cuts)]
    first = 0
    for (_, end, kind), middle in zip(rows, breaks, strict=True):
        last = bisect_left(parts, end, first, key=lambda part: part.start) if end < len(text) else len(parts)
        body = [part for part in parts[first:last] if part.start < middle or part.end == middle]
        yield _Paragraph(_STYLES.get(kind, "Normal"), body, parts[first + len(body) : last])
        first = last


def _find_break(text: str) -> int:
    """Return where the line breaks at the end of a text begin; its length when it ends without one."""
    found = _NEWLINE.search(text, len(text.rstrip()))
    return found.start() if found else len(text)


def _cut(piece: _Piece, cuts: Sequence[int]) -> Iterator[_Piece]:
    """Yield a piece in parts that lie in one row each; what is inserted stands at the first."""
    inner = cuts[bisect_right(cuts, piece.start) : bisect_left(cuts, piece.end)]
    for start, end in pairwise((piece.start, *inner, piece.end)):
        is_first, is_last = start == piece.start, end == piece.end
        yield piece._replace(
            start=start,
            before=piece.before[start - piece.start : end - piece.start],
            after=piece.after if is_first or piece.after is None else "",
            opens=piece.opens if is_first else None,
            closes=piece.closes if is_last else None,
        )


def _write(paragraphs: Sequence[_Paragraph]) -> Iterator[str]:
    """Yield paragraphs as XML; a paragraph's mark goes with its line breaks, or with all that it held."""
    numbers = count(1)
    is_begun = False
    for paragraph in paragraphs:
        result = "".join(piece.result for piece in paragraph.body)
        tail = "".join(piece.result for piece in paragraph.tail)
        behind = tail[: _find_break(tail)]
        is_joined = bool(paragraph.tail) and behind == tail
        is_emptied = not (is_begun or result or behind) and any(piece.before for piece in paragraph.body)
        is_gone = (is_joined or is_emptied) and paragraph is not paragraphs[-1]
        yield _write_paragraph(paragraph, behind, numbers, is_gone=is_gone)
        is_begun = is_gone and (is_begun or bool(result or behind))


def _write_paragraph(paragraph: _Paragraph, behind: str, numbers: Iterator[int], *, is_gone: bool) -> str:
    """Return a paragraph as XML with `behind` inserted at its end; its mark is deleted when it `is_gone`."""
    pen = Pen.of("".join(piece.before for piece in paragraph.body), numbers)
    runs = [_write_piece(piece, pen) for piece in paragraph.body]
    runs += [open_comment(piece.opens) for piece in paragraph.tail if piece.opens is not None]
    runs.append(pen.insert(behind, paragraph.signature))
    runs += [close_comment(piece.closes) for piece in paragraph.tail if piece.closes is not None]
    return pen.write_paragraph(paragraph.style, "".join(runs), paragraph.signature if is_gone else None)


def _write_piece(piece: _Piece, pen: Pen) -> str:
    if piece.after is None:
        runs = pen.keep(piece.before)
    else:
        runs = pen.delete(piece.before, piece.signature) + pen.insert(piece.after, piece.signature)
    opening = "" if piece.opens is None else open_comment(piece.opens)
    return opening + runs + ("" if piece.closes is None else close_comment(piece.closes))
