"""What do the papers say, this quarter and before?

Left and right turn back and forth through the quarters already played.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from game.faces.tui.desk import Desk
from game.faces.tui.lines import Lines
from game.faces.tui.paint.brief import council_lines
from game.faces.tui.paint.pages import MEASURE, briefing, newspaper, own_orders, told_once
from game.faces.tui.screens.page import PageFrame
from game.faces.tui.widgets.keybar import Hint
from game.session.views import CodexTitle


class NewsScreen(PageFrame):
    """The newspaper."""

    TOPIC = "news"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("enter,n", "back", show=False),
        Binding("c", "codex", show=False),
        Binding("h", "go_to('chronicle')", show=False),
    ]

    def __init__(self, desk: Desk, opening: bool = False) -> None:
        super().__init__(desk)
        self._opening = opening  # the first page of a run begins with the briefing
        self._now = desk.game.table().turn - 1  # the session counts its quarters from 0
        self._turn = self._now

    def show(self) -> None:
        """The news of the chosen quarter."""
        t, game = self.t, self.desk.game
        table = game.table()
        latest = self._turn == self._now
        items = game.news() if latest else game.news(self._turn)
        tidings = game.tidings() if latest and not self._opening else ()
        own = latest and not self._opening
        brought, beyond = (game.brought(), game.brought_beyond()) if own else ((), ())
        title = t("news.of_quarter", quarter=self.desk.speech.quarter(self._turn))

        def draw(width: int) -> Lines:
            opening = self._opening and latest
            first = briefing(table, game.question(), game.briefing(), t, width) if opening else []
            told = told_once(tidings, width) + own_orders(t("news.orders"), brought, width)
            papers = newspaper(title, items, t, width) if items or not opening else []
            said = council_lines(game.council(), t, min(width, MEASURE)) if latest else []
            return first + told + papers + said + own_orders(t("news.orders.beyond"), beyond, width)

        self.page.show(draw, top=True)

    def topics(self) -> Sequence[CodexTitle]:
        """What the papers and the council name, and the claims behind it."""
        return self.desk.game.codex_topics("news", turn=self._turn)

    def hints(self) -> Sequence[Hint]:
        """Read, turn the page, go on."""
        return (
            self.hint("↵", "go_on", "back"),
            self.hint("◄►", "quarters", "noop"),
            self.hint("↑↓", "read", "noop"),
            self.hint("h", "chronicle", "go_to('chronicle')"),
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
