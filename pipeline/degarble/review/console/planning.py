"""Decisions on many findings: how many they would reach is told before they are carried out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from degarble.review.console.wording import count, show_change
from degarble.review.deciding import Answer, Outcome, Position, decide, ignore_rule
from degarble.review.queue import Filter, count_findings, find_elsewhere
from degarble.review.shown import list_stands, read_sheet
from degarble.review.store import Store
from degarble.schema import Judgement, Scope, Status

_MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A decision that waits for a yes: on all findings with a key, or on all of a `rule`; `here` are in this document.

    `about` are the words it is on, with what is to stand there.
    """

    answer: Answer
    rule: str
    about: str
    findings: int
    documents: int
    here: int

    @property
    def is_divisible(self) -> bool:
        """Tell whether deciding in this document alone would reach fewer."""
        return self.here < self.findings

    @property
    def title(self) -> str:
        """Return what is to be done."""
        if self.rule:
            return "Ignore this rule everywhere"
        return "Reject everywhere" if self.answer.judgement is Judgement.REJECT else "Accept everywhere"

    @property
    def reach(self) -> str:
        """Return how far it goes."""
        return tell_reach(self.findings, self.documents)


def tell_reach(findings: int, documents: int) -> str:
    """Return how far a decision goes.

    >>> tell_reach(3, 1)
    '3 findings in 1 document'
    """
    return f"{count(findings, 'finding')} in {count(documents, 'document')}"


def plan_key(store: Store, position: Position, answer: Answer) -> Plan:
    """Return the plan to decide on all findings with the key of one.

    To accept means what was chosen or written for this one, if something was.

    Raises:
        DegarbleError: there is no such finding.
    """
    repeated = _repeat(store, position, answer)
    others = find_elsewhere(store, position, limit=_MANY)
    here = 1 + sum(item.position.document == position.document for item in others.places)
    about = _show(store, position, repeated)
    return Plan(repeated, "", about, others.findings + 1, others.documents + (here == 1), here)


def plan_rule(store: Store, position: Position, answer: Answer) -> Plan:
    """Return the plan to decide on all findings of the rule of one.

    Raises:
        DegarbleError: there is no such finding.
    """
    rule = read_sheet(store, position.document).findings[position.finding].rule
    counts = {item.document: sum(item[1:5]) for item in count_findings(store, Filter(rule=rule))}
    return Plan(answer, rule, rule, sum(counts.values()), len(counts), counts.get(position.document, 0))


def choose_words(store: Store, position: Position, plan: Plan, number: int) -> Plan | None:
    """Return the plan with another suggestion, counted from 1; None when there is none or nothing is to be accepted."""
    choices = read_sheet(store, position.document).findings[position.finding].suggestions
    if plan.answer.judgement is Judgement.REJECT or not 0 < number <= len(choices):
        return None
    answer = replace(plan.answer, judgement=Judgement.ACCEPT, replacement=choices[number - 1].text)
    return replace(plan, answer=answer, about=_show(store, position, answer))


def carry_out(store: Store, position: Position, plan: Plan, scope: Scope) -> Outcome:
    """Decide as planned, and return what it reaches.

    Raises:
        DegarbleError: there is no such finding, or the store cannot be written.
    """
    act = ignore_rule if plan.rule else decide
    return act(store, position, replace(plan.answer, scope=scope))


def _repeat(store: Store, position: Position, answer: Answer) -> Answer:
    stand = list_stands(store, position.document)[position.finding]
    if answer.judgement is not Judgement.ACCEPT:
        return answer
    if stand.status is Status.EDITED:
        return replace(answer, judgement=Judgement.EDIT, replacement=stand.replacement)
    return replace(answer, replacement=stand.replacement) if stand.status is Status.ACCEPTED else answer


def _show(store: Store, position: Position, answer: Answer) -> str:
    return show_change(read_sheet(store, position.document).findings[position.finding], answer)
