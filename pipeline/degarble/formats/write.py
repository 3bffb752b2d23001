"""Write edits back into a file: raw ranges are replaced, every other byte stays."""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from degarble.errors import EditError
from degarble.formats.locate import find_raw, trim_edit
from degarble.formats.markup import close_before, escape_html
from degarble.formats.records import escape_json
from degarble.formats.source import Source
from degarble.formats.table import double_quotes, needs_quotes
from degarble.schema import Document, Span

Edit = tuple[Span, str]


class _Patch(NamedTuple):
    """A raw range and what replaces it."""

    start: int
    end: int
    text: str


def can_edit(document: Document, span: Span, replacement: str | None = None) -> bool:
    """Tell whether `span` can be replaced: no markup and no synthetic break lies in it, no escape is cut.

    With the `replacement` only what it changes must be free of these.
    """
    return _locate(document, span, replacement) is not None


def _locate(document: Document, span: Span, replacement: str | None) -> tuple[int, int, str] | None:
    """Return the raw range and the text for it; the smallest change is tried first."""
    if not 0 <= span.start <= span.end <= len(document.text):
        return None
    tries = [] if replacement is None else [trim_edit(document.text, span, replacement)]
    for part, text in (*tries, (span, replacement or "")):
        place = find_raw(document.locator, part)
        if place is not None:
            return (*place, text)
    return None


def explain_refusal(source: Source, document: Document, edit: Edit) -> str:
    """Return why `write_source` would refuse an edit, in one sentence; empty when it would not."""
    try:
        _make_patch(source, document, edit)
    except EditError as error:
        return error.message
    return ""


def write_source(source: Source, edits: Mapping[str, Sequence[Edit]]) -> bytes:
    """Return the file's bytes with `edits` (document id to spans of its text and their replacements) carried out.

    What is not edited keeps its bytes; without any edit these are the bytes that were read. A gzip file is packed again
    without a time stamp. Raises EditError for an unknown document, overlapping edits, an edit across markup, or a
    character that the file's encoding lacks.
    """
    documents = {document.id: document for document in source.documents}
    patches: list[_Patch] = []
    for name, changes in edits.items():
        if name not in documents:
            raise EditError(f"{source.id}: there is no document {name!r}.", "Read the file again before editing it.")
        patches += _patch_document(source, documents[name], changes)
    if source.packed and not patches:
        return source.packed
    data = source.bom + _apply(source.raw, patches).encode(source.encoding)
    return gzip.compress(data, mtime=0) if source.packed else data


def _patch_document(source: Source, document: Document, edits: Sequence[Edit]) -> list[_Patch]:
    ordered = sorted(edits, key=lambda edit: edit[0])
    for (left, _), (right, _) in pairwise(ordered):
        if left.end > right.start:
            raise EditError(f"{document.id}: two edits overlap at {right.start}.", "Settle the edits first.")
    changed = [edit for edit in ordered if edit[0].of(document.text) != edit[1]]
    patches = [_make_patch(source, document, edit) for edit in changed]
    if source.delimiter and patches:
        return _patch_cell(source, document, changed, patches)
    return patches


def _make_patch(source: Source, document: Document, edit: Edit) -> _Patch:
    span, replacement = edit
    place = _locate(document, span, replacement)
    if place is None:
        message = f"{document.id}: {span.of(document.text)!r} at {span.start} crosses markup or cuts an escape."
        raise EditError(message, "Edit the parts on either side of it one by one.")
    start, end, text = place
    escaped = _escape(source, document, text)
    _check_encodable(escaped, source, document)
    if source.format == "html":
        start, before = close_before(source.raw, start, escaped or source.raw[end : end + 1])
        escaped = before + escaped
    return _Patch(start, end, escaped)


def _escape(source: Source, document: Document, text: str) -> str:
    bounds = _bounds(document)
    if source.format == "html":
        return escape_html(text, source.encoding)
    if source.format == "jsonl":
        return escape_json(text, source.raw[slice(*bounds)])
    return double_quotes(text) if source.delimiter and _is_quoted(source, document) else text


def _check_encodable(text: str, source: Source, document: Document) -> None:
    try:
        text.encode(source.encoding)
    except UnicodeEncodeError as error:
        char = text[error.start]
        name = unicodedata.name(char, "a character without a name")
        message = f"{document.id}: {char!r} ({name}) does not exist in the file's encoding, {source.encoding}."
        raise EditError(message, "Convert the file to UTF-8 first.") from error


def _bounds(document: Document) -> tuple[int, int]:
    return document.locator[0].raw_start, document.locator[-1].raw_end


def _is_quoted(source: Source, document: Document) -> bool:
    """Tell whether a field is quoted: the inside of an unquoted one follows a delimiter or a line end."""
    start = document.locator[0].raw_start
    return start > 0 and source.raw[start - 1] == '"'


def _patch_cell(source: Source, document: Document, edits: Sequence[Edit], patches: list[_Patch]) -> list[_Patch]:
    """Quote an unquoted field as a whole where its new text asks for it."""
    if _is_quoted(source, document):
        return patches
    text = _apply(document.text, [_Patch(span.start, span.end, new) for span, new in edits])
    if not needs_quotes(text, source.delimiter):
        return patches
    return [_Patch(*_bounds(document), f'"{double_quotes(text)}"')]


def _apply(text: str, patches: Sequence[_Patch]) -> str:
    parts: list[str] = []
    position = 0
    for patch in sorted(patches, key=lambda patch: (patch.start, patch.end)):
        if patch.start < position:
            raise EditError(f"Two edits meet at {patch.start} in the file.", "Settle the edits first.")
        parts += (text[position : patch.start], patch.text)
        position = patch.end
    return "".join((*parts, text[position:]))
