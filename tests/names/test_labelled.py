"""The labelled texts: their names are found and linked as well as before. README.md beside this file tells of them."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
# About .01 under what was measured, so that a change of one name is no failure and a real loss is one.
FLOORS = {"mention precision": 0.915, "mention recall": 0.835, "B-cubed precision": 0.965, "B-cubed recall": 0.86}
NAMESAKES = (
    ("volkan-kan", "naoto-kan"),
    ("margaret-thick", "ibrahim-kalin"),
    ("sergei-petrov", "elena-petrova"),
    ("tripoli-lebanon", "tripoli-libya"),
)
TOGETHER = {
    "margaret-thick": "text 032 names a Mrs Thick beside a Mr Kalın of whom it says that he is also written Mr Thick",
    "sergei-petrov": "text 012: Petrovoy, a case form of Petrova, is taken for one of Petrov, whom it names as well",
    "tripoli-lebanon": "a bare Tripoli: text 085 tells of both, 026 of a map that errs, 033 names no country near it",
}


class Measured(NamedTuple):
    """The figures over all texts, and how often each bearer stands in each cluster."""

    figures: dict[str, float]
    clusters: dict[str, Counter[str]]


@pytest.fixture(scope="module")
def measured() -> Measured:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SCRIPTS)
        bench: Any = import_module("bench_mentions")
    texts = bench.read_labelled()
    gold = bench.list_labels(texts)
    found, clusters = bench.find_and_link(texts)
    mentions, linking = bench.count(gold, found), bench.average(bench.rate_linking(gold, clusters).values())
    held: dict[str, Counter[str]] = {}
    for place in gold.keys() & clusters.keys():
        held.setdefault(gold[place].who, Counter())[clusters[place]] += 1
    figures = (mentions.precision, mentions.recall, linking.precision, linking.recall)
    return Measured(dict(zip(FLOORS, figures, strict=True)), held)


def test_figures_do_not_fall(measured: Measured) -> None:
    fallen = {name: value for name, value in measured.figures.items() if value < FLOORS[name]}
    written = ", ".join(f"{name} {value:.3f} (floor {FLOORS[name]})" for name, value in measured.figures.items())
    assert not fallen, written


@pytest.mark.parametrize(("one", "two"), NAMESAKES)
def test_namesakes_have_clusters_of_their_own(measured: Measured, one: str, two: str) -> None:
    """Most mentions of each are in another cluster than most of the other's."""
    assert measured.clusters[one].most_common(1)[0][0] != measured.clusters[two].most_common(1)[0][0]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(*pair, marks=pytest.mark.xfail(reason=TOGETHER[pair[0]], strict=True))
        if pair[0] in TOGETHER
        else pair
        for pair in NAMESAKES
    ],
)
def test_no_mentions_of_namesakes_share_a_cluster(measured: Measured, one: str, two: str) -> None:
    assert set(measured.clusters[one]) & set(measured.clusters[two]) == set()
