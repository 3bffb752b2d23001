"""A sentence that shows each form of each name: the first place where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from degarble.schema import Document, Link, Repair, Span
from degarble.segment.lines import join_wrapped, read_lines
from degarble.segment.sentences import split_sentences

WIDTH = 160
_SPACE = re.compile(r"\s+")


class Example(NamedTuple):
    """A sentence, cut to about 160 characters, and where in it the form stands."""

    document: str
    text: str
    start: int
    end: int


Examples = Mapping[tuple[str, str], Example]
"""Examples by cluster and form."""


class Sampler:
    """Takes an example for each form from the documents shown to it, in whatever order they come."""

    def __init__(self, links: Iterable[Link]) -> None:
        first: dict[tuple[str, str], Link] = {}
        for link in links:
            first.setdefault((link.cluster, link.text), link)
        self._wanted: dict[str, list[Link]] = {}
        for link in first.values():
            self._wanted.setdefault(link.document, []).append(link)
        self._found: dict[tuple[str, str], Example] = {}

    @property
    def examples(self) -> Examples:
        """Return the examples found so far."""
        return self._found

    def add(self, document: Document) -> None:
        """Take the examples that stand in a document; what is not at its place any more has none."""
        links = [link for link in self._wanted.get(document.id, ()) if link.span.of(document.text) == link.text]
        for link, sentence in _find_sentences(document.text, links):
            text, start, end = cut_sentence(document.text, sentence, link.span)
            self._found[link.cluster, link.text] = Example(document.id, text, start, end)

    def pass_on(self, repair: Repair) -> Repair:
        """Take the examples that stand in the document of a repair, and return the repair."""
        self.add(repair.document)
        return repair


def collect_examples(links: Iterable[Link], documents: Iterable[Document]) -> Examples:
    """Return an example of each form of each name; the documents are read once."""
    sampler = Sampler(links)
    for document in documents:
        sampler.add(document)
    return sampler.examples


def _find_sentences(text: str, links: Iterable[Link]) -> Iterator[tuple[Link, Span]]:
    """Yield each link with its sentence; only the paragraphs that hold a link are split."""
    wanted = sorted(links, key=lambda link: link.span)
    lines = list(join_wrapped(text, read_lines(text))) if wanted else []
    starts = [line.start for line in lines]
    sentences: dict[int, list[Span]] = {}
    for link in wanted:
        place = bisect_right(starts, link.span.start) - 1
        if place not in sentences:
            sentences[place] = list(split_sentences(text, lines[place].body, lines[place].end)) if place >= 0 else []
        around = next((item for item in sentences[place] if item.start <= link.span.start < item.end), link.span)
        yield link, Span(around.start, max(around.end, link.span.end))


def cut_sentence(text: str, sentence: Span, form: Span) -> tuple[str, int, int]:
    """Return about 160 characters of a sentence around a form, and where in them the form stands; white space is even.

    >>> cut_sentence("Yesterday Khafter\\nleft.", Span(0, 23), Span(10, 17))
    ('Yesterday Khafter left.', 10, 17)
    """
    before = _even(text[sentence.start : form.start]).lstrip()
    word = _even(form.of(text))
    after = _even(text[form.end : sentence.end]).rstrip()
    room = max(WIDTH - len(word), 0)
    left = max(room // 2, room - len(after))
    before = _keep_end(before, left)
    after = _keep_start(after, max(room - len(before), 0))
    return before + word + after, len(before), len(before) + len(word)


def _even(text: str) -> str:
    return _SPACE.sub(" ", text)


def _keep_end(text: str, size: int) -> str:
    """Return the last words of a text, after `…` if some are left out."""
    if len(text) <= size:
        return text
    kept = text[len(text) - size :]
    # Without a space in it (a script that has none) it is cut anywhere.
    _, space, words = kept.partition(" ")
    return f"… {words if space and words else kept}"


def _keep_start(text: str, size: int) -> str:
    """Return the first words of a text, before `…` if some are left out."""
    if len(text) <= size:
        return text
    kept = text[:size]
    words, space, _ = kept.rpartition(" ")
    return f"{words if space else kept} …"
