"""Fit the weights of a judge of word choice on the dev half of the gold, and print them as TOML with what they give.

    python scripts/tune_choice.py [--chooser smollm2] [--data ../shared/data] [--seed 7]

A damaged word has its right word as only option. A genuine use has two: what repairs the same form elsewhere in the
gold, and an option of a random language's table. Both weigh the same in all. Thresholds are quantiles of the genuine
uses of dev; damage taken and wrong changes are those of the test half. Needs scikit-learn (extra `train`).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bench_chooser import draw_options
from degarble.knowledge import load_knowledge
from degarble.models.causal_chooser import CausalChooser, open_chooser
from degarble.models.embedded import load_embedded
from degarble.models.fit import Fit
from degarble.models.judge import EmbeddedJudge
from gold import ROOT, Place, find_word, read_damaged, read_genuine

Floats = NDArray[np.float64]
FIRST = ("keep", "damage", "rarity")
RATES = (0.05, 0.02, 0.01, 0.005)


def list_cases(data: Path, seed: int) -> Iterator[tuple[Place, str]]:
    """Yield every place with an option: damaged words have rights."""
    rng = random.Random(seed)
    damaged, genuine = read_damaged(data), read_genuine(data)
    rights: dict[str, list[str]] = {}
    for place in damaged:
        rights.setdefault(place.form, []).append(place.rights[0])
        yield place, place.rights[0]
    for place in genuine:
        if place.form in rights:
            yield place, rng.choice(rights[place.form])
    yield from draw_options(genuine, load_knowledge(), seed)


def measure(judge: EmbeddedJudge, chooser: CausalChooser | None, place: Place, option: str) -> Fit | None:
    """Return how an option fits a place; None where the word is not one of the model's."""
    (scores,) = judge.scorer.score([place.sentence])
    number = find_word(scores, place.start)
    if number is None:
        return None
    (fit,) = judge.try_all(place.sentence, scores, number, [option])
    if chooser is None:
        return fit
    start, end = scores.words[number][:2]
    return fit._replace(likelihood=chooser.rate(place.sentence, start, end, [option])[0])


class Cases:
    """Features, labels and halves of all cases."""

    def __init__(self, pairs: Sequence[tuple[Place, Fit]]) -> None:
        self.features = np.array([fit for _, fit in pairs], dtype=float)
        self.damaged = np.array([bool(place.rights) for place, _ in pairs])
        self.dev = np.array([place.split == "dev" for place, _ in pairs])

    def fit(self, names: Sequence[str]) -> tuple[dict[str, float], Floats]:
        """Return the weights of these features, fitted on dev, and the log-odds of all cases."""
        columns = [Fit._fields.index(name) for name in names]
        table = self.features[:, columns]
        scale = table[self.dev].std(0) + 1e-9
        model = LogisticRegression(C=0.3, class_weight="balanced", max_iter=1000)
        model.fit(table[self.dev] / scale, self.damaged[self.dev])
        weights = {name: float(value) for name, value in zip(names, model.coef_[0] / scale, strict=True)}
        return {"bias": float(model.intercept_[0]), **weights}, model.decision_function(table / scale)

    def report(self, name: str, odds: Floats) -> None:
        """Print the thresholds of dev and what they give on test."""
        sound, test = odds[self.dev & ~self.damaged], ~self.dev
        print(f"\n{name}: AUC on test {roc_auc_score(self.damaged[test], odds[test]):.3f}")
        print("wrong changes wanted  log-odds  on test  damage taken")
        for rate in RATES:
            limit = float(np.quantile(sound, 1 - rate))
            wrong, taken = (float((odds[test & kind] > limit).mean()) for kind in (~self.damaged, self.damaged))
            print(f"{rate:20.1%}  {limit:8.2f}  {wrong:7.1%}  {taken:12.3f}")


def print_weights(name: str, weights: dict[str, float]) -> None:
    print(f"\n{name}\n" + "\n".join(f"{key} = {value:.3f}" for key, value in weights.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chooser", default="", choices=("", "smollm2"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    judge = EmbeddedJudge(load_embedded("en"))
    chooser = open_chooser(options.chooser) if options.chooser else None
    measured = [
        (place, measure(judge, chooser, place, option)) for place, option in list_cases(options.data, options.seed)
    ]
    cases = Cases([(place, fit) for place, fit in measured if fit is not None])
    print(f"{len(cases.damaged)} cases, {cases.damaged.sum()} of them damaged, seed {options.seed}")
    first, doubt = cases.fit(FIRST)
    weights, odds = cases.fit([name for name in Fit._fields if chooser or name != "likelihood"])
    cases.report("first pass alone", doubt)
    cases.report("with the option", odds)
    print_weights("[en.choice.first]", first)
    print_weights("[en.choice.weights]", weights)
    print(f"\nof the damage taken at 2 %, 97 % have a first pass above {find_doubt(cases, doubt, odds):.2f} (doubt)")


def find_doubt(cases: Cases, doubt: Floats, odds: Floats) -> float:
    limit = np.quantile(odds[cases.dev & ~cases.damaged], 0.98)
    return float(np.quantile(doubt[cases.dev & cases.damaged & (odds > limit)], 0.03))


if __name__ == "__main__":
    main()
