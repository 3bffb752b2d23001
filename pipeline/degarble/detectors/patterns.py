"""The TOML rules at work: patterns on the sentences that hold their anchors, and named matchers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from degarble.detectors.context import Context
from degarble.detectors.matchers import MATCHERS
from degarble.knowledge.rules import Rule, compile_pattern
from degarble.reading import Reading, iterate_sentences
from degarble.schema import Evidence, Finding, Level, Severity, Span, Suggestion


class Patterns:
    """Runs every rule that has a pattern or a matcher."""

    name = "patterns"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield the findings of all rules the origin guess does not exclude."""
        anchored = _find_anchored(context.reading)
        for number, rule in enumerate(context.knowledge.rules):
            if rule.detector or not _is_allowed(rule, context):
                continue
            if rule.matcher:
                found = MATCHERS[rule.matcher](rule, context)
            else:
                found = _match(rule, context.reading, anchored.get(number, ()))
            yield from (finding for item in found if (finding := _consider_quotes(item, rule, context.reading)))


def _is_allowed(rule: Rule, context: Context) -> bool:
    return not rule.sources or any(context.supports(lang) for lang in rule.sources)


def _find_anchored(reading: Reading) -> dict[int, set[Span]]:
    """Return for each rule the sentences that hold one of its anchors."""
    anchored: dict[int, set[Span]] = {}
    for hit in reading.hits("rules"):
        sentence = reading.sentence_at(hit.start)
        if sentence is not None:
            anchored.setdefault(hit.owner, set()).add(sentence)
    return anchored


def _match(rule: Rule, reading: Reading, sentences: Iterable[Span]) -> Iterator[Finding]:
    pattern = _compile(rule)
    if rule.scope == "document":
        stretches: Iterable[Span] = (Span(0, len(reading.text)),)
    else:
        stretches = sorted(sentences) if rule.anchors else iterate_sentences(reading)
    for stretch in stretches:
        for match in pattern.finditer(stretch.of(reading.text)):
            finding = make_finding(rule, match, stretch.start)
            if not reading.is_exempt(finding.span):
                yield finding


@lru_cache(maxsize=4096)
def _compile(rule: Rule) -> re.Pattern[str]:
    return compile_pattern(rule)


def make_finding(rule: Rule, match: re.Match[str], offset: int) -> Finding:
    """Return the finding of a match in a stretch that begins at `offset`; the group `bad` narrows it."""
    group: str | int = "bad" if "bad" in match.re.groupindex else 0
    span = Span(match.start(group) + offset, match.end(group) + offset)
    texts = dict.fromkeys(match.expand(template) for template in rule.becomes)
    return build_finding(rule, span, match[group], tuple(text for text in texts if text != match[group]))


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


def _consider_quotes(finding: Finding, rule: Rule, reading: Reading) -> Finding | None:
    """Apply the rule's policy for quoted speech: edit as usual, skip, or only report with halved severity."""
    if rule.quotes == "edit" or not reading.is_quoted(finding.span):
        return finding
    return None if rule.quotes == "skip" else soften(finding)


def soften(finding: Finding) -> Finding:
    """Return the finding as it counts inside a quotation: never AUTO, one severity lower.

    A quotation is what somebody said; the reader decides.
    """
    lowered = {Severity.CRITICAL: Severity.MAJOR, Severity.MAJOR: Severity.MINOR}
    level = Level.SUGGEST if finding.level is Level.AUTO else finding.level
    return replace(finding, level=level, severity=lowered.get(finding.severity, finding.severity))
