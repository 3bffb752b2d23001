"""The options all commands share, and the way a command receives them as one value."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Concatenate, ParamSpec, get_type_hints

import typer

from degarble.config import Settings, explain_unknown, load_settings, overlay
from degarble.errors import ConfigError

P = ParamSpec("P")


class Applied(StrEnum):
    """How far `repair` goes."""

    AUTO = "auto"
    SUGGEST = "suggest"


class NameForms(StrEnum):
    """How canonical forms are written."""

    PRESS = "press"
    BGN = "bgn"
    ASCII = "ascii"


@dataclass(frozen=True, slots=True)
class Flags:
    """What was given on the command line; None and empty lists leave the configuration file's choice."""

    level: Annotated[
        Applied | None,
        typer.Option(help="What is applied: `auto` only what is certain, `suggest` also the best suggestions.  [auto]"),
    ] = None
    lang: Annotated[str | None, typer.Option(metavar="LANG", help="Language of the texts.  [en]")] = None
    origin: Annotated[
        str | None,
        typer.Option(metavar="LANG", help="Language they were translated from, such as `tr`; guessed when left out."),
    ] = None
    data: Annotated[
        list[Path] | None,
        typer.Option(metavar="PACK", help="Folder with rules, phrases and names of your own; may be repeated."),
    ] = None
    names: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="names.csv or names.jsonl of your own, before all others; may be repeated."),
    ] = None
    policy: Annotated[
        NameForms | None,
        typer.Option(help="How names are written: as the press does, by BGN/PCGN, or in ASCII letters.  [press]"),
    ] = None
    decisions: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="What `degarble decisions export` or `names decide` wrote; may be repeated."),
    ] = None
    jobs: Annotated[int | None, typer.Option(metavar="N", min=0, help="Processes to use; 0 for every core.  [1]")] = (
        None
    )
    disable: Annotated[
        list[str] | None,
        typer.Option(metavar="DETECTOR", help="Switch a detector off, such as `lexicon`; may be repeated."),
    ] = None
    enable: Annotated[
        list[str] | None,
        typer.Option(metavar="DETECTOR", help="Switch on a detector that is off by default; may be repeated."),
    ] = None
    text_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Field or column that holds the text in JSON Lines and tables.")
    ] = None
    chooser: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="`smollm2`: a slower, stronger judge of wrong senses.  [embedded model]"),
    ] = None
    tagger: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Token classifier of transformers (folder or name) that flags damage."),
    ] = None
    rewriter: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Seq2seq model (folder or name) or URL that suggests rewrites; see README."),
    ] = None
    allow_network: Annotated[
        bool | None, typer.Option("--allow-network", help="Let models be fetched and other machines be asked.")
    ] = None
    cache: Annotated[
        str | None,
        typer.Option(metavar="FOLDER", help="Where the model's scores are kept for the next run, or `off`.  [yours]"),
    ] = None
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Configuration file; else degarble.toml is looked for above the first input."
        ),
    ] = None
    dump_config: Annotated[bool, typer.Option("--dump-config", help="Print the settings in force and stop.")] = False
    files: Annotated[bool, typer.Option("--files", help="Print the files that would be read and stop.")] = False

    def settle(self, first: str) -> Settings:
        """Return the settings in force: defaults, the configuration file found above the first input, these flags.

        Raises:
            ConfigError: a setting is unknown or makes no sense.
        """
        start = Path.cwd() if first == "-" else Path(first)
        settings = load_settings(start if start.is_dir() else start.parent, self.config)
        given = {field.name: getattr(self, field.name) for field in fields(Settings) if hasattr(self, field.name)}
        settings = overlay(settings, {name: _plain(value) for name, value in given.items() if value not in (None, [])})
        _check_detectors(settings)
        return settings


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [str(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


def _check_detectors(settings: Settings) -> None:
    if not (settings.disable or settings.enable):
        return
    from degarble.doctor import list_detectors

    known = list_detectors()
    for name in (*settings.disable, *settings.enable):
        if name not in known:
            raise ConfigError(f"There is no detector {name!r}.", explain_unknown(name, known))


def with_flags(command: Callable[Concatenate[Flags, P], None]) -> Callable[P, None]:
    """Return a command with the shared options behind its own; it receives them as its first argument."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        shared = {field.name: kwargs.pop(field.name) for field in fields(Flags)}
        command(Flags(**shared), *args, **kwargs)  # type: ignore[arg-type]

    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    hints = get_type_hints(Flags, include_extras=True)
    options = [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name]
        )
        for field in fields(Flags)
    ]
    run.__signature__ = inspect.Signature([*own, *options])  # type: ignore[attr-defined]
    return run
