"""The card of a finding on a terminal: what, why, on what evidence, what could stand there, and who decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from degarble.reports.columns import wrap
from degarble.reports.sheet import Mark
from degarble.reports.text import Line, Part, shorten
from degarble.review.console.excerpt import find_wording, list_reasons, reveal
from degarble.review.console.wording import SHAPES, SIGNS, count, tell_ruling
from degarble.review.deciding import Position
from degarble.review.queue import count_rule, find_elsewhere
from degarble.review.rulings import Ruling
from degarble.review.shown import Stand, read_ruling
from degarble.review.store import Store
from degarble.schema import Status

_LONGEST = 200


class Facts(NamedTuple):
    """A finding, where it stands, and how often it and its rule come in the run."""

    mark: Mark
    ruling: Ruling
    elsewhere: str
    rule: str


def read_facts(store: Store, position: Position, mark: Mark) -> Facts:
    """Return what a card says of a finding.

    Raises:
        DegarbleError: there is no such finding.
    """
    others = find_elsewhere(store, position, limit=1)
    more = f"the same {count(others.findings, 'time')} more, in {count(others.documents, 'document')}"
    rule = f"this rule: {count(count_rule(store, position), 'finding')}"
    return Facts(mark, read_ruling(store, position), more if others.findings else "", rule)


def make_card(facts: Facts, width: int, *, is_short: bool = False) -> list[Line]:
    """Return the lines of a card of some width; a short one has no headings and no blank lines."""
    return list(_make_short(facts, width) if is_short else _make_long(facts, width))


def _make_short(facts: Facts, width: int) -> Iterator[Line]:
    mark = facts.mark
    where = f" · line {mark.line}:{mark.column} · {mark.level} {mark.score:.2f}"
    yield from wrap([*_show_rule(mark), Part(where, "quiet")], width)
    yield from wrap(_show_change(facts), width)
    yield from wrap([Part(mark.message)], width)
    if mark.suggestions:
        yield from wrap(_join([list(_show_choice(facts, number)) for number in range(len(mark.suggestions))]), width)
    if mark.evidence:
        yield from wrap([Part("because "), Part("; ".join(list_reasons(mark)), "quiet")], width)
    yield from wrap(_join([[item] for item in _list_facts(facts)], " · "), width)


def _make_long(facts: Facts, width: int) -> Iterator[Line]:
    mark = facts.mark
    place = f"{mark.kind.replace('-', ' ')} · line {mark.line}:{mark.column} · {mark.level} {mark.score:.2f}"
    yield from _section("", [_show_rule(mark), [Part(place, "quiet")]], width)
    yield from _section("", [_show_change(facts)], width)
    yield from _section("", [[Part(mark.message)]], width)
    if mark.suggestions:
        choices = (_show_choice(facts, number) for number in range(len(mark.suggestions)))
        yield from _section("Suggestions" if len(mark.suggestions) > 1 else "Suggestion", choices, width)
    yield from _section("Evidence", [[Part(reason)] for reason in list_reasons(mark)], width)
    yield from _section("So far", [[item] for item in _list_facts(facts)], width)


def _section(title: str, paragraphs: Iterable[Iterable[Part]], width: int) -> Iterator[Line]:
    rows = [row for parts in paragraphs for row in wrap(parts, width)]
    if title and rows:
        yield (Part(title, "head"),)
    yield from rows
    yield ()


def _show_rule(mark: Mark) -> list[Part]:
    shape = Part(SHAPES[mark.severity], f"{mark.severity} sign"), Part(f" {mark.severity}", f"{mark.severity} sign")
    return [*shape, Part("  "), Part(mark.rule, "title")]


def _show_change(facts: Facts) -> list[Part]:
    mark, ruling = facts.mark, facts.ruling
    words = find_wording(mark, Stand(ruling.status, ruling.replacement))
    old = Part(shorten(reveal(mark.text), _LONGEST), f"{mark.severity} focus changed")
    if words is None:
        return [old, Part("  stays" if ruling.status is Status.REJECTED else "  no suggestion: e writes one", "quiet")]
    return [old, Part(" → "), Part(shorten(reveal(words), _LONGEST) or "left out", "new focus changed")]


def _show_choice(facts: Facts, number: int) -> Iterator[Part]:
    item = facts.mark.suggestions[number]
    words = shorten(reveal(item.text), _LONGEST) or "leave it out"
    yield Part(f"{number + 1} ", "key")
    yield Part(words, "new sign")
    yield Part(f" {item.score:.2f}", "quiet")
    if facts.ruling.decision is not None and item.text == facts.ruling.replacement:
        yield Part(" ✓", "done")


def _list_facts(facts: Facts) -> Iterator[Part]:
    ruling = facts.ruling
    sign = SIGNS.get(ruling.status, "")
    yield Part(f"{sign} {tell_ruling(ruling)}".strip(), "quiet" if ruling.decision is None else "done")
    if facts.elsewhere:
        yield Part(facts.elsewhere, "quiet")
    yield Part(facts.rule, "quiet")


def _join(groups: Sequence[Sequence[Part]], between: str = "   ") -> list[Part]:
    first, *rest = groups
    return [*first, *(part for group in rest for part in (Part(between, "quiet"), *group))]
