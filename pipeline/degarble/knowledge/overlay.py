"""A user's own names: `names.csv` and `names.jsonl` become entities, which go before those that are built in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import msgspec

from degarble.config import explain_unknown
from degarble.errors import KnowledgeError
from degarble.knowledge.assemble import read_sheet
from degarble.knowledge.cells import FORM_KINDS, KINDS
from degarble.knowledge.claims import Claim, check_claims
from degarble.knowledge.sheet import read_text
from degarble.knowledge.tables import Folder
from degarble.schema import Alias, Entity, NameKind

MISSPELLING = "misspelling"
OWN_FILES = ("names.csv", "names.jsonl")
_SHORT = 5


def read_own_names(file: Folder) -> tuple[Entity, ...]:
    """Return the names of a table (.csv, .tsv) or of JSON Lines (.jsonl).

    Raises:
        KnowledgeError: the file is missing or of another kind, or a line makes no sense.
    """
    if file.name.lower().endswith((".csv", ".tsv")):
        return read_sheet(file)[0]
    if file.name.lower().endswith(".jsonl"):
        return tuple(_read_lines(file))
    hint = "Use .csv, .tsv or .jsonl; `degarble names import FILE --out names.csv` reads what OpenRefine exports."
    raise KnowledgeError(f"{file}: not a list of names by its ending.", hint)


def read_pack_names(folder: Folder) -> Iterator[Entity]:
    """Yield the names of a pack's `names.csv` and `names.jsonl`, in its `names/` and beside it."""
    for place in (folder / "names", folder):
        for name in OWN_FILES:
            if (place / name).is_file():
                yield from read_own_names(place / name)


def lay_over(entities: Mapping[str, Entity], names: Iterable[Entity], *, is_report: bool = False) -> dict[str, Entity]:
    """Return entities with a user's names on top.

    One of the same id replaces ours; from a report, which tells of the forms in some articles only, it takes what is
    said there. A form of theirs that is not ambiguous is taken from all of ours of the same kind; one of ours that
    loses its canonical form goes.
    """
    own = {entity.id: entity for entity in names}
    taken = {_key(entity.kind, form) for entity in own.values() for form, ambiguous in _forms(entity) if not ambiguous}
    if is_report:
        own = {name: _add(entity, entities[name]) if name in entities else entity for name, entity in own.items()}
    left = (own.get(entity.id) or _without(entity, taken) for entity in entities.values())
    return {entity.id: entity for entity in left if entity is not None} | own


def _add(entity: Entity, ours: Entity) -> Entity:
    """Return one of ours under the canonical form of a report, with its new forms and its misspellings."""
    if entity.kind is not ours.kind:
        return entity
    wrong = {alias.form for alias in entity.aliases if alias.kind == MISSPELLING}
    known = {form for form, _ in _forms(ours)} - wrong
    kept = (Alias(ours.canonical, ambiguous=ours.ambiguous), *ours.aliases)
    added = (alias for alias in entity.aliases if alias.form not in known)
    aliases = (*(alias for alias in kept if alias.form in known), *added)
    return replace(
        ours,
        canonical=entity.canonical,
        aliases=tuple(alias for alias in aliases if alias.form != entity.canonical),
        ambiguous=ours.ambiguous if entity.canonical == ours.canonical else entity.ambiguous,
    )


def _without(entity: Entity, taken: set[tuple[NameKind, str]]) -> Entity | None:
    if _key(entity.kind, entity.canonical) in taken:
        return None
    aliases = tuple(alias for alias in entity.aliases if _key(entity.kind, alias.form) not in taken)
    return entity if aliases == entity.aliases else replace(entity, aliases=aliases)


def _key(kind: NameKind, form: str) -> tuple[NameKind, str]:
    # Long forms are found in a text whatever their capitals are; see `Knowledge.phrases`.
    return kind, form if len(form) < _SHORT else form.casefold()


def _forms(entity: Entity) -> Iterator[tuple[str, bool]]:
    yield entity.canonical, entity.ambiguous
    yield from ((alias.form, alias.ambiguous) for alias in entity.aliases)


def _read_lines(file: Folder) -> Iterator[Entity]:
    decoder = msgspec.json.Decoder(Entity)
    places: dict[str, str] = {}
    claims: list[Claim] = []
    for number, line in enumerate(read_text(file).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{file}, line {number}"
        try:
            entity = decoder.decode(line)
        except msgspec.DecodeError as error:
            raise KnowledgeError(
                f"{place}: {error}.", "Write one JSON object a line; see docs/knowledge.md."
            ) from error
        _check(entity, place)
        if entity.id in places:
            raise KnowledgeError(
                f"{place}: the id {entity.id!r} again, after {places[entity.id]}.", "Leave one of them."
            )
        places[entity.id] = f"line {number}"
        claims.extend(_list_claims(entity, place))
        yield entity
    check_claims(claims)


def _check(entity: Entity, place: str) -> None:
    if not entity.id or not entity.canonical.strip() or not all(alias.form.strip() for alias in entity.aliases):
        raise KnowledgeError(f"{place}: an id, canonical or form is empty.", "Fill it, or leave the form out.")
    for kind, known in ((entity.kind.value, KINDS), *((alias.kind, FORM_KINDS) for alias in entity.aliases)):
        if kind not in known:
            raise KnowledgeError(f"{place}: unknown kind {kind!r}.", explain_unknown(kind, known))
    for first, last in (entity.valid, *((role.since, role.until) for role in entity.roles)):
        for year in (first, last):
            if year is not None and not 0 < year < 10_000:
                raise KnowledgeError(f"{place}: {year} is not a year.", "Write a year such as 2014, or null.")
        if first is not None and last is not None and first > last:
            raise KnowledgeError(f"{place}: it begins in {first} and ends before, in {last}.", "Exchange the years.")


def _list_claims(entity: Entity, place: str) -> Iterator[Claim]:
    for alias in (Alias(entity.canonical, ambiguous=entity.ambiguous), *entity.aliases):
        is_shared = alias.ambiguous or alias.kind == "literal"
        yield Claim(entity.kind, alias.form, entity.id, entity.canonical, place, is_shared)
