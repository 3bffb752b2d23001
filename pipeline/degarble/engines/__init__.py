"""How many workers and where: one protocol, results in the order of the items whatever the engine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")

__all__ = ["Engine", "choose_engine"]


class Engine(Protocol):
    """Maps a callable over items, lazily and in order; `factory` builds the callable once for each worker."""

    is_local: bool
    """Whether the work is done in this process, so that the factory may hold what cannot be sent to another."""

    def map(self, factory: Callable[[], Callable[[A], B]], items: Iterable[A]) -> Iterator[B]:
        """Yield the result of each item; only a bounded number of items is held at a time."""
        ...


def choose_engine(jobs: int) -> Engine:
    """Return the engine for a number of workers; 0 means one for each core."""
    workers = jobs or os.cpu_count() or 1
    if workers == 1:
        from degarble.engines.serial import Serial

        return Serial()
    from degarble.engines.processes import Processes

    return Processes(workers)
