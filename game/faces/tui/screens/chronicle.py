"""What has happened so far, year by year?

The chronicle of the run, which one key writes into a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from game.faces.tui.paint.pages import MEASURE, markdown
from game.faces.tui.screens.page import PageFrame
from game.faces.tui.widgets.keybar import Hint


class ChronicleScreen(PageFrame):
    """The chronicle of a run that goes on."""

    TOPIC = "chronicle"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,h", "back", show=False),
        Binding("s", "keep_book", show=False),
    ]

    def show(self) -> None:
        """The chronicle in the present language."""
        told = self.desk.game.chronicle()
        self.page.show(lambda width: markdown(told, min(width, MEASURE)))

    def hints(self) -> Sequence[Hint]:
        """Read, keep, go back."""
        return (
            self.hint("↑↓", "read", "noop"),
            self.hint("s", "to_file", "keep_book"),
            self.hint("l", "language", "language"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )
