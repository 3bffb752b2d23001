"""The parts of the review screen, each drawn line by line: only what is in sight costs anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from degarble.reports.sheet import Entry, Sheet
from degarble.reports.text import Line, Part
from degarble.review.console.card import Facts, make_card
from degarble.review.console.palette import PLAIN, Palette
from degarble.review.console.shelf import HEIGHT, make_entry
from degarble.review.console.spread import Anchor, Spread
from degarble.review.queue import Count
from degarble.review.shown import Stand

_WHEEL = 3


class Pane(ScrollView, can_focus=False):
    """Lines in the colours of a palette."""

    palette: Palette = PLAIN

    @property
    def room(self) -> Size:
        """Return how much can be seen."""
        return self.scrollable_content_region.size

    def draw(self, line: Line) -> Strip:
        """Return a line as the screen wants it, as wide as the pane."""
        base = self.rich_style
        segments = [Segment(part.text, base + self.palette.find(part.style)) for part in line]
        return Strip(segments).adjust_cell_length(self.room.width, base)


class Paper(Pane):
    """Lines that scroll where there are more than fit."""

    lines: Sequence[Line] = ()

    def show(self, *lines: Line) -> None:
        """Show other lines, from the first."""
        self.lines = lines
        self.virtual_size = Size(self.room.width, len(lines))
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        place = y + self.scroll_offset.y
        return self.draw(self.lines[place] if place < len(self.lines) else ())


class Bar(Paper):
    """A single line."""


class Card(Paper):
    """What is to be said of the finding in focus."""

    facts: Facts | None = None

    def fill(self, facts: Facts | None) -> None:
        """Show another finding, in few lines where many do not fit."""
        self.facts = facts
        width = max(self.room.width, 10)
        lines = make_card(facts, width) if facts else []
        self.show(*make_card(facts, width, is_short=True) if facts and len(lines) > self.room.height else lines)

    def turn(self) -> None:
        """Show what comes below, and after the last line the first again."""
        below = self.scroll_offset.y + self.room.height
        self.scroll_to(y=0 if below >= len(self.lines) else below - 1, animate=False)

    def on_resize(self) -> None:
        """Wrap anew."""
        self.fill(self.facts)


class Shelf(Pane):
    """The documents."""

    class Chosen(Message):
        """A document was clicked."""

        def __init__(self, document: int) -> None:
            super().__init__()
            self.document = document

    entries: Sequence[Entry] = ()
    counts: Mapping[int, Count] = {}
    here: int | None = None

    def fill(self, entries: Sequence[Entry], counts: Mapping[int, Count], here: int | None) -> None:
        """Show documents; the one in focus comes into sight when it changes."""
        is_moved = here != self.here or entries is not self.entries
        self.entries, self.counts, self.here = entries, counts, here
        self.virtual_size = Size(self.room.width, HEIGHT * len(entries))
        if is_moved:
            self.reveal()
        self.refresh()

    def reveal(self) -> None:
        """Bring the document in focus into sight."""
        top, height = self.scroll_offset.y, self.room.height
        place = HEIGHT * (self.here or 0)
        if not top <= place <= top + height - HEIGHT:
            self.scroll_to(y=max(place - height // 3, 0), animate=False)

    def on_resize(self) -> None:
        """Keep the document in focus in sight."""
        self.virtual_size = Size(self.room.width, HEIGHT * len(self.entries))
        self.reveal()

    def render_line(self, y: int) -> Strip:
        """Draw one of the lines of a document."""
        number, line = divmod(y + self.scroll_offset.y, HEIGHT)
        if number >= len(self.entries):
            return self.draw(())
        is_here, found = number == self.here, self.counts.get(number)
        return self.draw(make_entry(self.entries[number], found, self.room.width, is_here=is_here)[line])

    def on_click(self, event: events.Click) -> None:
        """Choose the document under the mouse."""
        number = (event.y + self.scroll_offset.y) // HEIGHT
        if number < len(self.entries):
            self.post_message(self.Chosen(number))


class Reader(Pane):
    """Original and suggestion side by side."""

    class Chosen(Message):
        """A finding was clicked."""

        def __init__(self, finding: int) -> None:
            super().__init__()
            self.finding = finding

    sheet: Sheet | None = None
    stands: Sequence[Stand] = ()
    focus_on: int | None = None
    spread: Spread | None = None
    top = Anchor(0, 0)
    lines: Sequence[Line] = ()

    def fill(self, sheet: Sheet | None, stands: Sequence[Stand], focus: int | None) -> None:
        """Show a document with a finding in focus, which comes into sight."""
        if sheet is None or self.sheet is None or sheet.id != self.sheet.id:
            self.top = Anchor(0, 0)
        self.sheet, self.stands, self.focus_on = sheet, stands, focus
        self.spread = Spread(sheet, stands, self.room.width, focus) if sheet else None
        if self.spread:
            self.top = self.spread.reveal(self.spread.move(self.top, 0, self.room.height), self.room.height)
        self._look()

    def move(self, lines: int) -> None:
        """Move the text by some lines."""
        if self.spread:
            self.top = self.spread.move(self.top, lines, self.room.height)
        self._look()

    def _look(self) -> None:
        self.lines = self.spread.show(self.top, self.room.height) if self.spread else ()
        self.refresh()

    def on_resize(self) -> None:
        """Wrap anew."""
        self.top = Anchor(self.top.row, 0)
        self.fill(self.sheet, self.stands, self.focus_on)

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        return self.draw(self.lines[y] if y < len(self.lines) else (Part(""),))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the text."""
        event.stop()
        self.move(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the text."""
        event.stop()
        self.move(-_WHEEL)

    def on_click(self, event: events.Click) -> None:
        """Choose the finding under the mouse."""
        finding = event.style.meta.get("finding")
        if isinstance(finding, int):
            self.post_message(self.Chosen(finding))
