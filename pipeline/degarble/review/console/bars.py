"""The single lines of a review on a terminal, its help, and what it asks before a decision on many findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from degarble.reports.columns import shorten as shorten_path
from degarble.reports.columns import wrap
from degarble.reports.sheet import Entry
from degarble.reports.text import Line, Part, clean, measure
from degarble.review.console.keys import KEYS, Key
from degarble.review.console.planning import Plan
from degarble.review.console.shelf import show_counts
from degarble.review.console.wording import count
from degarble.review.queue import Count

_PROGRESS = 24
_SCREEN_KEYS = (
    Key("d", "documents", "Show or hide the documents; a click opens one."),
    Key("t", "theme", "Light or dark."),
    Key("↑ ↓ ← →", "", "Like k and j, and like K and J."),
    Key("PgUp PgDn", "", "Move the text; the space bar moves the card."),
)
# The last number tells what goes first when there is no room for all.
_FOOTER = (
    ("y", "accept", 0), ("n", "reject", 0), ("e", "edit", 1), ("1-9", "choose", 3), ("u", "unsure", 2),
    ("z", "undo", 2), ("j k", "next", 2), ("J K", "document", 5), ("A N", "everywhere", 3), ("I", "ignore rule", 6),
    ("/", "search", 4), ("o", "order", 7), ("d", "documents", 8), ("t", "theme", 9), ("?", "help", 0),
    ("q", "quit", 0),
)  # fmt: skip


class Progress(NamedTuple):
    """How many findings of the run are decided, how many there are, and which one of those that fit is in focus."""

    decided: int
    total: int
    place: int
    fitting: int


def make_top(folder: str, said: Sequence[str], progress: Progress, width: int) -> Line:
    """Return the line at the top: the run, the order and the filter left, progress right."""
    right = _show_progress(progress, wide=width >= 100)
    left = [Part(" degarble ", "brand"), Part(f" {clean(folder)}", "title")]
    left += [Part(f" · {clean(item)}", "quiet") for item in said if item]
    return _spread(left, right, width)


def _show_progress(progress: Progress, *, wide: bool) -> list[Part]:
    decided, total = progress.decided, max(progress.total, 1)
    full = -(-decided * _PROGRESS // total)
    bar = [Part("━" * full, "bar"), Part("━" * (_PROGRESS - full), "rule"), Part(" ")] if wide else []
    return [*bar, Part(f"{decided:,}", "title"), Part(f" of {progress.total:,} decided ", "quiet")]


def make_heading(entry: Entry, found: Count | None, notes: Sequence[str], place: str, width: int) -> Line:
    """Return the line above a document: its name, verdict, source language, counts and notes; the place right."""
    right = [*(show_counts(found) if found else []), Part(f" {place} ", "title")]
    facts = [f"  {entry.verdict} {entry.score:.2f}", f" · {count(entry.words, 'word')}"]
    facts[1:1] = [f" · from {entry.origin}"] if entry.origin != "und" else []
    left = [Part(f" {shorten_path(entry.id, max(width - sum(measure(part.text) for part in right) - 2, 8))}", "head")]
    left += [Part(f"  {clean(note)}", "major sign") for note in notes]
    return _spread([*left, *(Part(fact, "quiet") for fact in facts)], right, width)


def _spread(left: Sequence[Part], right: Sequence[Part], width: int) -> Line:
    """Return a line with parts at both ends; those of the left one that find no room are left out."""
    room = width - sum(measure(part.text) for part in right)
    kept: list[Part] = []
    for part in left:
        if sum(measure(item.text) for item in [*kept, part]) > room - 1:
            break
        kept.append(part)
    return (*kept, Part(" " * max(room - sum(measure(part.text) for part in kept), 0)), *right)


def make_keys(width: int) -> Line:
    """Return the line of keys, as many as there is room for."""
    sizes = [(rank, measure(f" {key} {word} ")) for key, word, rank in _FOOTER]
    fits = (top for top in range(10) if sum(size for rank, size in sizes if rank <= top) <= width)
    last = max(fits, default=0)
    shown = [(key, word) for key, word, rank in _FOOTER if rank <= last]
    return tuple(part for key, word in shown for part in (Part(f" {key}", "key"), Part(f" {word} ", "quiet")))


def make_help(width: int) -> Iterator[Line]:
    """Yield the keys with what they do."""
    for keys, word, sentence in [*KEYS, *_SCREEN_KEYS]:
        rows = list(wrap([Part(sentence)], width - 24))
        yield Part(f"{keys:<10}", "key"), Part(f"{word:<13}", "title"), *rows[0]
        yield from ((Part(" " * 23), *row) for row in rows[1:])


def make_question(plan: Plan, choices: Sequence[str], width: int) -> Iterator[Line]:
    """Yield what a plan would do, how far it goes, and the keys that answer."""
    yield ()
    yield from wrap([Part(clean(plan.about), "title")], width)
    yield ()
    yield (Part(plan.reach, "head"),)
    if plan.is_divisible:
        yield (Part(f"{plan.here} of them in this document", "quiet"),)
    if plan.rule:
        yield from wrap([Part("What was decided on single findings stays.", "quiet")], width)
    yield ()
    for number, choice in enumerate(choices, 1):
        yield from wrap([Part(f"{number} ", "key"), Part(choice, "new sign")], width)
    if choices:
        yield ()
    answers = [
        ("y", "everywhere"),
        *([("d", "only in this document")] if plan.is_divisible else []),
        ("n", "not at all"),
    ]
    yield from wrap([part for key, word in answers for part in (Part(f"{key} ", "key"), Part(f"{word}   "))], width)
    yield ()
