"""What keys mean in a review on a terminal, and what follows from them; nothing here knows a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from degarble.errors import DegarbleError
from degarble.reports.sheet import Mark
from degarble.review.console.planning import Plan, carry_out, choose_words, plan_key, plan_rule, tell_reach
from degarble.review.console.searching import read_filter, write_filter
from degarble.review.console.state import (
    ORDERS,
    Asks,
    State,
    go,
    is_gone,
    move_on,
    start,
    start_anew,
    step,
    step_document,
)
from degarble.review.console.wording import count, describe
from degarble.review.deciding import Answer, Position, decide, undo
from degarble.review.queue import Order, count_findings
from degarble.review.shown import list_stands, read_sheet
from degarble.review.store import Store
from degarble.schema import Judgement, Scope

LEFT_OUT = '""'


class Key(NamedTuple):
    """Keys, what they do in a word, and in a sentence."""

    keys: str
    word: str
    sentence: str


KEYS = (
    Key("y", "accept", "The damage is real; take the first suggestion."),
    Key("n", "reject", "Nothing is wrong here; the text stays."),
    Key("e", "edit", "Write your own words."),
    Key("1-9", "choose", "Take the suggestion with this number."),
    Key("u", "unsure", "Put it aside; the text stays."),
    Key("z", "undo", "Take back your last decision."),
    Key("j k", "next", "Next and previous finding, decided or not."),
    Key("J K", "document", "Next and previous document."),
    Key("A N", "everywhere", "Accept or reject the same everywhere; asks."),
    Key("I", "ignore rule", "Ignore the rule everywhere; asks."),
    Key("/", "search", "Words, or rule: severity: status: with a value."),
    Key("o", "order", "Worst first, as one reads, or the same together."),
    Key("?", "help", "Show the keys."),
    Key("q", "quit", "Leave; what was decided is saved already."),
)


class Reviewer:
    """A person at the findings of a run: keys go in, states come out, decisions are in the store at once."""

    def __init__(self, store: Store, who: str) -> None:
        self.store = store
        self.who = who
        self._walks: dict[str, Callable[[State], State]] = {
            "z": self._undo,
            "/": lambda state: replace(state, asks=Asks.SEARCH),
            "o": _turn,
            "?": lambda state: replace(state, asks=Asks.HELP),
            "q": lambda state: replace(state, asks=Asks.NOTHING),
        }
        self._acts: dict[str, Callable[[State, Position], State]] = {
            "y": partial(self._decide, answer=Answer(Judgement.ACCEPT)),
            "n": partial(self._decide, answer=Answer(Judgement.REJECT)),
            "u": partial(self._decide, answer=Answer(Judgement.UNSURE)),
            "e": lambda state, _: replace(state, asks=Asks.TEXT),
            "A": partial(self._plan, judgement=Judgement.ACCEPT),
            "N": partial(self._plan, judgement=Judgement.REJECT),
            "I": partial(self._plan, judgement=Judgement.REJECT, is_rule=True),
            **{str(digit): partial(self._choose, number=digit) for digit in range(1, 10)},
            "j": partial(step, store),
            "k": partial(step, store, back=True),
            "J": partial(step_document, store),
            "K": partial(step_document, store, back=True),
        }

    def press(self, state: State, key: str) -> State:
        """Return what follows when a key is pressed; what goes wrong is told in the message."""
        quiet = replace(state, message="", is_finished=False)
        try:
            if state.asks is Asks.SCOPE:
                return self._confirm(quiet, key)
            if state.asks is not Asks.KEY:
                return self.cancel(quiet)
            return self._walks[key](quiet) if key in self._walks else self._act(quiet, key)
        except DegarbleError as error:
            return replace(self.cancel(quiet), message=_tell(error))

    def enter(self, state: State, text: str) -> State:
        """Return what follows when a text is entered: the person's own words, or what to search."""
        quiet = replace(self.cancel(state), message="", is_finished=False)
        try:
            if state.asks is Asks.SEARCH:
                return self._search(quiet, text)
            return self._write(quiet, text) if state.asks is Asks.TEXT else state
        except DegarbleError as error:
            return replace(quiet, message=_tell(error))

    def cancel(self, state: State) -> State:
        """Return the state with nothing asked but a key."""
        return replace(state, asks=Asks.KEY, plan=None)

    def propose(self, state: State) -> str:
        """Return what stands in the input first when a text is asked for."""
        if state.asks is Asks.SEARCH:
            number = state.shown.document
            return write_filter(state.shown, "" if number is None else read_sheet(self.store, number).id)
        if state.position is None:
            return ""
        mark = self._read_mark(state.position)
        stand = list_stands(self.store, state.position.document)[state.position.finding]
        return stand.replacement or (mark.suggestions[0].text if mark.suggestions else mark.text)

    def _read_mark(self, position: Position) -> Mark:
        return read_sheet(self.store, position.document).findings[position.finding]

    def _act(self, state: State, key: str) -> State:
        if key not in self._acts:
            return replace(state, message=f"{key!r} is no key here; ? shows them all.")
        if state.position is None:
            return replace(state, message="There is nothing here to decide on; / searches, q leaves.")
        if is_gone(self.store, state):
            return start_anew(self.store, state)
        return self._acts[key](state, state.position)

    def _decide(self, state: State, position: Position, answer: Answer) -> State:
        mark = self._read_mark(position)
        decide(self.store, position, replace(answer, who=self.who))
        return move_on(self.store, replace(state, message=describe(mark, answer)), position)

    def _choose(self, state: State, position: Position, number: int) -> State:
        choices = self._read_mark(position).suggestions
        if number > len(choices):
            return replace(state, message=f"There is no suggestion {number}, only {count(len(choices), 'suggestion')}.")
        return self._decide(state, position, Answer(Judgement.ACCEPT, choices[number - 1].text))

    def _write(self, state: State, text: str) -> State:
        position = state.position
        if not text or position is None:
            return replace(state, message="Nothing was written, nothing decided.")
        if is_gone(self.store, state):
            return start_anew(self.store, state)
        mark = self._read_mark(position)
        words = "" if text == LEFT_OUT else text
        if words == mark.text:
            return replace(state, message="That is what stands there; n leaves it as it is.")
        is_choice = any(item.text == words for item in mark.suggestions)
        return self._decide(state, position, Answer(Judgement.ACCEPT if is_choice else Judgement.EDIT, words))

    def _plan(self, state: State, position: Position, judgement: Judgement, *, is_rule: bool = False) -> State:
        answer = Answer(judgement, scope=Scope.EVERYWHERE, who=self.who)
        plan = (plan_rule if is_rule else plan_key)(self.store, position, answer)
        return replace(state, asks=Asks.SCOPE, plan=plan)

    def _confirm(self, state: State, key: str) -> State:
        """Carry out what was planned, everywhere or in this document; a number means another suggestion."""
        plan, position = state.plan, state.position
        if plan is None or position is None:
            return self.cancel(state)
        if key.isdecimal():
            return replace(state, plan=choose_words(self.store, position, plan, int(key)) or plan)
        scopes = {"y": Scope.EVERYWHERE, **({"d": Scope.DOCUMENT} if plan.is_divisible else {})}
        if key not in scopes:
            return replace(self.cancel(state), message="Nothing was decided.")
        if is_gone(self.store, state):
            return start_anew(self.store, state)
        return self._carry_out(state, position, plan, scopes[key])

    def _carry_out(self, state: State, position: Position, plan: Plan, scope: Scope) -> State:
        outcome = carry_out(self.store, position, plan, scope)
        done = f"Ignored: {plan.rule}" if plan.rule else describe(self._read_mark(position), plan.answer).rstrip(".")
        message = f"{done} ({tell_reach(outcome.findings, outcome.documents)})."
        return move_on(self.store, replace(state, message=message), position)

    def _undo(self, state: State) -> State:
        outcome = undo(self.store, self.who)
        if outcome is None:
            return replace(state, message="There is nothing of yours to take back.")
        if outcome.position is None:
            return replace(state, message="Taken back; it was about nothing in this run.")
        document, finding = outcome.position
        status = list_stands(self.store, document)[finding].status
        more = f", here and at {count(outcome.findings - 1, 'other place')}" if outcome.findings > 1 else ""
        return go(self.store, replace(state, message=f"Taken back: {status.value} again{more}."), outcome.position)

    def _search(self, state: State, text: str) -> State:
        found = start(self.store, read_filter(text, self.store), state.order)
        if found.position is None:
            return replace(state, message=f"Nothing fits {text.strip()!r}.")
        fitting = sum(sum(item[1:5]) for item in count_findings(self.store, found.shown))
        fit = f"{count(fitting, 'finding')} {'fits' if fitting == 1 else 'fit'}; / and an empty line show all."
        return replace(found, message=fit if text.strip() else "All findings are shown.")


def _turn(state: State) -> State:
    orders = list(Order)
    order = orders[(orders.index(state.order) + 1) % len(orders)]
    return replace(state, order=order, message=f"Order: {ORDERS[order]}.")


def _tell(error: DegarbleError) -> str:
    return f"{error.message} {error.hint}".strip()
