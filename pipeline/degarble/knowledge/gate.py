"""What a text must hold for a regular expression to match in it: a cheap test before a dear one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

try:
    from re import _constants as _codes  # type: ignore[attr-defined,unused-ignore]
    from re import _parser  # type: ignore[attr-defined,unused-ignore]
except ImportError:  # another implementation of `re`: every gate stays open, and only speed is lost
    _parser = None

MOST_LITERALS, MOST_CHOICES = 60, 4
LEAST_WEIGHT = 2  # one letter is in every text
_COMMON = frozenset(" ,.'’-\n")
_RARE = 3  # a mark such as "%" is worth as much as that many letters

_Node = tuple[object, Any]  # what the parser of `re` gives: a code and, by the code, a number, a list or a tuple


@dataclass(frozen=True, slots=True)
class Gate:
    """Sets of literals, seldom ones first: every match holds a literal of each; without sets every text may pass."""

    choices: tuple[tuple[str, ...], ...] = ()

    def admits(self, text: str) -> bool:
        """Tell whether the expression can match in a text at all.

        >>> make_gate(re.compile(r"\\b(?:man|woman) of [0-9]+ years")).admits("A man of few words")
        False
        """
        return all(any(literal in text for literal in choice) for choice in self.choices)


OPEN = Gate()


def make_gate(pattern: re.Pattern[str]) -> Gate:
    """Return the gate of an expression; one that ignores case has an open gate."""
    if _parser is None or pattern.flags & (re.IGNORECASE | re.VERBOSE):
        return OPEN
    choices = set(_find_choices(_parser.parse(pattern.pattern, pattern.flags)))
    ranked = sorted(choices, key=lambda choice: (_rate(choice), sorted(choice)), reverse=True)
    return Gate(tuple(tuple(sorted(choice)) for choice in ranked[:MOST_CHOICES] if _rate(choice)[0] >= LEAST_WEIGHT))


def _require(nodes: Iterable[_Node]) -> frozenset[str]:
    """Return literals one of which a match of a sequence holds: the best choice among its parts; empty when unknown."""
    return max(_find_choices(nodes), key=_rate, default=frozenset())


def _find_choices(nodes: Iterable[_Node]) -> Iterator[frozenset[str]]:
    run = ""
    for code, argument in nodes:
        if code is _codes.LITERAL:
            run += chr(argument)
            continue
        if run:
            yield frozenset((run,))
        run = ""
        choice = _require_node(code, argument)
        if choice:
            yield choice
    if run:
        yield frozenset((run,))


def _require_node(code: object, argument: Any) -> frozenset[str]:
    match code, argument:
        case _codes.SUBPATTERN, (_, 0, 0, nodes):
            return _require(nodes)
        case _codes.BRANCH, (_, branches):
            return _unite([_require(nodes) for nodes in branches])
        case ((_codes.MAX_REPEAT | _codes.MIN_REPEAT), (least, _, nodes)) if least > 0:
            return _require(nodes)
        case _codes.ASSERT, (_, nodes):
            return _require(nodes)
        case _codes.IN, members:
            return _unite([frozenset(_read_member(*member)) for member in members])
    return frozenset()


def _read_member(code: object, argument: Any) -> Iterator[str]:
    if code is _codes.LITERAL:
        yield chr(argument)


def _unite(choices: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return the literals of alternatives; nothing when one of them needs none, or they are too many to be cheap."""
    united = frozenset[str]().union(*choices)
    return united if all(choices) and len(united) <= MOST_LITERALS else frozenset()


def _rate(choice: frozenset[str]) -> tuple[int, int]:
    """Rate how seldom a text holds one of the literals: by the commonest of them, then by their number."""
    return min(_weigh(literal) for literal in choice), -len(choice)


def _weigh(literal: str) -> int:
    if literal in _COMMON:
        return 0
    return sum(1 if char in _COMMON or (char.isascii() and char.isalpha()) else _RARE for char in literal)


class Search(NamedTuple):
    """A compiled pattern with its gate."""

    pattern: re.Pattern[str]
    gate: Gate
