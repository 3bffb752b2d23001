"""Measure findings against marked damage: what is touched, by kind and severity, and how many findings hit nothing.

    python scripts/bench_specimens.py seeds/expected.jsonl seeds [--missed] [--extra]

A row of the expectations names `file`, `text`, `occurrence`, `kind`, `severity` and `repair`. A span counts as touched
when a finding overlaps it and covers at most three times its length plus 20 characters.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from degarble import Analyzer, Document, Finding, Proposer, Repair, Span
from degarble.link import link


def locate(text: str, part: str, occurrence: int) -> Span | None:
    start = -1
    for _ in range(occurrence):
        start = text.find(part, start + 1)
        if start < 0:
            return None
    return Span(start, start + len(part))


def touches(found: Span, span: Span) -> bool:
    long = found.end - found.start
    return found.overlaps(span) and long <= 3 * (span.end - span.start) + 20


def examine(path: Path, analyze: Analyzer) -> Repair:
    document = Document(path.name, path.read_text(encoding="utf-8"))
    analysis = analyze(document)
    names = link(analysis.mentions, analyze.knowledge)
    return Proposer(names=names.findings)(analysis)


class Tally:
    """Counts what was touched and repaired, by severity and kind, and how good each level is."""

    def __init__(self) -> None:
        self.total, self.hit, self.repaired = Counter(), Counter(), Counter()
        self.found, self.good, self.right = Counter(), Counter(), Counter()

    def add(self, repair: Repair, expected: list[dict], options: argparse.Namespace) -> None:
        text = repair.document.text
        spans = [(row, span) for row in expected if (span := locate(text, row["text"], row["occurrence"]))]
        for row, span in spans:
            self._add_row(row, span, repair, missed=options.missed)
        for finding in repair.findings:
            touched = [(row, span) for row, span in spans if touches(finding.span, span)]
            self.found[finding.level] += 1
            self.good[finding.level] += bool(touched)
            self.right[finding.level] += any(fits(finding, row, span) for row, span in touched)
            if options.extra and not touched:
                start, end = finding.span
                around = text[max(0, start - 40) : end + 40].replace("\n", " ")
                print(f"extra\t{repair.document.id}\t{finding.level}\t{finding.rule}\t{finding.best!r}\t{around}")

    def _add_row(self, row: dict, span: Span, repair: Repair, *, missed: bool) -> None:
        keys = (row["severity"], "kind " + row["kind"], "all")
        found = [finding for finding in repair.findings if touches(finding.span, span)]
        self.total.update(keys)
        self.hit.update(keys if found else ())
        self.repaired.update(keys if any(fits(item, row, span) for item in found) else ())
        if missed and not found:
            print(
                f"missed\t{repair.document.id}\t{row['severity']}\t{row['kind']}\t{row['text']!r} -> {row['repair']!r}"
            )

    def show(self) -> None:
        print("touched (and with the expected repair), by severity and kind")
        for key, total in sorted(self.total.items()):
            share = self.hit[key] / total
            print(f"{self.hit[key]:4d} of {total:4d} = {share:.2f}  repaired {self.repaired[key]:3d}  {key}")
        for level, found in self.found.items():
            share = self.good[level] / found
            print(f"{level}: {self.good[level]} of {found} touch damage = {share:.2f}, as expected {self.right[level]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("expected", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--missed", action="store_true", help="print marked damage that nothing touches")
    parser.add_argument("--extra", action="store_true", help="print findings that touch no marked damage")
    options = parser.parse_args()
    rows = defaultdict(list)
    for line in options.expected.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["file"]].append(row)
    analyze, tally = Analyzer(), Tally()
    for name, expected in sorted(rows.items()):
        if name.endswith((".txt", ".md")):
            repair = examine(options.folder / name, analyze)
            tally.add(repair, expected, options)
            origin = [(guess.lang, guess.score) for guess in repair.analysis.origin[:2]]
            print(f"{name}: {repair.verdict.label} {repair.verdict.score:.2f}, origin {origin}")
    tally.show()


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
