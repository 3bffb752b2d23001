"""The detector `languagetool` on remarks made up for the purpose: what it keeps, drops and softens."""

from __future__ import annotations

import sys
from functools import cache

import pytest

from degarble import Document, Level, Settings, Severity, Span
from degarble.detectors import Context, load_detectors
from degarble.detectors.languagetool import LanguageTool
from degarble.errors import MissingExtra
from degarble.knowledge import Knowledge, load_knowledge
from degarble.language import identify
from degarble.models.languagetool import Remark, count_points, cut
from degarble.names.find import find_mentions
from degarble.reading import read
from degarble.schema import Finding


class Stub:
    """A checker with one remark, on the first place of a word."""

    def __init__(self, word: str, category: str, *replacements: str) -> None:
        self._remark = (word, category, replacements)

    def check(self, text: str) -> list[Remark]:
        word, category, replacements = self._remark
        start = text.index(word)
        return [Remark(Span(start, start + len(word)), "SOME_RULE", category, "Odd.", replacements)]


@cache
def open_knowledge() -> Knowledge:
    return load_knowledge()


def detect(text: str, checker: Stub) -> list[Finding]:
    reading = read(Document("a.txt", text), open_knowledge(), identify)
    return list(LanguageTool(checker).detect(Context(reading, (), find_mentions(reading), Settings())))


def test_a_remark_with_a_replacement_is_a_suggestion_and_one_without_a_flag() -> None:
    text = "The goverment met in the old harbour on Monday."
    assert detect(text, Stub("goverment", "TYPOS", "government"))[0].level is Level.SUGGEST
    assert detect(text, Stub("goverment", "GRAMMAR"))[0].level is Level.FLAG


@pytest.mark.parametrize("word", ["Kalin", "Hodeida", "turkish"])
def test_spelling_says_nothing_about_capitalised_words_and_known_names(word: str) -> None:
    text = "Officials said that Kalin would visit Hodeida with a turkish delegation on Monday."
    assert not detect(text, Stub(word, "TYPOS", "other"))
    assert detect(text, Stub("delegation", "TYPOS", "other"))


def test_a_repair_that_would_change_a_name_is_not_offered() -> None:
    text = "He flew to Ankara yesterday with his deputies, officials said."
    finding = detect(text, Stub("to Ankara yesterday", "GRAMMAR", "to Angora yesterday", "yesterday to Ankara"))[0]
    assert [item.text for item in finding.suggestions] == ["yesterday to Ankara"]


@pytest.mark.parametrize("category", ["STYLE", "REDUNDANCY", "PROPER_NOUNS"])
def test_opinions_on_style_and_names_are_dropped(category: str) -> None:
    assert not detect("The goverment met on Monday.", Stub("goverment", category, "government"))


def test_a_wrong_word_weighs_less_inside_a_quotation() -> None:
    checker = Stub("eventually", "FALSE_FRIENDS", "possibly")
    assert detect("The talks will eventually fail, he said.", checker)[0].severity is Severity.MAJOR
    assert detect("“The talks will eventually fail,” he said.", checker)[0].severity is Severity.MINOR


def test_a_remark_on_another_language_is_dropped() -> None:
    text = "The council met on Monday.\n\nDer Rat der Stadt hat am Montag getagt und nichts beschlossen."
    assert not detect(text, Stub("getagt", "TYPOS", "tagged"))


def test_a_missing_dependency_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "language_tool_python", None)
    with pytest.raises(MissingExtra, match=r"pip install 'degarble\[languagetool\]'"):
        load_detectors(Settings(enable=("languagetool",), languagetool_server="http://127.0.0.1:1"))


def test_disabling_wins_over_enabling() -> None:
    assert "languagetool" not in {
        detector.name for detector in load_detectors(Settings(enable=("languagetool",), disable=("languagetool",)))
    }


def test_units_are_counted_as_code_points() -> None:
    text = "a😀é🛥b"
    assert [count_points(text, len(text[:size].encode("utf-16-le")) // 2) for size in range(6)] == [0, 1, 2, 3, 4, 5]


def test_parts_join_to_the_text_and_are_short() -> None:
    text = "One two three.\n\nFour five\nsix seven " + "x" * 50
    parts = list(cut(text, 20))
    assert "".join(part for _, part in parts) == text
    assert all(len(part) <= 20 and text.startswith(part, start) for start, part in parts)
    assert len(parts) < len(text) / 10
