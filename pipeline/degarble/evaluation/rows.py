"""Labels as JSON Lines: `{id, text, lang?, source_lang?, label?, spans?: [{start, end, kind?, ...}], tags?}`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from degarble.errors import InputError
from degarble.evaluation.gold import HINT, HUMAN, Gold, GoldSpan, GoldText, make_gold, span_tags
from degarble.evaluation.opening import read_file
from degarble.schema import Span


class SpanRow(msgspec.Struct, omit_defaults=True):
    """A damaged place; offsets are half-open code points."""

    start: int
    end: int
    kind: str = ""
    severity: str = ""
    suggestions: list[str] = []


class Row(msgspec.Struct, omit_defaults=True):
    """A labelled text; `mt` stands for `text`, and `lp` (`tr-en`) for the two languages, in rows of other makers."""

    id: str | int
    text: str = ""
    lang: str = ""
    source_lang: str = ""
    label: Literal["human", "machine", ""] = ""
    spans: list[SpanRow | tuple[int, int]] | None = None
    tags: list[str] | None = None
    mt: str = ""
    lp: str = ""


def read_rows(path: Path) -> Gold:
    """Return the texts of a file of JSON Lines, which may be packed (.xz, .gz).

    Raises:
        InputError: a line breaks the format.
    """
    return make_gold(path.name, _read(path), path)


def _read(path: Path) -> Iterator[GoldText]:
    for place, row in _decode(path):
        if row.spans is None and row.tags is None and not row.label:
            raise InputError(f"{place}: no `spans`, no `tags` and no `label`: nothing to measure.", HINT)
        yield _make_text(row, place)


def read_clean_rows(path: Path) -> list[GoldText]:
    """Return the texts of a file of JSON Lines whatever labels they have.

    Raises:
        InputError: a line breaks the format.
    """
    return [_make_text(row, place) for place, row in _decode(path)]


def _decode(path: Path) -> Iterator[tuple[str, Row]]:
    decoder = msgspec.json.Decoder(Row)
    for number, line in enumerate(read_file(path).split(b"\n"), 1):
        if line.strip():
            place = f"{path}, line {number}"
            try:
                yield place, decoder.decode(line)
            except msgspec.MsgspecError as error:
                raise InputError(f"{place}: {error}.", HINT) from error


def _make_text(row: Row, place: str) -> GoldText:
    text = row.text or row.mt
    if not text:
        raise InputError(f"{place}: no `text`.", HINT)
    source, _, target = row.lp.partition("-")
    spans = _make_spans(row, text, place)
    is_tokenized = row.spans is None and row.tags is not None
    return GoldText(
        str(row.id), text, row.lang or target, row.source_lang or source, row.label, spans, is_tokenized=is_tokenized
    )


def _make_spans(row: Row, text: str, place: str) -> tuple[GoldSpan, ...] | None:
    if row.spans is not None:
        return tuple(_make_span(item, text, place) for item in row.spans)
    if row.tags is not None:
        return span_tags(text, row.tags, place)
    return () if row.label == HUMAN else None


def _make_span(item: SpanRow | tuple[int, int], text: str, place: str) -> GoldSpan:
    row = item if isinstance(item, SpanRow) else SpanRow(*item)
    if not 0 <= row.start < row.end <= len(text):
        raise InputError(f"{place}: the span {row.start} to {row.end} does not lie in the text.", HINT)
    return GoldSpan(Span(row.start, row.end), row.kind, row.severity, tuple(row.suggestions))
