"""A group of commands one of which needs no name: `degarble names FOLDER` beside `degarble names export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click.core import Context

DEFAULT = "list"


class DefaultGroup(TyperGroup):
    """Runs its command `list` on arguments that begin with no command's name, so `--help` is that command's too."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Return what is left of the arguments for the command."""
        if not args or args[0] not in self.commands:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)
