"""Which name a form belongs to: in one list a form cannot stand for two names unless it says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from degarble.errors import KnowledgeError
from degarble.schema import NameKind


@dataclass(frozen=True, slots=True)
class Claim:
    """A form, whose it is and where that is written; `is_shared` when others may have it too."""

    kind: NameKind
    form: str
    owner: str
    canonical: str
    place: str
    is_shared: bool = False


def find_clashes(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield each claim on a form that another name of the same kind has, after that name's claim.

    A literal translation is shared by nature (`the Greens`), so those who read lists mark it so.
    """
    first: dict[tuple[NameKind, str], Claim] = {}
    for claim in claims:
        if not claim.is_shared:
            before = first.setdefault((claim.kind, claim.form), claim)
            if before.owner != claim.owner:
                yield before, claim


def check_claims(claims: Iterable[Claim]) -> None:
    """Prove that no form belongs to two names.

    Raises:
        KnowledgeError: a form does.
    """
    for before, claim in find_clashes(claims):
        raise KnowledgeError(
            f"{claim.place}: the form {claim.form!r} is {claim.canonical!r} ({claim.owner}) here and "
            f"{before.canonical!r} ({before.owner}) in {before.place.rpartition(', ')[2]}.",
            "Give it to one of them, or mark it as ambiguous in both.",
        )
