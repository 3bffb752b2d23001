"""The commands that review a run and carry what was decided."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from degarble.errors import DegarbleError
from degarble.guard import guarded

if TYPE_CHECKING:
    from degarble.config import Settings

Run = Annotated[Path, typer.Argument(metavar="OUT", help="What `degarble repair ... --out OUT` wrote.")]


Port = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=65535, help="Port of the page; any that is free if left out.")
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the link and open no browser.")]
Who = Annotated[str, typer.Option(metavar="NAME", help="Who decides; kept with each decision.  [your login name]")]
InTerminal = Annotated[bool, typer.Option("--terminal", help="Review in this terminal instead.")]
Simple = Annotated[bool, typer.Option("--simple", help="Review line by line instead, as a screen reader wants it.")]


@guarded
def review(
    out: Run,
    port: Port = None,
    no_browser: NoBrowser = False,
    who: Who = "",
    terminal: InTerminal = False,
    simple: Simple = False,
) -> None:
    """Review a run: accept, reject or edit each finding, in a browser.

    Original and repair stand side by side; findings come one by one, the worst first. A decision can reach one place,
    a document or all places of the same damage, and can be undone.

    Each decision is saved at once in OUT/degarble.sqlite: stop when you like and go on later. Articles stay as they
    are. Several people may review at once, and a later `degarble repair` into OUT keeps what they decided.

    The page is served to this computer only and asks no other; it opens with the link printed here, and with no other.

    Example:  degarble review out

    On a machine without a browser, choose a port and lead it to yours (ssh -L 8765:127.0.0.1:8765 MACHINE):

    degarble review out --no-browser --port 8765
    """
    if terminal and simple:
        raise DegarbleError("--terminal and --simple are two ways to review.", "Give one of them.")
    if terminal or simple:
        _review_here(out, who or _find_login(), simple=simple)
        return
    from degarble.review.shown import read_settings
    from degarble.review.store import open_store
    from degarble.review.web.serve import serve

    with open_store(out) as store:
        explain = _make_explainer(read_settings(store))
    serve(out, who or _find_login(), explain, port=port or 0, browser=not no_browser)


def _review_here(out: Path, who: str, *, simple: bool) -> None:
    from degarble.review.store import open_store

    with open_store(out) as store:
        if simple:
            from degarble.review.console.lines import run_lines

            run_lines(store, who, sys.stdin, sys.stdout)
        else:
            from degarble.review.console.terminal import run_terminal

            run_terminal(store, who)


def _find_login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # Containers run under numbers that nobody gave a name.
        return ""


def _make_explainer(settings: Settings) -> Callable[[str], list[str]]:
    """Return what explains a rule with the knowledge of a run, opened when it is first asked."""
    from functools import cache

    from degarble.explain import explain_rule
    from degarble.opening import open_knowledge

    knowledge = cache(lambda: open_knowledge(settings))
    return lambda rule: list(explain_rule(rule, knowledge()))
