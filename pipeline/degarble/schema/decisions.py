"""What people decide about findings and names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Judgement(StrEnum):
    """What a person decided about a finding."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    UNSURE = "unsure"


class Scope(StrEnum):
    """How far a decision reaches."""

    HERE = "here"
    DOCUMENT = "document"
    EVERYWHERE = "everywhere"


class Status(StrEnum):
    """Where a finding stands: proposed, applied by default, or as a person decided."""

    OPEN = "open"
    APPLIED = "applied"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about the findings that share a key.

    It reaches as far as its scope: all documents, one `document`, or one `place` in it. A key `rule:ID` stands for all
    findings of a rule. With `accept` a `replacement` is the suggestion chosen, without it the best one is meant; with
    `edit` it is the person's own text. `about` says for people what was decided on.
    """

    key: str
    judgement: Judgement
    replacement: str | None = None
    scope: Scope = Scope.EVERYWHERE
    document: str = ""
    place: str = ""
    who: str = ""
    when: str = ""
    note: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class NameDecision:
    """What a person decided about a form and a name: accept (they are one), reject (they are not), edit, unsure.

    With `edit` they are one, and `replacement` is how to write it. It holds in every document unless `scope` is
    `document`.
    """

    form: str
    name: str
    judgement: Judgement
    replacement: str | None = None
    scope: Scope = Scope.EVERYWHERE
    document: str = ""
    who: str = ""
    when: str = ""
    note: str = ""
