"""How did a figure move over time?

The curve of the whole run, and the sentence that says the same in words.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from game.errors import GameError
from game.faces.tui.paint.curve import curve
from game.faces.tui.screens.figures import FigureScreen

AROUND = 8  # lines of the window that are not the chart's: margins, title, sentence, key bar


class ChartScreen(FigureScreen):
    """A figure over time."""

    TOPIC = "chart"
    OTHER = "why"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "other", show=False),
        Binding("g", "back", show=False),
    ]

    def show_figure(self, name: str) -> None:
        """The curve of one figure."""
        try:
            view = self.desk.game.graph(name)
        except GameError as error:
            self.warn(error)
            return
        height = max(8, self.size.height - AROUND)
        self.page.show(lambda width: curve(view, self.desk.speech, width, height), top=True)
