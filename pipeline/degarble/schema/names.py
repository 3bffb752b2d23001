"""Names: what stands in a text, what is known, and what linking makes of both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from degarble.schema.findings import Level
from degarble.schema.text import Span


class NameKind(StrEnum):
    """What a name names."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "LOC"
    ACRONYM = "ACRONYM"
    DEMONYM = "DEMONYM"
    EQUIPMENT = "EQUIP"
    CLUB = "CLUB"
    MEDIA = "MEDIA"


class Policy(StrEnum):
    """Which form of a name is the canonical one."""

    PRESS = "press"
    BGN = "bgn"
    ASCII = "ascii"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in one document; `entity` is its knowledge-base id when known, `role` the title beside it.

    `is_word` marks a word in the place of a name that means one, without a witness in its document: `Thick, said`.
    """

    document: str
    span: Span
    text: str
    kind: NameKind
    entity: str = ""
    role: str = ""
    quoted: bool = False
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write an entity's name: `kind` is spelling, native, acronym, translation, literal, misspelling ...

    An `ambiguous` form is also an ordinary word or another's name: it counts only where the text speaks of the entity.
    """

    form: str
    lang: str = ""
    kind: str = "spelling"
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """An office somebody held, as a news text names it, with its first and last year."""

    title: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One line of the knowledge base of names; `valid` holds the first and last year, empty when unbounded.

    `ambiguous` says of the canonical form what it says of an alias.
    """

    id: str
    kind: NameKind
    canonical: str
    aliases: tuple[Alias, ...] = ()
    country: str = ""
    valid: tuple[int | None, int | None] = (None, None)
    not_same_as: tuple[str, ...] = ()
    qid: str | None = None
    roles: tuple[Role, ...] = ()
    ambiguous: bool = False

    def is_valid(self, year: int) -> bool:
        """Tell whether it existed, or was in the news, in a year."""
        first, last = self.valid
        return (first is None or first <= year) and (last is None or year <= last)


@dataclass(frozen=True, slots=True)
class Variant:
    """One surface form in a cluster and its relation to the canonical form."""

    text: str
    relation: str
    count: int
    documents: tuple[str, ...]
    level: Level = Level.FLAG
    score: float = 1.0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """All forms of one name across the documents."""

    id: str
    canonical: str
    kind: NameKind
    entity: str = ""
    qid: str | None = None
    variants: tuple[Variant, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """A mention in its cluster: what the form is to the canonical name, and how sure that is (0..1)."""

    document: str
    span: Span
    text: str
    cluster: str
    relation: str
    score: float
