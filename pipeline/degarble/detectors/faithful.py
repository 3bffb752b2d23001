"""What a rewrite must leave as it is, whoever wrote it: names, numbers, negations, quotations, most of the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from degarble.detectors.changes import Change
from degarble.models.damage import WordDamage
from degarble.schema import Span

LEAST_LENGTH, MOST_LENGTH = 0.5, 1.6  # of a rewritten sentence, in lengths of the original
LEAST_LIKENESS = 60.0  # percent of letters in common, words in any order
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OPENING = re.compile(r"(?:\A|[.:?!…\"“”«»(])[\s\"“«(‘'-]*\Z")
_FIGURE = re.compile(r"(?:(?<!\w)[-−])?\d+(?:[.,:/]\d+)*|[$€£¥₺₽₴₪₹]")
_SPACED = re.compile(r"(?<=\d)\s*([.,:/])\s*(?=\d)")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nobody|nothing|nowhere|without|cannot|hardly|barely|scarcely|unless)\b|n['’]t\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|(?:hundred|thousand|million|billion|trillion|dozen)s?"
    r"|first|second|third|fourth|fifth|half|quarter|both|once|twice|double|triple)\b",
    re.IGNORECASE,
)
_QUOTES = re.compile('["“”„‟«»]')


@dataclass(frozen=True)
class Protected:
    """What is known of a sentence: the words of its names in lower case, and where it quotes."""

    names: frozenset[str]
    quotes: tuple[Span, ...] = ()


def refuse_change(change: Change, protected: Protected) -> str:
    """Return why a change may not be offered; empty when it may.

    >>> refuse_change(Change(Span(0, 8), "not late", "late"), Protected(frozenset()))
    'it changes a negation'
    """
    if any(change.span.overlaps(quote) for quote in protected.quotes):
        return "it edits a quotation"
    return _refuse_loss(change, protected)


def is_balanced(change: Change, protected: Protected) -> bool:
    """Tell whether what a change takes out of names, numbers, negations and quotation marks it puts in again."""
    return not _refuse_loss(change, protected)


def _refuse_loss(change: Change, protected: Protected) -> str:
    return next((reason for reason, keeps in _KEPT if not keeps(change, protected)), "")


def refuse_sentence(before: str, after: str, protected: Protected) -> str:
    """Return why a sentence with its changes made may not be offered; empty when it may."""
    from rapidfuzz.fuzz import token_sort_ratio

    if not LEAST_LENGTH <= len(after) / max(1, len(before)) <= MOST_LENGTH:
        return "it is far shorter or longer"
    if token_sort_ratio(before.casefold(), after.casefold()) < LEAST_LIKENESS:
        return "it is another sentence"
    return _refuse_loss(Change(Span(0, len(before)), before, after), protected)


def reads_better(before: Sequence[WordDamage], after: Sequence[WordDamage]) -> bool:
    """Tell whether a sentence is less damaged than before: in all, and by word, so that no padding helps."""
    if not before or not after:
        return False
    old, new = ([score for _, _, score in words] for words in (before, after))
    return sum(new) < sum(old) and fmean(new) < fmean(old)


def collect_names(
    before: str,
    after: str,
    mentions: Iterable[str],
    is_small: Callable[[str], bool],
    is_ordinary: Callable[[str], bool],
) -> frozenset[str]:
    """Return, in lower case, the words of the names in two sentences.

    Capitals make a name; where a sentence begins they do so only for a word that is not `is_ordinary`. Words that are
    `is_small` (the, of) belong to no name.
    """
    known = {word for mention in mentions for word, _ in _find_words(mention) if word[0].isupper()}
    found = set(known)
    for sentence in (before, after):
        for word, is_opening in _find_words(sentence):
            if word[0].isupper() and not (is_opening and is_ordinary(word.casefold())):
                found.add(word)
    return frozenset(word.casefold() for word in found if not is_small(word.casefold()))


def _find_words(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words without the genitive's mark, and whether something begins with them."""
    for match in _WORD.finditer(text):
        word = re.sub(r"['’][sS]\Z", "", match.group())
        yield word, _OPENING.search(text, 0, match.start()) is not None


def _keeps_names(change: Change, protected: Protected) -> bool:
    old, new = (
        Counter(name for word, _ in _find_words(text) if (name := word.casefold()) in protected.names)
        for text in (change.old, change.new)
    )
    return old == new


def _keeps_numbers(change: Change, protected: Protected) -> bool:
    return _count_numbers(change.old) == _count_numbers(change.new)


def _count_numbers(text: str) -> Counter[str]:
    words = (word.casefold() for word in _NUMBERS.findall(text))
    return Counter((*_FIGURE.findall(_SPACED.sub(r"\1", text)), *words))


def _keeps_negations(change: Change, protected: Protected) -> bool:
    return len(_NEGATION.findall(change.old)) == len(_NEGATION.findall(change.new))


def _keeps_quotes(change: Change, protected: Protected) -> bool:
    return Counter(_QUOTES.findall(change.old)) == Counter(_QUOTES.findall(change.new))


_KEPT: tuple[tuple[str, Callable[[Change, Protected], bool]], ...] = (
    ("it changes a name", _keeps_names),
    ("it changes a number", _keeps_numbers),
    ("it changes a negation", _keeps_negations),
    ("it changes quotation marks", _keeps_quotes),
)
