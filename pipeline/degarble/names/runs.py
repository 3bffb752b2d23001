"""Capitalised sequences that stand like names: particles, initials, titles, bodies, headlines."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from degarble.knowledge.phrases import Token
from degarble.names.vocabulary import Vocabulary
from degarble.reading import Reading
from degarble.schema import NameKind, Span

HEADLINE_SHARE, CLOSED_SHARE = 0.6, 0.95
_OPENING = frozenset('“"«‘:•*#>–—|')


@dataclass(frozen=True, slots=True)
class Run:
    """A capitalised sequence without its title; `is_doubtful` when only its place in a sentence explains it.

    `is_loose` marks a bare word nothing beside it shows to be a name, `is_opener` one at the head of a sentence.
    """

    span: Span
    kind: NameKind
    role: str = ""
    is_doubtful: bool = False
    is_loose: bool = False
    is_opener: bool = False


def find_runs(reading: Reading, vocabulary: Vocabulary, known: Set[int]) -> list[Run]:
    """Return the capitalised sequences of a document in order; `known` are the places where known names begin."""
    return _Finder(reading, vocabulary, known).find()


class _Finder:
    """Walks over the words of one document."""

    def __init__(self, reading: Reading, vocabulary: Vocabulary, known: Set[int]) -> None:
        self._text = reading.text
        self._tokens = reading.tokens
        self._words = vocabulary
        self._dictionary = reading.knowledge.vocabulary
        self._cities = reading.knowledge.cities
        self._known = known
        self._openers = _find_openers(reading)
        self._headlines = _find_headlines(reading)

    def find(self) -> list[Run]:
        found: list[Run] = []
        for start, end in self._stretch():
            run = self._shape(start, end)
            if run is not None:
                found.append(run)
        return self._confirm(found)

    def _stretch(self) -> Iterator[tuple[int, int]]:
        """Yield the first and last-but-one places of capitalised sequences."""
        tokens, count, place = self._tokens, len(self._tokens), 0
        while place < count:
            if not tokens[place].text[0].isupper():
                place += 1
                continue
            end = place + 1
            while (following := self._extend(place, end)) > end:
                end = following
            split = self._split_acronym(place, end)
            if split > place:
                yield place, split
            yield (split if split > place else self._reach_back(place)), end
            place = end

    def _split_acronym(self, start: int, end: int) -> int:
        """Return the place behind an acronym that stands before a name: `APU | Bohdan Savchuk`."""
        first = self._tokens[start].text
        if end - start < 3 or not 2 < len(first) < 7 or not first.isupper() or self._is_body(start, end):
            return start
        return start + 1 if all(not token.text.isupper() for token in self._tokens[start + 1 : end]) else start

    def _extend(self, start: int, end: int) -> int:
        """Return where the sequence ends when what follows belongs to it, else `end`."""
        tokens = self._tokens
        if end >= len(tokens) or not self._joins(end - 1):
            return end
        word = tokens[end]
        if word.text[0].isupper():
            return end + 1
        if self._has_two_particles(end):
            return end + 3
        if end + 1 < len(tokens) and tokens[end + 1].text[0].isupper() and self._joins(end):
            if word.lower in self._words.particles and word.lower not in ("as", "at", "an", "do"):
                return end + 2
            if word.lower in self._words.connectors and self._is_body(start, end):
                return end + 2
        return end

    def _has_two_particles(self, end: int) -> bool:
        """Tell whether two particles and a name follow: `Carmen | de la Rosa`, `Jan | van der Velde`."""
        following = self._tokens[end : end + 3]
        return (
            len(following) == 3
            and following[0].lower in self._words.particles
            and following[1].lower in self._words.particles
            and following[2].text[0].isupper()
            and self._joins(end)
            and self._joins(end + 1)
        )

    def _joins(self, place: int) -> bool:
        """Tell whether a word and the next are written as one name: a space or hyphen, an initial with its dot."""
        one, two = self._tokens[place], self._tokens[place + 1]
        gap = self._text[one.end : two.start]
        if gap == "-" and one.lower in self._words.capitals:
            return False
        return gap in (" ", "-", "\u00a0") or (gap in (". ", ".") and len(one.text) == 1)

    def _is_body(self, start: int, end: int) -> bool:
        return any(token.lower in self._words.bodies for token in self._tokens[start:end])

    def _reach_back(self, start: int) -> int:
        """Take in an article or particle in lower case before the sequence: `al-Sarraj`, `van Dijk`."""
        if start and self._joins(start - 1) and self._tokens[start - 1].lower in self._words.particles:
            gap = self._text[self._tokens[start - 1].end : self._tokens[start].start]
            word = self._tokens[start - 1].text
            if gap == "-" or word in ("al", "el", "bin", "ibn", "van", "von", "abu"):
                return start - 1
        return start

    def _shape(self, start: int, end: int) -> Run | None:
        """Strip openers, titles and dates from a sequence and tell what it names."""
        tokens, words = self._tokens, self._words
        opener = tokens[start].start in self._openers
        while start < end and self._is_opener(start):
            start, opener = start + 1, False
        while end > start and tokens[end - 1].lower in words.calendar:
            end -= 1
        start = self._skip_common(start, end) if opener else start
        title = start
        start = self._skip_title(start, end)
        opener = opener and start == title
        if all(self._is_common(token) for token in tokens[start:end]):
            return None
        span = Span(tokens[start].start, tokens[end - 1].end)
        role = self._text[tokens[title].start : tokens[start - 1].end] if start > title else self._role_before(start)
        kind = self._classify(start, end, role)
        loose = end - start == 1 and kind is NameKind.PERSON and not role and not self._speaks(start)
        return Run(span, kind, role, self._is_doubtful(start, end, role, opener=opener), loose)

    def _is_opener(self, place: int) -> bool:
        token = self._tokens[place]
        is_acronym = token.text.isupper() and token.start not in self._headlines
        return token.lower in self._words.openers and len(token.text) > 1 and not is_acronym

    def _skip_common(self, start: int, end: int) -> int:
        """Return the place behind a word that heads a sentence and is no name: `Epidemiologist Elena Petrova`."""
        words = self._dictionary
        if end - start < 3 or self._tokens[start].lower not in words or self._tokens[start].lower in self._words.titles:
            return start
        return start if any(token.lower in words for token in self._tokens[start + 1 : end]) else start + 1

    def _is_common(self, token: Token) -> bool:
        """Tell whether a word alone names nobody: a title, an office, a month, the word for a body."""
        words, lower = self._words, token.lower
        return lower in words.titles or lower in words.offices or lower in words.bodies or lower in words.calendar

    def _skip_title(self, start: int, end: int) -> int:
        """Return the place behind a nationality and a title: `Turkish Foreign Minister Mevlüt Çavuşoğlu`.

        What stands between them are words of the language; a nationality alone goes before a foreign name.
        """
        tokens, words, seen = self._tokens, self._words, start
        for place in range(start, end - 1):
            lower = tokens[place].lower
            if lower in words.titles:
                seen = place + 1
            elif lower not in words.offices and lower not in words.nationalities and lower not in self._dictionary:
                break
        if seen == start and end - start > 2 and tokens[start].lower in words.nationalities:
            is_foreign = all(token.lower not in self._dictionary for token in tokens[start + 1 : end])
            seen = start + 1 if is_foreign else start
        return seen if seen < end and not self._is_body(seen, end) else start

    def _role_before(self, start: int) -> str:
        if not start or not self._joins(start - 1):
            return ""
        word = self._tokens[start - 1]
        return word.text if word.lower in self._words.titles else ""

    def _classify(self, start: int, end: int, role: str) -> NameKind:
        tokens, words = self._tokens, self._words
        first = tokens[start]
        if (
            end - start == 1
            and first.text.isupper()
            and (first.text.title() in self._cities or first.lower in words.capitals)
        ):
            return NameKind.PLACE
        if end - start == 1 and first.text.isupper() and 2 <= len(first.text) <= 7:
            return NameKind.ACRONYM
        if end - start > 1 and (tokens[end - 1].lower in words.media or first.lower == "daily"):
            return NameKind.MEDIA
        if self._is_body(start, end):
            return NameKind.ORGANISATION
        before = tokens[start - 1].lower if start and self._joins(start - 1) else ""
        if tokens[end - 1].lower in words.landscape or (not role and end - start <= 2 and before in words.places):
            return NameKind.PLACE
        if not role and end - start > 1 and before == "the":
            return NameKind.ORGANISATION
        return NameKind.PERSON

    def _is_doubtful(self, start: int, end: int, role: str, *, opener: bool) -> bool:
        """Tell whether the capital says nothing: a headline, capitals throughout, one word heading a sentence."""
        first = self._tokens[start]
        if first.start in self._headlines:
            return True
        if end - start > 1 or role or not opener:
            return False
        return not self._speaks(start)

    def _speaks(self, place: int) -> bool:
        """Tell whether a bare opener is followed by a verb of speech or a colon: `Thick, said`."""
        token = self._tokens[place]
        rest = self._text[token.end : token.end + 2]
        if rest[:1] == ":":
            return True
        following = self._tokens[place + 1] if place + 1 < len(self._tokens) else None
        gap = self._text[token.end : following.start] if following else "\n"
        return gap in (" ", ", ") and following is not None and following.lower in self._words.speech

    def _confirm(self, runs: list[Run]) -> list[Run]:
        """Keep a doubtful single word only where the text writes it as a name elsewhere, or a known name begins."""
        sure = {run.span.of(self._text) for run in runs if not run.is_doubtful}
        sure |= {word for name in sure for word in name.split()}
        kept = []
        for run in runs:
            if run.is_doubtful and run.span.of(self._text) in sure:
                run = Run(run.span, run.kind, run.role, is_loose=run.is_loose)
            if run.is_doubtful and " " not in run.span.of(self._text) and run.span.start not in self._headlines:
                run = Run(run.span, run.kind, run.role, is_loose=True, is_opener=True)
            if not run.is_doubtful or run.span.start in self._known or self._is_city(run):
                kept.append(run)
        return kept

    def _is_city(self, run: Run) -> bool:
        """Tell whether a word in capitals, as of a dateline, is a city: `TOKYO`, `New York`."""
        text = run.span.of(self._text)
        return text.isupper() and (text.title() in self._cities or text.lower() in self._words.capitals)


def _find_openers(reading: Reading) -> frozenset[int]:
    """Return the places of words whose capital their position explains."""
    starts = {token.start for sentence in reading.sentences if (token := reading.token_after(sentence.start))}
    starts |= {token.start for quote in reading.quotes if (token := reading.token_after(quote.start))}
    text = reading.text
    for token in reading.tokens:
        if token.text[0].isupper() and token.start > 1:
            before = text[token.start - 1]
            if before == "\n" or before in _OPENING or (before == " " and text[token.start - 2] in _OPENING):
                starts.add(token.start)
    return frozenset(starts)


def _find_headlines(reading: Reading) -> frozenset[int]:
    """Return the places of capitalised words in sentences written in title case or in capitals."""
    places: set[int] = set()
    for sentence in reading.sentences:
        tokens = [token for token in reading.tokens_in(sentence) if token.text[0].isalpha()]
        if _is_headline(tokens, is_closed=sentence.of(reading.text).rstrip().endswith(".")):
            places.update(token.start for token in tokens)
    return frozenset(places)


def _is_headline(tokens: list[Token], *, is_closed: bool) -> bool:
    """Tell whether most long words of a sentence have capitals; nearly all where it ends with a full stop."""
    long = [token for token in tokens if len(token.text) > 3]
    if len(long) < 4:
        return False
    return sum(token.text[0].isupper() for token in long) > (CLOSED_SHARE if is_closed else HEADLINE_SHARE) * len(long)
