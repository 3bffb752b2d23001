"""Bytes to text: unpack gzip, find the encoding, remember the byte-order mark, refuse what is not text."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from io import BytesIO
from typing import NamedTuple

from degarble.errors import InputError
from degarble.formats.alphabets import ENCODINGS, rank_encodings

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (b"\xfd7zXZ", "packed with xz"),
    (b"BZh", "packed with bzip2"),
)
_GZIP = b"\x1f\x8b"
_CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\x1a\x1b")))
_META_CHARSET = re.compile(
    rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)""", re.I
)
# Browsers read these labels as the larger Windows encoding.
_AS_WINDOWS = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252", "iso8859-9": "cp1254"}
_MIN_SCORE = 0.25
_DETECTOR_BYTES = 100_000


class Decoded(NamedTuple):
    """`bom + text.encode(encoding)` gives the bytes back; `note` tells a guess."""

    text: str
    encoding: str
    bom: bytes
    note: str = ""


def unpack(data: bytes, name: str, max_bytes: int) -> bytes:
    """Return the content of gzip data, other data as it is; raise InputError when broken or larger than `max_bytes`."""
    if not data.startswith(_GZIP):
        return check_size(data, name, max_bytes)
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as packed:
            return check_size(packed.read(max_bytes + 1), name, max_bytes)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{name}: broken gzip file: {error}", "Fetch or pack the file again.") from error


def check_size(data: bytes, name: str, max_bytes: int) -> bytes:
    """Return `data`; raise InputError when it is larger than `max_bytes`."""
    if len(data) > max_bytes:
        raise InputError(
            f"{name}: larger than the limit of {max_bytes:,} bytes.", "Split the file or raise limits.max_file_bytes."
        )
    return data


def decode(data: bytes, name: str, *, encoding: str = "", is_html: bool = False) -> Decoded:
    """Decode a file: byte-order mark, then `encoding` if given, UTF-8, HTML's own charset, UTF-16, one-byte encodings.

    Raises InputError, with the place, for what is empty, binary or broken.
    """
    if not data.strip():
        raise InputError(f"{name}: the file is empty.", "Leave it out, or check how it was made.")
    decoded = _decode_marked(data, name) or (encoding and _decode_as(data, name, encoding))
    decoded = decoded or _decode_unmarked(data, name, is_html=is_html)
    if not decoded.text.strip():
        raise InputError(f"{name}: the file holds no text.", "Leave it out, or check how it was made.")
    return decoded


def _decode_marked(data: bytes, name: str) -> Decoded | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data[len(bom) :], name, encoding)._replace(bom=bom)
    return None


def _decode_as(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        decoded = _try(data, encoding)
    except LookupError as error:
        raise InputError(
            f"{name}: no encoding is called {encoding!r}.", "Name a codec such as utf-8 or cp1254."
        ) from error
    if decoded is None:
        raise InputError(f"{name}: {_first_error(data, encoding)}", "Repair the file, or name another encoding.")
    return decoded


def _try(data: bytes, encoding: str) -> Decoded | None:
    """Decode strictly; None where it fails or would not give the same bytes back. Raises LookupError."""
    try:
        text = data.decode(encoding)
        return Decoded(text, encoding, b"") if text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _decode_unmarked(data: bytes, name: str, *, is_html: bool) -> Decoded:
    _refuse_known_binary(data, name)
    if b"\x00" in data:
        decoded = _decode_utf16(data)
        if decoded is None:
            raise InputError(f"{name}: a binary file, not text.", "Leave it out, or convert it to text.")
        return decoded
    if len(data.translate(None, _CONTROLS)) < 0.99 * len(data):
        raise InputError(f"{name}: a binary file, not text.", "Leave it out, or convert it to text.")
    declared = _find_charset(data) if is_html else ""
    # Pages are often converted to UTF-8 without their declaration; other text is hardly ever valid UTF-8 by accident.
    return _try(data, "utf-8") or _decode_declared(data, declared) or _decode_guessed(data, name)


def _refuse_known_binary(data: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{name}: this is {what}, not text.", "Leave it out, or convert it to text.")


def _decode_utf16(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark: ASCII spaces and line ends put zeros on one side of the byte pairs only."""
    odd, even = data[1::2].count(0), data[::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if len(data) % 2 or min(odd, even) * 20 > max(odd, even) or max(odd, even) * 50 < len(data):
        return None
    decoded = _try(data, encoding)
    if decoded is None or any(chr(code) in decoded.text for code in _CONTROLS):
        return None
    return decoded._replace(note=f"read as {encoding} (guessed from the zero bytes)")


def _find_charset(data: bytes) -> str:
    match = _META_CHARSET.search(data, 0, 4096)
    try:
        return codecs.lookup((match[1] or match[2]).decode("ascii")).name if match else ""
    except (LookupError, UnicodeDecodeError):
        return ""


def _decode_declared(data: bytes, charset: str) -> Decoded | None:
    if not charset or charset.startswith("utf"):
        return None
    for encoding in (_AS_WINDOWS.get(charset, charset), charset):
        try:
            decoded = _try(data, encoding)
        except LookupError:  # a codec that is not a text encoding
            return None
        if decoded:
            return decoded
    return None


def _decode_guessed(data: bytes, name: str) -> Decoded:
    if _is_broken_utf8(data):
        raise InputError(f"{name}: {_first_error(data, 'utf-8')}", "Repair these bytes, or name the encoding.")
    ranked = rank_encodings(data, _ask_detector(data))
    if not ranked or ranked[0][0] <= _MIN_SCORE:
        raise InputError(f"{name}: the encoding is not known; {_first_error(data, 'utf-8')}", "Name the encoding.")
    encoding = ranked[0][1]
    return Decoded(data.decode(encoding), encoding, b"", f"read as {encoding} (guessed from its letters)")


def _ask_detector(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_DETECTOR_BYTES], cp_isolation=[*ENCODINGS, "iso8859_9"], preemptive_behaviour=False).best()
    return best.encoding if best else ""


def _is_broken_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few broken bytes from a one-byte encoding, where valid UTF-8 sequences hardly occur."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    valid = sum(not char.isascii() for char in text) - broken
    return valid > broken


def _first_error(data: bytes, encoding: str) -> str:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return f"byte 0x{data[error.start]:02x} at offset {error.start} (line {line}) is not valid {encoding}."
    return f"the bytes do not survive a round trip through {encoding}."
