"""Reads a list of names in any format and writes it in another; the ending of a file tells its format."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from degarble.errors import DegarbleError, KnowledgeError
from degarble.exchange.listing import Listing
from degarble.exchange.openrefine import format_clusters, read_clusters
from degarble.exchange.tables import format_lines, format_sheet
from degarble.knowledge import read_names
from degarble.knowledge.assemble import read_sheet
from degarble.knowledge.overlay import read_own_names
from degarble.reports.atomic import write_text
from degarble.schema import NameKind

_ENDINGS = "Use .csv, .tsv, .jsonl or .json (OpenRefine)."


def read_listing(source: Path | None, kind: NameKind = NameKind.PERSON, *, everything: bool = False) -> Listing:
    """Return the names of a file or of a pack's folder, or those built in; see `read_clusters` for the options.

    Raises:
        DegarbleError: the source is missing, of no known format, or breaks it.
    """
    if source is None or source.is_dir():
        entities = {entity.id: entity for entity in read_names(source)}
        if not entities:
            raise KnowledgeError(
                f"{source}: no names in this folder.", "A pack has them in names.csv or names/*.jsonl."
            )
        return Listing(tuple(entities.values()))
    ending = _get_ending(source)
    if ending == ".json":
        return read_clusters(source, kind, everything=everything)
    return Listing(read_own_names(source)) if ending == ".jsonl" else Listing(*read_sheet(source))


def write_listing(listing: Listing, out: Path) -> None:
    """Write names to a file.

    Raises:
        DegarbleError: the file has no known ending or cannot be written.
    """
    write_text(out, _format(listing, _get_ending(out)))


def _format(listing: Listing, ending: str) -> Iterator[str]:
    if ending == ".jsonl":
        return format_lines(listing.entities)
    if ending == ".json":
        return format_clusters(listing, datetime.now(UTC))
    return format_sheet(listing, "\t" if ending == ".tsv" else ",")


def _get_ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in (".csv", ".tsv", ".jsonl", ".json"):
        raise DegarbleError(f"{path}: the ending tells the format, and {ending!r} is none that is known.", _ENDINGS)
    return ending
