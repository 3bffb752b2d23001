"""How decisions bear on findings: which of several reaches a finding, and what it makes of it. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from degarble.names.decisions import make_pair
from degarble.repair import apply
from degarble.schema import (
    Decision,
    Evidence,
    Finding,
    Judgement,
    NameDecision,
    Repair,
    Scope,
    Status,
    Suggestion,
)

_AROUND = 40
Target = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision may reach: a finding, told by its keys and where it is.

    `name` is the key of its form and the name it stands for, empty when it is no finding on a name; `best` is None for
    a flag; `applied` tells that the best suggestion stands unless somebody decides against it.
    """

    key: str
    rule: str
    document: str
    place: str
    name: str = ""
    best: str | None = None
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """Where a finding stands, what stands in its place (None: the text as it was), and who said so."""

    status: Status
    replacement: str | None = None
    decision: Decision | None = None

    @property
    def is_rejected(self) -> bool:
        """Tell whether a person said that nothing is wrong there."""
        return self.status is Status.REJECTED


def name_rule(rule: str) -> str:
    """Return the key of all findings of a rule."""
    return f"rule:{rule}"


def name_pair(form: str, name: str) -> str:
    """Return the key of a form and a name, whatever their order, case and marks.

    >>> name_pair("Khafter", "Haftar") == name_pair("haftar", "Khafter")
    True
    """
    return "name:" + "|".join(make_pair(form, name))


def target_of(decision: Decision) -> Target:
    """Return what a decision is about; a later one on the same target replaces it."""
    is_local = decision.scope is not Scope.EVERYWHERE
    place = decision.place if decision.scope is Scope.HERE else ""
    return decision.key, decision.scope.value, decision.document if is_local else "", place


def convert(decision: NameDecision) -> Decision:
    """Return a decision on names as one on the findings that rest on it."""
    return Decision(
        key=name_pair(decision.form, decision.name),
        judgement=decision.judgement,
        replacement=decision.replacement,
        scope=decision.scope,
        document=decision.document,
        who=decision.who,
        when=decision.when,
        note=decision.note,
        about=f"{decision.form} = {decision.name}",
    )


class Rulebook:
    """Decisions, found by what they reach; of two on the same target the later holds."""

    def __init__(self, decisions: Iterable[Decision | NameDecision]) -> None:
        plain = (convert(item) if isinstance(item, NameDecision) else item for item in decisions)
        self._by_target = {target_of(item): item for item in plain}

    def find(self, subject: Subject) -> Decision | None:
        """Return the decision that reaches a finding: the narrowest, and one on the finding before one on its rule."""
        return next((self._by_target[item] for item in _list_targets(subject) if item in self._by_target), None)

    def judge(self, subject: Subject) -> Ruling:
        """Return where a finding stands."""
        return judge(subject, self.find(subject) if self._by_target else None)


def _list_targets(subject: Subject) -> Iterator[Target]:
    key, document = subject.key, subject.document
    yield key, Scope.HERE.value, document, subject.place
    yield key, Scope.DOCUMENT.value, document, ""
    yield key, Scope.EVERYWHERE.value, "", ""
    for wide in (subject.name, name_rule(subject.rule)):
        yield wide, Scope.DOCUMENT.value, document, ""
        yield wide, Scope.EVERYWHERE.value, "", ""


def judge(subject: Subject, decision: Decision | None) -> Ruling:
    """Return where a finding stands under a decision; a name decided to be one decides nothing about a text."""
    if decision is None or (decision.key == subject.name and decision.judgement is not Judgement.REJECT):
        return Ruling(Status.APPLIED, subject.best) if subject.applied else Ruling(Status.OPEN)
    if decision.judgement is Judgement.REJECT:
        return Ruling(Status.REJECTED, None, decision)
    if decision.judgement is Judgement.UNSURE:
        return Ruling(Status.UNSURE, None, decision)
    if decision.judgement is Judgement.EDIT:
        return Ruling(Status.EDITED, decision.replacement, decision)
    chosen = subject.best if decision.replacement is None else decision.replacement
    return Ruling(Status.ACCEPTED, chosen, decision)


def name_places(text: str, findings: Sequence[Finding]) -> list[str]:
    """Return for each finding what tells it from others with its key: the words around it, and a number if need be.

    Edits elsewhere in the document do not change it.
    """
    seen: Counter[str] = Counter()
    return [_number(_hash_around(text, finding), seen) for finding in findings]


def _hash_around(text: str, finding: Finding) -> str:
    start, end = finding.span
    around = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    parts = "\x1f".join((finding.key, *(" ".join(part.split()) for part in around)))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _number(digest: str, seen: Counter[str]) -> str:
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}.{seen[digest]}"


def make_subjects(
    document: str, text: str, findings: Sequence[Finding], applied: Iterable[Finding], names: Sequence[str]
) -> list[Subject]:
    """Return the findings of a document as decisions see them; `names` are the names they stand for, empty for none."""
    standing = {(finding.span, finding.rule) for finding in applied}
    places = name_places(text, findings)
    return [
        Subject(
            key=finding.key,
            rule=finding.rule,
            document=document,
            place=place,
            name=name_pair(finding.text, name) if name else "",
            best=finding.best,
            applied=(finding.span, finding.rule) in standing,
        )
        for finding, place, name in zip(findings, places, names, strict=True)
    ]


def judge_repair(repair: Repair, names: Sequence[str], book: Rulebook) -> list[Ruling]:
    """Return where the findings of a repair stand, in their order; `names` are the names they stand for, or empty."""
    document = repair.document
    subjects = make_subjects(document.id, document.text, repair.findings, repair.applied, names)
    return [book.judge(subject) for subject in subjects]


def carry_out(repair: Repair, rulings: Sequence[Ruling]) -> Repair:
    """Return a repair as people decided it: what was accepted is applied, in their words; what was rejected is gone."""
    applied: list[Finding] = []
    rest: list[Finding] = []
    for finding, ruling in zip(repair.findings, rulings, strict=True):
        if ruling.replacement is not None:
            applied.append(_choose(finding, ruling))
        elif not ruling.is_rejected:
            rest.append(finding)
    text = apply(repair.document.text, applied)
    return replace(repair, text=text, applied=tuple(applied), open=tuple(rest))


def _choose(finding: Finding, ruling: Ruling) -> Finding:
    """Return a finding with what was chosen for it as its best suggestion, and by whom."""
    if ruling.decision is None or ruling.replacement is None:
        return finding
    others = (item for item in finding.suggestions if item.text != ruling.replacement)
    said = Evidence("decision", f"{ruling.decision.judgement} by {ruling.decision.who or 'a reviewer'}")
    suggestions = (Suggestion(ruling.replacement, 1.0), *others)
    return replace(finding, suggestions=suggestions, evidence=(*finding.evidence, said))
