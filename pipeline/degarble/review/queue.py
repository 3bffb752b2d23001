"""What is to be reviewed next: findings filtered, ordered, counted and walked through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from degarble.folding import fold
from degarble.review.deciding import JOINED, Position, find_subject
from degarble.review.log import Value
from degarble.review.store import Store
from degarble.schema import Severity, Status

_EVERYTHING = frozenset[str]()
_Condition = tuple[str, list[Value]]


class Order(StrEnum):
    """In what order findings come: the worst first, as one reads, or the same finding together."""

    WORST = "worst"
    READING = "reading"
    TOGETHER = "together"


# The columns that make an order, and whether they fall; each has an index that begins with them.
KEYS = {
    Order.WORST: (("severity", True), ("score", True), ("document", False), ("number", False)),
    Order.READING: (("document", False), ("number", False)),
    Order.TOGETHER: (("severity", True), ("rule", False), ("key", False), ("document", False), ("number", False)),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are shown; an empty set, an empty text and None leave all. `words` is searched in findings."""

    levels: frozenset[str] = _EVERYTHING
    severities: frozenset[str] = _EVERYTHING
    kinds: frozenset[str] = _EVERYTHING
    statuses: frozenset[str] = _EVERYTHING
    rule: str = ""
    document: int | None = None
    least: float = 0.0
    most: float = 1.0
    words: str = ""

    def write(self) -> tuple[str, list[Value]]:
        """Return the condition on findings `f` and its values."""
        severities = {Severity(item).rank for item in self.severities}
        parts = [
            _write_set("f.level", self.levels),
            _write_set("f.severity", severities),
            _write_set("f.kind", self.kinds),
            # The sign keeps SQLite from taking the index on the status, and then sorting all that it finds.
            _write_set("+f.status", self.statuses),
            ("f.rule = ?", [self.rule]) if self.rule else None,
            ("f.document = ?", [self.document]) if self.document is not None else None,
            ("f.score >= ?", [self.least]) if self.least > 0 else None,
            ("f.score <= ?", [self.most]) if self.most < 1 else None,
            ("instr(f.words, ?) > 0", [fold(self.words)]) if self.words else None,
        ]
        kept = [part for part in parts if part is not None]
        values: list[Value] = [value for _, some in kept for value in some]
        return " and ".join(text for text, _ in kept) or "1", values


def _write_set(column: str, values: Iterable[Value]) -> tuple[str, list[Value]] | None:
    wanted = sorted(values, key=str)
    return (f"{column} in ({', '.join('?' * len(wanted))})", wanted) if wanted else None


class Count(NamedTuple):
    """The findings of a document that fit a filter, by severity, and how many of them nobody decided on."""

    document: int
    critical: int
    major: int
    minor: int
    neutral: int
    undecided: int


class Place(NamedTuple):
    """A finding with the words it stands for, to be listed."""

    position: Position
    document: str
    text: str
    status: str


class Elsewhere(NamedTuple):
    """The same finding at other places: how many, in how many documents, and the first of them."""

    findings: int
    documents: int
    places: list[Place]


def find_next(
    store: Store, shown: Filter, order: Order, after: Position | None, *, back: bool = False, undecided: bool = False
) -> Position | None:
    """Return the finding after (or before) one in an order, the first (or last) when there is none; None at the end.

    `undecided` passes over those somebody decided on and those applied by default.
    """
    where, values = shown.write()
    if undecided:
        where += f" and +f.status = '{Status.OPEN.value}'"
    columns = [(f"f.{column}", falls != back) for column, falls in KEYS[order]]
    places = _list_places(store, columns, after)
    if shown.words:
        # Words are in no index: all findings are read once, and the signs keep SQLite from following one.
        columns, places = [(f"+{column}", falls) for column, falls in columns], iter([_join(places)])
    keys = ", ".join(f"{column} desc" if falls else column for column, falls in columns)
    for place, more in places:
        query = f"select f.document, f.number from findings f where {where} and ({place}) order by {keys} limit 1"
        row = store.link.execute(query, [*values, *more]).fetchone()
        if row is not None:
            return Position(*row)
    return None


def _list_places(store: Store, columns: Sequence[tuple[str, bool]], after: Position | None) -> Iterator[_Condition]:
    """Yield conditions, nearest first, that all findings after one meet: the same but for the last key, and so on up.

    One condition for all of them would be shorter, but SQLite uses no index for it where some keys fall and some rise.
    """
    names = [column for column, _ in columns]
    query = f"select {', '.join(names)} from findings f where f.document = ? and f.number = ?"
    row = store.link.execute(query, after).fetchone() if after is not None else None
    if row is None:
        yield "1", []
        return
    for depth in reversed(range(len(columns))):
        column, falls = columns[depth]
        same = [f"{name} = ?" for name in names[:depth]]
        yield " and ".join([*same, f"{column} {'<' if falls else '>'} ?"]), list(row[: depth + 1])


def _join(conditions: Iterable[_Condition]) -> _Condition:
    parts = list(conditions)
    return " or ".join(f"+({text})" for text, _ in parts), [value for _, values in parts for value in values]


def count_findings(store: Store, shown: Filter) -> list[Count]:
    """Return the counts of the documents with findings that fit, in the order of the run."""
    where, values = shown.write()
    sums = ", ".join(f"sum(f.severity = {rank})" for rank in (3, 2, 1, 0))
    query = (
        f"select f.document, {sums}, sum(f.status = '{Status.OPEN.value}') from findings f where {where} "
        "group by f.document order by f.document"
    )
    return [Count(*row) for row in store.link.execute(query, values)]


def tally(store: Store) -> dict[str, int]:
    """Return how many findings of the run stand where."""
    counts = dict(store.link.execute("select status, count(*) from findings group by status"))
    return {status.value: counts.get(status.value, 0) for status in Status}


def list_rules(store: Store) -> list[tuple[str, int]]:
    """Return the rules that found something, and how often; the most frequent first."""
    return list(store.link.execute("select rule, count(*) from findings group by rule order by 2 desc, 1"))


def count_rule(store: Store, position: Position) -> int:
    """Return how many findings the rule of a finding has made.

    Raises:
        DegarbleError: there is no such finding.
    """
    subject, _ = find_subject(store.link, position)
    (total,) = store.link.execute("select count(*) from findings where rule = ?", (subject.rule,)).fetchone()
    return int(total)


def find_elsewhere(store: Store, position: Position, limit: int = 50) -> Elsewhere:
    """Return the other places with the key of a finding.

    Raises:
        DegarbleError: there is no such finding.
    """
    subject, _ = find_subject(store.link, position)
    others = "f.key = ? and not (f.document = ? and f.number = ?)"
    values = (subject.key, *position)
    query = f"select count(*), count(distinct f.document) from findings f where {others}"
    findings, documents = store.link.execute(query, values).fetchone()
    query = f"select f.document, f.number, d.id, f.text, f.status {JOINED} where {others} order by 1, 2 limit ?"
    rows = store.link.execute(query, (*values, limit))
    return Elsewhere(findings, documents, [Place(Position(*row[:2]), *row[2:]) for row in rows])
