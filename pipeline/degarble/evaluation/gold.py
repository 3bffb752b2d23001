"""Labelled texts: what is known to be damaged in them, where they come from and who wrote them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from degarble.errors import InputError
from degarble.schema import Span

HUMAN, MACHINE = "human", "machine"
HINT = "The formats are described in docs/evaluation.md."
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A place known to be damaged; what is empty is unknown. A suggestion that is empty says: leave it out."""

    span: Span
    kind: str = ""
    severity: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoldText:
    """A text with its labels. `spans` is None when nobody marked the damage.

    With `is_tokenized` the words are what white space parts, as the labels count them.
    """

    id: str
    text: str
    lang: str = ""
    source_lang: str = ""
    label: str = ""
    spans: tuple[GoldSpan, ...] | None = None
    is_tokenized: bool = False

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the text, which finds it in a run."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def is_clean(self) -> bool:
        """Tell whether a person wrote it and nothing in it is marked."""
        return self.label == HUMAN and not self.spans


@dataclass(frozen=True, slots=True)
class Gold:
    """A set of labelled texts with its name and the hash of its labels and texts."""

    name: str
    texts: tuple[GoldText, ...]
    digest: str


def make_gold(name: str, texts: Iterable[GoldText], place: Path) -> Gold:
    """Return a set of texts, each with an id of its own.

    Raises:
        InputError: there are no texts, or two have the same id.
    """
    held = tuple(texts)
    if not held:
        raise InputError(f"{place}: no labelled text.", HINT)
    ids: set[str] = set()
    for item in held:
        if item.id in ids:
            raise InputError(f"{place}: two texts have the id {item.id!r}.", "Give each text an id of its own.")
        ids.add(item.id)
    digest = hashlib.sha256()
    for item in held:
        digest.update(repr(item).encode("utf-8", "surrogatepass"))
    return Gold(name, held, digest.hexdigest())


def split_tokens(text: str) -> list[Span]:
    """Return the stretches that white space parts.

    >>> split_tokens("a  bc")
    [Span(start=0, end=1), Span(start=3, end=5)]
    """
    return [Span(*match.span()) for match in _TOKEN.finditer(text)]


def span_tags(text: str, tags: Sequence[str], place: str) -> tuple[GoldSpan, ...]:
    """Return the damage that tags for the tokens of a text mark; neighbours marked BAD are one place.

    n tags belong to n tokens; 2n+1 tags begin and end with a gap between tokens, and gaps are passed over.

    Raises:
        InputError: the tags do not fit the tokens.
    """
    tokens = split_tokens(text)
    if len(tags) == 2 * len(tokens) + 1:
        tags = tags[1::2]
    if len(tags) != len(tokens) or not set(tags) <= {"OK", "BAD"}:
        raise InputError(f"{place}: {len(tags)} tags do not fit {len(tokens)} words.", HINT)
    return tuple(GoldSpan(span) for span in _join_bad(tokens, tags))


def _join_bad(tokens: Sequence[Span], tags: Sequence[str]) -> Iterator[Span]:
    start: int | None = None
    end = 0
    for token, tag in zip(tokens, tags, strict=True):
        if tag == "BAD":
            start, end = token.start if start is None else start, token.end
        elif start is not None:
            yield Span(start, end)
            start = None
    if start is not None:
        yield Span(start, end)
