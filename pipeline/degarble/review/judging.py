"""The decisions that bear on a run, ready to be asked about its repairs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from degarble.decisions import read_all
from degarble.reports.lines import EntityTable
from degarble.review.rulings import Rulebook, Ruling, carry_out, judge_repair
from degarble.schema import Finding, Repair


@dataclass(frozen=True)
class Judge:
    """Tells where the findings of a repair stand; `entities` tell which names they are about."""

    entities: EntityTable
    book: Rulebook

    def judge(self, repair: Repair) -> list[Ruling]:
        """Return where the findings of a repair stand, in their order."""
        return judge_repair(repair, self.entities.list_names(repair), self.book)

    def carry_out(self, repair: Repair) -> Repair:
        """Return a repair as people decided it."""
        return carry_out(repair, self.judge(repair))

    def list_open(self, repair: Repair) -> tuple[Finding, ...]:
        """Return the findings of a repair that nobody rejected."""
        pairs = zip(repair.findings, self.judge(repair), strict=True)
        return tuple(finding for finding, ruling in pairs if not ruling.is_rejected)


def read_book(files: Iterable[str]) -> Rulebook:
    """Return the decisions of some files, later files last.

    Raises:
        ConfigError: a file cannot be read, or a line is no decision.
    """
    return Rulebook(read_all(files))
