"""Counts of one text: everything that is measured is a function of sums of these, so that texts can be drawn again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from degarble.evaluation.answers import Answer, Found
from degarble.evaluation.gold import GoldSpan, GoldText, split_tokens
from degarble.evaluation.places import measure, measure_common, merge, score_words
from degarble.evaluation.repairs import fits
from degarble.knowledge.phrases import WORD
from degarble.schema import Kind, Span

BINS = 10
UNTOUCHED = -1.0


class Key(NamedTuple):
    """What is counted: for a measure, for a group of it, which part of the formula, at which score."""

    measure: str
    part: str
    group: str = ""
    score: float = 0.0


Counts = Counter[Key]
Marked = Sequence[GoldSpan] | Sequence[Found]


def count_text(text: GoldText, answer: Answer, *, is_marked: bool) -> Counts:
    """Return the counts of a labelled text of a set in which damage is marked or not.

    In a set without marked damage nothing can be hit, so that its human texts count for alarms and verdicts alone.
    """
    counts: Counts = Counter()
    answer = _drop_spacing(answer) if text.is_tokenized else answer
    if is_marked and text.spans is not None:
        _count_words(text, text.spans, answer, counts)
        _count_characters(text, text.spans, answer, counts)
        _count_suggestions(text, text.spans, answer, counts)
        _count_scores(text.spans, answer, counts)
    if text.is_clean:
        counts += count_clean(answer, len(text.text.split()))
    if text.label and answer.machine is not None:
        counts[Key("verdict", text.label, score=answer.machine)] += 1
    return counts


def _drop_spacing(answer: Answer) -> Answer:
    """Return an answer without findings on white space: in tokenised text that is the work of who made the labels."""
    return replace(answer, found=tuple(item for item in answer.found if item.kind != Kind.SPACING.value))


def count_clean(answer: Answer, words: int) -> Counts:
    """Return the counts of a text of so many words in which every finding is an alarm."""
    counts: Counts = Counter({Key("alarm", "words"): words})
    counts.update(Key("alarm", level) for item in answer.found for level in ("all", item.level))
    return counts


def _count_words(text: GoldText, spans: Sequence[GoldSpan], answer: Answer, counts: Counts) -> None:
    words = (
        split_tokens(text.text) if text.is_tokenized else [Span(*match.span()) for match in WORD.finditer(text.text)]
    )
    scores = score_words(words, ((item.span, item.score) for item in answer.found), UNTOUCHED)
    labels = score_words(words, ((item.span, 1.0) for item in spans), 0.0)
    for score, label in zip(scores, labels, strict=True):
        counts[Key("word", "bad" if label else "good", text.source_lang, score)] += 1


def _count_characters(text: GoldText, spans: Sequence[GoldSpan], answer: Answer, counts: Counts) -> None:
    gold, found = merge(item.span for item in spans), merge(item.span for item in answer.found)
    groups = ["all", f"source {text.source_lang}"] if text.source_lang else ["all"]
    for group in groups:
        _count_group(group, "gold", gold, found, counts)
        _count_group(group, "found", found, gold, counts)
    for part, items, others in (("gold", spans, found), ("found", answer.found, gold)):
        for group, members in _group(items, lambda item: f"kind {item.kind}" if item.kind else ""):
            _count_group(group, part, members, others, counts)
        for group, members in _group(items, lambda item: f"severity {item.severity}" if item.severity else ""):
            _count_group(group, part, members, others, counts)


def _group(items: Marked, name: Callable[[GoldSpan | Found], str]) -> Iterator[tuple[str, list[Span]]]:
    """Yield the characters of the items of each name; items without one are left out."""
    groups: dict[str, list[Span]] = {}
    for item in items:
        groups.setdefault(name(item), []).append(item.span)
    groups.pop("", None)
    yield from ((group, merge(spans)) for group, spans in groups.items())


def _count_group(group: str, part: str, own: Sequence[Span], others: Sequence[Span], counts: Counts) -> None:
    counts[Key("character", part, group)] += measure(own)
    counts[Key("character", f"{part}-hit", group)] += measure_common(own, others)


def _count_suggestions(text: GoldText, spans: Sequence[GoldSpan], answer: Answer, counts: Counts) -> None:
    for span in spans:
        if span.suggestions:
            touching = [item for item in answer.found if item.suggestions and item.span.overlaps(span.span)]
            first = any(fits(text.text, span, spans, item.span, item.suggestions[:1]) for item in touching)
            right = first or any(fits(text.text, span, spans, item.span, item.suggestions) for item in touching)
            parts = {"gold": True, "offered": bool(touching), "first": first, "any": right}
            counts.update(Key("suggestion", part) for part, holds in parts.items() if holds)


def _count_scores(spans: Sequence[GoldSpan], answer: Answer, counts: Counts) -> None:
    for item in answer.found:
        place = find_bin(item.score)
        counts[Key("bin", "cases", score=place)] += 1
        counts[Key("bin", "right", score=place)] += touches(item.span, spans)
        counts[Key("bin", "scores", score=place)] += round(10_000 * item.score)


def find_bin(score: float) -> int:
    """Return the number of the bin of a score; the highest score belongs to the last bin.

    >>> find_bin(0.0), find_bin(0.3), find_bin(1.0)
    (0, 3, 9)
    """
    return min(int(round(score * BINS, 6)), BINS - 1)


def touches(span: Span, spans: Iterable[GoldSpan]) -> bool:
    """Tell whether something found shares a character with known damage."""
    return any(span.overlaps(item.span) for item in spans)
