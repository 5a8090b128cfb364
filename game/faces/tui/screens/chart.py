"""How did a figure move over time, and where may it go?

The curve of the whole run, and the sentence that says the same in words; then, as soon as a few
futures have been run in a thread, a fan that opens from the present.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from game.errors import GameError
from game.faces.tui.desk import Desk
from game.faces.tui.paint.curve import curve, fan
from game.faces.tui.screens.figures import FigureScreen
from game.faces.tui.widgets.keybar import Hint
from game.session.views import ForecastView, GraphView

AROUND = 8  # lines of the window that are not the chart's: margins, title, sentence, key bar
EDGE = 3  # lines of the window that are not the page's
WORKER = "forecast"


class ChartScreen(FigureScreen):
    """A figure over time."""

    TOPIC = "chart"
    OTHER = "why"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "other", show=False),
        Binding("g", "back", show=False),
        Binding("f", "forecast", show=False),
    ]

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk, name)
        self._looks_ahead = not desk.game.finished

    def show_figure(self, name: str) -> None:
        """The curve of one figure; its futures are asked for behind it."""
        try:
            view = self.desk.game.graph(name)
        except GameError as error:
            self.warn(error)
            return
        words, height = self.desk.speech, max(8, self.size.height - AROUND)
        self.page.show(lambda width: curve(view, words, width, height), top=True)
        self.workers.cancel_group(self, WORKER)
        if self._looks_ahead:
            self.run_worker(
                lambda: self._look_ahead(name, view),
                group=WORKER,
                thread=True,
                exclusive=True,
                exit_on_error=False,
            )

    def _look_ahead(self, name: str, view: GraphView) -> None:
        """Run futures, in a thread, and show them as they come in."""
        worker = get_current_worker()
        try:
            for ahead in self.desk.game.forecasts(name, stop=lambda: worker.is_cancelled):
                if worker.is_cancelled:
                    return
                self.app.call_from_thread(self._show_fan, name, view, ahead)
        except GameError as error:
            self.app.call_from_thread(self.warn, error)

    def _show_fan(self, name: str, view: GraphView, ahead: ForecastView) -> None:
        """The curve and what may come, unless another figure has been chosen by now."""
        if not self.is_mounted or name != self._figure or not self._looks_ahead:
            return
        words, t, height = self.desk.speech, self.t, self.size.height - EDGE
        colours = not self.app.no_color
        self.page.show(lambda width: fan(view, ahead, words, t, width, height, colours=colours))

    def hints(self) -> Sequence[Hint]:
        """What may come, or only what was."""
        first, *others = super().hints()
        word = "past" if self._looks_ahead else "forecast"
        return (first, self.hint("f", word, "forecast"), *others)

    def action_forecast(self) -> None:
        """Show what may come, or only what was."""
        if not self.desk.game.finished:
            self._looks_ahead = not self._looks_ahead
            self.redraw()
