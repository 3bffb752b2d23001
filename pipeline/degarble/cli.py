"""The commands: parse, call, print."""

from __future__ import annotations

import sys
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from degarble import __version__
from degarble.cli_apply import apply_decisions, export, revert_files, show_diff
from degarble.cli_data import READ_MORE, import_freedict
from degarble.cli_decisions import decisions
from degarble.cli_eval import evaluate
from degarble.cli_names import names
from degarble.cli_review import review
from degarble.errors import DegarbleError
from degarble.flags import Flags, with_flags
from degarble.guard import Paths, fail_if, guarded, show_instead
from degarble.schema import Severity

app = typer.Typer(
    help="Find and repair machine-translation damage in news text when the source is gone.\n\n"
    "Originals are never changed, and nothing is fetched from the network.\n\n"
    "Start with:  degarble repair articles/ --out out",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
data = typer.Typer(
    help="Prove knowledge (rules, phrases, names); make more from dictionaries.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(names, name="names")
app.add_typer(data, name="data")
app.add_typer(decisions, name="decisions")

Pack = Annotated[
    list[Path] | None, typer.Option("--data", metavar="PACK", help="Folder with rules, phrases and names of your own.")
]


class CheckFormat(StrEnum):
    """What `check` prints."""

    TEXT = "text"
    JSONL = "jsonl"
    HTML = "html"
    CSV = "csv"
    SARIF = "sarif"
    RDJSONL = "rdjsonl"


class FailOn(StrEnum):
    """The least severity that makes `check` fail."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


@app.command()
@guarded
@with_flags
def repair(
    flags: Flags,
    paths: Paths,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for the results; originals stay as they are.")
    ] = None,
) -> None:
    """Repair articles into a folder, each change explained.

    DIR gets repaired/ (the same relative paths), review.html (original and repair side by side), changes.diff,
    findings.jsonl, documents.jsonl, names.csv and run.json. A second run does only what is new.

    Example:  degarble repair articles/ --out out
    """
    settings = flags.settle(paths[0])
    if show_instead(flags, paths, out):
        return
    if out is None:
        raise DegarbleError("No folder for the results is given.", "Add --out DIR.")
    from degarble.progress import Terminal, count
    from degarble.run import repair_folder

    counts = repair_folder(paths, out, settings, watcher=Terminal()).counts
    done = (
        f"{count(counts['documents'], 'document')}, {count(counts['findings'], 'finding')}, {counts['applied']} applied"
    )
    missing = f"; {count(counts['failed'], 'input')} not read" if counts["failed"] else ""
    typer.echo(f"{done}{missing}. See {out / 'review.html'}", err=True)
    fail_if(counts["failed"], 2)


@app.command()
@guarded
@with_flags
def check(
    flags: Flags,
    paths: Paths,
    fail_on: Annotated[FailOn | None, typer.Option(help="Exit with 1 on findings of this severity or above.")] = None,
    format: Annotated[CheckFormat, typer.Option(help="What to print.")] = CheckFormat.TEXT,  # noqa: A002
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="findings.jsonl of an earlier run; what stands there is not reported."),
    ] = None,
) -> None:
    """Report damage and change nothing.

    Each finding is shown in its line with a caret under it, the suggestion and the reason.

    Example:  degarble check articles/ --fail-on major
    """
    settings = flags.settle(paths[0])
    if show_instead(flags, paths):
        return
    from degarble.checking import report_findings
    from degarble.progress import Terminal

    worst, failed = report_findings(paths, settings, format.value, baseline, Terminal())
    fail_if(failed, 2)
    fail_if(fail_on is not None and worst is not None and worst.rank >= Severity(fail_on.value).rank, 1)


app.command("review")(review)
app.command("apply")(apply_decisions)
app.command("revert")(revert_files)
app.command("diff")(show_diff)
app.command("export")(export)
app.command("eval")(evaluate)


@app.command()
@guarded
def explain(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="The id a finding shows; all are listed without one.")
    ] = "",
    pack: Pack = None,
) -> None:
    """Explain a rule: why it exists, what it changes, what it leaves alone.

    Example:  degarble explain lexicon/tr-calque
    """
    from degarble.explain import explain_rule, list_rules
    from degarble.opening import open_knowledge

    settings = Flags(data=pack).settle("-")
    knowledge = open_knowledge(settings)
    for line in explain_rule(rule, knowledge) if rule else list_rules(knowledge):
        typer.echo(line)


@data.command("check")
@guarded
def data_check(
    pack: Annotated[
        Path | None, typer.Argument(metavar="PACK", help="A folder of your own; else only what is built in.")
    ] = None,
    clean: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="File or folder of human text, where nothing may be changed; repeatable."),
    ] = None,
) -> None:
    """Prove a pack: its examples fire, its counter-examples stay silent, its tables are sorted.

    Example:  degarble data check my-pack/ --clean good-articles/
    """
    from degarble.checking import list_clean
    from degarble.progress import count
    from degarble.prove import prove

    problems = 0
    for problem in prove((pack,) if pack else (), list_clean(clean or [])):
        problems += 1
        typer.echo(str(problem))
    typer.echo(count(problems, "problem"), err=True)
    fail_if(problems, 1)


data.command("import-freedict", epilog=READ_MORE)(import_freedict)


@app.command()
@guarded
def doctor(pack: Pack = None) -> None:
    """Show what is installed and active, what is missing and how to get it.

    Example:  degarble doctor
    """
    from degarble.doctor import examine

    for line in examine(Flags(data=pack).settle("-")):
        typer.echo(line)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"degarble {__version__}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Print the version and stop.")
    ] = False,
) -> None:
    """Hold the options that stand before a command."""


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()
