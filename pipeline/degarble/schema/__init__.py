"""The nouns of degarble: frozen values that go in and out of every step and are its JSON wire format.

Offsets are 0-based, half-open and count Unicode code points of `Document.text`.
"""

from __future__ import annotations

from degarble.schema.decisions import Decision, Judgement, NameDecision, Scope, Status
from degarble.schema.findings import Finding, Kind, Level, Severity, Suggestion
from degarble.schema.names import Alias, Cluster, Entity, Link, Mention, NameKind, Policy, Role, Variant
from degarble.schema.results import Analysis, OriginGuess, Repair, RunRecord, Verdict, VerdictLabel
from degarble.schema.text import Document, Evidence, Run, Segment, SegmentKind, Span

__all__ = [
    "SCHEMA",
    "Alias",
    "Analysis",
    "Cluster",
    "Decision",
    "Document",
    "Entity",
    "Evidence",
    "Finding",
    "Judgement",
    "Kind",
    "Level",
    "Link",
    "Mention",
    "NameDecision",
    "NameKind",
    "OriginGuess",
    "Policy",
    "Repair",
    "Role",
    "Run",
    "RunRecord",
    "Scope",
    "Segment",
    "SegmentKind",
    "Severity",
    "Span",
    "Status",
    "Suggestion",
    "Variant",
    "Verdict",
    "VerdictLabel",
]

SCHEMA = "degarble/1"
