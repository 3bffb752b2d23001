"""The tables made from open wordnets hold what was read and kept, nothing else, and name their licences."""

from __future__ import annotations

from pathlib import Path

import pytest

from degarble.knowledge.senses import read_senses
from degarble.knowledge.tables import find_disorder

ROOT = Path(__file__).parents[2]
DATA = ROOT / "pipeline" / "degarble" / "data"
TABLES = sorted((DATA / "senses" / "wordnet").glob("*.tsv"))


def list_kept() -> set[tuple[str, ...]]:
    lines = (ROOT / "scripts" / "wordnet_read.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {tuple(cells[:-1]) for line in lines if (cells := line.split("\t"))[-1] == "yes"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_pair_was_read_and_kept(table: Path) -> None:
    kept, rows = list_kept(), list(read_senses(table))
    assert rows
    assert find_disorder(table) == []
    for row in rows:
        for sense in row.senses:
            assert (row.lang, row.source, row.pos, *sorted((row.english, sense.word))) in kept


def test_languages_with_a_table_of_our_own_have_none() -> None:
    assert {table.stem for table in TABLES} == {"el", "ja", "ko", "nl", "pl"}
    assert not {table.stem for table in TABLES} & {table.stem for table in (DATA / "senses").glob("*.tsv")}


def test_every_table_names_its_wordnet_and_licence() -> None:
    rows = [line.split("\t") for line in (DATA / "SOURCES.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    found = {row[0]: row for row in rows}
    for table in TABLES:
        row = found[f"senses/wordnet/{table.name}"]
        assert "Wiktionary" in row[1]
        assert "CC BY-SA 3.0" in row[2]
