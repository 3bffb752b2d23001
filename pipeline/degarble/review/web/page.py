"""The page of a live review: one answer that holds all its code, asks its own server alone and runs nothing else."""

from __future__ import annotations

from typing import NamedTuple

from degarble.reports.shell import join_code, put_code, read_part

# Names of files in `page/`, those of the reports first: what a static page shows, this one shows with the same code.
_SHARED_STYLES = ("theme.css", "controls.css", "reader.css", "evidence.css", "name_parts.css")
_STYLES = ("live.css", "live_text.css", "desk.css", "dialogs.css", "live_names.css", "live_small.css")
_SHARED_SCRIPTS = (
    "dom.js", "wording.js", "text.js", "search.js", "entry.js", "evidence.js", "heading.js", "places.js",
    "name_parts.js", "making.js",
)  # fmt: skip
_SCRIPTS = (
    "requests.js", "live_source.js", "stands.js", "list.js", "choose.js", "filter_bar.js", "live_shelf.js", "pages.js",
    "live_reader.js", "walk.js", "decide.js", "acts.js", "card.js", "desk.js", "details.js", "edit.js", "wide.js",
    "names_data.js", "names_list.js", "names_detail.js", "names_rename.js", "names_merge.js", "place.js", "look.js",
    "poll.js", "progress.js", "live_help.js", "live_start.js",
)  # fmt: skip
_REQUESTS = "; connect-src 'self'; frame-ancestors 'none'"


class Page(NamedTuple):
    """What a browser gets, and the content security policy to send with it as a header."""

    html: str
    policy: str


def load_live_page() -> Page:
    """Return the page; its policy names script and style by their hashes and allows requests to its server alone."""
    styles = [*map(read_part, _SHARED_STYLES), *(read_part(name, "review.web") for name in _STYLES)]
    scripts = [*map(read_part, _SHARED_SCRIPTS), *(read_part(name, "review.web") for name in _SCRIPTS)]
    code = join_code(styles, scripts)
    return Page(put_code(read_part("live_template.html", "review.web"), code), code.policy + _REQUESTS)
