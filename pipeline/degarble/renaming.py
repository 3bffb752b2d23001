"""Copies of a folder in which only the names are repaired, for whoever counts or links them afterwards."""

from __future__ import annotations

from pathlib import Path

from degarble.edits import withdraw
from degarble.link import Names
from degarble.reports.atomic import write_bytes
from degarble.run import open_judge
from degarble.schema import Kind
from degarble.stages import Run

NAME_KINDS = frozenset((Kind.NAME_LITERAL, Kind.NAME_VARIANT, Kind.NAME_ORGANISATION, Kind.NAME_ACRONYM))


def apply_names(run: Run, names: Names, out: Path) -> int:
    """Write a copy of each file of a run into `out` with its names repaired, as far as the level of the settings goes.

    Everything else stays byte for byte. Returns how many repairs were applied.
    """
    applied, judge = 0, open_judge(names, run.knowledge, run.settings)
    for source, repairs in run.repair(names, NAME_KINDS):
        decided = [withdraw(judge.carry_out(repair), source) for repair in repairs]
        data, done = run.edit(source, decided)
        write_bytes(out / source.id, data)
        applied += sum(len(repair.applied) for repair in done)
    return applied
