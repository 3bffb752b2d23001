"""What people decided about names: that two forms are one name, or are not; kept, handed on, applied again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from degarble.decisions import encode_decisions, read_decisions
from degarble.errors import ConfigError
from degarble.folding import fold
from degarble.schema import Entity, Judgement, NameDecision, Scope

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions on pairs of a form and a name, found by both in any order; the last one on a pair holds."""

    by_pair: Mapping[Pair, NameDecision] = field(default_factory=dict)

    def find(self, one: str, two: str, document: str = "") -> NameDecision | None:
        """Return the decision on two forms, if it reaches a document."""
        decision = self.by_pair.get(make_pair(one, two)) if self.by_pair else None
        if decision is None or (document and not _reaches(decision, document)):
            return None
        return decision

    def parts(self, one: str, two: str, document: str = "") -> bool:
        """Tell whether two forms were decided not to be one name."""
        decision = self.find(one, two, document)
        return decision is not None and decision.judgement is Judgement.REJECT

    def joins(self, one: str, two: str, document: str = "") -> bool:
        """Tell whether two forms were decided to be one name."""
        decision = self.find(one, two, document)
        return decision is not None and decision.judgement in (Judgement.ACCEPT, Judgement.EDIT)

    def list_joined(self) -> list[Pair]:
        """Return the pairs of folded forms that are one name everywhere."""
        return [pair for pair, item in self.by_pair.items() if self.joins(*pair) and item.scope is Scope.EVERYWHERE]

    def list_parted(self, entities: Iterable[Entity]) -> frozenset[tuple[str, str]]:
        """Return (folded form, entity id) of the forms that are not the names of entities they were taken for."""
        pairs = [pair for pair, item in self.by_pair.items() if item.judgement is Judgement.REJECT]
        others: dict[str, list[str]] = {}
        for one, two in pairs:
            others.setdefault(one, []).append(two)
            others.setdefault(two, []).append(one)
        if not others:
            return frozenset()
        named = ((entity.id, form) for entity in entities for form in {fold(entity.canonical)} if form in others)
        return frozenset((form, name) for name, canonical in named for form in others[canonical])

    def replacement(self, forms: Iterable[str]) -> str:
        """Return the form a person gave the name of some forms; empty when nobody did."""
        wanted = {fold(form) for form in forms}
        given = (
            item.replacement
            for pair, item in self.by_pair.items()
            if item.judgement is Judgement.EDIT and item.replacement and wanted.issuperset(pair)
        )
        return next(given, "") or ""


def make_pair(one: str, two: str) -> Pair:
    """Return two forms, folded, in one order: what a decision on names is about."""
    first, second = fold(one), fold(two)
    return (first, second) if first <= second else (second, first)


def _reaches(decision: NameDecision, document: str) -> bool:
    return decision.scope is Scope.EVERYWHERE or decision.document == document


def collect(decisions: Iterable[NameDecision]) -> Decided:
    """Return decisions ready to be asked; a later one on the same pair replaces an earlier one."""
    return Decided({make_pair(item.form, item.name): item for item in decisions})


def read_name_decisions(file: Path) -> list[NameDecision]:
    """Return the decisions on names in a file.

    Raises:
        ConfigError: the file cannot be read, or a line is no decision.
    """
    return [item for item in read_decisions(file) if isinstance(item, NameDecision)]


def make_decision(
    form: str, name: str, judgement: str, *, write: str = "", document: str = "", who: str = "", note: str = ""
) -> NameDecision:
    """Return a decision of today; with `write` it is an edit, with `document` it holds only there.

    Raises:
        ConfigError: a form is empty.
    """
    if not form.strip() or not name.strip():
        raise ConfigError("A form is empty.", "Give the form a text has and the name it is, or is not.")
    return NameDecision(
        form=form,
        name=name,
        judgement=Judgement.EDIT if write else Judgement(judgement),
        replacement=write or None,
        scope=Scope.DOCUMENT if document else Scope.EVERYWHERE,
        document=document,
        who=who,
        when=date.today().isoformat(),
        note=note,
    )


def append_decision(file: Path, decision: NameDecision) -> None:
    """Add a decision to a file, which is made if it is not there.

    Raises:
        ConfigError: the file cannot be written, or holds something else.
    """
    if file.exists():
        read_decisions(file)
    try:
        with file.open("a", encoding="utf-8") as lines:
            lines.writelines(encode_decisions((decision,)))
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written: {error}.", "Name a file in a folder of yours.") from error


def load_decided(files: Sequence[str]) -> Decided:
    """Return the decisions of several files, later files last."""
    return collect(decision for file in files for decision in read_name_decisions(Path(file)))
