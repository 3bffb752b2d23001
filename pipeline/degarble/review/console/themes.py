"""The palettes as themes of Textual."""

from __future__ import annotations

from collections.abc import Container

from textual.theme import Theme

from degarble.review.console.palette import Palette

# Textual's own themes in the terminal's colours, of which `NO_COLOR` leaves none; older versions know the second.
_BARE = ("ansi-dark", "textual-ansi")


def find_bare_theme(known: Container[str]) -> str:
    """Return the theme that adds no colours to a terminal."""
    return next(name for name in _BARE if name in known)


def make_theme(palette: Palette) -> Theme:
    """Return a palette with colours as a theme."""
    colours = palette.colours
    return Theme(
        name=palette.name,
        primary=colours["accent"],
        secondary=colours["soft"],
        accent=colours["accent"],
        foreground=colours["ink"],
        background=colours["paper"],
        surface=colours["panel"],
        panel=colours["panel"],
        dark=palette.is_dark,
        variables={"scrollbar": colours["line"], "scrollbar-background": colours["panel"]},
    )
