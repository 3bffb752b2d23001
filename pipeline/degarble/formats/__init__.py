"""Bytes to documents and back: find files, read them, write edits without touching anything else."""

from degarble.formats.discover import IGNORE_FILE, find_files, format_of
from degarble.formats.limits import Limits, ReadOptions
from degarble.formats.read import read_bytes, read_source
from degarble.formats.source import FORMATS, InputFile, Notice, Source
from degarble.formats.write import Edit, can_edit, explain_refusal, write_source

__all__ = [
    "FORMATS",
    "IGNORE_FILE",
    "Edit",
    "InputFile",
    "Limits",
    "Notice",
    "ReadOptions",
    "Source",
    "can_edit",
    "explain_refusal",
    "find_files",
    "format_of",
    "read_bytes",
    "read_source",
    "write_source",
]
