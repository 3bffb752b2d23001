"""The smallest changes that make one sentence of another, by a word diff."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from degarble.schema import Span

NEAR = 2  # changes with no more words and marks between them are one: `energy market libyan`
_PIECE = re.compile(r"(?:(?<!\w)[-−])?\d+(?:[.,:/]\d+)*|[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]|_")


class Change(NamedTuple):
    """A stretch of a sentence and what stands there instead; both hold at least one word or mark."""

    span: Span
    old: str
    new: str


class _Block(NamedTuple):
    """A run of pieces of the sentence and the run that takes its place."""

    start: int
    end: int
    new_start: int
    new_end: int


def compare(before: str, after: str, is_whole: Callable[[Change], bool] = lambda change: True) -> list[Change]:
    """Return the changes in order; space alone is none.

    Changes that are not whole by themselves (a name is taken out here and put in there) are made one change.

    >>> compare("The market libyan was closed.", "The Libyan market was closed.")
    [Change(span=Span(start=4, end=17), old='market libyan', new='Libyan market')]
    """
    old, new = list(_PIECE.finditer(before)), list(_PIECE.finditer(after))
    matcher = SequenceMatcher(None, [item.group() for item in old], [item.group() for item in new], autojunk=False)
    blocks = _join(_Block(*numbers) for tag, *numbers in matcher.get_opcodes() if tag != "equal")
    blocks = [wide for block in blocks if (wide := _widen(block, len(old), len(new)))]

    def cut(block: _Block) -> Change:
        span = Span(old[block.start].start(), old[block.end - 1].end())
        return Change(span, span.of(before), after[new[block.new_start].start() : new[block.new_end - 1].end()])

    partial = [block for block in blocks if not is_whole(cut(block))]
    if len(partial) > 1 and is_whole(cut(joined := _span_over(partial))):
        outside = [block for block in blocks if block.end <= joined.start or block.start >= joined.end]
        blocks = sorted([*outside, joined])
    return [cut(block) for block in blocks]


def _span_over(blocks: Sequence[_Block]) -> _Block:
    return _Block(blocks[0].start, blocks[-1].end, blocks[0].new_start, blocks[-1].new_end)


def _join(blocks: Iterable[_Block]) -> list[_Block]:
    """Return blocks with those that are near each other made one."""
    joined: list[_Block] = []
    for block in blocks:
        if joined and block.start - joined[-1].end <= NEAR:
            joined[-1] = _span_over((joined[-1], block))
        else:
            joined.append(block)
    return joined


def _widen(block: _Block, size: int, new_size: int) -> _Block | None:
    """Return a block that holds a piece on both sides: what is put in or taken out goes with the piece beside it."""
    start, end, new_start, new_end = block
    if start < end and new_start < new_end:
        return block
    if start and new_start:
        return _Block(start - 1, end, new_start - 1, new_end)
    return _Block(start, end + 1, new_start, new_end + 1) if end < size and new_end < new_size else None


def put(before: str, changes: Iterable[Change]) -> str:
    """Return the sentence with some of its changes made."""
    return "".join(_put(before, sorted(changes)))


def _put(before: str, changes: Sequence[Change]) -> Iterator[str]:
    place = 0
    for change in changes:
        yield before[place : change.span.start]
        yield change.new
        place = change.span.end
    yield before[place:]
