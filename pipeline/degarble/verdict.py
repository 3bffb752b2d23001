"""Who wrote the text as it stands: human, machine, spun or unsure, with reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2, tanh

from degarble.cover import Cover
from degarble.schema import (
    Analysis,
    Finding,
    Kind,
    OriginGuess,
    SegmentKind,
    Severity,
    Span,
    Verdict,
    VerdictLabel,
)

MINIMUM_WORDS = 60
MINIMUM_SPUN = 3
MINIMUM_FAMILIES = 2
STRONG = 0.3
MACHINE_FROM, HUMAN_UP_TO = 0.75, 0.3
SLOPE, MIDDLE = 1.8, 1.28
TYPO_WEIGHT = 0.7
USUAL_WORDS = 220
# The embedded model's mean log-odds of a machine: few texts of people reach the first (scripts/bench_verdict.py).
USUAL_STYLE, STYLE_WEIGHT, LEAST_STYLE, MOST_STYLE = 1.2, 1.5, -1.0, 2.5
MINIMUM_REST = 0.7  # evidence that does not come from the model, without which no text is a machine's
_MODEL = ("choice/", "garble/passage")
FLUENT = "little or nothing speaks for a machine; fluent machine translation cannot be told from a person's text"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FAMILIES: dict[Kind, tuple[str, float]] = {
    Kind.NAME_LITERAL: ("names", 2.0),
    Kind.NAME_ORGANISATION: ("names", 0.6),
    Kind.NAME_ACRONYM: ("names", 0.6),
    Kind.NAME_VARIANT: ("names", 0.3),
    Kind.CASING: ("casing", 0.8),
    Kind.ORDER: ("order", 1.2),
    Kind.GRAMMAR: ("order", 0.4),
    Kind.LEXICON: ("calque", 0.8),
    Kind.RESIDUE: ("residue", 0.6),
    Kind.PUNCTUATION: ("typography", 0.3),
    Kind.SPACING: ("typography", 0.15),
    Kind.GARBLE: ("garble", 0.5),
}
_ORIGIN_WEIGHTS = {"formula": 0.8, "calque": 0.5, "names": 0.25, "acronyms": 0.3, "typography": 0.3}
_ORIGIN_FAMILIES = {"formula": "formulas", "calque": "calque"}
_PHRASES = {
    "names": "names that look translated or transliterated",
    "casing": "capitals no English desk would leave",
    "order": "word order of another language",
    "calque": "word-for-word renderings",
    "residue": "remains of another language inside sentences",
    "typography": "marks set as in another language",
    "garble": "words that cannot stand side by side",
    "style": "what the embedded model says of the sentences",
    "formulas": "turns of phrase that betray the source language",
}


_Families = dict[str, tuple[float, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class _Sign:
    """One piece of evidence for a machine: its family, its weight and the words of the text."""

    family: str
    weight: float
    text: str


def judge(analysis: Analysis, findings: Sequence[Finding]) -> Verdict:
    """Return the verdict on a document from its analysis and its settled findings.

    A machine needs signs of at least two independent families; typing errors speak against it; what stands in
    boilerplate or in blocks of another language proves nothing. Spun needs three different phrases. Texts under
    60 words are `unsure`. The score says how sure the label is, 0..1; for `unsure` it is the probability of a machine.
    """
    prose = tuple(_find_prose(analysis))
    words = sum(len(_WORD.findall(span.of(analysis.document.text))) for span in prose)
    spun = tuple(dict.fromkeys(item.text.lower() for item in findings if item.rule.startswith("spun/")))
    if len(spun) >= MINIMUM_SPUN:
        reason = f"{len(spun)} fixed terms with swapped words: {_quote(spun)}"
        return Verdict(VerdictLabel.SPUN, round(1 - 0.5 ** (len(spun) - 1), 2), (reason,))
    families = _weigh(_collect(analysis, findings, prose))
    typos = sum(item.kind is Kind.SPELLING for item in findings)
    share = max(1.0, words / USUAL_WORDS) ** -0.5
    found, texts = families.pop("style", (0.0, ()))
    rest = sum(weight for weight, _ in families.values()) * share - TYPO_WEIGHT * typos
    style = min(_weigh_style(analysis) + found * share, MOST_STYLE)
    if style > 0 and analysis.machine is not None:
        opinion = f"log-odds {analysis.machine:.1f} of a machine (people up to {USUAL_STYLE:.1f})"
        families["style"] = (style, (opinion, *texts))
    machine = 0.5 * (1 + tanh(SLOPE * (rest + style - MIDDLE) / 2))
    return _decide(machine, rest, families, words, _explain(families, analysis.origin, typos))


def _decide(machine: float, rest: float, families: _Families, words: int, reasons: tuple[str, ...]) -> Verdict:
    strong = [family for family, (weight, _) in families.items() if weight >= STRONG]
    if words < MINIMUM_WORDS:
        reason = f"only {words} words of running text: too short to tell"
        return Verdict(VerdictLabel.UNSURE, round(machine, 2), (reason, *reasons))
    is_shown = rest >= MINIMUM_REST and len(strong) >= MINIMUM_FAMILIES
    if machine >= MACHINE_FROM and is_shown:
        return Verdict(VerdictLabel.MACHINE, round(machine, 2), reasons)
    if machine <= HUMAN_UP_TO:
        return Verdict(VerdictLabel.HUMAN, round(1 - machine, 2), (*reasons, FLUENT))
    if not is_shown:
        reasons = ("too little evidence of different kinds", *reasons)
    return Verdict(VerdictLabel.UNSURE, round(machine, 2), reasons)


def _find_prose(analysis: Analysis) -> Iterator[Span]:
    """Yield the sentences that are text of the document: no page furniture, no other language."""
    kinds = (SegmentKind.BOILERPLATE, SegmentKind.MARKUP)
    silent = Cover(item.span for item in analysis.segments if item.kind in kinds)
    for segment in analysis.segments:
        is_own = segment.lang in (analysis.document.lang, "und")
        if segment.kind is SegmentKind.SENTENCE and is_own and not silent.touches(segment.span):
            yield segment.span


def _collect(analysis: Analysis, findings: Sequence[Finding], prose: Sequence[Span]) -> Iterator[_Sign]:
    taken: list[Span] = []
    own = Cover(prose)
    for finding in findings:
        known = _FAMILIES.get(finding.kind)
        if known and own.touches(finding.span):
            taken.append(finding.span)
            heavy = 1.4 if finding.severity in (Severity.MAJOR, Severity.CRITICAL) else 1.0
            yield _Sign("style" if finding.rule.startswith(_MODEL) else known[0], known[1] * heavy, finding.text)
    guess = next((guess for guess in analysis.origin if guess.lang != "und"), None)
    if guess is not None:
        yield from _collect_origin(guess, _measure(guess, analysis.origin), taken)


def _weigh_style(analysis: Analysis) -> float:
    """Return how much the sentences speak for a machine to the embedded model, at any length; below 0 for a person."""
    if analysis.machine is None:
        return 0.0
    return max(LEAST_STYLE, min(STYLE_WEIGHT * (analysis.machine - USUAL_STYLE), MOST_STYLE))


def _measure(guess: OriginGuess, origin: Sequence[OriginGuess]) -> float:
    """Return the evidence for a guess in units of doubt: 1 when it weighs as much as not knowing."""
    doubt = next((item.score for item in origin if item.lang == "und"), 0.0)
    return min(guess.score / doubt, 10.0) if doubt else 0.0


def _collect_origin(guess: OriginGuess, strength: float, taken: Sequence[Span]) -> Iterator[_Sign]:
    """Yield what betrays the source language and is no finding yet; a weak guess cannot weigh much."""
    signs, seen = [], Cover(taken)
    for item in guess.evidence:
        weight = _ORIGIN_WEIGHTS.get(item.source, 0.0)
        if weight and item.span is not None and not seen.touches(item.span):
            signs.append(_Sign(_ORIGIN_FAMILIES.get(item.source, "typography"), weight, item.detail))
    total = sum(sign.weight for sign in signs)
    share = min(1.0, 1.5 * strength / total) if total else 0.0
    yield from (_Sign(sign.family, sign.weight * share, sign.text) for sign in signs)


def _weigh(signs: Iterable[_Sign]) -> _Families:
    """Return the weight of each family and its texts; the same text counts once, many signs less and less each."""
    families: dict[str, dict[str, _Sign]] = {}
    for sign in signs:
        held = families.setdefault(sign.family, {})
        known = held.setdefault(sign.text.lower(), sign)
        if sign.weight > known.weight:
            held[sign.text.lower()] = sign
    return {family: _add(tuple(held.values())) for family, held in families.items()}


def _add(signs: Sequence[_Sign]) -> tuple[float, tuple[str, ...]]:
    most = max(sign.weight for sign in signs)
    total = sum(sign.weight for sign in signs)
    return most * log2(1 + total / most) if most else 0.0, tuple(sign.text for sign in signs)


def _explain(families: _Families, origin: Sequence[OriginGuess], typos: int) -> tuple[str, ...]:
    ranked = sorted(families.items(), key=lambda item: (-item[1][0], item[0]))
    reasons = [f"{_PHRASES[family]}: {_quote(texts)}" for family, (weight, texts) in ranked if weight >= 0.25]
    if reasons and origin and origin[0].lang != "und":
        reasons.append(f"the signs point to {origin[0].lang} ({origin[0].score:.2f})")
    if typos:
        reasons.append(f"{typos} typing errors speak for a person")
    return tuple(reasons)


def _quote(texts: Sequence[str], most: int = 4) -> str:
    shown = ", ".join(f"'{text[:50]}'" for text in texts[:most])
    return f"{shown} and {len(texts) - most} more" if len(texts) > most else shown
