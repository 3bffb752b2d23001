"""The review page: nothing gets out of its data, nothing gets in, and a browser shows what was found."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble.link import Names
from degarble.repair import apply
from degarble.reports.html import embed, render_html
from degarble.reports.sheet import Name, compare, make_rows
from degarble.schema import (
    Analysis,
    Cluster,
    Document,
    Evidence,
    Finding,
    Kind,
    Level,
    NameKind,
    OriginGuess,
    Repair,
    RunRecord,
    Segment,
    SegmentKind,
    Severity,
    Span,
    Suggestion,
    Variant,
    Verdict,
    VerdictLabel,
)

RECORD = RunRecord("1.2.3", {"level": "auto"}, "abc123", {"words": "def456"}, {"files": 2}, 0.5)
TEXT = (
    "Minister opens the bridge 🌉\n\n"
    "Colonel Zeki Demir spoke in Sinop. Iron, said the work goes on at 14: 30.\n\n"
    "More News\n"
)
HOSTILE = (
    '<script>document.title="taken"</script></script><!--<script> " onmouseover="x" \' javascript:alert(1) '
    "<img src=x onerror=alert(1)> &lt; ]]> \u2028\u2029 \u202e ${name} end"
)


def find(text: str, part: str, kind: Kind, repair: str | None, level: Level = Level.SUGGEST) -> Finding:
    start = text.index(part)
    choices = () if repair is None else (Suggestion(repair, 0.9), Suggestion("other", 0.2))
    place = Span(text.index("Zeki"), text.index("Zeki") + 10) if "Zeki" in text else None
    evidence = (Evidence("same document", "Colonel Zeki Demir", place),)
    severity = Severity.CRITICAL if kind is Kind.NAME_LITERAL else Severity.MINOR
    span = Span(start, start + len(part))
    return Finding(f"{kind}/test", kind, span, part, f"'{part}' is wrong.", severity, level, 0.8, choices, evidence)


def make_repair(name: str, text: str, applied: Sequence[Finding] = (), rest: Sequence[Finding] = ()) -> Repair:
    origin = (OriginGuess("tr", 0.7, (Evidence("typography", "14: 30", None),)), OriginGuess("und", 0.3))
    analysis = Analysis(Document(name, text, title=text[:20]), origin=origin, findings=(*applied, *rest))
    verdict = Verdict(VerdictLabel.MACHINE, 0.9, ("a name was translated",))
    return Repair(analysis, apply(text, applied), tuple(applied), tuple(rest), verdict)


def make_repairs() -> list[Repair]:
    applied = [find(TEXT, "14: 30", Kind.SPACING, "14:30", Level.AUTO)]
    rest = [
        find(TEXT, "Iron, said", Kind.NAME_LITERAL, "Demir said"),
        find(TEXT, "goes on", Kind.LEXICON, None, Level.FLAG),
        find(TEXT, "More News", Kind.RESIDUE, ""),
    ]
    hostile = find(HOSTILE, "javascript:alert(1)", Kind.LEXICON, "</script><script>alert(2)</script>")
    return [make_repair("a/one.txt", TEXT, applied, rest), make_repair(f"b/{HOSTILE}.txt", HOSTILE, (), [hostile])]


def make_names() -> Names:
    variants = (
        Variant("Zeki Demir", "canonical", 3, ("a/one.txt",)),
        Variant("Iron", "literal", 1, ("a/one.txt", "elsewhere.txt"), Level.SUGGEST, 0.9, "demir means </script>"),
    )
    return Names((Cluster("c1", "Zeki Demir", NameKind.PERSON, variants=variants),))


class Elements(HTMLParser):
    """Every element of a page with its attributes and the text directly in it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.is_open = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))
        self.is_open = True

    def handle_endtag(self, tag: str) -> None:
        self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.found[-1][2].append(data)

    def all(self, tag: str) -> Iterator[tuple[dict[str, str | None], str]]:
        return ((attrs, "".join(text)) for name, attrs, text in self.found if name == tag)


@pytest.fixture(scope="module")
def page() -> str:
    return "".join(render_html(make_repairs(), make_names(), RECORD))


def read_data(page: str) -> dict[str, object]:
    scripts = Elements(page).all("script")
    return {str(attrs["id"]): json.loads(text) for attrs, text in scripts if attrs.get("type") == "application/json"}


def test_every_finding_is_in_the_data(page: str) -> None:
    data = read_data(page)
    for number, repair in enumerate(make_repairs()):
        sheet = data[f"document-{number}"]
        assert isinstance(sheet, dict)
        assert sheet["text"] == repair.document.text
        assert [(item["id"], item["start"], item["end"], item["applied"]) for item in sheet["findings"]] == [
            (item.key, *item.span, item in repair.applied) for item in repair.findings
        ]
        assert [[choice["text"] for choice in item["suggestions"]] for item in sheet["findings"]] == [
            [choice.text for choice in item.suggestions] for item in repair.findings
        ]


def test_counts_forms_and_record_are_in_the_data(page: str) -> None:
    data = read_data(page)
    overview, name = data["overview"], data["name-0"]
    assert isinstance(overview, dict)
    assert isinstance(name, dict)
    assert sum(count[-1] for count in overview["documents"][0]["counts"]) == 4
    assert overview["record"]["data_hash"] == "abc123"
    assert overview["kinds"]["name-literal"]["mqm_id"] == "MQMC_107000"
    assert name["forms"][1]["documents"] == [0, "elsewhere.txt"]


def test_hostile_text_makes_no_element(page: str) -> None:
    scripts = list(Elements(page).all("script"))
    assert len([attrs for attrs, _ in scripts if "type" not in attrs]) == 1
    assert not list(Elements(page).all("img"))
    tags = {tag for tag, _, _ in Elements("".join(render_html([], Names(), RECORD))).found}
    assert {tag for tag, _, _ in Elements(page).found} == tags
    assert page.lower().count("</script") == page.lower().count("<script")


@given(st.text(st.characters(), max_size=60) | st.sampled_from(["\ud800", "</script>", "<!--<script>", "&lt;\u2028"]))
def test_any_text_comes_back_and_ends_nothing(text: str) -> None:
    element = embed("name-0", Name(text, "PER", "", None, 1.0, []))
    body = element.removeprefix('<script type="application/json" id="name-0">').removesuffix("</script>\n")
    assert json.loads(body)["canonical"] == text
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", body)


def test_policy_names_the_script_and_the_style_and_allows_nothing_else(page: str) -> None:
    elements = Elements(page)
    metas = [attrs for attrs, _ in elements.all("meta")]
    policy = next(str(attrs["content"]) for attrs in metas if attrs.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    [style] = [text for _, text in elements.all("style")]
    [script] = [text for attrs, text in elements.all("script") if "type" not in attrs]
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == hash_source(style)
    assert rules["script-src"] == hash_source(script)
    assert "unsafe" not in policy


def hash_source(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def test_the_page_asks_for_nothing_and_builds_no_markup() -> None:
    shell = "".join(render_html([], Names(), RECORD))
    assert not re.search(r"https?:|//[a-z]+\.|url\(|@import|\bfetch\(|XMLHttpRequest|\bimport\(", shell)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", shell)
    for _, attrs, _ in Elements(shell).found:
        assert not {name for name in attrs if name.startswith("on") or name in ("style", "src")}


def test_documents_are_written_as_they_come() -> None:
    taken: list[str] = []

    def feed() -> Iterator[Repair]:
        for repair in make_repairs():
            taken.append(repair.document.id)
            yield repair

    pieces = render_html(feed(), make_names(), RECORD)
    head = next(pieces)
    assert taken == []
    first = next(pieces)
    assert taken == ["a/one.txt"]
    assert head + first + "".join(pieces) == "".join(render_html(make_repairs(), make_names(), RECORD))


def test_rows_cover_the_text_and_keep_wrapped_lines_together() -> None:
    text = "A title\n\nThis line is\nwrapped.\n\n\nThe end.\n"
    wrapped = Span(9, 30)
    assert wrapped.of(text) == "This line is\nwrapped."
    segments = (
        Segment(Span(0, 7), SegmentKind.TITLE, "en"),
        Segment(wrapped, SegmentKind.PARAGRAPH, "en"),
        Segment(Span(wrapped.end - 8, wrapped.end), SegmentKind.SENTENCE, "en"),
    )
    rows = list(make_rows(text, segments))
    assert [text[row.start : row.end] for row in rows] == ["A title\n\n", "This line is\nwrapped.\n\n\n", "The end.\n"]
    assert [row.kind for row in rows] == ["title", "paragraph", "paragraph"]


@given(st.text("ab \n\r\u2028", max_size=30))
def test_rows_leave_no_gap(text: str) -> None:
    assert "".join(text[row.start : row.end] for row in make_rows(text, ())) == text


@given(st.text("ab, ", max_size=12), st.text("ab, ", max_size=12))
def test_changes_spell_both_texts(before: str, after: str) -> None:
    changes = compare(before, after)
    if changes:
        assert ("".join(item.before for item in changes), "".join(item.after for item in changes)) == (before, after)


def read_colours() -> tuple[dict[str, str], dict[str, str]]:
    [style] = [text for _, text in Elements("".join(render_html([], Names(), RECORD))).all("style")]
    light, dark = style.split("@media (prefers-color-scheme: dark)")[:2]
    pairs = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part.split("* {")[0])) for part in (light, dark)]
    return pairs[0], pairs[1]


def measure_contrast(one: str, other: str) -> float:
    def shine(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((shine(one), shine(other)))
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("paper", "panel", "raised")
WASHES = ("critical", "major", "minor", "neutral")
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "accent", "new", *WASHES) for ground in GROUNDS),
    *((ink, f"{wash}-wash") for ink in ("ink", "new") for wash in (*WASHES, "new", "accent")),
    ("place-ink", "place"),
]


@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_stands_out_in_light_and_dark(ink: str, ground: str) -> None:
    for colours in read_colours():
        assert measure_contrast(colours[ink], colours[ground]) >= 4.5, (colours[ink], colours[ground])


def find_browser() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("no chromium is installed to open the page in")


def open_page(content: str, folder: Path, place: str = "") -> str:
    """Return the page as a browser shows it, once its script has run."""
    browser, file = find_browser(), folder / "review.html"
    file.write_text(content, "utf-8")
    switches = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    quiet = "--disable-component-update --disable-sync --virtual-time-budget=2000 --dump-dom"
    command = [browser, *switches.split(), *quiet.split(), f"--user-data-dir={folder / 'profile'}"]
    shown = subprocess.run([*command, file.as_uri() + place], capture_output=True, timeout=120, check=True)
    return shown.stdout.decode("utf-8")


def strip_data(shown: str) -> str:
    return re.sub(r"<script.*?</script>", "", shown, flags=re.DOTALL)


def test_a_browser_shows_original_and_suggestion(page: str, tmp_path: Path) -> None:
    shown = open_page(page, tmp_path, "#document=0&finding=0")
    cells = {attrs["class"] for attrs, _ in Elements(shown).all("div") if "cell" in str(attrs.get("class"))}
    assert cells == {"cell before", "cell after"}
    [applied] = [text for attrs, text in Elements(shown).all("ins") if "applied" in str(attrs["class"]).split()][:1]
    assert "14:" in applied
    assert shown.count('class="card ') == 4
    for words in ("Demir", "MQM Do not translate (MQMC_107000)", "Colonel Zeki Demir", "Turkish", "1.2.3"):
        assert words in strip_data(shown)


def test_a_browser_shows_hostile_text_as_text(page: str, tmp_path: Path) -> None:
    shown = open_page(page, tmp_path, "#document=1&finding=0")
    body = strip_data(shown)
    assert "<title>Review of 2 documents</title>" in body
    assert not list(Elements(body).all("img"))
    assert not list(Elements(body).all("script"))
    [before] = re.findall(r'<div class="cell before"[^>]*>(.*?)</div>', body, flags=re.DOTALL)[:1]
    assert html.unescape(re.sub(r"<[^>]*>", "", before)) == HOSTILE


def test_a_browser_runs_no_script_put_into_the_page(page: str, tmp_path: Path) -> None:
    planted = page.replace("</body>", "<script>document.title = 'taken'</script></body>")
    shown = open_page(planted, tmp_path)
    assert "<title>Review of 2 documents</title>" in shown


def test_a_browser_shows_a_run_without_documents(tmp_path: Path) -> None:
    shown = open_page("".join(render_html([], Names(), RECORD)), tmp_path)
    assert "There is no document in this run." in strip_data(shown)
    assert "0 documents" in strip_data(shown)
