"""Train the scorer of names: python scripts/train_name_scorer.py DATA [--out FILE] [--seed 1] [--hold-out DIR]

DATA holds bench_tokens_dev, bench_persons_dev, wd_pivot_train, mt_name_spellings (.tsv.xz) and entities.jsonl.xz (for
how frequent a word is in names; no pair is taken from it). Prints cross-validated figures, folds made by entity, then
writes pipeline/degarble/data/names/scorer.json.xz, trained on everything. Needs the extra [train]. With --hold-out a
quarter of the entities is left out and written to DIR, for `bench_names.py --scorer`.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm
import msgspec
import numpy as np
from rapidfuzz.distance import JaroWinkler, Levenshtein
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from degarble.folding import strip_marks
from degarble.models.forest import LEAVES
from degarble.names.features import (
    WORD_FEATURES,
    Edits,
    make_name,
    measure_closely,
    measure_names,
    measure_words,
    name_edit,
    rate_rarity,
)
from degarble.names.scorer import FILE, Trees, Weights
from degarble.names.sounds import Coder, Word, load_coder
from name_pairs import Pair, group_by_entity, rate, read_pairs, read_table

Array = Any  # numpy's arrays; the script alone sees them
OUT = Path(__file__).parents[1] / "pipeline" / "degarble" / "data" / "names" / FILE
PARTICLES = (
    *("abu", "ad", "al", "an", "ar", "as", "ash", "at", "az", "ben", "bin", "bint", "da", "de", "del", "der", "di"),
    *("do", "dos", "du", "ed", "el", "en", "ibn", "la", "le", "ud", "ul", "van", "von"),
)
RANDOM_SHARE = 0.7
COMMON = 12
TREES = {"num_leaves": LEAVES, "min_child_samples": 10}
OF_WORDS, OF_NAMES = {"n_estimators": 400, "learning_rate": 0.06}, {"n_estimators": 200, "learning_rate": 0.09}
# What pairs besides those of the benchmark weigh. The line meets mostly unrelated words, inside of names; the trees are
# to tell near names apart, and only not to forget the others.
IN_LINE, IN_WORDS, IN_NAMES = 8.0, 0.1, 0.1


class Examples(NamedTuple):
    """Features, labels, the entity each row belongs to, and whether it is the benchmark's."""

    rows: Array
    labels: Array
    groups: Array
    of_benchmark: Array


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hold-out", type=Path, metavar="DIR", help="leave out a quarter and write it there")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    tokens, persons = (
        split(read_pairs(arguments.data / name), arguments.hold_out and arguments.hold_out / name)
        for name in ("bench_tokens_dev.tsv.xz", "bench_persons_dev.tsv.xz")
    )
    coder = load_coder()
    counts, total = count_words(arguments.data / "entities.jsonl.xz")
    codes, letters = learn_edits(arguments.data, coder, chance)
    measure = partial(measure_pair, coder=coder, codes=Edits(codes), letters=Edits(letters))
    words = make_word_examples(tokens, measure, chance)
    fit_words = partial(fit_trees, size=OF_WORDS, rest=IN_WORDS, seed=arguments.seed)
    fit_names = partial(fit_trees, size=OF_NAMES, rest=IN_NAMES, seed=arguments.seed)
    show("words, linear", words, lambda part: fit_line(part)[0], arguments.seed)
    show("words, trees", words, fit_words, arguments.seed)
    _, line = fit_line(words)
    rarity = {word: rate_rarity(count, total) for word, count in counts.items()}
    prepare = partial(prepare_name, coder=coder, rarity=rarity, rarest=rate_rarity(0, total))
    judge = make_judge(line, Edits(codes), Edits(letters))
    names = make_name_examples(persons, prepare, partial(measure_names, judge=judge), chance)
    show("names, trees", names, fit_names, arguments.seed)
    weights = Weights(
        codes=codes,
        letters=letters,
        words_line=tuple(round(float(value), 5) for value in line),
        words=export(fit_words(words).booster_.dump_model()),
        names=export(fit_names(names).booster_.dump_model()),
        counts=dict(counts),
        total=total,
        particles=tuple(PARTICLES),
    )
    arguments.out.write_bytes(lzma.compress(msgspec.json.encode(weights), preset=9 | lzma.PRESET_EXTREME))
    print(f"{arguments.out}: {arguments.out.stat().st_size:,} bytes")


def split(pairs: list[Pair], file: Path | None) -> list[Pair]:
    """Return the pairs; with a file, three quarters of them by entity, and write the others there."""
    if file is None:
        return pairs
    kept, held = [], []
    for pair, group in zip(pairs, group_by_entity(pairs), strict=True):
        (held if zlib.crc32(group.encode()) % 4 == 0 else kept).append(pair)
    rows = ("\t".join(("dev", str(pair.label), *pair[1:])) for pair in held)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(("split\tlabel\tslice\ta\tb\tid_a\tid_b", *rows)) + "\n"
    file.write_bytes(lzma.compress(text.encode()))
    return kept


def count_words(file: Path) -> tuple[Counter[str], int]:
    """Return in how many persons' names each common word occurs, and how many persons there are."""
    counts: Counter[str] = Counter()
    total = 0
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["type"] == "PER":
                total += 1
                counts.update({word for name, _ in row["names"] for word in _words(name)})
    return Counter({word: count for word, count in sorted(counts.items()) if count >= COMMON}), total


def _words(name: str) -> list[str]:
    return [word for word in strip_marks(name).lower().replace("-", " ").split() if word.isascii() and word.isalpha()]


def learn_edits(data: Path, coder: Coder, chance: random.Random) -> tuple[dict[str, float], dict[str, float]]:
    """Return the costs of changes of codes and of letters: how much oftener unrelated words differ so."""
    pairs = [
        (row[2], row[3])
        for row in read_table(data / "wd_pivot_train.tsv.xz")
        if JaroWinkler.similarity(row[2], row[3]) > 0.6
    ]
    pairs += [(row[0], row[1]) for row in read_table(data / "mt_name_spellings.tsv.xz") if float(row[5]) >= 0.85]
    coded = [
        (one[0], two[0]) for one, two in ((coder.code_name(a), coder.code_name(b)) for a, b in pairs) if one and two
    ]
    same = [pair for pair in coded if pair[0] != pair[1]]
    known = {(a.plain, b.plain) for a, b in same} | {(b.plain, a.plain) for a, b in same}
    words = sorted({word for pair in same for word in pair})
    other = [(one, two) for one, two in _neighbours(words, chance) if (one.plain, two.plain) not in known]
    return _weigh_edits(same, other, "code"), _weigh_edits(same, other, "plain")


def _neighbours(words: list[Word], chance: random.Random) -> Iterator[tuple[Word, Word]]:
    """Yield words that look or sound alike and are not known to be one name."""
    for key in (lambda word: word.plain, lambda word: (word.skeleton, word.plain)):
        ordered = sorted(words, key=key)
        for i, word in enumerate(ordered):
            j = i + chance.randint(1, 6)
            if j < len(ordered):
                yield word, ordered[j]


def _weigh_edits(same: list[tuple[Word, Word]], other: list[tuple[Word, Word]], field: str) -> dict[str, float]:
    often, seldom = _count_edits(same, field), _count_edits(other, field)
    return {
        edit: round(math.log((seldom[edit] + 1) / len(other)) - math.log((often[edit] + 1) / len(same)), 3)
        for edit in sorted(often.keys() | seldom.keys())
        if often[edit] + seldom[edit] > 1
    }


def _count_edits(pairs: list[tuple[Word, Word]], field: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one, two in pairs:
        a, b = getattr(one, field), getattr(two, field)
        for step in Levenshtein.editops(a, b):
            i, j = step.src_pos, step.dest_pos
            counts[name_edit(step.tag, a[i : i + 1], b[j : j + 1])] += 1
    return counts


def measure_pair(one: str, two: str, *, coder: Coder, codes: Edits, letters: Edits) -> list[float]:
    """Return the features of two words, hyphens and spaces apart."""
    first, second = (coder.code_name(word.replace("-", "").replace(" ", "").replace("·", "")) for word in (one, two))
    return measure_closely(first[0], second[0], codes, letters)


def make_word_examples(
    pairs: Sequence[Pair], measure: Callable[[str, str], list[float]], chance: random.Random
) -> Examples:
    """Return the pairs of the benchmark, and random pairs of its words that are no name."""
    groups = group_by_entity(pairs)
    rows = [measure(pair.one, pair.two) for pair in pairs]
    labels, kept = [pair.label for pair in pairs], list(groups)
    for _ in range(int(RANDOM_SHARE * len(pairs))):
        one, two = chance.randrange(len(pairs)), chance.randrange(len(pairs))
        if groups[one] != groups[two]:
            rows.append(measure(pairs[one].one, pairs[two].two))
            labels.append(0)
            kept.append(groups[one])
    return Examples(np.array(rows, float), np.array(labels), np.array(kept), np.arange(len(rows)) < len(pairs))


def prepare_name(name: str, *, coder: Coder, rarity: dict[str, float], rarest: float) -> Any:
    """Return a name made ready."""
    return make_name(coder.code_name(name), frozenset(PARTICLES), rarity, rarest)


def make_judge(line: Array, codes: Edits, letters: Edits) -> Callable[[Word, Word], float]:
    """Return the linear model of words as a function."""
    return lambda one, two: float(np.dot(line[:-1], measure_words(one, two, codes, letters)) + line[-1])


def make_name_examples(
    pairs: Sequence[Pair],
    prepare: Callable[[str], Any],
    measure: Callable[[Any, Any], list[float]],
    chance: random.Random,
) -> Examples:
    """Return the pairs of the benchmark, random pairs, and pairs that share a block but no entity."""
    groups = group_by_entity(pairs)
    prepared = [(prepare(pair.one), prepare(pair.two)) for pair in pairs]
    names = [(one, group) for (one, _), group in zip(prepared, groups, strict=True)]
    names += [(two, group) for pair, (_, two), group in zip(pairs, prepared, groups, strict=True) if pair.label]
    rows = [measure(one, two) for one, two in prepared]
    labels, kept = [pair.label for pair in pairs], list(groups)
    others = [(chance.choice(names), chance.choice(names)) for _ in range(len(pairs) // 2)]
    for (one, group), (two, other) in (*others, *_share_block(names, chance)):
        # Two registers may list one person under two ids, so only pairs of one register are known to be different.
        if group != other and group.split(":")[0] == other.split(":")[0] and one.words != two.words:
            rows.append(measure(one, two))
            labels.append(0)
            kept.append(group)
    return Examples(np.array(rows, float), np.array(labels), np.array(kept), np.arange(len(rows)) < len(pairs))


def _share_block(names: Sequence[tuple[Any, str]], chance: random.Random) -> Iterator[tuple[Any, Any]]:
    """Yield for each name another with the consonants of one of its words."""
    blocks: dict[str, list[tuple[Any, str]]] = {}
    for name in names:
        for i in name[0].main:
            blocks.setdefault(name[0].words[i].skeleton, []).append(name)
    for name in names:
        block = blocks[name[0].words[chance.choice(name[0].main)].skeleton]
        yield name, chance.choice(block)


def fit_line(examples: Examples) -> tuple[Any, Array]:
    """Return a linear model of the first features and its weights on unscaled ones, the bias last."""
    rows = examples.rows[:, : len(WORD_FEATURES)]
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=1, max_iter=5000)
    model.fit(scaler.transform(rows), examples.labels, sample_weight=weigh(examples, IN_LINE))
    weights = model.coef_[0] / scaler.scale_
    line = np.append(weights, model.intercept_[0] - np.dot(weights, scaler.mean_))
    return _Line(line), line


class _Line:
    """A linear model under the method names of the others."""

    def __init__(self, line: Array) -> None:
        self.line = line

    def predict_proba(self, rows: Array) -> Array:
        one = 1 / (1 + np.exp(-(rows[:, : len(self.line) - 1] @ self.line[:-1] + self.line[-1])))
        return np.stack([1 - one, one], axis=1)


def fit_trees(examples: Examples, size: dict[str, float], rest: float, seed: int) -> Any:
    """Return boosted trees with at most 15 leaves."""
    model = lightgbm.LGBMClassifier(
        **TREES,
        **size,
        subsample=0.8,
        subsample_freq=1,
        colsample_bytree=0.7,
        random_state=seed,
        verbose=-1,
        n_jobs=2,
        deterministic=True,
        force_row_wise=True,
    )
    return model.fit(examples.rows, examples.labels, sample_weight=weigh(examples, rest))


def weigh(examples: Examples, rest: float) -> Array:
    """Return the weight of each row: 1 for the benchmark's, `rest` for others."""
    return np.where(examples.of_benchmark, 1.0, rest)


def show(title: str, examples: Examples, fit: Callable[[Examples], Any], seed: int) -> None:
    """Print cross-validated figures on the pairs of the benchmark, five folds by entity."""
    scores = np.zeros(len(examples.labels))
    for train, test in GroupKFold(5, shuffle=True, random_state=seed).split(examples.rows, groups=examples.groups):
        model = fit(Examples(*(part[train] for part in examples)))
        scores[test] = model.predict_proba(examples.rows[test])[:, 1]
    own = examples.of_benchmark
    figures = rate(examples.labels[own], scores[own])
    print(f"{title}: {own.sum()} pairs, 5 folds by entity: F1 {figures.f1:.3f}, R@P98 {figures.recall:.3f}")


def export(model: dict[str, Any]) -> Trees:
    """Return trees as data for `degarble.models.forest`."""
    splits: list[tuple[int, float, int, int]] = []
    leaves: list[tuple[float, ...]] = []
    for number, info in enumerate(model["tree_info"]):
        values: list[float] = []
        _walk(info["tree_structure"], number, values, splits)
        leaves.append(tuple(round(value, 5) for value in values))
    return Trees(tuple(splits), tuple(leaves))


def _walk(node: dict[str, Any], tree: int, values: list[float], splits: list[tuple[int, float, int, int]]) -> None:
    if "leaf_value" in node:
        values.append(node["leaf_value"])
        return
    first = len(values)
    _walk(node["left_child"], tree, values, splits)
    mask = 0xFF ^ sum(1 << leaf for leaf in range(first, len(values)))
    splits.append((node["split_feature"], float(node["threshold"]), tree, mask))
    _walk(node["right_child"], tree, values, splits)


if __name__ == "__main__":
    main()
