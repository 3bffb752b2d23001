"""Tables of senses: what they may hold, and the options they give for a word as it stands."""

from __future__ import annotations

import pytest

from degarble.errors import KnowledgeError
from degarble.inflection import Inflections
from degarble.knowledge import Knowledge, load_knowledge
from degarble.knowledge.senses import Sense, SenseRow, SenseTables, index_options, read_senses

HEADER = "english\tpos\tsource\tsenses\n"
IRREGULAR = Inflections({("hit", "verb"): ("hit", "hits", "hit", "hit", "hitting")})


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def write(folder, text, lang="es"):
    (folder / "senses").mkdir(exist_ok=True)
    (folder / "senses" / f"{lang}.tsv").write_text(HEADER + text, encoding="utf-8")
    return folder


def list_texts(tables: SenseTables, word: str, lang: str = "es") -> list[str]:
    return [option.text for option in tables.options(lang).get(word, ())]


def test_a_form_is_offered_the_same_form_of_the_other_senses(tmp_path):
    tables = SenseTables((write(tmp_path, "car\tnoun\tauto\truling@court ; order@court\n"),), "en")
    assert list_texts(tables, "car") == ["ruling", "order"]
    assert list_texts(tables, "cars") == ["rulings", "orders"]
    assert list_texts(tables, "carss") == []


def test_a_form_that_is_several_is_offered_each():
    row = SenseRow("es", "hit", "verb", "batir", (Sense("beat", "sport"),))
    beat = Inflections({**IRREGULAR.forms, ("beat", "verb"): ("beat", "beats", "beat", "beaten", "beating")})
    assert [option.text for option in index_options([row], beat)["hit"]] == ["beat", "beaten"]


@pytest.mark.parametrize(
    ("phrase", "pos", "forms"),
    [
        ("head of state", "noun", ("head of state", "heads of state")),
        ("board member", "noun", ("board member", "board members")),
        ("come into force", "verb", ("come into force", "comes into force")),
        ("likely", "adj", ("likely",)),
    ],
)
def test_a_phrase_bends_at_its_head(phrase, pos, forms):
    assert IRREGULAR.list_phrase_forms(phrase, pos)[: len(forms)] == forms


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("car\tnoun\tauto\truling@law", "domain"),
        ("car\tnoun\tauto\truling", "domain"),
        ("car\tthing\tauto\truling@court", "pos"),
        ("two cars\tnoun\tauto\truling@court", "not one word"),
        ("car\tnoun\tauto\tcar@court", "no other sense"),
    ],
)
def test_a_bad_row_is_refused_with_its_place(tmp_path, row, problem):
    file = write(tmp_path, row + "\n") / "senses" / "es.tsv"
    with pytest.raises(KnowledgeError, match=rf"es\.tsv, line 2: .*{problem}"):
        list(read_senses(file))


def test_an_unknown_language_has_no_options(tmp_path):
    assert SenseTables((tmp_path,), "en").options("xx") == {}


@pytest.mark.parametrize(
    ("lang", "word", "meant"),
    [("es", "cars", "rulings"), ("es", "holders", "heads"), ("tr", "soil", "territory"), ("ru", "castle", "lock")],
)
def test_the_tables_know_the_confusions_of_the_news(knowledge, lang, word, meant):
    assert meant in list_texts(knowledge.senses, word, lang)


def test_the_tables_are_as_large_as_the_news_needs(knowledge):
    least = {"es": 2000, "tr": 1500, "ru": 1500, "ar": 1500, "fr": 800, "de": 800, "pt": 800, "it": 800}
    least |= {"fa": 400, "he": 400, "zh": 400, "uk": 400}
    folder = knowledge.folders[0] / "senses"
    sizes = {lang: sum(1 for _ in read_senses(folder / f"{lang}.tsv")) for lang in least}
    assert {lang: size for lang, size in sizes.items() if size < least[lang]} == {}
