"""The log of decisions: it is only ever added to; the last line on a target holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from degarble.review.rulings import Target, convert, target_of
from degarble.schema import Decision, Judgement, NameDecision, Scope

Decided = Decision | NameDecision
Value = str | int | float | None

_COLUMNS = "key, scope, document, place, judgement, replacement, form, name, who, at, note, about"
_LAST = f"""
select seq, undoes, {_COLUMNS} from decisions d where ({{where}}) and not exists (
    select 1 from decisions e where e.key = d.key and e.scope = d.scope and e.document = d.document
    and e.place = d.place and e.seq > d.seq)
order by seq
"""


class Line(NamedTuple):
    """A line of the log; no decision means that one on this target was taken back."""

    seq: int
    undoes: int | None
    target: Target
    who: str
    decision: Decided | None
    when: str


def list_standing(link: sqlite3.Connection, where: str = "1", values: Iterable[Value] = ()) -> list[Decided]:
    """Return the decisions in force, in the order they were made; `where` picks lines of the table `decisions`."""
    lines = map(_read, link.execute(_LAST.format(where=where), tuple(values)))
    return [line.decision for line in lines if line.decision is not None]


def list_lines(link: sqlite3.Connection, where: str, values: Iterable[Value]) -> list[Line]:
    """Return the lines that fit, the last first."""
    query = f"select seq, undoes, {_COLUMNS} from decisions where {where} order by seq desc"
    return list(map(_read, link.execute(query, tuple(values))))


def find_line(link: sqlite3.Connection, where: str, values: Iterable[Value]) -> Line | None:
    """Return the last line that fits."""
    query = f"select seq, undoes, {_COLUMNS} from decisions where {where} order by seq desc limit 1"
    row = link.execute(query, tuple(values)).fetchone()
    return _read(row) if row else None


def find_before(link: sqlite3.Connection, line: Line) -> Line | None:
    """Return the line on the same target before one."""
    where = "key = ? and scope = ? and document = ? and place = ? and seq < ?"
    return find_line(link, where, (*line.target, line.seq))


def read_last(link: sqlite3.Connection) -> int:
    """Return the number of the last line; 0 when nobody has decided anything."""
    (seq,) = link.execute("select max(seq) from decisions").fetchone()
    return int(seq or 0)


def add_line(link: sqlite3.Connection, decision: Decided, undoes: int | None = None) -> int:
    """Write a decision into the log and return its number; it gets the present time if it has none."""
    dated = decision if decision.when else replace(decision, when=tell_time())
    plain = convert(dated) if isinstance(dated, NameDecision) else dated
    form, name = (dated.form, dated.name) if isinstance(dated, NameDecision) else ("", "")
    judged = plain.judgement.value, plain.replacement, form, name, plain.who, plain.when, plain.note, plain.about
    return _insert(link, (*target_of(plain), *judged), undoes)


def take_back(link: sqlite3.Connection, target: Target, who: str, undoes: int | None = None) -> int:
    """Write into the log that there is no decision on a target any more, and return the number of the line."""
    return _insert(link, (*target, "", None, "", "", who, tell_time(), "", ""), undoes)


def _insert(link: sqlite3.Connection, values: tuple[Value, ...], undoes: int | None) -> int:
    marks = ", ".join("?" * (len(values) + 1))
    cursor = link.execute(f"insert into decisions ({_COLUMNS}, undoes) values ({marks})", (*values, undoes))
    return int(cursor.lastrowid or 0)


def tell_time() -> str:
    """Return the present time, to the second, as ISO 8601 in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read(row: tuple[object, ...]) -> Line:
    seq, undoes, *values = row
    key, scope, document, place, judgement, replacement, form, name, who, at, note, about = map(_text, values)
    target = str(key), str(scope), str(document), str(place)
    line = Line(int(str(seq)), None if undoes is None else int(str(undoes)), target, str(who), None, str(at))
    if not judgement:
        return line
    common = (Judgement(judgement), replacement, Scope(str(scope)), str(document))
    if form:
        return line._replace(decision=NameDecision(form, str(name), *common, str(who), str(at), str(note)))
    return line._replace(decision=Decision(str(key), *common, str(place), str(who), str(at), str(note), str(about)))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
