"""Why did this number move?

The parts of a figure's last change; they add up to it.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from game.errors import GameError
from game.faces.tui.paint.pages import causes
from game.faces.tui.screens.figures import FigureScreen


class WhyScreen(FigureScreen):
    """A figure opened into its causes."""

    TOPIC = "why"
    OTHER = "chart"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "other", show=False),
        Binding("w", "back", show=False),
    ]

    def show_figure(self, name: str) -> None:
        """The causes of one figure's change."""
        t = self.t
        try:
            why = self.desk.game.why(name)
        except GameError as error:
            self.warn(error)
            return
        self.page.show(lambda width: causes(why, t, width), top=True)
