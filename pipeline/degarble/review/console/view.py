"""What the review screen shows of a state, read from the store at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from degarble.reports.sheet import Sheet
from degarble.review.console.bars import Progress
from degarble.review.console.card import Facts, read_facts
from degarble.review.console.searching import write_filter
from degarble.review.console.state import ORDERS, State
from degarble.review.console.summary import count_decided
from degarble.review.originals import is_changed
from degarble.review.queue import Count, count_findings
from degarble.review.ranking import find_rank
from degarble.review.shown import Stand, find_file, list_stands, read_sheet
from degarble.review.store import Store


class View(NamedTuple):
    """What there is to see; without a finding in focus there is no sheet."""

    counts: Mapping[int, Count]
    sheet: Sheet | None
    stands: Sequence[Stand]
    facts: Facts | None
    progress: Progress
    said: Sequence[str]
    notes: Sequence[str]


def read_view(store: Store, state: State) -> View:
    """Return what there is to see.

    Raises:
        DegarbleError: the finding in focus is gone.
    """
    counts = {item.document: item for item in count_findings(store, state.shown)}
    decided, total = count_decided(store)
    said = ORDERS[state.order], _tell_filter(store, state)
    if state.position is None:
        return View(counts, None, (), None, Progress(decided, total, 0, 0), said, ())
    document = state.position.document
    place = find_rank(store, state.shown, state.order, state.position)
    notes = ["changed since the run"] if is_changed(find_file(store, document)) else []
    sheet, stands = read_sheet(store, document), list_stands(store, document)
    facts = read_facts(store, state.position, sheet.findings[state.position.finding])
    return View(counts, sheet, stands, facts, Progress(decided, total, *place), said, notes)


def _tell_filter(store: Store, state: State) -> str:
    number = state.shown.document
    return write_filter(state.shown, "" if number is None else read_sheet(store, number).id)
