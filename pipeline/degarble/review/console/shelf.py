"""The list of documents on a terminal: name, verdict, findings by severity, and how many are decided."""

from __future__ import annotations

from degarble.reports.columns import shorten
from degarble.reports.sheet import Entry
from degarble.reports.text import Line, Part, measure
from degarble.review.console.wording import SHAPES
from degarble.review.queue import Count

HEIGHT = 2


def make_entry(entry: Entry, found: Count | None, width: int, *, is_here: bool) -> tuple[Line, Line]:
    """Return the two lines of a document; `found` are its findings that fit, None for none."""
    style = "title" if is_here else "plain" if found else "quiet"
    bar = Part("▌" if is_here else " ", "bar")
    name = bar, Part(shorten(entry.id, width - 2), style)
    return name, (bar, *_describe(entry, found, width - 2))


def _describe(entry: Entry, found: Count | None, width: int) -> Line:
    verdict = Part(f"{entry.verdict:<8}", "quiet")
    if found is None:
        return verdict, Part("nothing fits" if entry.counts else "no finding", "quiet")
    shapes = show_counts(found)
    total = sum(found[1:5])
    progress = "✓" if not found.undecided else f"{total - found.undecided}/{total}"
    space = width - measure(verdict.text + "".join(part.text for part in shapes) + progress)
    return verdict, *shapes, Part(" " * max(space, 1)), Part(progress, "quiet" if found.undecided else "done")


def show_counts(found: Count) -> list[Part]:
    """Return how many findings there are of each severity, in their shapes."""
    pairs = zip(SHAPES.items(), found[1:5], strict=True)
    return [Part(f"{shape}{number} ", f"{severity} sign") for (severity, shape), number in pairs if number]
