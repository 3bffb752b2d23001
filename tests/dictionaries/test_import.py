"""Dictionaries of every kind become the table of senses of a pack; what cannot be read is explained."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from degarble.cli import app
from degarble.dictionaries.entry import OTHER, Entry, Meaning, find_pos, read_meaning
from degarble.dictionaries.freedict import read_dictd
from degarble.dictionaries.importing import import_dictionaries
from degarble.dictionaries.invert import Known, Row, invert
from degarble.dictionaries.plain import read_plain
from degarble.dictionaries.tei import read_tei
from degarble.errors import ConfigError, DegarbleError, InputError
from degarble.knowledge.senses import Sense, read_senses
from degarble.knowledge.tables import find_disorder

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
ENTRIES = {
    "00-database-short": "00-database-short\nSpanish-English\n",
    "juicio": "juicio /xwˈiθjo/ <n, masc>\n1. judgment, opinion\n2. [jur.] trial (before a court)\n",
    "tribunal": "tribunal /tɾibunˈal/ <n, masc>\ncourt\n",
    "cabo": 'cabo, cabos /kˈabo/ <n, masc>\n1. corporal <n>\n   Synonym: {x}\n2. cape\n      "al cabo" - in the end\n',
    "Madrid": "Madrid /maðɾˈið/ <prop>\n1. castle\n2. trial\n",
    "lanzar": "lanzar /lanθˈaɾ/\n1. throw, hurl\n2. to launch; release [archaic] <v>\n         Note: a rocket\n",
}
TEI = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE TEI SYSTEM "freedict-P5.dtd">
<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
<entry><form><orth>juicio</orth><pron>x</pron></form><gramGrp><pos>n</pos></gramGrp>
 <sense><cit type="trans"><quote>judgment</quote></cit><cit type="trans"><quote>opinion</quote></cit>
  <cit type="example"><quote>a mi juicio</quote><cit type="trans"><quote>castle</quote></cit></cit></sense>
 <sense><usg type="dom">jur.</usg><cit type="trans"><quote>tri&#97;l</quote></cit></sense>
</entry></body></text></TEI>
"""


def write_digits(number: int) -> str:
    digits = DIGITS[number % 64]
    while number := number // 64:
        digits = DIGITS[number % 64] + digits
    return digits


def write_dictd(folder: Path, entries: Mapping[str, str] = ENTRIES, name: str = "freedict-spa-eng") -> Path:
    """Write a dictionary as dictd has it; return its index."""
    text, lines = b"", []
    for headword, body in entries.items():
        data = body.encode()
        lines.append(f"{headword.lower()}\t{write_digits(len(text))}\t{write_digits(len(data))}\n")
        text += data
    (folder / f"{name}.dict.dz").write_bytes(gzip.compress(text))
    index = folder / f"{name}.index"
    index.write_text("".join(sorted(lines)), encoding="utf-8")
    return index


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("number", [1, 63, 64, 4095, 4096, 123456789])
def test_the_places_of_an_index_are_read_as_written(tmp_path: Path, number: int) -> None:
    index = write(tmp_path, "a.index", f"word\t{write_digits(number)}\tB\n")
    write(tmp_path, "a.dict", "x")
    with pytest.raises(InputError, match=f"ends at byte {number + 1}, but a.dict has 1"):
        list(read_dictd(index))


def test_dictd_entries_have_headword_part_of_speech_and_meanings(tmp_path: Path) -> None:
    entries = {entry.headword: entry for entry in read_dictd(write_dictd(tmp_path))}
    assert entries["juicio"] == Entry(
        "juicio", "noun", (Meaning(("judgment", "opinion")), Meaning(("trial",), "court"))
    )
    assert entries["cabo"].meanings == (Meaning(("corporal",)), Meaning(("cape",)))
    assert entries["lanzar"] == Entry("lanzar", "", (Meaning(("throw", "hurl")), Meaning(("launch",))))
    assert entries["Madrid"].pos == OTHER
    assert "00-database-short" not in entries


def test_the_text_of_a_dictionary_finds_its_index_too(tmp_path: Path) -> None:
    index = write_dictd(tmp_path)
    assert list(read_dictd(index.with_name("freedict-spa-eng.dict.dz"))) == list(read_dictd(index))


def test_tei_gives_the_same_entry_and_no_examples(tmp_path: Path) -> None:
    assert list(read_tei(write(tmp_path, "spa-eng.tei", TEI))) == [
        Entry("juicio", "noun", (Meaning(("judgment", "opinion")), Meaning(("trial",), "court")))
    ]


def test_older_tei_has_its_translations_elsewhere(tmp_path: Path) -> None:
    text = "<TEI.2><entry><form><orth>cabo</orth></form><trans><tr>corporal; cape</tr></trans></entry></TEI.2>"
    (entry,) = read_tei(write(tmp_path, "a.xml", text))
    assert entry.headword == "cabo"
    assert entry.meanings == (Meaning(("corporal", "cape")),)


@pytest.mark.parametrize("body", ['<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">', '<!ENTITY f SYSTEM "file:///etc/passwd">'])
def test_tei_with_entities_is_refused(tmp_path: Path, body: str) -> None:
    file = write(tmp_path, "a.tei", f"<!DOCTYPE TEI [{body}]><TEI><entry/></TEI>")
    with pytest.raises(InputError, match="declares the entity"):
        list(read_tei(file))


def test_a_plain_table_may_say_the_part_of_speech(tmp_path: Path) -> None:
    file = write(tmp_path, "my.tsv", "# ours\njuicio\tjudgment, opinion; trial\tnoun\n\nlanzar\tto throw; launch\n")
    assert list(read_plain(file)) == [
        Entry("juicio", "noun", (Meaning(("judgment", "opinion")), Meaning(("trial",)))),
        Entry("lanzar", "", (Meaning(("throw",)), Meaning(("launch",)))),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a trial, the court", ("trial", "court")),
        ("office (post, rank), duty", ("office", "duty")),
        ("head of state, a far too long phrase", ("head of state",)),
        ("sb./sth., 3rd, U.S.", ()),
        ("steed [archaic], horse", ("horse",)),
        ("trial, trial", ("trial",)),
    ],
)
def test_remarks_and_long_phrases_are_left_out(text: str, words: tuple[str, ...]) -> None:
    assert read_meaning(text).words == words


@pytest.mark.parametrize(
    ("labels", "pos"), [("v, intr", "verb"), ("vt", "verb"), ("adj", "adj"), ("prep", OTHER), ("", "")]
)
def test_labels_name_parts_of_speech(labels: str, pos: str) -> None:
    assert find_pos(labels) == pos


def make_known(*words: str, confusions: frozenset[tuple[str, str]] = frozenset()) -> Known:
    return Known(frozenset((word, "noun") for word in words), confusions)


WORDS = make_known("bank", "bench", "seat", "shore", "pew", "form")


def make_entry(headword: str, *meanings: str, pos: str = "noun") -> Entry:
    return Entry(headword, pos, tuple(read_meaning(text) for text in meanings))


def test_words_of_one_meaning_are_no_senses_of_each_other() -> None:
    assert invert([make_entry("banco", "bench, seat", "bank")], "es", WORDS) == [
        Row("bank", "noun", "banco", (("bench", "any"), ("seat", "any"))),
        Row("bench", "noun", "banco", (("bank", "any"),)),
        Row("seat", "noun", "banco", (("bank", "any"),)),
    ]


def test_entries_of_one_headword_are_meanings_of_one_word() -> None:
    rows = invert([make_entry("Bank", "bench, seat"), make_entry("Bank", "bank, shore")], "de", WORDS)
    assert {row.english: row.senses for row in rows}["shore"] == (("bench", "any"), ("seat", "any"))


@pytest.mark.parametrize(
    "more",
    [
        make_entry("escaño", "bench, pew"),
        make_entry("otro", "pew", "bench"),
    ],
    ids=["one meaning elsewhere", "two source words in common"],
)
def test_near_synonyms_are_told_by_the_rest_of_the_dictionary(more: Entry) -> None:
    rows = invert([make_entry("banco", "bench", "pew", "bank, shore"), more], "es", WORDS)
    assert ("pew", "any") not in {row.english: row.senses for row in rows}["bench"]


def test_a_dictionary_that_numbers_every_word_is_believed_only_on_known_confusions() -> None:
    entries = [make_entry("banco", "bench", "bank", "shore")]
    assert invert(entries, "es", WORDS) == []
    confusions = frozenset((("bench", "bank"), ("bank", "bench")))
    rows = invert(entries, "es", WORDS._replace(confusions=confusions))
    assert [str(row) for row in rows] == ["bank\tnoun\tbanco\tbench@any", "bench\tnoun\tbanco\tbank@any"]


def test_a_verb_is_known_by_its_ending_where_nothing_says_it() -> None:
    known = Known(frozenset((word, pos) for word in ("throw", "launch") for pos in ("noun", "verb")), frozenset())
    entries = [Entry("lanzar", "", (Meaning(("throw", "hurl")), Meaning(("launch",))))]
    assert {row.pos for row in invert(entries, "es", known)} == {"verb"}


def test_the_table_is_sorted_unique_and_read_by_the_loader(tmp_path: Path) -> None:
    files = [write_dictd(tmp_path), write(tmp_path, "spa-eng.tei", TEI)]
    table, rows = import_dictionaries(files, "es", tmp_path / "pack")
    found = {(row.english, row.source): row for row in read_senses(table)}
    assert table == tmp_path / "pack" / "senses" / "es.tsv"
    assert len(found) == rows
    assert find_disorder(table) == []
    assert found["opinion", "juicio"].senses == (Sense("trial", "court"),)
    assert found["throw", "lanzar"].pos == "verb"
    assert {path.name for path in table.parent.iterdir()} == {"es.tsv"}


def test_words_with_a_capital_are_names_unless_all_have_one(tmp_path: Path) -> None:
    small = write(tmp_path, "small.tsv", "a\tJudgment, opinion; trial\tnoun\nb\tbank, shore; bench\tnoun\n")
    table, _ = import_dictionaries([small], "es", tmp_path / "small")
    assert "judgment" not in table.read_text(encoding="utf-8")
    large = write(tmp_path, "large.tsv", "a\tJudgment, Opinion; Trial\tnoun\n")
    table, _ = import_dictionaries([large], "es", tmp_path / "large")
    assert "opinion\tnoun\ta\ttrial@any\n" in table.read_text(encoding="utf-8")


def test_a_table_is_replaced_only_when_asked_for(tmp_path: Path) -> None:
    index, pack = write_dictd(tmp_path), tmp_path / "pack"
    table = write(tmp_path, "unused", "").parent / "pack" / "senses" / "es.tsv"
    import_dictionaries([index], "es", pack)
    table.write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="is there already"):
        import_dictionaries([index], "es", pack)
    assert table.read_text(encoding="utf-8") == "mine"
    import_dictionaries([index], "es", pack, force=True)
    assert table.read_text(encoding="utf-8") != "mine"


BROKEN = {
    "missing.tsv": (None, "is no file"),
    "a.pdf": ("%PDF", "no kind of dictionary"),
    "a.index": ("word\tA\tB\n", "a.dict.dz is not beside it"),
    "a.tei": ("<TEI><entry>", "not XML"),
    "bare.tsv": ("juicio\n", r"line 1: 'juicio' is not"),
    "poor.tsv": ("juicio\ttrial\n", "none with two different senses"),
    "freedict-eng-spa.tsv": ("trial\tjuicio\n", "translates from eng into spa"),
    "freedict-tur-eng.tsv": ("iş\tjob; work\n", "is of tur"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_error_names_the_file_what_was_seen_and_what_to_do(tmp_path: Path, name: str) -> None:
    text, message = BROKEN[name]
    path = write(tmp_path, name, text) if text is not None else tmp_path / name
    with pytest.raises(DegarbleError, match=message) as error:
        import_dictionaries([path], "es", tmp_path / "pack")
    assert name in error.value.message
    assert error.value.hint
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize(
    ("index", "text", "message"),
    [
        ("word\tA\n", gzip.compress(b""), "is not `headword, place, length`"),
        ("word\tA\t?\n", gzip.compress(b""), "no number in base64"),
        ("word\tA\tB\n", b"x", "cannot be unpacked"),
        ("word\tA\tB\n", gzip.compress(b"word")[:-9], "cannot be unpacked"),
        ("word\tA\tB\n", gzip.compress(b"\xff"), "not UTF-8 at byte 0"),
    ],
)
def test_a_damaged_dictionary_is_explained(tmp_path: Path, index: str, text: bytes, message: str) -> None:
    (tmp_path / "a.dict.dz").write_bytes(text)
    with pytest.raises(InputError, match=message):
        list(read_dictd(write(tmp_path, "a.index", index)))


def test_the_command_says_what_it_made_and_how_to_use_it(tmp_path: Path) -> None:
    pack = str(tmp_path / "pack")
    arguments = ["data", "import-freedict", str(write_dictd(tmp_path)), "--lang", "es", "--out", pack]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert f"--data {pack}" in result.stderr
    again = CliRunner().invoke(app, arguments)
    assert again.exit_code == 2
    assert "--force" in again.stderr


def test_the_help_of_the_command_teaches() -> None:
    shown = CliRunner().invoke(app, ["data", "import-freedict", "--help"]).stdout
    for part in ("apt install dict-freedict-spa-eng", "juicio<TAB>", "--lang", "licence", "--data my-pack"):
        assert part in " ".join(shown.split())
