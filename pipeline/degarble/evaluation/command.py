"""The steps of `degarble eval`: read the labels, read or make the answers, measure, print."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from degarble.config import Settings
from degarble.corpus import Corpus, list_files
from degarble.errors import ConfigError, InputError
from degarble.evaluation.answers import Answers, is_run, read_run
from degarble.evaluation.examine import examine, make_documents
from degarble.evaluation.gold import Gold
from degarble.evaluation.opening import GoldFormat, read_gold, suffix_of
from degarble.evaluation.report import Draws, Report, evaluate
from degarble.evaluation.rows import read_clean_rows
from degarble.evaluation.table import encode_report, print_report
from degarble.progress import Watcher, count
from degarble.schema import Document


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be measured: a run and its labels, or labels alone, over which the tool is run first."""

    run: Path
    gold: Path | None = None
    style: GoldFormat | None = None
    clean: Path | None = None
    draws: Draws = field(default_factory=Draws)


def measure(request: Request, settings: Settings, watcher: Watcher) -> Report:
    """Return the measures that a request asks for.

    Raises:
        ConfigError: the request makes no sense.
        InputError: a file cannot be read or breaks its format.
    """
    gold, run = _open(request, settings, watcher)
    clean = _open_clean(request.clean, settings, watcher) if request.clean else None
    report = evaluate(gold, run, clean, request.draws)
    if not report.counts["texts"]:
        raise InputError(
            f"{request.run}: none of its documents is among the labelled texts.",
            "They are found by their text: give the labels of the texts that were repaired.",
        )
    if report.missing:
        watcher.tell(f"error: {count(report.missing, 'labelled text')} without an answer, left out of all measures.")
    return report


def _open(request: Request, settings: Settings, watcher: Watcher) -> tuple[Gold, Answers]:
    if not request.run.exists():
        raise InputError(f"{request.run}: no such file or folder.", "Check the spelling of the path.")
    if is_run(request.run):
        if request.gold is None:
            raise ConfigError(f"{request.run} is a run, and there is nothing to measure it by.", "Add --gold GOLD.")
        return read_gold(request.gold, request.style), read_run(request.run)
    if request.gold is not None:
        raise ConfigError(
            f"{request.run} is not a run.", "Give a folder that `degarble repair` made, or labels without --gold."
        )
    gold = read_gold(request.run, request.style)
    return gold, examine(make_documents(gold.texts, settings), settings, watcher)


def _open_clean(path: Path, settings: Settings, watcher: Watcher) -> Answers:
    """Return the answers on clean texts: those of a run, else those of the tool as it is."""
    if path.exists() and is_run(path):
        answers = read_run(path)
        if not answers.is_whole:
            raise InputError(f"{path}: findings without documents.jsonl, which counts the words.", "Give the folder.")
        return answers
    return examine(_read_clean(path, settings, watcher), settings, watcher)


def _read_clean(path: Path, settings: Settings, watcher: Watcher) -> list[Document]:
    if path.is_file() and path.suffix == ".xz" and suffix_of(path) == ".jsonl":
        return make_documents(read_clean_rows(path), settings)
    corpus = Corpus(list_files([path], settings), settings, watcher)
    return [document for source in corpus.read("Reading") for document in source.documents]


def show(report: Report, *, as_json: bool) -> None:
    """Write a measurement to standard output."""
    if as_json:
        sys.stdout.write(encode_report(report))
    else:
        print_report(report, sys.stdout)
