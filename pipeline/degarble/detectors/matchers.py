"""Named matchers: what a rule looks for when a regular expression cannot say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding
from degarble.knowledge.phrases import Hit
from degarble.knowledge.rules import Rule
from degarble.reading import Reading
from degarble.schema import Finding, Span

Matcher = Callable[[Rule, Context, Sequence[Hit]], Iterable[Finding]]

_MINIMUM_CAPITALS = 0.5
_PHRASE = 12
_WORD = re.compile(r"\S+")
_SMALL_WORDS = frozenset(("of", "for", "and", "the", ","))


def match_lower_name(rule: Rule, context: Context, hits: Sequence[Hit]) -> Iterator[Finding]:
    """Yield names in lower case inside sentences that use capitals at all."""
    reading = context.reading
    for hit in hits:
        span = Span(hit.start, hit.end)
        text = span.of(reading.text)
        if text.islower() and _is_prose(reading, span) and not _is_common_use(rule, reading, span):
            yield build_finding(rule, span, text, (text[0].upper() + text[1:],))


def _is_prose(reading: Reading, span: Span) -> bool:
    """Tell whether a span stands free in a sentence that begins with a capital: no address, tag or lower-case style."""
    sentence = reading.sentence_at(span.start)
    if sentence is None or reading.is_exempt(span):
        return False
    around = reading.text[max(0, span.start - 1) : span.start] + reading.text[span.end : span.end + 1]
    if any(char in "@#/_.&=" for char in around.rstrip(".")) or _runs_on(reading.text, span.end):
        return False
    first = next((char for char in sentence.of(reading.text) if char.isalpha()), "")
    return first.isupper()


def _runs_on(text: str, end: int) -> bool:
    """Tell whether a word goes on behind a dot or a hyphen: `russia.example`, `turkish-style`."""
    return text[end : end + 1] in (".", "-") and text[end + 1 : end + 2].isalnum()


def _is_common_use(rule: Rule, reading: Reading, span: Span) -> bool:
    """Tell whether the word is part of a lower-case expression such as `turkish delight` or `pad thai`."""
    following, lists = reading.token_after(span.end), reading.knowledge.lists
    if following is not None and following.lower in lists.get("lower-use", ()):
        return True
    around = Span(max(0, span.start - _PHRASE), span.end + _PHRASE).of(reading.lower)
    return any(span.of(reading.lower) in phrase and phrase in around for phrase in lists.get("lower-phrase", ()))


def match_compound_name(rule: Rule, context: Context, hits: Sequence[Hit]) -> Iterator[Finding]:
    """Yield names of several words that end with a capital and begin without one (`united Arab Emirates`)."""
    reading = context.reading
    names = {name.lower(): name for name in (*context.knowledge.lists["compound"], *context.knowledge.lists["country"])}
    for hit in hits:
        span = Span(hit.start, hit.end)
        text, name = span.of(reading.text), names.get(reading.lower[hit.start : hit.end], "")
        if " " in name and _is_half(text, name) and not reading.is_exempt(span):
            yield build_finding(rule, span, text, (name,))


def _is_half(text: str, name: str) -> bool:
    """Tell whether a name has lost a capital at its beginning, or, when it is long, at its end.

    `south Sudan` may be a direction, and `World cup` is house style.
    """
    words, right = text.split(), name.split()
    if len(words) != len(right) or words[0].lower() in ("north", "south", "east", "central", "new", "the"):
        return False
    if words[0].islower():
        return words[-1] == right[-1] and right[0] != words[0]
    return words[0] == right[0] and words[-1] == right[-1].lower() and sum(word[0].isupper() for word in right) > 2


def match_half_institution(rule: Rule, context: Context, hits: Sequence[Hit]) -> Iterator[Finding]:
    """Yield offices such as `ministry of Finance` whose words are neither all capitalised nor all plain."""
    reading = context.reading
    subjects = frozenset(reading.knowledge.lists["portfolio"])
    for hit in hits:
        end = _end_of_office(reading, hit.end, subjects)
        span = Span(hit.start, end)
        text = span.of(reading.text)
        name = _WORD.sub(lambda word: word[0] if word[0] in _SMALL_WORDS else word[0][0].upper() + word[0][1:], text)
        capitals = {word[0].isupper() for word in text.split() if word not in _SMALL_WORDS}
        if end == hit.end or len(capitals) < 2 or "\n" in text or reading.is_exempt(span):
            continue
        if not _goes_on(reading, end):
            yield build_finding(rule, span, text, (name,))


def _goes_on(reading: Reading, end: int) -> bool:
    """Tell whether the subject belongs to a title behind it: `the armed forces of Defence Minister Kahn`."""
    following = reading.token_after(end)
    return following is not None and reading.text[end : following.start] == " " and following.text[0].isupper()


def _end_of_office(reading: Reading, start: int, subjects: frozenset[str]) -> int:
    """Return the end of the run of subjects behind `Ministry of`; `and` and commas may join them."""
    end = start
    for token in reading.tokens_in(Span(start, start + 60)):
        gap = reading.text[end if end > start else start : token.start]
        if token.lower in subjects and gap.strip(" ,") in ("", "and", "the", "and the"):
            end = token.end
        elif token.lower not in ("and", "the"):
            break
    return end


def match_stray_capital(rule: Rule, context: Context, hits: Sequence[Hit]) -> Iterator[Finding]:
    """Yield capitalised function words between lower-case words of a sentence that is no title."""
    reading = context.reading
    for hit in hits:
        span = Span(hit.start, hit.end)
        text = span.of(reading.text)
        if text[0].isupper() and text[1:].islower() and _is_inside_lower(reading, span):
            yield build_finding(rule, span, text, (text.lower(),))


def _is_inside_lower(reading: Reading, span: Span) -> bool:
    sentence, before = reading.sentence_at(span.start), reading.token_before(span.start)
    after = reading.token_after(span.end)
    if sentence is None or before is None or after is None or reading.is_exempt(span) or reading.is_quoted(span):
        return False
    if before.start < sentence.start or after.end > sentence.end:
        return False
    gaps = reading.text[before.end : span.start] + reading.text[span.end : after.start]
    return gaps == "  " and before.text.islower() and after.text.islower() and not _is_title(reading, sentence)


def _is_title(reading: Reading, sentence: Span) -> bool:
    words = [token.text for token in reading.tokens_in(sentence) if token.text[0].isalpha()]
    return sum(word[0].isupper() for word in words) > _MINIMUM_CAPITALS * len(words)


MATCHERS: dict[str, Matcher] = {
    "compound-name": match_compound_name,
    "half-institution": match_half_institution,
    "lower-name": match_lower_name,
    "stray-capital": match_stray_capital,
}
