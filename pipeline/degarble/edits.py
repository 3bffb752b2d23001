"""What a file can take of a repair: edits its format or encoding refuses stay open and say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from degarble.formats import Source, explain_refusal, write_source
from degarble.repair import apply
from degarble.schema import Evidence, Finding, Level, Repair, Span


def withdraw(repair: Repair, source: Source) -> Repair:
    """Return the repair without the edits its file cannot take: they stay open and say why."""
    reasons = {
        finding.span: reason
        for finding in repair.applied
        if (reason := explain_refusal(source, repair.document, (finding.span, finding.best or "")))
    }
    return reopen(repair, reasons) if reasons else repair


def reopen(repair: Repair, reasons: Mapping[Span, str]) -> Repair:
    """Return the repair with the applied findings at the spans of `reasons` open, each with its reason."""
    kept = tuple(finding for finding in repair.applied if finding.span not in reasons)
    refused = (_refuse(item, reasons[item.span]) for item in repair.applied if item.span in reasons)
    return replace(repair, text=apply(repair.document.text, kept), applied=kept, open=(*repair.open, *refused))


def _refuse(finding: Finding, reason: str) -> Finding:
    level = Level.SUGGEST if finding.level is Level.AUTO else finding.level
    return replace(finding, level=level, evidence=(*finding.evidence, Evidence("format", reason)))


def edit_source(source: Source, repairs: Sequence[Repair]) -> bytes:
    """Return the bytes of a file with the applied findings in it.

    Raises:
        EditError: the edits do not fit together in the file.
    """
    edits = {
        repair.document.id: [(finding.span, finding.best or "") for finding in repair.applied] for repair in repairs
    }
    return write_source(source, edits)
