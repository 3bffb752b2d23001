"""Which field of a record is the text, the id, the title or the date: by name, else guessed, and told."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from degarble.errors import InputError
from degarble.formats.limits import ReadOptions

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MIN_TEXT = 20
_MAX_ID = 120


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Field names we know, most telling first; `meta` maps a key of `Document.meta` to its names."""

    text: tuple[str, ...]
    id: tuple[str, ...]
    title: tuple[str, ...]
    date: tuple[str, ...]
    meta: Mapping[str, tuple[str, ...]]

    @property
    def all(self) -> frozenset[str]:
        """Return every known name."""
        return frozenset(
            (*self.text, *self.id, *self.title, *self.date, *(n for names in self.meta.values() for n in names))
        )


@dataclass(frozen=True, slots=True)
class Fields:
    """The field names of one file; empty where it has none."""

    text: str
    id: str = ""
    title: str = ""
    date: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    guess: str = ""


@cache
def load_names() -> KnownNames:
    """Return the known field names of `fields.toml`."""
    table = tomllib.loads(files(__package__).joinpath("fields.toml").read_text(encoding="utf-8"))
    lists = {key: tuple(table[key]) for key in ("text", "id", "title", "date")}
    return KnownNames(**lists, meta={key: tuple(names) for key, names in table["meta"].items()})


def normalize_name(name: str) -> str:
    """Return a field name as the known names are written.

    >>> normalize_name(" Article-Body")
    'article_body'
    """
    return re.sub(r"[\s-]+", "_", name.strip().lower())


def choose_fields(
    columns: Sequence[str], samples: Mapping[str, Sequence[str]], options: ReadOptions, name: str
) -> Fields:
    """Choose the fields of a file from its column names and some values of each.

    The text field is the one asked for, else the first known name that holds text, else the longest on average. Raises
    InputError where a field asked for is missing or none looks like text.
    """
    names = load_names()
    text = _find_asked(columns, options.text_field, name)
    guess = ""
    if not text:
        text = _find_known(columns, names.text, samples) or _find_longest(samples, name, columns)
        guess = f"the text is read from {text!r} (guessed among: {', '.join(columns)})"
    rest = [column for column in columns if column != text]
    return Fields(
        text=text,
        id=_find_asked(columns, options.id_field, name) or _find_known(rest, names.id),
        title=_find_asked(columns, options.title_field, name) or _find_known(rest, names.title),
        date=_find_asked(columns, options.date_field, name) or _find_known(rest, names.date),
        meta=tuple((key, column) for key, known in names.meta.items() if (column := _find_known(rest, known))),
        guess=guess,
    )


def _find_asked(columns: Sequence[str], asked: str, name: str) -> str:
    if not asked or asked in columns:
        return asked
    folded = [column for column in columns if normalize_name(column) == normalize_name(asked)]
    if not folded:
        raise InputError(f"{name}: there is no field {asked!r}.", f"The fields are: {', '.join(columns)}.")
    return folded[0]


def _find_known(
    columns: Iterable[str], known: Sequence[str], samples: Mapping[str, Sequence[str]] | None = None
) -> str:
    by_name: dict[str, str] = {}
    for column in columns:
        if samples is None or any(value.strip() for value in samples.get(column, ())):
            by_name.setdefault(normalize_name(column), column)
    return next((by_name[name] for name in known if name in by_name), "")


def _find_longest(samples: Mapping[str, Sequence[str]], name: str, columns: Sequence[str]) -> str:
    averages = {column: sum(map(len, values)) / len(values) for column, values in samples.items() if values}
    best = max(averages, key=lambda column: averages[column], default="")
    if not best or averages[best] < _MIN_TEXT:
        hint = f"Name the text field; the fields are: {', '.join(columns)}."
        raise InputError(f"{name}: no field looks like text.", hint)
    return best


class RecordIds:
    """Give each record of a file its own document id: the record's, else its number; a repeated one is counted on."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._used: dict[str, int] = {}

    def assign(self, value: str, number: int) -> str:
        """Return `source#value`, unlike all before; `number` is the 1-based record number."""
        name = " ".join(value.split())[:_MAX_ID] or str(number)
        unique = name
        while unique in self._used:
            self._used[name] += 1
            unique = f"{name}~{self._used[name]}"
        self._used[unique] = 1
        return f"{self._source}#{unique}"


def normalize_date(value: str) -> str:
    """Return the ISO day of a date that begins with one, other dates as they are.

    >>> normalize_date("2021-03-04T10:00:00Z")
    '2021-03-04'
    """
    value = value.strip()
    match = _ISO_DATE.match(value)
    return match[0] if match else value[:_MAX_ID]
