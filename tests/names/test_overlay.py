"""A user's own names: tables as people make them, errors that name the line, and whose names win."""

from __future__ import annotations

from pathlib import Path

import pytest

from degarble.analyze import Analyzer
from degarble.config import Settings, load_settings
from degarble.errors import KnowledgeError
from degarble.fingerprint import make_fingerprint
from degarble.knowledge import load_knowledge
from degarble.knowledge.cells import ALSO, COLUMNS, REPORTED, format_roles, make_id, parse_roles
from degarble.knowledge.overlay import lay_over, read_own_names
from degarble.link import Names
from degarble.reports.names_table import format_names
from degarble.schema import Alias, Document, Entity, NameKind, Role

PERSON, PLACE = NameKind.PERSON, NameKind.PLACE
FULL = (
    "id;kind;canonical;form;form_kind;lang;country;since;until;not_same_as;qid;ambiguous;roles\n"
    "kalin;PER;İbrahim Kalın;İbrahim Kalın;canonical;;TR;1990;;a|b;Q1;;spokesman 2014-2023; \n"
    "kalin;PER;İbrahim Kalın;Thick;literal;tr;;;;;;TRUE;\n"
)


def read(folder: Path, content: str | bytes, name: str = "names.csv") -> tuple[Entity, ...]:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_own_names(file)


def test_every_column_is_read(tmp_path: Path) -> None:
    (entity,) = read(tmp_path, FULL.replace("2023; ", "2023"))
    assert entity == Entity(
        "kalin", PERSON, "İbrahim Kalın", (Alias("Thick", "tr", "literal", ambiguous=True),), "TR", (1990, None),
        ("a", "b"), "Q1", (Role("spokesman", 2014, 2023),),
    )  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_spreadsheet_is_read(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    rows = (("Name", "Variant", "KIND"), ("Doe, Jane; x", " Jaine\u00a0 Doe ", "org"), ("", "", ""))
    text = end.join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows)
    (entity,) = read(tmp_path, text.encode(encoding))
    assert entity == Entity("doe-jane-x", NameKind.ORGANISATION, "Doe, Jane; x", (Alias("Jaine Doe"),))


def test_rows_of_one_name_are_one_entity(tmp_path: Path) -> None:
    table = (
        "id,kind,canonical,form,country\n,,Ayşe Øst,Ayse Ost,\nx,ORG,Ayşe Øst,AO,\n,,Ayşe Øst,Ayşe Øst,\n"
        "x,,Ayşe Øst,Ao,TR\n,,Путин,Putin,\n"
    )
    one, two, three = read(tmp_path, table)
    assert one == Entity("ayse-ost", PERSON, "Ayşe Øst", (Alias("Ayse Ost"),))
    assert two == Entity("x", NameKind.ORGANISATION, "Ayşe Øst", (Alias("AO"), Alias("Ao")), "TR")
    assert three.id == make_id("Путин") != make_id("Медведев")


def test_letters_are_composed(tmp_path: Path) -> None:
    (entity,) = read(tmp_path, "canonical,form\nJose\u0301,Jose\nJosé,Pepe\n")
    assert entity == Entity("jose", PERSON, "José", (Alias("Jose"), Alias("Pepe")))


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        ("", 1, "no header"),
        ("Jane Doe,Jaine Doe\n", 1, "no header but 'Jane Doe"),
        ("canonical,lang\n", 1, "no column 'form'"),
        ("canonical,form,cuntry\n", 1, "unknown column 'cuntry'.\n  Did you mean 'country'"),
        ("canonical,form,form\n", 1, "column 'form' stands there twice"),
        ("canonical,form\na,b\n,c\n", 3, "canonical is empty"),
        ("canonical,form\n\na,\n", 3, "form is empty"),
        ("canonical,form\na,b,c\n", 2, "3 cells, but 2 columns"),
        ("canonical,form\na,\"b\"c\n", 2, "expected after"),
        ("canonical,form,kind\na,b,PRE\n", 2, "unknown kind 'PRE'.\n  Did you mean 'PER'"),
        ("canonical,form,relation\na,b,mispelling\n", 2, "unknown form_kind 'mispelling'.\n  Did you mean"),
        ("canonical,form,since\na,b,soon\n", 2, "since is 'soon', not a year"),
        ("canonical,form,until\na,b,0\n", 2, "until is '0', not a year"),
        ("canonical,form,since,until\na,b,2020,2014\n", 2, "begins in 2020 and ends before, in 2014"),
        ("canonical,form,since,until\na,b,2020,\na,c,,2014\n", 3, "begins in 2020 and ends before, in 2014"),
        ("canonical,form,roles\na,b,chief 2020-2014\n", 2, "begins in 2020"),
        ("canonical,form,ambiguous\na,b,perhaps\n", 2, "ambiguous is 'perhaps'"),
        ("canonical,form\na,b\nc,b\n", 3, "the form 'b' is 'c' (c) here and 'a' (a) in line 2"),
        ("canonical,form\na,b\nb,c\nb,b\n", 4, "the form 'b' is 'b' (b) here"),
        ("id,canonical,form\nx,a,b\nx,c,d\n", 3, "canonical is 'c' here and 'a' in line 2"),
        ("canonical,form,country\na,b,TR\na,c,DE\n", 3, "country is 'DE' here and 'TR' in line 2"),
        ("canonical,form\na,b\n\xff".encode("latin-1"), 3, "not UTF-8"),
    ],
)  # fmt: skip
def test_an_error_names_file_and_line(tmp_path: Path, content: str | bytes, line: int, problem: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read(tmp_path, content)
    assert str(caught.value).startswith(f"{tmp_path / 'names.csv'}, line {line}: ")
    assert problem in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("{", "truncated"),
        ('{"id":"b","kind":"PER"}', "missing required field `canonical`"),
        ('{"id":"a","kind":"PER","canonical":"B"}', "the id 'a' again, after line 1"),
        ('{"id":"b","kind":"PER","canonical":" "}', "is empty"),
        ('{"id":"b","kind":"DEMONYM","canonical":"B"}', "unknown kind 'DEMONYM'"),
        ('{"id":"b","kind":"PER","canonical":"B","aliases":[{"form":"C","kind":"litteral"}]}', "'litteral'"),
        ('{"id":"b","kind":"PER","canonical":"B","valid":[2020,2014]}', "begins in 2020"),
        ('{"id":"b","kind":"PER","canonical":"B","valid":[20200,null]}', "20200 is not a year"),
        ('{"id":"b","kind":"PER","canonical":"A"}', "the form 'A' is 'A' (b) here and 'A' (a) in line 1"),
    ],
)
def test_an_error_in_json_names_the_line(tmp_path: Path, more: str, problem: str) -> None:
    with pytest.raises(KnowledgeError, match="line 3: ") as caught:
        read(tmp_path, '{"id":"a","kind":"PER","canonical":"A"}\n\n' + more, "names.jsonl")
    assert problem in str(caught.value)
    assert caught.value.hint


def test_a_form_of_two_names_is_one_of_several_where_the_table_says_so(tmp_path: Path) -> None:
    rows = "canonical,form,ambiguous,kind,form_kind\na,b,1,,\nc,b,,,\na,b,,ORG,\nd,e,,,literal\na,e,,,\n"
    assert [entity.canonical for entity in read(tmp_path, rows)] == ["a", "c", "a", "d"]


def test_other_files_are_refused(tmp_path: Path) -> None:
    for name in ("names.xlsx", "clusters.json"):
        with pytest.raises(KnowledgeError, match="not a list of names"):
            read(tmp_path, "", name)
    with pytest.raises(KnowledgeError, match="No such file"):
        read_own_names(tmp_path / "none.csv")


def test_what_a_run_reports_can_be_edited_and_given_back(tmp_path: Path) -> None:
    header = next(iter(format_names(Names())))
    assert set(header.strip().split(",")) <= {*COLUMNS, *ALSO, *REPORTED}
    table = header + (
        "x,Halifa Hafter,PER,,,Halifa Hafter,canonical,3,a.txt|b.txt,auto,1,e"
        "\nx,Khalifa Haftar,PER,,,Hafter,variant,1,a.txt,suggest,.9,e"
        "\nkhalifa-haftar,Khalifa Haftar,PER,khalifa-haftar,,Haftar,variant,1,a.txt,suggest,.9,e"
        "\nkhalifa-haftar,Khalifa Haftar,PER,khalifa-haftar,,Khafter,misspelling,1,a.txt,suggest,.9,e"
        "\nmert-bulut,Mert Bulut,PER,,,Bulut,variant,1,a.txt,auto,1,e"
        "\nselin-bulut,Selin Bulut,PER,,,Bulut,variant,1,b.txt,auto,1,e"
        "\numh,GNA,ACRONYM,,,UMH,variant,1,b.txt,auto,1,e"
        "\nlibyan,Libyan,DEMONYM,,,Libyan,canonical,1,b.txt,auto,1,e\n"
    )
    assert read(tmp_path, table) == (
        Entity("x", PERSON, "Halifa Hafter"),
        Entity("khalifa-haftar", PERSON, "Khalifa Haftar",
               (Alias("Hafter"), Alias("Haftar"), Alias("Khafter", kind="misspelling"))),
        Entity("mert-bulut", PERSON, "Mert Bulut", (Alias("Bulut", ambiguous=True),)),
        Entity("selin-bulut", PERSON, "Selin Bulut", (Alias("Bulut", ambiguous=True),)),
        Entity("umh", NameKind.ORGANISATION, "GNA", (Alias("UMH"),)),
    )  # fmt: skip
    # A report tells of some forms only: what is known besides stays.
    ours = Entity("khalifa-haftar", PERSON, "Khalifa Haftar", (Alias("حفتر", "ar", "native"), Alias("Khafter")), "LY")
    theirs = read_own_names(tmp_path / "names.csv")[1:2]
    (merged,) = lay_over({ours.id: ours}, theirs, is_report=True).values()
    assert (merged.country, merged.aliases[0]) == ("LY", Alias("حفتر", "ar", "native"))
    assert merged.aliases[1:] == (Alias("Hafter"), Alias("Haftar"), Alias("Khafter", kind="misspelling"))


def test_a_report_can_change_the_canonical_form() -> None:
    ours = Entity("kyiv", PLACE, "Kyiv", (Alias("Kiev", "ru"), Alias("Київ", "uk", "native")), "UA")
    (merged,) = lay_over({"kyiv": ours}, [Entity("kyiv", PLACE, "Kiev", (Alias("Kyiv"),))], is_report=True).values()
    assert merged == Entity("kyiv", PLACE, "Kiev", (Alias("Kyiv"), Alias("Київ", "uk", "native")), "UA")


def test_own_names_win() -> None:
    ours = {
        entity.id: entity
        for entity in (
            Entity("same", PERSON, "Old Name", (Alias("Lost"),)),
            Entity("other", PERSON, "Jane Doe", (Alias("DOE Again"), Alias("Doe"), Alias("Kept"))),
            Entity("gone", PERSON, "Janet Doe", (Alias("Jan"),)),
            Entity("place", PLACE, "Doe", (Alias("Doe Again"),)),
        )
    }
    own = (
        Entity("same", PERSON, "New Name"),
        Entity("new", PERSON, "Doe Again", (Alias("Doe"), Alias("Janet Doe"), Alias("Kept", ambiguous=True))),
    )
    assert lay_over(ours, own) == {
        "same": own[0],
        "other": Entity("other", PERSON, "Jane Doe", (Alias("Kept"),)),
        "place": ours["place"],
        "new": own[1],
    }


def test_knowledge_reads_own_files_and_packs(tmp_path: Path) -> None:
    (tmp_path / "pack" / "names").mkdir(parents=True)
    read(tmp_path / "pack", "canonical,form\nZed Pack,Zet Pack\n")
    read(tmp_path / "pack" / "names", '{"id":"zoe-pack","kind":"PER","canonical":"Zoe Pack"}\n', "names.jsonl")
    read(tmp_path, "id,canonical,form\nzed-pack,Zed File,Zet File\n")
    pack, file = tmp_path / "pack", tmp_path / "names.csv"
    plain, packed = load_knowledge(), load_knowledge([pack])
    assert packed.entities["zed-pack"].canonical == "Zed Pack"
    assert "zoe-pack" in packed.entities
    laid = load_knowledge([pack], names=[file])
    assert laid.entities["zed-pack"].canonical == "Zed File"
    assert len({plain.hash, packed.hash, laid.hash}) == 3
    read(tmp_path, "id,canonical,form\nzed-pack,Zed File,Zett File\n")
    assert load_knowledge([pack], names=[file]).hash != laid.hash


def test_where_the_files_lie_does_not_change_the_work(tmp_path: Path) -> None:
    prints = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        read(tmp_path / name, "canonical,form\nZed File,Zet File\n")
        file = tmp_path / name / "names.csv"
        prints.add(make_fingerprint(Settings(names=(str(file),)), load_knowledge(names=[file])))
    assert len(prints) == 1


def test_settings_find_names_beside_their_file(tmp_path: Path) -> None:
    (tmp_path / "degarble.toml").write_text("names = ['names.csv']\n")
    assert load_settings(tmp_path).names == (str(tmp_path / "names.csv"),)


def test_own_names_are_found_in_a_text(tmp_path: Path) -> None:
    read(tmp_path, "canonical,form,form_kind\nZebulon Quark,Zebolun Kwark,misspelling\n")
    analyze = Analyzer(Settings(names=(str(tmp_path / "names.csv"),)))
    analysis = analyze(Document("a.txt", "The minister Zebolun Kwark spoke on Monday.\n"))
    assert [(item.text, item.entity) for item in analysis.mentions if item.entity] == [
        ("Zebolun Kwark", "zebulon-quark")
    ]
    assert "Zebulon Quark" in [finding.best for finding in analysis.findings]


def test_offices_as_text() -> None:
    roles = (Role("a; b\\"), Role("c 2014-2019"), Role("d -"), Role("e", 2014), Role("f", None, 2019), Role("g", 1, 2))
    assert parse_roles(format_roles(roles)) == roles
    assert parse_roles(" chief  2014–2019 ;; aide") == (Role("chief", 2014, 2019), Role("aide"))


@pytest.mark.parametrize("page", ["adding.md", "knowledge.md"])
def test_the_example_of_the_manual_is_read(tmp_path: Path, page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    example = text.partition("```csv\n")[2].partition("```")[0]
    assert [entity.id for entity in read(tmp_path, example)] == ["jane-doe", "example-party", "turkey"]
