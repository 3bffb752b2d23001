"""What each stretch of a document is (title, sentence, quotation, page furniture ...) and in which language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from degarble.schema import Document, Segment, SegmentKind, Span
from degarble.segment.furniture import Furniture, classify, find_furniture
from degarble.segment.lines import Line, is_heading_mark, join_wrapped, read_lines
from degarble.segment.markup import find_markup
from degarble.segment.quotes import find_quotes
from degarble.segment.sentences import split_sentences

__all__ = ["segment"]

_MINIMUM_WORDS = 3
_TITLE_WIDTH = 200
_HEADING_WORDS = 14
_HEADING_WIDTH = 110
_FURNITURE_WIDTH = 90
_QUOTED = re.compile(r'"[^"]+"|“[^”]+”|«[^»]+»')
_ORDER = {kind: place for place, kind in enumerate(SegmentKind)}


def segment(document: Document, identify: Callable[[str], str]) -> tuple[Segment, ...]:
    """Return the segments of a document ordered by start, outer before inner; `identify` tells the language of a text.

    Sentences cover titles and paragraphs, not boilerplate and markup. Fewer than three words inherit the document's
    language unless their script speaks against it; what has no letters is `und`. Comments of readers count as
    quotations: they are other people's words.
    """
    found = sorted(
        _Segmenter(document, identify).run(),
        key=lambda item: (item.span.start, -item.span.end, _ORDER[item.kind]),
    )
    return tuple(found)


class _Segmenter:
    """Segments one document."""

    def __init__(self, document: Document, identify: Callable[[str], str]) -> None:
        self._text = document.text
        self._document = document
        self._identify = identify
        self._markup = list(find_markup(document.text))
        self._markup_ends = [span.end for span in self._markup]
        self._commented = False

    def run(self) -> Iterator[Segment]:
        yield from (Segment(span, SegmentKind.MARKUP, "und") for span in self._markup)
        lines = list(join_wrapped(self._text, read_lines(self._text)))
        lines = [line for line in lines if not self._is_only_markup(line)]
        furniture = find_furniture(self._text, lines)
        for place, line in enumerate(lines):
            kind = furniture.get(place)
            if kind is not None:
                yield self._make_boilerplate(Span(line.start, line.end), kind)
                self._commented = kind.kind == "commenter"
            else:
                yield from self._read_line(lines, place, place + 1 in furniture)

    def _read_line(self, lines: Sequence[Line], place: int, before_furniture: bool) -> Iterator[Segment]:
        line = lines[place]
        span = Span(line.body, line.end)
        pieces = list(self._split(span))
        sentences = [piece for piece in pieces if piece.kind is SegmentKind.SENTENCE]
        yield from pieces
        if not sentences:
            return
        outer = Span(sentences[0].span.start, sentences[-1].span.end)
        lang = _find_main_language(sentences)
        kind = SegmentKind.TITLE if self._is_title(lines, place, before_furniture) else SegmentKind.PARAGRAPH
        yield Segment(outer, kind, lang)
        if self._commented:
            yield Segment(outer, SegmentKind.QUOTE, lang)
        yield from self._find_quotes(outer, sentences)

    def _find_quotes(self, outer: Span, sentences: Sequence[Segment]) -> Iterator[Segment]:
        starts = [sentence.span.start for sentence in sentences]
        for quote in find_quotes(self._text, (outer,)):
            holder = sentences[max(bisect_right(starts, quote.start) - 1, 0)]
            yield Segment(quote, SegmentKind.QUOTE, holder.lang)

    def _split(self, span: Span) -> Iterator[Segment]:
        """Yield the sentences of a line; furniture glued to its first or last sentence is boilerplate."""
        spans = list(split_sentences(self._text, *span))
        for place, sentence in enumerate(spans):
            kind = self._classify_edge(sentence) if len(spans) > 1 and place in (0, len(spans) - 1) else None
            if kind is not None:
                yield self._make_boilerplate(sentence, kind)
            else:
                yield Segment(sentence, SegmentKind.SENTENCE, self._find_language(sentence.of(self._text)))

    def _classify_edge(self, sentence: Span) -> Furniture | None:
        if sentence.end - sentence.start > _FURNITURE_WIDTH:
            return None
        content = sentence.of(self._text)
        return classify(content) if " " in content else None

    def _make_boilerplate(self, span: Span, kind: Furniture) -> Segment:
        lang = kind.lang
        if kind.kind in ("link", "commenter"):
            lang = self._find_language(span.of(self._text))
        return Segment(span, SegmentKind.BOILERPLATE, lang)

    def _find_language(self, content: str) -> str:
        if content.count(" ") + 1 >= _MINIMUM_WORDS or not content.isascii():
            if content.count(" ") + 1 < _MINIMUM_WORDS and not _is_other_script(content):
                return self._document.lang
            return self._identify_unquoted(content)
        return self._document.lang if any(char.isalpha() for char in content) else "und"

    def _identify_unquoted(self, content: str) -> str:
        """Return the language of a sentence; one that only quotes another language is in its own."""
        lang = self._identify(content)
        if lang == self._document.lang:
            return lang
        rest = _QUOTED.sub(" ", content)
        if rest != content and len(rest.split()) >= 2 and self._identify(rest) == self._document.lang:
            return self._document.lang
        return lang

    def _is_title(self, lines: Sequence[Line], place: int, before_furniture: bool) -> bool:
        line = lines[place]
        content = self._text[line.body : line.end]
        if self._commented:
            return False
        if is_heading_mark(self._text, line) or content == self._document.title.strip():
            return True
        if len(content) > _TITLE_WIDTH or content[-1] in ".,;" or line.body != line.start:
            return False
        if place == 0 or content == self._text[lines[0].body : lines[0].end]:
            return len(lines) > 1
        if place + 1 == len(lines) or before_furniture:
            return False
        return self._is_heading(content, line, lines[place + 1])

    def _is_heading(self, content: str, line: Line, following: Line) -> bool:
        """Tell whether a short line that stands alone heads the longer one below it."""
        alone = line.blank > 0 and content[-1] != ":" and not content[0].islower()
        longer = following.end - following.start > max(2 * len(content), _HEADING_WIDTH)
        return alone and longer and content.count(" ") < _HEADING_WORDS and len(content) <= _HEADING_WIDTH

    def _is_only_markup(self, line: Line) -> bool:
        """Tell whether nothing but markup stands on a line."""
        place = bisect_right(self._markup_ends, line.start)
        begin = line.start
        while place < len(self._markup) and self._markup[place].start < line.end:
            if any(char.isalnum() for char in self._text[begin : self._markup[place].start]):
                return False
            begin = self._markup[place].end
            place += 1
        return begin >= line.end or (begin > line.start and not any(map(str.isalnum, self._text[begin : line.end])))


def _find_main_language(sentences: Sequence[Segment]) -> str:
    """Return the language of most of the characters."""
    if len(sentences) == 1:
        return sentences[0].lang
    sizes: Counter[str] = Counter()
    for sentence in sentences:
        sizes[sentence.lang] += sentence.span.end - sentence.span.start
    return max(sizes, key=lambda lang: (sizes[lang], lang))


def _is_other_script(content: str) -> bool:
    return any(char > "\u036f" and char.isalpha() and not "\u1e00" <= char <= "\u1eff" for char in content)
