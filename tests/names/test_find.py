"""Finding names in damaged and clean text."""

from __future__ import annotations

from itertools import pairwise

import pytest

from degarble.knowledge import Knowledge, load_knowledge
from degarble.language import identify
from degarble.names.find import find_mentions
from degarble.reading import read
from degarble.schema import Document, Mention, NameKind


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def find(text: str, knowledge: Knowledge) -> dict[str, Mention]:
    mentions = find_mentions(read(Document("a", text), knowledge, identify))
    assert all(mention.text == mention.span.of(text) for mention in mentions)
    assert all(one.span.end <= two.span.start for one, two in pairwise(mentions))
    return {mention.text: mention for mention in mentions}


@pytest.mark.parametrize(
    ("text", "name", "entity"),
    [
        ("The talks with Khafter lasted an hour.", "Khafter", "khalifa-haftar"),
        ("Talks with General Caliph Khafter ended.", "Caliph Khafter", "khalifa-haftar"),
        ("The office of Fayed al Serraj was closed.", "Fayed al Serraj", "fayez-al-sarraj"),
        ("In Cairo Abdelfatah al Sisi spoke.", "Abdelfatah al Sisi", "abdel-fattah-el-sisi"),
        ("The Turkish President Recep Tayyip Erdogan left.", "Recep Tayyip Erdogan", "recep-tayyip-erdogan"),
        ("Fighters of the Wagner Group stayed.", "Wagner Group", "wagner-group"),
        ("A battery of the S-400 stood there.", "S-400", "s-400"),
    ],
)
def test_known_names(knowledge: Knowledge, text: str, name: str, entity: str) -> None:
    assert find(text, knowledge)[name].entity == entity


@pytest.mark.parametrize(
    ("text", "name", "kind", "role"),
    [
        ("Yesterday Colonel Zeki Ardahan spoke to the press.", "Zeki Ardahan", NameKind.PERSON, "Colonel"),
        ("Deputy Minister Levent Orhanlı came.", "Levent Orhanlı", NameKind.PERSON, "Deputy Minister"),
        ("A talk with Ludwig van Hoeven followed.", "Ludwig van Hoeven", NameKind.PERSON, ""),
        ("A visit by Yasir bin Omar al-Baqir followed.", "Yasir bin Omar al-Baqir", NameKind.PERSON, ""),
        ("In 1990 J. K. Norbury wrote the book.", "J. K. Norbury", NameKind.PERSON, ""),
        (
            "She works at the Institute of Coastal Studies now.",
            "Institute of Coastal Studies",
            NameKind.ORGANISATION,
            "",
        ),
    ],
)
def test_capitalised_sequences(knowledge: Knowledge, text: str, name: str, kind: NameKind | None, role: str) -> None:
    found = find(text, knowledge)
    if kind is None:
        assert name not in found
    else:
        assert (found[name].kind, found[name].role) == (kind, role)


def test_an_opener_before_a_verb_of_speech_is_a_mention(knowledge: Knowledge) -> None:
    assert "Thick" in find("Thick, said the talks would go on.", knowledge)
    assert find("However, said the mayor, talks would go on.", knowledge) == {}


def test_a_surname_shared_with_a_known_person_is_not_that_person(knowledge: Knowledge) -> None:
    found = find("The pianist Clara Haftar played in Bonn. Later Haftar met pupils.", knowledge)
    assert found["Clara Haftar"].entity == ""
    assert found["Haftar"].entity == ""


def test_acronyms_in_brackets_and_before_names(knowledge: Knowledge) -> None:
    found = find(
        "The Government of National Accord (GNA) refused. The spokesman of the APU Bohdan Hrytsak agreed.", knowledge
    )
    assert found["GNA"].kind is NameKind.ACRONYM
    assert found["Bohdan Hrytsak"].kind is NameKind.PERSON


def test_headlines_in_title_case_do_not_become_names(knowledge: Knowledge) -> None:
    assert find("Striking Workers Demand Better Wages Before Winter\n\nThe strike went on.", knowledge) == {}


def test_quotations_are_marked(knowledge: Knowledge) -> None:
    found = find("“We spoke with Vladimir Putin,” he said. Emmanuel Macron was there.", knowledge)
    assert found["Vladimir Putin"].quoted
    assert not found["Emmanuel Macron"].quoted
