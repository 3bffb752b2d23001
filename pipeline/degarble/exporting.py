"""What was found and decided, for other programs: patch, tables, SARIF, rdjsonl, a page, Word documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from degarble.applying import edit_files
from degarble.errors import ConfigError, DegarbleError
from degarble.explain import tell_rules
from degarble.opening import open_knowledge
from degarble.progress import Watcher
from degarble.reports.atomic import open_binary, send_text, write_bytes
from degarble.reports.diff import can_diff, make_diff
from degarble.reports.folder import FINDINGS
from degarble.reports.lines import FindingLine, encode_line
from degarble.reports.rdjson import render_rdjsonl
from degarble.reports.sarif import render_sarif
from degarble.reports.tables import FINDING_COLUMNS, format_row
from degarble.reports.word import WordChange, make_word
from degarble.review.chosen import Page, list_pages, render_page
from degarble.review.deciding import Position
from degarble.review.shown import find_document, list_stands, read_record, read_ruling, read_settings, read_sheet
from degarble.review.store import Store
from degarble.schema import Span, Status


def list_lines(store: Store) -> Iterator[FindingLine]:
    """Yield the findings of the run, each with where it stands now.

    Raises:
        DegarbleError: the file of findings is missing or is not that of the run in the store.
    """
    file = store.path.parent / FINDINGS
    decoder = msgspec.json.Decoder(FindingLine)
    try:
        with file.open("rb") as lines:
            for name, group in groupby(map(decoder.decode, lines), key=lambda line: line.document):
                yield from _stand(store, name, list(group))
    except (OSError, msgspec.MsgspecError) as error:
        raise DegarbleError(f"{file}: cannot be read: {error}.", "Run `degarble repair` again.") from error


def _stand(store: Store, name: str, lines: list[FindingLine]) -> Iterator[FindingLine]:
    number = find_document(store, name)
    stands = [] if number is None else list_stands(store, number)
    if len(stands) != len(lines):
        message = f"{store.path.parent / FINDINGS}: not of the run that is reviewed ({name})."
        raise DegarbleError(message, "Run `degarble repair` again.")
    for line, stand in zip(lines, stands, strict=True):
        yield msgspec.structs.replace(line, status=stand.status.value, replacement=stand.replacement)


def export_run(store: Store, style: str, to: Path, watcher: Watcher, *, auto: bool = True) -> list[str]:
    """Write the run to a file, `-` for standard output, or for `docx` into a folder; return what had to be left out.

    In a patch and in Word documents `auto` counts what is applied by default as decided.

    Raises:
        ConfigError: Word documents are to go to standard output.
        DegarbleError: the run cannot be read, or the place not be written.
    """
    failures: list[str] = []
    if style == "docx":
        write_word(store, to, auto=auto)
    elif style == "diff":
        write_patch(store, to, watcher, failures, auto=auto)
    else:
        send_text(to, _WRITERS[style](store))
    return failures


def write_patch(store: Store, to: Path, watcher: Watcher, failures: list[str], *, auto: bool) -> None:
    """Write a patch for `git apply` and `patch -p1`, in the encodings of the files; add what is not in it to a list."""
    with open_binary(to) as stream:
        for written in edit_files(store, watcher, auto=auto):
            if isinstance(written, str):
                failures.append(written)
            elif can_diff(written.before) and can_diff(written.after):
                failures += written.refused
                stream.writelines(make_diff(written.original.id, written.before, written.after))
            else:
                failures.append(f"{written.original.id}: changes in this encoding cannot be told by lines.")


def _render_csv(store: Store) -> Iterator[str]:
    yield format_row((*FINDING_COLUMNS, "status", "replacement"))
    for line in list_lines(store):
        best = line.suggestions[0].text if line.suggestions else ""
        rated = line.severity, line.level, f"{line.score:.4g}", line.kind, line.rule, line.text, best, line.message
        yield format_row((line.document, str(line.line), str(line.column), *rated, line.status, line.replacement or ""))


def _render_jsonl(store: Store) -> Iterator[str]:
    return (encode_line(line).decode() for line in list_lines(store))


def _render_sarif(store: Store) -> Iterator[str]:
    rules = tell_rules(open_knowledge(read_settings(store)))
    return render_sarif(list_lines(store), read_record(store), rules)


def _render_rdjsonl(store: Store) -> Iterator[str]:
    return render_rdjsonl(list_lines(store), lambda name: read_sheet(store, find_document(store, name) or 0).text)


_WRITERS: dict[str, Callable[[Store], Iterator[str]]] = {
    "csv": _render_csv,
    "html": render_page,
    "jsonl": _render_jsonl,
    "sarif": _render_sarif,
    "rdjsonl": _render_rdjsonl,
}


def write_word(store: Store, folder: Path, *, auto: bool = True) -> None:
    """Write a Word document for each article with findings into a folder.

    Raises:
        ConfigError: the folder is standard output.
    """
    if str(folder) == "-":
        raise ConfigError("Word documents do not go to standard output.", "Add --to FOLDER.")
    for page in list_pages(store):
        sheet = page.sheet
        if sheet.findings:
            rows = [(row.start, row.end, row.kind) for row in sheet.rows]
            data = make_word(sheet.title or sheet.id, sheet.text, rows, list(_list_changes(store, page, auto=auto)))
            write_bytes(folder / f"{sheet.id}.docx", data)


def _list_changes(store: Store, page: Page, *, auto: bool) -> Iterator[WordChange]:
    """Yield the findings of a document as tracked changes and comments, without those somebody rejected."""
    for number, (mark, stand) in enumerate(zip(page.sheet.findings, page.stands, strict=True)):
        if stand.status is Status.REJECTED:
            continue
        decision = read_ruling(store, Position(page.number, number)).decision
        replacement = stand.replacement if auto or stand.status is not Status.APPLIED else None
        if stand.status is Status.OPEN and mark.suggestions:
            replacement = mark.suggestions[0].text
        who, when = (decision.who or "a reviewer", decision.when) if decision else ("degarble", "")
        comment = f"{mark.message} ({mark.rule}, {mark.severity}, {mark.level})"
        yield WordChange(Span(mark.start, mark.end), replacement, comment, who, when)
