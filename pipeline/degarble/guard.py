"""What commands have in common: how they end, and what they show instead of working."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from degarble.errors import DegarbleError
from degarble.flags import Flags

P = ParamSpec("P")
Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="Files and folders; `-` is standard input.")]


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Return a command that ends with a message and exit code 2 on an error, 130 on Ctrl-C."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except DegarbleError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            typer.echo("Interrupted; what is done is kept.", err=True)
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # The reader went away (`| head`): nothing to say, and nothing more to flush at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(141) from None

    return run


def show_instead(flags: Flags, paths: list[str], out: Path | None = None) -> bool:
    """Print the settings or the files if that is asked for, and tell whether it was."""
    if flags.dump_config:
        from degarble.config import dump_settings

        typer.echo(dump_settings(flags.settle(paths[0])), nl=False)
    elif flags.files:
        from degarble.corpus import list_files

        for file in list_files(paths, flags.settle(paths[0]), out):
            typer.echo(file.id)
    return flags.dump_config or flags.files


def fail_if(condition: object, code: int) -> None:
    """End with an exit code if the condition holds."""
    if condition:
        raise typer.Exit(code)
