"""What the review page holds of one document, one name and the whole run, ready to be encoded as JSON."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

import msgspec

from degarble.reports.examples import Example, Examples
from degarble.reports.lines import EntityTable
from degarble.reports.places import Places
from degarble.schema import (
    Cluster,
    Evidence,
    Kind,
    OriginGuess,
    Repair,
    RunRecord,
    Segment,
    SegmentKind,
    Suggestion,
    Variant,
)
from degarble.standards import ITS_SEVERITY, STANDARDS

_BREAK = re.compile(r"[\r\n]\s*")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_ROWS = (SegmentKind.TITLE, SegmentKind.PARAGRAPH, SegmentKind.BOILERPLATE)
_LONGEST_DIFF = 400


class Reason(msgspec.Struct):
    """A piece of evidence; `start` and `end` are null when it stands nowhere in the document."""

    source: str
    detail: str
    start: int | None
    end: int | None


class Choice(msgspec.Struct):
    """A possible replacement."""

    text: str
    score: float


class Change(msgspec.Struct, array_like=True):
    """A piece of a finding's text and what stands there after the best suggestion."""

    before: str
    after: str


class Mark(msgspec.Struct):
    """A finding; offsets are half-open code points of the sheet's text, line and column count from 1."""

    id: str
    start: int
    end: int
    line: int
    column: int
    text: str
    rule: str
    kind: str
    message: str
    severity: str
    level: str
    score: float
    suggestions: list[Choice]
    evidence: list[Reason]
    changes: list[Change]
    name: str
    applied: bool


class Row(msgspec.Struct, array_like=True):
    """A stretch of the text that stands beside its repair; rows cover the text without gaps."""

    start: int
    end: int
    kind: str
    lang: str


class Guess(msgspec.Struct):
    """A possible source language and why."""

    lang: str
    score: float
    evidence: list[Reason]


class Sheet(msgspec.Struct):
    """One document."""

    id: str
    title: str
    lang: str
    date: str
    text: str
    rows: list[Row]
    findings: list[Mark]
    verdict: str
    score: float
    reasons: tuple[str, ...]
    origin: list[Guess]
    words: int


class Count(msgspec.Struct, array_like=True):
    """How many findings of a document agree in all of these."""

    kind: str
    level: str
    severity: str
    applied: bool
    number: int


class Entry(msgspec.Struct):
    """A document's line in the list."""

    id: str
    title: str
    verdict: str
    score: float
    origin: str
    origin_score: float
    words: int
    counts: list[Count]


class Sample(msgspec.Struct, array_like=True):
    """A sentence that shows a form: what stands before it, the form, what stands behind it."""

    before: str
    form: str
    after: str


class Form(msgspec.Struct):
    """A form of a name; documents are places in the list of documents, or ids of documents that are not in it."""

    text: str
    relation: str
    count: int
    documents: list[int | str]
    level: str
    score: float
    evidence: str
    sample: Sample | None = None


class Name(msgspec.Struct):
    """A name with all its forms."""

    canonical: str
    kind: str
    entity: str
    qid: str | None
    score: float
    forms: list[Form]


class Standing(msgspec.Struct):
    """A kind of damage in the field's standard terms."""

    mqm_id: str
    mqm_name: str
    its: str


class Overview(msgspec.Struct):
    """The list of documents, the standard terms, and how the result was made."""

    documents: list[Entry]
    kinds: dict[str, Standing]
    its_severity: dict[str, int]
    record: RunRecord


def make_sheet(repair: Repair, entities: EntityTable) -> Sheet:
    """Return what the page shows of a document."""
    document, verdict = repair.document, repair.verdict
    return Sheet(
        id=document.id,
        title=document.title,
        lang=document.lang,
        date=document.date,
        text=document.text,
        rows=list(make_rows(document.text, repair.analysis.segments)),
        findings=list(_make_marks(repair, entities)),
        verdict=verdict.label.value,
        score=round(verdict.score, 4),
        reasons=verdict.reasons,
        origin=[_make_guess(guess) for guess in repair.analysis.origin],
        words=len(document.text.split()),
    )


def _make_marks(repair: Repair, entities: EntityTable) -> Iterator[Mark]:
    places = Places(repair.document.text)
    applied = {(finding.span, finding.rule) for finding in repair.applied}
    for finding in repair.findings:
        line, column = places.find(finding.span.start)
        yield Mark(
            id=finding.key,
            start=finding.span.start,
            end=finding.span.end,
            line=line,
            column=column,
            text=finding.text,
            rule=finding.rule,
            kind=finding.kind.value,
            message=finding.message,
            severity=finding.severity.value,
            level=finding.level.value,
            score=round(finding.score, 4),
            suggestions=[_make_choice(item) for item in finding.suggestions],
            evidence=[_make_reason(item) for item in finding.evidence],
            changes=compare(finding.text, finding.best),
            name=entities.name(finding),
            applied=(finding.span, finding.rule) in applied,
        )


def _make_choice(item: Suggestion) -> Choice:
    return Choice(item.text, round(item.score, 4))


def _make_reason(item: Evidence) -> Reason:
    start, end = item.span or (None, None)
    return Reason(item.source, item.detail, start, end)


def _make_guess(guess: OriginGuess) -> Guess:
    return Guess(guess.lang, round(guess.score, 4), [_make_reason(item) for item in guess.evidence])


def compare(before: str, after: str | None) -> list[Change]:
    """Return two texts word by word; empty when nothing or everything differs, or they are too long to follow.

    >>> [(change.before, change.after) for change in compare("his colleague, Turkish", "his Turkish colleague")]
    [('his ', 'his '), ('', 'Turkish '), ('colleague', 'colleague'), (', Turkish', '')]
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after or "")
    if not old or not new or len(old) + len(new) > _LONGEST_DIFF:
        return []
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    kept = any(tag == "equal" and "".join(old[i:j]).strip() for tag, i, j, _, _ in opcodes)
    return [Change("".join(old[i:j]), "".join(new[k:m])) for _, i, j, k, m in opcodes] if kept else []


def make_rows(text: str, segments: Sequence[Segment]) -> Iterator[Row]:
    """Yield the paragraphs of a text; the line breaks inside a segment do not part it, those behind belong to it."""
    outer = [item for item in segments if item.kind in _ROWS]
    starts = [0, *_find_breaks(text, outer)]
    kinds = _find_kinds(text, starts, outer)
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(text)
        kind, lang = kinds.get(place, (SegmentKind.PARAGRAPH, ""))
        if start < end:
            yield Row(start, end, kind.value, lang)


def _find_breaks(text: str, outer: Sequence[Segment]) -> Iterator[int]:
    begins = [item.span.start for item in outer]
    for match in _BREAK.finditer(text):
        place = bisect_right(begins, match.start()) - 1
        if place < 0 or outer[place].span.end <= match.start():
            yield match.end()


def _find_kinds(text: str, starts: Sequence[int], outer: Sequence[Segment]) -> dict[int, tuple[SegmentKind, str]]:
    """Return kind and language of the rows of which a segment covers more than half."""
    kinds: dict[int, tuple[SegmentKind, str]] = {}
    for item in outer:
        place = bisect_right(starts, item.span.start) - 1
        end = starts[place + 1] if place + 1 < len(starts) else len(text)
        if 2 * (item.span.end - item.span.start) > len(text[starts[place] : end].strip()):
            kinds.setdefault(place, (item.kind, item.lang))
    return kinds


def make_entry(sheet: Sheet) -> Entry:
    """Return a document's line in the list."""
    counts = Counter((item.kind, item.level, item.severity, item.applied) for item in sheet.findings)
    origin = next(iter(sheet.origin), None)
    return Entry(
        id=sheet.id,
        title=sheet.title,
        verdict=sheet.verdict,
        score=sheet.score,
        origin=origin.lang if origin else "und",
        origin_score=origin.score if origin else 0.0,
        words=sheet.words,
        counts=[Count(*facets, number) for facets, number in sorted(counts.items())],
    )


def make_name(cluster: Cluster, places: Mapping[str, int], examples: Examples) -> Name:
    """Return a name with its forms; `places` are the documents' places in the list."""
    forms = [
        _make_form(variant, places, _make_sample(examples.get((cluster.id, variant.text))))
        for variant in cluster.variants
    ]
    return Name(cluster.canonical, cluster.kind.value, cluster.entity, cluster.qid, round(cluster.score, 4), forms)


def _make_form(variant: Variant, places: Mapping[str, int], sample: Sample | None) -> Form:
    documents = [places.get(name, name) for name in variant.documents]
    score, level = round(variant.score, 4), variant.level.value
    return Form(variant.text, variant.relation, variant.count, documents, level, score, variant.evidence, sample)


def _make_sample(example: Example | None) -> Sample | None:
    if example is None:
        return None
    text, start, end = example.text, example.start, example.end
    return Sample(text[:start], text[start:end], text[end:])


def make_overview(entries: list[Entry], record: RunRecord) -> Overview:
    """Return the list of documents with what explains it."""
    kinds = {kind.value: Standing(*STANDARDS[kind][:3]) for kind in Kind}
    return Overview(entries, kinds, {item.value: number for item, number in ITS_SEVERITY.items()}, record)
