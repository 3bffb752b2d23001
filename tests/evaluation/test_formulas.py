"""The formulas against values worked out by hand, and against scikit-learn where it is installed."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from degarble.evaluation.formulas import auc, calibration_error, divide, f1, find_quantile, mcc


def test_mcc_of_tables_done_by_hand() -> None:
    # (6*3 - 1*2) / sqrt(7*8*4*5) = 16 / sqrt(1120)
    assert mcc(6, 1, 2, 3) == pytest.approx(0.478091, abs=1e-6)
    assert mcc(5, 0, 0, 5) == 1.0
    assert mcc(0, 5, 5, 0) == -1.0
    assert mcc(2, 2, 2, 2) == 0.0
    assert mcc(0, 0, 4, 6) == 0.0  # nothing is ever found
    assert mcc(0, 0, 0, 0) is None


def test_auc_counts_ties_half() -> None:
    assert auc({0.1: 1, 0.4: 1}, {0.35: 1, 0.8: 1}) == 0.75
    assert auc({0.5: 3}, {0.5: 2}) == 0.5
    assert auc({0.2: 2}, {0.9: 1}) == 1.0
    # of 2 x 3 pairs: 0.9 beats both, 0.2 ties with one and beats one, twice over
    assert auc({0.1: 1, 0.2: 1}, {0.2: 2, 0.9: 1}) == pytest.approx((2 + 2 * 1.5) / 6)
    assert auc({}, {0.9: 1}) is None


def test_rates() -> None:
    assert f1(0.5, 1.0) == pytest.approx(2 / 3)
    assert f1(0.0, 0.0) == 0.0
    assert f1(None, 1.0) is None
    assert divide(1, 0) is None


def test_calibration_error_by_hand() -> None:
    # bins: 4 findings of mean score .9 of which 2 are right, 6 of mean .3 of which 3 are right
    assert calibration_error([(4, 3.6, 2), (6, 1.8, 3)]) == pytest.approx((4 * 0.4 + 6 * 0.2) / 10)
    assert calibration_error([]) is None


def test_quantiles_lie_between_neighbours() -> None:
    assert find_quantile([3, 1, 2], 0.5) == 2
    assert find_quantile([0, 1], 0.025) == pytest.approx(0.025)
    assert find_quantile([7], 0.9) == 7
    assert find_quantile([], 0.5) is None


def test_the_same_as_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    chance = random.Random(4)
    labels = [chance.random() < 0.3 for _ in range(500)]
    scores = [round(chance.random() * (0.6 + 0.4 * label), 1) for label in labels]
    good = Counter(score for score, label in zip(scores, labels, strict=True) if not label)
    bad = Counter(score for score, label in zip(scores, labels, strict=True) if label)
    assert auc(good, bad) == pytest.approx(metrics.roc_auc_score(labels, scores))
    called = [score > 0.5 for score in scores]
    table = Counter(zip(labels, called, strict=True))
    cells = (table[True, True], table[False, True], table[True, False], table[False, False])
    assert mcc(*cells) == pytest.approx(metrics.matthews_corrcoef(labels, called))
