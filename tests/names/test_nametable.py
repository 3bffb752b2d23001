"""Names made one from Python: forms to names, texts with their names repaired, records for a table."""

from __future__ import annotations

import doctest

import pytest

import degarble
from degarble import nametable
from degarble.config import Settings
from degarble.nametable import NameTable, normalize_names
from degarble.schema import Cluster, Level, Link, NameKind, Span, Variant

TEXTS = {
    "b": "Khalifa Haftar met the envoys at 14: 30. The forces of Khafter left.",
    "a": "The Government of National Accord (GNA) spoke 🌉 of Jalifa Haftar.",
}


@pytest.fixture(scope="module")
def table() -> NameTable:
    return normalize_names(TEXTS, settings=Settings(level=Level.SUGGEST))


def test_forms_lead_to_one_name(table: NameTable) -> None:
    for form in ("Khafter", "Khalifa Haftar", "Jalifa Haftar"):
        assert table.canonical(form) == "Khalifa Haftar"
    assert table.canonical("GNA") == "Government of National Accord"
    assert table.canonical("Nobody") is None


def test_a_form_counts_in_the_documents_that_write_it(table: NameTable) -> None:
    assert table.canonical("Khafter", "b") == "Khalifa Haftar"
    assert table.canonical("Khafter", "a") is None
    assert table.canonical("Khafter", "nowhere") is None


def test_only_names_are_repaired(table: NameTable) -> None:
    assert table.apply("b") == TEXTS["b"].replace("Khafter", "Haftar")
    with pytest.raises(KeyError):
        table.apply("nowhere")


def test_links_stand_in_the_order_of_the_texts(table: NameTable) -> None:
    assert [(item.document, item.text) for item in table.links][:3] == [
        ("b", "Khalifa Haftar"),
        ("b", "Khafter"),
        ("a", "Government of National Accord"),
    ]
    for item in table.links:
        assert item.span.of(TEXTS[item.document]) == item.text


def test_records_are_flat(table: NameTable) -> None:
    records = table.to_records()
    assert len(records) == len(table.links)
    assert {type(value) for record in records for value in record.values()} <= {str, int, float}
    first = records[0]
    assert (first["document"], first["start"], first["canonical"], first["kind"]) == ("b", 0, "Khalifa Haftar", "PER")
    assert (first["entity"], first["relation"], first["score"]) == ("khalifa-haftar", "canonical", 1.0)


def test_a_form_of_two_names_is_unclear_but_where_one_stands() -> None:
    people = ("Marta Lindqvist", "Karl Lindqvist")
    clusters = tuple(
        Cluster(name, name, NameKind.PERSON, variants=(Variant("Lindqvist", "variant", 1, (name,)),)) for name in people
    )
    links = tuple(Link(name, Span(0, 9), "Lindqvist", name, "variant", 0.9) for name in people)
    table = NameTable(clusters, links)
    assert table.canonical("Lindqvist") is None
    assert table.canonical("Lindqvist", "Karl Lindqvist") == "Karl Lindqvist"
    assert table.canonical("Marta Lindqvist") == "Marta Lindqvist"


def test_texts_without_names_are_numbered() -> None:
    table = normalize_names(f"Khalifa Haftar left on day {number}." for number in range(11))
    assert [item.document for item in table.links] == [str(number) for number in range(11)]
    assert table.apply("10") == "Khalifa Haftar left on day 10."


def test_no_texts_give_an_empty_table() -> None:
    table = normalize_names([])
    assert (table.clusters, table.links, table.to_records()) == ((), (), [])


def test_one_text_is_no_list_of_texts() -> None:
    with pytest.raises(TypeError, match="list of texts"):
        normalize_names("Khalifa Haftar left.")


def test_workers_find_the_same() -> None:
    settings = Settings(level=Level.SUGGEST, jobs=2)
    assert normalize_names(TEXTS, settings=settings) == normalize_names(TEXTS, settings=Settings(level=Level.SUGGEST))


def test_it_is_public_and_its_example_holds() -> None:
    assert degarble.normalize_names is normalize_names
    assert degarble.NameTable is NameTable
    result = doctest.testmod(nametable)
    assert (result.attempted, result.failed) == (2, 0)
