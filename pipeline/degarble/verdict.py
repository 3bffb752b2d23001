"""Who wrote the text as it stands: human, machine, spun or unsure, with reasons."""

from __future__ import annotations

from collections.abc import Sequence

from degarble.schema import Analysis, Finding, Verdict, VerdictLabel


def judge(analysis: Analysis, findings: Sequence[Finding]) -> Verdict:
    """Return the verdict on a document from its analysis and its settled findings."""
    return Verdict(VerdictLabel.UNSURE, 0.0)
