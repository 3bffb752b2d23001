"""Which language was a text translated from? A ranked guess with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log2

from degarble.reading import Reading
from degarble.schema import Evidence, OriginGuess, Span

PRIOR = 2.0
TOPIC_LIMIT = 0.8
SHOWN = 12
_PHRASE_WEIGHTS = {"sense": 0.7, "calque": 0.8, "idiom": 1.0, "term": 0.8, "formula": 0.8}


@dataclass(frozen=True, slots=True)
class _Vote:
    """Evidence for one language; votes of the same family and `sign` count less and less."""

    lang: str
    family: str
    sign: str
    detail: str
    weight: float
    span: Span


def guess_origin(reading: Reading) -> tuple[OriginGuess, ...]:
    """Return the source languages by share of the evidence, best first.

    Names, acronyms, typography and calques vote with their weights; what the news is about votes last and is capped.
    `und` holds the share of the doubt: alone when nothing speaks, first when little does.
    """
    votes: dict[str, list[_Vote]] = {}
    for vote in _collect(reading):
        if not reading.is_exempt(vote.span):
            votes.setdefault(vote.lang, []).append(vote)
    weights = {lang: _weigh(cast) for lang, cast in votes.items()}
    total = PRIOR + sum(weights.values())
    guesses = [OriginGuess(lang, round(weight / total, 3), _show(votes[lang])) for lang, weight in weights.items()]
    guesses.append(OriginGuess("und", round(PRIOR / total, 3)))
    return tuple(sorted(guesses, key=lambda guess: (-guess.score, guess.lang)))


def _collect(reading: Reading) -> Iterator[_Vote]:
    yield from _vote_cues(reading)
    yield from _vote_acronyms(reading)
    yield from _vote_phrases(reading)
    yield from _vote_names(reading)
    yield from _vote_countries(reading)


def _vote_cues(reading: Reading) -> Iterator[_Vote]:
    cues = reading.knowledge.cues
    for hit in reading.hits("cues"):
        cue = cues[hit.owner]
        literal = cue.literal
        yield _Vote(cue.lang, cue.family, literal.lower(), literal, cue.weight, Span(hit.start, hit.end))
    for cue in cues:
        if cue.pattern is not None and cue.gate.admits(reading.text):
            for match in cue.pattern.finditer(reading.text):
                sign, detail = cue.pattern.pattern, match[0].strip(' .!?"”\n')
                yield _Vote(cue.lang, cue.family, sign, detail, cue.weight, Span(*match.span()))


def _vote_acronyms(reading: Reading) -> Iterator[_Vote]:
    """Acronyms of a language that English does not use; one shared by several languages counts for each in part."""
    acronyms = reading.knowledge.acronyms
    langs: dict[tuple[int, int], set[str]] = {}
    for hit in reading.hits("acronyms"):
        acronym = acronyms[hit.owner]
        if acronym.target != acronym.form:
            langs.setdefault((hit.start, hit.end), set()).add(acronym.lang)
    for (start, end), found in langs.items():
        form = reading.text[start:end]
        weight = (1.5 if len(form) > 2 else 0.4) / len(found)
        yield from (_Vote(lang, "acronyms", form.lower(), form, weight, Span(start, end)) for lang in found)


def _vote_phrases(reading: Reading) -> Iterator[_Vote]:
    for hit in reading.hits("lexicon"):
        entry, span = reading.knowledge.lexicon[hit.owner], Span(hit.start, hit.end)
        if reading.meets(entry.context, span):
            phrase = reading.lower[hit.start : hit.end]
            weight = _PHRASE_WEIGHTS[entry.kind] * (1.0 if " " in phrase else 0.4)
            yield _Vote(entry.lang, "calque", phrase, phrase, weight, span)


def _vote_names(reading: Reading) -> Iterator[_Vote]:
    """Spellings of known names that are usual in other languages than English."""
    forms = reading.knowledge.forms
    found: dict[tuple[int, int], set[str]] = {}
    for hit in reading.hits("names"):
        found.setdefault((hit.start, hit.end), set()).add(forms[hit.owner][1].lang)
    for (start, end), langs in found.items():
        if reading.knowledge.target in langs or "" in langs or len(langs) > 2:
            continue
        for lang in langs:
            form = reading.text[start:end]
            yield _Vote(lang, "names", form.lower(), form, 0.8 / len(langs), Span(start, end))


def _vote_countries(reading: Reading) -> Iterator[_Vote]:
    """News is about its own country: the language of a country named often is likely, never sure."""
    counts: dict[str, int] = {}
    for hit in (*reading.hits("countries"), *reading.hits("nationalities")):
        code = reading.knowledge.demonyms[hit.owner].code
        counts[code] = counts.get(code, 0) + 1
    total = sum(counts.values())
    for code, count in counts.items():
        for lang in reading.knowledge.country_languages.get(code, ()):
            if count > 1:
                yield _Vote(lang, "topic", code, f"news of {code}", TOPIC_LIMIT * count / total, Span(0, 0))


def _weigh(votes: Iterable[_Vote]) -> float:
    """Return the weight of a language's votes; a sign met again and again adds less and less."""
    kinds: dict[tuple[str, str], list[float]] = {}
    for vote in votes:
        kinds.setdefault((vote.family, vote.sign), []).append(vote.weight)
    topic = sum(max(weights) for (family, _), weights in kinds.items() if family == "topic")
    rest = sum(max(w) * log2(1 + len(w)) for (family, _), w in kinds.items() if family != "topic")
    return min(topic, TOPIC_LIMIT) + rest


def _show(votes: Iterable[_Vote]) -> tuple[Evidence, ...]:
    strongest: dict[tuple[str, str], _Vote] = {}
    for vote in votes:
        strongest.setdefault((vote.family, vote.sign), vote)
    ranked = sorted(strongest.values(), key=lambda vote: (-vote.weight, vote.span))
    return tuple(Evidence(vote.family, vote.detail, vote.span) for vote in ranked[:SHOWN])
