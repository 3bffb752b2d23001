"""A page on the names of a folder: every form, how sure it is, and a sentence that shows it; one file, no network."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from degarble.link import Names
from degarble.reports.examples import Examples
from degarble.reports.sheet import make_name
from degarble.reports.shell import embed, load_shell
from degarble.schema import RunRecord

_STYLES = (
    "theme.css", "controls.css", "layout.css", "evidence.css", "cards.css", "name_parts.css", "names.css", "small.css",
)  # fmt: skip
_SCRIPTS = (
    "dom.js", "embedded.js", "search.js", "name_parts.js", "name_rows.js", "names.js", "making.js", "names_start.js",
)  # fmt: skip


class Listed(msgspec.Struct):
    """A document that holds a name."""

    id: str


class NamesOverview(msgspec.Struct):
    """The documents, which the names point to by their places, and how the result was made."""

    documents: list[Listed]
    record: RunRecord


def render_names_page(names: Names, examples: Examples, record: RunRecord) -> Iterator[str]:
    """Yield the page piece by piece; nothing in the data can end its element or run."""
    page = load_shell("names_template.html", _STYLES, _SCRIPTS)
    places: dict[str, int] = {}
    yield page.head
    for number, cluster in enumerate(names.clusters):
        for variant in cluster.variants:
            for document in variant.documents:
                places.setdefault(document, len(places))
        yield embed(f"name-{number}", make_name(cluster, places, examples))
    yield embed("overview", NamesOverview([Listed(document) for document in places], record))
    yield page.tail
