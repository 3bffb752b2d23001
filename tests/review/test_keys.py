"""Keys: each decides, moves or asks as the help says, and nothing is decided by accident."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from degarble.review.console.keys import KEYS, LEFT_OUT, Reviewer
from degarble.review.console.state import RENEWED, Asks, State, open_document, start
from degarble.review.deciding import Answer, Position, decide
from degarble.review.queue import Filter, Order
from degarble.review.ranking import find_rank
from degarble.review.shown import list_stands
from degarble.review.store import Store
from degarble.schema import Judgement

from .conftest import ARTICLES, Texts


def press(store: Store, keys: str, state: State | None = None) -> State:
    """Return the state after some keys."""
    reviewer, state = Reviewer(store, "ana"), state or start(store)
    for key in keys:
        state = reviewer.press(state, key)
    return state


def write(store: Store, key: str, text: str, state: State | None = None) -> State:
    """Return the state after a key that asks for a text, and the text."""
    return Reviewer(store, "ana").enter(press(store, key, state), text)


def stands(store: Store) -> list[str]:
    found = [item for document in (0, 1) for item in list_stands(store, document)]
    return [item.status + (f" {item.replacement}" if item.replacement is not None else "") for item in found]


OPEN = ["open", "open", "open", "open", "open", "applied Monday"]


def test_a_review_begins_with_the_worst(store: Store) -> None:
    assert start(store).position == Position(0, 0)
    assert start(store, order=Order.READING, shown=Filter(document=1)).position == Position(1, 0)


def test_the_help_names_all_keys(store: Store) -> None:
    named = {key for item in KEYS for key in item.keys.split()}
    reviewer = Reviewer(store, "ana")
    unknown = {key for key in named - {"1-9"} if "no key" in reviewer.press(start(store), key).message}
    assert unknown == set()


@pytest.mark.parametrize(
    ("key", "status", "message"),
    [
        ("y", "accepted Kalın", "Accepted: Thick → Kalın."),
        ("n", "rejected", "Rejected: Thick stays."),
        ("u", "unsure", "Unsure: Thick."),
        ("2", "accepted Kalin", "Accepted: Thick → Kalin."),
    ],
)
def test_one_key_decides_and_goes_to_the_next(store: Store, key: str, status: str, message: str) -> None:
    state = press(store, key)
    assert stands(store) == [status, *OPEN[1:]]
    assert (state.position, state.message) == (Position(0, 2), message)


def test_after_the_last_comes_the_first_that_was_passed_over(store: Store) -> None:
    state = press(store, "jyyyy")
    assert state.position == Position(0, 0)
    assert stands(store)[0] == "open"


def test_the_last_decision_stays_where_it_is_and_says_so(store: Store) -> None:
    state = press(store, "yyyyy")
    assert (state.position, state.is_finished) == (Position(0, 3), True)
    assert state.message == "Confirmed: The end. Nothing is left to decide here."


def test_own_words(store: Store) -> None:
    state = write(store, "e", "İbrahim Kalın")
    assert (stands(store)[0], state.message) == ("edited İbrahim Kalın", "Written: Thick → İbrahim Kalın.")


def test_own_words_that_were_suggested_are_a_suggestion(store: Store) -> None:
    write(store, "e", "Kalin")
    assert stands(store)[0] == "accepted Kalin"


def test_own_words_may_be_none(store: Store) -> None:
    assert write(store, "e", LEFT_OUT).message == "Left out: Thick."
    assert stands(store)[0] == "edited "


@pytest.mark.parametrize("text", ["", "Thick"])
def test_no_words_and_the_same_words_decide_nothing(store: Store, text: str) -> None:
    state = write(store, "e", text)
    assert (stands(store), state.position, state.asks) == (OPEN, Position(0, 0), Asks.KEY)
    assert state.message


def test_what_stands_there_is_what_one_edits(store: Store) -> None:
    reviewer = Reviewer(store, "ana")
    assert reviewer.propose(press(store, "e")) == "Kalın"
    back = press(store, "ke", write(store, "e", "K."))
    assert reviewer.propose(back) == "K."


def test_steps_go_over_what_is_decided_too(store: Store) -> None:
    state = press(store, "jjjj")
    assert state.position == Position(1, 1)
    assert press(store, "k", state).position == Position(0, 1)


def test_steps_end(store: Store) -> None:
    assert press(store, "k").message == "This is the first finding."
    assert press(store, "jjjjjj").message == "This is the last finding."


def test_documents(store: Store) -> None:
    state = press(store, "J")
    assert state.position == Position(1, 0)
    assert press(store, "K", state).position == Position(0, 0)
    assert press(store, "J", state).message == "This is the last document."


def test_a_document_opens_where_something_is_undecided(store: Store) -> None:
    state = press(store, "y")
    assert open_document(store, state, 0).position == Position(0, 2)


def test_orders(store: Store) -> None:
    state = press(store, "o")
    assert (state.order, state.message) == (Order.READING, "Order: as one reads.")
    assert press(store, "j", state).position == Position(0, 1)
    assert press(store, "oo", state).order is Order.WORST


def test_everywhere_asks_first(store: Store) -> None:
    state = press(store, "A")
    assert state.plan is not None
    assert (state.asks, state.plan.title, state.plan.about) == (Asks.SCOPE, "Accept everywhere", "Thick → Kalın")
    assert (state.plan.reach, state.plan.here) == ("3 findings in 2 documents", 2)
    assert stands(store) == OPEN


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("Ay", ["accepted Kalın", "accepted Kalın", "accepted Kalın"]),
        ("Ad", ["accepted Kalın", "accepted Kalın", "open"]),
        ("A2y", ["accepted Kalin", "accepted Kalin", "accepted Kalin"]),
        ("Ny", ["rejected", "rejected", "rejected"]),
        ("N2d", ["rejected", "rejected", "open"]),
        ("An", ["open", "open", "open"]),
        ("A9\x1b", ["open", "open", "open"]),
        ("Iy", ["rejected", "rejected", "rejected"]),
        ("Id", ["rejected", "rejected", "open"]),
    ],
)
def test_everywhere_after_a_yes(store: Store, keys: str, found: list[str]) -> None:
    state = press(store, keys)
    assert stands(store)[0::2] == found
    assert (state.asks, state.plan) == (Asks.KEY, None)


def test_everywhere_says_how_far_it_went(store: Store) -> None:
    assert press(store, "Ay").message == "Accepted: Thick → Kalın (3 findings in 2 documents)."
    assert press(store, "zIy").message == "Ignored: name/literal (3 findings in 2 documents)."


def test_what_was_chosen_here_is_accepted_everywhere(store: Store) -> None:
    press(store, "Ay", press(store, "k", write(store, "e", "K.")))
    assert stands(store)[0::2] == ["edited K.", "edited K.", "edited K."]


def test_a_single_finding_has_no_narrower_scope(store: Store) -> None:
    state = write(store, "/", "rule:lexicon/test")
    assert press(store, "Ad", state).message == "Nothing was decided."
    assert stands(store) == OPEN


def test_undo_goes_back_there(store: Store) -> None:
    state = press(store, "ynz")
    assert (state.position, state.message) == (Position(0, 2), "Taken back: open again.")
    assert press(store, "z", state).position == Position(0, 0)
    assert stands(store) == OPEN
    assert press(store, "z").message == "There is nothing of yours to take back."


def test_undo_says_who_decided_since(store: Store) -> None:
    state = press(store, "y")
    decide(store, Position(0, 0), Answer(Judgement.REJECT, who="ben"))
    assert "ben decided the same again since" in press(store, "z", state).message


def test_a_search_shows_what_fits(store: Store) -> None:
    state = write(store, "/", "rain wheat monday")
    assert (state.message, state.position) == ("Nothing fits 'rain wheat monday'.", Position(0, 0))
    state = write(store, "/", "Monday", state)
    assert (state.shown.words, state.position, find_rank(store, state.shown, state.order, state.position)) == (
        "Monday", Position(1, 1), (1, 1),
    )  # fmt: skip
    assert write(store, "/", "", state).shown == Filter()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("severity:minor", Position(0, 3)),
        ("level:flag,auto", Position(0, 3)),
        ("kind:lexicon", Position(0, 1)),
        ("status:applied", Position(1, 1)),
        ("rule:lexicon/test", Position(0, 1)),
        ("document:b.txt thick", Position(1, 0)),
    ],
)
def test_a_search_by_facets_is_written_back(store: Store, text: str, first: Position) -> None:
    state = write(store, "/", text)
    assert state.position == first
    assert Reviewer(store, "ana").propose(press(store, "/", state)).split(":")[0] == text.split(":")[0]


@pytest.mark.parametrize(
    ("text", "told"), [("status:rejectd", "Did you mean 'rejected'?"), ("document:x", "There is no document 'x'")]
)
def test_a_facet_that_does_not_exist_is_told(store: Store, text: str, told: str) -> None:
    assert told in write(store, "/", text).message


def test_what_is_decided_can_be_gone_through(store: Store) -> None:
    state = write(store, "/", "status:rejected", press(store, "nn"))
    assert press(store, "u", state).position == Position(0, 2)


def test_help_and_leaving(store: Store) -> None:
    helped = press(store, "?")
    assert helped.asks is Asks.HELP
    assert press(store, "q", helped).asks is Asks.KEY
    assert press(store, "q").asks is Asks.NOTHING


@pytest.mark.parametrize(("key", "told"), [("x", "'x' is no key here"), ("3", "no suggestion 3, only 2 suggestions")])
def test_other_keys_decide_nothing(store: Store, key: str, told: str) -> None:
    state = press(store, key)
    assert told in state.message
    assert (stands(store), state.position) == (OPEN, Position(0, 0))


def test_a_run_made_anew_is_looked_at_before_it_is_decided(store: Store, refill: Callable[[Texts], None]) -> None:
    state, asked, written = start(store), press(store, "A"), press(store, "e")
    refill({"b.txt": ARTICLES["b.txt"]})
    for seen in (press(store, "y", state), press(store, "y", asked), Reviewer(store, "ana").enter(written, "words")):
        assert (seen.message, seen.position) == (RENEWED, Position(0, 0))
    assert [item.status for item in list_stands(store, 0)] == ["open", "applied"]


def test_without_findings_there_is_nothing_to_decide(store: Store, refill: Callable[[Texts], None]) -> None:
    refill({"c.txt": ("It rained.\n", [])})
    state = press(store, "yjA")
    assert (state.position, state.asks) == (None, Asks.KEY)
    assert "nothing here" in state.message


@pytest.mark.parametrize("order", list(Order))
def test_ranks_count_in_the_order_of_the_queue(store: Store, order: Order) -> None:
    state, seen = start(store, order=order), []
    while not seen or seen[-1] != state.position:
        seen.append(state.position)
        state = press(store, "j", state)
    assert [find_rank(store, Filter(), order, place)[0] for place in seen if place] == [1, 2, 3, 4, 5, 6]
