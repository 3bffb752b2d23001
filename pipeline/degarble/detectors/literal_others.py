"""Clubs, papers, parties and places whose name was translated as words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding
from degarble.folding import fold
from degarble.knowledge.entries import Gloss
from degarble.knowledge.rules import Rule
from degarble.schema import Evidence, Finding, NameKind, Span, Suggestion

WITNESSED, SAME_TOPIC = 0.85, 0.6
_TOPICS = {"club": ("football", "sport"), "party": ("politics",), "media": (), "place": ()}
_QUOTES = tuple("\"“”«»‘’'")
_PAPERS = frozenset(("newspaper", "daily", "paper", "magazine", "weekly", "channel", "website"))


def find_others(context: Context, rule: Rule) -> Iterator[Finding]:
    """Yield words that mean the name of a club, paper, party or place of a possible source language.

    The name itself stands in the same document; a club may also be told by the other clubs of its language in the text.
    """
    for hit in context.reading.hits("glosses"):
        gloss = context.knowledge.glosses[hit.owner]
        span = Span(hit.start, hit.end)
        if gloss.is_personal or not context.supports(gloss.lang) or not _is_name_like(context, gloss, span):
            continue
        score = _score(context, gloss, span)
        if score:
            yield _make(context, rule, gloss, with_article(context, span) if gloss.kind == "club" else span, score)


def _is_name_like(context: Context, gloss: Gloss, span: Span) -> bool:
    """Tell whether the words are capitalised as a name is, or are several words behind an article."""
    text = span.of(context.reading.text)
    words = [word for word in text.split() if len(word) > 2]
    if not all(word[0].isupper() for word in words):
        return len(words) > 1 and with_article(context, span) != span and gloss.kind in ("club", "party")
    sentence = context.reading.sentence_at(with_article(context, span).start)
    if sentence is None or with_article(context, span) != span or len(words) > 1:
        return sentence is not None
    return any(char.isalnum() for char in context.reading.text[sentence.start : span.start])


def _score(context: Context, gloss: Gloss, span: Span) -> float:
    topics = _TOPICS.get(gloss.kind, ())
    if topics and not context.reading.topics.intersection(topics):
        return 0.0
    if gloss.kind == "media" and not is_beside_paper(context, span):
        return 0.0
    if fold(gloss.name) in _names(context):
        return WITNESSED
    if gloss.kind == "media" and " " in gloss.name and context.origin_score(gloss.lang):
        return SAME_TOPIC
    if gloss.kind == "club" and context.origin_score(gloss.lang) and _has_other_club(context, gloss):
        return SAME_TOPIC
    return 0.0


def _names(context: Context) -> frozenset[str]:
    return frozenset(fold(mention.text) for mention in context.mentions)


def _has_other_club(context: Context, gloss: Gloss) -> bool:
    """Tell whether the text names another club whose name is a word of the same language."""
    names = _names(context)
    others = (item for item in context.knowledge.glosses if item.kind == "club" and item.lang == gloss.lang)
    return any(fold(item.name) in names for item in others)


def is_beside_paper(context: Context, span: Span) -> bool:
    """Tell whether words stand in quotation marks or beside the word for a paper or channel."""
    if context.reading.text[span.start - 1 : span.start] in _QUOTES and context.reading.text[span.end] in _QUOTES:
        return True
    sides = (context.reading.token_before(span.start), context.reading.token_after(span.end))
    return any(token is not None and token.lower in _PAPERS for token in sides)


def stands_alone(context: Context, span: Span) -> bool:
    """Tell whether capitalised words are no part of a longer name and owe their capital to no sentence's head."""
    reading = context.reading
    start = with_article(context, span).start
    before, after = reading.token_before(start), reading.token_after(span.end)
    if before is not None and before.text[0].isupper() and reading.text[before.end : start] == " ":
        return False
    if after is not None and after.text[0].isupper() and reading.text[span.end : after.start] in (" ", "-"):
        return False
    sentence = reading.sentence_at(start)
    return sentence is not None and any(char.isalnum() for char in reading.text[sentence.start : span.start])


def with_article(context: Context, span: Span) -> Span:
    """Return the span with `the` before it: the name has none in English."""
    before = context.reading.token_before(span.start)
    if before is None or before.lower != "the" or context.reading.text[before.end : span.start] != " ":
        return span
    return Span(before.start, span.end)


def _make(context: Context, rule: Rule, gloss: Gloss, span: Span, score: float) -> Finding:
    text = span.of(context.reading.text)
    finding = build_finding(rule, span, text, (gloss.name,))
    known = [item for item in context.mentions if fold(item.text) == fold(gloss.name)]
    name = known[0].text if known else gloss.name
    evidence = [Evidence("data/glosses.tsv", f"{gloss.name} ({gloss.lang}) = {', '.join(gloss.glosses)}")]
    if known:
        evidence.insert(0, Evidence("same document", known[0].text, known[0].span))
    entity = next((item.entity for item in known if item.kind is not NameKind.PERSON), "")
    return replace(
        finding, score=score, suggestions=(Suggestion(name, score),), evidence=tuple(evidence), entity=entity
    )
