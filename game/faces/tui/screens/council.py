"""Who sits in the council, and what does each say of the quarter, the plan and the future?

A number asks that adviser for one more forecast.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from game.errors import GameError
from game.faces.tui.desk import Desk
from game.faces.tui.paint.council import council_page
from game.faces.tui.screens.frame import DIGITS
from game.faces.tui.screens.page import PageFrame
from game.faces.tui.widgets.keybar import Hint
from game.session.views import CodexTitle, CouncilLine


class CouncilScreen(PageFrame):
    """The advisers at length."""

    TOPIC = "council"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,k", "back", show=False),
        Binding("c", "codex", show=False),
        *DIGITS,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._council: Sequence[CouncilLine] = ()
        self._fresh = True

    def show(self) -> None:
        """Every adviser."""
        t, game = self.t, self.desk.game
        self._council = council = game.council(full=True)
        quarter, note = game.table().quarter, game.council_note()
        self.page.show(
            lambda width: council_page(council, note, quarter, t, width), top=self._fresh
        )
        self._fresh = False

    def on_unmount(self) -> None:
        """Whoever leaves the page has read it."""
        if self.desk.play is not None:
            self.desk.play.hear(self._council)

    def topics(self) -> Sequence[CodexTitle]:
        """The advisers, and what they speak of."""
        return self.desk.game.codex_topics("council")

    def hints(self) -> Sequence[Hint]:
        """Read, ask and leave."""
        return (
            self.hint("↑↓", "read", "noop"),
            self.hint("1–9", "forecast", "noop"),
            self.hint("c", "codex", "codex"),
            self.hint("l", "language", "language"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )

    def action_digit(self, number: int) -> None:
        """Ask the adviser of this number for a forecast."""
        if number > len(self._council):
            return
        try:
            said = self.desk.game.ask(self._council[number - 1].id)
        except GameError as error:
            self.warn(error)
            return
        self.tell(f"{said.name} · {said.forecasts[0]}")
        self.redraw()
