"""The nouns of degarble: frozen values that go in and out of every step and are its JSON wire format.

Offsets are 0-based, half-open and count Unicode code points of `Document.text`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

SCHEMA = "degarble/1"


class Level(StrEnum):
    """How far a finding may go on its own: applied by default, applied when accepted, never applied."""

    AUTO = "auto"
    SUGGEST = "suggest"
    FLAG = "flag"


class Severity(StrEnum):
    """Severity after MQM: `critical` misleads the reader about who or what."""

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Return 0 (neutral) to 3 (critical)."""
        return ("neutral", "minor", "major", "critical").index(self.value)


class Kind(StrEnum):
    """The kinds of damage; `standards.py` maps each to MQM-Core, ITS 2.0 and LanguageTool."""

    GARBLE = "garble"
    GRAMMAR = "grammar"
    ORDER = "order"
    CASING = "casing"
    SPELLING = "spelling"
    SPACING = "spacing"
    PUNCTUATION = "punctuation"
    NAME_LITERAL = "name-literal"
    NAME_VARIANT = "name-variant"
    NAME_ORGANISATION = "name-organisation"
    NAME_ACRONYM = "name-acronym"
    LEXICON = "lexicon"
    RESIDUE = "residue"
    ENCODING = "encoding"


class SegmentKind(StrEnum):
    """What a stretch of a document is."""

    TITLE = "title"
    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    QUOTE = "quote"
    BOILERPLATE = "boilerplate"
    MARKUP = "markup"


class NameKind(StrEnum):
    """What a name names."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "LOC"
    ACRONYM = "ACRONYM"
    DEMONYM = "DEMONYM"
    EQUIPMENT = "EQUIP"
    CLUB = "CLUB"
    MEDIA = "MEDIA"


class Judgement(StrEnum):
    """What a person decided about a finding."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    UNSURE = "unsure"


class Scope(StrEnum):
    """How far a decision reaches."""

    HERE = "here"
    DOCUMENT = "document"
    EVERYWHERE = "everywhere"


class VerdictLabel(StrEnum):
    """Who wrote the text as it stands."""

    HUMAN = "human"
    MACHINE = "machine"
    SPUN = "spun"
    UNSURE = "unsure"


class Span(NamedTuple):
    """A half-open stretch of a document's text.

    >>> Span(0, 5).of("Thick, said")
    'Thick'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the stretch of `text` it covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether both share a character; an empty span overlaps what strictly contains its position."""
        if self.start == self.end or other.start == other.end:
            return self == other or self.start < other.start < self.end or other.start < self.start < other.end
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


class Run(NamedTuple):
    """A piece of a document's text and where it stands in the file's decoded text (its length may differ: `&amp;`)."""

    text_start: int
    text_end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text to examine; `text` never changes after reading.

    `id` is the relative path, with `#record` behind it where a file holds several documents. `locator` maps `text` to
    the decoded file; `meta` holds what the format knows besides (author, url).
    """

    id: str
    text: str
    title: str = ""
    lang: str = "en"
    date: str = ""
    origin_path: str = ""
    format: str = "text"
    locator: tuple[Run, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Return the hash of the text as it was read."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document with its kind and language (BCP 47, `und` when unknown)."""

    span: Span
    kind: SegmentKind
    lang: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: where it comes from, what it says, and the place in the document if it has one."""

    source: str
    detail: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One possible replacement of a finding's text, with a score in 0..1."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One damaged place, why it is thought damaged, and what could stand there.

    `score` is the estimated probability that the place is damaged. Suggestions are ranked, best first.
    """

    rule: str
    kind: Kind
    span: Span
    text: str
    message: str
    severity: Severity = Severity.MINOR
    level: Level = Level.FLAG
    score: float = 0.5
    suggestions: tuple[Suggestion, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    entity: str = ""

    @property
    def best(self) -> str | None:
        """Return the text of the best suggestion, if there is one."""
        return self.suggestions[0].text if self.suggestions else None

    @property
    def key(self) -> str:
        """Return the position-free identity: a decision made on it outlives re-runs and edits elsewhere."""
        parts = "\x1f".join((self.rule, self.text, self.best or ""))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in one document; `entity` is its knowledge-base id when known, `role` the title beside it."""

    document: str
    span: Span
    text: str
    kind: NameKind
    entity: str = ""
    role: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write an entity's name: `kind` is spelling, native, acronym, translation, literal, misspelling ..."""

    form: str
    lang: str = ""
    kind: str = "spelling"


@dataclass(frozen=True, slots=True)
class Entity:
    """One line of the knowledge base of names; `valid` holds the first and last year, empty when unbounded."""

    id: str
    kind: NameKind
    canonical: str
    aliases: tuple[Alias, ...] = ()
    country: str = ""
    valid: tuple[int | None, int | None] = (None, None)
    not_same_as: tuple[str, ...] = ()
    qid: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One surface form in a cluster and its relation to the canonical form."""

    text: str
    relation: str
    count: int
    documents: tuple[str, ...]
    level: Level = Level.FLAG
    score: float = 1.0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """All forms of one name across the documents."""

    id: str
    canonical: str
    kind: NameKind
    entity: str = ""
    qid: str | None = None
    variants: tuple[Variant, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class OriginGuess:
    """A source language the text may have been translated from, with its share of the evidence (0..1)."""

    lang: str
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who wrote the text as it stands, how sure that is (0..1), and why."""

    label: VerdictLabel
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the per-document callable returns; `origin` is ranked, `und` stands for unknown.

    `oddness` is the mean log-odds of damage in the worst fifth of the running text (0.4 is usual in human news).
    """

    document: Document
    segments: tuple[Segment, ...] = ()
    origin: tuple[OriginGuess, ...] = ()
    mentions: tuple[Mention, ...] = ()
    findings: tuple[Finding, ...] = ()
    oddness: float = 0.0


@dataclass(frozen=True, slots=True)
class Repair:
    """The original (in `analysis.document`) beside the repaired `text`; `applied` and `open` are settled findings."""

    analysis: Analysis
    text: str
    applied: tuple[Finding, ...] = ()
    open: tuple[Finding, ...] = ()
    verdict: Verdict = Verdict(VerdictLabel.UNSURE, 0.0)

    @property
    def document(self) -> Document:
        """Return the original document."""
        return self.analysis.document

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return applied and open findings in reading order."""
        return tuple(sorted((*self.applied, *self.open), key=lambda finding: finding.span))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about the findings that share a key."""

    key: str
    judgement: Judgement
    replacement: str | None = None
    scope: Scope = Scope.EVERYWHERE
    document: str = ""
    who: str = ""
    when: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """How a result was made: enough to make it again."""

    version: str
    settings: Mapping[str, str]
    data_hash: str
    model_hashes: Mapping[str, str]
    counts: Mapping[str, int]
    seconds: float
