"""The commands that carry decisions out: apply, revert, diff, export."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from degarble.errors import DegarbleError
from degarble.guard import fail_if, guarded

if TYPE_CHECKING:
    from degarble.applying import Applied

Out = Annotated[Path, typer.Argument(metavar="OUT", help="Folder that `degarble repair` wrote.")]
Auto = Annotated[bool, typer.Option("--no-auto", help="Only what a person decided, not what is applied by default.")]


class ExportFormat(StrEnum):
    """What `export` writes."""

    DIFF = "diff"
    CSV = "csv"
    JSONL = "jsonl"
    SARIF = "sarif"
    RDJSONL = "rdjsonl"
    HTML = "html"
    DOCX = "docx"


@guarded
def apply_decisions(
    out: Out,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for the copies.  [OUT/applied]", show_default=False)
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Replace the originals; `degarble revert OUT` restores them.")
    ] = False,
    no_auto: Auto = False,
) -> None:
    """Write the articles as people decided them.

    Accepted and edited findings are written, and what is certain (AUTO) unless somebody refused it. The originals stay
    as they are unless --in-place is given. A file that changed since it was examined is left out and told.

    Example:  degarble apply out --to fixed
    """
    if to is not None and in_place:
        raise DegarbleError("--to and --in-place exclude each other.", "Give one of them.")
    from degarble.applying import apply_copies, apply_in_place
    from degarble.progress import Terminal
    from degarble.review.store import open_store

    with open_store(out) as store:
        folder = to or out / "applied"
        if in_place:
            applied = apply_in_place(store, Terminal(), auto=not no_auto)
            _report(applied, "replaced", f"Restore them with: degarble revert {out}")
        else:
            applied = apply_copies(store, folder, Terminal(), auto=not no_auto)
            _report(applied, "written", f"See {folder}")


@guarded
def revert_files(out: Out) -> None:
    """Restore the originals that `degarble apply --in-place` replaced, byte for byte.

    A file that somebody changed since is left alone and told; its original is kept.

    Example:  degarble revert out
    """
    from degarble.applying import revert
    from degarble.progress import Terminal, count
    from degarble.review.store import open_store

    with open_store(out) as store:
        reverted = revert(store, Terminal())
    _tell(reverted.failures)
    typer.echo(f"{count(reverted.files, 'file')} restored.", err=True)
    fail_if(reverted.failures, 2)


def _report(applied: Applied, verb: str, further: str) -> None:
    from degarble.progress import count

    _tell(applied.failures)
    typer.echo(f"{count(applied.files, 'file')} {verb} with {count(applied.edits, 'edit')}. {further}", err=True)
    fail_if(applied.failures, 2)


@guarded
def show_diff(
    out: Out,
    only: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOCUMENT]...", help="Only documents whose path holds one of these words."),
    ] = None,
    unified: Annotated[bool, typer.Option("--unified", help="A patch by lines instead of two columns.")] = False,
    stat: Annotated[bool, typer.Option("--stat", help="How many words change in each document.")] = False,
    kinds: Annotated[bool, typer.Option("--kinds", help="How many findings of each kind were decided how.")] = False,
    width: Annotated[int | None, typer.Option(min=32, metavar="N", help="Columns.  [those of the terminal]")] = None,
    no_auto: Auto = False,
) -> None:
    """Show what the articles would be: original left, repaired right, each change with its rule.

    Example:  degarble diff out --stat
    """
    from degarble.comparing import Asked, print_diff
    from degarble.review.store import open_store

    style = "stat" if stat else "kinds" if kinds else "unified" if unified else "columns"
    with open_store(out) as store:
        print_diff(store, Asked(style, tuple(only or ()), width or 0, auto=not no_auto))


@guarded
def export(
    out: Out,
    format: Annotated[ExportFormat, typer.Option(help="What to write.")],  # noqa: A002
    to: Annotated[
        Path,
        typer.Option("--to", metavar="PATH", help="File, `-` for standard output; for docx a folder."),
    ] = Path("-"),
    no_auto: Auto = False,
) -> None:
    """Write what was found and decided for other programs and for Word.

    diff is a patch for `git apply`; csv, jsonl, sarif and rdjsonl hold the findings with where each stands; html is a
    page to look at without a server; docx is a Word document for each article, its edits as tracked changes.

    Example:  degarble export out --format docx --to word/
    """
    from degarble.exporting import export_run
    from degarble.progress import Terminal
    from degarble.review.store import open_store

    with open_store(out) as store:
        failures = export_run(store, format.value, to, Terminal(), auto=not no_auto)
    _tell(failures)
    fail_if(failures, 2)


def _tell(failures: list[str]) -> None:
    for failure in failures:
        typer.echo(f"error: {failure}", err=True)
