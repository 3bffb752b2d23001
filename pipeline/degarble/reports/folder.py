"""What a repair run writes into its folder: repaired files, findings, documents, names, a diff, a page, the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

import msgspec

from degarble.config import Settings
from degarble.knowledge import Knowledge
from degarble.link import Names
from degarble.reports.atomic import open_atomic, write_bytes, write_text
from degarble.reports.diff import can_diff, make_diff
from degarble.reports.examples import Sampler
from degarble.reports.lines import EntityTable, encode_line, make_document_line, make_finding_lines
from degarble.reports.names_table import format_names
from degarble.reports.sheet import make_name, make_sheet
from degarble.review.filling import Reviewed, fill
from degarble.review.judging import Judge
from degarble.review.log import list_standing
from degarble.review.originals import Original
from degarble.review.rulings import Rulebook
from degarble.review.store import STORE, Store
from degarble.schema import Repair, RunRecord

FINDINGS, DOCUMENTS, NAMES, DIFF = "findings.jsonl", "documents.jsonl", "names.csv", "changes.diff"
PAGE, RECORD, SPOOL, REPAIRED = "review.html", "run.json", ".degarble", "repaired"
OUTPUTS = (FINDINGS, DOCUMENTS, NAMES, DIFF, PAGE, RECORD, STORE)


class FolderReport:
    """Writes the reports side by side while the repairs come in; each appears whole when all went well."""

    def __init__(self, out: Path, names: Names, knowledge: Knowledge, store: Store) -> None:
        self._out = out
        self._store = store
        self._sources: dict[str, str] = {}
        self._names = names
        self._entities = EntityTable(names, knowledge.entities)
        self.judge = Judge(self._entities, Rulebook(list_standing(store.link)))
        self._stack = ExitStack()
        self._counts: Counter[str] = Counter()
        self.written: list[str] = []

    def __enter__(self) -> FolderReport:
        self._findings = self._stack.enter_context(open_atomic(self._out / FINDINGS))
        self._documents = self._stack.enter_context(open_atomic(self._out / DOCUMENTS))
        self._diff = self._stack.enter_context(open_atomic(self._out / DIFF))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    @property
    def counts(self) -> dict[str, int]:
        """Return how much there was of what."""
        names = ("documents", "changed", "findings", "applied", "auto", "suggest", "flag")
        return {name: self._counts[name] for name in names} | {"names": len(self._names.clusters)}

    def add(self, name: str, before: bytes, after: bytes) -> None:
        """Write a repaired file, and how it differs from its original if that can be said in lines."""
        write_bytes(self._out / REPAIRED / name, after)
        self.written.append(name)
        if before != after:
            self._counts["changed"] += 1
            if can_diff(before) and can_diff(after):
                self._diff.writelines(make_diff(name, before, after))

    def add_repair(self, source: str, repair: Repair) -> None:
        """Write the lines of a document of a file and of its findings."""
        rulings = self.judge.judge(repair)
        self._sources[repair.document.id] = source
        self._documents.write(encode_line(make_document_line(repair)))
        self._findings.writelines(map(encode_line, make_finding_lines(repair, self._entities, rulings)))
        self._counts.update(finding.level.value for finding in repair.findings)
        applied = sum(ruling.replacement is not None for ruling in rulings)
        self._counts.update(documents=1, findings=len(repair.findings), applied=applied)

    def finish(self, repairs: Iterable[Repair], run: tuple[RunRecord, Settings, Sequence[Original]]) -> None:
        """Write what needs the whole run: names, the store, the page, and at last the record."""
        from degarble.review.chosen import render_page

        record, settings, originals = run
        write_text(self._out / NAMES, format_names(self._names))
        self._fill(repairs, Reviewed(record, settings, originals, self._sources))
        write_text(self._out / PAGE, render_page(self._store))
        text = msgspec.json.format(msgspec.json.encode(asdict(record)), indent=2)
        write_bytes(self._out / RECORD, text + b"\n")

    def _fill(self, repairs: Iterable[Repair], run: Reviewed) -> None:
        sampler, places = Sampler(self._names.links()), {name: number for number, name in enumerate(self._sources)}
        pages = ((repair, make_sheet(repair, self._entities)) for repair in map(sampler.pass_on, repairs))
        names = (make_name(cluster, places, sampler.examples) for cluster in self._names.clusters)
        fill(self._store, run, pages, names)

    def remove(self, names: Sequence[str]) -> None:
        """Remove repaired files of an earlier run whose originals are not among the inputs any more."""
        for name in names:
            with suppress(OSError):
                (self._out / REPAIRED / name).unlink()
