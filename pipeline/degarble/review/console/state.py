"""Where a review on a terminal stands, and where it goes from there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from degarble.errors import DegarbleError
from degarble.review.console.planning import Plan
from degarble.review.deciding import Position, find_subject
from degarble.review.queue import Filter, Order, count_findings, find_next
from degarble.review.rulings import Subject
from degarble.review.store import Store

RENEWED = "The run was made anew meanwhile: look again, nothing was decided."
ORDERS = {
    Order.WORST: "the worst first",
    Order.READING: "as one reads",
    Order.TOGETHER: "the same findings together",
}


class Asks(StrEnum):
    """What the next input answers."""

    KEY = "key"
    TEXT = "text"
    SEARCH = "search"
    SCOPE = "scope"
    HELP = "help"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class State:
    """Where a review stands: the finding in focus as it was when it came, what is shown, and what is asked.

    `is_finished` tells that the last decision left nothing to decide.
    """

    position: Position | None = None
    subject: Subject | None = None
    shown: Filter = field(default_factory=Filter)
    order: Order = Order.WORST
    message: str = ""
    asks: Asks = Asks.KEY
    plan: Plan | None = None
    is_finished: bool = False


def start(store: Store, shown: Filter | None = None, order: Order = Order.WORST, message: str = "") -> State:
    """Return the state a review begins with: at the first finding nobody decided on, else at the first."""
    state = State(shown=shown or Filter(), order=order, message=message)
    return go(store, state, _find_first(store, state))


def start_anew(store: Store, state: State) -> State:
    """Return the state after the run was made anew: what is shown stays, the numbers of documents are others now."""
    return start(store, replace(state.shown, document=None), state.order, RENEWED)


def go(store: Store, state: State, position: Position | None) -> State:
    """Return the state with another finding in focus.

    Raises:
        DegarbleError: there is no such finding.
    """
    subject = find_subject(store.link, position)[0] if position else None
    return replace(state, position=position, subject=subject, asks=Asks.KEY, plan=None)


def is_gone(store: Store, state: State) -> bool:
    """Tell whether something else stands now where the finding in focus stood when it came."""
    try:
        return state.position is not None and find_subject(store.link, state.position)[0] != state.subject
    except DegarbleError:
        return True


def step(store: Store, state: State, position: Position, *, back: bool = False) -> State:
    """Return the state at the finding after one, or before it, whether decided or not."""
    following = find_next(store, state.shown, state.order, position, back=back)
    if following is None:
        return replace(state, message=f"This is the {'first' if back else 'last'} finding.")
    return go(store, state, following)


def step_document(store: Store, state: State, position: Position, *, back: bool = False) -> State:
    """Return the state at the next document with findings that fit, or the one before."""
    numbers = [item.document for item in count_findings(store, state.shown)]
    beyond = [item for item in numbers if (item < position.document if back else item > position.document)]
    if not beyond:
        return replace(state, message=f"This is the {'first' if back else 'last'} document.")
    return open_document(store, state, beyond[-1 if back else 0])


def open_document(store: Store, state: State, document: int) -> State:
    """Return the state at the first finding of a document, if possible one nobody decided on."""
    within = replace(state, shown=replace(state.shown, document=document))
    position = _find_first(store, within)
    if position is None:
        return replace(state, message="No finding of that document fits.")
    return go(store, state, position)


def move_on(store: Store, state: State, position: Position) -> State:
    """Return the state at the next finding nobody decided on, behind the last at the first of them.

    Where a filter asks for a status, it says itself what comes next.
    """
    undecided = not state.shown.statuses
    following = find_next(store, state.shown, state.order, position, undecided=undecided)
    following = following or find_next(store, state.shown, state.order, None, undecided=undecided)
    if following is None:
        state = replace(state, message=f"{state.message} Nothing is left to decide here.", is_finished=True)
    return go(store, state, following or position)


def _find_first(store: Store, state: State) -> Position | None:
    undecided = find_next(store, state.shown, state.order, None, undecided=True)
    return undecided or find_next(store, state.shown, state.order, None)
