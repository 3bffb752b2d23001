"""Decisions written and taken back: each at once, with everything it changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from degarble.errors import DegarbleError
from degarble.reports.text import shorten
from degarble.review.log import (
    Decided,
    Line,
    Value,
    add_line,
    find_before,
    find_line,
    list_standing,
    take_back,
)
from degarble.review.rulings import Rulebook, Subject, name_rule, target_of
from degarble.review.store import Store
from degarble.schema import Decision, Judgement, NameDecision, Scope

JOINED = "from findings f join documents d on d.number = f.document"
_ABOUT = 80


class OvertakenError(DegarbleError):
    """Somebody was faster: what is to be decided or undone is not any more what was seen."""


class Position(NamedTuple):
    """A finding: the numbers of its document and of its place there, both from 0."""

    document: int
    finding: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says about a finding; None takes back what was decided there with this scope."""

    judgement: Judgement | None
    replacement: str | None = None
    scope: Scope = Scope.HERE
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision did: its number in the log, and how many findings of how many documents it reaches.

    `position` is a finding it is about, None where the run has none.
    """

    seq: int
    findings: int
    documents: int
    position: Position | None = None


def decide(store: Store, position: Position, answer: Answer) -> Outcome:
    """Write what a person says about a finding, or about all findings with its key, and return what it reaches.

    Raises:
        DegarbleError: there is no such finding, or the store cannot be written.
    """
    with store.writing() as link:
        subject, about = find_subject(link, position)
        return _write(link, _make_decision(subject, about, answer), answer, position)


def ignore_rule(store: Store, position: Position, answer: Answer) -> Outcome:
    """Write what a person says about all findings of the rule of a finding, and return what it reaches.

    Raises:
        DegarbleError: there is no such finding, or the store cannot be written.
    """
    with store.writing() as link:
        subject, _ = find_subject(link, position)
        ruled = Subject(name_rule(subject.rule), subject.rule, subject.document, "")
        return _write(link, _make_decision(ruled, f"all findings of {subject.rule}", answer), answer, position)


def decide_name(store: Store, decision: NameDecision) -> Outcome:
    """Write that two forms are one name or are not, and return what it reaches.

    Raises:
        DegarbleError: the store cannot be written.
    """
    with store.writing() as link:
        seq = add_line(link, decision)
        line = find_line(link, "seq = ?", (seq,))
        return _refresh(link, line.target if line else ("", "", "", ""), seq)


def undo(store: Store, who: str) -> Outcome | None:
    """Take back the last decision of a person that is not taken back yet; None when there is none.

    Raises:
        OvertakenError: somebody decided the same again since.
        DegarbleError: the store cannot be written.
    """
    kept = "undoes is null and seq not in (select undoes from decisions where undoes is not null)"
    with store.writing() as link:
        line = find_line(link, f"{kept} and who = ?", (who,))
        if line is None:
            return None
        last = find_line(link, f"{kept} and key = ? and scope = ? and document = ? and place = ?", line.target)
        if last is not None and last.seq != line.seq:
            message = f"{last.who or 'somebody'} decided the same again since."
            raise OvertakenError(message, "Look at it once more and decide anew.")
        seq = _restore(link, line, who)
        return _refresh(link, line.target, seq)


def _restore(link: sqlite3.Connection, line: Line, who: str) -> int:
    before = find_before(link, line)
    if before is None or before.decision is None:
        return take_back(link, line.target, who, undoes=line.seq)
    return add_line(link, before.decision, undoes=line.seq)


def add_decisions(store: Store, decisions: Sequence[Decided]) -> None:
    """Write decisions made elsewhere, and let them bear on all findings.

    Raises:
        DegarbleError: the store cannot be written.
    """
    with store.writing() as link:
        for decision in decisions:
            add_line(link, decision)
        _settle(link, "1", ())


def find_subject(link: sqlite3.Connection, position: Position) -> tuple[Subject, str]:
    """Return a finding as decisions see it, and in words.

    Raises:
        DegarbleError: there is no such finding.
    """
    rows = _list_subjects(link, "f.document = ? and f.number = ?", position)
    if not rows:
        message = f"There is no finding {position.finding} in document {position.document}."
        raise DegarbleError(message, "The run was made anew meanwhile: load it again.")
    (text,) = link.execute("select text from findings where document = ? and number = ?", position).fetchone()
    subject = rows[0][1]
    return subject, f"{subject.rule}: {shorten(text, _ABOUT)} → {shorten(subject.best or '', _ABOUT)}"


def _make_decision(subject: Subject, about: str, answer: Answer) -> Decision:
    return Decision(
        key=subject.key,
        judgement=answer.judgement or Judgement.UNSURE,
        replacement=answer.replacement,
        scope=answer.scope,
        document=subject.document if answer.scope is not Scope.EVERYWHERE else "",
        place=subject.place if answer.scope is Scope.HERE else "",
        who=answer.who,
        note=answer.note,
        about=about,
    )


def _write(link: sqlite3.Connection, decision: Decision, answer: Answer, position: Position) -> Outcome:
    target = target_of(decision)
    seq = take_back(link, target, answer.who) if answer.judgement is None else add_line(link, decision)
    outcome = _refresh(link, target, seq)
    return Outcome(outcome.seq, outcome.findings, outcome.documents, position)


def _refresh(link: sqlite3.Connection, target: tuple[str, str, str, str], seq: int) -> Outcome:
    """Let the decisions bear anew on the findings a target reaches, and count these."""
    where, values = choose_findings(target)
    _settle(link, where, values)
    query = f"select count(*), count(distinct f.document), min(f.document * 1000000 + f.number) {JOINED} where {where}"
    findings, documents, first = link.execute(query, values).fetchone()
    position = None if first is None else Position(*divmod(first, 1_000_000))
    return Outcome(seq, findings, documents, position)


def choose_findings(target: tuple[str, str, str, str]) -> tuple[str, tuple[Value, ...]]:
    """Return the condition (and its values) for the findings `f` of documents `d` that a target reaches."""
    key, scope, document, place = target
    column = {"rule": "f.rule", "name": "f.name"}.get(key.partition(":")[0], "f.key")
    where, values = f"{column} = ?", [key.removeprefix("rule:")]
    if scope != Scope.EVERYWHERE:
        where, values = f"{where} and d.id = ?", [*values, document]
    if scope == Scope.HERE:
        where, values = f"{where} and f.place = ?", [*values, place]
    return where, tuple(values)


def _settle(link: sqlite3.Connection, where: str, values: Sequence[Value]) -> None:
    rows = _list_subjects(link, where, values)
    book = Rulebook(list_standing(link, *_choose_decisions(rows)))
    judged = ((book.judge(subject), position) for position, subject in rows)
    link.executemany(
        "update findings set status = ?, replacement = ? where document = ? and number = ?",
        ((ruling.status.value, ruling.replacement, *position) for ruling, position in judged),
    )


def _choose_decisions(rows: Sequence[tuple[Position, Subject]]) -> tuple[str, tuple[Value, ...]]:
    """Return the condition for the decisions that may reach some findings; all of them if these are many."""
    keys = {key for _, item in rows for key in (item.key, item.name, name_rule(item.rule)) if key}
    if len(keys) > 500:
        return "1", ()
    return f"d.key in ({', '.join('?' * len(keys))})", tuple(keys)


def _list_subjects(link: sqlite3.Connection, where: str, values: Sequence[Value]) -> list[tuple[Position, Subject]]:
    columns = "f.document, f.number, f.key, f.rule, d.id, f.place, f.name, f.best, f.applied"
    rows = link.execute(f"select {columns} {JOINED} where {where}", tuple(values))
    return [
        (Position(document, number), Subject(key, rule, name, place, pair, best, bool(applied)))
        for document, number, key, rule, name, place, pair, best, applied in rows
    ]
