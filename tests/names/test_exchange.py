"""Lists of names go out and come back: tables, JSON Lines and OpenRefine."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from degarble.errors import DegarbleError, InputError
from degarble.exchange.convert import read_listing, write_listing
from degarble.exchange.listing import Listing
from degarble.exchange.openrefine import format_clusters, read_clusters
from degarble.knowledge import read_names
from degarble.knowledge.cells import FORM_KINDS, KINDS, clean
from degarble.schema import Alias, Entity, NameKind, Role

PERSON = NameKind.PERSON
here = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
MARKS = list(" ,;|\\\"'\t-–0129äßİıЯ中\u0301🐦#=@\u2028")
cells = st.text(st.one_of(st.sampled_from(MARKS), st.characters(exclude_categories=["Cs"])), max_size=12).map(clean)
words = cells.filter(bool)
years = st.one_of(st.none(), st.integers(1, 9999))
spans = st.tuples(years, years).map(
    lambda pair: pair if None in pair or pair[0] <= pair[1] else (pair[1], pair[0])  # type: ignore[operator]
)
roles = st.builds(lambda title, span: Role(title, *span), words, spans)


@st.composite
def lists(draw: st.DrawFn) -> tuple[Entity, ...]:
    """Draw names whose forms are each other's only where they say so."""
    forms = iter(draw(st.lists(words, min_size=1, max_size=12, unique=True)))
    made = []
    for name, canonical in zip(draw(st.lists(words, min_size=1, max_size=4, unique=True)), forms, strict=False):
        own = [form for form, _ in zip(forms, range(draw(st.integers(0, 3))), strict=False)]
        alias = st.builds(Alias, st.sampled_from(own or [canonical]), cells, st.sampled_from(FORM_KINDS), st.booleans())
        aliases = draw(st.lists(alias, max_size=4, unique=True)) if own else []
        made.append(
            Entity(
                name, NameKind(draw(st.sampled_from(KINDS))), canonical, tuple(aliases), draw(cells), draw(spans),
                tuple(draw(st.lists(words, max_size=2))), draw(st.one_of(st.none(), words)),
                tuple(draw(st.lists(roles, max_size=3))), draw(st.booleans()),
            )
        )  # fmt: skip
    return tuple(made)


@here
@given(entities=lists(), ending=st.sampled_from([".csv", ".tsv", ".jsonl"]))
def test_tables_and_lines_come_back_as_they_were(tmp_path: Path, entities: tuple[Entity, ...], ending: str) -> None:
    file = tmp_path / f"names{ending}"
    write_listing(Listing(entities), file)
    assert read_listing(file).entities == entities


@st.composite
def counted(draw: st.DrawFn) -> Listing:
    """Draw what OpenRefine can hold: canonical forms, other forms and counts, for all of a name's forms or for none."""
    forms = iter(draw(st.lists(words, min_size=1, max_size=12, unique=True)))
    entities, counts = [], {}
    for canonical in forms:
        name = f"n{len(entities)}"
        own = [form for form, _ in zip(forms, range(draw(st.integers(0, 3))), strict=False)]
        entities.append(Entity(name, PERSON, canonical, tuple(map(Alias, own))))
        seen = own + ([canonical] if not own or draw(st.booleans()) else [])
        counts.update({(name, form): draw(st.integers(0, 10**9)) for form in seen})
    return Listing(tuple(entities), counts)


def outline(listing: Listing) -> dict[str, tuple[set[str], dict[str, int]]]:
    return {
        entity.canonical: (
            {alias.form for alias in entity.aliases},
            {form: count for (name, form), count in listing.counts.items() if name == entity.id},
        )
        for entity in listing.entities
    }


@here
@given(listing=counted())
def test_openrefine_keeps_forms_and_counts(tmp_path: Path, listing: Listing) -> None:
    for name in ("clusters.json", "names.csv", "again.json"):
        write_listing(listing, tmp_path / name)
        back = read_listing(tmp_path / name)
        assert outline(back) == outline(listing)
        listing = back


def test_clusters_are_written_as_openrefine_writes_them() -> None:
    haftar = Entity("haftar", PERSON, "Haftar", (Alias("Hafter", "es"), Alias("Hafter", "en"), Alias("🐦", "ru")))
    listing = Listing((haftar, Entity("x", PERSON, "X")), {("haftar", "Hafter"): 3, ("haftar", "🐦"): 5})
    written = json.loads("".join(format_clusters(listing, datetime(2026, 1, 2, 3, 4, 5, 6000, tzinfo=UTC))))
    first, second = written.pop("clusters")
    assert written == {
        "projectName": "degarble", "columnName": "name", "timeStamp": "2026-01-02T03:04:05.006Z",
        "clusterMethod": "degarble", "keyingFunction": "names",
    }  # fmt: skip
    assert first == {
        "edit": True, "choices": [{"v": "🐦", "c": 5}, {"v": "Hafter", "c": 3}], "value": "Haftar", "size": 2,
        "rowCount": 8, "avg": 4.0, "variance": 2.0,
    }  # fmt: skip
    assert second["choices"] == [{"v": "X", "c": 0}]


CLUSTERS = {
    "projectName": "p", "columnName": "who", "timeStamp": "2026-01-01T00:00:00.000Z", "clusterMethod": "binning",
    "keyingFunction": "fingerprint",
    "clusters": [
        {"edit": True, "choices": [{"v": " Hafter", "c": 3}, {"v": "Khafter", "c": 1}, {"v": "Hafter", "c": 1}],
         "value": "Haftar ", "size": 3, "rowCount": 5, "avg": 6.5, "variance": None},
        {"edit": False, "choices": [{"v": "Doe", "c": 2}, {"v": "Hafter", "c": 1}], "value": "Doe"},
    ],
}  # fmt: skip


def put(folder: Path, value: object) -> Path:
    file = folder / "clusters.json"
    file.write_bytes(msgspec.json.encode(value))
    return file


def test_only_accepted_clusters_are_read(tmp_path: Path) -> None:
    file = put(tmp_path, CLUSTERS)
    listing = read_listing(file)
    assert listing.entities == (Entity("haftar", PERSON, "Haftar", (Alias("Hafter"), Alias("Khafter"))),)
    assert listing.counts == {("haftar", "Hafter"): 4, ("haftar", "Khafter"): 1}
    one, two = read_clusters(file, NameKind.PLACE, everything=True).entities
    assert (one.kind, one.aliases[0], two.aliases) == (
        NameKind.PLACE, Alias("Hafter", ambiguous=True), (Alias("Hafter", ambiguous=True),),
    )  # fmt: skip


def test_all_clusters_are_read_where_none_is_accepted(tmp_path: Path) -> None:
    (listed,) = read_listing(put(tmp_path, CLUSTERS | {"clusters": CLUSTERS["clusters"][1:]})).entities  # type: ignore[index]
    assert listed == Entity("doe", PERSON, "Doe", (Alias("Hafter"),))


def test_a_history_is_replayed(tmp_path: Path) -> None:
    history = [
        {"op": "core/text-transform", "columnName": "who", "expression": "value.trim()"},
        {"op": "core/mass-edit", "columnName": "who", "expression": "value", "edits": [
            {"from": ["Khafter", "Hafter"], "fromBlank": False, "fromError": False, "to": "Hafter"},
            {"from": [""], "fromBlank": True, "fromError": False, "to": "Nobody"}]},
        {"op": "core/mass-edit", "columnName": "who", "edits": [{"from": ["Hafter", "Haftar"], "to": "Haftar"}]},
    ]  # fmt: skip
    (entity,) = read_listing(put(tmp_path, history)).entities
    assert entity == Entity("haftar", PERSON, "Haftar", (Alias("Hafter"), Alias("Khafter")))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "not from OpenRefine"),
        (b"\xff\xff", "not from OpenRefine"),
        (b'{"clusters": [{"choices": [{"c": 1}], "value": "x"}]}', "missing required field `v` - at"),
        (b'{"clusters": [{"choices": [], "value": " "}]}', "cluster 1 has no value"),
        (b"[]", "no cluster and no mass edit"),
        (b"{}", "no cluster and no mass edit"),
    ],
)
def test_other_json_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    file = tmp_path / "clusters.json"
    file.write_bytes(content)
    with pytest.raises(InputError, match=problem) as caught:
        read_listing(file)
    assert str(caught.value).startswith(str(file))
    assert caught.value.hint


def test_built_in_names_can_be_taken_out_and_read(tmp_path: Path) -> None:
    listing = read_listing(None)
    assert listing.entities == tuple({entity.id: entity for entity in read_names()}.values())
    for name in ("all.csv", "all.jsonl"):
        write_listing(listing, tmp_path / name)
        assert read_listing(tmp_path / name) == listing


def test_names_are_chosen_by_kind_and_country(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("canonical,form,kind,country\na,b,ORG,TR\nc,d,ORG,DE\ne,f,LOC,TR\ng,h,,TR\n")
    listing = read_listing(tmp_path)
    assert [one.canonical for one in listing.select(["ORG", "LOC"], ["tr"]).entities] == ["a", "e"]
    assert listing.select([], []) == listing


def test_endings_tell_the_format(tmp_path: Path) -> None:
    for call in (lambda: read_listing(tmp_path / "a.xlsx"), lambda: write_listing(Listing(()), tmp_path / "a")):
        with pytest.raises(DegarbleError, match="the ending tells the format"):
            call()
    with pytest.raises(DegarbleError, match="no names in this folder"):
        read_listing(tmp_path)
