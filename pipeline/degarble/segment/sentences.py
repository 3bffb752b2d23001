"""Sentences: where one ends and the next begins, also where no space is left between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from degarble.knowledge.tables import read_table
from degarble.schema import Span

_STOP = re.compile(r"[.!?…]+['\"”’»“)\]]*(?=[\s\"“„«‘(A-Z\u0400-\u042f]|$)|[。！？]+[」』”]*")
_LAST_WORD = re.compile(r"[\w.&'’-]*\Z")
_NEXT_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\Z")
_OPENING = " \t\r\n\u00a0\u202f\u2009\"“„«‘'([—–-"
_SPACES = " \t\r\n\u00a0\u202f\u2009\u200b\u2028\ufeff"
_LOOK_BACK = 24
_GLUED_WORD = 4


@lru_cache(maxsize=1)
def _load_words() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {"title": set(), "number": set(), "maybe": set(), "starter": set()}
    for row in read_table(files("degarble") / "data" / "sentence_words.tsv", ("lang", "word", "kind")):
        groups[row["kind"]].add(row["word"])
    return {kind: frozenset(words) for kind, words in groups.items()}


def split_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of `text[start:end]`, without the white space around them; cost is linear."""
    begin, held = start, None
    for match in _STOP.finditer(text, start, end):
        if _is_end(text, match, end):
            for piece in _trim(text, begin, match.end()):
                if held is not None and not any(map(str.isalnum, piece.of(text))):
                    held = Span(held.start, piece.end)  # a stray mark belongs to the sentence before
                    continue
                if held is not None:
                    yield held
                held = piece
            begin = match.end()
    rest = list(_trim(text, begin, end))
    if held is not None and rest and not any(map(str.isalnum, rest[0].of(text))):
        held, rest = Span(held.start, rest[0].end), []
    if held is not None:
        yield held
    yield from rest


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    stripped = piece.strip(_SPACES)
    if stripped:
        first = start + len(piece) - len(piece.lstrip(_SPACES))
        yield Span(first, first + len(stripped))


def _is_end(text: str, match: re.Match[str], end: int) -> bool:
    """Tell whether a sentence ends at a stop."""
    after, stop = match.end(), match[0]
    if after >= end or stop[0] in "。！？":
        return True
    glued = not text[after].isspace()
    place = after
    while place < end and text[place] in _OPENING:
        place += 1
    if place >= end:
        return True
    first = text[place]
    if first.islower():
        return False
    if glued:
        return _is_glued_end(text, match, place, end)
    return _is_spaced_end(text, match, place, end)


def _is_spaced_end(text: str, match: re.Match[str], place: int, end: int) -> bool:
    """Tell whether a single stop before a space ends a sentence or an abbreviation."""
    if not match[0].startswith(".") or match[0].startswith(".."):
        return True
    word = _word_before(text, match.start())
    if not word or len(match[0]) > 1:
        return True
    words, lower = _load_words(), word.lower()
    if lower in words["title"]:
        return False
    if lower in words["number"]:
        return not text[place].isdigit()
    if (len(word) == 1 and word.isupper()) or lower in words["maybe"] or _INITIALS.match(word):
        following = _NEXT_WORD.match(text, place, end)
        return following is not None and following[0].lower() in words["starter"] and following[0] != "I."
    return True


def _is_glued_end(text: str, match: re.Match[str], place: int, end: int) -> bool:
    """Tell whether a stop without a space behind it ends a sentence: "(GNA).The presence", unlike "News.Az"."""
    if place > match.end():
        return place - match.end() > 1 or text[match.end()] in "“«„"
    following = _NEXT_WORD.match(text, place, end)
    before = text[match.start() - 1] if match.start() else " "
    if following is None or not (before.islower() or before in ' )]”"’»%' or before.isdigit() or len(match[0]) > 1):
        word = _word_before(text, match.start())
        if following is None or len(word) < 2 or not word.isupper() or "." in word:
            return False
    return _is_sentence_start(following[0], text, following.end(), end)


def _is_sentence_start(word: str, text: str, after: int, end: int) -> bool:
    if not word[0].isupper():
        return False
    spaced = after < end and text[after] in " \u00a0,:"
    if word.lower() in _load_words()["starter"]:
        return spaced
    return spaced and len(word) >= _GLUED_WORD and word[1:].islower()


def _word_before(text: str, at: int) -> str:
    found = _LAST_WORD.search(text[max(0, at - _LOOK_BACK) : at])
    return found[0] if found else ""
