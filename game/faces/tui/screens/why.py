"""Why did this number move, this quarter and before?

The parts of a figure's change, which add up to it, and what drove the largest. Left and right turn
back and forth through the quarters already played.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from game.errors import GameError
from game.faces.tui.desk import Desk
from game.faces.tui.paint.reasons import causes
from game.faces.tui.screens.figures import FigureScreen
from game.faces.tui.widgets.keybar import Hint
from game.session.views import CodexTitle, FigureView

GOAL = "goal"  # the row of the open one


class WhyScreen(FigureScreen):
    """A figure opened into its causes."""

    TOPIC = "why"
    OTHER = "chart"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "other", show=False),
        Binding("w", "back", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk, name)
        self._now = desk.game.table().turn - 1  # the session counts its quarters from 0
        self._turn = self._now

    def figures(self) -> Sequence[FigureView]:
        """The goal and the gate, then the figures."""
        game = self.desk.game
        asked = game.questions()
        known = {view.name for view in asked}
        return (*asked, *(view for view in game.figures() if view.name not in known))

    def action_other(self) -> None:
        """The curve: of a goal, that of the first figure it reads."""
        if self._figure == GOAL:
            reads = self.desk.game.why(GOAL).reads
            if reads:
                self.open_instead(self.OTHER, reads[0])
            return
        super().action_other()

    def show_figure(self, name: str) -> None:
        """The causes of one figure's change."""
        t, turn = self.t, None if self._turn == self._now else self._turn
        try:
            why = self.desk.game.why(name, turn)
        except GameError as error:
            self.warn(error)
            return
        self.page.show(lambda width: causes(why, t, width), top=True)
        self.call_after_refresh(lambda: self.keys.show(self.hints()))

    def topics(self) -> Sequence[CodexTitle]:
        """The figure, what moved it, what stands behind."""
        return self.desk.game.codex_topics("why", self._figure, self._turn)

    def hints(self) -> Sequence[Hint]:
        """Move, turn to other quarters, read on, turn over, leave."""
        more = (self.hint("pg↓", "read", "page(1)"),) if self.page.max_scroll_y > 0 else ()
        return (
            self.hint("↑↓", "move", "noop"),
            self.hint("◄►", "quarters", "noop"),
            *more,
            self.hint("g", "chart", "other"),
            self.hint("q", "back", "back"),
            self.hint("c", "codex", "codex"),
            self.hint("l", "language", "language"),
            self.hint("?", "help", "help"),
        )

    def action_turn(self, step: int) -> None:
        """An earlier or a later quarter."""
        turn = min(self._now, max(0, self._turn + step))
        if turn != self._turn:
            self._turn = turn
            self.redraw()
