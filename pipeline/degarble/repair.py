"""From findings to a repaired text: settle overlaps, guard what must survive, apply, and take back."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from degarble.errors import EditError
from degarble.folding import fold
from degarble.schema import (
    Analysis,
    Evidence,
    Finding,
    Kind,
    Level,
    Repair,
    Span,
    Suggestion,
    VerdictLabel,
)
from degarble.verdict import judge

LONGEST_REPAIR = 400
_LEVELS = {Level.AUTO: 0, Level.SUGGEST: 1, Level.FLAG: 2}
_FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*")
_SPACED = re.compile(r"(?<=\d)\s*([.,:/])\s*(?=\d)")
_NEGATION = re.compile(r"\b(?:not|no|never|none|nor|neither|nobody|nothing|without|cannot)\b|n['’]t\b", re.IGNORECASE)


def settle(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings that do not overlap, preferring AUTO to SUGGEST to FLAG, then score, then length, then place.

    A finding that loses its place to one with a repair is dropped; the winner says why it stands.
    """
    ranked = sorted(findings, key=_rank)
    kept: list[Finding] = []
    taken = _Taken()
    for finding in ranked:
        if taken.add(finding.span):
            kept.append(finding)
    return tuple(sorted(kept, key=lambda finding: finding.span))


def absorb(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with each AUTO finding taken up by the longer repair it lies in, if there is one.

    `energy market libyan` is to become `Libyan energy market`: the capital alone would hide the better repair.
    """
    longer = sorted((item for item in findings if item.best and item.level is Level.SUGGEST), key=_start)
    inner = {finding: _find_outer(finding, longer) for finding in findings if finding.level is Level.AUTO}
    changed: dict[Finding, Finding] = {}
    for finding, outer in inner.items():
        if outer is not None:
            changed[outer] = _take_up(changed.get(outer, outer), finding)
    return [changed.get(finding, finding) for finding in findings if inner.get(finding) is None]


def _start(finding: Finding) -> int:
    return finding.span.start


def _find_outer(finding: Finding, longer: Sequence[Finding]) -> Finding | None:
    """Return the repair a finding lies in; `longer` is in order of start, and none is longer than a sentence."""
    first = bisect_left(longer, finding.span.start - LONGEST_REPAIR, key=_start)
    last = bisect_right(longer, finding.span.start, key=_start)
    return next((outer for outer in longer[first:last] if _is_inside(finding, outer)), None)


def _is_inside(finding: Finding, outer: Finding) -> bool:
    return outer.span.contains(finding.span) and outer.span != finding.span


def _take_up(outer: Finding, finding: Finding) -> Finding:
    suggestions = (
        replace(item, text=item.text.replace(finding.text, finding.best or "")) for item in outer.suggestions
    )
    return replace(outer, suggestions=tuple(suggestions), evidence=(*outer.evidence, *finding.evidence))


def _rank(finding: Finding) -> tuple[int, float, int, Span, str]:
    span = finding.span
    return _LEVELS[finding.level], -finding.score, span.start - span.end, span, finding.rule


class _Taken:
    """The stretches already given away, found again by blocks of text: near-linear however many there are."""

    def __init__(self, block: int = 64) -> None:
        self._block = block
        self._blocks: dict[int, list[Span]] = {}

    def add(self, span: Span) -> bool:
        """Take a span unless it overlaps a taken one."""
        numbers = range(span.start // self._block, span.end // self._block + 1)
        if any(span.overlaps(other) for number in numbers for other in self._blocks.get(number, ())):
            return False
        for number in numbers:
            self._blocks.setdefault(number, []).append(span)
        return True


def guard(finding: Finding) -> Finding:
    """Return the finding, demoted to FLAG when its best repair would touch a figure or a negation.

    Without the source nobody can know them, so no repair may change them.
    """
    repairs = tuple(item for item in finding.suggestions if _keeps_facts(finding.text, item.text))
    if repairs == finding.suggestions:
        return finding
    if repairs:
        level = Level.SUGGEST if finding.level is Level.AUTO else finding.level
        return replace(finding, suggestions=repairs, level=level)
    reason = Evidence("guard", "a repair here would change a figure or a negation, which only the source can settle")
    return replace(finding, suggestions=(), level=Level.FLAG, evidence=(*finding.evidence, reason))


def _keeps_facts(before: str, after: str) -> bool:
    """Tell whether figures and negations are the same before and after; deleting a whole block keeps none to change."""
    if not after:
        return True
    return _count(_FIGURE, before) == _count(_FIGURE, after) and len(_NEGATION.findall(before)) == len(
        _NEGATION.findall(after)
    )


def _count(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(pattern.findall(_SPACED.sub(r"\1", text)))


def apply(text: str, findings: Sequence[Finding]) -> str:
    """Return `text` with each finding's best suggestion in its place.

    Raises:
        EditError: a finding does not stand in the text, overlaps another or has no suggestion.
    """
    pieces, place = [], 0
    for finding in sorted(findings, key=lambda item: item.span):
        start, end = finding.span
        if start < place or text[start:end] != finding.text or finding.best is None:
            raise EditError(
                f"{finding.rule} at {start}: the text is not {finding.text!r}, or the edit overlaps another.",
                "The document changed since it was examined: run `degarble repair` again.",
            )
        pieces += [text[place:start], finding.best]
        place = end
    return "".join((*pieces, text[place:]))


def revert(text: str, findings: Sequence[Finding]) -> str:
    """Return the original of a `text` made by `apply` with the same findings.

    Raises:
        EditError: the repaired text is not what `apply` made.
    """
    shift, inverse = 0, []
    for finding in sorted(findings, key=lambda item: item.span):
        best = finding.best or ""
        start = finding.span.start + shift
        inverse.append(
            replace(
                finding, span=Span(start, start + len(best)), text=best, suggestions=(Suggestion(finding.text, 1.0),)
            )
        )
        shift += len(best) - len(finding.text)
    return apply(text, inverse)


@dataclass(frozen=True)
class Proposer:
    """Turns analyses into repairs: names from the whole folder, guards, verdict.

    With `kinds` a repair holds findings of these kinds only; the verdict still rests on all. `parted` are folded forms
    and ids of entities that a person said are not one: no finding makes one of the other.
    """

    level: Level = Level.AUTO
    names: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    kinds: frozenset[Kind] | None = None
    parted: frozenset[tuple[str, str]] = frozenset()

    def __call__(self, analysis: Analysis) -> Repair:
        """Return the original beside its repair; spun text is reported and never repaired."""
        document = analysis.document
        findings = (*analysis.findings, *self.names.get(document.id, ()))
        guarded = [guard(finding) for finding in findings if (fold(finding.text), finding.entity) not in self.parted]
        settled = settle(absorb(guarded))
        verdict = judge(analysis, settled)
        if self.kinds is not None:
            settled = settle(absorb([item for item in guarded if item.kind in self.kinds]))
        applied: list[Finding] = []
        rest: list[Finding] = []
        for finding in settled:
            is_applied = verdict.label is not VerdictLabel.SPUN and self._applies(finding)
            (applied if is_applied else rest).append(finding)
        return Repair(analysis, apply(document.text, applied), tuple(applied), tuple(rest), verdict)

    def _applies(self, finding: Finding) -> bool:
        return finding.best is not None and _LEVELS[finding.level] <= _LEVELS[self.level]
