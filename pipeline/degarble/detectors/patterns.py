"""The TOML rules at work: patterns on the sentences that hold their anchors, and named matchers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding, soften
from degarble.detectors.matchers import MATCHERS
from degarble.knowledge.gate import Search
from degarble.knowledge.phrases import Hit
from degarble.knowledge.rules import Rule
from degarble.reading import Reading, iterate_sentences
from degarble.schema import Finding, Kind, Level, Span

MINIMUM_HABIT, HABIT_RATE = 6, 0.01
_OPENING, _CLOSING = frozenset("\"“‘'"), frozenset("\"”’'")


class Patterns:
    """Runs every rule that has a pattern or a matcher."""

    name = "patterns"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield the findings of all rules the origin guess does not exclude."""
        hits, habits = _group_hits(context.reading), list[Finding]()
        for number, rule in enumerate(context.knowledge.rules):
            anchors = hits.get(number, [])
            if rule.detector or (rule.anchors and not anchors) or not _is_allowed(rule, context):
                continue
            if rule.matcher:
                found = MATCHERS[rule.matcher](rule, context, anchors)
            else:
                found = _match(rule, context.knowledge.searches[number], context.reading, anchors)
            considered = [finding for item in found if (finding := _consider_quotes(item, rule, context.reading))]
            if rule.habit and rule.kind is Kind.SPACING:
                habits += considered
            else:
                yield from _consider_habit(considered, context.reading) if rule.habit else considered
        yield from _consider_habit(habits, context.reading)


def _is_allowed(rule: Rule, context: Context) -> bool:
    return not rule.sources or any(context.supports(lang) for lang in rule.sources)


def _group_hits(reading: Reading) -> dict[int, list[Hit]]:
    """Return the anchors found, by the number of their rule."""
    groups: dict[int, list[Hit]] = {}
    for hit in reading.hits("rules"):
        groups.setdefault(hit.owner, []).append(hit)
    return groups


def _match(rule: Rule, search: Search, reading: Reading, anchors: Sequence[Hit]) -> Iterator[Finding]:
    pattern, gate = search
    if not gate.admits(reading.text):
        return
    for stretch in _stretches(rule, reading, anchors):
        for match in pattern.finditer(stretch.of(reading.text)):
            finding = make_finding(rule, match, stretch.start)
            if not reading.is_exempt(finding.span):
                yield finding


def _stretches(rule: Rule, reading: Reading, anchors: Sequence[Hit]) -> Iterable[Span]:
    """Return where to look: the whole text, every sentence, or the sentences that hold an anchor."""
    if rule.scope == "document":
        return (Span(0, len(reading.text)),)
    if not rule.anchors:
        return iterate_sentences(reading)
    return sorted({sentence for hit in anchors if (sentence := reading.sentence_at(hit.start))})


def make_finding(rule: Rule, match: re.Match[str], offset: int) -> Finding:
    """Return the finding of a match in a stretch that begins at `offset`; the group `bad` narrows it."""
    group: str | int = "bad" if "bad" in match.re.groupindex else 0
    span = Span(match.start(group) + offset, match.end(group) + offset)
    texts = dict.fromkeys(match.expand(template) for template in rule.becomes)
    return build_finding(rule, span, match[group], tuple(text for text in texts if text != match[group]))


def _consider_habit(found: Sequence[Finding], reading: Reading) -> Sequence[Finding]:
    """Return one finding instead of many where the whole text is set that way; all spacing is one habit."""
    limit = 1 if reading.is_tokenized else max(MINIMUM_HABIT, len(reading.tokens) * HABIT_RATE)
    if len(found) < max(2, limit):
        return found
    first = min(found, key=lambda finding: finding.span)
    message = f"{first.message} The whole text does so ({len(found)} places): it is how it was typeset."
    return (replace(first, message=message, level=Level.FLAG),)


def _consider_quotes(finding: Finding, rule: Rule, reading: Reading) -> Finding | None:
    """Apply the rule's policy for quoted speech: edit as usual, skip, or only report with halved severity."""
    if rule.quotes == "edit" or not reading.is_quoted(finding.span):
        return finding
    return None if rule.quotes == "skip" or _is_mention(finding.span, reading) else soften(finding)


def _is_mention(span: Span, reading: Reading) -> bool:
    """Tell whether a quotation holds nothing but the finding: the text speaks about the words, it does not use them."""
    before, after = reading.text[max(0, span.start - 1) : span.start], reading.text[span.end : span.end + 2]
    return before in _OPENING and after.lstrip(",.;")[:1] in _CLOSING
