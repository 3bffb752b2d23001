"""Make `data/senses/wordnet/<lang>.tsv` for languages without a table of our own, from inversions of open wordnets.

    pip install -e '.[train]'
    python scripts/make_wordnet_senses.py ../shared/data/senses ../shared/data/train/clean_english.jsonl.xz

An inversion says which English words share a source word; most of them are near-synonyms. A pair stays when

- both words are common English, frequent in news, and the same part of speech (lemminflect, the ending of the source);
- they share one source word of the language, and few in others: what many languages put in one word is one meaning;
- what an encoder (granite-30m) makes of each lies apart, and no third translation of the source word joins them;
- a curated table has the pair for another language, or tighter limits are kept;
- it was read and kept: `wordnet_read.tsv` beside this file has every pair that was read, with the verdict. A language
  model read them, no speaker of the languages; it kept 488 of 2,121 pairs the measurements let through, so nothing
  unread is written; `--unread` prints it instead.

Sources and licences are in SOURCES.tsv.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import lemminflect
import numpy as np
import torch

from degarble.knowledge.entries import read_words
from degarble.knowledge.senses import SENSES
from degarble.knowledge.tables import read_table
from model.corpora import NEWS
from model.network import POSITION_OFFSET, Network
from model.weights import find_archive, open_tokenizer, read_weights

DATA = Path(__file__).parents[1] / "pipeline" / "degarble" / "data"
READ = Path(__file__).with_name("wordnet_read.tsv")
# How a verb ends in the dictionaries of each language that gets a table.
VERBS = {
    "el": re.compile(r"(?:ω|ώ|μαι)$"),
    "ja": re.compile(r"[うくぐすつぬぶむる]$"),
    "ko": re.compile(r"다$"),
    "nl": re.compile(r"(?:en|gaan|staan|slaan|doen|zien)$"),
    "pl": re.compile(r"ć(?: się)?$"),
}
MOST_SENSES, MOST_WORDS = 4, 22
PADDING = 1  # the number of the piece that fills up a batch
VERBAL = 0.25  # a word is a verb if so many of its forms in news end as only verbs do, else a noun
VAGUE = frozenset(
    re.findall(
        r"\w+",
        "be have do go get can will may must shall let come say thing kind sort way lot bit don one two three four "
        "five six seven eight nine ten man mr here there",
    )
)


class Limits(NamedTuple):
    """What a pair must keep: how often both words stand in news, likeness, languages and source words that share it."""

    frequency: int
    likeness: float
    languages: int
    sources: int


# A pair that has an entry in a curated table, and any other pair.
CURATED = Limits(15, 0.45, 14, 4)
OTHERS = Limits(80, 0.08, 2, 2)
# Over one of the last three, two words mean the same: what joins a curated pair, and any other.
CURATED_JOINED = Limits(0, 0.45, 9, 4)
OTHERS_JOINED = Limits(0, 0.36, 5, 2)

Pair = tuple[str, str]
FORMS = {"noun": "NN NNS", "verb": "VB VBZ VBD VBG", "adj": "JJ", "adv": "RB"}


class Inversions:
    """Which English words share source words, in every language."""

    def __init__(self, folder: Path, common: frozenset[str]) -> None:
        self.sources: dict[Pair, dict[str, tuple[str, ...]]] = defaultdict(dict)
        self.words: dict[tuple[str, str], set[str]] = defaultdict(set)
        for file in sorted(folder.glob("*.tsv.xz")):
            for one, two, sources in read_inversion(file):
                if one < two and is_plain(one, common) and is_plain(two, common):
                    self._add(file.name[:2], one, two, sources)

    def _add(self, lang: str, one: str, two: str, sources: tuple[str, ...]) -> None:
        self.sources[one, two][lang] = sources
        for source in sources:
            self.words[lang, source] |= {one, two}


def read_inversion(file: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield two English words with up to four source words they share."""
    for line in lzma.decompress(file.read_bytes()).decode("utf-8").split("\n")[1:]:
        if line:
            one, two, sources = line.split("\t")
            yield one, two, tuple(source.strip() for source in sources.split(","))


def is_plain(word: str, common: frozenset[str]) -> bool:
    return word in common and word.isalpha() and word.islower() and word not in VAGUE


class Likeness:
    """How alike two words are used: the cosine between what the encoder makes of each alone, freed of their mean."""

    def __init__(self, words: Iterable[str]) -> None:
        weights = read_weights(find_archive())
        self._network, self._tokenizer = Network(weights).eval(), open_tokenizer(weights.tokenizer)
        self._places = {word: place for place, word in enumerate(sorted(words))}
        vectors = np.concatenate([self._embed(batch) for batch in batched(self._places, 256)])
        vectors -= vectors.mean(0)
        self._vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    @torch.no_grad()
    def _embed(self, words: Sequence[str]) -> np.ndarray:
        pieces = [torch.tensor(self._tokenizer.encode(word).ids) for word in words]
        padded = torch.nn.utils.rnn.pad_sequence(pieces, batch_first=True, padding_value=PADDING)
        network, mask = self._network, (padded != PADDING).float()
        places = torch.arange(padded.shape[1]) + POSITION_OFFSET
        states = network.norm(network.pieces(padded) + network.places(places))
        for layer in network.encoder.layers:
            states = network._run(layer, states, (1 - mask)[:, None, None, :] * -1e4)
        return np.asarray(states[:, 0])

    def __call__(self, one: str, two: str) -> float:
        """Return the cosine."""
        return float(self._vectors[self._places[one]] @ self._vectors[self._places[two]])


def batched(items: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


def count_news(file: Path) -> Counter[str]:
    """Return how often words stand in the news of the clean English."""
    counts: Counter[str] = Counter()
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["corpus"] in NEWS:
                counts.update(re.findall(r"[a-z]+", row["t"]))
    return counts


class English:
    """Words by part of speech, with the frequency of all forms of a lemma in news."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self.list_pos = cache(self._list_pos)
        self.frequency = cache(self._count)

    def _count(self, word: str, tags: str) -> int:
        found = lemminflect.getAllInflections(word)
        forms = {form for tag in tags.split() for form in found.get(tag, ())}
        return sum(self._counts.get(form, 0) for form in forms)

    def _list_pos(self, word: str) -> frozenset[str]:
        """Return the parts of speech in which a word is its own lemma, of noun and verb those that news has."""
        lemmas = lemminflect.getAllLemmas(word)
        found = {pos.lower() for pos in ("NOUN", "VERB", "ADJ", "ADV") if word in lemmas.get(pos, ())}
        share = self.frequency(word, "VBD VBG") / max(1, self.frequency(word, FORMS["verb"]))
        if "noun" in found and share < VERBAL:
            found.discard("verb")
        elif "verb" in found and share > 2 * VERBAL:
            found.discard("noun")
        return frozenset(found - {"noun"} if found & {"adj", "adv"} and not self._has_plural(word) else found)

    def _has_plural(self, word: str) -> bool:
        return 10 * self.frequency(word, "NNS") > self.frequency(word, "NN")

    def find_pos(self, lang: str, source: str, pair: Pair) -> str:
        """Return the part of speech both words have and the source word can have, else an empty string."""
        shared = self.list_pos(pair[0]) & self.list_pos(pair[1])
        order = ("verb", "adj") if VERBS[lang].search(source) else ("noun", "adj", "adv")
        return next((pos for pos in order if pos in shared), "")


class Filter:
    """Tells pairs of truly different senses from near-synonyms."""

    def __init__(self, inversions: Inversions, likeness: Likeness, english: English, curated: frozenset[Pair]) -> None:
        self.english, self._inversions, self._likeness, self._curated = english, inversions, likeness, curated

    def keeps(self, lang: str, source: str, pos: str, pair: Pair) -> bool:
        """Tell whether a pair may be of two senses."""
        limits, joined = (CURATED, CURATED_JOINED) if pair in self._curated else (OTHERS, OTHERS_JOINED)
        if not self._are_apart(limits, lang, pair) or self.count(pos, pair) < limits.frequency or has_one_stem(*pair):
            return False
        others = self._inversions.words[lang, source] - set(pair)
        return len(others) <= MOST_WORDS and not any(
            all(self._are_one(joined, lang, word, part) for part in pair) for word in others
        )

    def count(self, pos: str, words: Iterable[str]) -> int:
        """Return how often the rarest of the words stands in news."""
        return min(self.english.frequency(word, FORMS[pos]) for word in words)

    def _are_apart(self, limits: Limits, lang: str, pair: Pair) -> bool:
        langs = self._inversions.sources[pair]
        most = max(map(len, langs.values()))
        return (
            len(langs) <= limits.languages
            and most <= limits.sources
            and len(langs[lang]) == 1
            and self._likeness(*pair) < limits.likeness
        )

    def _are_one(self, limits: Limits, lang: str, one: str, two: str) -> bool:
        langs = self._inversions.sources.get((min(one, two), max(one, two)), {})
        alike = len(langs) > limits.languages or len(langs.get(lang, ())) > limits.sources
        return alike or self._likeness(one, two) > limits.likeness


def has_one_stem(one: str, two: str) -> bool:
    """Tell whether two words begin alike: `act`, `action`."""
    length = min(len(one), len(two), 5)
    return one[:length] == two[:length]


def list_curated() -> frozenset[Pair]:
    """Return the pairs of the tables written by hand."""
    rows = [row for file in sorted((DATA / "senses").glob("*.tsv")) for row in read_table(file, SENSES)]
    pairs = ((row["english"], part.partition("@")[0]) for row in rows for part in row.parts("senses", ";"))
    return frozenset((min(pair), max(pair)) for pair in pairs)


Found = tuple[str, str, str, str, str]  # language, source word, part of speech, two English words


def find_pairs(lang: str, inversions: Inversions, chooser: Filter) -> Iterator[Found]:
    """Yield the pairs of a language that keep the limits."""
    for pair, langs in inversions.sources.items():
        for source in langs.get(lang, ()):
            pos = chooser.english.find_pos(lang, source, pair)
            if pos and chooser.keeps(lang, source, pos, pair):
                yield lang, source, pos, *pair


def list_read() -> dict[Found, bool]:
    """Return the pairs that were read, and whether each was kept."""
    rows = (line.split("\t") for line in READ.read_text(encoding="utf-8").split("\n")[1:] if line)
    return {(lang, source, pos, one, two): kept == "yes" for lang, source, pos, one, two, kept in rows}


def make_rows(pairs: Iterable[Found], chooser: Filter) -> list[str]:
    """Return the rows of a table, frequent senses first; each pair counts in both directions."""
    rows: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for _, source, pos, one, two in pairs:
        rows[one, pos, source].append(two)
        rows[two, pos, source].append(one)
    for (_, pos, _), senses in rows.items():
        senses.sort(key=lambda word: (-chooser.count(pos, [word]), word))
    return sorted(
        "\t".join((*key, " ; ".join(f"{word}@any" for word in senses[:MOST_SENSES]))) for key, senses in rows.items()
    )


def main() -> None:
    folder, clean = map(Path, sys.argv[1:3])
    inversions = Inversions(folder, frozenset(read_words(DATA / "words" / "en-common.txt.xz")))
    likeness = Likeness({word for pair in inversions.sources for word in pair})
    chooser, read = Filter(inversions, likeness, English(count_news(clean)), list_curated()), list_read()
    target = DATA / "senses" / "wordnet"
    target.mkdir(exist_ok=True)
    for lang in VERBS:
        found = sorted(find_pairs(lang, inversions, chooser))
        unread = [pair for pair in found if pair not in read]
        rows = make_rows((pair for pair in found if read.get(pair)), chooser)
        text = "\n".join(("\t".join(SENSES), *rows)) + "\n"
        (target / f"{lang}.tsv").write_text(text, encoding="utf-8")
        print(f"{lang}: {len(rows)} rows; {len(found)} pairs, {len(unread)} of them unread", file=sys.stderr)
        if "--unread" in sys.argv:
            print("\n".join("\t".join((*pair, "?")) for pair in unread))


if __name__ == "__main__":
    main()
