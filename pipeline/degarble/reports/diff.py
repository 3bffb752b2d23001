"""Unified diffs of bytes that `git apply` and `patch -p1` accept, in the file's own encoding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

_NO_NEWLINE = b"\n\\ No newline at end of file\n"
_CONTEXT = 3


class Change(NamedTuple):
    """Lines `old_start:old_end` of the old file become `new_start:new_end` of the new."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def can_diff(data: bytes) -> bool:
    """Tell whether a diff by lines can say what changes: not in gzip, nor in encodings of two bytes a letter."""
    return not data.startswith(b"\x1f\x8b") and b"\0" not in data


def make_diff(name: str, before: bytes, after: bytes) -> Iterator[bytes]:
    """Yield the lines of a unified diff of one file; nothing when both are the same."""
    if before == after:
        return
    old, new = _split(before), _split(after)
    yield b"--- " + _quote(f"a/{name}") + b"\n"
    yield b"+++ " + _quote(f"b/{name}") + b"\n"
    for hunk in _group(_find_changes(old, new)):
        yield from _format_hunk(hunk, old, new)


def _split(data: bytes) -> list[bytes]:
    """Split at `\\n` only, as diff and patch do."""
    lines = data.split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _find_changes(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Change]:
    """Yield what differs; line by line where the number of lines stays: an edit seldom adds one, and this is linear."""
    if len(old) != len(new):
        for tag, *ends in SequenceMatcher(None, old, new).get_opcodes():
            if tag != "equal":
                yield Change(*ends)
        return
    place = 0
    for is_same, pairs in groupby(map(bytes.__eq__, old, new)):
        end = place + len(list(pairs))
        if not is_same:
            yield Change(place, end, place, end)
        place = end


def _group(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Yield the changes of each hunk: those whose context touches."""
    hunk: list[Change] = []
    for change in changes:
        if hunk and change.old_start - hunk[-1].old_end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _format_hunk(hunk: Sequence[Change], old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[bytes]:
    before = min(_CONTEXT, hunk[0].old_start)
    after = min(_CONTEXT, len(old) - hunk[-1].old_end)
    start, end = hunk[0].old_start - before, hunk[-1].old_end + after
    yield f"@@ -{_format_range(start, end)} ".encode()
    yield f"+{_format_range(hunk[0].new_start - before, hunk[-1].new_end + after)} @@\n".encode()
    for change in hunk:
        yield from (_format_line(b" ", line) for line in old[start : change.old_start])
        yield from (_format_line(b"-", line) for line in old[change.old_start : change.old_end])
        yield from (_format_line(b"+", line) for line in new[change.new_start : change.new_end])
        start = change.old_end
    yield from (_format_line(b" ", line) for line in old[start:end])


def _format_range(start: int, end: int) -> str:
    count = end - start
    first = start + 1 if count else start
    return f"{first}" if count == 1 else f"{first},{count}"


def _format_line(mark: bytes, line: bytes) -> bytes:
    return mark + line if line.endswith(b"\n") else mark + line + _NO_NEWLINE


def _quote(name: str) -> bytes:
    """Return a file name as git writes it: a tab behind spaces, C escapes for what would end the line."""
    data = name.encode("utf-8")
    if not any(byte < 32 or byte in b'"\\' for byte in data):
        return data + (b"\t" if b" " in data else b"")
    return b'"' + b"".join(_escape(byte) for byte in data) + b'"'


def _escape(byte: int) -> bytes:
    if byte in b'"\\':
        return b"\\" + bytes((byte,))
    return bytes((byte,)) if 32 <= byte < 127 else b"\\%03o" % byte
