"""The curated names as a whole: one id each, forms that tell whom they mean, sane years, no small words."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from importlib.resources import files

import pytest

from degarble.knowledge import Knowledge, load_knowledge
from degarble.knowledge.cells import FORM_KINDS
from degarble.schema import Entity, NameKind

WRONG = ("literal", "misspelling")
FOLDER = files("degarble") / "data" / "names" / "curated"
LISTS = {
    "people": "PER",
    "organisations": "ORG",
    "places": "LOC",
    "equipment": "EQUIP",
    "clubs": "CLUB",
    "media": "MEDIA",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def entities(knowledge: Knowledge) -> list[Entity]:
    return list(knowledge.entities.values())


def test_there_are_enough_of_every_kind(entities: list[Entity]) -> None:
    kinds = Counter(entity.kind for entity in entities)
    assert len(entities) >= 2_500
    assert min(kinds[kind] for kind in (NameKind.CLUB, NameKind.MEDIA, NameKind.EQUIPMENT)) >= 150
    countries = Counter(entity.country for entity in entities)
    assert sum(count >= 5 for count in countries.values()) >= 120
    assert max(count for country, count in countries.items() if country) < len(entities) / 10


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_is_sorted_by_id_and_holds_one_kind(name: str) -> None:
    rows = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    ids = [row["id"] for row in rows]
    assert ids == sorted(set(ids))
    assert {row["kind"] for row in rows} == {LISTS[name]}


def test_ids_are_unique_over_all_lists() -> None:
    lines = [line for name in LISTS for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    ids = Counter(json.loads(line)["id"] for line in lines)
    assert [name for name, count in ids.items() if count > 1] == []


def test_a_form_shared_by_two_entities_of_a_kind_is_marked(entities: list[Entity]) -> None:
    owners: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    unmarked: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in entities:
        pairs = [(entity.canonical, entity.ambiguous)]
        pairs += [(alias.form, alias.ambiguous) for alias in entity.aliases if alias.kind not in WRONG]
        for form, ambiguous in pairs:
            key = (entity.kind.value, form.lower())
            owners[key].add(entity.id)
            if not ambiguous:
                unmarked[key].add(entity.id)
    assert {key: ids for key, ids in unmarked.items() if len(owners[key]) > 1} == {}


def test_years_are_sane(entities: list[Entity]) -> None:
    for entity in entities:
        spans = [entity.valid, *((role.since, role.until) for role in entity.roles)]
        for first, last in spans:
            assert first is None or 0 < first <= 2026, entity.id
            assert last is None or 0 < last <= 2026, entity.id
            assert first is None or last is None or first <= last, entity.id


def test_look_alikes_point_at_each_other(entities: list[Entity], knowledge: Knowledge) -> None:
    for entity in entities:
        for other in entity.not_same_as:
            assert other in knowledge.entities, f"{entity.id} points at {other}"
            assert entity.id in knowledge.entities[other].not_same_as, f"{other} does not point back at {entity.id}"


def test_forms_are_clean_and_no_small_words(entities: list[Entity], knowledge: Knowledge) -> None:
    small = knowledge.lowered("opener")
    for entity in entities:
        seen = set()
        for alias in entity.aliases:
            assert alias.form == " ".join(alias.form.split()) != "", entity.id
            assert alias.kind in FORM_KINDS, (entity.id, alias)
            # Capitals make an acronym of a word: WHO.
            assert alias.form.lower() not in small or alias.form.isupper(), (entity.id, alias)
            assert (alias.form, alias.lang, alias.kind) not in seen, (entity.id, alias)
            seen.add((alias.form, alias.lang, alias.kind))


def test_a_misspelling_is_nobodys_right_name(entities: list[Entity]) -> None:
    right = defaultdict(set)
    for entity in entities:
        for form in (entity.canonical, *(alias.form for alias in entity.aliases if alias.kind not in WRONG)):
            right[form].add(entity.id)
    wrong = [(alias.form, entity.id) for entity in entities for alias in entity.aliases if alias.kind == "misspelling"]
    assert [(form, name) for form, name in wrong if right.get(form)] == []


def test_the_people_of_the_news_of_libya_are_there(knowledge: Knowledge) -> None:
    haftar = knowledge.entities["khalifa-haftar"]
    assert {"Khafter", "Jalifa Haftar"} <= {alias.form for alias in haftar.aliases}
    accord = knowledge.entities["government-of-national-accord"]
    assert not accord.is_valid(2022)
    assert "government-of-national-unity-libya" in accord.not_same_as
    assert "yoshihide-suga" in knowledge.entities["naoto-kan"].not_same_as
