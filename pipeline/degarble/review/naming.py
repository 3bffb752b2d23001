"""Names as people decided them: merged, split, renamed before the run is made anew. Pure but for reading the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

import msgspec

from degarble.folding import fold
from degarble.reports.sheet import Form, Name
from degarble.review.log import list_standing
from degarble.review.store import Store
from degarble.schema import Judgement, NameDecision, Scope

_Placed = tuple[int, Name]


def list_names(store: Store) -> list[Name]:
    """Return the names of the run as they were linked."""
    rows = store.link.execute("select body from names order by number")
    return [msgspec.json.decode(row[0], type=Name) for row in rows]


def list_name_decisions(store: Store) -> list[NameDecision]:
    """Return the decisions on names in force, in the order they were made."""
    return [item for item in list_standing(store.link, "d.form <> ''") if isinstance(item, NameDecision)]


def decide_names(names: Sequence[Name], decisions: Iterable[NameDecision]) -> list[Name]:
    """Return names as decisions that hold in all documents merge, split and rename them, one after the other."""
    wide = [item for item in decisions if item.scope is Scope.EVERYWHERE]
    about = {fold(form) for item in wide for form in (item.form, item.name)}
    # Most names nobody said anything about: only the others are looked through for each decision.
    decided: list[_Placed] = []
    rest: list[_Placed] = []
    for placed in enumerate(names):
        (rest if about.isdisjoint(_list_forms(placed[1])) else decided).append(placed)
    for decision in wide:
        decided = _decide(decided, decision)
    return [name for _, name in sorted([*decided, *rest], key=itemgetter(0))]


def _decide(names: list[_Placed], decision: NameDecision) -> list[_Placed]:
    if decision.judgement is Judgement.REJECT:
        return [(place, piece) for place, name in names for piece in _split(name, decision)]
    if decision.judgement is Judgement.UNSURE:
        return names
    pair = {fold(decision.form), fold(decision.name)}
    joined = [item for item in names if not pair.isdisjoint(_list_forms(item[1]))]
    if not joined:
        return names
    main = next((item for item in joined if fold(item[1].canonical) == fold(decision.name)), joined[0])
    merged = _merge(main[1], [name for _, name in joined])
    if decision.judgement is Judgement.EDIT and decision.replacement:
        merged = msgspec.structs.replace(merged, canonical=decision.replacement)
    return [(main[0], merged) if item is main else item for item in names if item is main or item not in joined]


def _list_forms(name: Name) -> Iterator[str]:
    yield fold(name.canonical)
    yield from (fold(form.text) for form in name.forms)


def _merge(main: Name, names: Sequence[Name]) -> Name:
    forms = [*main.forms, *(form for name in names if name is not main for form in map(_as_variant, name.forms))]
    return msgspec.structs.replace(main, forms=forms)


def _as_variant(form: Form) -> Form:
    return msgspec.structs.replace(form, relation="variant") if form.relation == "canonical" else form


def _split(name: Name, decision: NameDecision) -> list[Name]:
    """Return a name without the form that is not it, and that form as a name of its own."""
    pair = {fold(decision.form), fold(decision.name)}
    rest = pair - {fold(name.canonical)}
    if len(rest) != 1 or not rest < pair:
        return [name]
    off = [form for form in name.forms if fold(form.text) in rest]
    if not off or len(off) == len(name.forms):
        return [name]
    own = [msgspec.structs.replace(form, relation="canonical" if form is off[0] else form.relation) for form in off]
    kept = [form for form in name.forms if form not in off]
    return [
        msgspec.structs.replace(name, forms=kept),
        Name(off[0].text, name.kind, "", None, 1.0, own),
    ]
