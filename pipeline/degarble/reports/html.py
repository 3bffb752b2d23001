"""A page to review a run: originals beside suggestions, every finding explained; one file that fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import NamedTuple

import msgspec

from degarble.link import Names
from degarble.reports.lines import EntityTable
from degarble.reports.sheet import (
    Entry,
    Name,
    Overview,
    Sheet,
    make_entry,
    make_name,
    make_overview,
    make_sheet,
)
from degarble.schema import Repair, RunRecord

_STYLES = ("theme.css", "layout.css", "reader.css", "cards.css", "names.css", "small.css")
_SCRIPTS = ("dom.js", "text.js", "filters.js", "shelf.js", "cards.js", "reader.js", "names.js", "start.js")
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'"
)


def render_html(repairs: Iterable[Repair], names: Names, record: RunRecord) -> Iterator[str]:
    """Yield the page piece by piece; of each document only what its line in the list shows is kept.

    Every text goes in as JSON that cannot end its element, and a policy forbids any other script, style or request.
    """
    page = _load_page()
    entities = EntityTable(names, {})
    entries: list[Entry] = []
    yield page.head
    for repair in repairs:
        yield embed(f"document-{len(entries)}", make_sheet(repair, entities))
        entries.append(make_entry(repair))
    places = {entry.id: number for number, entry in enumerate(entries)}
    yield from _embed_names(names, places)
    yield embed("overview", make_overview(entries, record))
    yield page.tail


def _embed_names(names: Names, places: Mapping[str, int]) -> Iterator[str]:
    for number, cluster in enumerate(names.clusters):
        yield embed(f"name-{number}", make_name(cluster, places))


def embed(name: str, value: Sheet | Name | Overview) -> str:
    """Return an element that holds a value as JSON and runs nothing, whatever the value says.

    >>> embed("name-0", Name("</script>", "PER", "", None, 1.0, [])).count("</script>")
    1
    """
    text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
    safe = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return f'<script type="application/json" id="{name}">{safe}</script>\n'


class _Page(NamedTuple):
    """What stands before and behind the data."""

    head: str
    tail: str


def _load_page() -> _Page:
    style = "\n" + "".join(map(_read, _STYLES))
    script = '\n"use strict";\n(() => {\n' + "".join(map(_read, _SCRIPTS)) + "})();\n"
    policy = _POLICY.format(script=_hash(script), style=_hash(style))
    head, tail = _read("template.html").split("<!-- data -->\n")
    head = head.replace("<!-- policy -->", policy).replace("<!-- style -->", style)
    return _Page(head, tail.replace("<!-- script -->", script))


def _read(name: str) -> str:
    return (files("degarble.reports") / "page" / name).read_text("utf-8")


def _hash(content: str) -> str:
    """Return how a content security policy names an inline script or style: by the hash of what stands in it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
