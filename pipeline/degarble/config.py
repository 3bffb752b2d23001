"""Settings: what a person may choose; defaults, then a configuration file, then flags."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path

from degarble.errors import ConfigError
from degarble.schema import Level, Policy

CACHE_OFF = "off"
CONFIG_FILES = ("degarble.toml", ".degarble.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice of a run. Sizes are bytes; empty strings and tuples mean "guess" or "all"; 0 jobs is every core."""

    level: Level = Level.AUTO
    lang: str = "en"
    origin: str = ""
    data: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    policy: Policy = Policy.PRESS
    decisions: tuple[str, ...] = ()
    jobs: int = 1
    disable: tuple[str, ...] = ()
    enable: tuple[str, ...] = ()
    text_field: str = ""
    encoding: str = ""
    ignore: tuple[str, ...] = ()
    max_file_bytes: int = 50_000_000
    max_line_chars: int = 5_000_000
    language_engine: str = ""
    languagetool_server: str = ""
    model: str = ""
    chooser: str = ""
    tagger: str = ""
    rewriter: str = ""
    allow_network: bool = False
    cache: str = ""


def find_nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like `name`, empty when none is.

    >>> find_nearest("jbos", ["jobs", "level"])
    'jobs'
    """
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.5)), "")


def explain_unknown(name: str, known: Iterable[str]) -> str:
    """Return the hint for a name that is not among the known ones."""
    known = sorted(known)
    nearest = find_nearest(name, known)
    return f"Did you mean {nearest!r}?" if nearest else f"Known: {', '.join(known)}."


def load_settings(start: Path, config: Path | None = None) -> Settings:
    """Return the settings of `config`, else of the first configuration file in `start` and the folders above it.

    Raises:
        ConfigError: a file cannot be read, a key is unknown or a value has the wrong type.
    """
    if config is not None:
        return _read_settings(config, _read_table(config))
    for file, table in _find_tables(start):
        return _read_settings(file, table)
    return Settings()


def _find_tables(start: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    start = start.absolute()
    for folder in (start, *start.parents):
        for name in CONFIG_FILES:
            file = folder / name
            if not file.is_file():
                continue
            if name != "pyproject.toml" or b"[tool.degarble" in file.read_bytes():
                yield file, _read_table(file)


def _read_table(file: Path) -> Mapping[str, object]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read: {error}.", "Name a readable TOML file.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: not TOML: {error}.", "Correct the line named.") from error
    if file.name != "pyproject.toml":
        return table
    section = table.get("tool", {}).get("degarble", {})
    return section if isinstance(section, dict) else {"degarble": section}


def _read_settings(file: Path, table: Mapping[str, object]) -> Settings:
    import msgspec

    values = {key.replace("-", "_"): value for key, value in table.items()}
    known = {field.name for field in fields(Settings)}
    for key in values:
        if key not in known:
            raise ConfigError(f"{file}: unknown setting {key!r}.", explain_unknown(key, known))
    try:
        settings = msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at ")
        raise ConfigError(
            f"{file}: {place.strip('`').removeprefix('$.')}: {problem}.", "Run `degarble repair --dump-config`."
        ) from error
    packs, names, decisions = (
        tuple(str(file.parent / path) for path in paths)
        for paths in (settings.data, settings.names, settings.decisions)
    )
    return check_settings(replace(settings, data=packs, names=names, decisions=decisions), str(file))


def overlay(settings: Settings, values: Mapping[str, object]) -> Settings:
    """Return settings with `values` (field names to plain values) in place of their own.

    Raises:
        ConfigError: a value makes no sense.
    """
    import msgspec

    return check_settings(msgspec.convert(msgspec.to_builtins(settings) | dict(values), Settings), "flags")


def check_settings(settings: Settings, place: str) -> Settings:
    """Return settings whose values make sense; `place` says where they come from.

    Raises:
        ConfigError: a value makes no sense.
    """
    if settings.level is Level.FLAG:
        raise ConfigError(f"{place}: level is 'flag', but a flag has no repair to apply.", "Use auto or suggest.")
    if settings.jobs < 0:
        raise ConfigError(f"{place}: jobs is {settings.jobs}.", "Use 0 for every core, or a number of processes.")
    for name in ("max_file_bytes", "max_line_chars"):
        if getattr(settings, name) <= 0:
            raise ConfigError(f"{place}: {name} is {getattr(settings, name)}.", "Use a number above 0.")
    return settings


def dump_settings(settings: Settings) -> str:
    """Return settings as the text of a `degarble.toml`."""
    return "".join(f"{field.name} = {_dump_value(getattr(settings, field.name))}\n" for field in fields(settings))


def _dump_value(value: object) -> str:
    # TOML and JSON write strings, numbers, booleans and lists of strings alike.
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
