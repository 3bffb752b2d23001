"""The colours of the pages can be read by everybody: contrast as WCAG 2.2 asks for (AA), in light and in dark."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

THEME = (files("degarble.reports") / "page" / "theme.css").read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in THEME.split("prefers-color-scheme: dark", 1)
)
TEXTS = ("ink", "soft", "accent", "critical", "major", "minor", "neutral", "new")
GROUNDS = ("paper", "panel", "raised")
WASHES = [(name, f"{name}-wash") for name in ("accent", "critical", "major", "minor", "neutral", "new")]


def measure(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    lighter, darker = sorted((measure_light(one), measure_light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def measure_light(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_measure_knows_black_and_white() -> None:
    assert measure("#000000", "#ffffff") == pytest.approx(21)
    assert measure("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_from_its_ground(theme: dict[str, str], text: str, ground: str) -> None:
    assert measure(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_from_its_wash(theme: dict[str, str]) -> None:
    for _, wash in WASHES:
        assert measure(theme["ink"], theme[wash]) >= 4.5
    for ground in GROUNDS:
        assert measure(theme["edge"], theme[ground]) >= 3  # the edge of a control is no text
