"""The wrong person by a name that is read in two ways: Prime Minister Kan in 2020, when Suga held the office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding, soften
from degarble.schema import Entity, Evidence, Finding, Mention, NameKind, Role

RULE = "names/homograph"


class NameHomograph:
    """Reports a title before a surname whose known bearer did not hold the office in that year, where another did."""

    name = "name-homograph"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield a finding for each such name; nothing without a date."""
        rule, year = context.knowledge.rules_by_id.get(RULE), context.reading.year
        if rule is None or year is None:
            return
        for mention in context.mentions:
            if mention.kind is not NameKind.PERSON or not mention.role or " " in mention.text:
                continue
            for holder, role, surname in _find_holders(context, mention, year):
                finding = build_finding(rule, mention.span, mention.text, (surname,))
                reason = Evidence("data/names/curated", f"{role.title} in {year}: {holder.canonical}")
                finding = replace(finding, evidence=(reason,), entity=holder.id)
                yield soften(finding) if mention.quoted else finding
                break


def _find_holders(context: Context, mention: Mention, year: int) -> Iterator[tuple[Entity, Role, str]]:
    """Yield (person, office, surname) of whom the surname may be a misreading, and who held the office then."""
    for holder, surname in context.knowledge.misread.get(mention.text.lower(), ()):
        role = _find_role(context, mention, holder, year)
        bearers = [context.knowledge.entities.get(other) for other in holder.not_same_as]
        namesakes = [item for item in bearers if item and mention.text in item.canonical.split()]
        if role is not None and namesakes and all(not _holds(item, role, year) for item in namesakes):
            yield holder, role, surname


def _find_role(context: Context, mention: Mention, holder: Entity, year: int) -> Role | None:
    """Return the office of somebody in a year whose title stands before a name, of a country the text names."""
    before = context.reading.text[max(0, mention.span.start - len(mention.role) - 40) : mention.span.start].lower()
    held = (role for role in holder.roles if _covers(role, year) and holder.country in context.reading.countries)
    return next((role for role in held if role.title.split(" of ")[0].lower() in before), None)


def _holds(entity: Entity, role: Role, year: int) -> bool:
    return any(own.title == role.title and _covers(own, year) for own in entity.roles)


def _covers(role: Role, year: int) -> bool:
    return (role.since is None or role.since <= year) and (role.until is None or year <= role.until)
