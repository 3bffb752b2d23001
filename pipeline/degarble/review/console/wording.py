"""What a review on a terminal says of a decision, in a line."""

from __future__ import annotations

from degarble.reports.sheet import Mark
from degarble.reports.text import shorten
from degarble.review.deciding import Answer
from degarble.review.rulings import Ruling
from degarble.schema import Judgement, Status

SHAPES = {"critical": "◆", "major": "▲", "minor": "●", "neutral": "○"}
SIGNS = {Status.APPLIED: "✓", Status.ACCEPTED: "✓", Status.EDITED: "✎", Status.REJECTED: "✕", Status.UNSURE: "?"}
_LONGEST = 60


def describe(mark: Mark, answer: Answer) -> str:
    """Return what was decided, in a sentence."""
    text = shorten(mark.text, _LONGEST)
    if answer.judgement is Judgement.REJECT:
        return f"Rejected: {text} stays."
    if answer.judgement is Judgement.UNSURE:
        return f"Unsure: {text}."
    words = find_words(mark, answer)
    verb = "Confirmed" if words is None else "Written" if answer.judgement is Judgement.EDIT else "Accepted"
    return f"{verb if words != '' else 'Left out'}: {show_change(mark, answer) if words else text}."


def show_change(mark: Mark, answer: Answer) -> str:
    """Return the words of a finding and what is to stand in their place.

    Where nothing is to change these are its words alone.
    """
    words = find_words(mark, answer)
    text = shorten(mark.text, _LONGEST)
    return text if words is None else f"{text} → {shorten(words, _LONGEST) or 'left out'}"


def find_words(mark: Mark, answer: Answer) -> str | None:
    """Return what an answer puts in the place of a finding; None: the text as it was."""
    if answer.judgement not in (Judgement.ACCEPT, Judgement.EDIT):
        return None
    return mark.suggestions[0].text if answer.replacement is None and mark.suggestions else answer.replacement


def tell_ruling(ruling: Ruling) -> str:
    """Return where a finding stands, who said so, when, how far it goes and what was noted."""
    if ruling.decision is None:
        return "applied by default; nobody decided" if ruling.status is Status.APPLIED else "nobody decided yet"
    said = ruling.decision
    by = f" by {said.who}" if said.who else ""
    when = f", {said.when[:16].replace('T', ' ')}" if said.when else ""
    scope = f"all findings of {said.key.partition(':')[2]}, " if said.key.startswith("rule:") else ""
    return f"{ruling.status}{by}{when} ({scope}{said.scope}){f': {said.note}' if said.note else ''}"


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "finding"), count(1200, "finding")
    ('1 finding', '1,200 findings')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
