"""The corpus run: read, analyse, link names, propose repairs, write; it never holds the texts of all documents."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from degarble import __version__
from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.corpus import list_files, protect
from degarble.decisions import read_all
from degarble.edits import reopen, withdraw
from degarble.fingerprint import describe_settings
from degarble.formats import Source, write_source
from degarble.knowledge import Knowledge
from degarble.link import Names, link
from degarble.names.decisions import collect
from degarble.progress import Log, Watcher
from degarble.repair import Proposer
from degarble.reports.folder import OUTPUTS, REPAIRED, SPOOL, FolderReport
from degarble.reports.lines import EntityTable
from degarble.review.carrying import import_decisions
from degarble.review.judging import Judge, read_book
from degarble.review.log import list_standing
from degarble.review.originals import Original, describe_original
from degarble.review.store import make_store
from degarble.schema import Document, NameDecision, Repair, RunRecord
from degarble.stages import Run, open_run

Input = str | Path
_LOG = Log()


def repair_text(text: str, *, settings: Settings | None = None) -> Repair:
    """Return one text beside its repair: the same calls as for a folder, with one document.

    The knowledge is opened each time; for many texts build one `Analyzer` and call it.
    """
    settings = settings or Settings()
    analyzer = Analyzer(settings)
    analysis = analyzer(Document("text", text, lang=settings.lang))
    names = link(analysis.mentions, analyzer.knowledge, settings)
    repair = Proposer(settings.level, names.findings, parted=names.parted)(analysis)
    return open_judge(names, analyzer.knowledge, settings).carry_out(repair)


def open_judge(names: Names, knowledge: Knowledge, settings: Settings) -> Judge:
    """Return the decisions in the files of some settings, as they bear on a run."""
    return Judge(EntityTable(names, knowledge.entities), read_book(settings.decisions))


def repair_folder(
    inputs: Sequence[Input], out: Input, settings: Settings | None = None, *, watcher: Watcher = _LOG
) -> RunRecord:
    """Repair the files under `inputs` into the folder `out` and return how that was done.

    Work done before on the same text, settings and data is not done again. What cannot be read is told to the watcher
    and counted as `failed`.

    Raises:
        InputError: an input does not exist, or a result would be written over one.
        DegarbleError: the settings, the knowledge or the folder cannot be used.
    """
    started, out, settings = time.monotonic(), Path(out), settings or Settings()
    files = list_files(inputs, settings, out)
    protect(files, [out / name for name in OUTPUTS], out / REPAIRED)
    decisions = read_all(settings.decisions)
    with make_store(out) as store, open_run(files, out / SPOOL, settings, watcher) as run:
        import_decisions(store, decisions)
        run.analyze()
        names = run.link(collect(item for item in list_standing(store.link) if isinstance(item, NameDecision)))
        with FolderReport(out, names, run.knowledge, store) as report:
            originals = [_write(run, report, source, repairs) for source, repairs in run.repair(names)]
            record = make_record(run, report.counts, time.monotonic() - started)
            report.finish(run.spool.repairs(), (record, settings, originals))
        report.remove(run.spool.replace_written(report.written))
        run.spool.prune()
    return record


def _write(run: Run, report: FolderReport, source: Source, repairs: Sequence[Repair]) -> Original:
    """Write a file repaired as people decided it, and keep what was proposed; return how the file was."""
    decided = [withdraw(report.judge.carry_out(repair), source) for repair in repairs]
    after, done = run.edit(source, decided)
    report.add(source.id, write_source(source, {}), after)
    if done is not decided:  # The edits do not fit together, and none was made.
        repairs = [_reopen(repair, run.corpus.failures[source.id]) for repair in repairs]
    for repair in repairs:
        report.add_repair(source.id, repair)
        run.spool.add_repair(repair)
    return describe_original(source.id, run.corpus.find(source.id), source.sha256)


def _reopen(repair: Repair, reason: str) -> Repair:
    return reopen(repair, {finding.span: reason for finding in repair.applied})


def make_record(run: Run, counts: dict[str, int], seconds: float) -> RunRecord:
    """Return how a run was made."""
    return RunRecord(
        version=__version__,
        settings=describe_settings(run.settings),
        data_hash=run.knowledge.hash,
        model_hashes={},
        counts={"files": len(run.corpus.files), "failed": len(run.corpus.failures), **counts},
        seconds=round(seconds, 3),
    )


@contextmanager
def open_check(
    inputs: Sequence[Input], settings: Settings, watcher: Watcher = _LOG, *, out: Path | None = None
) -> Iterator[tuple[Run, Names]]:
    """Examine the files under `inputs` but not `out`, and link their names, without writing anything that stays.

    Raises:
        InputError: an input does not exist.
    """
    files = list_files(inputs, settings, out)
    with (
        tempfile.TemporaryDirectory(prefix="degarble-") as folder,
        open_run(files, Path(folder), settings, watcher) as run,
    ):
        run.analyze()
        yield run, run.link()


def check(run: Run, names: Names) -> Iterator[Repair]:
    """Yield every document with its text as it was and its findings open, but for those that people rejected."""
    judge = open_judge(names, run.knowledge, run.settings)
    for _, repairs in run.repair(names):
        for repair in repairs:
            yield replace(repair, text=repair.document.text, applied=(), open=judge.list_open(repair))
