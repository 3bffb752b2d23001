"""Persons whose name was translated as a word, told by the place where the word stands and by who is in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from degarble.detectors.context import Context
from degarble.detectors.findings import build_finding
from degarble.folding import fold
from degarble.knowledge.entries import Gloss
from degarble.knowledge.phrases import Token
from degarble.knowledge.rules import Rule
from degarble.schema import Evidence, Finding, Level, Mention, NameKind, Span, Suggestion

WITNESSED, WITNESSED_WEAKLY, CURATED, BARE = 0.93, 0.8, 0.6, 0.45
MINIMUM_ORIGIN = 0.3
_ARTICLES = frozenset(("a", "an", "the", "this", "that", "his", "her", "their", "its", "our", "my", "your", "no"))


@dataclass(frozen=True, slots=True)
class _People:
    """Who is in the text: mentions by the folded words of their names, and the surnames written in full names."""

    words: dict[str, Mention]
    surnames: frozenset[str]
    given: frozenset[str]


def find_people(context: Context, rule: Rule) -> Iterator[Finding]:
    """Yield words in a name's place that are a sense of a name of a possible source language.

    The name is a person of the same document, else a curated person; without either only an unmistakable place is
    flagged.
    """
    people = _collect(context)
    for span, glosses in _candidates(context).items():
        slot = _find_slot(context, span)
        text = span.of(context.reading.text)
        if not slot or (fold(text) in people.surnames and slot != "name"):
            continue
        finding = _judge(context, rule, span, glosses, people, slot)
        if finding is not None:
            yield finding


def _collect(context: Context) -> _People:
    words: dict[str, Mention] = {}
    surnames, given = set(), set()
    for mention in context.mentions:
        if mention.kind is not NameKind.PERSON:
            continue
        parts = fold(mention.text).split()
        for part in parts:
            words.setdefault(part, mention)
        if len(parts) > 1:
            surnames.add(parts[-1])
            given.add(parts[0])
    return _People(words, frozenset(surnames), frozenset(given))


def _candidates(context: Context) -> dict[Span, list[Gloss]]:
    """Return the capitalised single words that are senses of personal names of possible languages."""
    found: dict[Span, list[Gloss]] = {}
    for hit in context.reading.hits("glosses"):
        gloss = context.knowledge.glosses[hit.owner]
        text = context.reading.text[hit.start : hit.end]
        if gloss.is_personal and text[0].isupper() and not text.isupper() and context.supports(gloss.lang):
            found.setdefault(Span(hit.start, hit.end), []).append(gloss)
    return found


def _find_slot(context: Context, span: Span) -> str:
    """Return why a name is expected: `title`, `speech`, `deed`, `name` (part of a longer one), `capital`."""
    reading = context.reading
    before = reading.token_before(span.start)
    if before is not None and before.lower in _ARTICLES and reading.text[before.end : span.start] == " ":
        return ""
    mention = context.mention_over(span)
    if mention is not None and mention.span != span:
        return "name" if mention.kind is NameKind.PERSON else ""
    if mention is not None and mention.role:
        return "title"
    if _speaks(context, reading.token_after(span.end), span):
        return "speech"
    if _acts(context, reading.token_after(span.end), span):
        return "deed"
    sentence = reading.sentence_at(span.start)
    opener = sentence is None or not any(char.isalnum() for char in reading.text[sentence.start : span.start])
    return "" if opener or _is_headline(context, sentence) else "capital"


def _speaks(context: Context, following: Token | None, span: Span) -> bool:
    """Tell whether a verb of speech or a colon follows: `Thick said`, `Thick, said`, `Cloud, who stated`, `Victim:`."""
    text, lists = context.reading.text, context.knowledge.lists
    if text[span.end : span.end + 2] in (": ", ":“", ':"'):
        return True
    if following is None or text[span.end : following.start] not in (" ", ", "):
        return False
    verbs = (*lists.get("reporting-verb", ()), *lists.get("speech-verb", ()))
    after = context.reading.token_after(following.end)
    return following.lower in verbs or (following.lower == "who" and after is not None and after.lower in verbs)


def _acts(context: Context, following: Token | None, span: Span) -> bool:
    """Tell whether a verb in the past follows, as behind a person: `Lightning scored`."""
    if following is None or context.reading.text[span.end : following.start] != " ":
        return False
    return following.lower in context.knowledge.lists.get("deed-verb", ())


def _is_headline(context: Context, sentence: Span | None) -> bool:
    if sentence is None:
        return True
    words = [token.text for token in context.reading.tokens_in(sentence) if len(token.text) > 3]
    return sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _judge(
    context: Context, rule: Rule, span: Span, glosses: list[Gloss], people: _People, slot: str
) -> Finding | None:
    text = span.of(context.reading.text)
    for gloss in glosses:
        witness = people.words.get(fold(gloss.name))
        if witness is not None and not witness.span.overlaps(span) and _allows(context, span, slot, witness):
            name = _spell(witness, gloss)
            score = WITNESSED_WEAKLY if slot in ("capital", "deed") else WITNESSED
            evidence = (Evidence("same document", witness.text, witness.span), _cite(gloss))
            return _make(rule, span, text, name, score, evidence, witness.entity)
    return _judge_unseen(context, rule, span, glosses, slot)


def _allows(context: Context, span: Span, slot: str, witness: Mention) -> bool:
    """Tell whether a word inside a longer name may stand for a part of the witness's: the other part is the same."""
    if slot != "name":
        return True
    mention = context.mention_over(span)
    if mention is None:
        return True
    own = [word for word in fold(mention.text).split() if word != fold(span.of(context.reading.text))]
    others = fold(witness.text).split()
    return len(others) == 1 or any(word in others for word in own)


def _judge_unseen(context: Context, rule: Rule, span: Span, glosses: list[Gloss], slot: str) -> Finding | None:
    """Return a finding without a witness: a curated person of that country, or an unmistakable place."""
    if slot not in ("speech", "title"):
        return None
    text = span.of(context.reading.text)
    for gloss in glosses:
        if context.origin_score(gloss.lang) < MINIMUM_ORIGIN:
            continue
        for entity in context.knowledge.entities.values():
            known = entity.kind is NameKind.PERSON and fold(entity.canonical).split()[-1] == fold(gloss.name)
            if known and entity.country in context.reading.countries:
                reason = Evidence("data/names/curated", entity.canonical)
                return _make(rule, span, text, gloss.name, CURATED, (reason, _cite(gloss)), entity.id)
        if slot == "speech" and context.reading.text[span.end : span.end + 2] == ", ":
            finding = _make(rule, span, text, gloss.name, BARE, (_cite(gloss),), "")
            return replace(finding, level=Level.FLAG, suggestions=())
    return None


def _spell(witness: Mention, gloss: Gloss) -> str:
    """Return the name as the witness spells it."""
    return next((word for word in witness.text.split() if fold(word) == fold(gloss.name)), gloss.name)


def _cite(gloss: Gloss) -> Evidence:
    return Evidence("data/glosses.tsv", f"{gloss.name} ({gloss.lang}) = {', '.join(gloss.glosses)}")


def _make(
    rule: Rule, span: Span, text: str, name: str, score: float, evidence: tuple[Evidence, ...], entity: str
) -> Finding:
    finding = build_finding(rule, span, text, (name,))
    return replace(finding, score=score, suggestions=(Suggestion(name, score),), evidence=evidence, entity=entity)
