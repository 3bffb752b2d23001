"""The stages of a corpus run: examine, link, propose; texts pass through, what is learnt from them stays on disk."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.corpus import Corpus, keep_stdin
from degarble.detectors import load_detectors
from degarble.edits import edit_source, reopen, withdraw
from degarble.engines import Engine, choose_engine
from degarble.errors import EditError
from degarble.fingerprint import make_fingerprint
from degarble.formats import InputFile, Source
from degarble.knowledge import Knowledge
from degarble.link import Names, link
from degarble.names.decisions import Decided
from degarble.opening import open_knowledge
from degarble.progress import Watcher
from degarble.repair import Proposer
from degarble.schema import Analysis, Document, Kind, Repair
from degarble.spool import Spool

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Failure:
    """A document on which a step broke, and why."""

    document: str
    reason: str


class Step(Generic[A, B]):
    """A step of the run for named items; what breaks on one document is returned, and the rest goes on."""

    def __init__(self, build: Callable[[], Callable[[A], B]]) -> None:
        self._work = build()

    def __call__(self, task: tuple[str, A] | None) -> B | Failure | None:
        """Return the result of a task or its failure; None, which marks the end of a file, is passed on."""
        if task is None:
            return None
        try:
            return self._work(task[1])
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            reason = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
            return Failure(task[0], f"cannot be examined: {reason}")


@dataclass(frozen=True)
class Run:
    """One run: its files, its knowledge and the work done so far."""

    settings: Settings
    corpus: Corpus
    knowledge: Knowledge
    spool: Spool
    engine: Engine

    def analyze(self) -> None:
        """Examine every document that was not examined before."""
        knowledge = self.knowledge if self.engine.is_local else None
        build: Callable[[], Callable[[Document], Analysis]] = partial(Analyzer, self.settings, knowledge)
        for result in self.engine.map(partial(Step, build), self._find_new()):
            if isinstance(result, Failure):
                self.corpus.fail(result.document, result.reason)
            elif result is not None:
                self.spool.put(result)

    def _find_new(self) -> Iterator[tuple[str, Document]]:
        for source in self.corpus.read("Examining"):
            for document in source.documents:
                try:
                    self.spool.enter(document)
                except UnicodeEncodeError:
                    self.corpus.fail(document.id, "the text holds half a character (a lone surrogate).")
                    continue
                if not self.spool.has(document):
                    yield document.id, document

    def documents(self, label: str) -> Iterator[Document]:
        """Yield every document that did not fail, read anew."""
        for source in self.corpus.read(label):
            yield from self.corpus.documents(source)

    def link(self, decided: Decided | None = None) -> Names:
        """Return the names of all documents, as people decided them: by default in the files of the settings."""
        return link(self.spool.mentions(), self.knowledge, self.settings, decided)

    def repair(self, names: Names, kinds: frozenset[Kind] | None = None) -> Iterator[tuple[Source, Sequence[Repair]]]:
        """Yield each file with the repairs of its documents, of some kinds only, without those the file cannot take."""
        waiting: deque[Source] = deque()
        done: list[Repair] = []
        build: Callable[[], Callable[[Analysis], Repair]] = partial(
            Proposer, self.settings.level, names.findings, kinds=kinds, parted=names.parted
        )
        for result in self.engine.map(partial(Step, build), self._load(waiting)):
            if isinstance(result, Failure):
                self.corpus.fail(result.document, result.reason)
            elif result is not None:
                done.append(withdraw(result, waiting[0]))
            else:
                yield waiting.popleft(), done
                done = []

    def _load(self, waiting: deque[Source]) -> Iterator[tuple[str, Analysis] | None]:
        for source in self.corpus.read("Repairing"):
            waiting.append(source)
            for document in self.corpus.documents(source):
                analysis = self.spool.get(document)
                if analysis is None:
                    self.corpus.fail(document.id, "the file changed during the run: run again.")
                else:
                    yield document.id, analysis
            yield None

    def edit(self, source: Source, repairs: Sequence[Repair]) -> tuple[bytes, Sequence[Repair]]:
        """Return the bytes of a file with its repairs, and these; all stay open if they do not fit together."""
        try:
            return edit_source(source, repairs), repairs
        except EditError as error:
            self.corpus.fail(source.id, f"{error.message} The file is left as it is.")
            repairs = [reopen(item, {finding.span: error.message for finding in item.applied}) for item in repairs]
            return edit_source(source, repairs), repairs


@contextmanager
def open_run(files: Sequence[InputFile], folder: Path, settings: Settings, watcher: Watcher) -> Iterator[Run]:
    """Open a run over files that keeps its work in `folder`."""
    if settings.enable:
        load_detectors(settings)  # what is missing is said here, not by a worker process that dies
    knowledge = open_knowledge(settings)
    with Spool(folder, make_fingerprint(settings, knowledge)) as spool:
        spool.clear_run()
        corpus = Corpus(keep_stdin(files, folder, settings), settings, watcher)
        yield Run(settings, corpus, knowledge, spool, choose_engine(settings.jobs))
