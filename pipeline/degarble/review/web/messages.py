"""What the review page and its server say to each other: JSON, with findings told by their numbers."""

from __future__ import annotations

from typing import Annotated

import msgspec

from degarble.reports.sheet import Name, Standing
from degarble.review.deciding import Position
from degarble.review.queue import Count, Order
from degarble.review.shown import Stand
from degarble.schema import Judgement, Kind, Level, NameDecision, RunRecord, Scope, Severity, Status

# SQLite refuses numbers beyond its own.
Number = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Words = Annotated[str, msgspec.Meta(min_length=1)]
Listed = str | int | float | list[str] | None


class Wanted(msgspec.Struct, frozen=True):
    """A filter as the page writes it; in a query string the sets are lists with commas."""

    levels: frozenset[Level] = frozenset()
    severities: frozenset[Severity] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    statuses: frozenset[Status] = frozenset()
    rule: str = ""
    document: Number | None = None
    least: Share = 0.0
    most: Share = 1.0
    words: str = ""


class Place(msgspec.Struct, frozen=True):
    """What the path of a request names: a document, or a finding of it."""

    document: Number
    finding: Number = 0


class Seen(msgspec.Struct, frozen=True):
    """The last decision a page knows of."""

    seq: Number


class Step(msgspec.Struct, frozen=True):
    """From where to go on, and how; without a place from the start."""

    document: Number | None = None
    finding: Number | None = None
    order: Order = Order.WORST
    back: bool = False
    undecided: bool = False


class Decide(msgspec.Struct, frozen=True):
    """What a person says about a finding, and what they are shown next; no judgement takes the decision back.

    `run` is the number of the run they see: in another one the same numbers would be another finding.
    """

    document: Number
    finding: Number
    judgement: Judgement | None
    replacement: str | None = None
    scope: Scope = Scope.HERE
    note: str = ""
    rule: bool = False
    order: Order = Order.WORST
    filter: dict[str, Listed] = msgspec.field(default_factory=dict)
    undecided: bool = True
    run: int | None = None


class DecideName(msgspec.Struct, frozen=True):
    """What a person says about a form and a name."""

    form: Words
    name: Words
    judgement: Judgement
    replacement: str | None = None
    note: str = ""


class Trouble(msgspec.Struct):
    """What went wrong and what to do about it."""

    error: str
    hint: str


class Overview(msgspec.Struct):
    """The run; each document is a `reports.sheet.Entry`, and `stale` are the numbers of those that changed since."""

    documents: list[msgspec.Raw]
    kinds: dict[str, Standing]
    its_severity: dict[str, int]
    record: RunRecord
    rules: list[tuple[str, int]]
    tally: dict[str, int]
    who: str
    stale: list[int]
    seq: int
    run: int
    folder: str


class Counts(msgspec.Struct):
    """What fits a filter by document, and where all findings of the run stand."""

    counts: list[Count]
    tally: dict[str, int]


class Opened(msgspec.Struct):
    """A document: a `reports.sheet.Sheet`, and where its findings stand in their order."""

    sheet: msgspec.Raw
    stands: list[Stand]
    stale: bool
    seq: int


class Said(msgspec.Struct):
    """What a person decided on a finding, as it is now."""

    who: str
    when: str
    note: str
    scope: Scope
    judgement: Judgement


class Ruled(msgspec.Struct):
    """Where a finding stands and who said so."""

    status: Status
    replacement: str | None
    decision: Said | None


class Spot(msgspec.Struct):
    """The same finding at another place."""

    position: Position
    document: str
    text: str
    status: str


class Spots(msgspec.Struct):
    """The same finding elsewhere: how often, in how many documents, and the first places."""

    findings: int
    documents: int
    places: list[Spot]


class Past(msgspec.Struct):
    """Something that was decided on a finding; an empty judgement took back what was decided before."""

    who: str
    when: str
    judgement: str
    replacement: str | None
    scope: str
    note: str


class Detail(msgspec.Struct):
    """What there is to know about a finding beyond its mark; the last decision comes first."""

    ruling: Ruled
    elsewhere: Spots
    rule_total: int
    history: list[Past]


class Next(msgspec.Struct):
    """The finding to go to."""

    position: Position | None


class Done(msgspec.Struct):
    """What a decision did, the findings of its document after it, and the finding to go to."""

    seq: int
    findings: int
    documents: int
    tally: dict[str, int]
    stands: list[Stand]
    next: Position | None


class Undone(Done):
    """What taking a decision back did, and a finding it was about."""

    position: Position | None


class Nothing(msgspec.Struct):
    """There is nothing to undo."""

    nothing: bool = True


class Explained(msgspec.Struct):
    """What stands behind a rule."""

    lines: list[str]


class NameList(msgspec.Struct):
    """The names of the run as people decided them, and what they decided."""

    names: list[Name]
    decisions: list[NameDecision]


class NameDone(NameList):
    """What a decision on names did."""

    seq: int
    findings: int
    documents: int


class Since(msgspec.Struct):
    """Whether anything was decided since; `stands` are there only if so. Another `run` means: load the page again."""

    seq: int
    changed: bool
    tally: dict[str, int]
    stands: list[Stand] | None
    run: int
