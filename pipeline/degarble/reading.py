"""A document read once: its segments, words and every known phrase in it, shared by all detectors."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from degarble.cover import Cover
from degarble.dating import date_document
from degarble.knowledge import Knowledge
from degarble.knowledge.conditions import Condition, Words
from degarble.knowledge.phrases import Hit, Token, fold, tokenize
from degarble.models.scorer import Scorer, SentenceScores
from degarble.schema import Document, Segment, SegmentKind, Span
from degarble.segment import segment

MINIMUM_TOPIC_WORDS = 2
MINIMUM_COMMAS = 4
SAMPLE = 10
_SILENT = (SegmentKind.BOILERPLATE, SegmentKind.MARKUP)


@dataclass(frozen=True)
class Reading:
    """A document with its segments in order; everything else is derived from them once and kept."""

    document: Document
    segments: tuple[Segment, ...]
    knowledge: Knowledge
    scorer: Scorer | None = None

    @property
    def text(self) -> str:
        """Return the document's text."""
        return self.document.text

    @cached_property
    def lower(self) -> str:
        """Return the folded text; its offsets are those of the text."""
        return fold(self.text)

    @cached_property
    def tokens(self) -> list[Token]:
        """Return the words and numbers of the text."""
        return tokenize(self.text, self.lower)

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the different words of the text in lower case."""
        return frozenset(token.lower for token in self.tokens)

    @cached_property
    def _hits(self) -> dict[str, list[Hit]]:
        return self.knowledge.phrases.find(self.text, self.lower, self.tokens)

    def hits(self, channel: str) -> Sequence[Hit]:
        """Return the hits of a channel of `Knowledge.phrases`."""
        return self._hits.get(channel, ())

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Return the sentences in order."""
        return self._spans(SegmentKind.SENTENCE)

    @cached_property
    def quotes(self) -> tuple[Span, ...]:
        """Return the quotations, marks included."""
        return self._spans(SegmentKind.QUOTE)

    @cached_property
    def titles(self) -> tuple[Span, ...]:
        """Return the titles and headings."""
        return self._spans(SegmentKind.TITLE)

    @cached_property
    def _title_cover(self) -> Cover:
        return Cover(self.titles)

    def is_title(self, span: Span) -> bool:
        """Tell whether a span touches a title or heading."""
        return self._title_cover.touches(span)

    @cached_property
    def exempt(self) -> tuple[Span, ...]:
        """Return what is not repaired as text of the document: boilerplate, markup and other languages."""
        return tuple(
            item.span
            for item in self.segments
            if item.kind in _SILENT
            or (item.kind is SegmentKind.SENTENCE and item.lang not in (self.document.lang, "und"))
        )

    def _spans(self, kind: SegmentKind) -> tuple[Span, ...]:
        return tuple(item.span for item in self.segments if item.kind is kind)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def sentence_at(self, offset: int) -> Span | None:
        """Return the sentence an offset lies in, if any."""
        place = bisect_right(self._sentence_starts, offset) - 1
        if place < 0 or self.sentences[place].end <= offset:
            return None
        return self.sentences[place]

    def tokens_in(self, span: Span) -> Sequence[Token]:
        """Return the words that begin in a span."""
        starts = self._token_starts
        return self.tokens[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    def token_before(self, offset: int) -> Token | None:
        """Return the last word that begins before an offset."""
        place = bisect_left(self._token_starts, offset) - 1
        return self.tokens[place] if place >= 0 else None

    def token_after(self, offset: int) -> Token | None:
        """Return the first word that begins at or after an offset."""
        place = bisect_left(self._token_starts, offset)
        return self.tokens[place] if place < len(self.tokens) else None

    @cached_property
    def _quote_cover(self) -> Cover:
        return Cover(self.quotes)

    @cached_property
    def _exempt_cover(self) -> Cover:
        return Cover(self.exempt)

    def is_quoted(self, span: Span) -> bool:
        """Tell whether a span lies in or touches a quotation."""
        return self._quote_cover.touches(span)

    def is_exempt(self, span: Span) -> bool:
        """Tell whether a span lies in boilerplate, markup or another language."""
        return self._exempt_cover.touches(span)

    @cached_property
    def is_tokenized(self) -> bool:
        """Tell whether words and marks are set apart throughout: text taken from a corpus, not a page."""
        commas = self.text.count(",")
        return commas >= MINIMUM_COMMAS and 2 * self.text.count(" ,") >= commas

    @cached_property
    def sample(self) -> dict[Span, SentenceScores]:
        """Return what the embedded model says of ten sentences at most, spread over the text of the document.

        They tell who wrote it about as well as all of them, and whether the rest is worth reading.
        """
        spans = list(iterate_sentences(self)) if self.scorer is not None else []
        return self._score(spans[:: -(-len(spans) // SAMPLE) or 1])

    @cached_property
    def scores(self) -> dict[Span, SentenceScores]:
        """Return what the embedded model says of every sentence that is text of the document."""
        spans = list(iterate_sentences(self)) if self.scorer is not None else []
        scored = self.sample | self._score([span for span in spans if span not in self.sample])
        return {span: scored[span] for span in spans}

    def _score(self, spans: Sequence[Span]) -> dict[Span, SentenceScores]:
        if self.scorer is None:
            return {}
        return dict(zip(spans, self.scorer.score([span.of(self.text) for span in spans]), strict=True))

    @cached_property
    def machine(self) -> float | None:
        """Return the mean logit that a machine wrote the sentences of the sample; None without a model."""
        return fmean(scores.machine for scores in self.sample.values()) if self.sample else None

    @cached_property
    def year(self) -> int | None:
        """Return the year the document was written in, when that is certain enough."""
        dating = date_document(self.document)
        return dating.year if dating else None

    @cached_property
    def topics(self) -> frozenset[str]:
        """Return the topics at least two of whose words occur."""
        return frozenset(
            topic for topic, words in self.knowledge.topics.items() if len(words & self.words) >= MINIMUM_TOPIC_WORDS
        )

    @cached_property
    def countries(self) -> frozenset[str]:
        """Return the codes of the countries the text names, by name or by nationality."""
        hits = (*self.hits("countries"), *self.hits("nationalities"))
        return frozenset(self.knowledge.demonyms[hit.owner].code for hit in hits)

    def countries_in(self, span: Span) -> frozenset[str]:
        """Return the codes of the countries named in a stretch of the text."""
        hits = (*self.hits("countries"), *self.hits("nationalities"))
        inside = (hit for hit in hits if span.start <= hit.start < span.end)
        return frozenset(self.knowledge.demonyms[hit.owner].code for hit in inside)

    def meets(self, context: Sequence[Condition], span: Span) -> bool:
        """Tell whether all conditions of a context hold for a phrase at `span`."""
        return all(_TESTS[condition.kind](self, condition.words, span) != condition.negated for condition in context)


def read(
    document: Document, knowledge: Knowledge, identify: Callable[[str], str], scorer: Scorer | None = None
) -> Reading:
    """Return the reading of a document; `identify` tells the language of a text."""
    return Reading(document, segment(document, identify), knowledge, scorer)


def _has_near(reading: Reading, words: Words, span: Span) -> bool:
    sentence = reading.sentence_at(span.start)
    if sentence is None or not _may_have(reading, words):
        return False
    tokens = [token for token in reading.tokens_in(sentence) if not span.start <= token.start < span.end]
    lower = reading.lower[sentence.start : sentence.end]
    return any(_matches(reading, words, token) for token in tokens) or _has_phrase(words, lower)


def _may_have(reading: Reading, words: Words) -> bool:
    """Tell whether a set can be met anywhere in the document: most cannot, and that is cheap to see."""
    return bool(words.beginnings or words.classes or words.phrases) or not words.whole.isdisjoint(reading.words)


def _has_in_document(reading: Reading, words: Words, span: Span) -> bool:
    if words.whole & reading.words or _has_phrase(words, reading.lower):
        return True
    return any(word.startswith(words.beginnings) for word in reading.words) if words.beginnings else False


def _has_topic(reading: Reading, words: Words, span: Span) -> bool:
    return bool(words.whole & reading.topics)


def _has_before(reading: Reading, words: Words, span: Span) -> bool:
    token = reading.token_before(span.start)
    if token is None or not _is_gap(reading.text[token.end : span.start]):
        return False
    return _matches(reading, words, token) or any(reading.lower.endswith(item, 0, token.end) for item in words.phrases)


def _has_after(reading: Reading, words: Words, span: Span) -> bool:
    token = reading.token_after(span.end)
    if token is None or not _is_gap(reading.text[span.end : token.start]):
        return False
    return _matches(reading, words, token) or any(reading.lower.startswith(item, token.start) for item in words.phrases)


def _is_start(reading: Reading, words: Words, span: Span) -> bool:
    sentence = reading.sentence_at(span.start)
    return sentence is not None and not any(char.isalnum() for char in reading.text[sentence.start : span.start])


def _is_gap(text: str) -> bool:
    """Tell whether two words stand side by side: nothing but spaces, quotes or a hyphen between them."""
    return len(text) <= 3 and all(char in " \u00a0\n\r\"'“”‘’«»-" for char in text)


def _has_phrase(words: Words, lower: str) -> bool:
    return any(phrase in lower for phrase in words.phrases)


def _matches(reading: Reading, words: Words, token: Token) -> bool:
    return words.has(token.lower) or any(_CLASSES[name](reading, token) for name in words.classes)


def _starts_hit(reading: Reading, channel: str, token: Token) -> bool:
    return any(hit.start <= token.start < hit.end for hit in reading.hits(channel))


def _is_listed(name: str) -> Callable[[Reading, Token], bool]:
    return lambda reading, token: token.text in reading.knowledge.lists.get(name, ())


_CLASSES: dict[str, Callable[[Reading, Token], bool]] = {
    "@number": lambda reading, token: token.text[0].isdigit() or token.lower in reading.knowledge.lists["number"],
    "@name": lambda reading, token: token.text[0].isupper(),
    "@country": lambda reading, token: _starts_hit(reading, "countries", token),
    "@nationality": lambda reading, token: _starts_hit(reading, "nationalities", token),
    "@month": _is_listed("month"),
    "@weekday": _is_listed("weekday"),
}
_TESTS: dict[str, Callable[[Reading, Words, Span], bool]] = {
    "near": _has_near,
    "doc": _has_in_document,
    "topic": _has_topic,
    "before": _has_before,
    "after": _has_after,
    "start": _is_start,
    "chosen": lambda reading, words, span: True,  # detectors/choice.py asks the model
}


def iterate_sentences(reading: Reading) -> Iterator[Span]:
    """Yield the sentences that are text of the document."""
    return (sentence for sentence in reading.sentences if not reading.is_exempt(sentence))
