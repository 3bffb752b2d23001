"""Measure how well sentences of translated articles are told from those of people: AUC of several scores.

    python scripts/bench_sentences.py --machine FILE... --human FILE...

A file is one document in plain text; sentences of fewer than five words are left out. Scores of a sentence: `author`,
the embedded model's log-odds that a machine wrote it; `author and document`, that and the mean of its document;
`damage`, the mean probability of its worst fifth of words; `findings`, those that touch it, by severity and score;
`findings and author`, with the log-odds at WEIGHT; `findings and verdict`, with the log-odds of the verdict.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from bench_verdict import find_probability
from degarble.analyze import Analyzer
from degarble.evaluation.formulas import auc
from degarble.models.embedded import load_embedded
from degarble.models.passages import estimate
from degarble.models.scorer import SentenceScores
from degarble.repair import Proposer
from degarble.schema import Document, Finding, SegmentKind, Severity, Span

SEVERITY = {Severity.NEUTRAL: 0, Severity.MINOR: 1, Severity.MAJOR: 5, Severity.CRITICAL: 10}
LEAST_WORDS = 5
SURE = 0.001  # a verdict is never surer than this


class Rated(NamedTuple):
    """The scores of a sentence."""

    author: float
    document: float
    damage: float
    findings: float
    verdict: float


class Bench:
    """Rates the sentences of documents."""

    def __init__(self) -> None:
        self._analyze, self._propose, self._scorer = Analyzer(), Proposer(), load_embedded("en")

    def rate(self, path: Path) -> Iterator[Rated]:
        """Yield the scores of the sentences of a document."""
        text = path.read_text(encoding="utf-8")
        repair = self._propose(self._analyze(Document(path.name, text)))
        spans = [item.span for item in repair.analysis.segments if item.kind is SegmentKind.SENTENCE]
        pairs = zip(spans, self._scorer.score([span.of(text) for span in spans]), strict=True)
        kept = [(span, scores) for span, scores in pairs if len(scores.words) >= LEAST_WORDS]
        mean = fmean(scores.machine for _, scores in kept) if kept else 0.0
        chance = min(1 - SURE, max(SURE, find_probability(repair.verdict)))
        for span, scores in kept:
            found = weigh_findings(repair.findings, span)
            yield Rated(scores.machine, mean, self._rate_damage(scores), found, log(chance / (1 - chance)))

    def _rate_damage(self, scores: SentenceScores) -> float:
        limits = self._scorer.entry.damage
        worst = sorted((estimate(word.damage, limits) for word in scores.words), reverse=True)
        return fmean(worst[: max(2, len(worst) // 5)])


def weigh_findings(findings: Sequence[Finding], span: Span) -> float:
    return sum(SEVERITY[item.severity] * item.score for item in findings if item.span.overlaps(span))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--machine", type=Path, nargs="+", required=True, help="translated articles")
    parser.add_argument("--human", type=Path, nargs="+", required=True, help="articles by people")
    parser.add_argument("--weight", type=float, default=0.1, help="of the author's log-odds beside the findings")
    options = parser.parse_args()
    bench = Bench()
    human, machine = (
        [rated for path in paths for rated in bench.rate(path)] for paths in (options.human, options.machine)
    )
    print(f"{len(options.machine)} translations, {len(machine)} sentences")
    print(f"{len(options.human)} articles by people, {len(human)} sentences")
    measures = {
        "author": lambda item: item.author,
        "author and document": lambda item: item.author + item.document,
        "damage": lambda item: item.damage,
        "findings": lambda item: item.findings,
        "findings and author": lambda item: item.findings + options.weight * item.author,
        "findings and verdict": lambda item: item.findings + item.verdict,
    }
    for name, measure in measures.items():
        area = auc(Counter(map(measure, human)), Counter(map(measure, machine)))
        print(f"{name:24}{area or 0.0:.3f}")


if __name__ == "__main__":
    main()
