"""Places of choice: words put where clean text has another sense of the same foreign word, and genuine uses of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from degarble.knowledge.phrases import WORD
from degarble.knowledge.senses import Options
from model.example import Choice, Example

MOST_OPTIONS = 7
MOST_KEPT = 3
SWAP_DAMAGE = 1.0


@dataclass(frozen=True)
class Confusions:
    """The options of every language, and for each right form the (language, wrong form) that may replace it."""

    options: Mapping[str, Options]
    wrong: Mapping[str, Sequence[tuple[str, str]]]


def index_confusions(options: Mapping[str, Options]) -> Confusions:
    """Return the confusions of several languages in both directions."""
    wrong: dict[str, list[tuple[str, str]]] = {}
    for lang, table in options.items():
        for form, found in table.items():
            for option in found:
                if " " not in option.text:
                    wrong.setdefault(option.text, []).append((lang, form))
    return Confusions(options, wrong)


def swap_words(text: str, source: str, confusions: Confusions, rng: random.Random, most: int = 2) -> Example | None:
    """Return `text` with up to `most` words replaced by confusions, each a place of choice; None when none fits."""
    words = list(WORD.finditer(text))
    places = [match for match in words if _is_ordinary(text, match.start()) and match[0].lower() in confusions.wrong]
    if not places:
        return None
    taken = sorted(rng.sample(places, min(len(places), rng.randint(1, most))), key=lambda match: match.start())
    pieces, choices, last, shift = [], [], 0, 0
    for match in taken:
        right = match[0].lower()
        lang, wrong = rng.choice(confusions.wrong[right])
        shown = _fit_case(wrong, match[0])
        before, changed = _fit_article(text[last : match.start()], wrong, rng)
        shift += changed
        start = match.start() + shift
        shift += len(shown) - len(match[0])
        options = _draw_options(confusions, wrong, lang, right, rng)
        choices.append(Choice(start, start + len(shown), options, options.index(right)))
        pieces += [before, shown]
        last = match.end()
    damaged = "".join((*pieces, text[last:]))
    spans = tuple((choice.start, choice.end, SWAP_DAMAGE) for choice in choices)
    kept = _keep(damaged, choices, confusions, rng)
    return Example(damaged, source, spans, choices=(*choices, *kept))


def keep_words(example: Example, confusions: Confusions, rng: random.Random) -> Example:
    """Return a sound example with genuine uses of confusable words as places where the word stays."""
    choices = tuple(_keep(example.text, (), confusions, rng))
    return Example(example.text, example.source, example.spans, example.weight, example.author, choices)


def _keep(text: str, swapped: Sequence[Choice], confusions: Confusions, rng: random.Random) -> Iterator[Choice]:
    taken = {choice.start for choice in swapped}
    places = []
    for match in WORD.finditer(text):
        if match.start() not in taken and _is_ordinary(text, match.start()):
            langs = [lang for lang, table in confusions.options.items() if match[0].lower() in table]
            if langs:
                places.append((match, rng.choice(langs)))
    for match, lang in sorted(rng.sample(places, min(len(places), MOST_KEPT)), key=lambda item: item[0].start()):
        options = _draw_options(confusions, match[0].lower(), lang, "", rng)
        yield Choice(match.start(), match.end(), options, -1)


def _draw_options(confusions: Confusions, wrong: str, lang: str, right: str, rng: random.Random) -> tuple[str, ...]:
    found = [option.text for option in confusions.options[lang][wrong] if option.text != right]
    others = found if len(found) < MOST_OPTIONS else rng.sample(found, MOST_OPTIONS - 1)
    options = [*others, right] if right else list(others)
    rng.shuffle(options)
    return tuple(options)


def _is_ordinary(text: str, start: int) -> bool:
    """Tell whether a word is no name: lower case, or the first of the text."""
    return text[start].islower() or not any(char.isalnum() for char in text[:start])


def _fit_case(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def _fit_article(before: str, word: str, rng: random.Random) -> tuple[str, int]:
    """Return what stands before a word with `a` or `an` as the word asks for, and by how much its length changed."""
    for article, other in ((" a ", " an "), (" an ", " a ")):
        if before.endswith(article) and (word[0] in "aeiou") != (article == " an ") and rng.random() < 0.8:
            fitted = before.removesuffix(article) + other
            return fitted, len(fitted) - len(before)
    return before, 0
