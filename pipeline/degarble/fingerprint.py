"""What an analysis depends on besides its document: settings, data, code; when it changes, work is done anew."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from importlib.metadata import entry_points
from pathlib import Path

from degarble.config import Settings
from degarble.knowledge import Knowledge

# They change what is read or what is done with the findings, not the findings; packs and names count by their content.
_WITHOUT_EFFECT = frozenset(
    (
        "level",
        "jobs",
        "data",
        "names",
        "decisions",
        "ignore",
        "text_field",
        "encoding",
        "max_file_bytes",
        "max_line_chars",
        "cache",
    )
)


def make_fingerprint(settings: Settings, knowledge: Knowledge) -> str:
    """Return the hash of all an analysis depends on besides its document."""
    parts = [f"{name}={value}" for name, value in describe_settings(settings).items() if name not in _WITHOUT_EFFECT]
    digest = hashlib.sha256("\n".join((knowledge.hash, *parts, *_list_plugins())).encode())
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _list_plugins() -> list[str]:
    points = entry_points(group="degarble.detectors")
    return sorted(f"{point.name}={point.value} {point.dist.version if point.dist else ''}" for point in points)


def describe_settings(settings: Settings) -> dict[str, str]:
    """Return every setting as text."""
    values = ((field.name, getattr(settings, field.name)) for field in fields(settings))
    return {name: ", ".join(value) if isinstance(value, tuple) else str(value) for name, value in values}
