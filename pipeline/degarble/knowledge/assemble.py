"""The rows of a table of names become entities: one row for each form, rows of one name together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from degarble.config import explain_unknown
from degarble.knowledge.cells import FORM_KINDS, KINDS, RELATIONS, make_id, parse_roles, split_parts
from degarble.knowledge.claims import Claim, check_claims, find_clashes
from degarble.knowledge.sheet import read_rows
from degarble.knowledge.tables import Folder, Row
from degarble.schema import Alias, Entity, NameKind

PERSON = NameKind.PERSON.value
YEAR = re.compile(r"(?!0+$)[0-9]{1,4}")
TRUTH = {"": False, "false": False, "0": False, "true": True, "1": True}


def read_sheet(file: Folder) -> tuple[tuple[Entity, ...], Counter[tuple[str, str]]]:
    """Return the names of a table, and how often each form was counted, by id and form.

    Raises:
        KnowledgeError: a row makes no sense, or contradicts another.
    """
    groups = _name_groups(_group(map(_check, _take(read_rows(file)))))
    shared = _share(groups)
    counts = Counter[tuple[str, str]]()
    for name, rows in groups.items():
        counts.update({(name, row["form"]): int(row["count"]) for row in rows if row["count"].isdecimal()})
    return tuple(_assemble(name, rows, shared) for name, rows in groups.items()), counts


def _take(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield rows under the kinds a name can have: what `degarble names` calls an acronym names an organisation."""
    listed = list(rows)
    kinds = {row["id"]: row["kind"] for row in listed if row["id"] and row["kind"]}
    for row in listed:
        kind = (row["kind"] or kinds.get(row["id"], PERSON)).upper()
        if row["cluster"] and kind == NameKind.DEMONYM.value:
            continue  # A people is no name of these lists: `demonyms.tsv` has them.
        if row["cluster"] and kind == NameKind.ACRONYM.value:
            kind = NameKind.ORGANISATION.value
        form_kind = row["form_kind"].lower()
        yield replace(row, cells=row.cells | {"kind": kind, "form_kind": RELATIONS.get(form_kind, form_kind)})


def _check(row: Row) -> Row:
    for column in ("canonical", "form"):
        if not row[column]:
            raise row.error(f"{column} is empty.", "Fill the cell, or delete the row.")
    for column, known in (("kind", KINDS), ("form_kind", FORM_KINDS)):
        if row[column] not in known:
            raise row.error(f"unknown {column} {row[column]!r}.", explain_unknown(row[column], known))
    if row["ambiguous"].lower() not in TRUTH:
        raise row.error(f"ambiguous is {row['ambiguous']!r}.", "Write true or false, or leave it empty.")
    _check_years(row, _year(row, "since"), _year(row, "until"))
    for role in parse_roles(row["roles"]):
        _check_years(row, role.since, role.until)
    return row


def _year(row: Row, column: str) -> int | None:
    cell = row[column]
    if not cell:
        return None
    if not YEAR.fullmatch(cell):
        raise row.error(f"{column} is {cell!r}, not a year.", "Write a year such as 2014, or leave it empty.")
    return int(cell)


def _check_years(row: Row, since: int | None, until: int | None) -> None:
    if since is not None and until is not None and since > until:
        raise row.error(f"it begins in {since} and ends before, in {until}.", "Exchange the years.")


def _group(rows: Iterator[Row]) -> dict[tuple[str, ...], list[Row]]:
    """Return the rows of each name: those of one id, and without an id those of one canonical form and kind."""
    listed = list(rows)
    owners: dict[tuple[str, str], str] = {}
    for row in listed:
        if row["id"]:
            owners.setdefault((row["canonical"], row["kind"]), row["id"])
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in listed:
        name = (row["canonical"], row["kind"])
        owner = row["id"] or owners.get(name, "")
        groups.setdefault((owner,) if owner else name, []).append(row)
    return groups


def _name_groups(groups: Mapping[tuple[str, ...], list[Row]]) -> dict[str, list[Row]]:
    """Return the groups by id; one without an id is called after its cluster or its canonical form."""
    taken = {key[0] for key in groups if len(key) == 1}
    named = {}
    for key, rows in groups.items():
        name = key[0]
        if len(key) > 1:
            cluster = rows[0]["cluster"]
            name = cluster if cluster and cluster not in taken else make_id(key[0], taken)
            taken.add(name)
        named[name] = rows
    return named


def _share(groups: Mapping[str, Sequence[Row]]) -> set[tuple[str, str]]:
    """Return the (kind, form) pairs several names have, where `degarble names` listed them; else they are an error."""
    claims = [_claim(name, row) for name, rows in groups.items() for row in rows]
    if any(row["cluster"] for rows in groups.values() for row in rows):
        return {(claim.kind.value, claim.form) for _, claim in find_clashes(claims)}
    check_claims(claims)
    return set()


def _claim(name: str, row: Row) -> Claim:
    place = f"{row.file}, line {row.line}"
    is_literal = row["form_kind"] == "literal" and row["form"] != row["canonical"]
    is_shared = is_literal or TRUTH[row["ambiguous"].lower()]
    return Claim(NameKind(row["kind"]), row["form"], name, row["canonical"], place, is_shared)


def _assemble(name: str, rows: Sequence[Row], shared: set[tuple[str, str]]) -> Entity:
    since, until = (_year(_agree(rows, column), column) for column in ("since", "until"))
    _check_years(_agree(rows, "until"), since, until)
    return Entity(
        id=name,
        kind=NameKind(_agree(rows, "kind")["kind"]),
        canonical=_agree(rows, "canonical")["canonical"],
        aliases=_list_aliases(rows, shared),
        country=_agree(rows, "country")["country"],
        valid=(since, until),
        not_same_as=split_parts(_agree(rows, "not_same_as")["not_same_as"], "|"),
        qid=_agree(rows, "qid")["qid"] or None,
        roles=parse_roles(_agree(rows, "roles")["roles"]),
        ambiguous=any(row["form"] == row["canonical"] and _is_ambiguous(row, shared) for row in rows),
    )


def _list_aliases(rows: Sequence[Row], shared: set[tuple[str, str]]) -> tuple[Alias, ...]:
    """Return the forms besides the canonical one."""
    aliases = (
        Alias(row["form"], row["lang"], row["form_kind"], _is_ambiguous(row, shared))
        for row in rows
        if row["form"] != row["canonical"]
    )
    return tuple(dict.fromkeys(aliases))


def _is_ambiguous(row: Row, shared: set[tuple[str, str]]) -> bool:
    return TRUTH[row["ambiguous"].lower()] or (row["kind"], row["form"]) in shared


def _agree(rows: Sequence[Row], column: str) -> Row:
    """Return the first row that fills a column, in which all rows of a name agree that do."""
    first = next((row for row in rows if row[column]), rows[0])
    for row in rows:
        if row[column] and row[column] != first[column]:
            raise row.error(
                f"{column} is {row[column]!r} here and {first[column]!r} in line {first.line}, and both rows are of "
                f"the name {first['id'] or first['canonical']!r}.",
                "Write the same in both, or give one of the rows another id.",
            )
    return first
