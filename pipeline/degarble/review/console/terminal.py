"""The review on the whole terminal: what has to be there for it, and what it leaves behind."""

from __future__ import annotations

import os
import sys

from degarble.errors import DegarbleError, MissingExtra
from degarble.reports.text import print_lines
from degarble.review.console.palette import DARK, LIGHT, PLAIN, Palette
from degarble.review.console.summary import summarize
from degarble.review.store import Store

_LIGHT_GREY = 7
_DARK_GREY = 8


def run_terminal(store: Store, who: str) -> None:
    """Review a run on the whole terminal until the person leaves; then say how much is decided.

    Raises:
        MissingExtra: Textual is not installed.
        DegarbleError: there is no terminal, or the store holds no run or cannot be used.
    """
    try:
        from degarble.review.console.screen import ReviewApp
    except ImportError as error:
        raise MissingExtra("The full-screen review", "terminal") from error
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise DegarbleError("The full-screen review needs a terminal.", "On a pipe: degarble review OUT --simple")
    palette = choose_palette(os.environ.get("NO_COLOR", ""), os.environ.get("COLORFGBG", ""))
    ended_by = ReviewApp(store, who, palette).run()
    if ended_by is not None:
        raise ended_by
    print_lines(summarize(store), sys.stdout)


def choose_palette(no_color: str, colours: str) -> Palette:
    """Return the palette for what the environment says: `NO_COLOR` set, or a light background in `COLORFGBG`.

    >>> choose_palette("", "0;default;15").name, choose_palette("", "15;0").name
    ('degarble-light', 'degarble-dark')
    """
    if no_color:
        return PLAIN
    back = colours.rpartition(";")[2]
    return LIGHT if back.isdecimal() and int(back) >= _LIGHT_GREY and int(back) != _DARK_GREY else DARK
