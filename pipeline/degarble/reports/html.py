"""A page to review a run: originals beside suggestions, every finding explained; one file that fetches nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from degarble.link import Names
from degarble.reports.examples import Sampler
from degarble.reports.lines import EntityTable
from degarble.reports.sheet import Entry, make_entry, make_name, make_overview, make_sheet
from degarble.reports.shell import embed, load_shell
from degarble.schema import Repair, RunRecord

__all__ = ["embed", "render_html"]

_STYLES = ("theme.css", "layout.css", "reader.css", "cards.css", "names.css", "small.css")
_SCRIPTS = (
    "dom.js", "text.js", "search.js", "filters.js", "shelf.js", "cards.js", "reader.js", "name_rows.js", "names.js",
    "making.js", "start.js",
)  # fmt: skip


def render_html(repairs: Iterable[Repair], names: Names, record: RunRecord) -> Iterator[str]:
    """Yield the page piece by piece; of each document only what its line in the list shows is kept.

    Every text goes in as JSON that cannot end its element, and a policy forbids any other script, style or request.
    """
    page = load_shell("template.html", _STYLES, _SCRIPTS)
    entities, sampler = EntityTable(names, {}), Sampler(names.links())
    entries: list[Entry] = []
    yield page.head
    for repair in repairs:
        sampler.add(repair.document)
        yield embed(f"document-{len(entries)}", make_sheet(repair, entities))
        entries.append(make_entry(repair))
    places = {entry.id: number for number, entry in enumerate(entries)}
    for number, cluster in enumerate(names.clusters):
        yield embed(f"name-{number}", make_name(cluster, places, sampler.examples))
    yield embed("overview", make_overview(entries, record))
    yield page.tail
