"""Measure findings against marked damage: what is touched, by kind and severity, and how many findings hit nothing.

    python scripts/bench_specimens.py seeds/expected.jsonl seeds [--missed] [--extra]

A row of the expectations names `file`, `text`, `occurrence`, `kind`, `severity` and `repair`. A span counts as touched when a finding
overlaps it and covers at most three times its length plus 20 characters.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from degarble import Analyzer, Document, Finding, Proposer, Span
from degarble.link import link


def locate(text: str, part: str, occurrence: int) -> Span | None:
    start = -1
    for _ in range(occurrence):
        start = text.find(part, start + 1)
        if start < 0:
            return None
    return Span(start, start + len(part))


def touches(finding: Finding, span: Span) -> bool:
    long = finding.span.end - finding.span.start
    return finding.span.overlaps(span) and long <= 3 * (span.end - span.start) + 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("expected", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--extra", action="store_true")
    options = parser.parse_args()
    rows = defaultdict(list)
    for line in options.expected.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["file"]].append(row)
    analyze = Analyzer()
    total, hit, repaired = Counter(), Counter(), Counter()
    levels, good, right = Counter(), Counter(), Counter()
    for name, expected in sorted(rows.items()):
        path = options.folder / name
        if path.suffix not in (".txt", ".md"):
            continue
        document = Document(name, path.read_text(encoding="utf-8"))
        analysis = analyze(document)
        names = link(analysis.mentions, analyze.knowledge)
        repair = Proposer(names=names.findings)(analysis)
        spans = [(row, locate(document.text, row["text"], row["occurrence"])) for row in expected]
        for row, span in spans:
            keys = (row["severity"], "kind " + row["kind"], "all")
            found = [finding for finding in repair.findings if span and touches(finding, span)]
            total.update(keys)
            if found:
                hit.update(keys)
            elif options.missed:
                print(f"missed\t{name}\t{row['severity']}\t{row['kind']}\t{row['text']!r} -> {row['repair']!r}")
            if row["repair"] is not None and any(fits(item, row, span) for item in found):
                repaired.update(keys)
        for finding in repair.findings:
            levels[finding.level] += 1
            touched = [(row, span) for row, span in spans if span and touches(finding, span)]
            good[finding.level] += bool(touched)
            right[finding.level] += any(fits(finding, row, span) for row, span in touched)
            if options.extra and not touched:
                start, end = finding.span
                around = document.text[max(0, start - 40) : end + 40].replace("\n", " ")
                print(f"extra\t{name}\t{finding.level}\t{finding.rule}\t{finding.text!r} -> {finding.best!r}\t{around}")
        print(f"{name}: {repair.verdict.label} {repair.verdict.score:.2f}, origin {[(g.lang, g.score) for g in repair.analysis.origin[:2]]}")
    print("touched (and with the expected repair), by severity and kind")
    for key in sorted(total):
        print(f"{hit[key]:4d} of {total[key]:4d} = {hit[key] / total[key]:.2f}  repaired {repaired[key]:3d}  {key}")
    for level in levels:
        print(f"{level}: {good[level]} of {levels[level]} findings touch marked damage = {good[level] / levels[level]:.2f}, expected repair {right[level]}")


def fits(finding: Finding, row: dict, span: Span) -> bool:
    """Tell whether the finding's best suggestion turns the marked text into the expected repair, or does it in part."""
    if row["repair"] is None or finding.best is None:
        return False
    start, end = finding.span
    if start <= span.start and end >= span.end:
        return row["repair"].lower() in finding.best.lower()
    return finding.best.lower() in row["repair"].lower()


if __name__ == "__main__":
    main()
