"""The files that were examined: where they lie, how they were, and whether they still are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was examined: hash, size, and time of change in nanoseconds.

    Where it was replaced by a repaired one, `after` is the hash of that and `backup` where its bytes are kept.
    """

    id: str
    path: str
    sha256: str
    size: int
    modified: int
    after: str = ""
    backup: str = ""


def describe_original(name: str, path: Path, sha256: str) -> Original:
    """Return what is kept of a file; `sha256` is that of the bytes that were examined."""
    status = path.stat()
    return Original(name, str(path.absolute()), sha256, status.st_size, status.st_mtime_ns)


def hash_bytes(data: bytes) -> str:
    """Return the hash by which bytes are known again."""
    return hashlib.sha256(data).hexdigest()


def is_changed(original: Original) -> bool:
    """Tell whether somebody else changed a file or took it away; its bytes are read if its size or time differ."""
    path = Path(original.path)
    try:
        status = path.stat()
        if (status.st_size, status.st_mtime_ns) == (original.size, original.modified):
            return False
        return hash_bytes(path.read_bytes()) not in (original.sha256, original.after)
    except OSError:
        return True
