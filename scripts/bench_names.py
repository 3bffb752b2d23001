"""Compare the scorer of names with its peers on labelled pairs, and their clusters with gold ones; prints Markdown.

Usage: python scripts/bench_names.py --tokens FILE --persons FILE [--tune-tokens FILE --tune-persons FILE]
                                     [--scorer FILE] [--limit N]

The files are of the form of bench_tokens_dev.tsv.xz and bench_persons_dev.tsv.xz. Peers are optional:
pip install rapidfuzz doublemetaphone abydos nomenklatura scipy

Speed is the best of three rounds over all pairs, from strings to scores, caches of names cold at the start of each.
A peer that needs longer than ten seconds for a round gets no other.
"""

from __future__ import annotations

import argparse
import lzma
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from degarble.folding import strip_marks
from degarble.names.block import find_candidates
from degarble.names.cluster import cluster
from degarble.names.gather import THRESHOLD
from degarble.names.scorer import Scorer, Weights, load_scorer
from degarble.names.sounds import load_coder
from name_pairs import PRECISION, Pair, group_by_entity, rate, read_pairs

Score = Callable[[str, str], float]
ROUNDS, LONG = 3, 10.0
SEED = 1
STEPS = [step / 200 for step in range(80, 201)]
REGISTER = "everypolitician:"
WITH_CACHES = ("degarble", "nomenklatura", "rigour", "followthemoney")
TIE = 0.01
LENIENT = 4.0
WARM_UP = ("Johannes Schmidt", "Jon Smythe")
NOTES = """
R@P{precision:.0f} is the highest recall at {precision:.0f} % precision on the file itself.
Peers that do not fold names themselves get them folded.
[1] {sample}
[2] Each word of the shorter name takes one of the longer, best first; the mean of these. Two words are as alike as
their closest codes (Jaro-Winkler, 1 for a code in common); ties go by Jaro-Winkler of the letters.
[3] Looks words up in the Wikidata name items that the pairs of words were drawn from: no measure of it."""
IN_SAMPLE = "The built-in scorer has learnt from bench_*_dev: on these its figures are in sample (--scorer)."


class Engine(NamedTuple):
    """A scorer by name, the package it comes in, and what makes it anew for words and for full names."""

    name: str
    package: str
    make_words: Callable[[], Score]
    make_names: Callable[[], Score]


class Linkage(NamedTuple):
    """A way to cluster by a peer's scores: what scores are made by, and which link joins."""

    name: str
    load: Callable[[], Any]
    link: str
    top: float


class Quality(NamedTuple):
    """B-cubed precision, recall and F, and how many items the largest cluster holds."""

    precision: float
    recall: float
    f: float
    largest: int


def main() -> None:
    """Print the tables."""
    arguments = parse()
    read = partial(read_sample, limit=arguments.limit)
    words, names = read(arguments.tokens), read(arguments.persons)
    tune_words = read(arguments.tune_tokens) if arguments.tune_tokens else None
    tune_names = read(arguments.tune_persons) if arguments.tune_persons else None
    load = partial(read_scorer, arguments.scorer) if arguments.scorer else load_scorer
    print(f"{arguments.tokens}: {len(words)} pairs of words, F1 {tell_origin(arguments.tune_tokens)}")
    print(f"{arguments.persons}: {len(names)} pairs of full names, F1 {tell_origin(arguments.tune_persons)}\n")
    side = f"F1 | R@P{100 * PRECISION:.0f} | pairs/s"
    print(f"| scorer | package | words: {side} | full names: {side} |\n|---|---|--:|--:|--:|--:|--:|--:|")
    for engine in list_engines(load):
        print(compare(engine, (words, tune_words), (names, tune_names)), flush=True)
    print(
        NOTES.format(precision=100 * PRECISION, sample=f"Scorer: {arguments.scorer}" if arguments.scorer else IN_SAMPLE)
    )
    compare_clusters(load, names, tune_names)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--persons", type=Path, required=True)
    parser.add_argument("--tune-tokens", type=Path)
    parser.add_argument("--tune-persons", type=Path)
    parser.add_argument("--scorer", type=Path, help="a scorer.json.xz trained elsewhere")
    parser.add_argument("--limit", type=int, default=0, help="how many pairs of each file, drawn at random")
    return parser.parse_args()


def tell_origin(tune: Path | None) -> str:
    """Tell where thresholds come from."""
    return f"at the threshold that is best on {tune}" if tune else "at the best threshold of the file itself"


def read_sample(file: Path, limit: int) -> list[Pair]:
    """Return the pairs of a file, or `limit` of them."""
    pairs = read_pairs(file)
    return random.Random(SEED).sample(pairs, limit) if 0 < limit < len(pairs) else pairs


def read_scorer(file: Path) -> Scorer:
    """Return a scorer with the weights of a file."""
    return Scorer(msgspec.json.decode(lzma.decompress(file.read_bytes()), type=Weights), load_coder())


def list_engines(load: Callable[[], Scorer]) -> list[Engine]:
    """Return the scorers that are compared."""
    metaphone, morse = partial(make_phonetic, load_metaphone), partial(make_phonetic, load_morse)
    nomenklatura = partial(make_nomenklatura, factor=1.0, both=False)
    lenient = partial(make_nomenklatura, factor=LENIENT, both=True)
    return [
        Engine("degarble [1]", "degarble", lambda: load().score_words, lambda: load().score_names),
        Engine("Jaro-Winkler", "rapidfuzz", *on_folded(load_winkler)),
        Engine("token_set_ratio", "rapidfuzz", *on_folded(load_token_set)),
        Engine("Double Metaphone [2]", "doublemetaphone", *on_folded(metaphone)),
        Engine("Beider-Morse [2]", "abydos", *on_folded(morse)),
        Engine("logic-v2 [3]", "nomenklatura", nomenklatura, nomenklatura),
        Engine(f"logic-v2, cutoff {LENIENT:.0f}, better of both ways [3]", "nomenklatura", lenient, lenient),
    ]


def fold_word(word: str) -> str:
    """Return a word in lower case without marks; the parts of a hyphenated word are one."""
    return strip_marks(word).lower().replace("-", "")


def fold_name(name: str) -> str:
    """Return a name in lower case without marks; the parts of a hyphenated word are words."""
    return strip_marks(name).lower().replace("-", " ")


def on_folded(load: Callable[[], Score]) -> tuple[Callable[[], Score], Callable[[], Score]]:
    """Return makers of a scorer of words and one of names that fold what they get."""

    def make(fold: Callable[[str], str]) -> Score:
        score = load()
        return lambda one, two: score(fold(one), fold(two))

    return partial(make, fold_word), partial(make, fold_name)


def load_winkler() -> Score:
    from rapidfuzz.distance import JaroWinkler

    return JaroWinkler.similarity


def load_token_set() -> Score:
    from rapidfuzz.fuzz import token_set_ratio

    return token_set_ratio


def load_metaphone() -> Callable[[str], Iterable[str]]:
    from doublemetaphone import doublemetaphone

    return doublemetaphone


def load_morse() -> Callable[[str], Iterable[str]]:
    from abydos.phonetic import BeiderMorse

    # Generic names, language guessed, approximate codes: the author's own settings for name search.
    encode = BeiderMorse(match_mode="approx").encode
    return lambda word: encode(word).split()


def make_phonetic(load: Callable[[], Callable[[str], Iterable[str]]]) -> Score:
    """Return a scorer of folded names by the codes of their words."""
    encode = load()
    winkler = load_winkler()
    encode_word = cache(lambda word: frozenset(code for code in encode(word) if code))

    @cache
    def judge(one: frozenset[str], two: frozenset[str]) -> float:
        # Codes in common alone are worth far less: F1 .76 instead of .89 for Beider-Morse on full names (dev).
        return 1.0 if one & two else max((winkler(a, b) for a in one for b in two), default=0.0)

    def score(one: str, two: str) -> float:
        short, long = sorted(([encode_word(word) for word in name.split()] for name in (one, two)), key=len)
        if not short:
            return float(one == two)
        # Many names have the same codes: without a second view of them no threshold has a precision of 98 %.
        return align([[judge(a, b) for b in long] for a in short]) + TIE * winkler(one, two)

    return score


def align(table: Sequence[Sequence[float]]) -> float:
    """Return the mean score of rows and columns matched one to one, the best first; each row has a column."""
    ranked = sorted(((value, i, j) for i, row in enumerate(table) for j, value in enumerate(row)), reverse=True)
    rows, columns, total = set(range(len(table))), set(range(len(table[0]))), 0.0
    for value, i, j in ranked:
        if i in rows and j in columns:
            rows.remove(i)
            columns.remove(j)
            total += value
    return total / len(table)


def make_nomenklatura(factor: float, both: bool) -> Score:
    """Return a scorer of persons with nothing but a name; `factor` as shipped is 1."""
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()
    config.config["nm_fuzzy_cutoff_factor"] = factor

    @cache
    def make_person(name: str) -> Any:
        # Its caches go by id, so a name is one.
        person = model.make_entity("Person")
        person.id = name
        person.add("name", name)
        return person

    def score(one: str, two: str) -> float:
        first, second = make_person(one), make_person(two)
        value = algorithm.compare(first, second, config).score
        # Words more are held against the query only, so the order of the names matters.
        return max(value, algorithm.compare(second, first, config).score) if both else value

    return score


def compare(engine: Engine, *files: tuple[list[Pair], list[Pair] | None]) -> str:
    """Return the row of an engine: for words and for names F1, recall, speed."""
    try:
        sides = [measure(make, *pairs) for make, pairs in zip(engine[2:], files, strict=True)]
    except ImportError:
        return f"| {engine.name} | not installed: pip install {engine.package} |" + 6 * " |"
    release = "this checkout" if engine.package == "degarble" else f"{engine.package} {version(engine.package)}"
    return f"| {engine.name} | {release} | {' | '.join(sides)} |"


def measure(make: Callable[[], Score], pairs: list[Pair], tune: list[Pair] | None) -> str:
    """Return F1 at the threshold tuned on `tune`, recall at 98 % precision and pairs per second as cells."""
    scores, seconds = time_rounds(make, pairs)
    labels = [pair.label for pair in pairs]
    figures = rate(labels, scores)
    f1 = figures.f1
    if tune is not None:
        score = make()
        tuned = rate([pair.label for pair in tune], [score(pair.one, pair.two) for pair in tune])
        f1 = rate_at(labels, scores, tuned.threshold)
    return f"{f1:.3f} | {figures.recall:.3f} | {len(pairs) / seconds:,.0f}"


def rate_at(labels: Sequence[int], scores: Sequence[float], threshold: float) -> float:
    """Return F1 where scores from `threshold` on say yes."""
    said = [label for label, score in zip(labels, scores, strict=True) if score >= threshold]
    return 2 * sum(said) / (len(said) + sum(labels))


def time_rounds(make: Callable[[], Score], pairs: list[Pair]) -> tuple[list[float], float]:
    """Return the scores of pairs and the seconds of the best round."""
    best, scores = float("inf"), []
    for _ in range(ROUNDS):
        forget()
        score = make()
        # Tables that are loaded with the first name are no part of the work.
        score(*WARM_UP)
        start = time.perf_counter()
        scores = [score(pair.one, pair.two) for pair in pairs]
        best = min(best, time.perf_counter() - start)
        if best > LONG:
            break
    return scores, best


def forget() -> None:
    """Empty the caches of libraries; those without a size hold their tables, not names."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in WITH_CACHES:
            for value in list(vars(module).values()):
                if isinstance(value, type(load_scorer)) and value.cache_parameters()["maxsize"]:
                    value.cache_clear()


def compare_clusters(load: Callable[[], Scorer], pairs: list[Pair], tune: list[Pair] | None) -> None:
    """Print how well each way of clustering finds the entities of one register's names."""
    names, gold = collect_names(pairs)
    entities = Counter(gold)
    origin = "the tune file" if tune else "this file itself"
    print(f"\nClusters: {len(names)} names of {len(entities)} entities, at most {max(entities.values())} of one;")
    print(f"the peers' thresholds are those with the best F on {origin}.\n")
    print("| clusters by | threshold | B-cubed P | R | F | largest |\n|---|--:|--:|--:|--:|--:|")
    print(write_row("degarble", THRESHOLD, rate_clusters(cluster_own(load(), names), gold)), flush=True)
    tuned = collect_names(tune) if tune else (names, gold)
    for way in list_linkages():
        try:
            threshold = tune_threshold(way, *tuned)
            numbers = next(cluster_peer(way, names, [threshold]))
        except ImportError:
            print(f"| {way.name} | not installed: pip install rapidfuzz scipy | | | | |")
            continue
        print(write_row(way.name, threshold, rate_clusters(numbers, gold)), flush=True)


def list_linkages() -> list[Linkage]:
    return [
        Linkage("Jaro-Winkler, single link", load_winkler, "single", 1.0),
        Linkage("Jaro-Winkler, average link", load_winkler, "average", 1.0),
        Linkage("token_set_ratio, single link", load_token_set, "single", 100.0),
    ]


def write_row(name: str, threshold: float, found: Quality) -> str:
    figures = " | ".join(f"{value:.3f}" for value in (threshold, *found[:3]))
    return f"| {name} | {figures} | {found.largest} |"


def collect_names(pairs: Sequence[Pair]) -> tuple[list[str], list[str]]:
    """Return the distinct names of one register and the entity of each, without names that two entities share."""
    turned = [Pair(pair.label, pair.slice, pair.two, pair.one, pair.two_id, pair.one_id) for pair in pairs]
    everything = [*pairs, *turned]
    owners: dict[str, set[str]] = {}
    for pair, entity in zip(everything, group_by_entity(everything), strict=True):
        if pair.one_id.startswith(REGISTER):
            owners.setdefault(pair.one, set()).add(entity)
    own = {name: min(entities) for name, entities in owners.items() if len(entities) == 1}
    return list(own), list(own.values())


def cluster_own(scorer: Scorer, names: Sequence[str]) -> list[int]:
    """Return the number of each name's cluster."""

    def score(one: int, two: int) -> float:
        return scorer.score_names(names[one], names[two])

    candidates = find_candidates([scorer.prepare(name) for name in names])
    edges = ((one, two, score(one, two)) for one, two in candidates)
    numbers = [0] * len(names)
    for number, group in enumerate(cluster(len(names), edges, score, lambda one, two: False, THRESHOLD)):
        for item in group:
            numbers[item] = number
    return numbers


def cluster_peer(way: Linkage, names: Sequence[str], thresholds: Iterable[float]) -> Iterator[list[int]]:
    """Yield for each threshold the number of each name's cluster, all pairs compared."""
    import numpy as np
    from rapidfuzz.process import cdist
    from scipy.cluster.hierarchy import fcluster, linkage

    folded = [fold_name(name) for name in names]
    scores = cdist(folded, folded, scorer=way.load(), dtype=np.float64) / way.top
    tree = linkage(1 - scores[np.triu_indices(len(folded), 1)], method=way.link)
    for threshold in thresholds:
        yield fcluster(tree, 1 - threshold, criterion="distance").tolist()


def tune_threshold(way: Linkage, names: Sequence[str], gold: Sequence[str]) -> float:
    """Return the threshold with the best B-cubed F."""
    found = zip(cluster_peer(way, names, STEPS), STEPS, strict=True)
    return max((rate_clusters(numbers, gold).f, step) for numbers, step in found)[1]


def rate_clusters(numbers: Sequence[int], gold: Sequence[str]) -> Quality:
    """Return the B-cubed figures of clusters (Bagga and Baldwin 1998)."""
    both = Counter(zip(numbers, gold, strict=True))
    clusters, entities = Counter(numbers), Counter(gold)
    precision = sum(count * count / clusters[number] for (number, _), count in both.items()) / len(gold)
    recall = sum(count * count / entities[entity] for (_, entity), count in both.items()) / len(gold)
    return Quality(precision, recall, 2 * precision * recall / (precision + recall), max(clusters.values()))


if __name__ == "__main__":
    main()
