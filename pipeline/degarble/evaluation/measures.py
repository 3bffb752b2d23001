"""The measures by name, each a function of sums of counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from degarble.evaluation.formulas import auc, calibration_error, divide, f1, mcc
from degarble.evaluation.tally import UNTOUCHED, Key
from degarble.schema import Level

SCALE = 10_000
"""Sums of scores are counted in ten-thousandths, so that they are whole numbers and add up the same in any order."""

LEVELS = ("all", *(level.value for level in Level))
Sums = Mapping[Key, int]
Value = tuple[str, float | None]
Values = dict[str, float | None]


def compute(sums: Sums) -> Values:
    """Return every measure that the counts hold something for; None where it has no value."""
    groups: dict[str, dict[Key, int]] = {}
    for key, number in sums.items():
        groups.setdefault(key.measure, {})[key] = number
    return {
        name: value for measure, work in _MEASURES.items() if measure in groups for name, value in work(groups[measure])
    }


def _measure_words(sums: Sums) -> Iterator[Value]:
    scores: dict[str, Counter[float]] = {"good": Counter(), "bad": Counter()}
    tables: dict[str, Counter[tuple[str, bool]]] = {}
    for key, number in sums.items():
        scores[key.part][key.score] += number
        tables.setdefault(key.group, Counter())[key.part, key.score > UNTOUCHED] += number
    total: Counter[tuple[str, bool]] = Counter()
    for table in tables.values():
        total.update(table)
    yield "words.mcc", _measure_table(total)
    hit = total["bad", True]
    yield from _measure_rates("words", divide(hit, hit + total["good", True]), divide(hit, hit + total["bad", False]))
    yield "words.auc", auc(scores["good"], scores["bad"])
    if len(tables) > 1:
        yield from _measure_sources({source: _measure_table(table) for source, table in sorted(tables.items())})


def _measure_table(table: Mapping[tuple[str, bool], int]) -> float | None:
    cells = (("bad", True), ("good", True), ("bad", False), ("good", False))
    tp, fp, fn, tn = (table.get(cell, 0) for cell in cells)
    return mcc(tp, fp, fn, tn)


def _measure_sources(values: Values) -> Iterator[Value]:
    known = {source: value for source, value in values.items() if source and value is not None}
    yield "words.mcc_mean", divide(sum(known.values()), len(known))
    yield from ((f"words.source.{source}.mcc", value) for source, value in known.items())


def _measure_rates(name: str, precision: float | None, recall: float | None) -> Iterator[Value]:
    yield f"{name}.precision", precision
    yield f"{name}.recall", recall
    yield f"{name}.f1", f1(precision, recall)


def _measure_characters(sums: Sums) -> Iterator[Value]:
    groups = sorted({key.group for key in sums}, key=lambda group: (group != "all", group))
    for group in groups:
        parts = {
            part: sums.get(Key("character", part, group), 0) for part in ("gold", "gold-hit", "found", "found-hit")
        }
        kind, _, member = group.partition(" ")
        name = f"spans.{kind}.{member}" if member else "spans"
        yield from _measure_rates(
            name, divide(parts["found-hit"], parts["found"]), divide(parts["gold-hit"], parts["gold"])
        )


def _measure_suggestions(sums: Sums) -> Iterator[Value]:
    gold, offered, first, right = (sums.get(Key("suggestion", part), 0) for part in ("gold", "offered", "first", "any"))
    yield "suggestions.offered", divide(offered, gold)
    yield "suggestions.first", divide(first, offered)
    yield "suggestions.any", divide(right, offered)


def _measure_alarms(sums: Sums) -> Iterator[Value]:
    words = sums.get(Key("alarm", "words"), 0)
    for level in LEVELS:
        yield f"alarms.{level}", divide(1000 * sums.get(Key("alarm", level), 0), words)


def _measure_verdict(sums: Sums) -> Iterator[Value]:
    scores: dict[str, Counter[float]] = {"human": Counter(), "machine": Counter()}
    for key, number in sums.items():
        scores[key.part][key.score] += number
    yield "verdict.auc", auc(scores["human"], scores["machine"])


def _measure_calibration(sums: Sums) -> Iterator[Value]:
    yield "calibration.ece", calibration_error(read_bins(sums).values())


def read_bins(sums: Sums) -> dict[int, tuple[float, float, float]]:
    """Return for each bin of scores that holds findings their number, the sum of scores, how many touch damage."""
    bins = sorted({int(key.score) for key in sums if key.measure == "bin"})
    parts = ("cases", "scores", "right")
    counts = {place: [sums.get(Key("bin", part, score=place), 0) for part in parts] for place in bins}
    return {place: (cases, scores / SCALE, right) for place, (cases, scores, right) in counts.items() if cases}


_MEASURES: dict[str, Callable[[Sums], Iterator[Value]]] = {
    "word": _measure_words,
    "character": _measure_characters,
    "suggestion": _measure_suggestions,
    "alarm": _measure_alarms,
    "verdict": _measure_verdict,
    "bin": _measure_calibration,
}
