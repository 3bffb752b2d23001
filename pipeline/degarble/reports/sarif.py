"""SARIF 2.1.0: findings as code scanning services and editors read them, written result by result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from degarble.formats import format_of
from degarble.reports.lines import FindingLine, SuggestionLine
from degarble.reports.places import Places
from degarble.schema import Level, RunRecord, Severity
from degarble.standards import STANDARDS

_Object = dict[str, object]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_OPENING = f'{{"$schema":"{_SCHEMA}","version":"2.1.0","runs":['
_ROOT = "%SRCROOT%"
_LEVELS = {
    Severity.NEUTRAL.value: "note",
    Severity.MINOR.value: "note",
    Severity.MAJOR.value: "warning",
    Severity.CRITICAL.value: "error",
}
_TYPES = {standard.mqm_id: standard.mqm_name for standard in STANDARDS.values()}
# References name a taxonomy by its GUID; MQM has given itself none, so this one is made of its address.
_TAXONOMY = {"name": "MQM-Core", "guid": "0ae0a44b-80ac-5366-9920-324dca470554"}
_TYPOLOGY = "https://themqm.org/error-types-2/typology"
_WHOLE = ("text", "markdown")
_TABLES = ("jsonl", "csv", "tsv")


class Address(NamedTuple):
    """The file a document was read from, and the record in it, if it holds several.

    `is_exact` tells that the document's offsets, lines and columns are the file's: not for records, pages and gzip, nor
    where the name does not tell the format.
    """

    path: str
    record: str
    is_exact: bool


def read_address(document: str) -> Address:
    """Return what a document's id says of its place.

    >>> read_address("news/2021.jsonl#a7")
    Address(path='news/2021.jsonl', record='a7', is_exact=False)
    >>> read_address("draft #4.txt")
    Address(path='draft #4.txt', record='', is_exact=True)
    """
    path, record = _split_record(document)
    is_exact = not record and format_of(path) in _WHOLE and not path.lower().endswith(".gz")
    return Address(path, record, is_exact)


def _split_record(document: str) -> tuple[str, str]:
    """Return file and record: a `#` may also stand in the name of a file, or in that of a record."""
    for mark in re.finditer("#", document):
        path = document[: mark.start()]
        if path == "stdin" or format_of(path) in _TABLES:
            return path, document[mark.end() :]
    if format_of(document):
        return document, ""
    path, _, record = document.partition("#")
    return path, record


def render_sarif(lines: Iterable[FindingLine], record: RunRecord, rules: Mapping[str, str]) -> Iterator[str]:
    """Yield a log of one run, a result a line; `rules` explains rules by id, in one sentence each.

    What is known only at the end, the rules met and their MQM types, stands behind the results.
    """
    met: dict[str, _Rule] = {}
    yield _OPENING + _encode(_make_run(record))[:-1] + ',"results":[\n'
    comma = ""
    for line in lines:
        rule = met.setdefault(line.rule, _Rule(len(met), set()))
        rule.types.add(line.mqm.id)
        yield comma + _encode(_make_result(line, rule.place))
        comma = ",\n"
    yield '\n],"tool":' + _encode({"driver": _make_driver(record, rules, met)}) + "}]}\n"


class _Rule(NamedTuple):
    """A rule that was met: its index among the rules of the log, and the MQM types of its findings."""

    place: int
    types: set[str]


def _encode(value: _Object) -> str:
    return msgspec.json.encode(value).decode()


def _make_run(record: RunRecord) -> _Object:
    """Return a run without results and tool."""
    return {
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {_ROOT: {"description": _say("The folder that holds the documents.")}},
        "taxonomies": [_make_taxonomy()],
        "properties": {
            "settings": record.settings,
            "dataHash": record.data_hash,
            "modelHashes": record.model_hashes,
        },
    }


def _make_taxonomy() -> _Object:
    return {
        **_TAXONOMY,
        "version": "2024-03-07",
        "releaseDateUtc": "2024-03-07",
        "organization": "The MQM Council",
        "informationUri": _TYPOLOGY,
        "shortDescription": {"text": "Error types of Multidimensional Quality Metrics."},
        "taxa": [{"id": key, "name": name, "shortDescription": {"text": name}} for key, name in _TYPES.items()],
    }


def _make_driver(record: RunRecord, rules: Mapping[str, str], met: Mapping[str, _Rule]) -> _Object:
    """Return the tool: the rules met, in the order of their indices, then the others."""
    others = {name: _Rule(-1, set()) for name in rules if name not in met}
    return {
        "name": "degarble",
        "version": record.version,
        "supportedTaxonomies": [_TAXONOMY],
        "rules": [_make_rule(name, rules, rule.types) for name, rule in {**met, **others}.items()],
    }


def _make_rule(name: str, rules: Mapping[str, str], types: Iterable[str]) -> _Object:
    known = sorted(types)
    reason = _say(rules.get(name) or f"{' or '.join(_TYPES[item] for item in known)}.")
    more = _say(f"`degarble explain {name}` shows examples.") if name in rules else reason
    rule: _Object = {"id": name, "shortDescription": reason, "fullDescription": reason, "help": more}
    if known:
        kind = "superset" if len(known) == 1 else "incomparable"
        rule["relationships"] = [{"target": _refer(item), "kinds": [kind]} for item in known]
    return rule


def _refer(mqm: str) -> _Object:
    """Return a reference to an MQM type."""
    return {"id": mqm, "index": list(_TYPES).index(mqm), "toolComponent": _TAXONOMY}


def _make_result(line: FindingLine, index: int) -> _Object:
    address, is_flag = read_address(line.document), line.level == Level.FLAG.value
    result: _Object = {
        "ruleId": line.rule,
        "ruleIndex": index,
        "kind": "review" if is_flag else "fail",
        # Only what fails may have a level (section 3.27.10).
        "level": "none" if is_flag else _LEVELS[line.severity],
        "message": _say(line.message),
        "locations": [_make_location(line, address)],
        "partialFingerprints": {"degarble/key/v1": line.id},
        "rank": round(100 * line.score, 2),
        "taxa": [_refer(line.mqm.id)],
        "properties": _make_properties(line, address),
    }
    if address.is_exact and line.suggestions:
        # A fix may stand there only once.
        choices = {item.text: item for item in line.suggestions}
        result["fixes"] = [_make_fix(line, address, choice) for choice in choices.values()]
    return result


def _make_properties(line: FindingLine, address: Address) -> _Object:
    """Return what SARIF has no word for; and place and suggestions, where the file's own places are not known."""
    properties: _Object = {
        "severity": line.severity,
        "level": line.level,
        "status": line.status,
        "replacement": line.replacement,
        "score": line.score,
        "kind": line.kind,
        "its": line.its,
        "evidence": [f"{item.source}: {item.detail}" for item in line.evidence],
        "entity": line.entity,
    }
    if not address.is_exact:
        place = {"record": address.record} if address.record else {}
        properties |= {**place, "start": line.start, "end": line.end, "text": line.text}
        properties["suggestions"] = line.suggestions
    return properties


def _make_location(line: FindingLine, address: Address) -> _Object:
    physical: _Object = {"artifactLocation": _make_artifact(address)}
    location: _Object = {"physicalLocation": physical}
    if address.is_exact:
        physical["region"] = {**_make_region(line), "snippet": {"text": line.text}}
        return location
    holder = "record" if address.record else "document"
    location["message"] = _say(f"Start and end in the properties count in the text of the {holder}, not in the file.")
    if address.record:
        location["logicalLocations"] = [{"name": line.document, "kind": "record"}]
    return location


def _make_artifact(address: Address) -> _Object:
    return {"uri": quote(address.path), "uriBaseId": _ROOT}


def _make_region(line: FindingLine) -> _Object:
    """Return the place of a finding; its end is found in its text, which may hold line ends."""
    row, column = Places(line.text).find(len(line.text))
    return {
        "startLine": line.line,
        "startColumn": line.column,
        "endLine": line.line + row - 1,
        "endColumn": column if row > 1 else line.column + column - 1,
        "charOffset": line.start,
        "charLength": line.end - line.start,
    }


def _make_fix(line: FindingLine, address: Address, choice: SuggestionLine) -> _Object:
    replacement = {"deletedRegion": _make_region(line), "insertedContent": {"text": choice.text}}
    return {
        "description": _say(_describe(line.text, choice.text)),
        "artifactChanges": [{"artifactLocation": _make_artifact(address), "replacements": [replacement]}],
        "properties": {"score": choice.score},
    }


def _describe(before: str, after: str) -> str:
    if not before:
        return f"Insert '{after}'."
    return f"Replace '{before}' with '{after}'." if after else f"Delete '{before}'."


def _say(text: str) -> _Object:
    """Return a message; what would be a placeholder or a link in it is escaped.

    >>> _say("'{0}' is wrong.")
    {'text': "'{{0}}' is wrong."}
    """
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")}
