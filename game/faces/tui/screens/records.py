"""What has been reached so far, from every chair?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from game.faces.tui.desk import Desk
from game.faces.tui.paint.records import records
from game.faces.tui.screens.frame import Frame, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.sheet import Scroller


class RecordsScreen(Frame[None]):
    """The best runs and the endings seen."""

    CSS_PATH = "pages.tcss"
    TOPIC = "records"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False)]

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
        """The records in the present language."""
        t, found = self.t, self.desk.host.records(self.desk.lang)
        self.page.show(lambda width: records(found, t, width))

    def hints(self) -> Sequence[Hint]:
        """Read, then back to the title."""
        return (
            self.hint("↑↓", "read", "noop"),
            self.hint("l", "language", "language"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )
