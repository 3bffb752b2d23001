"""Decisions on names: kept, read back, and obeyed in one document, over the folder, and in findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.errors import ConfigError
from degarble.link import Names, link
from degarble.names.decisions import append_decision, collect, make_decision, read_name_decisions
from degarble.repair import Proposer
from degarble.schema import Document, Level, Scope

KHAFTER = "General Khafter spoke in Sirte. Marshal Khalifa Haftar left Libya."
THICK = "İbrahim Kalın met reporters in Ankara. Thick, said the talks go on. Kalın thanked Turkey."


def run(texts: Sequence[str], file: Path | None = None, origin: str = "tr") -> Names:
    settings = Settings(origin=origin, decisions=(str(file),) if file else ())
    analyzer = Analyzer(settings)
    analyses = [analyzer(Document(str(place), text)) for place, text in enumerate(texts)]
    return link([mention for item in analyses for mention in item.mentions], analyzer.knowledge, settings)


def forms(names: Names) -> list[set[str]]:
    return [{variant.text for variant in cluster.variants} for cluster in names.clusters]


def test_a_decision_is_read_as_it_was_made(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    one = make_decision("Khafter", "Khalifa Haftar", "accept", who="reviewer", note="same man")
    two = make_decision("Petrov", "Sergei Petrov", "reject", document="a.txt")
    append_decision(file, one)
    append_decision(file, two)
    assert read_name_decisions(file) == [one, two]
    assert two.scope is Scope.DOCUMENT


def test_the_last_decision_on_a_pair_holds_whatever_the_order_and_the_marks() -> None:
    decided = collect(
        [make_decision("Kalin", "İbrahim Kalın", "reject"), make_decision("Ibrahim Kalin", "Kalın", "accept")]
    )
    assert decided.joins("İbrahim Kalın", "kalin")
    assert not decided.parts("Kalın", "Ibrahim Kalin")


def test_a_decision_for_one_document_reaches_no_other() -> None:
    decided = collect([make_decision("Kan", "Naoto Kan", "reject", document="a.txt")])
    assert decided.parts("Kan", "Naoto Kan", "a.txt")
    assert not decided.parts("Kan", "Naoto Kan", "b.txt")


def test_not_the_same_parts_a_word_from_its_name_and_takes_the_finding_away(tmp_path: Path) -> None:
    assert {"Thick", "Kalın", "İbrahim Kalın"} in forms(run([THICK]))
    file = tmp_path / "decisions.jsonl"
    append_decision(file, make_decision("Thick", "İbrahim Kalın", "reject"))
    settings = Settings(origin="tr", decisions=(str(file),))
    analyzer = Analyzer(settings)
    analysis = analyzer(Document("0", THICK))
    names = link(analysis.mentions, analyzer.knowledge, settings)
    assert not any({"Thick", "Kalın"} <= group for group in forms(names))
    repair = Proposer(Level.SUGGEST, names.findings, parted=names.parted)(analysis)
    assert "Thick, said" in repair.text


def test_the_same_joins_what_looks_different(tmp_path: Path) -> None:
    texts = ["Doctor Zorba Melkonyan came.", "Doctor Arto Vazgenyan came."]
    assert not any(len(group) > 1 for group in forms(run(texts, origin="ru")))
    file = tmp_path / "decisions.jsonl"
    append_decision(file, make_decision("Zorba Melkonyan", "Arto Vazgenyan", "accept"))
    assert {"Zorba Melkonyan", "Arto Vazgenyan"} in forms(run(texts, file, "ru"))


def test_an_edit_gives_the_form_to_write_and_says_who_decided(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    append_decision(file, make_decision("Khafter", "Khalifa Haftar", "accept", write="Khalifa Hifter", who="desk"))
    cluster = next(item for item in run([KHAFTER], file, "ru").clusters if item.entity == "khalifa-haftar")
    assert cluster.canonical == "Khalifa Hifter"
    variant = next(item for item in cluster.variants if item.text == "Khafter")
    assert (variant.level, variant.score) == (Level.AUTO, 1.0)
    assert "decided: edit by desk" in variant.evidence


def test_a_broken_file_is_told_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    file.write_text('{"form":"A","name":"B","judgement":"accept"}\n{"form":"A"}\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="line 2"):
        read_name_decisions(file)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_name_decisions(tmp_path / "none.jsonl")
    with pytest.raises(ConfigError, match="empty"):
        make_decision(" ", "B", "accept")
