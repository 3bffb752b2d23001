"""degarble in a spaCy pipeline: entities, their names and their labels."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

spacy = pytest.importorskip("spacy")

from degarble.errors import ConfigError  # noqa: E402
from degarble.schema import NameKind  # noqa: E402
from degarble.spacy_names import LABELS, NAME  # noqa: E402

TEXT = "İbrahim Kalın met General Khalifa Haftar 🌉 in Libya. Then Khafter left with the GNA."


def make_pipeline(**config: object):
    nlp = spacy.blank("en")
    nlp.add_pipe(NAME, config=config)
    return nlp


def show(doc) -> dict[str, tuple[str, str, str]]:
    return {span.text: (span.label_, span.kb_id_, span._.canonical) for span in doc.ents}


@pytest.fixture(scope="module")
def nlp():
    return make_pipeline()


def test_names_become_entities(nlp) -> None:
    found = show(nlp(TEXT))
    assert found["İbrahim Kalın"][0::2] == ("PERSON", "İbrahim Kalın")
    assert found["Khalifa Haftar"][0::2] == found["Khafter"][0::2] == ("PERSON", "Khalifa Haftar")
    assert found["Khafter"][1]
    assert found["GNA"][0::2] == ("ORG", "Government of National Accord")


def test_a_text_without_names_has_no_entities(nlp) -> None:
    assert nlp("").ents == ()
    assert nlp("all is well here").ents == ()


def test_texts_in_a_stream_are_those_one_by_one(nlp) -> None:
    texts = [TEXT, "", "Kalın spoke in Ankara."]
    assert [show(doc) for doc in nlp.pipe(texts)] == [show(nlp(text)) for text in texts]


def with_entities(nlp, overwrite: bool):
    other = spacy.blank("en")
    ruler = other.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": "MAN", "pattern": "Khafter", "id": "own"}, {"label": "THING", "pattern": "met General"}]
    )
    other.add_pipe(NAME, config={"overwrite_ents": overwrite})
    return other(TEXT)


def test_entities_found_before_stay_and_are_linked(nlp) -> None:
    doc = with_entities(nlp, overwrite=False)
    found = show(doc)
    assert set(found) == {"met General", "Khafter"}
    assert found["Khafter"] == ("MAN", show(nlp(TEXT))["Khafter"][1], "Khalifa Haftar")
    assert found["met General"] == ("THING", "", None)
    assert {span.text: span.id_ for span in doc.ents}["Khafter"] == "own"


def test_entities_found_before_are_replaced_when_asked(nlp) -> None:
    assert show(with_entities(nlp, overwrite=True)) == show(nlp(TEXT))


def test_labels_are_chosen_and_kinds_left_out() -> None:
    found = show(make_pipeline(labels={"PER": "HUMAN", "ACRONYM": "", "ORG": ""})(TEXT))
    assert found["Khafter"][0] == "HUMAN"
    assert "GNA" not in found
    assert set(LABELS) == {kind.value for kind in NameKind}
    with pytest.raises(ConfigError, match="LOC"):
        make_pipeline(labels={"LOCATION": "LOC"})


def test_a_pipeline_is_saved_with_its_configuration(nlp, tmp_path: Path) -> None:
    make_pipeline(labels={"PER": "HUMAN"}).to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert show(again(TEXT))["Khafter"][0] == "HUMAN"


def test_a_component_goes_to_another_process_without_its_knowledge(nlp) -> None:
    nlp(TEXT)
    packed = pickle.dumps(nlp.get_pipe(NAME))
    assert len(packed) < 2000
    assert show(pickle.loads(packed)(nlp.make_doc(TEXT))) == show(nlp(TEXT))


def test_spacy_is_told_where_the_component_is() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["spacy_factories"] == {NAME: "degarble.spacy_names:make_component"}


def test_without_spacy_it_says_how_to_get_it() -> None:
    code = "import sys; sys.modules['spacy'] = None; import degarble.spacy_names"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'degarble[spacy]'" in done.stderr
