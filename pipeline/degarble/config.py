"""Settings: what a person may choose, with its defaults; files and flags are laid over them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from degarble.schema import Level


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice of a run. Sizes are bytes; empty strings and tuples mean "guess" or "all"."""

    level: Level = Level.AUTO
    lang: str = "en"
    origin: str = ""
    data: tuple[str, ...] = ()
    jobs: int = 1
    disable: tuple[str, ...] = ()
    enable: tuple[str, ...] = ()
    names: str = "press"
    text_field: str = ""
    ignore: tuple[str, ...] = ()
    max_file_bytes: int = 50_000_000
    max_line_bytes: int = 5_000_000
    language_engine: str = ""
    languagetool_server: str = ""
    allow_network: bool = False
