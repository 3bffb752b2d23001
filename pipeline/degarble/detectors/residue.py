"""What is no text of the article: passages in another language, page furniture, markup and placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding
from degarble.knowledge.rules import Rule
from degarble.reading import Reading
from degarble.schema import Finding, Segment, SegmentKind, Severity, Span
from degarble.segment.furniture import Furniture, classify

MINIMUM_WORDS = 5
_BRACKETED = re.compile(r"[(\[（].*[)\]）][.,]?", re.DOTALL)
_PLACEHOLDER = re.compile(r"%|\{\{|\$\{|\{%")
_TAG = re.compile(r"</?[A-Za-z]|<!--|\[/?\w")
_SILENT = frozenset(("byline", "commenter"))
_LINK = Furniture("link", "")
_MARKED = ("html", "markdown")


class Residue:
    """Reports what a reader should not see in the article; nothing in another language is repaired as English."""

    name = "residue"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield one finding for each foreign passage, each block of furniture and each piece of markup."""
        rules = context.knowledge.rules_by_id
        makers = (
            ("residue/other-language", _find_foreign),
            ("residue/boilerplate", _find_furniture),
            ("residue/placeholder", _find_placeholders),
            ("residue/markup", _find_tags),
        )
        for name, find in makers:
            if name in rules:
                yield from find(rules[name], context.reading)


def _find_foreign(rule: Rule, reading: Reading) -> Iterator[Finding]:
    """Yield the passages whose language is not the document's, adjacent sentences joined."""
    sentences = [item for item in reading.segments if item.kind is SegmentKind.SENTENCE]
    paragraphs = [item.span for item in reading.segments if item.kind is SegmentKind.PARAGRAPH]
    for group in _group_foreign(reading, sentences):
        span = Span(group[0].span.start, group[-1].span.end)
        text = span.of(reading.text)
        if _is_worth_reporting(text, span, reading):
            lang = max(group, key=lambda item: item.span.end - item.span.start).lang
            severity = Severity.MAJOR if _is_inside(span, paragraphs) else rule.severity
            yield _localize(build_finding(rule, span, text, ()), lang, severity)


def _group_foreign(reading: Reading, sentences: Sequence[Segment]) -> Iterator[list[Segment]]:
    group: list[Segment] = []
    for sentence in sentences:
        if sentence.lang in (reading.document.lang, "und"):
            continue
        if group and reading.text[group[-1].span.end : sentence.span.start].strip():
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def _is_worth_reporting(text: str, span: Span, reading: Reading) -> bool:
    """Tell whether a passage is long enough to be sure of, and neither a quotation nor a name in brackets."""
    if _BRACKETED.fullmatch(text) or any(quote.contains(span) for quote in reading.quotes):
        return False
    return len(text.split()) >= MINIMUM_WORDS or _is_other_script(text)


def _is_other_script(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 1 and sum(char > "\u036f" for char in letters) * 2 > len(letters)


def _is_inside(span: Span, paragraphs: Sequence[Span]) -> bool:
    """Tell whether a paragraph goes on around a passage."""
    return any(item.overlaps(span) and item.start < span.start and span.end < item.end for item in paragraphs)


def _localize(finding: Finding, lang: str, severity: Severity) -> Finding:
    return replace(finding, message=finding.message.replace("{lang}", lang), severity=severity)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A segment of furniture and what it is."""

    segment: Segment
    what: Furniture


def _find_furniture(rule: Rule, reading: Reading) -> Iterator[Finding]:
    """Yield the blocks of page furniture; only comment forms and foreign furniture are offered for deletion."""
    for block in _group_furniture(reading):
        if all(piece.what.kind in _SILENT for piece in block):
            continue
        span = Span(block[0].segment.span.start, block[-1].segment.span.end)
        repairs = ("",) if all(_is_deletable(piece, reading) for piece in block) else ()
        yield build_finding(rule, span, span.of(reading.text), repairs)


def _group_furniture(reading: Reading) -> Iterator[list[_Piece]]:
    block: list[_Piece] = []
    for item in reading.segments:
        if item.kind is not SegmentKind.BOILERPLATE:
            continue
        piece = _Piece(item, classify(item.span.of(reading.text)) or _LINK)
        apart = block and reading.text[block[-1].segment.span.end : item.span.start].strip(" \t\r\n\u00a0-*•>|")
        if block and (apart or piece.what.kind == "commenter"):
            yield block
            block = []
        if piece.what.kind != "commenter":
            block.append(piece)
    if block:
        yield block


def _is_deletable(piece: _Piece, reading: Reading) -> bool:
    """Tell whether furniture is unmistakable: the form for comments, or of a page in another language."""
    if piece.what.kind == "link":
        return False
    return piece.what.kind in ("comment-form", "byline") or piece.what.lang not in (reading.document.lang, "und")


def _find_placeholders(rule: Rule, reading: Reading) -> Iterator[Finding]:
    yield from (
        build_finding(rule, span, span.of(reading.text), ())
        for span in _find_markup(reading)
        if _PLACEHOLDER.match(span.of(reading.text))
    )


def _find_tags(rule: Rule, reading: Reading) -> Iterator[Finding]:
    """Yield tags left in a plain text; a page or a Markdown file has a right to them."""
    if reading.document.format in _MARKED:
        return
    for span in _find_markup(reading):
        if _TAG.match(span.of(reading.text)):
            yield build_finding(rule, span, span.of(reading.text), ())


def _find_markup(reading: Reading) -> Iterator[Span]:
    """Yield the markup outside page furniture, which is reported as a whole."""
    furniture = [item.span for item in reading.segments if item.kind is SegmentKind.BOILERPLATE]
    place = 0
    for item in reading.segments:
        if item.kind is SegmentKind.MARKUP:
            while place < len(furniture) and furniture[place].end <= item.span.start:
                place += 1
            if place == len(furniture) or not furniture[place].contains(item.span):
                yield item.span
