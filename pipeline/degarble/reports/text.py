"""Findings for a person: grouped by file, each with its line, a caret under it, the suggestion and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TextIO

from degarble.reports.places import Places
from degarble.schema import Finding, Repair, Severity, VerdictLabel

SEVERITY_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.MAJOR: "red",
    Severity.MINOR: "yellow",
    Severity.NEUTRAL: "cyan",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BEFORE = 40
_WIDTH = 100
_SUGGESTIONS = 3
_REASONS = 3


class Part(NamedTuple):
    """A piece of a line and how a terminal may show it; `plain` is what stands there without colours, if not `text`."""

    text: str
    style: str = ""
    plain: str | None = None

    @property
    def bare(self) -> str:
        """Return what stands there without colours.

        >>> Part("old", "red strike", "[-old-]").bare
        '[-old-]'
        """
        return self.text if self.plain is None else self.plain


Line = tuple[Part, ...]


def render_text(repairs: Iterable[Repair]) -> Iterator[Line]:
    """Yield the lines of the report; a document without findings is not mentioned."""
    for repair in repairs:
        if repair.findings:
            yield _head(repair)
            places = Places(repair.document.text)
            for finding in repair.findings:
                yield from _describe(finding, repair.document.text, places)
            yield ()


def _head(repair: Repair) -> Line:
    count = len(repair.findings)
    words = f"  {count} finding{'s' * (count != 1)}"
    label, guess = repair.verdict.label, next(iter(repair.analysis.origin), None)
    if label is not VerdictLabel.UNSURE:
        words += f"; reads as {label} text ({repair.verdict.score:.2f})"
    if guess is not None and guess.lang != "und":
        words += f"; perhaps from {guess.lang} ({guess.score:.2f})"
    return Part(clean(repair.document.id), "bold"), Part(words, "dim")


def _describe(finding: Finding, text: str, places: Places) -> Iterator[Line]:
    line, column = places.find(finding.span.start)
    style = SEVERITY_STYLES[finding.severity]
    yield (
        Part(f"  {line}:{column}  "),
        Part(finding.severity.value, style),
        Part(f"  {finding.rule}  ({finding.level}, {finding.score:.2f})", "dim"),
    )
    before, bad, after = _cut(finding, text, places)
    yield Part(f"    {before}"), Part(bad, style), Part(after)
    yield (Part("    " + " " * measure(before) + "^" * max(1, measure(bad)), style),)
    yield (Part(f"    {clean(finding.message)}"),)
    if finding.suggestions:
        repairs = " | ".join(_show(item.text) for item in finding.suggestions[:_SUGGESTIONS])
        yield Part("    suggestion: "), Part(repairs, "green")
    for evidence in finding.evidence[:_REASONS]:
        yield (Part(f"    reason: {clean(evidence.source)}: {clean(evidence.detail)}", "dim"),)


def _show(text: str) -> str:
    return clean(text) or "(leave it out)"


def _cut(finding: Finding, text: str, places: Places) -> tuple[str, str, str]:
    """Return what stands before the finding, its part on the first line, and what follows; about `_WIDTH` columns."""
    start, line = places.line_of(finding.span.start)
    left, right = finding.span.start - start, min(finding.span.end - start, len(line))
    before, bad, after = line[:left], line[left:right], line[right:]
    if len(before) > _BEFORE:
        before = "…" + before[1 - _BEFORE :]
    if len(bad) > _WIDTH:
        bad, after = bad[:_WIDTH] + "…", ""
    room = max(_WIDTH - len(before) - len(bad), 0)
    if len(after) > room:
        after = after[:room] + "…"
    return clean(before), clean(bad), clean(after).rstrip()


def clean(text: str) -> str:
    """Return text that cannot steer a terminal: control characters, overrides and lone surrogates become spaces."""
    return _CONTROL.sub(" ", text)


def measure(text: str) -> int:
    """Return the number of terminal cells a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def print_lines(lines: Iterable[Line], stream: TextIO) -> None:
    """Write lines to a stream; with colours only on a terminal that wants them (`NO_COLOR`)."""
    if not stream.isatty():
        for line in lines:
            stream.write("".join(part.bare for part in line) + "\n")
        return
    _print_styled(lines, stream)


def _print_styled(lines: Iterable[Sequence[Part]], stream: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, soft_wrap=True)
    has_colours = console.color_system is not None and not console.no_color
    for line in lines:
        console.print(Text.assemble(*((_choose(part, has_colours=has_colours), part.style) for part in line)))


def _choose(part: Part, *, has_colours: bool) -> str:
    """Return what a terminal shows of a part; `plain` may be raw, as a patch has to be, and then is for pipes only."""
    return part.text if has_colours or part.bare != clean(part.bare) else part.bare


def shorten(text: str, longest: int) -> str:
    """Return a text in one line of at most so many characters.

    >>> shorten("a very long\\nline", 8)
    'a very …'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
