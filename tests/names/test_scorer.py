"""The trained scorer of words and names, and the trees it runs on."""

from __future__ import annotations

import random

import pytest

from degarble.models.forest import Forest, Split
from degarble.names.features import CLOSE_FEATURES, NAME_FEATURES, WORD_FEATURES, Edits, measure_closely, measure_words
from degarble.names.scorer import load_scorer
from degarble.names.sounds import load_coder

SAME = (
    ("Khalifa Haftar", "Jalifa Hafter"),
    ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu"),
    ("Abdel Fattah el-Sisi", "Abdelfatah al Sisi"),
    ("Sergei Shoigu", "Serguéi Shoigú"),
    ("Volodymyr Zelenskyy", "Vladimir Zelensky"),
    ("Ruhollah Zam", "Rouhollah Zam"),
    ("Chiang Kai-shek", "Chiang Kaishek"),
)
OTHER = (
    ("Ali Yılmaz", "Ayşe Yılmaz"),
    ("Khalifa Haftar", "Fayez al-Sarraj"),
    ("Naoto Kan", "Yoshihide Suga"),
    ("Vladimir Petrov", "Sergei Petrov"),
    ("Morteza Razavi", "Esmail Razavi"),
    ("Hulusi Akar", "İbrahim Kalın"),
)


@pytest.mark.parametrize(("one", "two"), SAME)
def test_one_name_in_two_romanisations(one: str, two: str) -> None:
    assert load_scorer().score_names(one, two) > 0.5
    assert load_scorer().score_names(two, one) == load_scorer().score_names(one, two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_two_people(one: str, two: str) -> None:
    assert load_scorer().score_names(one, two) < 0.5


@pytest.mark.parametrize(
    ("one", "two"), [("Khafter", "Haftar"), ("Shoigú", "Shoigu"), ("Sarraj", "Serraj"), ("Jeong-ju", "Jeongju")]
)
def test_one_word_in_two_romanisations(one: str, two: str) -> None:
    assert load_scorer().score_words(one, two) > 0.5


@pytest.mark.parametrize(("one", "two"), [("Macron", "Merkel"), ("Ali", "Ayşe"), ("Sisi", "Saied")])
def test_two_words(one: str, two: str) -> None:
    assert load_scorer().score_words(one, two) < 0.5


def test_a_name_without_latin_letters_is_only_itself() -> None:
    scorer = load_scorer()
    assert scorer.score_names("安倍", "安倍") == 1.0
    assert scorer.score_names("安倍", "Abe") == 0.0
    assert scorer.score_words("...", "Abe") == 0.0


def test_features_have_their_names() -> None:
    coder, edits = load_coder(), Edits({})
    (one,), (two,) = coder.code_name("Khafter"), coder.code_name("Haftar")
    assert len(measure_words(one, two, edits, edits)) == len(WORD_FEATURES)
    assert len(measure_closely(one, two, edits, edits)) == len(CLOSE_FEATURES)
    scorer = load_scorer()
    assert len(scorer.measure(scorer.prepare("A B"), scorer.prepare("A C"))) == len(NAME_FEATURES)


def test_codings_of_a_word() -> None:
    coder = load_coder()
    (turkish,), (russian,) = coder.code_name("Çavuşoğlu"), coder.code_name("Chavushoglu")
    assert turkish.plain == "cavusoglu"
    assert turkish.marked_sound == russian.marked_sound
    assert turkish.skeleton == russian.skeleton


def test_given_names_of_one_origin() -> None:
    coder = load_coder()
    assert coder.code_name("Mykola")[0].given == coder.code_name("Nikolai")[0].given != ""
    assert coder.code_name("John")[0].given == ""


def test_a_forest_ends_where_a_walk_down_its_trees_ends() -> None:
    chance = random.Random(5)
    trees = [_grow(chance, depth=3) for _ in range(40)]
    forest = Forest(*_flatten(trees), features=4)
    for _ in range(200):
        features = [chance.randrange(10) / 2 for _ in range(4)]
        assert forest.sum(features) == pytest.approx(sum(_walk(tree, features) for tree in trees))


Tree = tuple["Tree", "Tree", int, float] | float


def _grow(chance: random.Random, depth: int) -> Tree:
    if depth == 0 or chance.random() < 0.2:
        return chance.random()
    return _grow(chance, depth - 1), _grow(chance, depth - 1), chance.randrange(4), chance.randrange(10) / 2


def _walk(tree: Tree, features: list[float]) -> float:
    if isinstance(tree, float):
        return tree
    left, right, feature, threshold = tree
    return _walk(left if features[feature] <= threshold else right, features)


def _flatten(trees: list[Tree]) -> tuple[list[Split], list[list[float]]]:
    splits: list[Split] = []
    leaves: list[list[float]] = []
    for number, tree in enumerate(trees):
        values: list[float] = []
        _visit(tree, number, values, splits)
        leaves.append(values)
    return splits, leaves


def _visit(tree: Tree, number: int, values: list[float], splits: list[Split]) -> None:
    if isinstance(tree, float):
        values.append(tree)
        return
    left, right, feature, threshold = tree
    first = len(values)
    _visit(left, number, values, splits)
    splits.append(Split(feature, threshold, number, 0xFF ^ sum(1 << leaf for leaf in range(first, len(values)))))
    _visit(right, number, values, splits)
