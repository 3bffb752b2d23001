"""What a review on a terminal says at its end: how many findings are decided, and what to run next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from degarble.reports.text import Line, Part
from degarble.review.console.wording import count
from degarble.review.queue import tally
from degarble.review.store import Store
from degarble.schema import Status

_DECIDED = (Status.ACCEPTED, Status.EDITED, Status.REJECTED, Status.UNSURE)


def count_decided(store: Store) -> tuple[int, int]:
    """Return how many findings somebody decided on, and how many there are."""
    counts = tally(store)
    return sum(counts[status] for status in _DECIDED), sum(counts.values())


def summarize(store: Store) -> Iterator[Line]:
    """Yield the last lines of a review."""
    counts, (decided, total) = tally(store), count_decided(store)
    parts = [f"{counts[status]:,} {status}" for status in _DECIDED if counts[status]]
    rest = [f"{counts[Status.APPLIED]:,} applied by default"] if counts[Status.APPLIED] else []
    rest += [f"{counts[Status.OPEN]:,} open"]
    listed = f": {', '.join(parts)}" if parts else ""
    yield (Part(f"{decided:,} of {count(total, 'finding')} decided{listed}; {', '.join(rest)}.", "bold"),)
    folder = shlex.quote(str(store.path.parent))
    yield (Part(f"See what changes:  degarble diff {folder}"),)
    yield (Part(f"Write it:          degarble apply {folder}"),)
