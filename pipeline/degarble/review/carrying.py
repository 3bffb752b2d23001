"""Decisions carried from folder to folder: what a file brings, what it would change, where two people disagree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from degarble.decisions import sort_decisions
from degarble.review.deciding import add_decisions
from degarble.review.log import Decided, list_lines, list_standing
from degarble.review.rulings import Target, convert, target_of
from degarble.review.store import Store
from degarble.schema import Decision, NameDecision


class Prefer(StrEnum):
    """Whose decision holds where two disagree: the later one, that of the folder, or that of the file."""

    LATER = "later"
    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two decisions on one target that say different things, and which of them holds."""

    mine: Decided
    theirs: Decided
    kept: Decided


@dataclass(frozen=True, slots=True)
class Merge:
    """What a file of decisions did: those taken over, those known before, and the conflicts."""

    added: int
    known: int
    conflicts: tuple[Conflict, ...]


def export_decisions(store: Store) -> list[Decided]:
    """Return the decisions in force in the order of a file."""
    return sort_decisions(list_standing(store.link))


def import_decisions(store: Store, decisions: Iterable[Decided], prefer: Prefer = Prefer.LATER) -> Merge:
    """Take over decisions made elsewhere; of several on one target in the file the last counts.

    What was decided here later, or taken back here, is not decided again by reading the same file twice.

    Raises:
        DegarbleError: the store cannot be written.
    """
    incoming = {_target(item): item for item in decisions}
    standing = {_target(item): item for item in list_standing(store.link)}
    past = {_strip(line.decision) for line in list_lines(store.link, "judgement <> ''", ()) if line.decision}
    new = {target: item for target, item in incoming.items() if _strip(item) not in past}
    conflicts = [
        Conflict(standing[target], item, _choose(standing[target], item, prefer))
        for target, item in new.items()
        if target in standing and _says(standing[target]) != _says(item)
    ]
    lost = {_target(item.theirs) for item in conflicts if item.kept is item.mine}
    added = [item for target, item in new.items() if target not in lost and not _is_said(standing.get(target), item)]
    add_decisions(store, added)
    return Merge(len(added), len(incoming) - len(added) - len(lost), tuple(conflicts))


def _target(decision: Decided) -> Target:
    return target_of(convert(decision) if isinstance(decision, NameDecision) else decision)


def _strip(decision: Decided) -> Decided:
    """Return a decision without what is only for people."""
    return replace(decision, about="") if isinstance(decision, Decision) else decision


def _says(decision: Decided) -> tuple[str, str | None]:
    return decision.judgement.value, decision.replacement


def _is_said(standing: Decided | None, decision: Decided) -> bool:
    return standing is not None and _says(standing) == _says(decision)


def _choose(mine: Decided, theirs: Decided, prefer: Prefer) -> Decided:
    if prefer is Prefer.LATER:
        return theirs if theirs.when > mine.when else mine
    return mine if prefer is Prefer.MINE else theirs
