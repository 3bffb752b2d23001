"""What the four detectors of names report, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.knowledge import Knowledge, load_knowledge
from degarble.schema import Document, Finding, Level

GLOSSES = """lang\tname\tkind\tglosses
tr\tKocabey\tsurname\tmarble
tr\tTaşdelen\tsurname\tflint
xx\tAl Qamar\tclub\tthe lantern|lantern
"""
ACRONYMS = """acronym\tlang\tnative\tenglish\ttarget\tcountry\tsince\tuntil
QXU\ttr\tKıyı Uzmanlar Kurulu\tCoastal Experts Board\tCEB\t\t\t
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    pack: Path = tmp_path_factory.mktemp("pack")
    (pack / "glosses.tsv").write_text(GLOSSES, encoding="utf-8")
    (pack / "acronyms.tsv").write_text(ACRONYMS, encoding="utf-8")
    return load_knowledge((pack,))


def find(knowledge: Knowledge, text: str, *, origin: str = "tr", date: str = "") -> list[Finding]:
    analysis = Analyzer(Settings(origin=origin), knowledge)(Document("a", text, date=date))
    return [item for item in analysis.findings if item.rule.startswith("names/")]


def best(found: list[Finding]) -> list[tuple[str, str, str | None]]:
    return [(item.rule, item.text, item.best) for item in found]


@pytest.mark.parametrize(
    "text",
    [
        "The spokesman Levent Kocabey met the press. Marble, said the talks would go on.",
        "The spokesman Levent Kocabey met the press. Marble said the talks would go on.",
        "The spokesman Levent Kocabey met the press. Marble, who stated that all is well, left.",
        "Marble: All is well\n\nThe spokesman Levent Kocabey met the press in the capital.",
        "The spokesman Levent Kocabey met the press. Later Minister Marble left the hall.",
        "The striker Levent Kocabey hit the post. Marble scored in the second half.",
    ],
)
def test_a_word_in_a_name_slot_is_the_person_of_the_text(knowledge: Knowledge, text: str) -> None:
    found = find(knowledge, text)
    assert best(found) == [("names/literal", "Marble", "Kocabey")]
    assert found[0].level is Level.SUGGEST
    assert found[0].severity == "critical"
    assert found[0].evidence[0].source == "same document"


@pytest.mark.parametrize(
    "text",
    [
        "The actor Lee Marble met Levent Kocabey. Marble said the play would go on.",
        "The marble hall was full. Levent Kocabey said so.",
        "Marble floors shone while Levent Kocabey met the press.",
        "The Marble said nothing to Levent Kocabey.",
        "The spokesman met the press. The prices of Marble rose.",
    ],
)
def test_names_that_are_words_stay(knowledge: Knowledge, text: str) -> None:
    assert best(find(knowledge, text)) == []


def test_another_source_language_is_not_asked(knowledge: Knowledge) -> None:
    text = "The spokesman Levent Kocabey met the press. Marble, said the talks would go on."
    assert best(find(knowledge, text, origin="fr")) == []


def test_without_a_witness_only_an_unmistakable_place_is_flagged(knowledge: Knowledge) -> None:
    found = find(knowledge, "Flint, said the talks would go on.")
    assert [(item.rule, item.best, item.level) for item in found] == [("names/literal", None, Level.FLAG)]
    assert find(knowledge, "Flint said the talks would go on.") == []


def test_curated_literal_names_of_persons(knowledge: Knowledge) -> None:
    found = find(knowledge, "In Libya the forces of General Caliph Khafter left the airport.")
    assert ("names/literal", "Caliph Khafter", "Khalifa Haftar") in best(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Libya the National Reconciliation Government refused.", "Government of National Accord"),
        ("The African Forces Command in the United States spoke.", "U.S. Africa Command"),
    ],
)
def test_bodies_translated_twice(knowledge: Knowledge, text: str, expected: str) -> None:
    assert [item[2] for item in best(find(knowledge, text)) if item[0] == "names/organisation"] == [expected]


def test_a_body_of_another_country_is_left(knowledge: Knowledge) -> None:
    assert best(find(knowledge, "Kenya wants a National Reconciliation Government.", origin="sw")) == []


@pytest.mark.parametrize(
    ("date", "level", "repair", "score"),
    [
        ("2020-06-14", Level.SUGGEST, "Government of National Accord", 0.9),
        ("2022-02-01", Level.FLAG, None, 0.6),
        ("", Level.FLAG, "Government of National Accord", 0.6),
    ],
)
def test_the_date_decides_between_two_governments(
    knowledge: Knowledge, date: str, level: Level, repair: str | None, score: float
) -> None:
    text = "In Libya the Government of National Unity (GNA) refused the plan."
    found = [item for item in find(knowledge, text, date=date) if item.rule == "names/organisation-clash"]
    assert [(item.level, item.best, item.score) for item in found] == [(level, repair, score)]


def test_foreign_acronyms(knowledge: Knowledge) -> None:
    alone = find(knowledge, "The QXU refused the plan.")
    assert best(alone) == [("names/acronym", "QXU", "Coastal Experts Board")]
    clash = find(knowledge, "The Board of Experts for Coastal Work (QXU) refused. The CEB agreed with the QXU.")
    assert [item[2] for item in best(clash)] == ["CEB", "CEB"]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("The QXU refused the plan.", "fr"),
        ("The Coastal Experts Board (QXU) refused the plan. The QXU will meet in May.", "tr"),
        ("The QXU (a board of coastal experts) refused the plan.", "tr"),
    ],
)
def test_explained_acronyms_stay(knowledge: Knowledge, text: str, origin: str) -> None:
    assert best(find(knowledge, text, origin=origin)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks with Fayed al Serraj lasted.", ("names/misspelling", "Fayed al Serraj", "Fayez al-Sarraj")),
        ("Mevlüt Çavuşoğlu left. Çavusoglu had no time.", ("names/half-folded", "Çavusoglu", "Çavuşoğlu")),
        ("In Madrid Jalifa Haftar spoke.", ("names/foreign-spelling", "Jalifa Haftar", "Khalifa Haftar")),
        ("Donbas was shelled. Refugees left Donbass.", ("names/chosen", "Donbass", None)),
    ],
)
def test_spellings(knowledge: Knowledge, text: str, expected: tuple[str, str, str | None]) -> None:
    assert expected in best(find(knowledge, text, origin="es"))


@pytest.mark.parametrize(
    "text",
    [
        "Fayez al-Serraj spoke.",
        "Recep Tayyip Erdogan left. Erdogan had no time.",
        "Mevlut Cavusoglu left. Cavusoglu had no time.",
        "Kyiv was calm. “Kiev is ours,” a man said.",
        "Shoigu spoke.",
    ],
)
def test_good_spellings_stay(knowledge: Knowledge, text: str) -> None:
    assert best(find(knowledge, text, origin="es")) == []


def test_a_misspelling_beside_the_right_form_is_automatic_and_follows_its_diacritics(knowledge: Knowledge) -> None:
    found = find(knowledge, "Recep Tayyip Erdogan left. Many ask what Erdogen wants.")
    assert [(item.text, item.best, item.level) for item in found] == [("Erdogen", "Erdogan", Level.AUTO)]
    assert [item.level for item in find(knowledge, "Many ask what Erdogen wants.")] == [Level.SUGGEST]


def test_in_quotations_names_are_only_softly_reported(knowledge: Knowledge) -> None:
    found = find(knowledge, "Recep Tayyip Erdogan left. “I know what Erdogen wants,” a man said.")
    assert [item.level for item in found] == [Level.SUGGEST]
