"""Which language was a text translated from? A ranked guess with its evidence."""

from __future__ import annotations

from degarble.reading import Reading
from degarble.schema import OriginGuess


def guess_origin(reading: Reading) -> tuple[OriginGuess, ...]:
    """Return the source languages by share of the evidence, best first; `und` when nothing speaks."""
    return (OriginGuess("und", 1.0),)
