"""The full-screen review: documents left, the text in the middle, the card of the finding right or below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from degarble.errors import DegarbleError
from degarble.reports.sheet import Entry
from degarble.reports.text import Part, clean
from degarble.review.console.bars import make_heading, make_help, make_keys, make_question, make_top
from degarble.review.console.dialogs import Dialog
from degarble.review.console.keys import LEFT_OUT, Reviewer
from degarble.review.console.palette import DARK, LIGHT, Palette
from degarble.review.console.panes import Bar, Card, Pane, Reader, Shelf
from degarble.review.console.state import Asks, State, go, open_document, start, start_anew
from degarble.review.console.themes import find_bare_theme, make_theme
from degarble.review.console.view import View, read_view
from degarble.review.deciding import Position
from degarble.review.log import find_line, read_last
from degarble.review.shown import list_entries, read_run_number
from degarble.review.store import Store
from degarble.schema import Judgement

_WIDE, _BROAD, _TALL = 100, 150, 30
_DIALOG, _HELP = 64, 86
_PATIENCE = 2.0
_KEYS = {"down": "j", "up": "k", "right": "J", "left": "K"}
_BARS = ("top", "heading", "captions", "message", "keys")
_PROMPTS = {
    Asks.TEXT: (" Your words ", f"{LEFT_OUT} leaves them out; Esc: back"),
    Asks.SEARCH: (" Search ", "words, severity:critical, status:rejected, rule:..., document:..."),
}


class ReviewApp(App[DegarbleError | None]):
    """A review on the whole terminal; what it knows of decisions it has from the store. It returns what ended it."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", show=False, priority=True)]
    CSS_PATH = "screen.tcss"

    def __init__(self, store: Store, who: str, palette: Palette = DARK) -> None:
        super().__init__(ansi_color=not palette.colours)
        self._store, self._reviewer, self._palette = store, Reviewer(store, who), palette
        self._review = start(store)
        self._entries: Sequence[Entry] = list_entries(store)
        self._run, self._seq = read_run_number(store), read_last(store.link)
        self._dialog: Dialog | None = None
        self._wants_shelf: bool | None = None
        self._shelf, self._reader, self._card = Shelf(), Reader(), Card()
        self._top, self._heading, self._captions, self._message, self._keys = (Bar(id=name) for name in _BARS)
        self._label, self._input = Label(), Input(select_on_focus=False)
        self._root = Vertical()

    def compose(self) -> ComposeResult:
        """Lay the parts on the screen."""
        with self._root:
            yield self._top
            with Horizontal(id="body"):
                yield self._shelf
                with Vertical(id="desk"):
                    with Vertical(id="page"):
                        yield from (self._heading, self._captions, self._reader)
                    yield self._card
            yield self._message
            with Horizontal(id="prompt"):
                yield from (self._label, self._input)
            yield self._keys

    def on_mount(self) -> None:
        """Show the first finding, and from now on what others decide."""
        for palette in (DARK, LIGHT):
            self.register_theme(make_theme(palette))
        self._paint(self._palette)
        self.set_interval(_PATIENCE, self.look_around)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the parts out anew."""
        self._lay_out()

    def on_key(self, event: events.Key) -> None:
        """Do what a key means."""
        if self._review.asks in _PROMPTS:
            if event.key == "escape":
                self._do(lambda: self._reviewer.cancel(self._review))
            return
        event.stop()
        move = self._moves.get(event.key) if self._review.asks is Asks.KEY else None
        key = _KEYS.get(event.key) or (event.character if event.is_printable else None)
        if move:
            move()
        elif key or self._review.asks is not Asks.KEY:
            self._do(lambda: self._reviewer.press(self._review, key or "n"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was written."""
        self._do(lambda: self._reviewer.enter(self._review, event.value))

    def on_shelf_chosen(self, message: Shelf.Chosen) -> None:
        """Open the document that was clicked."""
        if self._review.asks is Asks.KEY:
            self._do(lambda: open_document(self._store, replace(self._review, message=""), message.document))

    def on_reader_chosen(self, message: Reader.Chosen) -> None:
        """Go to the finding that was clicked."""
        if self._review.asks is Asks.KEY and self._review.position:
            position = Position(self._review.position.document, message.finding)
            self._do(lambda: go(self._store, replace(self._review, message=""), position))

    def look_around(self) -> None:
        """Show what others decided meanwhile, and a run that was made anew."""
        line = find_line(self._store.link, "1", ())
        if line is not None and line.seq != self._seq:
            message = f"{line.who or 'Somebody'} decided something meanwhile."
            self._do(lambda: replace(self._review, message=message))
        elif read_run_number(self._store) != self._run:
            self._do(lambda: self._review)

    @property
    def _moves(self) -> dict[str, Callable[[], None]]:
        height = self._reader.room.height
        return {
            "pagedown": lambda: self._reader.move(height - 2),
            "pageup": lambda: self._reader.move(2 - height),
            "space": self._card.turn,
            "d": self._turn_shelf,
            "t": self._turn_palette,
        }

    def _do(self, act: Callable[[], State]) -> None:
        """Show the state that follows, or the first one of a run that was made anew."""
        try:
            self._review = self._renew() or act()
            if self._review.asks is Asks.NOTHING:
                self.exit()
            else:
                self._show()
        except DegarbleError as error:
            self.exit(error)

    def _renew(self) -> State | None:
        run = read_run_number(self._store)
        if run == self._run:
            return None
        self._run, self._entries = run, list_entries(self._store)
        return start_anew(self._store, self._review)

    def _paint(self, palette: Palette) -> None:
        self._palette = palette
        self.theme = palette.name if palette.colours else find_bare_theme(self.available_themes)
        for pane in self.query(Pane):
            pane.palette = palette
        self._show()

    def _turn_palette(self) -> None:
        if self._palette.colours:
            self._paint(LIGHT if self._palette is DARK else DARK)

    def _turn_shelf(self) -> None:
        self._wants_shelf = not self._root.has_class("-shelf")
        self._lay_out()

    def _lay_out(self) -> None:
        width, height = self.size
        wants = self._wants_shelf
        self._root.set_class(width >= _WIDE if wants is None else wants, "-shelf")
        self._root.set_class(width >= _BROAD, "-broad")
        self._root.set_class(height >= _TALL, "-tall")
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        view = read_view(self._store, self._review)
        self._seq = read_last(self._store.link)
        position = self._review.position
        self._shelf.fill(self._entries, view.counts, position and position.document)
        self._reader.fill(view.sheet, view.stands, position and position.finding)
        self._card.fill(view.facts)
        self._show_bars(view)
        self._ask_text()
        self._ask_over(view)

    def _show_bars(self, view: View) -> None:
        width, progress = self.size.width, view.progress
        self._top.show(make_top(self._store.path.absolute().parent.name, view.said, progress, width))
        self._message.show((Part(f" {clean(self._review.message)}", "done"),))
        self._keys.show(make_keys(width))
        if self._review.position is None or self._reader.spread is None:
            self._heading.show((Part(" Nothing was found: q leaves.", "head"),))
            self._captions.show(())
            return
        document = self._review.position.document
        place = f"{progress.place:,}/{progress.fitting:,}"
        entry, found = self._entries[document], view.counts.get(document)
        self._heading.show(make_heading(entry, found, view.notes, place, self._heading.room.width))
        self._captions.show(self._reader.spread.name_columns())

    def _ask_text(self) -> None:
        """Open the input when a text is asked for, and close it after."""
        asks = self._review.asks in _PROMPTS
        if asks and not self._root.has_class("-asking"):
            label, self._input.placeholder = _PROMPTS[self._review.asks]
            self._label.update(label)
            self._input.value = self._reviewer.propose(self._review)
            self._input.cursor_position = len(self._input.value)
            self._input.focus()
        elif not asks:
            self.set_focus(None)
        self._root.set_class(asks, "-asking")

    def _ask_over(self, view: View) -> None:
        """Open a dialog when one is asked for, and close it after."""
        asks = self._review.asks in (Asks.SCOPE, Asks.HELP)
        if self._dialog and not asks:
            self._dialog.dismiss()
            self._dialog = None
        if not asks:
            return
        if self._dialog is None:
            title = self._review.plan.title if self._review.plan else "Keys"
            room = min(_DIALOG if self._review.plan else _HELP, self.size.width - 2)
            self._dialog = Dialog(title, self._palette, room)
            self.push_screen(self._dialog)
        self._dialog.show(list(self._explain(view)))

    def _explain(self, view: View) -> Sequence[tuple[Part, ...]]:
        plan = self._review.plan
        width = min(_DIALOG if plan else _HELP, self.size.width - 2) - 6
        if plan is None:
            return list(make_help(width))
        choices = [item.text for item in view.facts.mark.suggestions] if view.facts and not plan.rule else []
        has_choice = len(choices) > 1 and plan.answer.judgement is not Judgement.REJECT
        return list(make_question(plan, choices if has_choice else [], width))
