"""Names as a table with one row for each form, and as JSON Lines with one line for each name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from degarble.exchange.listing import Listing
from degarble.knowledge.cells import COLUMNS, format_roles, join_parts
from degarble.schema import Alias, Entity

_COUNT = "count"


def format_sheet(listing: Listing, delimiter: str = ",") -> Iterator[str]:
    """Yield `names.csv`; a column of counts is added where there are any."""
    columns = (*COLUMNS, _COUNT) if listing.counts else COLUMNS
    yield _format_row(columns, delimiter)
    left = dict(listing.counts)
    for entity in listing.entities:
        for cells in _list_rows(entity):
            # The same form may stand there for two languages: its count goes with the first.
            count = left.pop((entity.id, cells["form"]), None)
            cells[_COUNT] = "" if count is None else str(count)
            yield _format_row([cells[column] for column in columns], delimiter)


def _list_rows(entity: Entity) -> Iterator[dict[str, str]]:
    shared = _describe(entity)
    canonical = Alias(entity.canonical, "", "canonical", entity.ambiguous)
    for alias in (canonical, *entity.aliases):
        own = {"form": alias.form, "form_kind": alias.kind, "lang": alias.lang}
        yield {**shared, **own, "ambiguous": "true" if alias.ambiguous else ""}


def _describe(entity: Entity) -> Mapping[str, str]:
    since, until = ("" if year is None else str(year) for year in entity.valid)
    return {
        "id": entity.id,
        "kind": entity.kind.value,
        "canonical": entity.canonical,
        "country": entity.country,
        "since": since,
        "until": until,
        "not_same_as": join_parts(entity.not_same_as, "|"),
        "qid": entity.qid or "",
        "roles": format_roles(entity.roles),
    }


def _format_row(cells: Sequence[str], delimiter: str) -> str:
    row = io.StringIO()
    csv.writer(row, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return row.getvalue()


def format_lines(entities: Iterable[Entity]) -> Iterator[str]:
    """Yield one JSON object for each name."""
    return (msgspec.json.encode(entity).decode() + "\n" for entity in entities)
