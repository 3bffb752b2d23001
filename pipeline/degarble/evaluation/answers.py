"""What a run says of each text: its findings and its verdict, from the files of a run or from repairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from degarble.errors import InputError
from degarble.evaluation.gold import GoldText
from degarble.reports.folder import DOCUMENTS, FINDINGS, RECORD
from degarble.reports.lines import DocumentLine, FindingLine
from degarble.schema import Repair, RunRecord, Span, VerdictLabel

L = TypeVar("L", FindingLine, DocumentLine)


@dataclass(frozen=True, slots=True)
class Found:
    """What is measured of a finding."""

    span: Span
    kind: str
    severity: str
    level: str
    score: float
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run says of one document; `machine` is the probability of a machine, None when there is no verdict."""

    document: str
    sha256: str
    words: int = 0
    found: tuple[Found, ...] = ()
    machine: float | None = None


@dataclass(frozen=True)
class Answers:
    """What a run says of its documents, and how it was made: version, hash of the data, settings.

    With `is_whole` every document of the run is there; else those without findings are missing.
    """

    answers: tuple[Answer, ...]
    version: str = ""
    data: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True


def is_run(path: Path) -> bool:
    """Tell whether a path is the folder or the findings of a run."""
    if path.is_dir():
        return (path / FINDINGS).is_file()
    return path.name == FINDINGS or (path.is_file() and _begins_with_schema(path))


def _begins_with_schema(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(10) == b'{"schema":'


def make_answer(repair: Repair) -> Answer:
    """Return what a repair says."""
    found = (
        Found(
            item.span,
            item.kind.value,
            item.severity.value,
            item.level.value,
            round(item.score, 4),
            tuple(suggestion.text for suggestion in item.suggestions),
        )
        for item in repair.findings
    )
    document, verdict = repair.document, repair.verdict
    machine = _find_machine(verdict.label.value, verdict.score)
    return Answer(document.id, document.sha256, len(document.text.split()), tuple(found), machine)


def _find_machine(label: str, score: float) -> float:
    """Return the probability of a machine behind a verdict, whose score says how sure its own label is."""
    return round(1 - score if label == VerdictLabel.HUMAN.value else score, 4)


def read_run(path: Path) -> Answers:
    """Return what the files of a run say.

    Raises:
        InputError: a file cannot be read, or is not what a run writes.
    """
    file = path / FINDINGS if path.is_dir() else path
    findings: dict[tuple[str, str], list[Found]] = {}
    for line in _decode(file, FindingLine):
        findings.setdefault((line.document, line.sha256), []).append(_make_found(line))
    documents = file.with_name(DOCUMENTS)
    if file.name != FINDINGS or not documents.is_file():
        answers = tuple(Answer(*key, found=tuple(found)) for key, found in findings.items())
        return Answers(answers, is_whole=False)
    answers = tuple(_make_answer(line, findings) for line in _decode(documents, DocumentLine))
    record = _read_record(file.with_name(RECORD))
    if record is None:
        return Answers(answers)
    return Answers(answers, record.version, record.data_hash, record.settings, record.model_hashes)


def _decode(file: Path, line: type[L]) -> list[L]:
    try:
        return msgspec.json.Decoder(line).decode_lines(file.read_bytes())
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError(
            f"{file}: not what a run writes: {error}.", "Give a folder that `degarble repair` made, or its findings."
        ) from error


def _make_found(line: FindingLine) -> Found:
    suggestions = tuple(item.text for item in line.suggestions)
    return Found(Span(line.start, line.end), line.kind, line.severity, line.level, line.score, suggestions)


def _make_answer(line: DocumentLine, findings: Mapping[tuple[str, str], Sequence[Found]]) -> Answer:
    found = tuple(findings.get((line.document, line.sha256), ()))
    machine = _find_machine(line.verdict, line.verdict_score)
    return Answer(line.document, line.sha256, line.words, found, machine)


def _read_record(file: Path) -> RunRecord | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=RunRecord)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError(f"{file}: not the record of a run: {error}.", "Run `degarble repair` again.") from error


def pair(texts: Iterable[GoldText], run: Answers) -> Iterator[tuple[GoldText, Answer | None]]:
    """Yield each labelled text with the answer on it, found by the hash of its text and then by its id.

    None stands for a text that the run did not read. In a run without its documents, no findings are an answer.
    """
    known: dict[str, list[Answer]] = {}
    for item in run.answers:
        known.setdefault(item.sha256, []).append(item)
    for text in texts:
        same = known.get(text.sha256, ())
        named = (item for item in same if item.document == text.id or item.document.endswith(f"#{text.id}"))
        answer = next(named, next(iter(same), None))
        yield text, answer if answer or run.is_whole else Answer(text.id, text.sha256)
