"""Measure how linking grows: python scripts/bench_linking.py [--sizes 10000 100000 1000000] [--seed 1]

Mentions are made from the knowledge base with noise: known names in any of their forms, and invented people (a given
name and a surname of known ones), a tenth as many as mentions, named as often as a Zipf law says, spelled in several
ways, sometimes by the surname alone; twenty mentions a document. Each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from degarble.knowledge import load_knowledge
from degarble.link import link
from degarble.schema import Entity, Mention, NameKind, Span

SIZES = (10_000, 100_000, 1_000_000)
A_DOCUMENT = 20
KNOWN, BARE, NOISY = 0.4, 0.3, 0.15
SPELLINGS = (("kh", "h"), ("sh", "sch"), ("ou", "u"), ("y", "i"), ("ei", "ey"), ("ch", "tch"), ("v", "w"), ("q", "k"))


def main() -> None:
    """Print a table, one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(measure(arguments.one, arguments.seed))
        return
    print(f"{'mentions':>10} {'forms':>9} {'clusters':>9} {'seconds':>8} {'µs/mention':>10} {'MB':>6}", flush=True)
    for size in arguments.sizes:
        command = (sys.executable, str(Path(__file__)), "--one", str(size), "--seed", str(arguments.seed))
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)


def measure(size: int, seed: int) -> str:
    """Link so many mentions and return a line of the table."""
    knowledge = load_knowledge()
    mentions = list(make_mentions(list(knowledge.entities.values()), size, random.Random(seed)))
    forms = len({mention.text for mention in mentions})
    started = time.perf_counter()
    names = link(mentions, knowledge)
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{size:>10,} {forms:>9,} {len(names.clusters):>9,} {seconds:>8.1f} {1e6 * seconds / size:>10.0f} {memory:>6,}"
    )


def make_mentions(entities: list[Entity], size: int, chance: random.Random) -> Iterator[Mention]:
    """Yield mentions in documents of twenty."""
    people = [entity.canonical.split() for entity in entities if entity.kind is NameKind.PERSON]
    people = [name for name in people if len(name) > 1 and all(word.isalpha() for word in name)]
    invented = [f"{chance.choice(people)[0]} {chance.choice(people)[-1]}" for _ in range(max(10, size // 10))]
    weights = list(accumulate(1 / (rank + 1) ** 0.7 for rank in range(len(invented))))
    for number in range(size):
        document, place = f"d{number // A_DOCUMENT}", number % A_DOCUMENT * 60
        if chance.random() < KNOWN:
            text, kind, known = _take_known(entities, chance)
        else:
            text, kind, known = _spell(chance.choices(invented, cum_weights=weights)[0], chance), NameKind.PERSON, ""
        yield Mention(document, Span(place, place + len(text)), text, kind, known)


def _take_known(entities: list[Entity], chance: random.Random) -> tuple[str, NameKind, str]:
    entity = entities[int(len(entities) * chance.random() ** 2)]
    forms = [entity.canonical, *(alias.form for alias in entity.aliases if alias.form.isascii())]
    return chance.choice(forms), entity.kind, entity.id


def _spell(name: str, chance: random.Random) -> str:
    if chance.random() < BARE:
        name = name.split()[-1]
    if chance.random() < NOISY:
        old, new = chance.choice(SPELLINGS)
        name = name.replace(old, new)
    return name


if __name__ == "__main__":
    main()
