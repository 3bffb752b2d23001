"""Proving knowledge: every rule and row does what its own examples say, and nothing fires where it must not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.knowledge import Knowledge, load_knowledge
from degarble.knowledge.entries import LexiconEntry
from degarble.knowledge.phrases import expand
from degarble.knowledge.rules import Rule
from degarble.knowledge.tables import Folder, find_disorder
from degarble.link import link
from degarble.repair import apply, settle
from degarble.schema import Document, Finding, Level

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a pack gets wrong: where it stands and what was seen."""

    place: str
    detail: str

    def __str__(self) -> str:
        return f"{self.place}: {self.detail}"


def prove(packs: Sequence[Path] = (), clean: Sequence[Path] = ()) -> Iterator[Problem]:
    """Yield the problems of the built-in knowledge with packs on top; `clean` are texts on which nothing may be AUTO.

    Raises:
        KnowledgeError: a file cannot be read at all.
    """
    knowledge = load_knowledge(packs)
    prover = _Prover(knowledge)
    for folder in knowledge.folders:
        yield from _prove_order(folder)
    for rule in knowledge.rules:
        yield from prover.prove_rule(rule)
    yield from prover.prove_lexicon()
    for path in clean:
        yield from prover.prove_clean(path)


def _prove_order(folder: Folder) -> Iterator[Problem]:
    for file in _find_tables(folder):
        yield from (Problem(file.name, detail) for detail in find_disorder(file))


def _find_tables(folder: Folder) -> Iterator[Folder]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _find_tables(entry)
        elif entry.name.endswith(".tsv"):
            yield entry


class _Prover:
    """Runs examples through the same analyzer as real documents, once for each source language they belong to."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._analyzers: dict[str, Analyzer] = {}

    def _find(self, text: str, origin: str) -> tuple[Finding, ...]:
        if origin not in self._analyzers:
            self._analyzers[origin] = Analyzer(Settings(origin=origin), self._knowledge)
        analysis = self._analyzers[origin](Document("example", text))
        return (*analysis.findings, *link(analysis.mentions, self._knowledge).findings.get("example", ()))

    def prove_rule(self, rule: Rule) -> Iterator[Problem]:
        """Yield what a rule's examples show to be wrong."""
        if has_nested_repeat(rule.pattern):
            yield Problem(rule.id, "the pattern repeats a repeat: it may take exponential time")
        origin = rule.sources[0] if rule.sources else ""
        for before, after in rule.wrong:
            yield from self._prove_wrong(rule, before, after, origin)
        for text in rule.fine:
            for finding in self._of_rule(rule, text, origin):
                yield Problem(rule.id, f"fires on {finding.text!r} in its own fine example {text!r}")

    def _of_rule(self, rule: Rule, text: str, origin: str) -> list[Finding]:
        return [finding for finding in self._find(text, origin) if finding.rule == rule.id]

    def _prove_wrong(self, rule: Rule, before: str, after: str, origin: str) -> Iterator[Problem]:
        found = self._of_rule(rule, before, origin)
        if not found:
            yield Problem(rule.id, f"stays silent on its own wrong example {before!r}")
            return
        repaired = apply(before, settle(item for item in found if item.best is not None))
        if repaired != after:
            yield Problem(rule.id, f"makes {repaired!r} of {before!r}, not {after!r}")

    def prove_lexicon(self) -> Iterator[Problem]:
        """Yield the rows whose example stays silent or whose counter-example fires."""
        for entry in self._knowledge.lexicon:
            if entry.level != "hint":
                yield from self._prove_row(entry)

    def _prove_row(self, entry: LexiconEntry) -> Iterator[Problem]:
        forms = {_plain(phrase) for phrase in expand(entry.wrong)}
        place = f"lexicons/{entry.lang}.tsv, {entry.wrong!r}"
        if not _mentions(self._find(entry.example, entry.lang), forms):
            yield Problem(place, f"stays silent on its own example {entry.example!r}")
        if entry.fine and _mentions(self._find(entry.fine, entry.lang), forms):
            yield Problem(place, f"fires on its own fine example {entry.fine!r}")

    def prove_clean(self, path: Path) -> Iterator[Problem]:
        """Yield every AUTO finding on a clean text."""
        findings = self._find(path.read_text(encoding="utf-8"), "")
        for finding in findings:
            if finding.level is Level.AUTO:
                yield Problem(str(path), f"{finding.rule} would change {finding.text!r} to {finding.best!r}")


def _mentions(findings: Iterable[Finding], forms: set[str]) -> bool:
    return any(finding.rule.startswith("lexicon/") and _plain(finding.text) in forms for finding in findings)


def _plain(text: str) -> str:
    return re.sub(r"^an? ", "", re.sub(r"\s", " ", text.replace("’", "'")).lower())


def has_nested_repeat(pattern: str) -> bool:
    """Tell whether an unbounded repeat stands inside another: the shape behind exponential matching.

    >>> has_nested_repeat(r"(a+)+b"), has_nested_repeat(r"(?:ab?){2}c+")
    (True, False)
    """
    return bool(pattern) and _nests(parser.parse(pattern), inside=False)


def _nests(node: object, *, inside: bool) -> bool:
    if isinstance(node, tuple) and len(node) == 2 and node[0] in _REPEATS:
        _, most, body = node[1]
        unbounded = most is codes.MAXREPEAT
        return (inside and unbounded) or _nests(body, inside=inside or unbounded)
    if isinstance(node, (tuple, list, parser.SubPattern)):
        return any(_nests(child, inside=inside) for child in node)
    return False
