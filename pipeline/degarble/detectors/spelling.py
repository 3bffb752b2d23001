"""Misspelt ordinary words: long, unknown, lower-case and close to exactly one English word. Never names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding
from degarble.knowledge import Knowledge
from degarble.knowledge.phrases import Token
from degarble.reading import Reading
from degarble.schema import Finding, Span

MINIMUM_LENGTH = 6
_DISTANCES = ((12, 4), (9, 2), (MINIMUM_LENGTH, 1))
_FREQUENT = 3


class Spelling:
    """Reports slips of the keyboard; they speak for a human writer, since engines do not make them."""

    name = "spelling"

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield unknown words with the one English word they stand for."""
        rule = context.knowledge.rules_by_id.get("spelling/typo")
        if rule is None:
            return
        for token in _find_unknown(context.reading):
            span = Span(token.start, token.end)
            words = context.knowledge.common_by_letter.get(token.text[0], ())
            best = find_nearest(token.text, words, limit=_limit(token.text, context.knowledge))
            if best is not None and not context.reading.is_exempt(span):
                yield build_finding(rule, span, token.text, (best,))


def _find_unknown(reading: Reading) -> Iterator[Token]:
    """Yield long lower-case words nobody knows; one that comes back often is a term, not a slip."""
    known = reading.knowledge.vocabulary
    unknown = [token for token in reading.tokens if _is_plain(token) and token.text not in known]
    counts = Counter(token.text for token in unknown)
    names, loans = reading.knowledge.name_words, reading.knowledge.lowered("loan-word")
    for token in unknown:
        if (
            counts[token.text] >= _FREQUENT
            or token.text in names
            or token.text in loans
            or _is_joined(reading.text, token)
        ):
            continue
        if not is_coined(token.text, reading.knowledge):
            yield token


def _is_joined(text: str, token: Token) -> bool:
    """Tell whether a word is part of an address, a tag or a compound; a full stop joins only what goes on behind it."""
    before, after = text[max(0, token.start - 1) : token.start], text[token.end : token.end + 2]
    return before in tuple("-_@/#.&") or after[:1] in tuple("-_@/#&") or (after[:1] == "." and after[1:].isalnum())


def _is_plain(token: Token) -> bool:
    text = token.text
    return len(text) >= MINIMUM_LENGTH and text.islower() and text.isascii() and text.isalpha()


def find_nearest(word: str, words: Sequence[str], *, limit: int = 1) -> str | None:
    """Return the one word a slip of the keyboard made into `word`, `None` when there is none or several.

    The first letter and the last two stay: a change at the end is a new form of a word, not a slip.

    >>> find_nearest("ceasfire", ["ceasefire", "campfire"])
    'ceasefire'
    """
    best, found = limit + 1, []
    for other in words:
        if abs(len(other) - len(word)) > limit or other[-2:] != word[-2:]:
            continue
        distance = OSA.distance(word, other, score_cutoff=best)
        if distance < best:
            best, found = distance, [other]
        elif distance == best <= limit:
            found.append(other)
    return found[0] if len(found) == 1 and best <= limit else None


def _limit(word: str, knowledge: Knowledge) -> int:
    """Return how many slips a word of its length may hold; words anybody may coin get one."""
    if word.endswith(knowledge.lists.get("coined-ending", ())):
        return 1
    return next((distance for length, distance in _DISTANCES if len(word) >= length), 0)


def is_coined(word: str, knowledge: Knowledge) -> bool:
    """Tell whether a word is a new plural, two known words joined, or a known one behind a living prefix."""
    known, common = knowledge.vocabulary, knowledge.common
    if word.startswith(knowledge.lists.get("coined-beginning", ())) or word.removesuffix("s") in known:
        return True
    if any(
        word.startswith(start) and word.removeprefix(start) in common for start in knowledge.lists.get("prefix", ())
    ):
        return True
    joined = any(word[:place] in common and word[place:] in common for place in range(3, len(word) - 2))
    return joined or (word.endswith("ies") and word[:-3] + "y" in known)
