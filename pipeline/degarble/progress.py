"""What a person sees while a run goes on: messages on stderr, a bar when stderr is a terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Watcher(Protocol):
    """Is told how a run goes on."""

    def track(self, items: Sequence[T], label: str) -> Iterator[T]:
        """Yield the items while showing how many are done."""
        ...

    def tell(self, message: str) -> None:
        """Pass on a message for people."""
        ...


class Log:
    """Writes messages to the logger `degarble`; the watcher of programs."""

    def track(self, items: Sequence[T], label: str) -> Iterator[T]:
        """Yield the items."""
        yield from items

    def tell(self, message: str) -> None:
        """Log a warning."""
        logging.getLogger("degarble").warning("%s", message)


class Terminal:
    """Writes messages to stderr, and a bar while it is a terminal."""

    def track(self, items: Sequence[T], label: str) -> Iterator[T]:
        """Yield the items."""
        if not sys.stderr.isatty():
            yield from items
            return
        from rich.console import Console
        from rich.progress import track

        console = Console(stderr=True)
        yield from track(items, label, console=console, transient=True)

    def tell(self, message: str) -> None:
        """Write a line to stderr."""
        print(message, file=sys.stderr)


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "document"), count(2, "document")
    ('1 document', '2 documents')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
