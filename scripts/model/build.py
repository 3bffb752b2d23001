"""The mix of training data: which sets, how much of each, and the examples made from clean English."""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from damage import DamageMaker, Tables
from degarble.knowledge.senses import index_options, read_inflections, read_senses
from model.corpora import (
    NEWS,
    read_clean,
    read_fluent,
    read_parallel,
    read_post_edited,
    read_systems,
    read_tagged,
)
from model.example import Example
from model.substitutions import make_examples, name_ending, read_pairs, swap_freely
from model.swaps import Confusions, index_confusions, keep_words, swap_words

# Examples of each set in a mix; docs/model.md says what other mixes gave. `words` is pre-training on replaced words.
MIXES = {
    "words": {"free-swaps": 200_000},
    "full": {
        "mlqe": 28_000,
        "wmtqe18": 8_000,
        "accept": 3_000,
        "wmt14-17": 22_000,
        "modern": 5_000,
        "rule-based": 2_400,
        "round-trip": 5_000,
        "clean": 18_000,
        "swaps": 30_000,
        "free-swaps": 10_000,
        "substitutions": 24_000,
        "synthetic": 20_000,
    },
    "marked": {
        "mlqe": 35_000,
        "wmtqe18": 8_000,
        "accept": 2_000,
        "wmt14-17": 22_000,
        "modern": 3_000,
        "rule-based": 2_400,
        "round-trip": 3_000,
        "clean": 14_000,
        "swaps": 14_000,
        "free-swaps": 4_000,
        "substitutions": 16_000,
        "synthetic": 12_000,
    },
    "edited": {"mlqe": 35_000},
}
Mix = Mapping[str, int]


def build_mix(data: Path, made: Path, knowledge: Path, mix: Mix, rng: random.Random) -> Iterator[Example]:
    """Yield the examples of a mix; `made` holds what `make_model.py translate` wrote. A set not named is left out."""
    counts = defaultdict(int, mix)
    confusions = open_confusions(knowledge)
    yield from build_labelled(data, counts, rng)
    yield from build_rule_based(made, counts, rng)
    yield from build_clean(data, confusions, counts, rng)
    yield from build_synthetic(data, knowledge, counts, rng)
    yield from build_substitutions(data, confusions, counts, rng)
    yield from build_free_swaps(data, confusions, counts, rng)


def open_confusions(data: Path) -> Confusions:
    """Return the confusions of the sense tables in a knowledge folder."""
    inflections = read_inflections(data / "words" / "en-forms.tsv")
    files = sorted((data / "senses").glob("*.tsv"))
    return index_confusions({file.stem: index_options(read_senses(file), inflections) for file in files})


def draw(examples: Iterable[Example], count: int, rng: random.Random) -> list[Example]:
    """Return at most `count` of the examples in random order."""
    pool = list(examples)
    rng.shuffle(pool)
    return pool[:count]


def build_labelled(data: Path, mix: Mix, rng: random.Random) -> Iterator[Example]:
    """Yield the examples of labelled machine translation in `data/train`."""
    train = data / "train"
    yield from draw(read_tagged(train / "mlqe_pe.jsonl.xz"), mix["mlqe"], rng)
    yield from draw(read_tagged(train / "wmtqe18_de-en_smt.jsonl.xz"), mix["wmtqe18"], rng)
    yield from draw(read_post_edited(train / "accept_edinpe_fr-en.jsonl.xz"), mix["accept"], rng)
    files = [train / f"wmt{year}_systems.jsonl.xz" for year in (15, 16, 17)]
    rows = [example for file in files for example in read_systems(file)]
    yield from draw(rows, mix["wmt14-17"], rng)
    yield from draw(read_fluent(train / "modern_nmt.jsonl.xz"), mix["modern"], rng)


def build_clean(data: Path, confusions: Confusions, mix: Mix, rng: random.Random) -> Iterator[Example]:
    """Yield clean English with genuine uses of confusable words, and with words swapped."""
    clean = list(read_clean(data / "train" / "clean_english.jsonl.xz"))
    rng.shuffle(clean)
    clean.sort(key=lambda example: example.source not in NEWS)  # news first: twice as much of it as of the rest
    news = sum(example.source in NEWS for example in clean)
    pool = [*clean[:news], *clean[news : news + news // 2]]
    rng.shuffle(pool)
    stream = iter(pool)
    yield from (keep_words(example, confusions, rng) for example in islice(stream, mix["clean"]))
    swapped = (swap_words(example.text, "swaps", confusions, rng) for example in stream)
    yield from islice((example for example in swapped if example is not None), mix["swaps"])


def build_rule_based(made: Path, mix: Mix, rng: random.Random) -> Iterator[Example]:
    """Yield what `make_model.py translate` made with rule-based MT: of Spanish news, and there and back."""
    table = made / "es.json"
    if not table.is_file():
        return
    goods = json.loads(table.read_text())
    sources = (made / "es.txt").read_text().splitlines()
    pairs = [[text for pair in goods[source] for text in pair] for source in sources]
    yield from draw(read_parallel(made / "es.en.txt", pairs, "rule-based", 0.7), mix["rule-based"], rng)
    backs = [[line] for line in (made / "en.txt").read_text().splitlines()]
    yield from draw(read_parallel(made / "en.es.en.txt", backs, "round-trip", 0.6), mix["round-trip"], rng)


# How sure it is that an operation leaves damage behind; all others: certain.
CERTAINTY = {
    "article-fit": 0.0,
    "dropped-article": 0.8,
    "added-article": 0.9,
    "preposition": 0.8,
    "tense": 0.4,
    "pronoun-gender": 0.6,
}


def build_synthetic(data: Path, knowledge: Path, mix: Mix, rng: random.Random) -> Iterator[Example]:
    """Yield clean English damaged by the operations of `damage`, one to three at a time."""
    clean = [example for example in read_clean(data / "train" / "clean_english.jsonl.xz") if example.source in NEWS]
    rng.shuffle(clean)
    maker = DamageMaker(Tables.read(knowledge))
    made = (maker.damage(example.text, rng, count=rng.choice((1, 1, 2, 3))) for example in clean)
    for damaged in islice((item for item in made if item is not None), mix["synthetic"]):
        spans = tuple(
            (*_widen(damaged.text, edit.start, edit.end), CERTAINTY.get(edit.kind, 1.0)) for edit in damaged.edits
        )
        yield Example(damaged.text, "synthetic", spans)


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span that holds a word: where a word was dropped, the one after it shows the damage."""
    if end > start:
        return start, end
    after = text.find(" ", start + 1)
    return start, after if after > 0 else len(text)


def build_substitutions(data: Path, confusions: Confusions, mix: Mix, rng: random.Random) -> Iterator[Example]:
    """Yield real MT with places of choice where a post-edit or a good sentence has another word."""
    train = data / "train"
    names = ("mlqe_pe", "wmtqe18_de-en_smt", "wmt15_systems", "wmt16_systems", "wmt17_systems")
    pairs = [pair for name in names for pair in read_pairs(train / f"{name}.jsonl.xz")]
    confusable: dict[str, list[str]] = defaultdict(list)
    for table in confusions.options.values():
        for form, options in table.items():
            confusable[form] += [option.text for option in options]
    yield from draw(make_examples(pairs, confusable, rng), mix["substitutions"], rng)


def build_free_swaps(data: Path, confusions: Confusions, mix: Mix, rng: random.Random) -> Iterator[Example]:
    """Yield clean English in which a share of the words stands for others of their kind."""
    clean = list(read_clean(data / "train" / "clean_english.jsonl.xz"))
    rng.shuffle(clean)
    words = group_words(example.text for example in clean)
    made = (swap_freely(example, words, confusions, rng) for example in clean)
    yield from islice((example for example in made if example is not None), mix["free-swaps"])


CLASS_SIZE = 300


def group_words(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return for each frequent lower-case word the words of its ending that are about as frequent."""
    counts = Counter(word for text in texts for word in re.findall(r"\b[a-z]{3,}\b", text))
    frequent = [word for word, count in counts.most_common(12_000)[120:] if count > 4]
    classes: dict[str, list[str]] = defaultdict(list)
    for word in frequent:
        classes[name_ending(word)].append(word)
    found = {}
    for members in classes.values():
        for place, word in enumerate(members):
            first = max(0, min(place - CLASS_SIZE // 2, len(members) - CLASS_SIZE))
            found[word] = members[first : first + CLASS_SIZE]
    return {word: others for word, others in found.items() if len(others) > 10}
