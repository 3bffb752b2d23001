"""Making findings from rules, and what becomes of them inside quotations."""

from __future__ import annotations

from dataclasses import replace

from degarble.knowledge.rules import Rule
from degarble.schema import Evidence, Finding, Level, Severity, Span, Suggestion


def build_finding(rule: Rule, span: Span, text: str, repairs: tuple[str, ...]) -> Finding:
    """Return a finding of a rule; without a repair its level is FLAG."""
    step = 0.1
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        span=span,
        text=text,
        message=rule.message.replace("{text}", text).replace("{best}", repairs[0] if repairs else ""),
        severity=rule.severity,
        level=rule.level if repairs else Level.FLAG,
        score=rule.score,
        suggestions=tuple(
            Suggestion(repair, round(max(rule.score - step * place, step), 2)) for place, repair in enumerate(repairs)
        ),
        evidence=(Evidence(f"rule {rule.id}", rule.why, None),),
    )


def soften(finding: Finding) -> Finding:
    """Return the finding as it counts inside a quotation: never AUTO, one severity lower.

    A quotation is what somebody said; the reader decides.
    """
    lowered = {Severity.CRITICAL: Severity.MAJOR, Severity.MAJOR: Severity.MINOR}
    level = Level.SUGGEST if finding.level is Level.AUTO else finding.level
    return replace(finding, level=level, severity=lowered.get(finding.severity, finding.severity))
