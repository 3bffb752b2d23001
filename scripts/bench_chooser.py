"""Measure a chooser on the gold of tests/bench: damage taken at given rates of wrong changes, first options, speed.

    python scripts/bench_chooser.py --chooser embedded|smollm2|smollm2-alone [--data DATA] [--most N] [--window N]

1. The right word is the only option at a damaged word; at a right one an option is drawn from the table of senses of a
   random language that has the form. The threshold for each rate of wrong changes comes from the genuine uses of the
   dev half; damage taken and wrong changes, in human news and in machine translation, are those of the test half, with
   95 % intervals (bootstrap over damage and genuine uses).
2. All options of the table of the row's language, threshold of 2 % wrong changes from 1: whether the first one repairs.
3. Seconds for 1,000 words of human news with the options of one language at every word of its table.

The gold holds ids and offsets; texts are read from DATA and seeds/. What is absent is named and left out.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from degarble.errors import DegarbleError
from degarble.knowledge import Knowledge, load_knowledge
from degarble.models.causal_chooser import WINDOW, CausalChooser, open_chooser
from degarble.models.embedded import load_embedded
from degarble.models.judge import UNTRIED, Judge, Opinion, give_opinions, open_judge
from degarble.models.scorer import Scorer, SentenceScores
from gold import ROOT, Place, find_doubtful, read_damaged, read_genuine, read_kept

LANGS = ("ar", "de", "es", "fa", "fr", "he", "it", "pt", "ru", "tr", "uk", "zh")
RATES = (0.05, 0.02, 0.01)
ROUNDS = 1000
WORD = re.compile(r"[A-Za-z][\w'’-]*")


class Chooser(Protocol):
    """What is measured."""

    def rate(self, sentence: str, start: int, end: int, options: Sequence[str]) -> list[Opinion]: ...


class Judged:
    """A judge of `degarble repair` as a chooser; it tries nothing where the word as it stands is hardly in doubt."""

    def __init__(self, judge: Judge, scorer: Scorer) -> None:
        self._judge, self._scorer = judge, scorer
        self._known: tuple[str, SentenceScores] | None = None

    def rate(self, sentence: str, start: int, end: int, options: Sequence[str]) -> list[Opinion]:
        if self._known is None or self._known[0] != sentence:
            self._known = sentence, self._scorer.score([sentence])[0]
        scores = self._known[1]
        number = find_doubtful(scores, start)
        if number is None:
            return [UNTRIED] * len(options)
        return give_opinions(self._judge, sentence, scores, number, options)


class Likelihood:
    """A language model alone as a chooser: by how much likelier the sentence is with an option."""

    def __init__(self, chooser: CausalChooser) -> None:
        self._chooser = chooser

    def rate(self, sentence: str, start: int, end: int, options: Sequence[str]) -> list[Opinion]:
        return [Opinion(gain, gain) for gain in self._chooser.rate(sentence, start, end, options)]


def draw_options(places: Sequence[Place], knowledge: Knowledge, seed: int) -> list[tuple[Place, str]]:
    """Return the places with forms that any table has, each with an option of a random language."""
    rng = random.Random(seed)
    drawn = []
    for place in places:
        tables = [table for lang in LANGS if (table := knowledge.senses.options(lang).get(place.form))]
        if tables:
            drawn.append((place, rng.choice(rng.choice(tables)).text))
    return drawn


def find_threshold(genuine: Sequence[float], rate: float) -> float:
    """Return the lowest margin that at most this share of the genuine uses exceeds; changes need more than it."""
    return sorted(genuine, reverse=True)[int(rate * len(genuine))]


def share_above(margins: Sequence[float], threshold: float) -> float:
    return sum(margin > threshold for margin in margins) / len(margins) if margins else math.nan


def bootstrap(damaged: Sequence[float], genuine: Sequence[float], rate: float, seed: int) -> tuple[float, float]:
    rng = random.Random(seed)
    shares = sorted(
        share_above(rng.choices(damaged, k=len(damaged)), find_threshold(rng.choices(genuine, k=len(genuine)), rate))
        for _ in range(ROUNDS)
    )
    return shares[int(0.025 * ROUNDS)], shares[int(0.975 * ROUNDS)]


def measure_right(
    chooser: Chooser,
    damaged: Sequence[Place],
    genuine: Sequence[tuple[Place, str]],
    kept: Sequence[tuple[Place, str]],
    seed: int,
) -> float:
    """Print the first measurement; return the threshold of 2 % wrong changes."""
    taken = [(place, rate_one(chooser, place, place.rights[0])) for place in damaged]
    develop, test, machine = (
        [rate_one(chooser, place, option) for place, option in places if place.split == half]
        for places, half in ((genuine, "dev"), (genuine, "test"), (kept, "test"))
    )
    margins = [margin for place, margin in taken if place.split == "test"]
    print(f"\n1. the right word as only option: {len(margins)} damaged, {len(develop)} + {len(test)} genuine words")
    print("wrong changes wanted   margin   on test   in machine translation   damage taken      95 %")
    for rate in RATES:
        limit = find_threshold(develop, rate)
        low, high = bootstrap(margins, develop, rate, seed)
        wrong = f"{share_above(test, limit):8.1%}   {share_above(machine, limit):22.1%}"
        print(f"{rate:20.0%}   {limit:6.2f}   {wrong}   {share_above(margins, limit):12.3f}   {low:.3f}-{high:.3f}")
    print_languages(taken, find_threshold(develop, 0.02))
    return find_threshold(develop, 0.02)


def print_languages(taken: Sequence[tuple[Place, float]], limit: float) -> None:
    by_lang: dict[str, list[float]] = {}
    for place, margin in taken:
        by_lang.setdefault(place.lang, []).append(margin)
    parts = [f"{lang} {share_above(by_lang[lang], limit):.2f} of {len(by_lang[lang])}" for lang in sorted(by_lang)]
    print("taken at 2 %, both halves:", ", ".join(parts))


def rate_one(chooser: Chooser, place: Place, option: str) -> float:
    return chooser.rate(place.sentence, place.start, place.end, [option])[0].odds


def measure_all(chooser: Chooser, damaged: Sequence[Place], knowledge: Knowledge, limit: float) -> None:
    """Print whether the option that is first repairs the word, where all of the row's language are offered."""
    counts: Counter[str] = Counter()
    for place in (place for place in damaged if place.lang in LANGS):
        options = [option.text for option in knowledge.senses.options(place.lang).get(place.form, ())]
        has_repair = any(map(place.is_repair, options))
        counts.update({"rows": 1, "with options": bool(options), "with a repair": has_repair})
        opinions = chooser.rate(place.sentence, place.start, place.end, options) if options else []
        best = max(zip(opinions, options, strict=True), key=lambda item: item[0].worth, default=(UNTRIED, ""))
        if best[0].odds > limit:
            first = {"repair first": place.is_repair(best[1]), "right first": best[1] in place.rights}
            counts.update({"taken": 1, "taken, a repair there": has_repair} | first)
    print(f"\n2. all options of the row's language; {len(damaged) - counts['rows']} rows of languages without a table")
    print(", ".join(f"{name} {count}" for name, count in counts.items()))
    for name in ("taken", "taken, a repair there"):
        print(f"repair first / {name}: {counts['repair first'] / counts[name] if counts[name] else math.nan:.3f}")


def list_positions(sentence: str, lang: str, knowledge: Knowledge) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the words of a sentence that the table of a language has options for."""
    table = knowledge.senses.options(lang)
    for match in WORD.finditer(sentence):
        options = table.get(match[0].lower())
        if options:
            yield *match.span(), [option.text for option in options]


def measure_speed(chooser: Chooser, places: Sequence[Place], knowledge: Knowledge, lang: str, words: int) -> None:
    total = positions = offered = 0
    began, began_cpu = time.perf_counter(), time.process_time()
    for sentence in dict.fromkeys(place.sentence for place in places):
        if total >= words:
            break
        total += len(sentence.split())
        for start, end, options in list_positions(sentence, lang, knowledge):
            chooser.rate(sentence, start, end, options)
            positions, offered = positions + 1, offered + len(options)
    wall, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    print(f"\n3. {lang}: {total} words, {positions} positions, {offered} options")
    print(f"seconds per 1,000 words: {1000 * wall / total:.2f} by the clock, {1000 * cpu / total:.2f} of the processor")


def make_chooser(name: str, window: int) -> Chooser:
    try:
        if name == "smollm2-alone":
            return Likelihood(CausalChooser(open_chooser("smollm2").reader, window))
        scorer = load_embedded("en")
        return Judged(open_judge("" if name == "embedded" else name, scorer), scorer)
    except DegarbleError as error:
        sys.exit(f"{name} cannot be measured: {error}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chooser", choices=("embedded", "smollm2", "smollm2-alone"), default="embedded")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--most", type=int, default=0, help="a sample of so many damaged and genuine words, for a trial"
    )
    parser.add_argument("--window", type=int, default=WINDOW, help="tokens after the word that count (smollm2)")
    parser.add_argument("--lang", default="tr", help="the language of the options for the speed")
    parser.add_argument("--words", type=int, default=2000, help="words of human news for the speed")
    options = parser.parse_args()
    if not (options.data / "train" / "clean_english.jsonl.xz").is_file():
        sys.exit(f"{options.data} has no train/clean_english.jsonl.xz: the genuine uses cannot be read.")
    knowledge, chooser = load_knowledge(), make_chooser(options.chooser, options.window)
    damaged, uses = read_damaged(options.data), read_genuine(options.data)
    genuine, kept = (draw_options(places, knowledge, options.seed) for places in (uses, read_kept(options.data)))
    print(f"genuine uses of a form that a table has: {len(genuine)}")
    if options.most:
        rng = random.Random(options.seed)
        damaged = rng.sample(damaged, min(options.most, len(damaged)))
        genuine, kept = (rng.sample(places, min(options.most, len(places))) for places in (genuine, kept))
    print(f"chooser {options.chooser}, window {options.window}, seed {options.seed}, most {options.most or 'all'}")
    limit = measure_right(chooser, damaged, genuine, kept, options.seed)
    measure_all(chooser, damaged, knowledge, limit)
    measure_speed(chooser, uses, knowledge, options.lang, options.words)


if __name__ == "__main__":
    main()
