"""JSON Lines: findings (schema "degarble/1") and documents, one object a line, always the same fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from degarble.link import Names
from degarble.reports.places import Places
from degarble.review.rulings import Ruling
from degarble.schema import SCHEMA, Entity, Evidence, Finding, Level, Repair, SegmentKind, Status
from degarble.standards import ITS_SEVERITY, STANDARDS


class SuggestionLine(msgspec.Struct):
    """A possible replacement."""

    text: str
    score: float


class EvidenceLine(msgspec.Struct):
    """A reason; `start` and `end` are null when it stands nowhere in the document."""

    source: str
    detail: str
    start: int | None
    end: int | None


class MqmLine(msgspec.Struct):
    """An MQM-Core error type."""

    id: str
    name: str


class ItsLine(msgspec.Struct):
    """An ITS 2.0 localization quality issue: type, and severity from 0 to 100."""

    type: str
    severity: int


class EntityLine(msgspec.Struct):
    """The name meant."""

    id: str
    qid: str | None
    canonical: str


class FindingLine(msgspec.Struct):
    """A finding on the wire; offsets are half-open code points of the document's text, line and column 1-based.

    `replacement` is what stands there in the repaired text; null when the text stays as it was.
    """

    schema: str
    id: str
    document: str
    sha256: str
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
    suggestions: list[SuggestionLine]
    evidence: list[EvidenceLine]
    mqm: MqmLine
    its: ItsLine
    entity: EntityLine | None
    status: str
    replacement: str | None


class OriginLine(msgspec.Struct):
    """A possible source language; `und` is unknown."""

    lang: str
    score: float


class DocumentLine(msgspec.Struct):
    """A document on the wire; `findings` counts by level."""

    document: str
    sha256: str
    lang: str
    verdict: str
    verdict_score: float
    reasons: tuple[str, ...]
    origin: list[OriginLine]
    words: int
    findings: dict[str, int]


class EntityTable:
    """The names a finding may point to: those of the folder first, then those of the knowledge."""

    def __init__(self, names: Names, entities: Mapping[str, Entity]) -> None:
        self._entities = entities
        self._clusters = {key: item for item in names.clusters for key in (item.entity, item.id) if key}

    def find(self, name: str) -> EntityLine | None:
        """Return the name with an id, if it is known."""
        cluster, entity = self._clusters.get(name), self._entities.get(name)
        if entity is not None:
            return EntityLine(name, entity.qid, entity.canonical)
        return EntityLine(name, cluster.qid, cluster.canonical) if cluster else None

    def name(self, finding: Finding) -> str:
        """Return the name a finding is about; empty when it is about none."""
        entity = self.find(finding.entity) if finding.entity else None
        return entity.canonical if entity else finding.entity

    def list_names(self, repair: Repair) -> list[str]:
        """Return the names the findings of a document are about, in their order."""
        return [self.name(finding) for finding in repair.findings]


def make_finding_lines(
    repair: Repair, entities: EntityTable, rulings: Sequence[Ruling] | None = None
) -> Iterator[FindingLine]:
    """Yield the findings of a document in reading order; `rulings` tell where they stand, all are open without them."""
    if not repair.findings:
        return
    if rulings is None:
        rulings = [Ruling(Status.OPEN)] * len(repair.findings)
    places, sha256 = Places(repair.document.text), repair.document.sha256
    for finding, ruling in zip(repair.findings, rulings, strict=True):
        line, column = places.find(finding.span.start)
        yield _make_line(finding, _Frame(repair.document.id, sha256, line, column, ruling), entities)


class _Frame(NamedTuple):
    """What a finding's line says besides the finding."""

    document: str
    sha256: str
    line: int
    column: int
    ruling: Ruling


def _make_line(finding: Finding, frame: _Frame, entities: EntityTable) -> FindingLine:
    standard = STANDARDS[finding.kind]
    return FindingLine(
        schema=SCHEMA,
        id=finding.key,
        document=frame.document,
        sha256=frame.sha256,
        start=finding.span.start,
        end=finding.span.end,
        line=frame.line,
        column=frame.column,
        text=finding.text,
        rule=finding.rule,
        kind=finding.kind.value,
        message=finding.message,
        severity=finding.severity.value,
        level=finding.level.value,
        score=round(finding.score, 4),
        suggestions=[SuggestionLine(item.text, round(item.score, 4)) for item in finding.suggestions],
        evidence=[_make_evidence(item) for item in finding.evidence],
        mqm=MqmLine(standard.mqm_id, standard.mqm_name),
        its=ItsLine(standard.its, ITS_SEVERITY[finding.severity]),
        entity=entities.find(finding.entity) if finding.entity else None,
        status=frame.ruling.status.value,
        replacement=frame.ruling.replacement,
    )


def _make_evidence(item: Evidence) -> EvidenceLine:
    start, end = item.span or (None, None)
    return EvidenceLine(item.source, item.detail, start, end)


def make_document_line(repair: Repair) -> DocumentLine:
    """Return the line of a document."""
    counts = Counter(finding.level for finding in repair.findings)
    return DocumentLine(
        document=repair.document.id,
        sha256=repair.document.sha256,
        lang=find_language(repair),
        verdict=repair.verdict.label.value,
        verdict_score=round(repair.verdict.score, 4),
        reasons=repair.verdict.reasons,
        origin=[OriginLine(guess.lang, round(guess.score, 4)) for guess in repair.analysis.origin],
        words=len(repair.document.text.split()),
        findings={level.value: counts[level] for level in Level},
    )


def find_language(repair: Repair) -> str:
    """Return the language most of the document's sentences are in, by length."""
    sizes: Counter[str] = Counter()
    for segment in repair.analysis.segments:
        if segment.kind is SegmentKind.SENTENCE and segment.lang != "und":
            sizes[segment.lang] += segment.span.end - segment.span.start
    return sizes.most_common(1)[0][0] if sizes else repair.document.lang


def encode_line(line: FindingLine | DocumentLine) -> bytes:
    """Return a line of JSON Lines."""
    return msgspec.json.encode(line) + b"\n"
