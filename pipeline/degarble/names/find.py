"""Names in a text."""

from __future__ import annotations

from degarble.reading import Reading
from degarble.schema import Mention


def find_mentions(reading: Reading) -> tuple[Mention, ...]:
    """Return the names of a document in order."""
    return ()
