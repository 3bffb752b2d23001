"""The queue: what fits a filter comes in the order asked for, each finding once, in both directions."""

from __future__ import annotations

import pytest

from degarble.review.deciding import Answer, Position, decide
from degarble.review.queue import Count, Filter, Order, count_findings, find_elsewhere, find_next, list_rules, tally
from degarble.review.store import Store
from degarble.schema import Judgement

ALL = Filter()


def walk(store: Store, shown: Filter, order: Order, *, back: bool = False, undecided: bool = False) -> list[Position]:
    place = find_next(store, shown, order, None, back=back, undecided=undecided)
    places = []
    while place is not None:
        places.append(place)
        place = find_next(store, shown, order, place, back=back, undecided=undecided)
    return places


@pytest.mark.parametrize(
    ("order", "places"),
    [
        (Order.READING, [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 1)]),
        (Order.WORST, [(0, 0), (0, 2), (1, 0), (0, 1), (1, 1), (0, 3)]),
        (Order.TOGETHER, [(0, 0), (0, 2), (1, 0), (0, 1), (1, 1), (0, 3)]),
    ],
)
def test_findings_come_in_order_and_back(store: Store, order: Order, places: list[tuple[int, int]]) -> None:
    assert walk(store, ALL, order) == places
    assert walk(store, ALL, order, back=True) == places[::-1]


def test_what_is_decided_or_applied_is_passed_over(store: Store) -> None:
    decide(store, Position(0, 1), Answer(Judgement.REJECT))
    assert walk(store, ALL, Order.READING, undecided=True) == [(0, 0), (0, 2), (0, 3), (1, 0)]


@pytest.mark.parametrize(
    ("shown", "places"),
    [
        (Filter(levels=frozenset({"auto", "flag"})), [(0, 3), (1, 1)]),
        (Filter(severities=frozenset({"critical"})), [(0, 0), (0, 2), (1, 0)]),
        (Filter(kinds=frozenset({"name-literal"}), document=1), [(1, 0)]),
        (Filter(rule="lexicon/test"), [(0, 1)]),
        (Filter(statuses=frozenset({"applied"})), [(1, 1)]),
        (Filter(least=0.9), [(1, 1)]),
        (Filter(most=0.9, rule="casing/day"), []),
        (Filter(words="kalin"), [(0, 0), (0, 2), (1, 0)]),
        (Filter(words="100%'; drop table"), []),
    ],
)
def test_a_filter_leaves_what_fits(store: Store, shown: Filter, places: list[tuple[int, int]]) -> None:
    assert walk(store, shown, Order.READING) == places
    assert sum(sum(count[1:5]) for count in count_findings(store, shown)) == len(places)


def test_counts_by_document_and_severity(store: Store) -> None:
    decide(store, Position(0, 0), Answer(Judgement.ACCEPT))
    assert count_findings(store, ALL) == [Count(0, 2, 1, 1, 0, 3), Count(1, 1, 0, 1, 0, 1)]
    counts = {"open": 4, "applied": 1, "accepted": 1, "edited": 0, "rejected": 0, "unsure": 0}
    assert tally(store) == counts
    assert list_rules(store)[0] == ("name/literal", 3)


def test_the_same_finding_elsewhere(store: Store) -> None:
    others = find_elsewhere(store, Position(0, 0), limit=1)
    assert (others.findings, others.documents) == (2, 2)
    assert [(place.position, place.document, place.text) for place in others.places] == [((0, 2), "a.txt", "Thick")]
