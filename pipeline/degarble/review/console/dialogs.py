"""What lies over the review screen for a moment: a question before a decision on many findings, and the help."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.screen import ModalScreen

from degarble.reports.text import Line
from degarble.review.console.palette import Palette
from degarble.review.console.panes import Paper

_MARGIN = 2


class Dialog(ModalScreen[None]):
    """Lines in a frame with a title; keys are for whoever opened it."""

    def __init__(self, title: str, palette: Palette, width: int) -> None:
        super().__init__()
        self._paper = Paper()
        self._paper.palette = palette
        self._paper.border_title = title
        self._width = width

    def compose(self) -> ComposeResult:
        """Lay the lines into the frame."""
        yield self._paper

    def show(self, lines: Sequence[Line]) -> None:
        """Show lines; the frame is as high as they need and the screen allows."""
        self._paper.styles.width = self._width
        self._paper.styles.height = min(len(lines) + _MARGIN, max(self.app.size.height - 2, 6))
        self._paper.show(*lines)
