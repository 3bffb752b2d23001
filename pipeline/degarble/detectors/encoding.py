"""Letters broken on the way: text decoded with the wrong encoding, entities, lost and invisible characters."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding
from degarble.knowledge.rules import Rule
from degarble.reading import Reading
from degarble.schema import Finding, Level, SegmentKind, Span

if TYPE_CHECKING:
    from ftfy import ExplainedText

# a letter that a lead byte of UTF-8 becomes, followed by a sign that a continuation byte becomes
_SUSPICIOUS = re.compile(
    "[\u00c2-\u00f4\u0391-\u03c9\u0402-\u045f]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122\u0401-\u045f ]"
)
_LINE = re.compile(r"[^\r\n]+")
_RUN = re.compile(r"\u00c2 |(?:[^\x00-\x7f\s]|(?<=[\u00c2\u00c3\u00e2])[ \u00a0](?=[^\x00-\x7f]))+\u00a0?")
_LOST = re.compile(r"\ufffd+|[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,6});")
_PLAIN_STEPS = frozenset(("encode", "decode"))
_SURE = 2
_WIDEST = 40
_MARKED = ("html", "markdown")


class Encoding:
    """Finds mojibake with ftfy and locates it; lost characters are only reported."""

    name = "encoding"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield the broken words, the entities and the characters nobody can restore."""
        rules, reading = context.knowledge.rules_by_id, context.reading
        mojibake = list(_find_mojibake(rules["encoding/mojibake"], reading)) if "encoding/mojibake" in rules else []
        yield from mojibake
        if "encoding/entity" in rules:
            yield from _find_entities(rules["encoding/entity"], reading)
        if "encoding/lost-character" in rules:
            yield from _find_lost(rules["encoding/lost-character"], reading, [item.span for item in mojibake])


def _find_mojibake(rule: Rule, reading: Reading) -> Iterator[Finding]:
    text, done = reading.text, -1
    if text.isascii():
        return
    for hint in _SUSPICIOUS.finditer(text):
        if hint.start() < done:
            continue
        begin = max(text.rfind("\n", 0, hint.start()), text.rfind("\r", 0, hint.start())) + 1
        line = _LINE.match(text, begin)
        if line is not None:
            done = line.end()
            yield from _repair_line(rule, reading, Span(*line.span()))


def _repair_line(rule: Rule, reading: Reading, line: Span) -> Iterator[Finding]:
    """Yield the repairs of one line: word by word where that adds up to the whole, else one stretch."""
    from ftfy import fix_encoding_and_explain

    before = line.of(reading.text)
    explained = fix_encoding_and_explain(before)
    if explained.text == before:
        return
    changes = _locate(before, explained)
    plain = all(step.action in _PLAIN_STEPS for step in explained.explanation or ())
    level = Level.AUTO if plain and _count_repaired(changes) >= _SURE and _is_clean(explained.text) else Level.SUGGEST
    for start, end, repaired in changes:
        span = Span(line.start + start, line.start + end)
        # a dagger is what ftfy makes of a closing mark whose last byte is lost: no repair to offer
        finding = build_finding(rule, span, span.of(reading.text), () if "†" in repaired else (repaired,))
        quoted = reading.is_quoted(span)
        yield replace(finding, level=Level.SUGGEST if quoted else level) if finding.suggestions else finding


def _locate(before: str, explained: ExplainedText) -> list[tuple[int, int, str]]:
    """Return (start, end, repaired) of what ftfy changed in a line."""
    changes = list(_repair_runs(before, explained))
    rebuilt, last = [], 0
    for start, end, repaired in changes:
        rebuilt += [before[last:start], repaired]
        last = end
    rebuilt.append(before[last:])
    if "".join(rebuilt) == explained.text:
        return [(start, end, _drop_space(before, start, repaired)) for start, end, repaired in changes]
    return [_find_difference(before, explained.text)]


def _repair_runs(before: str, explained: ExplainedText) -> Iterator[tuple[int, int, str]]:
    from ftfy import apply_plan

    plan = [(step.action, step.parameter) for step in explained.explanation or ()]
    for start, end in _find_words(before, _RUN):
        try:
            repaired = apply_plan(before[start:end], plan)
        except UnicodeError:
            continue
        if repaired != before[start:end]:
            yield start, end, repaired


def _find_words(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the words that hold a match of a pattern, those that share one joined."""
    start = end = 0
    for match in pattern.finditer(text):
        begin, stop = _widen(text, *match.span())
        if begin > end or (begin == end and not end):
            if end:
                yield start, end
            start = begin
        end = stop
    if end:
        yield start, end


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch with the letters that touch it: readers know words, not bytes."""
    first, last = max(0, start - _WIDEST), min(len(text), end + _WIDEST)
    if not text[start].isspace():
        while start > first and text[start - 1].isalnum():
            start -= 1
    if not text[end - 1].isspace():
        while end < last and text[end].isalnum():
            end += 1
    return start, end


def _drop_space(before: str, start: int, repaired: str) -> str:
    """Return nothing for a no-break space restored beside a space."""
    return "" if repaired == "\u00a0" and (start == 0 or before[start - 1].isspace()) else repaired


def _find_difference(before: str, after: str) -> tuple[int, int, str]:
    """Return the shortest stretch whose replacement turns one line into the other."""
    shared = min(len(before), len(after))
    start = next((place for place in range(shared) if before[place] != after[place]), shared)
    tail = next((n for n in range(shared - start) if before[-1 - n] != after[-1 - n]), shared - start)
    return start, len(before) - tail, after[start : len(after) - tail]


def _count_repaired(changes: Sequence[tuple[int, int, str]]) -> int:
    """Return how many broken characters were put together again."""
    return sum(sum(not char.isascii() for char in repaired) for _, _, repaired in changes)


def _is_clean(text: str) -> bool:
    from ftfy.badness import is_bad

    return not is_bad(text) and "\ufffd" not in text


def _find_entities(rule: Rule, reading: Reading) -> Iterator[Finding]:
    if reading.document.format in _MARKED:
        return
    for item in reading.segments:
        text = item.span.of(reading.text)
        if item.kind is SegmentKind.MARKUP and _ENTITY.fullmatch(text):
            plain = html.unescape(text).replace("\u00a0", " ")
            if plain != text:
                yield build_finding(rule, item.span, text, (plain,))


def _find_lost(rule: Rule, reading: Reading, explained: Sequence[Span]) -> Iterator[Finding]:
    """Yield the characters that are lost, except those a repair already covers."""
    ends = [span.end for span in explained]
    for start, end in _find_words(reading.text, _LOST):
        span = Span(start, end)
        place = bisect_right(ends, span.start)
        if place == len(explained) or not explained[place].overlaps(span):
            yield build_finding(rule, span, span.of(reading.text), ())
