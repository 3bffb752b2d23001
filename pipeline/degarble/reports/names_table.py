"""The names of a folder in the form somebody asks for: CSV, TSV, JSON Lines, Parquet, or a page to look at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import msgspec

from degarble.errors import ConfigError, MissingExtra
from degarble.link import Names
from degarble.reports.atomic import send_text, write_bytes
from degarble.reports.examples import Examples
from degarble.reports.names_page import render_names_page
from degarble.reports.tables import format_row
from degarble.schema import RunRecord

STYLES = {".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".parquet": "parquet", ".html": "html"}
_DELIMITERS = {"csv": ",", "tsv": "\t"}


class NameRow(msgspec.Struct, frozen=True):
    """One form of one name; the fields are the columns of every table."""

    cluster: str
    canonical: str
    kind: str
    entity: str | None
    qid: str | None
    variant: str
    relation: str
    count: int
    documents: tuple[str, ...]
    level: str
    score: float
    evidence: str


def choose_style(out: Path, style: str = "") -> str:
    """Return the style asked for, else what the ending of the file says; standard output (`-`) gets CSV.

    Raises:
        ConfigError: neither says how to write the names.
        MissingExtra: Parquet is asked for and pyarrow is not installed.
    """
    chosen = style or ("csv" if str(out) == "-" else STYLES.get(out.suffix.lower(), ""))
    if chosen not in STYLES.values():
        raise ConfigError(f"{style or out}: names are not written like this.", f"Known: {' '.join(STYLES)}.")
    if chosen == "parquet" and find_spec("pyarrow") is None:
        raise MissingExtra("A Parquet file", "parquet")
    return chosen


def write_names(names: Names, out: Path, style: str, examples: Examples, record: RunRecord) -> None:
    """Write the names to a file or, for `-`, to standard output; only the page shows the examples and the record.

    Raises:
        MissingExtra: Parquet is asked for and pyarrow is not installed.
    """
    if style == "parquet":
        from degarble.reports.parquet import encode_rows

        data = encode_rows(list(list_rows(names)))
        if str(out) == "-":
            sys.stdout.buffer.write(data)
        else:
            write_bytes(out, data)
    elif style == "html":
        send_text(out, render_names_page(names, examples, record))
    else:
        send_text(out, encode_names(names) if style == "jsonl" else format_names(names, _DELIMITERS[style]))


def list_rows(names: Names) -> Iterator[NameRow]:
    """Yield one row for each form of each name."""
    for cluster in names.clusters:
        for variant in cluster.variants:
            yield NameRow(
                cluster=cluster.id,
                canonical=cluster.canonical,
                kind=cluster.kind.value,
                entity=cluster.entity or None,
                qid=cluster.qid or None,
                variant=variant.text,
                relation=variant.relation,
                count=variant.count,
                documents=variant.documents,
                level=variant.level.value,
                score=round(variant.score, 4),
                evidence=variant.evidence,
            )


def format_names(names: Names, delimiter: str = ",") -> Iterator[str]:
    """Yield `names.csv`: one row for each form of each name; several documents are parted by `|`."""
    yield format_row(NameRow.__struct_fields__, delimiter)
    for row in list_rows(names):
        yield format_row([_format_cell(value) for value in msgspec.structs.astuple(row)], delimiter)


def _format_cell(value: object) -> str:
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, float):
        return f"{value:.4g}"
    return "" if value is None else str(value)


def encode_names(names: Names) -> Iterator[str]:
    """Yield JSON Lines, one name with all its forms a line."""
    return (msgspec.json.encode(cluster).decode() + "\n" for cluster in names.clusters)
