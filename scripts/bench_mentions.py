"""Measure finding and linking names on labelled texts, a spaCy pipeline beside it if asked; prints Markdown.

    python scripts/bench_mentions.py [--split dev|test|all] [--verbose] [--spacy MODEL] [--speed FILE]

The texts are tests/names/labelled.jsonl, both of whose splits were seen in development. A mention is found if its span
is exactly that of the label. B-cubed figures are those of the exactly found mentions, all texts of the split linked at
once. --speed takes JSON Lines (xz or plain) with `corpus` and `t`, up to 200,000 words of the news corpora evenly, in
documents of 30 lines, and counts processor time, one pass, caches cold but for one short document.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from bench_clean import NEWS, read_documents
from degarble import Analyzer, Document
from degarble.knowledge import load_knowledge
from degarble.language import identify
from degarble.link import link
from degarble.names.find import find_mentions
from degarble.reading import Reading, read

LABELLED = Path(__file__).parents[1] / "tests" / "names" / "labelled.jsonl"
KINDS = ("PER", "LOC", "ORG", "ACRONYM", "DEMONYM", "CLUB", "MEDIA", "EQUIP")
WORDS = 200_000
# What the labels of an OntoNotes pipeline are called here, and which of our kinds it calls bodies.
SPACY = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "DEMONYM", "PRODUCT": "EQUIP"}
COARSE = {"CLUB": "ORG", "MEDIA": "ORG", "ACRONYM": "ORG"}
ARTICLE, POSSESSIVES = "the ", ("'s", "’s", "'", "’")

Place = tuple[str, int, int]
Found = Mapping[Place, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Label:
    """A name in a text: its kind, and `who` it names in all texts."""

    start: int
    end: int
    text: str
    kind: str
    who: str


@dataclass(frozen=True)
class Text:
    """A labelled text; `lang` is the language in whose manner it is translated, `en` for none."""

    id: str
    lang: str
    date: str
    split: str
    text: str
    mentions: tuple[Label, ...]

    @property
    def document(self) -> Document:
        return Document(self.id, self.text, date=self.date)


class Counts(NamedTuple):
    """How many names are labelled and found, how many of these are right, and how many of those have the right kind."""

    wanted: int
    found: int
    right: int
    kinds: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else math.nan

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else math.nan

    @property
    def f1(self) -> float:
        return 2 * self.right / ((self.found + self.wanted) or 1)

    @property
    def kind(self) -> float:
        return self.kinds / self.right if self.right else math.nan


class Linking(NamedTuple):
    """B-cubed precision, recall and F of so many mentions (Bagga and Baldwin 1998)."""

    precision: float
    recall: float
    f: float
    items: int


class Engine(NamedTuple):
    """What an engine finds: kinds by place; `coarse` says what it calls the kinds of the labels that it has not."""

    name: str
    found: Found
    coarse: Mapping[str, str] = {}


def main() -> None:
    """Print the tables."""
    arguments = parse()
    texts = read_labelled(arguments.split)
    gold = list_labels(texts)
    found, clusters = find_and_link(texts)
    engines = [Engine("degarble", found)]
    if arguments.spacy:
        engines += run_spacy(arguments.spacy, texts, found)
    print(f"{LABELLED.name}, split {arguments.split}: {len(texts)} texts, {len(gold)} names\n")
    print_mentions(engines, texts, gold)
    print_kinds(engines, gold)
    if arguments.spacy:
        print_union(engines, gold, texts)
    print_linking(gold, clusters)
    if arguments.speed:
        print_speed(arguments.speed)
    if arguments.verbose:
        print_errors(gold, found, {text.id: text.text for text in texts})
        print_clusters(gold, clusters)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "test", "all"), default="all")
    parser.add_argument("--verbose", action="store_true", help="print what is missed, added, merged and split")
    parser.add_argument("--spacy", metavar="MODEL", help="an English spaCy pipeline with the labels of OntoNotes")
    parser.add_argument("--speed", type=Path, metavar="FILE")
    return parser.parse_args()


def read_labelled(split: str = "all") -> list[Text]:
    """Return the labelled texts of a split."""
    with LABELLED.open(encoding="utf-8") as lines:
        texts = [msgspec.json.decode(line, type=Text) for line in lines]
    return [text for text in texts if split in ("all", text.split)]


def list_labels(texts: Iterable[Text]) -> dict[Place, Label]:
    """Return the labels by place."""
    return {(text.id, label.start, label.end): label for text in texts for label in text.mentions}


def find_and_link(texts: Iterable[Text]) -> tuple[Found, dict[Place, str]]:
    """Return the kind and the cluster of every mention that is found."""
    analyzer = Analyzer()
    mentions = [mention for text in texts for mention in analyzer(text.document).mentions]
    found = {(item.document, item.span.start, item.span.end): item.kind.value for item in mentions}
    links = link(mentions, analyzer.knowledge).links()
    return found, {(item.document, item.span.start, item.span.end): item.cluster for item in links}


def count(gold: Mapping[Place, Label], found: Found, coarse: Mapping[str, str] | None = None) -> Counts:
    """Compare what is found with the labels."""
    coarse = coarse or {}
    right = gold.keys() & found.keys()
    kinds = sum(found[place] == coarse.get(gold[place].kind, gold[place].kind) for place in right)
    return Counts(len(gold), len(found), len(right), kinds)


def rate_linking(gold: Mapping[Place, Label], clusters: Mapping[Place, str]) -> dict[Place, tuple[float, float]]:
    """Return the B-cubed precision and recall of each labelled mention that has a cluster."""
    places = sorted(gold.keys() & clusters.keys())
    held = Counter(clusters[place] for place in places)
    named = Counter(gold[place].who for place in places)
    both = Counter((clusters[place], gold[place].who) for place in places)
    rated = {}
    for place in places:
        cluster, who = clusters[place], gold[place].who
        rated[place] = (both[cluster, who] / held[cluster], both[cluster, who] / named[who])
    return rated


def average(rated: Collection[tuple[float, float]]) -> Linking:
    """Return the figures of some mentions; their clusters may hold others."""
    if not rated:
        return Linking(math.nan, math.nan, math.nan, 0)
    precision, recall = (sum(side) / len(rated) for side in zip(*rated, strict=True))
    return Linking(precision, recall, 2 * precision * recall / (precision + recall), len(rated))


def list_manners(texts: Iterable[Text]) -> dict[str, set[str]]:
    """Return the ids of the texts of each manner, and of all."""
    manners: dict[str, set[str]] = {"manner of MT": set(), "human manner": set(), "all": set()}
    for text in texts:
        manners["human manner" if text.lang == "en" else "manner of MT"].add(text.id)
        manners["all"].add(text.id)
    return manners


def take(places: Mapping[Place, T], ids: Collection[str]) -> dict[Place, T]:
    """Return what lies in some documents."""
    return {place: value for place, value in places.items() if place[0] in ids}


def print_mentions(engines: Iterable[Engine], texts: Sequence[Text], gold: Mapping[Place, Label]) -> None:
    print("| mentions by | texts | labels | found | P | R | F1 | kind right |\n|---|---|--:|--:|--:|--:|--:|--:|")
    for engine in engines:
        for manner, ids in list_manners(texts).items():
            counts = count(take(gold, ids), take(engine.found, ids), engine.coarse)
            figures = write(counts.precision, counts.recall, counts.f1, counts.kind)
            print(f"| {engine.name} | {manner} ({len(ids)}) | {counts.wanted} | {counts.found} | {figures} |")


def write(*values: float) -> str:
    return " | ".join("–" if math.isnan(value) else f"{value:.3f}" for value in values)


def print_kinds(engines: Iterable[Engine], gold: Mapping[Place, Label]) -> None:
    """Print the recall of each kind, the found kind right or wrong."""
    kinds = {kind: {place: label for place, label in gold.items() if label.kind == kind} for kind in KINDS}
    print("\n| recall by | " + " | ".join(f"{kind} ({len(kinds[kind])})" for kind in KINDS) + " |")
    print("|---|" + len(KINDS) * "--:|")
    for engine in engines:
        print(f"| {engine.name} | {write(*(count(kinds[kind], engine.found).recall for kind in KINDS))} |")


def print_linking(gold: Mapping[Place, Label], clusters: Mapping[Place, str]) -> None:
    print("\n| linking, B-cubed | mentions | P | R | F |\n|---|--:|--:|--:|--:|")
    rated = rate_linking(gold, clusters)
    for kind in ("all", *KINDS):
        row = average([figures for place, figures in rated.items() if kind in ("all", gold[place].kind)])
        print(f"| {kind} | {row.items} | {write(row.precision, row.recall, row.f)} |")


def run_spacy(model: str, texts: Iterable[Text], own: Found) -> list[Engine]:
    """Return what a pipeline finds, as it is and without articles and possessives, and our own in its few kinds."""
    try:
        import spacy

        pipeline = spacy.load(model)
    except (ImportError, OSError) as error:
        raise SystemExit(f"{model}: not to be had: pip install spacy and a pipeline of that name ({error})") from error
    spans = [(text, span) for text in texts for span in pipeline(text.text).ents if span.label_ in SPACY]
    name = f"{model} {pipeline.meta['version']} (spaCy {version('spacy')})"
    trimmed = {trim(text, span): SPACY[span.label_] for text, span in spans}
    asis = {(text.id, span.start_char, span.end_char): SPACY[span.label_] for text, span in spans}
    ours = Engine("degarble, bodies one kind", {place: COARSE.get(kind, kind) for place, kind in own.items()}, COARSE)
    return [ours, Engine(name, asis, COARSE), Engine("the same, cut to our conventions", trimmed, COARSE)]


def trim(text: Text, span: Any) -> Place:
    """Return the place of a span without a leading article and a closing possessive, which our labels leave out."""
    start, end = span.start_char, span.end_char
    if text.text[start:end].lower().startswith(ARTICLE):
        start += len(ARTICLE)
    mark = next((mark for mark in POSSESSIVES if text.text.endswith(mark, start, end)), "")
    return text.id, start, end - len(mark)


def print_union(engines: Sequence[Engine], gold: Mapping[Place, Label], texts: Sequence[Text]) -> None:
    """Print what the spans of the last engine would add to those of the first."""
    own, other = engines[0].found, engines[-1].found
    taken = {(document, place) for document, start, end in own for place in range(start, end)}
    clear = {key: kind for key, kind in other.items() if taken.isdisjoint((key[0], i) for i in range(*key[1:]))}
    print("\n| spaCy's spans added to ours | added | right | P of them | P | R | F1 | kind of them right |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, added in list_added(own, other, clear, texts):
        part, whole = count(gold, added, COARSE), count(gold, {**added, **own})
        figures = write(part.precision, whole.precision, whole.recall, whole.f1, part.kind)
        print(f"| {name} | {part.found} | {part.right} | {figures} |")


def list_added(own: Found, other: Found, clear: Found, texts: Sequence[Text]) -> Iterator[tuple[str, Found]]:
    """Yield the spans that could be added, all together and in parts."""
    yield "none", {}
    yield "all that are not ours", {place: kind for place, kind in other.items() if place not in own}
    yield "clear of ours", clear
    for manner, ids in list_manners(texts).items():
        if manner != "all":
            yield f"clear of ours, {manner}", take(clear, ids)
    for kind in ("PER", "LOC", "ORG", "DEMONYM", "EQUIP"):
        yield f"clear of ours, {kind}", {place: value for place, value in clear.items() if value == kind}


def print_speed(file: Path) -> None:
    """Print the words per second of reading and finding, and of finding in a document already read."""
    knowledge = load_knowledge()
    find_mentions(read(Document("warm-up", "The first document opens what Khalifa Haftar needs."), knowledge, identify))
    words, reading_time, finding_time = 0, 0.0, 0.0
    for document in read_documents(file, NEWS, WORDS):
        reading, seconds = clock(partial(read, document, knowledge, identify))
        _, rest = clock(partial(complete, reading))
        _, found = clock(partial(find_mentions, reading))
        words += len(document.text.split())
        reading_time, finding_time = reading_time + seconds + rest, finding_time + found
    print(f"\n| words/s of a core on {words:,} words | |\n|---|--:|")
    print(f"| find_mentions(read(...)) | {words / (reading_time + finding_time):,.0f} |")
    print(f"| find_mentions of a reading with its segments, tokens and hits | {words / finding_time:,.0f} |")


def complete(reading: Reading) -> None:
    """Make a reading's tokens and hits."""
    assert reading.tokens is not None and reading.hits("") is not None


def clock(work: Callable[[], T]) -> tuple[T, float]:
    """Return what a call returns and the seconds of processor time it took."""
    begin = time.process_time()
    return work(), time.process_time() - begin


def print_errors(gold: Mapping[Place, Label], found: Found, texts: Mapping[str, str]) -> None:
    """Print the names missed, with what was found in their place, and what was found where there is none."""
    print("\nMissed:")
    for key in sorted(gold.keys() - found.keys()):
        instead = [texts[item[0]][item[1] : item[2]] for item in found if meets(item, key)]
        print(f"  {key[0]} {gold[key].kind} {gold[key].text!r} {instead or ''}")
    print("\nFound where there is none:")
    for key in sorted(found.keys() - gold.keys()):
        if not any(meets(key, item) for item in gold):
            print(f"  {key[0]} {found[key]} {texts[key[0]][key[1] : key[2]]!r}")


def meets(one: Place, two: Place) -> bool:
    return one[0] == two[0] and one[1] < two[2] and two[1] < one[2]


def print_clusters(gold: Mapping[Place, Label], clusters: Mapping[Place, str]) -> None:
    """Print the clusters that hold several and the bearers that have several."""
    held: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for place in sorted(gold.keys() & clusters.keys()):
        label = gold[place]
        held[clusters[place]][label.who].add(label.text)
        parts[label.who][clusters[place]].add(label.text)
    for title, groups in (("Several in one cluster:", held), ("One in several clusters:", parts)):
        print(f"\n{title}")
        for name, inside in groups.items():
            if len(inside) > 1:
                print(f"  {name}: " + "; ".join(f"{key} = {', '.join(sorted(forms))}" for key, forms in inside.items()))


if __name__ == "__main__":
    main()
