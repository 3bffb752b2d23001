"""The commands on decisions: write those of a folder to a file, read such files into a folder."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from degarble.guard import fail_if, guarded

if TYPE_CHECKING:
    from degarble.decisions import Decided
    from degarble.review.carrying import Conflict

decisions = typer.Typer(
    help="Carry decisions from one folder to the next, and from one person to another.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Out = Annotated[Path, typer.Argument(metavar="OUT", help="Folder that `degarble repair` wrote.")]


class Preferred(StrEnum):
    """Whose decision holds where two people disagree."""

    LATER = "later"
    MINE = "mine"
    THEIRS = "theirs"


@decisions.command("export")
@guarded
def export_file(
    out: Out,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="File; `-` is standard output.")] = Path("-"),
) -> None:
    """Write the decisions in force as JSON Lines: sorted, one a line, fit to commit.

    Example:  degarble decisions export out --to decisions.jsonl

    Tomorrow:  degarble repair tomorrow/ --out next --decisions decisions.jsonl
    """
    from degarble.decisions import encode_decisions
    from degarble.progress import count
    from degarble.reports.atomic import send_text
    from degarble.review.carrying import export_decisions
    from degarble.review.store import open_store

    with open_store(out) as store:
        found = export_decisions(store)
    send_text(to, encode_decisions(found))
    typer.echo(f"{count(len(found), 'decision')}.", err=True)


@decisions.command("import")
@guarded
def import_files(
    out: Out,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of decisions, read one by one.")],
    prefer: Annotated[Preferred, typer.Option(help="Which holds where two say different things.")] = Preferred.LATER,
) -> None:
    """Take over decisions of other folders and other people; where they disagree, both are shown.

    Ends with 1 when there was a conflict: one of the two holds as --prefer says, the other stays in the history.

    Example:  degarble decisions import out ana.jsonl ben.jsonl
    """
    from degarble.decisions import read_decisions
    from degarble.progress import count
    from degarble.review.carrying import Prefer, import_decisions
    from degarble.review.store import open_store

    read = [(file, read_decisions(file)) for file in files]
    conflicts: list[Conflict] = []
    with open_store(out) as store:
        for file, found in read:
            merge = import_decisions(store, found, Prefer(prefer.value))
            conflicts += merge.conflicts
            typer.echo(f"{file}: {count(merge.added, 'decision')} taken over, {merge.known} known.", err=True)
    for conflict in conflicts:
        typer.echo(_describe(conflict))
    fail_if(conflicts, 1)


def _describe(conflict: Conflict) -> str:
    from degarble.schema import Decision

    mine = conflict.mine
    about = mine.about or mine.key if isinstance(mine, Decision) else f"{mine.form} = {mine.name}"
    kept = conflict.kept.who or "somebody"
    return f"conflict: {about}: {_say(mine)}, {_say(conflict.theirs)}; what {kept} says holds"


def _say(decision: Decided) -> str:
    words = (decision.who or "somebody", decision.judgement.value, decision.replacement or "")
    return " ".join(word for word in words if word)
