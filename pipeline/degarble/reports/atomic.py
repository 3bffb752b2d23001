"""Files that are whole or not there: written beside their place, then moved into it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from degarble.errors import DegarbleError


@contextmanager
def open_atomic(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing bytes; it takes the place of `path` when the block ends well, else it is removed.

    Raises:
        DegarbleError: the file cannot be written.
    """
    # The name is the same each time, so what a killed run leaves behind is overwritten by the next.
    part = path.with_name(f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            yield stream
        os.replace(part, path)  # noqa: PTH105 (Path.replace says the same, this is the name people look for)
    except OSError as error:
        if error.filename not in (None, str(part), str(part.parent), str(path)):
            raise  # It came from what was to be written.
        message = f"{path}: cannot be written: {error.strerror or error}."
        raise DegarbleError(message, "Check its permissions and the space on the disk.") from error
    finally:
        part.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file unless it holds these bytes already."""
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    except OSError:
        pass
    with open_atomic(path) as stream:
        stream.write(data)


def write_text(path: Path, pieces: Iterable[str]) -> None:
    """Write text in UTF-8, piece by piece."""
    with open_atomic(path) as stream:
        stream.writelines(piece.encode("utf-8") for piece in pieces)


def send_text(out: Path, pieces: Iterable[str]) -> None:
    """Write text piece by piece to a file or, for `-`, to standard output."""
    if str(out) == "-":
        sys.stdout.writelines(pieces)
    else:
        write_text(out, pieces)


@contextmanager
def open_binary(out: Path) -> Iterator[BinaryIO]:
    """Open a file for writing bytes, whole or not there, or standard output for `-`."""
    if str(out) == "-":
        yield sys.stdout.buffer
    else:
        with open_atomic(out) as stream:
            yield stream
