"""A review line by line, on any terminal and on a pipe: one finding after the other, each with its question."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TextIO

from degarble.reports.columns import wrap
from degarble.reports.sheet import Change, Mark
from degarble.reports.text import SEVERITY_STYLES, Line, Part, clean, print_lines
from degarble.review.console.excerpt import compare_words, cut_excerpt, find_wording, list_reasons, reveal
from degarble.review.console.keys import KEYS, LEFT_OUT, Reviewer
from degarble.review.console.state import Asks, State, start
from degarble.review.console.summary import summarize
from degarble.review.console.wording import SHAPES, count, tell_ruling
from degarble.review.deciding import Position
from degarble.review.queue import find_elsewhere, tally
from degarble.review.ranking import find_rank
from degarble.review.rulings import Ruling
from degarble.review.shown import Stand, read_ruling, read_sheet
from degarble.review.store import Store
from degarble.schema import Severity, Status

_WIDTH = 100
_INDENT = 4


def run_lines(store: Store, who: str, stdin: TextIO, stdout: TextIO) -> None:
    """Ask about one finding after the other until all are decided, the person leaves or the input ends.

    Raises:
        DegarbleError: the store holds no run, or cannot be used.
    """
    _Conversation(Reviewer(store, who), stdin, stdout).hold()


class _Conversation:
    """Questions that go out and answers that come in."""

    def __init__(self, reviewer: Reviewer, stdin: TextIO, stdout: TextIO) -> None:
        self._reviewer, self._store = reviewer, reviewer.store
        self._stdin, self._stdout = stdin, stdout
        self._width = min(shutil.get_terminal_size().columns, _WIDTH) if stdout.isatty() else _WIDTH
        self._shown: tuple[Position, Ruling] | None = None

    def hold(self) -> None:
        state = start(self._store)
        while state.asks is not Asks.NOTHING and not self._is_done(state):
            self._show(state)
            line = self._read(self._ask(state))
            if line is None:
                state = replace(state, message="")
                break
            state = self._help(self._answer(state, line))
        self._print([*self._tell(state.message), (), *summarize(self._store)])

    def _help(self, state: State) -> State:
        if state.asks is not Asks.HELP:
            return state
        self._print(_list_keys())
        return self._reviewer.cancel(state)

    def _is_done(self, state: State) -> bool:
        return state.is_finished and not tally(self._store)[Status.OPEN]

    def _show(self, state: State) -> None:
        """Print what was done, and the finding in focus unless it stands there already."""
        self._print(self._tell(state.message))
        if state.asks is not Asks.KEY or state.position is None:
            return
        ruling = read_ruling(self._store, state.position)
        if self._shown != (state.position, ruling):
            self._print([(), *self._describe(state.position, ruling)])
        self._shown = state.position, ruling

    def _ask(self, state: State) -> str:
        if state.asks is Asks.TEXT:
            return f"Your words (nothing: back; {LEFT_OUT}: leave these out): "
        if state.asks is Asks.SEARCH:
            return "Search (nothing: show all): "
        if state.asks is Asks.SCOPE and state.plan is not None:
            narrower = ",d" if state.plan.is_divisible else ""
            only = f" (d: only the {state.plan.here} in this document)" if narrower else ""
            return f"{state.plan.title}: {clean(state.plan.about)}, {state.plan.reach}{only}? [y{narrower},n] "
        if state.position is None:
            return "[/,o,z,q,?] "
        return self._question(state, state.position)

    def _question(self, state: State, position: Position) -> str:
        place, fitting = find_rank(self._store, state.shown, state.order, position)
        choices = len(self._read_mark(position).suggestions)
        numbers = f"1-{min(choices, 9)}," if choices > 1 else ""
        verb = "Accept" if choices else "Damaged"
        return f"({place}/{fitting}) {verb}? [y,n,e,{numbers}u,z,j,k,J,K,A,N,I,/,o,q,?] "

    def _read(self, question: str) -> str | None:
        """Return the answer to a question without its line end; None where the input ends."""
        self._stdout.write(question)
        self._stdout.flush()
        line = self._stdin.readline()
        if not line or not self._stdin.isatty():
            self._stdout.write("\n")  # what comes in on a pipe is not echoed
        return line.rstrip("\r\n") if line else None

    def _answer(self, state: State, line: str) -> State:
        if state.asks in (Asks.TEXT, Asks.SEARCH):
            return self._reviewer.enter(state, line)
        key, rest = line.strip()[:1], line.strip()[1:].strip()
        if not key:
            return self._reviewer.press(state, "n") if state.asks is Asks.SCOPE else state
        following = self._reviewer.press(state, key)
        is_text = following.asks in (Asks.TEXT, Asks.SEARCH) and rest
        return self._reviewer.enter(following, rest) if is_text else following

    def _read_mark(self, position: Position) -> Mark:
        return read_sheet(self._store, position.document).findings[position.finding]

    def _describe(self, position: Position, ruling: Ruling) -> Iterator[Line]:
        sheet = read_sheet(self._store, position.document)
        mark = sheet.findings[position.finding]
        style = SEVERITY_STYLES[Severity(mark.severity)]
        place = f"{clean(sheet.id)}:{mark.line}:{mark.column}"
        yield (
            Part(place, "bold"),
            Part(f"  {SHAPES[mark.severity]} {mark.severity}", style),
            Part(f"  {mark.rule}", "dim"),
        )
        excerpt = cut_excerpt(sheet, mark)
        yield from self._wrap([Part(excerpt.previous, "dim")], _INDENT)
        changes = compare_words(mark, find_wording(mark, Stand(ruling.status, ruling.replacement)))
        yield from self._wrap([Part(excerpt.left), *_mark_words(changes, style), Part(excerpt.right)], _INDENT)
        yield from self._wrap([Part(excerpt.following, "dim")], _INDENT)
        yield from self._explain(mark, ruling, position)

    def _explain(self, mark: Mark, ruling: Ruling, position: Position) -> Iterator[Line]:
        yield from self._wrap([Part(mark.message)], 2)
        for reason in list_reasons(mark):
            yield from self._wrap([Part(f"because {reason}", "dim")], 2)
        for number, item in enumerate(mark.suggestions, 1):
            words = reveal(item.text) or "(leave it out)"
            yield from self._wrap([Part(f"{number} "), Part(words, "green"), Part(f" ({item.score:.2f})", "dim")], 2)
        others = find_elsewhere(self._store, position, limit=1)
        if others.findings:
            reach = f"{count(others.findings, 'time')} more, in {count(others.documents, 'document')}"
            yield (Part(f"  The same was found {reach} (A, N).", "dim"),)
        if ruling.status is not Status.OPEN:
            yield (Part(f"  {clean(tell_ruling(ruling))}", "bold"),)

    def _wrap(self, parts: Iterable[Part], indent: int) -> Iterator[Line]:
        for row in wrap(parts, self._width - indent):
            yield (Part(" " * indent), *row)

    def _tell(self, message: str) -> list[Line]:
        return [(Part(clean(message), "green"),)] if message else []

    def _print(self, lines: Iterable[Line]) -> None:
        print_lines(lines, self._stdout)


def _mark_words(changes: Iterable[Change], style: str) -> Iterator[Part]:
    """Yield words with what goes in `[-…-]` and what comes in `{+…+}`; what is only in doubt stands in `[?…?]`."""
    pieces = list(changes)
    if all(item.before == item.after for item in pieces):
        yield Part(f"[?{reveal(''.join(item.before for item in pieces))}?]", style)
        return
    for before, after in ((item.before, item.after) for item in pieces):
        if before == after:
            yield Part(before)
            continue
        if before:
            yield Part(f"[-{reveal(before)}-]", "red")
        if after:
            yield Part(f"{{+{reveal(after)}+}}", "green")


def _list_keys() -> Iterator[Line]:
    for key in KEYS:
        yield Part(f"  {key.keys:<4}", "bold"), Part(f" {key.word:<12}"), Part(key.sentence, "dim")
