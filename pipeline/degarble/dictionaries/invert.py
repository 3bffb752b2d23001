"""Entries turned round: for an English word, the truly different senses of the source words it renders."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from degarble.dictionaries.entry import OTHER, Entry, Meaning

MOST_SENSES = 5
GROUPED = 0.1  # a dictionary that has several words in fewer of its meanings does not tell synonyms from senses
SHARED = 2  # so many source words or synonyms in common make two words near-synonyms


class Known(NamedTuple):
    """What our own tables tell: words of news by part of speech, and pairs that are confused in some language."""

    lemmas: frozenset[tuple[str, str]]
    confusions: frozenset[tuple[str, str]]


# How a verb ends in the dictionaries of a language: which part of speech an entry is that does not say it.
VERBS = {
    lang: re.compile(ending)
    for lang, ending in {
        "de": r"^[a-zäöü].*(?:e[lr]?n|tun)$",
        "el": r"(?:ω|ώ|μαι)$",
        "es": r"(?:[aeií]r|[aeií]rse)$",
        "fr": r"(?:er|ir|re)$",
        "it": r"(?:[aei]re|[aei]rsi|rre)$",
        "nl": r"(?:en|gaan|staan|slaan|doen|zien)$",
        "pl": r"(?:ć|ć się)$",
        "pt": r"(?:[aeiô]r|[aei]r-se)$",
        "ru": r"(?:ть|ти|чь|ться|тись|чься)$",
        "tr": r"m[ae]k$",
        "uk": r"(?:ти|тися)$",
    }.items()
}


class Row(NamedTuple):
    """A row of a table of senses; a sense is a word with its domain."""

    english: str
    pos: str
    source: str
    senses: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        senses = " ; ".join(f"{word}@{domain}" for word, domain in self.senses)
        return "\t".join((self.english, self.pos, self.source, senses))


class Synonyms:
    """Which English words mean nearly the same, as far as the dictionaries themselves tell."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._beside: dict[str, set[str]] = defaultdict(set)
        self._sources: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            for meaning in entry.meanings:
                for word in meaning.words:
                    self._beside[word].update(meaning.words)
                    self._sources[word].add(_cut(entry.headword))

    def are_one(self, one: str, two: str) -> bool:
        """Tell whether two words stand in one meaning, begin alike, or share synonyms or several source words."""
        return (
            two in self._beside[one]
            or begin_alike(one, two)
            or len(self._beside[one] & self._beside[two]) >= SHARED
            or len(self._sources[one] & self._sources[two]) >= SHARED
        )


def _cut(headword: str) -> str:
    """Return the stem of a headword, roughly: words of one family are one witness."""
    return headword.casefold()[:5]


def begin_alike(one: str, two: str) -> bool:
    """Tell whether most of the shorter word begins the longer one, too.

    >>> begin_alike("act", "action"), begin_alike("state", "statement"), begin_alike("court", "count")
    (True, True, False)
    """
    shorter, longer = sorted((one, two), key=len)
    return longer.startswith(shorter[: max(3, len(shorter) * 3 // 4 + 1)])


def invert(entries: Iterable[Entry], lang: str, known: Known) -> list[Row]:
    """Return the rows of a table, in order and unique: of known words, and where needed of known confusions only."""
    gathered = gather(entries)
    synonyms, trusted = Synonyms(gathered), groups_synonyms(gathered)
    found: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for entry in gathered:
        for english, pos, word, domain in _find_pairs(entry, lang, known.lemmas):
            is_other = trusted or (english, word) in known.confusions
            if is_other and not synonyms.are_one(english, word):
                found[english, pos, entry.headword].setdefault(word, domain)
    return sorted(Row(*key, tuple(senses.items())[:MOST_SENSES]) for key, senses in found.items())


def groups_synonyms(entries: Iterable[Entry]) -> bool:
    """Tell whether the entries put words that say the same into one meaning, or number every word."""
    sizes = [len(meaning.words) for entry in entries if len(entry.meanings) > 1 for meaning in entry.meanings]
    return sum(size > 1 for size in sizes) >= GROUPED * len(sizes)


def gather(entries: Iterable[Entry]) -> list[Entry]:
    """Return one entry for each headword and part of speech: dictionaries often give each meaning its own."""
    meanings: dict[tuple[str, str], dict[Meaning, None]] = defaultdict(dict)
    for entry in entries:
        if entry.pos != OTHER:
            meanings[entry.headword, entry.pos].update(dict.fromkeys(entry.meanings))
    return [Entry(*key, tuple(found)) for key, found in meanings.items()]


def _find_pairs(entry: Entry, lang: str, lemmas: frozenset[tuple[str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield English word, part of speech, a word of another meaning, its domain."""
    pos = entry.pos or _guess_pos(entry, lang, lemmas)
    known = [[word for word in meaning.words if (word, pos) in lemmas] for meaning in entry.meanings]
    for place, words in enumerate(known):
        others = [*range(place), *range(place + 1, len(known))]
        for english in words:
            if " " not in english and "'" not in english:
                yield from (
                    (english, pos, word, entry.meanings[other].domain) for other in others for word in known[other]
                )


def _guess_pos(entry: Entry, lang: str, lemmas: frozenset[tuple[str, str]]) -> str:
    """Return the part of speech that the headword can have and most of the English words have."""
    words = [word for meaning in entry.meanings for word in meaning.words]
    return max(_list_pos(entry.headword, lang), key=lambda pos: sum((word, pos) in lemmas for word in words))


def _list_pos(headword: str, lang: str) -> tuple[str, ...]:
    if lang == "de" and headword[:1].isupper():
        return ("noun",)
    if lang in VERBS and VERBS[lang].search(headword):
        return ("verb",)
    rest = ("adj", "adv") if lang == "de" else ("noun", "adj", "adv")
    return rest if lang in VERBS else (*rest, "verb")
