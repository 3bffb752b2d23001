"""The language of short texts."""

import csv
from pathlib import Path

import pytest

from degarble.errors import ConfigError
from degarble.language import identify, list_engines

with (Path(__file__).parent.parent / "langid.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_english_is_safe() -> None:
    wrong = [row["text"] for row in ROWS if row["lang"] == "en" and identify(row["text"]) != "en"]
    assert wrong == []


def test_other_languages() -> None:
    others = [row for row in ROWS if row["lang"] != "en"]
    right = sum(identify(row["text"]) == row["lang"] for row in others)
    assert right / len(others) >= 0.95


def test_langdetect_is_deterministic() -> None:
    text = "Le conseil a voté la fermeture du pont"
    assert {identify(text, engine="langdetect") for _ in range(5)} == {"fr"}


def test_gate_asks_no_library_about_english() -> None:
    assert identify("Al Nassr Sign Midfielder From Porto", engine="gate+langdetect") == "en"


def test_no_letters() -> None:
    assert identify("2021 — 3:1") == "und"


def test_unknown_engine_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="no language engine 'oracle'") as caught:
        identify("Bonjour", engine="oracle")
    assert all(name in caught.value.hint for name in list_engines())
