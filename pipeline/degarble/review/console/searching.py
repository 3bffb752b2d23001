"""What a person types into a search on a terminal, read as a filter and written back."""

from __future__ import annotations

from dataclasses import replace

from degarble.config import find_nearest
from degarble.errors import ConfigError
from degarble.review.queue import Filter
from degarble.review.shown import find_document
from degarble.review.store import Store
from degarble.schema import Kind, Level, Severity, Status

_KNOWN = {
    "level": [item.value for item in Level],
    "severity": [item.value for item in Severity],
    "kind": [item.value for item in Kind],
    "status": [item.value for item in Status],
}
FACETS = (*_KNOWN, "rule", "document")


def read_filter(text: str, store: Store) -> Filter:
    """Return the filter that a text asks for: words, and facets like `severity:critical,major` or `rule:ID`.

    Raises:
        ConfigError: a facet has a value that does not exist.
    """
    shown, words = Filter(), []
    for token in text.split():
        facet, colon, value = token.partition(":")
        if colon and value and facet in FACETS:
            shown = _narrow(shown, facet, value, store)
        else:
            words.append(token)
    return replace(shown, words=" ".join(words))


def _narrow(shown: Filter, facet: str, value: str, store: Store) -> Filter:
    if facet == "rule":
        return replace(shown, rule=value)
    if facet == "document":
        number = find_document(store, value)
        if number is None:
            raise ConfigError(f"There is no document {value!r}.", "Write its path as the list of documents does.")
        return replace(shown, document=number)
    values = frozenset(_check(facet, item) for item in value.split(",") if item)
    if facet == "level":
        return replace(shown, levels=values)
    if facet == "severity":
        return replace(shown, severities=values)
    return replace(shown, kinds=values) if facet == "kind" else replace(shown, statuses=values)


def _check(facet: str, value: str) -> str:
    known = _KNOWN[facet]
    if value in known:
        return value
    nearest = find_nearest(value, known)
    hint = f"Did you mean {nearest!r}?" if nearest else f"There are: {', '.join(known)}."
    raise ConfigError(f"{facet}: there is no {value!r}.", hint)


def write_filter(shown: Filter, document: str = "") -> str:
    """Return the text that asks for a filter; `document` is the id of the one it is narrowed to.

    >>> write_filter(Filter(words="said", severities=frozenset({"major", "critical"})))
    'severity:critical,major said'
    """
    sets = zip(_KNOWN, (shown.levels, shown.severities, shown.kinds, shown.statuses), strict=True)
    facets = [f"{facet}:{','.join(sorted(values))}" for facet, values in sets if values]
    facets += [f"rule:{shown.rule}"] if shown.rule else []
    facets += [f"document:{document}"] if document else []
    return " ".join([*facets, *([shown.words] if shown.words else [])])
