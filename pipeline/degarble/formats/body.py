"""Where the article's text lies in a page: in the main article, outside of navigation, scripts and forms."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from degarble.formats.tokens import Page, Region, TextRange, find_regions

_RAW_TEXT = frozenset({"script", "style"})
_SPACES = " \t\r\n\f"
# A teaser marked as <article> must not stand for the page.
_MIN_ROOT_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Elements:
    """Names of elements: left out, parting paragraphs; and names of the metadata that hold a date."""

    skipped: frozenset[str]
    blocks: frozenset[str]
    dates: tuple[str, ...]


@cache
def load_elements() -> Elements:
    """Return the tables of `elements.toml`."""
    table = tomllib.loads(files(__package__).joinpath("elements.toml").read_text(encoding="utf-8"))
    return Elements(frozenset(table["skipped"]), frozenset(table["blocks"]), tuple(table["dates"]))


def find_article(page: Page) -> list[TextRange]:
    """Return the ranges of the article's text; a page that is one form, or all header, is read nevertheless."""
    skipped = load_elements().skipped
    return _find_texts(page, skipped) or _find_texts(page, skipped - {"form", "header"})


def _find_texts(page: Page, skipped: frozenset[str]) -> list[TextRange]:
    """Return the ranges of text to read: within the main article if there is one, outside of what is skipped."""
    regions = find_regions(page, skipped | {"article", "main", "h1"}, _RAW_TEXT)
    holes = [hole for name in skipped - {"header"} for hole in regions[name]]
    for header in regions.get("header", ()):
        holes += _spare_headline(header, regions)
    texts = [text for text in _subtract(page.texts, merge(holes)) if page.raw[slice(*text)].strip(_SPACES)]
    whole = sum(end - start for start, end in texts)
    for name in ("article", "main"):
        inside = max((within(texts, region) for region in regions[name]), key=_measure, default=[])
        if inside and _measure(inside) >= _MIN_ROOT_SHARE * whole:
            return _with_spaces(page, inside, holes)
    return _with_spaces(page, texts, holes)


def _spare_headline(header: Region, regions: Mapping[str, list[Region]]) -> list[Region]:
    """Return what to skip of a header: an article's own headline is text."""
    roots = regions["article"] + regions["main"]
    if not any(root.inside <= header.start and header.end <= root.end for root in roots):
        return [header]
    holes, start = [], header.start
    for headline in regions["h1"]:
        if header.inside <= headline.start and headline.end <= header.end:
            holes.append(Region(start, start, headline.start))
            start = headline.end
    return [*holes, Region(start, start, header.end)]


def merge(regions: Iterable[Region]) -> list[TextRange]:
    """Return the union of regions as disjoint ranges in order."""
    merged: list[TextRange] = []
    for region in sorted(regions):
        if merged and region.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], region.end))
        else:
            merged.append((region.start, region.end))
    return merged


def _subtract(texts: Sequence[TextRange], holes: Sequence[TextRange]) -> list[TextRange]:
    starts = [start for start, _ in holes]
    kept = []
    for start, end in texts:
        before = bisect_left(starts, end) - 1  # text never straddles the bounds of an element
        if before < 0 or holes[before][1] <= start:
            kept.append((start, end))
    return kept


def within(texts: Sequence[TextRange], region: Region) -> list[TextRange]:
    """Return the ranges that lie inside an element."""
    return list(texts[bisect_left(texts, (region.inside, 0)) : bisect_left(texts, (region.end, 0))])


def _measure(texts: Sequence[TextRange]) -> int:
    return sum(end - start for start, end in texts)


def _with_spaces(page: Page, texts: Sequence[TextRange], holes: Sequence[Region]) -> list[TextRange]:
    """Put back the white space between inline tags, which parts words."""
    if not texts:
        return []
    first, last = texts[0][0], texts[-1][1]
    inner = [text for text in page.texts if first <= text[0] and text[1] <= last]
    kept = set(texts)
    return [t for t in _subtract(inner, merge(holes)) if t in kept or not page.raw[slice(*t)].strip(_SPACES)]
