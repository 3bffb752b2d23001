"""Small runs to review, written into a store without examining anything."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from degarble.config import Settings
from degarble.link import Names
from degarble.repair import apply
from degarble.reports.lines import EntityTable
from degarble.reports.sheet import make_name, make_sheet
from degarble.review.filling import Reviewed, fill
from degarble.review.originals import describe_original
from degarble.review.store import Store, make_store
from degarble.schema import (
    Analysis,
    Cluster,
    Document,
    Finding,
    Kind,
    Level,
    NameKind,
    Repair,
    RunRecord,
    Severity,
    Span,
    Suggestion,
    Variant,
)

RECORD = RunRecord("1.2.3", {"level": "auto"}, "abc", {}, {"documents": 2}, 0.5)


class Damage(NamedTuple):
    """A finding to be made: the words it stands for, what could stand there, and how it is rated."""

    text: str
    choices: tuple[str, ...] = ()
    rule: str = "lexicon/test"
    severity: Severity = Severity.MAJOR
    level: Level = Level.SUGGEST
    entity: str = ""
    score: float = 0.8


Texts = Mapping[str, tuple[str, Sequence[Damage]]]
ARTICLES: Texts = {
    "a.txt": (
        "Thick, said the wheat is ripe.\nThe holder of Foreign came. Thick, said no.\nThe end came.\n",
        [
            Damage("Thick", ("Kalın", "Kalin"), "name/literal", Severity.CRITICAL, entity="Kalın"),
            Damage("holder of Foreign", ("foreign minister",)),
            Damage("Thick", ("Kalın", "Kalin"), "name/literal", Severity.CRITICAL, entity="Kalın"),
            Damage("The end", (), "garble/passage", Severity.MINOR, Level.FLAG),
        ],
    ),
    "b.txt": (
        "Thick, said the oats are late. On monday it rained.\n",
        [
            Damage("Thick", ("Kalın", "Kalin"), "name/literal", Severity.CRITICAL, entity="Kalın"),
            Damage("monday", ("Monday",), "casing/day", Severity.MINOR, Level.AUTO, score=0.99),
        ],
    ),
}
CLUSTERS = (
    Cluster(
        "1", "Kalın", NameKind.PERSON, "", None,
        (Variant("Kalın", "canonical", 2, ("a.txt",)), Variant("Thick", "literal", 3, ("a.txt", "b.txt"))),
    ),
    Cluster("2", "Kalin", NameKind.PERSON, "", None, (Variant("Kalin", "canonical", 1, ("b.txt",)),)),
)  # fmt: skip


def make_finding(text: str, damage: Damage, place: int) -> Finding:
    start = text.index(damage.text, place)
    kind = Kind.NAME_LITERAL if damage.rule.startswith("name/") else Kind.LEXICON
    span = Span(start, start + len(damage.text))
    choices = tuple(Suggestion(choice, 0.9) for choice in damage.choices)
    message = f"'{damage.text}' is damaged."
    return Finding(
        damage.rule, kind, span, damage.text, message, damage.severity, damage.level, damage.score, choices, (),
        damage.entity,
    )  # fmt: skip


def make_repair(name: str, text: str, damages: Sequence[Damage]) -> Repair:
    findings: list[Finding] = []
    for damage in damages:
        findings.append(make_finding(text, damage, findings[-1].span.end if findings else 0))
    applied = tuple(item for item in findings if item.level is Level.AUTO)
    rest = tuple(item for item in findings if item.level is not Level.AUTO)
    return Repair(Analysis(Document(name, text, title=name)), apply(text, applied), applied, rest)


def fill_store(store: Store, folder: Path, texts: Texts) -> None:
    """Write articles into a folder and a run on them into a store."""
    folder.mkdir(exist_ok=True)
    originals = []
    for name, (text, _) in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        originals.append(describe_original(name, folder / name, hashlib.sha256(text.encode()).hexdigest()))
    run = Reviewed(RECORD, Settings(), originals, {name: name for name in texts})
    repairs = [make_repair(name, *item) for name, item in texts.items()]
    entities = EntityTable(Names(CLUSTERS), {})
    places = {name: number for number, name in enumerate(texts)}
    names = [make_name(cluster, places, {}) for cluster in CLUSTERS]
    fill(store, run, [(repair, make_sheet(repair, entities)) for repair in repairs], names)


@pytest.fixture
def articles() -> Texts:
    return ARTICLES


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with make_store(tmp_path / "out") as opened:
        fill_store(opened, tmp_path / "in", ARTICLES)
        yield opened  # type: ignore[misc]


@pytest.fixture
def refill(tmp_path: Path, store: Store) -> Callable[[Texts], None]:
    """Return a function that makes the run anew, on other articles."""
    return lambda texts: fill_store(store, tmp_path / "in", texts)
