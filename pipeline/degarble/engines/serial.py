"""One item after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Serial:
    """Does the work where it is called; the callable is built when the first item comes, never without one."""

    is_local = True

    def map(self, factory: Callable[[], Callable[[A], B]], items: Iterable[A]) -> Iterator[B]:
        """Yield the result of each item."""
        work: Callable[[A], B] | None = None
        for item in items:
            work = work or factory()
            yield work(item)
