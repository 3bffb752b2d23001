"""A page to review a run: originals beside suggestions, every finding explained; one file that fetches nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from degarble.link import Names
from degarble.reports.examples import Sampler
from degarble.reports.lines import EntityTable
from degarble.reports.sheet import Entry, Name, Sheet, make_entry, make_name, make_overview, make_sheet
from degarble.reports.shell import embed, load_shell
from degarble.schema import Repair, RunRecord

__all__ = ["embed", "render_html", "render_sheets"]

_STYLES = (
    "theme.css", "controls.css", "layout.css", "reader.css", "evidence.css", "cards.css", "name_parts.css", "names.css",
    "small.css",
)  # fmt: skip
_SCRIPTS = (
    "dom.js", "embedded.js", "wording.js", "text.js", "search.js", "filters.js", "embedded_documents.js", "entry.js",
    "shelf.js", "evidence.js", "cards.js", "heading.js", "places.js", "reader.js", "name_parts.js", "name_rows.js",
    "names.js", "making.js", "start.js",
)  # fmt: skip


def render_html(repairs: Iterable[Repair], names: Names, record: RunRecord) -> Iterator[str]:
    """Yield the page of some repairs piece by piece."""
    entities, sampler, places = EntityTable(names, {}), Sampler(names.links()), dict[str, int]()

    def make_sheets() -> Iterator[Sheet]:
        for repair in map(sampler.pass_on, repairs):
            places[repair.document.id] = len(places)
            yield make_sheet(repair, entities)

    rows = (make_name(cluster, places, sampler.examples) for cluster in names.clusters)
    return render_sheets(make_sheets(), rows, record)


def render_sheets(sheets: Iterable[Sheet], names: Iterable[Name], record: RunRecord) -> Iterator[str]:
    """Yield the page piece by piece; of each document only what its line in the list shows is kept.

    Names are asked for after all sheets. Every text goes in as JSON that cannot end its element, and a policy forbids
    any other script, style or request.
    """
    page = load_shell("template.html", _STYLES, _SCRIPTS)
    entries: list[Entry] = []
    yield page.head
    for sheet in sheets:
        yield embed(f"document-{len(entries)}", sheet)
        entries.append(make_entry(sheet))
    for number, name in enumerate(names):
        yield embed(f"name-{number}", name)
    yield embed("overview", make_overview(entries, record))
    yield page.tail
