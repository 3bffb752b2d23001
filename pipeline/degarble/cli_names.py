"""The commands on names: list those of articles, read a list of names, write one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from degarble.flags import Flags, with_flags
from degarble.groups import DefaultGroup
from degarble.guard import Paths, fail_if, guarded, show_instead

if TYPE_CHECKING:
    from degarble.exchange.listing import Listing

_HELP = "List the names of all articles with every form they take."
_MORE = (
    "Other commands:  `degarble names import` reads a list of names, from OpenRefine for example; "
    "`degarble names export` writes one; `degarble names decide` remembers what is one name and what is not. "
    "A folder called like a command is reached as ./import."
)
names = typer.Typer(cls=DefaultGroup, help=_HELP, rich_markup_mode=None)

Out = Annotated[Path, typer.Option(metavar="FILE", help="File to write: .csv, .tsv, .jsonl, or .json for OpenRefine.")]


class NamesFormat(StrEnum):
    """What `names` writes."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    HTML = "html"


class Judged(StrEnum):
    """What may be decided about two forms."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNSURE = "unsure"


class Named(StrEnum):
    """What a name can name."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "LOC"
    EQUIPMENT = "EQUIP"
    CLUB = "CLUB"
    MEDIA = "MEDIA"


@names.command("list", epilog=_MORE)
@guarded
@with_flags
def list_names(
    flags: Flags,
    paths: Paths,
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE", help="File to write: .csv, .tsv, .jsonl, .parquet or .html; `-` is standard output."
        ),
    ] = Path("-"),
    format: Annotated[  # noqa: A002
        NamesFormat | None, typer.Option(help="What to write, if the ending of FILE does not say it.")
    ] = None,
    standoff: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="JSON Lines as well, one for each mention: where it stands and who it is."),
    ] = None,
    apply: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Copies of the articles as well, with their names repaired and nothing else."),
    ] = None,
) -> None:
    """List the names of all articles with every form they take.

    Example:  degarble names articles/ --out names.csv
    """
    settings = flags.settle(paths[0])
    if show_instead(flags, paths, apply):
        return
    from degarble.checking import report_names
    from degarble.progress import Terminal

    style = format.value if format else ""
    fail_if(report_names(paths, settings, style, out, Terminal(), standoff=standoff, apply=apply), 2)


@names.command("decide")
@guarded
def decide_name(
    form: Annotated[str, typer.Argument(metavar="FORM", help="A form a text has: `Khafter`.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name it is, or is not: `Khalifa Haftar`.")],
    file: Annotated[
        Path, typer.Option("--file", metavar="FILE", help="Where decisions are kept: JSON Lines, appended to.")
    ],
    judgement: Annotated[
        Judged, typer.Option("--as", help="They are one name, are not, or nobody knows.")
    ] = Judged.ACCEPT,
    write: Annotated[str, typer.Option(metavar="FORM", help="They are one, and this is how to write it.")] = "",
    document: Annotated[str, typer.Option(metavar="PATH", help="Only in this article.")] = "",
    who: Annotated[str, typer.Option(help="Who decides.")] = "",
    note: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Remember that two forms are one name, or that they are not.

    Give the file to the other commands with --decisions; it may be kept, sent on and used on other folders.

    Example:  degarble names decide Petrov "Sergei Petrov" --as reject --file decisions.jsonl
    """
    from degarble.names.decisions import append_decision, make_decision

    decision = make_decision(form, name, judgement.value, write=write, document=document, who=who, note=note)
    append_decision(file, decision)
    typer.echo(f"{form} and {name}: {decision.judgement.value}. Kept in {file}", err=True)


@names.command("import")
@guarded
def import_names(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Names as .csv, .tsv or .jsonl, or .json: OpenRefine's clusters or its history."
        ),
    ],
    out: Out,
    everything: Annotated[
        bool, typer.Option("--all", help="Take clusters that nobody accepted in OpenRefine as well.")
    ] = False,
    kind: Annotated[Named, typer.Option(help="What the names of an OpenRefine file name.")] = Named.PERSON,
) -> None:
    """Read a list of names and write it as one for --names.

    Example:  degarble names import clusters.json --out names.csv
    """
    from degarble.exchange.convert import read_listing
    from degarble.schema import NameKind

    _write(read_listing(file, NameKind(kind.value), everything=everything), out)


@names.command("export")
@guarded
def export_names(
    out: Out,
    source: Annotated[
        Path | None,
        typer.Argument(metavar="SOURCE", help="File of names or folder of a pack; else the names built in."),
    ] = None,
    kind: Annotated[
        list[Named] | None,
        typer.Option(metavar="KIND", help="Only names of this kind, such as `ORG`; may be repeated."),
    ] = None,
    country: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Only names of this country, such as `TR`; may be repeated."),
    ] = None,
) -> None:
    """Write the names built in, those of a pack or those of a file.

    Example:  degarble names export --kind PER --country TR --out names.csv
    """
    from degarble.exchange.convert import read_listing

    kinds = [item.value for item in kind or []]
    _write(read_listing(source).select(kinds, country or []), out)


def _write(listing: Listing, out: Path) -> None:
    from degarble.exchange.convert import write_listing
    from degarble.progress import count

    write_listing(listing, out)
    typer.echo(f"{count(len(listing.entities), 'name')} in {count(listing.forms, 'form')}. See {out}", err=True)
