"""What the detectors `residue` and `encoding` report, and what they leave alone."""

from functools import cache

import pytest

from degarble.config import Settings
from degarble.detectors.context import Context
from degarble.detectors.encoding import Encoding
from degarble.detectors.residue import Residue
from degarble.knowledge import Knowledge, load_knowledge
from degarble.language import identify
from degarble.reading import read
from degarble.schema import Document, Finding, Level, Severity


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def find(text: str, kind: str = "text") -> list[Finding]:
    context = Context(read(Document("a", text, format=kind), knowledge(), identify), (), (), Settings())
    found = [*Residue().detect(context), *Encoding().detect(context)]
    assert all(finding.span.of(text) == finding.text for finding in found)
    return found


def test_foreign_sentences_are_joined() -> None:
    text = (
        "The bridge is open.\n\nLe pont a été ouvert lundi par le maire. Les habitants de la ville sont très contents."
    )
    (finding,) = find(text)
    assert (finding.rule, finding.level, finding.severity) == ("residue/other-language", Level.FLAG, Severity.MINOR)
    assert finding.text == text[21:]


def test_foreign_sentence_inside_a_paragraph_is_major() -> None:
    (finding,) = find("It is open. Le pont a été ouvert lundi par le maire de la ville. People came to see it.")
    assert finding.severity is Severity.MAJOR


def test_one_finding_for_each_block_of_furniture() -> None:
    text = "The bridge is open to all.\n\nVotre commentaire\n\nImage Twitter\n\nConnexion à %s"
    (finding,) = find(text)
    assert (finding.level, finding.best) == (Level.SUGGEST, "")
    assert finding.text.startswith("Votre") and finding.text.endswith("%s")


def test_english_links_are_only_flagged() -> None:
    (finding,) = find("The bridge is open to all.\n\nYou may also like\n\nTen Things To See In Varna")
    assert (finding.level, finding.best) == (Level.FLAG, None)


def test_readers_comments_are_not_furniture() -> None:
    text = "The bridge is open to all.\n\nrover7 June 3, 2021 at 4:05 pm\n\nThey allways close it.\n\nLeave a Comment"
    (finding,) = find(text)
    assert finding.text == "Leave a Comment"


@pytest.mark.parametrize(
    "text", ["Mori Ōgai (森鷗外) was a physician.", "By Jane Example", "They met in São Paulo on Monday."]
)
def test_silent(text: str) -> None:
    assert find(text) == []


def test_one_broken_character_is_a_suggestion() -> None:
    (finding,) = find("She said itâ€™s late.")
    assert (finding.text, finding.best, finding.level) == ("itâ€™s", "it’s", Level.SUGGEST)


def test_several_broken_characters_are_sure() -> None:
    found = find("The mayor of SÃ£o Paulo met Ã‡avuÅŸoÄŸlu.")
    assert [(finding.best, finding.level) for finding in found] == [("São", Level.AUTO), ("Çavuşoğlu", Level.AUTO)]


def test_nothing_is_automatic_inside_a_quotation() -> None:
    found = find('He said: "SÃ£o Paulo met Ã‡avuÅŸoÄŸlu."')
    assert {finding.level for finding in found} == {Level.SUGGEST}


def test_lost_characters_are_flagged() -> None:
    found = find("The caf\ufffd\ufffd was\x07 closed.")
    assert [(finding.text, finding.level) for finding in found] == [
        ("caf\ufffd\ufffd", Level.FLAG),
        ("was\x07", Level.FLAG),
    ]


def test_tags_are_at_home_in_markdown() -> None:
    assert [finding.rule for finding in find("It was <b>late</b>.")] == ["residue/markup"] * 2
    assert find("It was <b>late</b> &amp; dark.", "markdown") == []
