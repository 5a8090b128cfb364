"""What has happened so far, year by year?

The chronicle of the run, which one key writes into a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from game.faces.tui.desk import Desk
from game.faces.tui.paint.pages import MEASURE, markdown
from game.faces.tui.screens.frame import Frame, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.sheet import Scroller


class ChronicleScreen(Frame[None]):
    """The chronicle of a run that goes on."""

    CSS_PATH = "pages.tcss"
    TOPIC = "chronicle"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,h", "back", show=False),
        Binding("s", "keep_book", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.page = Scroller(id="page")

    def parts(self) -> ComposeResult:
        """One page."""
        yield self.page

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.page)

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
