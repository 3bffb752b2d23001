"""The answers of the review server: each takes a call of the page to the store and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from degarble.errors import DegarbleError
from degarble.reports.sheet import make_overview
from degarble.review.deciding import Answer, Outcome, OvertakenError, Position, decide, decide_name, ignore_rule, undo
from degarble.review.log import Line, read_last
from degarble.review.naming import decide_names, list_name_decisions, list_names
from degarble.review.originals import is_changed
from degarble.review.queue import (
    Elsewhere,
    Filter,
    count_findings,
    count_rule,
    find_elsewhere,
    find_next,
    list_rules,
    tally,
)
from degarble.review.rulings import Ruling
from degarble.review.shown import (
    find_file,
    list_entry_bytes,
    list_history,
    list_stale,
    list_stands,
    read_record,
    read_ruling,
    read_run_number,
    read_sheet_bytes,
)
from degarble.review.store import Store, open_store
from degarble.review.web import messages as say
from degarble.schema import Judgement, NameDecision, Scope

T = TypeVar("T")
Explain = Callable[[str], Sequence[str]]
_SETS = ("levels", "severities", "kinds", "statuses")
_AGAIN = "Load the page again."


class Call(NamedTuple):
    """A request: the parts of its path, its query and its body."""

    path: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    body: bytes = b""


@dataclass(slots=True)
class Desk:
    """Where a reviewer works; `stale` are the documents of the `run` whose files changed since."""

    store: Store
    who: str
    explain: Explain
    run: int
    stale: set[int]


@contextmanager
def open_desk(out: Path, who: str, explain: Explain) -> Iterator[Desk]:
    """Open the store of a folder to review it.

    Raises:
        DegarbleError: there is none, or it holds no run.
    """
    with open_store(out) as store:
        yield Desk(store, who, explain, read_run_number(store), set(list_stale(store)))


def show_overview(desk: Desk, call: Call) -> say.Overview:
    """Return the run and its documents."""
    store, seq, run = desk.store, read_last(desk.store.link), read_run_number(desk.store)
    if run != desk.run:
        desk.run, desk.stale = run, set(list_stale(store))
    frame = make_overview([], read_record(store))
    return say.Overview(
        documents=[msgspec.Raw(entry) for entry in list_entry_bytes(store)],
        kinds=frame.kinds,
        its_severity=frame.its_severity,
        record=frame.record,
        rules=list_rules(store),
        tally=tally(store),
        who=desk.who,
        stale=sorted(desk.stale),
        seq=seq,
        run=run,
        folder=str(store.path.parent),
    )


def show_counts(desk: Desk, call: Call) -> say.Counts:
    """Return how many findings of each document fit a filter."""
    return say.Counts(count_findings(desk.store, _read_filter(_flatten(call.query))), tally(desk.store))


def show_document(desk: Desk, call: Call) -> say.Opened:
    """Return a document, and look anew whether its file changed."""
    store, seq, number = desk.store, read_last(desk.store.link), _convert(call.path, say.Place).document
    sheet = msgspec.Raw(read_sheet_bytes(store, number))
    stale = is_changed(find_file(store, number))
    desk.stale = desk.stale | {number} if stale else desk.stale - {number}
    return say.Opened(sheet, list_stands(store, number), stale, seq)


def show_finding(desk: Desk, call: Call) -> say.Detail:
    """Return what there is to know about a finding."""
    store = desk.store
    place = _convert(call.path, say.Place)
    position = Position(place.document, place.finding)
    return say.Detail(
        ruling=_tell_ruling(read_ruling(store, position)),
        elsewhere=_tell_elsewhere(find_elsewhere(store, position)),
        rule_total=count_rule(store, position),
        history=[_tell_line(line) for line in list_history(store, position)],
    )


def _tell_ruling(ruling: Ruling) -> say.Ruled:
    made = ruling.decision
    said = say.Said(made.who, made.when, made.note, made.scope, made.judgement) if made else None
    return say.Ruled(ruling.status, ruling.replacement, said)


def _tell_elsewhere(elsewhere: Elsewhere) -> say.Spots:
    return say.Spots(elsewhere.findings, elsewhere.documents, [say.Spot(*place) for place in elsewhere.places])


def _tell_line(line: Line) -> say.Past:
    scope, made = line.target[1], line.decision
    if made is None:
        return say.Past(line.who, line.when, "", None, scope, "")
    return say.Past(line.who, line.when, made.judgement.value, made.replacement, scope, made.note)


def show_next(desk: Desk, call: Call) -> say.Next:
    """Return the finding to go to.

    With `finding` the first `document` tells where one is, and a second one is the filter's; without it there is only
    the filter's.
    """
    query, documents = _flatten(call.query), call.query.get("document", ())
    step = _convert(query, say.Step)
    after = None
    if step.document is not None and step.finding is not None:
        after, documents = Position(step.document, step.finding), documents[1:]
    shown = _read_filter({**query, "document": next(iter(documents), None)})
    return say.Next(find_next(desk.store, shown, step.order, after, back=step.back, undecided=step.undecided))


def answer_decide(desk: Desk, call: Call) -> say.Done:
    """Write a decision, and return what it did and where to go on."""
    asked = _decode(call.body, say.Decide)
    if asked.run is not None and asked.run != read_run_number(desk.store):
        raise OvertakenError("The run was made anew meanwhile, and nothing is decided.", _AGAIN)
    shown, position = _read_filter(asked.filter), Position(asked.document, asked.finding)
    answer = _make_answer(asked, desk.who)
    outcome = (ignore_rule if asked.rule else decide)(desk.store, position, answer)
    go_to = find_next(desk.store, shown, asked.order, position, undecided=asked.undecided)
    return _tell_outcome(desk.store, outcome, position.document, go_to)


def _make_answer(asked: say.Decide, who: str) -> Answer:
    """Return what was said; only who accepts or edits says what is to stand there, and never for a whole rule."""
    if asked.judgement is Judgement.EDIT and (asked.replacement is None or asked.rule):
        raise DegarbleError("A text of one's own is for one finding, and it has to be given.", "Accept, or edit one.")
    if asked.rule and asked.scope is Scope.HERE:
        raise DegarbleError("A decision on a rule is for a document or for all.", "Choose one of them.")
    is_chosen = asked.judgement in (Judgement.ACCEPT, Judgement.EDIT) and not asked.rule
    return Answer(asked.judgement, asked.replacement if is_chosen else None, asked.scope, who, asked.note)


def answer_undo(desk: Desk, call: Call) -> say.Undone | say.Nothing:
    """Take the last decision of the reviewer back, and lead to a finding it was about."""
    outcome = undo(desk.store, desk.who)
    if outcome is None:
        return say.Nothing()
    place = outcome.position
    done = _tell_outcome(desk.store, outcome, place.document if place else None, place)
    return say.Undone(**msgspec.structs.asdict(done), position=place)


def _tell_outcome(store: Store, outcome: Outcome, document: int | None, go_to: Position | None) -> say.Done:
    stands = [] if document is None else list_stands(store, document)
    return say.Done(outcome.seq, outcome.findings, outcome.documents, tally(store), stands, go_to)


def explain(desk: Desk, call: Call) -> say.Explained:
    """Return what stands behind a rule."""
    return say.Explained(list(desk.explain(_flatten(call.query).get("rule", ""))))


def show_names(desk: Desk, call: Call) -> say.NameList:
    """Return the names as people decided them."""
    decisions = list_name_decisions(desk.store)
    return say.NameList(decide_names(list_names(desk.store), decisions), decisions)


def answer_name(desk: Desk, call: Call) -> say.NameDone:
    """Write a decision on names, and return what it did."""
    asked = _decode(call.body, say.DecideName)
    if asked.judgement is Judgement.EDIT and not asked.replacement:
        raise DegarbleError("How is the name to be written?", "Give it, or accept the name as it is.")
    replacement = asked.replacement if asked.judgement is Judgement.EDIT else None
    decision = NameDecision(asked.form, asked.name, asked.judgement, replacement, who=desk.who, note=asked.note)
    outcome = decide_name(desk.store, decision)
    told = show_names(desk, call)
    return say.NameDone(told.names, told.decisions, outcome.seq, outcome.findings, outcome.documents)


def tell_since(desk: Desk, call: Call) -> say.Since:
    """Return whether anything was decided since a number of the log."""
    store, seen, seq = desk.store, _convert(call.path, say.Seen).seq, read_last(desk.store.link)
    document = _convert(_flatten(call.query), say.Step).document
    stands = list_stands(store, document) if document is not None and seq != seen else None
    return say.Since(seq, seq != seen, tally(store), stands, read_run_number(store))


def _flatten(query: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {name: values[0] for name, values in query.items()}


def _read_filter(written: Mapping[str, object]) -> Filter:
    given = {name: value for name, value in written.items() if value not in ("", None)}
    for name in _SETS:
        value = given.get(name)
        if isinstance(value, str):
            given[name] = value.split(",")
    return Filter(**msgspec.structs.asdict(_convert(given, say.Wanted)))


def _convert(value: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise DegarbleError(f"The request is not understood: {error}.", _AGAIN) from error


def _decode(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as error:
        raise DegarbleError(f"The request is not understood: {error}.", _AGAIN) from error
