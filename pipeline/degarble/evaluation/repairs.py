"""Whether a suggestion repairs a place as an editor would: both are applied, and the texts compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from degarble.evaluation.gold import GoldSpan
from degarble.schema import Span


def fits(text: str, gold: GoldSpan, all_gold: Sequence[GoldSpan], found: Span, suggestions: Iterable[str]) -> bool:
    """Tell whether one of the suggestions for what was found gives a text that one for the gold span gives.

    Case and white space do not count. Where something found reaches over other damage, it may repair that or leave it.
    """
    stretch = Span(min(gold.span.start, found.start), max(gold.span.end, found.end))
    wanted = set(_list_wanted(text, gold, all_gold, stretch))
    return any(_fold(_put(text, stretch, [(found, item)])) in wanted for item in suggestions)


def _list_wanted(text: str, gold: GoldSpan, all_gold: Sequence[GoldSpan], stretch: Span) -> Iterator[str]:
    """Yield the stretch with the gold span repaired, alone and with the other gold spans that lie in it."""
    others = _choose([item for item in all_gold if stretch.contains(item.span) and item.suggestions], gold.span)
    for suggestion in gold.suggestions:
        yield _fold(_put(text, stretch, [(gold.span, suggestion)]))
        yield _fold(_put(text, stretch, sorted([*others, (gold.span, suggestion)])))


def _choose(spans: Iterable[GoldSpan], taken: Span) -> list[tuple[Span, str]]:
    """Return repairs that overlap neither each other nor what is taken, each with its first suggestion."""
    chosen: list[tuple[Span, str]] = []
    for item in spans:
        if not any(item.span.overlaps(span) for span in (taken, *(span for span, _ in chosen))):
            chosen.append((item.span, item.suggestions[0]))
    return chosen


def _put(text: str, stretch: Span, repairs: Sequence[tuple[Span, str]]) -> str:
    pieces, place = [], stretch.start
    for span, repair in repairs:
        pieces += [text[place : span.start], repair]
        place = span.end
    return "".join((*pieces, text[place : stretch.end]))


def _fold(text: str) -> str:
    """Return a text without what no editor would call a difference: case, and white space left by what is gone."""
    return " ".join(text.casefold().split())
