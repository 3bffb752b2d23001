"""OpenRefine: the JSON of its button `Export clusters`, and the mass edits of an operation history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from math import sqrt
from pathlib import Path

import msgspec

from degarble.errors import InputError
from degarble.exchange.listing import Listing, list_forms
from degarble.knowledge.cells import clean, make_id
from degarble.schema import Alias, Entity, NameKind

MASS_EDIT = "core/mass-edit"
Forms = Counter[str]


class _Choice(msgspec.Struct, frozen=True):
    v: str
    c: int = 0


class _Cluster(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    edit: bool = False
    choices: Sequence[_Choice]
    value: str
    size: int = 0
    row_count: int = 0
    # OpenRefine calls the standard deviation so, and writes null where rounding made it no number.
    avg: float | None = 0.0
    variance: float | None = 0.0


class _Export(msgspec.Struct, frozen=True, rename="camel"):
    project_name: str = ""
    column_name: str = ""
    time_stamp: str = ""
    cluster_method: str = ""
    keying_function: str = ""
    clusters: Sequence[_Cluster] = msgspec.field(default=())


class _Edit(msgspec.Struct, frozen=True):
    to: str
    sources: Sequence[str] = msgspec.field(name="from", default=())


class _Operation(msgspec.Struct, frozen=True, rename="camel"):
    op: str
    column_name: str = ""
    edits: Sequence[_Edit] = ()


def read_clusters(file: Path, kind: NameKind, *, everything: bool = False) -> Listing:
    """Return the names of an OpenRefine file: a cluster's value is canonical, its choices are the forms.

    Clusters nobody accepted are left out, unless `everything` is asked for or none is accepted.

    Raises:
        InputError: the file cannot be read, or is nothing OpenRefine writes.
    """
    try:
        content = msgspec.json.decode(file.read_bytes().removeprefix(b"\xef\xbb\xbf"), type=_Export | list[_Operation])
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}.", "Name a file that is there.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        hint = "Use the button `Export clusters` of `Cluster and edit`, or `Extract` under `Undo / Redo`."
        raise InputError(f"{file}: not from OpenRefine: {error}.", hint) from error
    if isinstance(content, list):
        found = _replay(content)
    else:
        found = _collect(content.clusters, str(file), everything=everything)
    if not found:
        raise InputError(f"{file}: no cluster and no mass edit in it.", "Export it again after clustering a column.")
    return _make_listing(found, kind)


def _collect(clusters: Sequence[_Cluster], file: str, *, everything: bool) -> dict[str, Forms]:
    accepted = [cluster for cluster in clusters if cluster.edit]
    names: dict[str, Forms] = {}
    for number, cluster in enumerate(clusters if everything or not accepted else accepted, 1):
        canonical = clean(cluster.value)
        if not canonical:
            raise InputError(
                f"{file}: cluster {number} has no value.", "Give it a new cell value, or do not select it."
            )
        forms = names.setdefault(canonical, Counter())
        for choice in cluster.choices:
            if clean(choice.v):
                forms[clean(choice.v)] += choice.c
    return names


def _replay(operations: Iterable[_Operation]) -> dict[str, Forms]:
    """Return what mass edits made of each value, one after the other: what became B becomes C when B does."""
    columns: dict[str, dict[str, str]] = {}
    for operation in operations:
        if operation.op == MASS_EDIT:
            made = columns.setdefault(operation.column_name, {})
            for edit in operation.edits:
                _apply(made, edit)
    names: dict[str, Forms] = {}
    for made in columns.values():
        for form, canonical in made.items():
            if canonical:
                names.setdefault(canonical, Counter())[form] = 0
    return names


def _apply(made: dict[str, str], edit: _Edit) -> None:
    to, sources = clean(edit.to), {clean(source) for source in edit.sources} - {""}
    for form, canonical in made.items():
        if canonical in sources:
            made[form] = to
    made.update({form: to for form in sorted(sources) if form not in made})


def _make_listing(names: Mapping[str, Forms], kind: NameKind) -> Listing:
    claims = Counter(form for canonical, forms in names.items() for form in {canonical, *forms})
    shared = {form for form, count in claims.items() if count > 1}
    entities: list[Entity] = []
    counts: dict[tuple[str, str], int] = {}
    taken: set[str] = set()
    for canonical, forms in names.items():
        name = make_id(canonical, taken)
        taken.add(name)
        aliases = tuple(Alias(form, ambiguous=form in shared) for form in forms if form != canonical)
        entities.append(Entity(name, kind, canonical, aliases, ambiguous=canonical in shared))
        counts.update({(name, form): count for form, count in forms.items()})
    return Listing(tuple(entities), counts)


def format_clusters(listing: Listing, when: datetime) -> Iterator[str]:
    """Yield the JSON of `Export clusters`, every cluster accepted; a form nobody counted has the count 0."""
    stamp = when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    clusters = [_make_cluster(entity, listing.counts) for entity in listing.entities]
    yield msgspec.json.encode(_Export("degarble", "name", stamp, "degarble", "names", clusters)).decode() + "\n"


def _make_cluster(entity: Entity, counts: Mapping[tuple[str, str], int]) -> _Cluster:
    forms = list(dict.fromkeys(list_forms(entity)))
    if any((entity.id, form) in counts for form in forms) and (entity.id, entity.canonical) not in counts:
        forms.remove(entity.canonical)  # The source had it as the new value only.
    choices = [_Choice(form, counts.get((entity.id, form), 0)) for form in forms]
    choices.sort(key=lambda choice: -choice.c)
    # A JavaScript program counts UTF-16 units.
    lengths = [len(choice.v.encode("utf-16-le")) // 2 for choice in choices]
    mean = sum(lengths) / len(lengths)
    spread = sqrt(max(0.0, sum(length * length for length in lengths) / len(lengths) - mean * mean))
    return _Cluster(
        edit=True,
        choices=choices,
        value=entity.canonical,
        size=len(choices),
        row_count=sum(choice.c for choice in choices),
        avg=mean,
        variance=spread,
    )
