"""Names as people decided them: merged, split, renamed before the run is made anew. Pure but for reading the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from degarble.folding import fold
from degarble.reports.sheet import Form, Name
from degarble.review.log import list_standing
from degarble.review.store import Store
from degarble.schema import Judgement, NameDecision, Scope


def list_names(store: Store) -> list[Name]:
    """Return the names of the run as they were linked."""
    rows = store.link.execute("select body from names order by number")
    return [msgspec.json.decode(row[0], type=Name) for row in rows]


def list_name_decisions(store: Store) -> list[NameDecision]:
    """Return the decisions on names in force, in the order they were made."""
    return [item for item in list_standing(store.link, "d.form <> ''") if isinstance(item, NameDecision)]


def decide_names(names: Sequence[Name], decisions: Iterable[NameDecision]) -> list[Name]:
    """Return names as decisions that hold in all documents merge, split and rename them, one after the other."""
    decided = list(names)
    for decision in decisions:
        if decision.scope is Scope.EVERYWHERE:
            decided = _decide(decided, decision)
    return decided


def _decide(names: list[Name], decision: NameDecision) -> list[Name]:
    if decision.judgement is Judgement.REJECT:
        return [piece for name in names for piece in _split(name, decision)]
    if decision.judgement is Judgement.UNSURE:
        return names
    joined = [name for name in names if _has(name, decision.form) or _has(name, decision.name)]
    if not joined:
        return names
    main = next((name for name in joined if fold(name.canonical) == fold(decision.name)), joined[0])
    merged = _merge(main, joined)
    if decision.judgement is Judgement.EDIT and decision.replacement:
        merged = msgspec.structs.replace(merged, canonical=decision.replacement)
    return [merged if name is main else name for name in names if name is main or name not in joined]


def _has(name: Name, form: str) -> bool:
    wanted = fold(form)
    return fold(name.canonical) == wanted or any(fold(item.text) == wanted for item in name.forms)


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
