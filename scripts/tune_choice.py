"""Fit the weights of a judge of word choice, and print them as TOML with what they give.

    python scripts/tune_choice.py [--chooser smollm2] [--data ../shared/data] [--seed 7] [--swaps 1000] [--most 0]

`order`, which of several options fits best: from words swapped by the tables of senses in human news kept aside from
training. `first` and `weights`, whether a word is to be replaced: from the dev half of the gold, where a damaged word
has its right word as only option; right words have two, what repairs the same form elsewhere in the gold and one of a
random language's table. Right words of human news and of machine translation weigh the same, both together as much as
the damaged ones. Thresholds are quantiles of the right words of dev; all figures are those of the test half. Needs
scikit-learn (extra `train`).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bench_chooser import draw_options
from degarble.knowledge import load_knowledge
from degarble.models.catalog import FitWeights
from degarble.models.embedded import load_embedded
from degarble.models.fit import Fit
from degarble.models.judge import Judge, open_judge
from degarble.models.scorer import Scorer
from gold import ROOT, Place, find_doubtful, read_damaged, read_genuine, read_kept
from model.build import open_confusions
from model.corpora import read_kept_aside
from model.swaps import swap_words

Floats = NDArray[np.float64]
FIRST = ("keep", "damage", "rarity", "around", "machine", "company")
ORDER = ("rating", "gain", "relief", "easing", "suiting", "likeness")
RATES = (0.05, 0.02, 0.01, 0.005)
SHARES = {"damaged": 0.5, "human": 0.25, "machine": 0.25}
KNOWLEDGE = ROOT / "pipeline" / "degarble" / "data"


class Case(NamedTuple):
    """A word with one option; `kind` is one of SHARES."""

    place: Place
    option: str
    kind: str


def list_cases(data: Path, seed: int) -> Iterator[Case]:
    """Yield every place with an option, right ones with up to two."""
    rng = random.Random(seed)
    rights: dict[str, list[str]] = {}
    for place in read_damaged(data):
        rights.setdefault(place.form, []).append(place.rights[0])
        yield Case(place, place.rights[0], "damaged")
    knowledge = load_knowledge()
    for kind, places in (("human", read_genuine(data)), ("machine", read_kept(data))):
        for place in places:
            if place.form in rights:
                yield Case(place, rng.choice(rights[place.form]), kind)
        yield from (Case(place, option, kind) for place, option in draw_options(places, knowledge, seed))


def draw_cases(cases: Sequence[Case], most: int, seed: int) -> list[Case]:
    """Return all damaged words and at most so many right ones of each kind; 0 takes all."""
    if not most:
        return list(cases)
    rng = random.Random(seed)
    groups = [[case for case in cases if case.kind == kind] for kind in SHARES]
    return [*groups[0], *(case for group in groups[1:] for case in rng.sample(group, min(most, len(group))))]


def measure(judge: Judge, scorer: Scorer, sentence: str, start: int, options: Sequence[str]) -> list[Fit | None]:
    """Return how options fit a place; None where the word is beyond doubt: it is never replaced."""
    (scores,) = scorer.score([sentence])
    number = find_doubtful(scores, start)
    if number is None:
        return [None] * len(options)
    return judge.measure(sentence, scores, number, options)


def list_contests(judge: Judge, scorer: Scorer, data: Path, count: int, seed: int) -> Iterator[tuple[Fit, list[Fit]]]:
    """Yield the fit of the right option of a swapped word, and those of the wrong ones."""
    confusions, rng = open_confusions(KNOWLEDGE), random.Random(seed)
    texts = [text for text in read_kept_aside(data / "train" / "clean_english.jsonl.xz") if 40 < len(text) < 250]
    rng.shuffle(texts)
    swapped = (swap_words(text, "swaps", confusions, rng, most=1) for text in texts)
    for example in islice((item for item in swapped if item is not None), count):
        choice = example.choices[0]
        fits = measure(judge, scorer, example.text, choice.start, choice.options)
        right = fits[choice.answer]
        others = [fit for place, fit in enumerate(fits) if fit is not None and place != choice.answer]
        if right is not None and others:
            yield right, others


def fit_order(contests: Sequence[tuple[Fit, list[Fit]]], names: Sequence[str]) -> dict[str, float]:
    """Return the weights under which right options win; each pair of a right and a wrong option counts once."""
    columns = [Fit._fields.index(name) for name in names]
    differences = np.array([np.subtract(right, wrong) for right, others in contests for wrong in others])[:, columns]
    scale = differences.std(0) + 1e-9
    table = np.concatenate((differences, -differences)) / scale
    won = np.repeat((True, False), len(differences))
    model = LogisticRegression(C=1.0, fit_intercept=False).fit(table, won)
    return {name: float(value) for name, value in zip(names, model.coef_[0] / scale, strict=True)}


class Cases:
    """Features, kinds and halves of all cases; words beyond doubt have no features."""

    def __init__(self, cases: Sequence[Case], fits: Sequence[Fit | None]) -> None:
        self.seen = np.array([fit is not None for fit in fits])
        self.features = np.array([fit or (0.0,) * len(Fit._fields) for fit in fits], dtype=float)
        self.kinds = np.array([case.kind for case in cases])
        self.dev = np.array([case.place.split == "dev" for case in cases])

    def fit(self, names: Sequence[str]) -> tuple[dict[str, float], Floats]:
        """Return the weights of these features, fitted on dev, and the log-odds of all cases."""
        table = self.features[:, [Fit._fields.index(name) for name in names]]
        used = self.dev & self.seen
        scale = table[used].std(0) + 1e-9
        counts = {kind: (used & (self.kinds == kind)).sum() for kind in SHARES}
        weights = np.array([SHARES[kind] * used.sum() / counts[kind] for kind in self.kinds[used]])
        model = LogisticRegression(C=0.3, max_iter=1000)
        model.fit(table[used] / scale, self.kinds[used] == "damaged", sample_weight=weights)
        odds = np.where(self.seen, model.decision_function(table / scale), -np.inf)
        values = zip(names, model.coef_[0] / scale, strict=True)
        return {"bias": float(model.intercept_[0])} | {name: float(value) for name, value in values}, odds

    def weigh(self, weights: FitWeights) -> Floats:
        """Return the log-odds of all cases by given weights."""
        return np.where(self.seen, self.features @ np.array(weights.of_fit) + weights.bias, -np.inf)

    def share(self, kind: str, half: NDArray[np.bool_], odds: Floats, limit: float) -> float:
        return float((odds[half & (self.kinds == kind)] > limit).mean())

    def report(self, name: str, odds: Floats) -> None:
        """Print the thresholds of dev, by either kind of right words, and what they give on test."""
        test, finite = ~self.dev, np.maximum(odds, -99.0)
        for kind in ("human", "machine"):
            either = test & np.isin(self.kinds, ("damaged", kind))
            area = roc_auc_score(self.kinds[either] == "damaged", finite[either])
            print(f"\n{name}, right words of {kind} texts: AUC {area:.3f}")
            print("wrong changes wanted  log-odds  damage taken  wrong in human  in machine texts")
            for rate in RATES:
                limit = float(np.quantile(finite[self.dev & (self.kinds == kind)], 1 - rate))
                taken, human, machine = (self.share(item, test, odds, limit) for item in SHARES)
                print(f"{rate:20.1%}  {limit:8.2f}  {taken:12.3f}  {human:14.1%}  {machine:16.1%}")

    def find_doubt(self, doubt: Floats, odds: Floats) -> float:
        """Return the first pass that 97 % of the damage taken at 2 % wrong changes in machine translation reach."""
        limit = np.quantile(odds[self.dev & (self.kinds == "machine")], 0.98)
        return float(np.quantile(doubt[self.dev & (self.kinds == "damaged") & (odds > limit)], 0.03))


def print_weights(name: str, weights: dict[str, float]) -> None:
    print(f"\n[en.choice.{name}]\n" + "\n".join(f"{key} = {value:.3f}" for key, value in weights.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chooser", default="", choices=("", "smollm2"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--most", type=int, default=0, help="right words of each kind of text; 0 takes all")
    parser.add_argument("--swaps", type=int, default=1000, help="swapped words for the order")
    options = parser.parse_args()
    scorer = load_embedded("en")
    judge = open_judge(options.chooser, scorer)
    listed = draw_cases(list(list_cases(options.data, options.seed)), options.most, options.seed)
    fits = [measure(judge, scorer, case.place.sentence, case.place.start, [case.option])[0] for case in listed]
    cases = Cases(listed, fits)
    print(f"{len(listed)} cases, {(cases.kinds == 'damaged').sum()} of them damaged, seed {options.seed}")
    extra = ("likelihood",) if options.chooser else ()
    contests = list(list_contests(judge, scorer, options.data, options.swaps, options.seed))
    first, doubt = cases.fit(FIRST)
    if options.chooser:  # which words are looked at, the embedded model says for every judge
        doubt = cases.weigh(scorer.entry.choice.first)
    weights, odds = cases.fit([*FIRST, *ORDER, *extra])
    cases.report("first pass alone", doubt)
    cases.report("with the option", odds)
    print_weights("first", first)
    print_weights("order", fit_order(contests, [*ORDER, *extra]))
    print_weights("weights", weights)
    print("\nof the damage taken at 2 % by right words of machine texts")
    print(f"97 % have a first pass above {cases.find_doubt(doubt, odds):.2f} (doubt)")


if __name__ == "__main__":
    main()
