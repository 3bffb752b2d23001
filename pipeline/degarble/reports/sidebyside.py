"""What a repair changes in one document, for a terminal or a pipe: side by side, or as a patch with words marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, groupby, islice, zip_longest
from typing import NamedTuple

from degarble.reports.columns import ADDED, IDEOGRAPHS, REMOVED, isolate, pad, shorten, wrap
from degarble.reports.diff import make_diff
from degarble.reports.places import Places
from degarble.reports.sheet import Change, compare
from degarble.reports.text import SEVERITY_STYLES, Line, Part, clean
from degarble.schema import Severity, Span
from degarble.segment.lines import join_wrapped, read_lines
from degarble.segment.sentences import split_sentences

_NARROWEST = 32
_LONGEST_UNIT = 400
_SHORT_GAP = 3
_MOST_WORDS = 20_000
_CONTEXT = "dim"
_LINE_END = re.compile(r"[\r\n]")
_WORD = re.compile(rf"\s*[{IDEOGRAPHS}]|\s*[^\W{IDEOGRAPHS}]+|\s*[^\w\s]|\s+")


class Edit(NamedTuple):
    """A piece of a document's text and what a rule puts there; offsets are code points."""

    span: Span
    text: str
    replacement: str
    severity: Severity
    rule: str


class _Unit(NamedTuple):
    """A sentence, or several that an edit joins, with the edits in it."""

    span: Span
    paragraph: int
    edits: Sequence[Edit]


class _Row(NamedTuple):
    """A row of both columns; the first of a unit has the number of its line and its edits, the others 0 and none."""

    line: int
    paragraph: int
    edits: Sequence[Edit]
    left: Line
    right: Line


def render_side_by_side(name: str, text: str, edits: Sequence[Edit], width: int) -> Iterator[Line]:
    """Yield the sentences that change, original left and repaired right, in lines of at most `width` cells.

    Around them stands a row of their paragraph, beneath them the rules. Edits do not overlap; those that change nothing
    are left out. A width under 32 counts as 32.
    """
    changes = sorted((edit for edit in edits if edit.text != edit.replacement), key=lambda edit: edit.span)
    if not changes:
        return
    width = max(width, _NARROWEST)
    count = f"  {len(changes)} edit{'s' * (len(changes) != 1)}"
    yield *isolate((Part(shorten(name, width - len(count)), "bold"),)), Part(count, "dim")
    places = Places(text)
    page = _Page(text, places, len(str(places.find(len(text))[0])), width)
    yield from page.lay_out(page.choose(_find_units(text, changes)))
    yield ()


def _find_units(text: str, edits: Sequence[Edit]) -> Iterator[_Unit]:
    """Yield units that cover the text without gaps; no edit reaches over the end of one."""
    starts = list(_find_starts(text)) or [(0, 0)]
    start = first = last = 0
    paragraph = starts[0][1]
    for end, following in [*starts[1:], (len(text) + 1, 0)]:
        while last < len(edits) and edits[last].span.start < end:
            last += 1
        if last == first or not _crosses(edits[last - 1], end):
            yield _Unit(Span(start, end), paragraph, edits[first:last])
            start, first, paragraph = end, last, following


def _find_starts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and in which paragraph; one that does not end is parted at spaces."""
    for paragraph, line in enumerate(join_wrapped(text, read_lines(text))):
        for start, end in split_sentences(text, line.start, line.end):
            yield start, paragraph
            while end - start > _LONGEST_UNIT:
                start = max(text.rfind(" ", start, start + _LONGEST_UNIT), start + _LONGEST_UNIT // 2) + 1
                yield start, paragraph


def _crosses(edit: Edit, end: int) -> bool:
    """Tell whether an edit reaches over a place or joins the lines that meet there."""
    is_joining = _LINE_END.search(edit.text) and not _LINE_END.search(edit.replacement)
    return edit.span.end > end or (edit.span.end == end and bool(is_joining))


@dataclass(frozen=True, slots=True)
class _Page:
    """A document's text in two columns behind line numbers of some digits."""

    text: str
    places: Places
    digits: int
    width: int

    @property
    def column(self) -> int:
        return (self.width - self.digits - len("   │ ")) // 2

    def choose(self, units: Iterable[_Unit]) -> Iterator[_Row | None]:
        """Yield the rows to show, and none where something is cut."""
        before: _Unit | None = None
        gap: list[_Unit] = []
        for unit in units:
            if unit.edits:
                yield from self._bridge(before, gap, unit)
                yield from self._show(unit)
                before, gap = unit, []
            else:
                gap.append(unit)
        yield from self._bridge(before, gap, None)

    def _bridge(self, before: _Unit | None, gap: Sequence[_Unit], after: _Unit | None) -> Iterator[_Row | None]:
        """Yield what stands between two units that change: all if it is short, else its ends."""
        rows = list(islice(chain.from_iterable(map(self._show, gap)), _SHORT_GAP + 1))
        if before and after and len(rows) <= _SHORT_GAP:
            yield from rows
            return
        if before and gap and gap[0].paragraph == before.paragraph:
            yield from self._cut(gap[0], is_end=False)
        if before and after:
            yield None
        if after and gap and gap[-1].paragraph == after.paragraph:
            yield from self._cut(gap[-1], is_end=True)

    def _cut(self, unit: _Unit, *, is_end: bool) -> Iterator[_Row]:
        """Yield the row with which a unit begins or ends."""
        rows = list(islice(self._show(unit), 2))
        if len(rows) < 2:
            yield from rows
            return
        content = unit.span.of(self.text).strip()
        if is_end:
            content = "…" + re.sub(r"^\S*\s+", "", content[-self.column :])
        *_, end = wrap([Part(content, _CONTEXT)], self.column)
        start = next(wrap([Part(content, _CONTEXT)], self.column - 1))
        line = end if is_end else (*start, Part("…", _CONTEXT))
        yield rows[is_end]._replace(left=line, right=line)

    def _show(self, unit: _Unit) -> Iterator[_Row]:
        content = unit.span.of(self.text)
        line = self.places.find(unit.span.start + len(content) - len(content.lstrip()))[0]
        edits = unit.edits
        base, changes = "" if edits else _CONTEXT, list(self._compare(unit))
        left = wrap(_style(changes, base, REMOVED), self.column)
        right = wrap(_style([Change(item.after, item.before) for item in changes], base, ADDED), self.column)
        for before, after in zip_longest(left, right, fillvalue=()):
            yield _Row(line, unit.paragraph, edits, before, after)
            line, edits = 0, ()

    def _compare(self, unit: _Unit) -> Iterator[Change]:
        place = unit.span.start
        for span, text, replacement, *_ in unit.edits:
            kept = self.text[place : span.start]
            yield Change(kept, kept)
            yield from compare(text, replacement) or [Change(text, replacement)]
            place = span.end
        kept = self.text[place : unit.span.end]
        yield Change(kept, kept)

    def lay_out(self, rows: Iterable[_Row | None]) -> Iterator[Line]:
        """Yield the lines of rows; the rules stand where their paragraph ends or is cut."""
        for _, group in groupby(rows, lambda row: row and row.paragraph):
            line, edits = 0, list[Edit]()
            for row in group:
                if row is None:
                    yield (Part("⋮".rjust(self.digits), "dim"),)
                    continue
                yield self._join(row, row.line if row.line != line else 0)
                line, edits = row.line or line, [*edits, *row.edits]
            yield from self._name_rules(edits)

    def _join(self, row: _Row, line: int) -> Line:
        number = Part(f"{line or '':>{self.digits}}  ", "dim")
        left = (number, *isolate(row.left), pad(row.left, self.column), Part(" │", "dim"))
        return (*left, Part(" "), *isolate(row.right)) if row.right else left

    def _name_rules(self, edits: Iterable[Edit]) -> Iterator[Line]:
        indent = self.digits + 2
        parts: list[Part] = []
        for (severity, rule), count in Counter((edit.severity, edit.rule) for edit in edits).items():
            parts += [Part(", ", "dim")] if parts else []
            parts += [Part(severity.value, f"dim {SEVERITY_STYLES[severity]}"), Part(f"\u00a0{rule}", "dim")]
            parts += [Part(f"\u00a0×{count}", "dim")] if count > 1 else []
        for row in wrap(parts, self.width - indent):
            yield (Part(" " * indent), *(Part(text.replace("\u00a0", " "), style) for text, style, _ in row))


def _style(changes: Iterable[Change], base: str, style: str) -> Iterator[Part]:
    """Yield the left side of changes; what changes in `style`, without the space around its words."""
    for own, other in ((item.before, item.after) for item in changes):
        core = _find_core(own, other) if own != other else ""
        start = own.rindex(core)
        parts = Part(own[:start], base), Part(core, style), Part(own[start + len(core) :], base)
        yield from (part for part in parts if part.text)


def _find_core(own: str, other: str) -> str:
    """Return the words that change; where only space does, what is too much.

    >>> _find_core(" old man ", ""), _find_core("   ", " "), _find_core(" ", "   ")
    ('old man', '  ', '')
    """
    if own.strip() or other.strip():
        return own.strip()
    return "" if other.startswith(own) else own.removeprefix(other)


def render_unified(name: str, before: str, after: str) -> Iterator[Line]:
    """Yield a unified diff; its plain text is a patch, on a terminal the words that change stand out in their lines."""
    old, new = (text.encode("utf-8", "surrogatepass") for text in (before, after))
    diff = b"".join(make_diff(name, old, new)).decode("utf-8", "surrogatepass")
    lines = diff.removesuffix("\n").split("\n") if diff else []
    yield from ((_make_safe(Part(line, "bold")),) for line in lines[:2])
    for is_change, run in groupby(lines[2:], lambda line: line[0] in "-+\\"):
        if is_change:
            yield from _mark_words(list(run))
        else:
            yield from ((_make_safe(Part(line, "cyan" if line[0] == "@" else "")),) for line in run)


def _mark_words(run: Sequence[str]) -> Iterator[Line]:
    """Yield lines that go and lines that come; if they are as many, each is compared with its partner."""
    old, new = ([line[1:] for line in run if line[0] == mark] for mark in "-+")
    pairs = [_compare_words(*pair) for pair in zip(old, new, strict=True)] if len(old) == len(new) else []
    left = iter(pairs)
    right = iter([[Change(item.after, item.before) for item in pair] for pair in pairs])
    for line in run:
        style, changes = {"-": ("red", left), "+": ("green", right)}.get(line[0], ("dim", iter(())))
        words = list(next(changes, ())) or [Change(line[1:], line[1:])]
        yield tuple(_make_safe(part) for part in (Part(line[0], style), *_style(words, style, f"{style} reverse")))


def _compare_words(before: str, after: str) -> list[Change]:
    """Return two lines word by word; empty when they share none or are too long to follow."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        return []
    opcodes = SequenceMatcher(None, old, new).get_opcodes()
    is_like = any(tag == "equal" and "".join(old[i:j]).strip() for tag, i, j, _, _ in opcodes)
    return [Change("".join(old[i:j]), "".join(new[k:m])) for _, i, j, k, m in opcodes] if is_like else []


def _make_safe(part: Part) -> Part:
    """Return a part that is clean on a terminal and as it was on a pipe."""
    return Part(clean(part.text), part.style, part.text)
