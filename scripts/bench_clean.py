"""Count what fires on human-written English: findings per 1,000 words, by level and by rule.

    python scripts/bench_clean.py ../shared/data/train/clean_english.jsonl.xz --words 200000 [--show RULE]

The input is JSON Lines (xz or plain) with `corpus` and `t`. Lines of one corpus are joined into documents of 30 lines,
so that document-level detectors see documents.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from degarble import Analyzer, Document, Level, Proposer

NEWS = ("news_commentary_5k_en", "ntrex_newstest2019_en", "wmt_references_en", "gum_news_interview_cc-by25")


def read_documents(path: Path, corpora: tuple[str, ...], words: int, lines: int = 30) -> Iterator[Document]:
    """Yield documents of `lines` lines, the same number of words from each corpus."""
    opener = lzma.open if path.suffix == ".xz" else open
    buffers: dict[str, list[str]] = {corpus: [] for corpus in corpora}
    counts = Counter()
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            corpus = row["corpus"]
            if corpus not in buffers or counts[corpus] >= words / len(corpora):
                continue
            buffers[corpus].append(row["t"])
            counts[corpus] += len(row["t"].split())
            if len(buffers[corpus]) == lines:
                yield Document(f"{corpus}/{counts[corpus]}", "\n\n".join(buffers[corpus]))
                buffers[corpus] = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--words", type=int, default=200_000)
    parser.add_argument("--corpora", default=",".join(NEWS))
    parser.add_argument("--show", default="", help="print every finding of the rules that begin with this")
    options = parser.parse_args()
    analyze, propose = Analyzer(), Proposer()
    levels: Counter[str] = Counter()
    rules: Counter[tuple[str, str]] = Counter()
    verdicts: Counter[str] = Counter()
    words = 0
    for document in read_documents(options.data, tuple(options.corpora.split(",")), options.words):
        repair = propose(analyze(document))
        words += len(document.text.split())
        verdicts[repair.verdict.label] += 1
        for finding in repair.findings:
            levels[finding.level] += 1
            rules[finding.rule, finding.level] += 1
            if options.show and finding.rule.startswith(options.show):
                start, end = finding.span
                around = document.text[max(0, start - 60) : end + 50].replace("\n", " ")
                print(f"{finding.rule}\t{finding.level}\t{finding.text!r} -> {finding.best!r}\t{around}")
    print(f"{words} words, corpora {options.corpora}, verdicts {dict(verdicts)}")
    for level in Level:
        print(f"{level}: {levels[level]} = {1000 * levels[level] / words:.3f} per 1,000 words")
    for (rule, level), count in rules.most_common():
        print(f"{1000 * count / words:8.4f}  {count:5d}  {level:8s} {rule}")


if __name__ == "__main__":
    main()
