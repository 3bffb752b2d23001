"""What `names` writes: tables, Parquet, standoff, the page, and copies with their names repaired."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble.checking import report_names
from degarble.config import Settings
from degarble.errors import ConfigError, InputError, MissingExtra
from degarble.link import Names
from degarble.repair import Proposer
from degarble.reports.examples import WIDTH, Example, collect_examples, cut_sentence
from degarble.reports.names_page import render_names_page
from degarble.reports.names_table import choose_style, encode_names, format_names, list_rows, write_names
from degarble.reports.standoff import encode_standoff
from degarble.reports.tables import format_row
from degarble.schema import (
    Analysis,
    Cluster,
    Document,
    Finding,
    Kind,
    Level,
    Link,
    Mention,
    NameKind,
    RunRecord,
    Span,
    Suggestion,
    Variant,
)

RECORD = RunRecord("1.2.3", {"level": "auto"}, "abc123", {}, {"files": 2}, 0.5)
TEXTS = {
    "a/one.txt": "Minister opens the bridge 🌉\n\nColonel Zeki Demir spoke in Sinop. Iron, said the work goes on.\n",
    "b/two.txt": "In Sinop\nZeki Demir left.\n",
}
PLACES = {
    "zeki": [("a/one.txt", "Zeki Demir"), ("b/two.txt", "Zeki Demir"), ("a/one.txt", "Iron")],
    "sinop": [("b/two.txt", "Sinop"), ("a/one.txt", "Sinop")],
}
HOSTILE = '</script><script>document.title="taken"</script><!-- " onmouseover="x" <img src=x onerror=alert(1)> \u2028'


class Listener:
    """Keeps what a run tells."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def track(self, items: Sequence[object], label: str) -> Iterator[object]:
        yield from items

    def tell(self, message: str) -> None:
        self.messages.append(message)


def mention(document: str, text: str, kind: NameKind) -> Mention:
    start = TEXTS[document].index(text)
    return Mention(document, Span(start, start + len(text)), text, kind)


@pytest.fixture
def names() -> Names:
    zeki = (
        Variant("Zeki Demir", "canonical", 2, ("a/one.txt", "b/two.txt"), Level.AUTO),
        Variant("Iron", "literal", 1, ("a/one.txt",), Level.SUGGEST, 0.8571428, 'demir is "iron", they say'),
    )
    sinop = (Variant("Sinop", "canonical", 2, ("a/one.txt", "b/two.txt"), Level.AUTO),)
    clusters = (
        Cluster("sinop", "Sinop", NameKind.PLACE, "sinop", "Q12345", sinop),
        Cluster("zeki", "Zeki Demir", NameKind.PERSON, variants=zeki),
    )
    members = tuple(tuple(mention(*place, item.kind) for place in PLACES[item.id]) for item in clusters)
    return Names(clusters, {}, members)


def documents() -> list[Document]:
    return [Document(name, text) for name, text in TEXTS.items()]


def test_a_table_holds_a_row_for_each_form(names: Names) -> None:
    rows = list(csv.DictReader("".join(format_names(names)).splitlines()))
    assert [(row["cluster"], row["variant"], row["qid"], row["score"]) for row in rows] == [
        ("sinop", "Sinop", "Q12345", "1"),
        ("zeki", "Zeki Demir", "", "1"),
        ("zeki", "Iron", "", "0.8571"),
    ]
    assert rows[1]["documents"] == "a/one.txt|b/two.txt"
    assert rows[2]["evidence"] == 'demir is "iron", they say'
    tabs = list(csv.DictReader("".join(format_names(names, "\t")).splitlines(), delimiter="\t"))
    assert tabs == rows


def test_a_cell_with_the_delimiter_is_quoted() -> None:
    assert format_row(("a\tb", "c"), "\t") == '"a\tb"\tc\n'


def test_json_lines_hold_a_name_each(names: Names) -> None:
    lines = [json.loads(line) for line in encode_names(names)]
    assert [len(line["variants"]) for line in lines] == [1, 2]


@pytest.mark.parametrize(
    ("out", "style", "chosen"),
    [
        ("-", "", "csv"),
        ("-", "jsonl", "jsonl"),
        ("x.CSV", "", "csv"),
        ("x.tsv", "", "tsv"),
        ("x.jsonl", "", "jsonl"),
        ("x.html", "", "html"),
        ("x.txt", "csv", "csv"),
        ("x.csv", "jsonl", "jsonl"),
    ],
)
def test_the_ending_or_the_style_says_what_is_written(out: str, style: str, chosen: str) -> None:
    assert choose_style(Path(out), style) == chosen


@pytest.mark.parametrize(("out", "style"), [("names", ""), ("names.xlsx", ""), ("-", "xlsx")])
def test_another_ending_is_refused(out: str, style: str) -> None:
    with pytest.raises(ConfigError, match=r"\.csv \.tsv \.jsonl \.parquet \.html"):
        choose_style(Path(out), style)


def test_parquet_has_typed_columns(names: Names, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_names(names, tmp_path / "n.parquet", choose_style(Path("n.parquet")), {}, RECORD)
    table = parquet.read_table(tmp_path / "n.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert list(types) == "".join(format_names(Names())).strip().split(",")
    assert (types["count"], types["score"], types["qid"]) == ("int64", "double", "string")
    assert types["documents"].startswith("list<")
    rows = table.to_pylist()
    assert rows[1]["documents"] == ["a/one.txt", "b/two.txt"]
    assert (rows[1]["qid"], rows[1]["count"], rows[2]["score"]) == (None, 2, 0.8571)


def test_parquet_of_no_names_has_its_columns(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_names(Names(), tmp_path / "n.parquet", "parquet", {}, RECORD)
    assert parquet.read_table(tmp_path / "n.parquet").num_rows == 0


def test_parquet_without_its_library_says_how_to_get_it(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    from degarble.reports.parquet import encode_rows

    monkeypatch.setattr("degarble.reports.names_table.find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"degarble\[parquet\]"):
        choose_style(Path("n.parquet"))
    with pytest.raises(MissingExtra, match=r"degarble\[parquet\]"):
        encode_rows(list(list_rows(names)))


def test_standoff_tells_where_every_mention_stands(names: Names) -> None:
    lines = [json.loads(line) for line in encode_standoff(names)]
    assert [(line["document"], line["text"]) for line in lines] == [
        ("a/one.txt", "Zeki Demir"),
        ("a/one.txt", "Sinop"),
        ("a/one.txt", "Iron"),
        ("b/two.txt", "Sinop"),
        ("b/two.txt", "Zeki Demir"),
    ]
    for line in lines:
        assert TEXTS[line["document"]][line["start"] : line["end"]] == line["text"]
    fields = "document start end text cluster entity qid canonical kind relation score"
    assert list(lines[0]) == fields.split()
    assert (lines[0]["entity"], lines[0]["qid"], lines[1]["qid"]) == (None, None, "Q12345")
    assert (lines[2]["canonical"], lines[2]["relation"], lines[2]["score"]) == ("Zeki Demir", "literal", 0.8571)


def test_an_example_is_the_sentence_of_the_first_mention(names: Names) -> None:
    examples = collect_examples(names.links(), documents())
    assert {form: example.text for (_, form), example in examples.items()} == {
        "Zeki Demir": "Colonel Zeki Demir spoke in Sinop.",
        "Sinop": "Colonel Zeki Demir spoke in Sinop.",
        "Iron": "Iron, said the work goes on.",
    }
    for (_, form), example in examples.items():
        assert (example.document, example.text[example.start : example.end]) == ("a/one.txt", form)


def test_examples_need_each_document_once_and_in_no_order(names: Names) -> None:
    shown = iter(reversed(documents()))
    assert collect_examples(names.links(), shown) == collect_examples(names.links(), documents())


def test_a_text_that_changed_gives_no_example() -> None:
    links = [
        Link("a", Span(0, 4), "Iron", "zeki", "literal", 1.0),
        Link("b", Span(90, 94), "Iron", "x", "literal", 1.0),
    ]
    assert collect_examples(links, [Document("a", "Gold is here."), Document("b", "")]) == {}


def test_a_long_sentence_is_cut_at_words() -> None:
    text = " ".join(["before"] * 60 + ["Zeki Demir"] + ["after"] * 60)
    start = text.index("Zeki")
    shown, first, last = cut_sentence(text, Span(0, len(text)), Span(start, start + 10))
    assert shown[first:last] == "Zeki Demir"
    assert shown.startswith("… before before ")
    assert shown.endswith(" after after …")
    assert WIDTH - 20 < len(shown) <= WIDTH + 4


@given(st.text("ab \n。", max_size=300), st.text("XY\n", min_size=1, max_size=200), st.text("cd \n.", max_size=300))
def test_a_cut_sentence_holds_the_form(before: str, form: str, after: str) -> None:
    text = before + form + after
    shown, start, end = cut_sentence(text, Span(0, len(text)), Span(len(before), len(before) + len(form)))
    assert shown[start:end] == re.sub(r"\s+", " ", form)
    assert len(shown) <= max(WIDTH, end - start) + 4
    assert "\n" not in shown


def read_data(page: str) -> dict[str, object]:
    found = re.findall(r'<script type="application/json" id="([^"]+)">(.*?)</script>', page, flags=re.DOTALL)
    return {name: json.loads(body) for name, body in found}


def test_the_page_holds_every_form_with_its_example(names: Names) -> None:
    page = "".join(render_names_page(names, collect_examples(names.links(), documents()), RECORD))
    data = read_data(page)
    overview, zeki = data["overview"], data["name-1"]
    assert isinstance(overview, dict)
    assert isinstance(zeki, dict)
    assert [item["id"] for item in overview["documents"]] == ["a/one.txt", "b/two.txt"]
    assert overview["record"]["version"] == "1.2.3"
    assert [form["documents"] for form in zeki["forms"]] == [[0, 1], [0]]
    assert zeki["forms"][1]["sample"] == ["", "Iron", ", said the work goes on."]


def make_hostile() -> tuple[Names, dict[tuple[str, str], Example]]:
    cluster = Cluster("c", HOSTILE, NameKind.PERSON, variants=(Variant(HOSTILE, "canonical", 1, (HOSTILE,)),))
    return Names((cluster,)), {("c", HOSTILE): Example("d", HOSTILE, 0, len(HOSTILE))}


def test_hostile_names_stay_text() -> None:
    names, examples = make_hostile()
    page = "".join(render_names_page(names, examples, RECORD))
    assert len(re.findall(r"<script(?! type=\"application/json\")", page)) == 1
    assert "<img" not in page
    name = read_data(page)["name-0"]
    assert isinstance(name, dict)
    assert name["canonical"] == HOSTILE


def test_the_policy_of_the_page_allows_only_its_own_script() -> None:
    page = "".join(render_names_page(Names(), {}, RECORD))
    assert not re.search(r"https?:|//[a-z]+\.|url\(|@import|\bfetch\(|XMLHttpRequest|\bimport\(", page)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", page)
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        [content] = re.findall(f"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}';" in page
    assert "default-src 'none'" in page


def open_page(content: str, folder: Path) -> str:
    """Return the page as a browser shows it, once its script has run."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        pytest.skip("no chromium is installed to open the page in")
    (folder / "names.html").write_text(content, "utf-8")
    switches = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    quiet = "--disable-component-update --disable-sync --virtual-time-budget=2000 --dump-dom"
    command = [browser, *switches.split(), *quiet.split(), f"--user-data-dir={folder / 'profile'}"]
    place = (folder / "names.html").as_uri()
    shown = subprocess.run([*command, place], capture_output=True, timeout=120, check=True).stdout.decode("utf-8")
    return re.sub(r"<script.*?</script>", "", shown, flags=re.DOTALL)


def test_a_browser_shows_the_names(names: Names, tmp_path: Path) -> None:
    examples = collect_examples(names.links(), documents())
    shown = open_page("".join(render_names_page(names, examples, RECORD)), tmp_path)
    for words in ("2 names", "3 forms", "5 mentions", "Q12345", "86%", "Suggestion", "they say", "two.txt"):
        assert words in shown
    assert '<p class="sample-line" dir="auto"><mark>Iron</mark>, said the work goes on.</p>' in shown
    assert re.search(r'<option value="PER">Person \(1\)', shown)
    assert re.search(r'<button type="button" class="chip"[^>]*title="A name translated', shown)


def test_a_browser_shows_hostile_names_as_text(tmp_path: Path) -> None:
    shown = open_page("".join(render_names_page(*make_hostile(), RECORD)), tmp_path)
    assert "<title>1 name</title>" in shown
    assert "<img" not in shown


def test_a_browser_shows_many_names_in_portions(tmp_path: Path) -> None:
    variants = [Variant(f"Name {number}", "canonical", 1, ("a",)) for number in range(350)]
    clusters = tuple(Cluster(item.text, item.text, NameKind.PERSON, variants=(item,)) for item in variants)
    shown = open_page("".join(render_names_page(Names(clusters), {}, RECORD)), tmp_path)
    assert shown.count("<tbody") == 100
    assert "Show 100 of 250 more" in shown


def test_a_browser_shows_a_page_without_names(tmp_path: Path) -> None:
    assert "No name was linked." in open_page("".join(render_names_page(Names(), {}, RECORD)), tmp_path)


TALKS = "Khalifa Haftar met the envoys at 14: 30. The forces of Khafter left.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "talks.txt").write_bytes(TALKS.encode("utf-16"))
    (tmp_path / "in" / "calm.txt").write_text("All is well at 14: 30.\n")
    return tmp_path / "in"


@pytest.mark.parametrize("style", ["csv", "tsv", "jsonl", "html"])
def test_names_of_a_folder(folder: Path, style: str) -> None:
    out = folder.parent / f"names.{style}"
    assert report_names([str(folder)], Settings(), "", out, Listener()) == 0
    assert "Khafter" in out.read_text("utf-8")


def test_the_page_of_a_folder_quotes_it(folder: Path) -> None:
    out = folder.parent / "names.html"
    report_names([str(folder)], Settings(), "", out, Listener())
    assert '["The forces of ","Khafter"," left."]' in out.read_text("utf-8")


def test_standard_output_takes_every_style(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    report_names([str(folder)], Settings(), "", Path("-"), Listener())
    assert capsysbinary.readouterr().out.startswith(b"cluster,canonical,")
    pytest.importorskip("pyarrow")
    report_names([str(folder)], Settings(), "parquet", Path("-"), Listener())
    assert capsysbinary.readouterr().out.startswith(b"PAR1")


def test_mentions_and_copies_are_written_beside(folder: Path) -> None:
    out, standoff, copies = (folder.parent / name for name in ("names.csv", "mentions.jsonl", "copies"))
    listener, settings = Listener(), Settings(level=Level.SUGGEST)
    report_names([str(folder)], settings, "", out, listener, standoff=standoff, apply=copies)
    assert [json.loads(line)["text"] for line in standoff.read_text("utf-8").splitlines()] == [
        "Khalifa Haftar",
        "Khafter",
    ]
    # Only the name is repaired, in the encoding of the file: `14: 30` stays.
    repaired = (copies / "deep" / "talks.txt").read_bytes().decode("utf-16")
    assert repaired == TALKS.replace("Khafter", "Haftar")
    assert (copies / "calm.txt").read_text() == "All is well at 14: 30.\n"
    assert listener.messages[-1] == f"1 name repaired in the copies in {copies}."


def test_by_default_only_what_is_certain_is_repaired(folder: Path) -> None:
    out, copies = folder.parent / "names.csv", folder.parent / "copies"
    report_names([str(folder)], Settings(), "", out, Listener(), apply=copies)
    for name in ("deep/talks.txt", "calm.txt"):
        assert (copies / name).read_bytes() == (folder / name).read_bytes()


def test_copies_inside_the_inputs_are_not_read_again(folder: Path) -> None:
    out, copies = folder.parent / "names.csv", folder / "copies"
    for _ in range(2):
        report_names([str(folder)], Settings(), "", out, Listener(), apply=copies)
    assert not (copies / "copies").exists()
    assert "copies" not in out.read_text("utf-8")


def test_nothing_is_written_over_an_input(folder: Path) -> None:
    file = folder / "calm.txt"
    with pytest.raises(InputError, match="would be overwritten"):
        report_names([str(file)], Settings(), "csv", file, Listener())
    with pytest.raises(InputError, match="would be overwritten"):
        report_names([str(file)], Settings(), "", Path("-"), Listener(), standoff=file)
    with pytest.raises(InputError, match="would be overwritten"):
        report_names([str(file)], Settings(), "", Path("-"), Listener(), apply=folder)
    assert file.read_text() == "All is well at 14: 30.\n"


def find(part: str, kind: Kind, repair: str, level: Level, rule: str = "") -> Finding:
    start = TALKS.index(part)
    return Finding(
        rule or f"{kind}/test", kind, Span(start, start + len(part)), part, "", level=level,
        suggestions=(Suggestion(repair, 0.9),),
    )  # fmt: skip


def test_kinds_are_chosen_before_findings_are_settled() -> None:
    longer = find("forces of Khafter", Kind.ORDER, "Khafter forces", Level.SUGGEST)
    name = find("Khafter", Kind.NAME_VARIANT, "Haftar", Level.AUTO)
    analysis = Analysis(Document("a", TALKS), findings=(longer, name))
    everything, only = Proposer()(analysis), Proposer(kinds=frozenset((Kind.NAME_VARIANT,)))(analysis)
    assert (everything.applied, only.applied, only.open) == ((), (name,), ())
    assert only.verdict == everything.verdict


def test_spun_text_keeps_its_names_too() -> None:
    spun = [find(part, Kind.LEXICON, "x", Level.FLAG, "spun/test") for part in ("met", "envoys", "forces")]
    name = find("Khafter", Kind.NAME_VARIANT, "Haftar", Level.AUTO)
    analysis = Analysis(Document("a", TALKS), findings=(*spun, name))
    repair = Proposer(kinds=frozenset((Kind.NAME_VARIANT,)))(analysis)
    assert (repair.text, repair.open) == (TALKS, (name,))
