"""Files of decisions: JSON Lines, one decision a line, on findings and on names; fit to commit and to send on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from degarble.errors import ConfigError
from degarble.schema import Decision, NameDecision

Decided = Decision | NameDecision


class _Shape(msgspec.Struct):
    """What tells the two kinds of lines apart."""

    key: str = ""
    form: str = ""


def read_decisions(file: Path) -> list[Decided]:
    """Return the decisions of a file in the order of its lines.

    Raises:
        ConfigError: the file cannot be read, or a line is no decision.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        hint = "Name a file that `degarble decisions export` or `degarble names decide` wrote."
        raise ConfigError(f"{file}: cannot be read: {error}.", hint) from error
    return [_decode(line, f"{file}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]


def read_all(files: Iterable[str]) -> list[Decided]:
    """Return the decisions of several files, later files last.

    Raises:
        ConfigError: a file cannot be read, or a line is no decision.
    """
    return [item for file in files for item in read_decisions(Path(file))]


def _decode(line: str, place: str) -> Decided:
    try:
        is_finding = bool(msgspec.json.decode(line, type=_Shape).key)
        return msgspec.json.decode(line, type=Decision) if is_finding else msgspec.json.decode(line, type=NameDecision)
    except msgspec.MsgspecError as error:
        raise ConfigError(f"{place}: {error}.", "Each line is one decision; see docs/outputs.md.") from error


def encode_decisions(decisions: Iterable[Decided]) -> Iterator[str]:
    """Yield decisions as JSON Lines."""
    return (msgspec.json.encode(decision).decode() + "\n" for decision in decisions)


def sort_decisions(decisions: Iterable[Decided]) -> list[Decided]:
    """Return decisions in the order of a file: those on names first, each kind by what it is about."""
    return sorted(decisions, key=_order)


def _order(decision: Decided) -> tuple[str, ...]:
    if isinstance(decision, NameDecision):
        return "", decision.name, decision.form, decision.scope, decision.document
    return "finding", decision.about, decision.key, decision.scope, decision.document, decision.place
