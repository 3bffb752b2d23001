"""The colours of a review on a terminal: for dark and light paper those of the page, and none at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.style import Style

_SEVERITIES = ("critical", "major", "minor", "neutral")


@dataclass(frozen=True, slots=True)
class Palette:
    """Named colours; a wash is what lies under words in focus. Without colours, attributes tell all."""

    name: str
    is_dark: bool
    colours: Mapping[str, str]

    def find(self, words: str) -> Style:
        """Return how a terminal shows a style: a base, then `decided`, `focus`, `changed` or `sign`.

        A word `#N` tells what a click on it means: the meta value `finding`.
        """
        return _find(self, words)

    def __hash__(self) -> int:
        return hash(self.name)


DARK = Palette(
    "degarble-dark",
    True,
    MappingProxyType({
        "paper": "#17181a", "panel": "#1d1f21", "ink": "#e9e5dc", "soft": "#aca698", "line": "#44484c",
        "accent": "#7cc7da", "accent-wash": "#1b3740",
        "critical": "#ff97a3", "critical-wash": "#5a2530", "major": "#f3b36b", "major-wash": "#50381c",
        "minor": "#8fc2f6", "minor-wash": "#223f5f", "neutral": "#b4b9c0", "neutral-wash": "#3a3f44",
        "new": "#85d9b3", "new-wash": "#1a4635",
    }),
)  # fmt: skip
LIGHT = Palette(
    "degarble-light",
    False,
    MappingProxyType({
        "paper": "#fbfaf7", "panel": "#f4f1ea", "ink": "#23211d", "soft": "#5f594e", "line": "#c9c2b2",
        "accent": "#0b5a6f", "accent-wash": "#cfe5e9",
        "critical": "#a8152f", "critical-wash": "#f8d3d7", "major": "#8f4a00", "major-wash": "#f9deb9",
        "minor": "#0f5499", "minor-wash": "#cfe2f6", "neutral": "#5a5f66", "neutral-wash": "#dfe1e4",
        "new": "#0a5f45", "new-wash": "#c6ead9",
    }),
)  # fmt: skip
PLAIN = Palette("degarble-plain", True, MappingProxyType({}))


@lru_cache(maxsize=4096)
def _find(palette: Palette, words: str) -> Style:
    from rich.style import Style

    base, *more = words.split() or ["plain"]
    number = next((word[1:] for word in more if word.startswith("#")), "")
    style = (_find_coloured if palette.colours else _find_bare)(palette, base, frozenset(more))
    return style + Style(meta={"finding": int(number)}) if number else style


def _find_bare(_: Palette, base: str, more: frozenset[str]) -> Style:
    from rich.style import Style

    if "focus" in more:
        return Style(reverse=True, bold=True, underline="changed" in more)
    if base in _SEVERITIES or base == "new":
        return Style(underline="sign" not in more and "decided" not in more, bold="sign" in more)
    return {
        "quiet": Style(dim=True),
        "rule": Style(dim=True),
        "title": Style(bold=True),
        "key": Style(bold=True),
        "head": Style(bold=True),
        "brand": Style(reverse=True, bold=True),
    }.get(base, Style())


def _find_coloured(palette: Palette, base: str, more: frozenset[str]) -> Style:
    from rich.style import Style

    colours = palette.colours
    if base in _SEVERITIES or base == "new":
        return _find_marked(palette, base, more)
    return {
        "plain": Style(color=colours["ink"]),
        "title": Style(color=colours["ink"], bold=True),
        "quiet": Style(color=colours["soft"]),
        "rule": Style(color=colours["line"]),
        "bar": Style(color=colours["accent"], bold=True),
        "key": Style(color=colours["accent"], bold=True),
        "head": Style(color=colours["accent"], bold=True),
        "brand": Style(color=colours["paper"], bgcolor=colours["accent"], bold=True),
        "done": Style(color=colours["accent"]),
        "here": Style(color=colours["ink"], bgcolor=colours["accent-wash"], bold=True),
    }.get(base, Style(color=colours["ink"]))


def _find_marked(palette: Palette, base: str, more: frozenset[str]) -> Style:
    """Return how a finding is shown, or what stands in its place."""
    from rich.style import Style

    colours, is_sign = palette.colours, "sign" in more
    if "focus" in more and is_sign:
        return Style(color=colours["paper"], bgcolor=colours[base], bold=True)
    if "focus" in more:
        strong = "changed" in more
        return Style(color=colours[base if strong else "ink"], bgcolor=colours[f"{base}-wash"], bold=strong)
    if "decided" in more:
        return Style(color=colours["new" if base == "new" else "accent" if is_sign else "soft"])
    return Style(color=colours[base], underline=not is_sign and base != "new", italic=base == "new")
