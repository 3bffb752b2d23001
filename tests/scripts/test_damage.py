"""The damage maker: every kind damages what it should, tells where, and can be undone."""

from __future__ import annotations

import random
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("lemminflect")

ROOT = Path(__file__).parents[2]
DATA = ROOT / "pipeline" / "degarble" / "data"
FILES = {
    "demonyms.tsv": "code\tcountry\tadjective\nLY\tLibya\tLibyan\nTR\tTurkey\tTurkish\nEG\tEgypt\tEgyptian\n",
    "cities.tsv": "name\tcountry\nMoscow\tRU\nHong Kong\tHK\n",
    "glosses.tsv": "lang\tname\tkind\tglosses\ntr\tKalın\tsurname\tthick\n",
    "language_words.tsv": "lang\tword\nes\tdel\nes\t*ción\nen\tthe\n",
    "senses/es.tsv": (
        "english\tpos\tsource\tsenses\ncar\tnoun\tauto\truling@court ; order@court\nclothe\tverb\tvestir\twear@any\n"
        "holder\tnoun\ttitular\tboard member@politics\nthrow\tverb\tlanzar\tlaunch@war\n"
    ),
    "lexicons/tr.tsv": (
        "wrong\tright\n{made|makes} evaluations on\t{commented|comments} on\nactions\tshares\nforehead\t\n"
    ),
}
SEED = 1
# (kind, clean, damaged, what the edits span)
EXAMPLES = [
    (
        "nationality-after-noun",
        "They fear for the Libyan energy market.",
        "They fear for the energy market libyan.",
        ["energy market libyan"],
    ),
    (
        "lost-genitive",
        "On Monday Turkey's foreign minister arrived.",
        "On Monday foreign minister Turkey arrived.",
        ["foreign minister Turkey"],
    ),
    (
        "chained-of",
        "He met the foreign minister of Turkey.",
        "He met the minister of foreign of Turkey.",
        ["minister of foreign"],
    ),
    (
        "half-capitals",
        "He works at the Foreign Ministry in Ankara.",
        "He works at the foreign Ministry in Ankara.",
        ["foreign"],
    ),
    ("lower-name", "He met the Egyptian president.", "He met the egyptian president.", ["egyptian"]),
    ("dropped-article", "Troops left the town.", "Troops left town.", [""]),
    ("added-article", "They landed in Moscow on Monday.", "They landed in the Moscow on Monday.", ["the Moscow"]),
    ("preposition", "She was responsible for two deaths.", "She was responsible on two deaths.", ["on"]),
    ("wrong-sense", "They read an order of two courts.", "They read a car of two courts.", ["a", "car"]),
    ("wrong-sense", "They read the ruling of two courts.", "They read the car of two courts.", ["car"]),
    ("wrong-sense", "A board member resigned.", "A holder resigned.", ["holder"]),
    ("wrong-sense", "He launched two missiles.", "He threw two missiles.", ["threw"]),
    ("wrong-sense", "Two missiles were launched at night.", "Two missiles were thrown at night.", ["thrown"]),
    ("wrong-sense", "They sold the shares.", "They sold the actions.", ["actions"]),
    ("literal-name", "On Monday Kalın said so.", "On Monday Thick said so.", ["Thick"]),
    ("inflected-name", "On Monday Khalifa Haftar said so.", "On Monday Khalifa Haftarot said so.", ["Haftarot"]),
    ("pronoun-gender", "Haftar arrived with his wife.", "Haftar arrived with its wife.", ["its"]),
    (
        "clause-order-tr",
        "The minister said that the army will leave the town.",
        "The minister, the army will leave the town declared.",
        [",", " declared"],
    ),
    (
        "clause-order-tr",
        "Then Haftar visited Cairo on Monday.",
        "Then Haftar Cairo on Monday visited.",
        ["Cairo on Monday visited"],
    ),
    (
        "clause-order-ru",
        "The minister signed the agreement on Monday.",
        "The agreement signed the minister on Monday.",
        ["The agreement signed the minister"],
    ),
    ("adjective-order", "It was a difficult decision.", "It was a decision difficult.", ["decision difficult"]),
    ("dropped-copula", "The road is closed.", "The road closed.", [""]),
    ("dropped-word", "He saw the ministry.", "He saw the.", [""]),
    ("quote-side", "“We won,” he said.", "“We won ”, he said.", [" ”, "]),
    ("duplicated-chunk", "He left.", "He he left.", [" he"]),
    ("shuffled-chunk", "He saw it there.", "He saw there it.", ["there it"]),
    ("tense", "The minister said so.", "The minister says so.", ["says"]),
    ("agreement", "The talks have ended.", "The talks has ended.", ["has"]),
    ("calque", "He commented on it.", "He made evaluations on it.", ["made evaluations on"]),
    ("literal-compound", "Both sides want a ceasefire.", "Both sides want a fire-stop.", ["fire-stop"]),
    ("residue", "He left the town.", "He left del town.", ["del"]),
]
NOTHING = "Yes!"


@pytest.fixture(scope="module")
def damage() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "scripts")
        return import_module("damage")


@pytest.fixture(scope="module")
def tables(damage: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("data")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "words").symlink_to(DATA / "words")
    return damage.Tables.read(folder)


def spans(damaged: Any) -> list[str]:
    return [damaged.text[edit.start : edit.end] for edit in damaged.edits]


@pytest.mark.parametrize(("kind", "clean", "text", "edits"), EXAMPLES, ids=[f"{row[0]}: {row[1]}" for row in EXAMPLES])
def test_an_example_of_every_kind(damage: Any, tables: Any, kind: str, clean: str, text: str, edits: list[str]) -> None:
    damaged = damage.OPERATIONS[kind](damage.split(clean), tables, random.Random(SEED))
    assert (damaged.text, spans(damaged)) == (text, edits)
    assert damage.restore(damaged) == clean
    assert {edit.kind for edit in damaged.edits} <= {kind, "article-fit"}


def test_every_kind_has_an_example_and_a_weight(damage: Any, tables: Any) -> None:
    assert {row[0] for row in EXAMPLES} == set(damage.OPERATIONS) == set(tables.weights)


FITTING = {"duplicated-chunk"}  # any word can stand twice


def test_nothing_is_done_where_an_operation_does_not_apply(damage: Any, tables: Any) -> None:
    for kind in damage.OPERATIONS.keys() - FITTING:
        assert damage.OPERATIONS[kind](damage.split(NOTHING), tables, random.Random(SEED)) is None, kind
    for kind in damage.OPERATIONS:
        assert damage.OPERATIONS[kind](damage.split(""), tables, random.Random(SEED)) is None, kind


@pytest.mark.parametrize(
    ("kind", "clean"),
    [
        ("wrong-sense", "The Order of Malta."),
        ("wrong-sense", "Missiles launched by them fell."),
        ("dropped-copula", "It is not so."),
        ("preposition", "They want to leave."),
        ("agreement", "You have won."),
        ("literal-name", "Then Moscow said so."),
        ("nationality-after-noun", "A Libyan said so."),
        ("half-capitals", "Our Foreign Ministry Said So"),
    ],
)
def test_fine_readings_are_left_alone(damage: Any, tables: Any, kind: str, clean: str) -> None:
    assert all(damage.OPERATIONS[kind](damage.split(clean), tables, random.Random(seed)) is None for seed in range(20))


CLEAN = [row[1] for row in EXAMPLES]
TEXTS = st.lists(st.sampled_from([*CLEAN, NOTHING, "", "  ", "„É” 3,5 a.m. U.S. it's\n"]), max_size=4).map(" ".join)


def check(damage: Any, clean: str, damaged: Any) -> None:
    """The laws: it changes, comes back, and the spans are in order and hold all that is new."""
    assert damaged.text != clean
    assert damage.restore(damaged) == clean
    places = [place for edit in damaged.edits for place in (edit.start, edit.end)]
    assert places == sorted(places) and places[-1] <= len(damaged.text)
    assert all(edit.start < edit.end or edit.original for edit in damaged.edits)
    assert all(edit.original != text for edit, text in zip(damaged.edits, spans(damaged), strict=True))


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(TEXTS, st.text(max_size=40)), seed=st.integers(0, 999), count=st.integers(1, 4))
def test_restore_gives_the_clean_sentence_back(damage: Any, tables: Any, text: str, seed: int, count: int) -> None:
    damaged = damage.DamageMaker(tables).damage(text, random.Random(seed), count=count)
    if damaged is not None:
        check(damage, text, damaged)
        assert len({edit.kind for edit in damaged.edits} - {"article-fit"}) <= count


def test_the_seed_alone_decides(damage: Any, tables: Any) -> None:
    maker = damage.DamageMaker(tables)
    text = " ".join(CLEAN)
    one, two = (maker.damage(text, random.Random(7), count=5) for _ in range(2))
    assert one == two != maker.damage(text, random.Random(8), count=5)
    assert len({edit.kind for edit in one.edits} - {"article-fit"}) == 5


def test_kinds_can_be_chosen(damage: Any, tables: Any) -> None:
    maker = damage.DamageMaker(tables)
    damaged = maker.damage(" ".join(CLEAN), random.Random(SEED), kinds=["tense", "agreement"], count=2)
    assert {edit.kind for edit in damaged.edits} == {"tense", "agreement"}
    assert maker.damage(NOTHING, random.Random(SEED), kinds=["tense"]) is None


def test_it_works_without_any_data(damage: Any, tmp_path: Path) -> None:
    maker = damage.DamageMaker(damage.Tables.read(tmp_path))
    kinds = {maker.damage(" ".join(CLEAN), random.Random(seed)).edits[0].kind for seed in range(60)}
    assert len(kinds) > 8


def test_the_data_of_the_package_can_be_read(damage: Any) -> None:
    tables = damage.Tables.read(DATA)
    assert "Libyan" in tables.demonyms and "Turkey" in tables.places and tables.calques and tables.residue
    assert all(" " not in right and swap.wrong != right for right, swaps in tables.swaps.items() for swap in swaps)
