"""What the cells of a table of names hold: its columns, clean text, lists, offices with their years, ids."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from degarble.schema import NameKind, Role

COLUMNS = (
    "id", "kind", "canonical", "form", "form_kind", "lang", "country", "since", "until", "not_same_as", "qid",
    "ambiguous", "roles",
)  # fmt: skip
ALSO = {"name": "canonical", "variant": "form", "entity": "id", "relation": "form_kind"}
# `degarble names` writes them, and they say nothing a person decides; `cluster` marks such a table.
REPORTED = ("cluster", "count", "documents", "level", "score", "evidence")
KINDS = tuple(kind.value for kind in NameKind if kind not in (NameKind.ACRONYM, NameKind.DEMONYM))
FORM_KINDS = (
    "spelling", "translit", "native", "acronym", "translation", "literal", "exonym", "demonym", "misspelling",
)  # fmt: skip
RELATIONS = {"": "spelling", "canonical": "spelling", "variant": "spelling", "inflected": "spelling"}

_YEARS = re.compile(r"(?P<title>.*\S)\s+(?P<since>[0-9]{1,4})?[-–](?P<until>[0-9]{1,4})?", re.DOTALL)
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


def clean(text: str) -> str:
    """Return text in Unicode NFC without space around it and with single spaces inside.

    >>> clean(" Jane  Doe ")
    'Jane Doe'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def join_parts(parts: Iterable[str], separator: str) -> str:
    r"""Return parts as one cell; a separator inside a part is written `\;`."""
    space = " " if separator == ";" else ""
    return f"{separator}{space}".join(part.replace("\\", "\\\\").replace(separator, f"\\{separator}") for part in parts)


def split_parts(cell: str, separator: str) -> tuple[str, ...]:
    r"""Return the parts of a cell that are not empty.

    >>> split_parts(r"a; b\;c", ";")
    ('a', 'b;c')
    """
    parts = re.findall(rf"(?:\\.|[^{re.escape(separator)}])+", cell, re.DOTALL)
    return tuple(re.sub(r"\\(.)", r"\1", part.strip(), flags=re.DOTALL) for part in parts if part.strip())


def format_roles(roles: Iterable[Role]) -> str:
    """Return offices as one cell: `title 2014-2019; title 2020-`."""
    return join_parts(map(_format_role, roles), ";")


def _format_role(role: Role) -> str:
    # A title that ends like years gets empty years behind it, so that it is read as it was.
    if (role.since, role.until) == (None, None) and not _YEARS.fullmatch(role.title):
        return role.title
    first, last = ("" if year is None else str(year) for year in (role.since, role.until))
    return f"{role.title} {first}-{last}"


def parse_roles(cell: str) -> tuple[Role, ...]:
    """Return the offices of a cell.

    >>> parse_roles("minister 2014-2019; president 2020-")[1]
    Role(title='president', since=2020, until=None)
    """
    return tuple(map(_parse_role, split_parts(cell, ";")))


def _parse_role(text: str) -> Role:
    match = _YEARS.fullmatch(text)
    if match is None:
        return Role(text)
    first, last = match["since"], match["until"]
    return Role(match["title"], int(first) if first else None, int(last) if last else None)


def make_id(name: str, taken: Iterable[str] = ()) -> str:
    """Return an id for a name that is not among those taken.

    >>> make_id("İbrahim Kalın", ["ibrahim-kalin"])
    'ibrahim-kalin-2'
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN))
    words = re.findall(r"[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char)))
    # Nothing is left of a name in another script: any id will do that is the same each time.
    stem = "-".join(words) or f"name-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found
