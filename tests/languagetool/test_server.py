"""The client of a LanguageTool server, and the detector on it, against a real server over HTTP."""

from __future__ import annotations

import socket

import pytest

from degarble import Analyzer, Document, Level, Settings
from degarble.errors import ConfigError, InputError
from degarble.models.languagetool import Remark, open_languagetool

ARTICLE = (
    "The ministr said on Monday that the committee can postponed the vote 😀.\n\n"
    "“We is ready for the talks,” Mehmet Kılıçoğlu told reporters in Izmir. "
    "Officials from Kamrupia arrived , and the harbour was closed."
)


@pytest.fixture(scope="module")
def remarks(server: str) -> dict[str, Remark]:
    found = open_languagetool(Settings(languagetool_server=server)).check(ARTICLE)
    return {remark.span.of(ARTICLE): remark for remark in found}


@pytest.fixture(scope="module")
def findings(server: str):
    analyze = Analyzer(Settings(enable=("languagetool",), languagetool_server=server))
    found = analyze(Document("a.txt", ARTICLE)).findings
    return {finding.text: finding for finding in found if finding.rule.startswith("languagetool/")}


def test_remarks_stand_where_the_words_stand_after_characters_outside_the_basic_plane(server: str) -> None:
    text = "😀😀 The boats “🛥” was there 😀 and it are late."
    found = open_languagetool(Settings(languagetool_server=server)).check(text)
    assert "are" in {remark.span.of(text).split()[-1] for remark in found}
    assert all(remark.span.of(text) == remark.span.of(text).strip() for remark in found)


def test_a_misspelling_has_its_category_and_its_repair(remarks: dict[str, Remark]) -> None:
    assert remarks["ministr"].category == "TYPOS"
    assert "minister" in remarks["ministr"].replacements


def test_a_word_spelt_as_in_britain_is_no_misspelling(remarks: dict[str, Remark]) -> None:
    assert "harbour" not in remarks


def test_offsets_hold_in_a_text_sent_in_parts(server: str) -> None:
    text = "The road is long. 😀\n\n" * 1200 + "The ministr left."
    found = open_languagetool(Settings(languagetool_server=server)).check(text)
    assert "ministr" in {remark.span.of(text) for remark in found}


def test_a_misspelling_is_suggested_and_never_applied_by_default(findings) -> None:
    finding = findings["ministr"]
    assert (finding.level, finding.kind, finding.best) == (Level.SUGGEST, "spelling", "minister")
    assert finding.rule == "languagetool/morfologik-rule-en-us"


def test_grammar_is_found(findings) -> None:
    assert findings["postponed"].kind == "grammar"


def test_names_and_capitalised_words_are_not_misspelt(findings) -> None:
    assert not {text for text in findings if text in ("Mehmet", "Kılıçoğlu", "Mehmet Kılıçoğlu", "Izmir", "Kamrupia")}


def test_every_finding_stands_in_the_text_and_none_is_automatic(findings) -> None:
    assert all(finding.span.of(ARTICLE) == text for text, finding in findings.items())
    assert {finding.level for finding in findings.values()} <= {Level.SUGGEST, Level.FLAG}


def test_the_detector_is_off_by_default() -> None:
    found = Analyzer()(Document("a.txt", ARTICLE)).findings
    assert not [finding for finding in found if finding.rule.startswith("languagetool/")]


def test_a_server_that_does_not_answer_is_said_before_any_text_is_read() -> None:
    pytest.importorskip("language_tool_python", reason="needs pip install 'degarble[languagetool]'")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(ConfigError, match=address):
        Analyzer(Settings(enable=("languagetool",), languagetool_server=address))


def test_without_a_server_and_without_network_nothing_is_downloaded() -> None:
    pytest.importorskip("language_tool_python", reason="needs pip install 'degarble[languagetool]'")
    with pytest.raises(ConfigError, match="no server") as caught:
        open_languagetool(Settings())
    assert "languagetool_server" in caught.value.hint


def test_a_language_the_server_does_not_know_is_said(broken_server: str) -> None:
    with pytest.raises(ConfigError, match="languages"):
        open_languagetool(Settings(lang="xx", languagetool_server=broken_server))


def test_a_server_that_breaks_later_is_said(broken_server: str) -> None:
    client = open_languagetool(Settings(languagetool_server=broken_server))
    with pytest.raises(InputError, match=broken_server):
        client.check("Some text.")
