"""Several processes on this machine: the callable is built once in each, order is kept, memory stays bounded."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import TypeVar, cast

from degarble.errors import DegarbleError

A = TypeVar("A")
B = TypeVar("B")

_BATCH = 4
_WAITING_BATCHES = 3
_WORK: list[Callable[[object], object]] = []
"""The callable of a worker process: it lives as long as the worker and is set only there."""


class Processes:
    """Sends small batches to `workers` processes and holds a few batches for each at a time."""

    is_local = False

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def map(self, factory: Callable[[], Callable[[A], B]], items: Iterable[A]) -> Iterator[B]:
        """Yield the result of each item in order; `factory`, items and results must be picklable.

        Raises:
            DegarbleError: a worker died (out of memory, or killed).
        """
        batches = _cut(items)
        first = next(batches, None)
        if first is None:
            return
        start = cast("Callable[[], Callable[[object], object]]", factory)
        # Not fork: threads of this process (a progress bar) may hold locks that a forked child would wait on for ever.
        pool = ProcessPoolExecutor(
            self._workers, mp_context=get_context("spawn"), initializer=_start, initargs=(start,)
        )
        try:
            yield from cast("Iterator[B]", self._run(pool, first, batches))
        except BrokenProcessPool as error:
            hint = "It ran out of memory or was killed: run again (finished documents are kept), or with --jobs 1."
            raise DegarbleError("A worker process died.", hint) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, pool: ProcessPoolExecutor, first: list[A], batches: Iterator[list[A]]) -> Iterator[object]:
        waiting: deque[Future[list[object]]] = deque((_submit(pool, first),))
        for batch in batches:
            waiting.append(_submit(pool, batch))
            if len(waiting) >= self._workers * _WAITING_BATCHES:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _submit(pool: ProcessPoolExecutor, batch: Iterable[object]) -> Future[list[object]]:
    """Send a batch; a worker that starts with it inherits a deaf ear for Ctrl-C and does not die while it loads."""
    if not hasattr(signal, "pthread_sigmask"):
        return pool.submit(_work, batch)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_work, batch)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _cut(items: Iterable[A]) -> Iterator[list[A]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _start(factory: Callable[[], Callable[[object], object]]) -> None:
    """Prepare a worker: Ctrl-C is the parent's to handle, and a worker ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _WORK[:] = [factory()]


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(batch: Iterable[object]) -> list[object]:
    return [_WORK[0](item) for item in batch]
