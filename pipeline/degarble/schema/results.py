"""What comes out of the steps: guesses, verdicts, analyses, repairs, the record of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from degarble.schema.findings import Finding
from degarble.schema.names import Mention
from degarble.schema.text import Document, Evidence, Segment


@dataclass(frozen=True, slots=True)
class OriginGuess:
    """A source language the text may have been translated from, with its share of the evidence (0..1)."""

    lang: str
    score: float
    evidence: tuple[Evidence, ...] = ()


class VerdictLabel(StrEnum):
    """Who wrote the text as it stands."""

    HUMAN = "human"
    MACHINE = "machine"
    SPUN = "spun"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who wrote the text as it stands, how sure that is (0..1), and why."""

    label: VerdictLabel
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the per-document callable returns; `origin` is ranked, `und` stands for unknown.

    `machine` is the embedded model's mean logit that a machine wrote the running text; None without a model.
    """

    document: Document
    segments: tuple[Segment, ...] = ()
    origin: tuple[OriginGuess, ...] = ()
    mentions: tuple[Mention, ...] = ()
    findings: tuple[Finding, ...] = ()
    machine: float | None = None


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
class RunRecord:
    """How a result was made: enough to make it again."""

    version: str
    settings: Mapping[str, str]
    data_hash: str
    model_hashes: Mapping[str, str]
    counts: Mapping[str, int]
    seconds: float
