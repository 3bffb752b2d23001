"""Open what is given to measure: packed or plain files, and the format of labels a name tells."""

from __future__ import annotations

import gzip
import lzma
import zlib
from enum import StrEnum
from pathlib import Path

from degarble.errors import InputError
from degarble.evaluation.gold import HINT, Gold


class GoldFormat(StrEnum):
    """How labels are written."""

    DEGARBLE = "degarble"
    MLQE = "mlqe"
    WMT_ESA = "wmt-esa"


def read_file(path: Path) -> bytes:
    """Return the content of a file, unpacked if its name ends in .xz or .gz.

    Raises:
        InputError: it cannot be read.
    """
    try:
        data = path.read_bytes()
        if path.suffix == ".xz":
            return lzma.decompress(data)
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read: {error}.", "Check the path and its permissions.") from error


def read_text(path: Path) -> str:
    """Return the content of a file as UTF-8.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8: {error}.", "Save the file as UTF-8.") from error


def suffix_of(path: Path) -> str:
    """Return the ending of a name without that of its packing.

    >>> suffix_of(Path("dev.jsonl.xz"))
    '.jsonl'
    """
    return (path.with_suffix("") if path.suffix in (".xz", ".gz") else path).suffix


def guess_format(path: Path) -> GoldFormat:
    """Return the format that a path tells.

    Raises:
        InputError: it tells none.
    """
    if path.is_dir() or suffix_of(path) in (".mt", ".tags"):
        return GoldFormat.MLQE
    formats = {".jsonl": GoldFormat.DEGARBLE, ".tsv": GoldFormat.WMT_ESA}
    if suffix_of(path) not in formats:
        raise InputError(f"{path}: the name does not tell the format of the labels.", "Add --gold-format.")
    return formats[suffix_of(path)]


def read_gold(path: Path, style: GoldFormat | None = None) -> Gold:
    """Return labelled texts.

    Raises:
        InputError: they cannot be read, or break their format.
    """
    from degarble.evaluation.mlqe import read_mlqe
    from degarble.evaluation.rows import read_rows
    from degarble.evaluation.wmt import read_wmt

    if not path.exists():
        raise InputError(f"{path}: no such file or folder.", HINT)
    readers = {GoldFormat.DEGARBLE: read_rows, GoldFormat.MLQE: read_mlqe, GoldFormat.WMT_ESA: read_wmt}
    return readers[style or guess_format(path)](path)
