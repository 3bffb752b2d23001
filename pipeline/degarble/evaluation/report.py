"""A measurement: figures with their intervals, how many of what they rest on, and how it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from degarble import __version__
from degarble.config import Settings
from degarble.evaluation.answers import Answer, Answers, pair
from degarble.evaluation.bootstrap import add_up, find_intervals
from degarble.evaluation.gold import Gold, GoldText
from degarble.evaluation.measures import Sums, compute, read_bins
from degarble.evaluation.tally import BINS, Counts, count_clean, count_text
from degarble.fingerprint import describe_settings

# They change no finding; packs and lists of names count in the hash of the data.
_UNSAID = ("level", "jobs", "data", "names", "ignore", "text_field", "encoding", "max_file_bytes", "max_line_chars")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure and the interval that holds 95 % of the draws; None where it has no value."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """Findings with a score from `start` to `end`: their mean score, and the share that touches damage."""

    start: float
    end: float
    findings: int
    score: float
    right: float


@dataclass(frozen=True, slots=True)
class Report:
    """What `degarble eval` measured."""

    signature: str
    counts: Mapping[str, int]
    measures: Mapping[str, Estimate]
    curve: Sequence[Bin]

    @property
    def missing(self) -> int:
        """Return how many labelled texts have no answer."""
        return self.counts["texts_without_answer"]


@dataclass(frozen=True, slots=True)
class Draws:
    """How the intervals are found."""

    seed: int = 1
    rounds: int = 1000


def evaluate(gold: Gold, run: Answers, clean: Answers | None, draws: Draws) -> Report:
    """Return the measures of a run on labelled texts, and of one on clean texts if there is one."""
    pairs = [(text, answer) for text, answer in pair(gold.texts, run) if answer is not None]
    is_marked = any(text.spans for text, _ in pairs)
    scored = [count_text(text, answer, is_marked=is_marked) for text, answer in pairs]
    free = [count_clean(answer, answer.words) for answer in clean.answers] if clean else []
    sums = add_up((scored, free))
    intervals = find_intervals((scored, free), compute, draws.rounds, draws.seed)
    measures = {name: Estimate(value, *intervals.get(name, ())) for name, value in compute(sums).items()}
    signature = sign(gold, run, clean, len(pairs), draws)
    return Report(signature, _count(gold, pairs, sums), measures, _draw_curve(sums))


def _count(gold: Gold, pairs: Sequence[tuple[GoldText, Answer]], sums: Sums) -> dict[str, int]:
    """Return how many of what the measures rest on."""

    def total(measure: str, *parts: str) -> int:
        return sum(number for key, number in sums.items() if key.measure == measure and key.part in parts)

    return {
        "texts": len(pairs),
        "texts_without_answer": len(gold.texts) - len(pairs),
        "words": total("word", "good", "bad"),
        "damaged_words": total("word", "bad"),
        "damaged_places": sum(len(text.spans or ()) for text, _ in pairs),
        "places_with_suggestions": total("suggestion", "gold"),
        "places_offered_one": total("suggestion", "offered"),
        "findings": total("bin", "cases"),
        "clean_words": total("alarm", "words"),
        "human_texts": total("verdict", "human"),
        "machine_texts": total("verdict", "machine"),
    }


def _draw_curve(sums: Counts) -> tuple[Bin, ...]:
    return tuple(
        Bin(place / BINS, (place + 1) / BINS, int(cases), scores / cases, right / cases)
        for place, (cases, scores, right) in read_bins(sums).items()
    )


def sign(gold: Gold, run: Answers, clean: Answers | None, texts: int, draws: Draws) -> str:
    """Return the line that says how a measurement was made; settings are named where they are not the defaults."""
    parts = {
        "version": run.version or __version__,
        "data": run.data[:12] or "unknown",
        "gold": f"{gold.name}@{gold.digest[:12]}",
        "n": str(texts),
        "clean": str(len(clean.answers)) if clean else "",
        "seed": str(draws.seed),
        "boot": str(draws.rounds),
        "settings": _list_settings(run.settings),
        "models": ",".join(f"{name}={value[:12]}" for name, value in sorted(run.models.items())),
    }
    said = (f"{name}:{value.replace('|', '/')}" for name, value in parts.items() if value)
    return "|".join(("degarble-eval", *said))


def _list_settings(settings: Mapping[str, str]) -> str:
    usual = describe_settings(Settings())
    other = {name: value for name, value in settings.items() if usual.get(name) != value and name not in _UNSAID}
    return ",".join(f"{name}={value}" for name, value in sorted(other.items()))
