"""What has been reached so far, from every chair?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from game.errors import GameError
from game.faces.tui.paint.records import records
from game.faces.tui.screens.page import PageFrame
from game.faces.tui.widgets.keybar import Hint


class RecordsScreen(PageFrame):
    """The best runs and the endings seen."""

    TOPIC = "records"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False)]

    def show(self) -> None:
        """The records in the present language."""
        t = self.t
        try:
            found = self.desk.host.records(self.desk.lang)
        except GameError as error:
            self.warn(error)
            return
        self.page.show(lambda width: records(found, t, width))

    def hints(self) -> Sequence[Hint]:
        """Read, then back to the title."""
        return (
            self.hint("↑↓", "read", "noop"),
            self.hint("l", "language", "language"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )
