"""degarble: repair machine-translated text when the source is gone."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from degarble.analyze import Analyzer
    from degarble.config import Settings
    from degarble.errors import DegarbleError
    from degarble.knowledge import load_knowledge
    from degarble.nametable import NameTable, normalize_names
    from degarble.repair import Proposer
    from degarble.run import repair_folder, repair_text
    from degarble.schema import Analysis, Document, Finding, Kind, Level, Repair, Severity, Span

__version__ = "0.1.0"
__all__ = [
    "Analysis",
    "Analyzer",
    "DegarbleError",
    "Document",
    "Finding",
    "Kind",
    "Level",
    "NameTable",
    "Proposer",
    "Repair",
    "Settings",
    "Severity",
    "Span",
    "load_knowledge",
    "normalize_names",
    "repair_folder",
    "repair_text",
]

_ROOMS = {
    "Analyzer": "analyze",
    "DegarbleError": "errors",
    "NameTable": "nametable",
    "Proposer": "repair",
    "Settings": "config",
    "load_knowledge": "knowledge",
    "normalize_names": "nametable",
    "repair_folder": "run",
    "repair_text": "run",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used, so that `import degarble` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'degarble' has no attribute {name!r}")
    value: object = getattr(import_module(f"degarble.{_ROOMS.get(name, 'schema')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
