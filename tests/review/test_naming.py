"""Names are merged, split and renamed as people decide, before the run is made anew."""

from __future__ import annotations

from degarble.reports.sheet import Name
from degarble.review.deciding import decide_name
from degarble.review.naming import decide_names, list_name_decisions, list_names
from degarble.review.store import Store
from degarble.schema import Judgement, NameDecision


def show(names: list[Name]) -> list[tuple[str, list[str]]]:
    return [(name.canonical, [f"{form.text} {form.relation}" for form in name.forms]) for name in names]


def decided(store: Store, *decisions: NameDecision) -> list[tuple[str, list[str]]]:
    for decision in decisions:
        decide_name(store, decision)
    return show(decide_names(list_names(store), list_name_decisions(store)))


def test_names_stand_as_they_were_linked(store: Store) -> None:
    assert decided(store) == [("Kalın", ["Kalın canonical", "Thick literal"]), ("Kalin", ["Kalin canonical"])]


def test_two_names_are_merged(store: Store) -> None:
    names = decided(store, NameDecision("Thick", "Kalin", Judgement.ACCEPT))
    assert names == [("Kalın", ["Kalın canonical", "Thick literal", "Kalin variant"])]


def test_a_form_is_split_off(store: Store) -> None:
    names = decided(store, NameDecision("Thick", "Kalın", Judgement.REJECT))
    assert names == [("Kalın", ["Kalın canonical"]), ("Thick", ["Thick canonical"]), ("Kalin", ["Kalin canonical"])]


def test_a_name_is_renamed(store: Store) -> None:
    names = decided(store, NameDecision("Thick", "Thick", Judgement.EDIT, "İbrahim Kalın"))
    assert names[0] == ("İbrahim Kalın", ["Kalın canonical", "Thick literal"])


def test_doubt_changes_nothing(store: Store) -> None:
    assert decided(store, NameDecision("Thick", "Kalın", Judgement.UNSURE)) == show(list_names(store))


def test_an_unknown_form_changes_nothing(store: Store) -> None:
    unknown = NameDecision("Nobody", "Nowhere", Judgement.ACCEPT), NameDecision("Nobody", "Kalın", Judgement.REJECT)
    assert decided(store, *unknown) == show(list_names(store))
