"""Mentions of several documents become clusters and findings."""

from __future__ import annotations

import pytest

from degarble.knowledge import Knowledge, load_knowledge
from degarble.language import identify
from degarble.link import Names, link
from degarble.names.find import find_mentions
from degarble.reading import read
from degarble.schema import Document, Level


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def link_texts(knowledge: Knowledge, *texts: str) -> Names:
    documents = [Document(f"{number}.txt", text) for number, text in enumerate(texts)]
    mentions = [mention for item in documents for mention in find_mentions(read(item, knowledge, identify))]
    return link(mentions, knowledge)


def repairs(names: Names) -> list[tuple[str, str, str | None]]:
    return [(item.rule, item.text, item.best) for found in names.findings.values() for item in found]


def forms(names: Names, cluster: str) -> dict[str, str]:
    return {item.text: item.relation for found in names.clusters if found.id == cluster for item in found.variants}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Khalifa Haftar met the envoys. The forces of Khafter left.", ("names/variant", "Khafter", "Haftar")),
        ("Colonel Levent Kılıç came. Kilic said it went well.", ("names/variant", "Kilic", "Kılıç")),
        ("Coach Reza Ghorbani spoke. Qorbani did not agree.", ("names/variant", "Qorbani", "Ghorbani")),
        (
            "Mayor Taras Hnatenko spoke. According to Hnatenka, all is well.",
            ("names/inflected", "Hnatenka", "Hnatenko"),
        ),
        (
            "Governor Ihor Marchenko left. A talk with Marchenkom followed.",
            ("names/inflected", "Marchenkom", "Marchenko"),
        ),
        ("Kévin Maurel denied it. The lawyer of Kevin Morel agreed.", ("names/slip", "Kevin Morel", "Kévin Maurel")),
        (
            "She works in Istanbul. Later she went home, and İstanbul was cold.",
            ("names/variant", "İstanbul", "Istanbul"),
        ),
    ],
)
def test_two_spellings_in_one_text(
    knowledge: Knowledge, text: str, expected: tuple[str, str, str | None] | None
) -> None:
    assert repairs(link_texts(knowledge, text)) == ([expected] if expected else [])


@pytest.mark.parametrize(
    "text",
    [
        "Khalifa Hafter met the envoys. Hafter said the port would open, and Hafter left.",
        "Fayez Al-Serraj came. Al-Serraj spoke, and an aide to Al-Serraj left.",
        "Ivan Petrov met the mayor. Anna Petrova said the bridge would be built.",
        "Khalifa Haftar spoke. Saddam Haftar listened. Haftar left.",
        "Suga Yoshihide spoke in Tokyo. Suga left early.",
        "Hanan al-Tayeb spoke. Al-Tayeb left early.",
        "Peter Hansen and Paula Jansen signed. Hansen said it was late.",
        "Jan Austrian met Eva Austria. Austria said nothing.",
        "Mike Pompeo spoke. Later M. Pompeo left.",
        "Sophia Donets left Donbass. In Donbass it rained, and Donbass was cold.",
        "Mayor Taras Hnatenko spoke. “We know Hnatenka,” a man said.",
    ],
)
def test_house_spellings_and_other_people_stay_silent(knowledge: Knowledge, text: str) -> None:
    assert [item for item in repairs(link_texts(knowledge, text)) if item[2] is not None] == []


def test_links_never_act_on_their_own(knowledge: Knowledge) -> None:
    names = link_texts(
        knowledge, "Khalifa Haftar met the envoys. The forces of Khafter left. Kalin spoke to İbrahim Kalın."
    )
    assert {item.level for found in names.findings.values() for item in found} == {Level.SUGGEST}


def test_forms_of_a_folder_share_a_cluster_without_findings(knowledge: Knowledge) -> None:
    names = link_texts(
        knowledge, "The forces of Khafter left.", "Khalifa Haftar spoke. Haftar left.", "Jalifa Haftar arrived."
    )
    assert forms(names, "khalifa-haftar") == {
        "Haftar": "variant",
        "Jalifa Haftar": "variant",
        "Khafter": "variant",
        "Khalifa Haftar": "canonical",
    }
    assert names.findings == {}


def test_relations(knowledge: Knowledge) -> None:
    names = link_texts(
        knowledge,
        "İbrahim Kalın met General Caliph Khafter. Thick, said they agreed.",
        "The Government of National Accord (GNA) spoke of Haftarot.",
    )
    assert forms(names, "khalifa-haftar") == {"Caliph Khafter": "literal", "Haftarot": "misspelling"}
    assert forms(names, "ibrahim-kalin") == {"İbrahim Kalın": "canonical", "Thick": "literal"}
    assert forms(names, "government-of-national-accord")["GNA"] == "acronym"


def test_different_people_stay_apart_across_documents(knowledge: Knowledge) -> None:
    names = link_texts(
        knowledge,
        "Marta Lindqvist spoke in Oslo.",
        "Karl Lindqvist spoke in Oslo.",
        "Marta Lindqvist and Marta Lindkvist spoke.",
    )
    clusters = [sorted(item.text for item in found.variants) for found in names.clusters if found.kind == "PER"]
    assert sorted(clusters) == [["Karl Lindqvist"], ["Marta Lindkvist", "Marta Lindqvist"]]


def test_look_alike_bodies_are_never_merged(knowledge: Knowledge) -> None:
    names = link_texts(
        knowledge, "The Government of National Accord left.", "The Government of National Unity came to Libya."
    )
    ids = {found.id for found in names.clusters}
    assert {"government-of-national-accord", "government-of-national-unity-libya"} <= ids
