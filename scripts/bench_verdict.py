"""Measure the verdict on groups of sentences: how often human news is called machine, and how often system output is.

    python scripts/bench_verdict.py DATA [GROUPS]

DATA holds `train/clean_english.jsonl.xz`, `train/wmt16_systems.jsonl.xz` and `dev/wmt17_fi-lv-cs-de.jsonl.xz`; files
that are absent are skipped. Groups of ten consecutive sentences are judged as one document each: of outputs the first
GROUPS of each pair, of human text all that the embedded model was not trained on. At the end, WMT17 against human: the
AUC of the verdict's probability of a machine, and of the model's mean logit alone.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from degarble.analyze import Analyzer
from degarble.evaluation.formulas import auc
from degarble.knowledge import load_knowledge
from degarble.repair import Proposer
from degarble.schema import Document, Verdict, VerdictLabel
from model.corpora import NEWS, group_rows, is_held_out, read_rows

SIZE = 10


def read_sentences(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (set, sentence): the corpus of human text, or the language pair and system of an output."""
    for row in read_rows(path):
        if row.get("corpus") in NEWS and is_held_out(row["t"]):
            yield f"human {row['corpus']}", row["t"]
        elif "mt" in row:
            yield f"{path.name[:5]} {row['lp']}", row["mt"]


def make_groups(path: Path, most: int) -> Iterator[tuple[str, Document]]:
    made: Counter[str] = Counter()
    for name, sentences in group_rows(read_sentences(path), SIZE):
        if made[name] < most or name.startswith("human"):
            yield name, Document(f"{name} {made[name]}", "\n\n".join(sentences))
        made[name] += 1


def main(data: Path, most: int) -> None:
    analyzer, propose = Analyzer(knowledge=load_knowledge()), Proposer()
    table: dict[str, Counter[str]] = {}
    scores: dict[str, Counter[float]] = defaultdict(Counter)
    means: dict[str, Counter[float]] = defaultdict(Counter)
    for name in ("train/clean_english", "train/wmt16_systems", "dev/wmt17_fi-lv-cs-de"):
        path = data / f"{name}.jsonl.xz"
        if not path.is_file():
            print(f"{path}: absent, skipped", file=sys.stderr)
            continue
        for group, document in make_groups(path, most):
            analysis = analyzer(document)
            verdict: Verdict = propose(analysis).verdict
            table.setdefault(group, Counter())[verdict.label.value] += 1
            scores[group.split()[0]][find_probability(verdict)] += 1
            means[group.split()[0]][analysis.machine or 0.0] += 1
    print(f"{'groups of ten sentences':36} {'groups':>6} {'machine':>8} {'unsure':>8} {'human':>8} {'spun':>6}")
    for group, labels in sorted(table.items()):
        total = labels.total()
        shares = [labels[label] / total for label in ("machine", "unsure", "human", "spun")]
        print(f"{group:36} {total:6} " + " ".join(f"{share:8.1%}" for share in shares))
    for what, counts in (("probability of a machine", scores), ("mean logit", means)):
        area = auc(counts["human"], counts["wmt17"])
        if area is not None:
            print(f"AUC of the {what}, wmt17 against human: {area:.3f}")


def find_probability(verdict: Verdict) -> float:
    """Return the probability of a machine; the score of a verdict says how sure its label is."""
    return 1 - verdict.score if verdict.label is VerdictLabel.HUMAN else verdict.score


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 400)
