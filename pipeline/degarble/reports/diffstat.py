"""How much a run changes: a bar for each document as git draws it, and a table of kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from degarble.reports.columns import isolate, pad, shorten
from degarble.reports.text import Line, Part, clean, measure

_NARROWEST = 24
_SHORTEST_BAR = 6
_TOTAL = "total"


def render_stat(rows: Sequence[tuple[str, int, int]], width: int) -> Iterator[Line]:
    """Yield a line for each document, its words removed and added, and one that sums them up.

    The lines of documents take at most `width` cells: bars are scaled, long names lose their beginning. A width under
    24 counts as 24.

    >>> ["".join(part.text for part in line) for line in render_stat([("a.txt", 1, 2)], 80)]
    [' a.txt | 3 ++-', ' 1 document changed, 2 insertions(+), 1 deletion(-)']
    """
    most = max((removed + added for _, removed, added in rows), default=0)
    longest = max((measure(clean(name)) for name, *_ in rows), default=0)
    digits = len(str(most))
    frame = digits + len("  |   ")
    room = max(width, _NARROWEST) - frame
    # As in git, a bar that does not fit gets what the names leave, three eighths of the line at least.
    bar = min(most, max(room - longest, 3 * width // 8 - frame, _SHORTEST_BAR))
    column = min(longest, room - bar)
    for name, removed, added in rows:
        shown = isolate((Part(shorten(name, column)),))
        line = (Part(" "), *shown, pad(shown, column), Part(f" | {removed + added:>{digits}}"))
        yield (*line, *_draw(*_scale(removed, added, bar, most)))
    yield (Part(_sum_up(rows)),)


def _scale(removed: int, added: int, bar: int, most: int) -> tuple[int, int]:
    """Return how many signs stand for words removed and added; neither vanishes, and the longest bar fits."""
    if most <= bar:
        return removed, added
    total = _shrink(removed + added, bar, most)
    if removed and added:
        total = max(total, 2)
    less = _shrink(min(removed, added), bar, most)
    return (less, total - less) if removed < added else (total - less, less)


def _shrink(count: int, bar: int, most: int) -> int:
    return 1 + count * (bar - 1) // most if count else 0


def _draw(removed: int, added: int) -> Iterator[Part]:
    if removed or added:
        yield Part(" ")
    if added:
        yield Part("+" * added, "green")
    if removed:
        yield Part("-" * removed, "red")


def _sum_up(rows: Sequence[tuple[str, int, int]]) -> str:
    """Return git's last line, which is silent on what did not happen."""
    removed, added = sum(row[1] for row in rows), sum(row[2] for row in rows)
    text = f" {_count(len(rows), 'document')} changed"
    if added or (rows and not removed):
        text += f", {_count(added, 'insertion')}(+)"
    if removed or (rows and not added):
        text += f", {_count(removed, 'deletion')}(-)"
    return text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def render_kinds(counts: Mapping[tuple[str, str], int]) -> Iterator[Line]:
    """Yield a table of kinds, the most frequent first, by status with sums; nothing without counts.

    >>> table = render_kinds({("casing", "applied"): 9, ("residue", "open"): 1, ("casing", "open"): 2})
    >>> print("\\n".join("".join(part.text for part in line) for line in table))
    kind     applied  open  total
    casing         9     2     11
    residue        -     1      1
    total          9     3     12
    """
    if not counts:
        return
    sums = Counter[tuple[str, str]]()
    for (kind, status), count in counts.items():
        sums.update({(kind, status): count, (kind, _TOTAL): count, (_TOTAL, status): count, (_TOTAL, _TOTAL): count})
    kinds = sorted({kind for kind, _ in counts}, key=lambda kind: (-sums[kind, _TOTAL], kind))
    statuses = [*sorted({status for _, status in counts}), _TOTAL]
    body = [[kind, *(_show(sums[kind, status]) for status in statuses)] for kind in (*kinds, _TOTAL)]
    yield from _align([["kind", *statuses], *body])


def _align(table: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Yield the lines of a table whose first and last are bold; what is not in the first column stands right."""
    rows = [[Part(clean(cell), "bold" if row in (table[0], table[-1]) else "") for cell in row] for row in table]
    widths = [max(measure(part.text) for part in column) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        line: list[Part] = [name, pad((name,), widths[0])]
        for part, width in zip(cells, widths[1:], strict=True):
            line += [pad((part,), width + 2), part]
        yield tuple(line)


def _show(count: int) -> str:
    return f"{count:,}" if count else "-"
