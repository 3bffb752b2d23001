"""Labels of the WMT tasks: tables of errors (MQM), of error spans (quality estimation), of ESA."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import msgspec

from degarble.errors import InputError
from degarble.evaluation.gold import HINT, Gold, GoldSpan, GoldText, make_gold
from degarble.evaluation.mlqe import find_pair
from degarble.evaluation.opening import read_text, suffix_of
from degarble.schema import Severity, Span

Fields = Mapping[str, str]
_TEXT = ("target", "mt", "tgt", "hypothesis_segment", "hypothesis", "translation")
_SPANS = ("error_spans", "esa_spans", "spans")
_STARTS = ("start_indices", "start_id", "error_start", "error_start_id", "starts")
_ENDS = ("end_indices", "end_id", "error_end", "error_end_id", "ends")
_KINDS = ("error_types", "error", "error_type", "severity")
_IDS = (
    ("lp", "langs"),
    ("system", "system_id", "mt_model", "mt_system"),
    ("doc", "doc_id", "document_id"),
    ("seg_id", "segment_id", "sid", "global_seg_id", "globalsegid", "line_id", "doc_seg_id"),
)
_MARK = re.compile(r"</?v>")
_SEVERITIES = {item.value for item in Severity} - {Severity.NEUTRAL.value}


class _EsaSpan(msgspec.Struct):
    """A span of the annotation tool: its last character is in `end_i`; both may be "missing"."""

    start_i: int | str
    end_i: int | str
    severity: str = ""
    error_type: str | None = None


def read_wmt(path: Path) -> Gold:
    """Return the segments of a table with a header (.tsv) or of JSON Lines with the same fields.

    Lines on one segment of one system are one text with the errors of all of them, whoever marked them; where they
    disagree on the text itself, each is a text of its own.

    Raises:
        InputError: columns are missing, or a span does not lie in its text.
    """
    texts: dict[tuple[str, str], GoldText] = {}
    names: Counter[str] = Counter()
    for place, fields in _read_lines(path):
        text = _read_segment(fields, place, path)
        known = texts.get((text.id, text.text))
        if known is None:
            names[text.id] += 1
            name = text.id if names[text.id] == 1 else f"{text.id}~{names[text.id]}"
            texts[text.id, text.text] = replace(text, id=name)
        else:
            spans = dict.fromkeys((*(known.spans or ()), *(text.spans or ())))
            texts[text.id, text.text] = replace(known, spans=tuple(spans))
    return make_gold(path.name, texts.values(), path)


def _read_lines(path: Path) -> Iterator[tuple[str, Fields]]:
    text = read_text(path)
    if suffix_of(path) == ".jsonl":
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield f"{path}, line {number}", _read_object(line, f"{path}, line {number}")
        return
    # Tables of single errors are written without quoting, those of spans with it, as pandas does.
    is_mqm = "category" in text.partition("\n")[0].lower().split("\t")
    rows = csv.reader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE if is_mqm else csv.QUOTE_MINIMAL)
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        for row in rows:
            if any(row):
                yield f"{path}, line {rows.line_num}", dict(zip(header, row, strict=False))
    except csv.Error as error:
        raise InputError(f"{path}, line {rows.line_num}: {error}.", HINT) from error


def _read_object(line: str, place: str) -> Fields:
    try:
        values = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except msgspec.MsgspecError as error:
        raise InputError(f"{place}: {error}.", HINT) from error
    return {key.lower(): _plain(bytes(value)) for key, value in values.items()}


def _plain(raw: bytes) -> str:
    """Return a string of JSON as its text, any other value as it is written."""
    return msgspec.json.decode(raw, type=str) if raw.startswith(b'"') else raw.decode()


def _read_segment(fields: Fields, place: str, path: Path) -> GoldText:
    marked = _take(fields, _TEXT)
    if not marked.strip():
        raise InputError(f"{place}: no text in a column {', '.join(_TEXT)}.", HINT)
    text = _MARK.sub("", marked) if "<v>" in marked else marked
    source, lang = _find_languages(fields, path)
    spans = tuple(item for item in _find_spans(fields, marked, text, place) if item.span.start < item.span.end)
    if any(item.span.start < 0 or item.span.end > len(text) for item in spans):
        raise InputError(f"{place}: a span does not lie in the text.", HINT)
    name = "/".join(part for names in _IDS if (part := _take(fields, names)))
    return GoldText(name or place, text, lang, source, "", spans)


def _take(fields: Fields, names: Sequence[str]) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _find_languages(fields: Fields, path: Path) -> tuple[str, str]:
    source, _, target = _take(fields, ("lp", "langs")).partition("-")
    told = find_pair(path)
    return source or _take(fields, ("source_lang",)) or told[0], target or _take(fields, ("target_lang",)) or told[1]


def _find_spans(fields: Fields, marked: str, text: str, place: str) -> Iterator[GoldSpan]:
    known = [name for name in (*_SPANS, *_STARTS, "category") if name in fields]
    if not known:
        raise InputError(f"{place}: no column of errors.", HINT)
    if _take(fields, _SPANS):
        yield from _read_esa(_take(fields, _SPANS), text, place)
    elif _take(fields, _STARTS):
        yield from _read_indices(fields, place)
    elif "category" in fields:
        yield from _read_mqm(fields, marked)


def _read_esa(cell: str, text: str, place: str) -> Iterator[GoldSpan]:
    """Yield the spans of a JSON list; the annotators saw the text without the white space around it."""
    try:
        spans = msgspec.json.decode(cell, type=list[_EsaSpan])
    except msgspec.MsgspecError as error:
        raise InputError(f"{place}: {error}.", HINT) from error
    shift = len(text) - len(text.lstrip())
    for item in spans:
        if isinstance(item.start_i, int) and isinstance(item.end_i, int) and item.severity.lower() in _SEVERITIES:
            span = Span(item.start_i + shift, item.end_i + 1 + shift)
            yield GoldSpan(span, (item.error_type or "").lower(), item.severity.lower())


def _read_indices(fields: Fields, place: str) -> Iterator[GoldSpan]:
    """Yield the spans of three lists parted by blanks; -1 and "missing" stand for no place in the text."""
    starts, ends, kinds = (_take(fields, names).split() for names in (_STARTS, _ENDS, _KINDS))
    if not len(starts) == len(ends) == len(kinds):
        raise InputError(f"{place}: {len(starts)} starts, {len(ends)} ends and {len(kinds)} types.", HINT)
    for start, end, severity in zip(starts, ends, kinds, strict=True):
        if start.isdigit() and end.isdigit() and severity.lower() in _SEVERITIES:
            yield GoldSpan(Span(int(start), int(end)), "", severity.lower())


def _read_mqm(fields: Fields, marked: str) -> Iterator[GoldSpan]:
    """Yield the stretch between `<v>` and `</v>`; errors of taste (neutral) and of the source are none of ours."""
    severity, kind = fields.get("severity", "").lower(), fields.get("category", "").lower()
    before, mark, rest = marked.partition("<v>")
    if mark and severity in _SEVERITIES and not kind.startswith("source"):
        yield GoldSpan(Span(len(before), len(before) + len(rest.partition("</v>")[0])), kind, severity)
