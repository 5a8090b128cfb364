"""Does one really want to leave the game?

A card with three answers; the game is saved before it closes.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import OptionList

from game.errors import GameError
from game.faces.tui.lines import BLANK, say, wrap
from game.faces.tui.look import PLAIN, QUIET, TITLE
from game.faces.tui.screens.frame import Card, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Sheet

ANSWERS = ("stay", "title_screen", "quit")


class LeaveCard(Card[None]):
    """Back to the game, to the title, or out."""

    TOPIC = "leave"

    def parts(self) -> ComposeResult:
        """The card."""
        self.head, self.menu = Sheet(), Menu()
        with Container(classes="card"):
            yield self.head
            yield self.menu

    def on_mount(self) -> None:
        """Where the keys go first."""
        self.menu.styles.height = len(ANSWERS)
        focus_on(self.menu)

    def show(self) -> None:
        """The question and its answers."""
        t = self.t
        self.head.show(
            lambda width: [
                say((t("leave.title"), TITLE)),
                *wrap(say((t("leave.line"), QUIET)), width),
                BLANK,
            ]
        )

        def row(answer: str) -> Row:
            line = say((t(f"leave.{answer}"), PLAIN))
            return Row(answer, lambda width: [line])

        self.menu.set_rows(row(answer) for answer in ANSWERS)

    def hints(self) -> Sequence[Hint]:
        """Choose."""
        return (
            self.hint("↑↓", "move", "noop"),
            self.hint("↵", "choose_this", "enter"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Stay, or save and go."""
        if event.option_id == "stay":
            self.dismiss(None)
            return
        try:
            self.desk.game.leave()
        except GameError as error:
            self.warn(error)
            return
        if event.option_id == "quit":
            self.app.exit(0)
        else:
            self.to_title()

    def action_enter(self) -> None:
        """The key bar's Enter, for the mouse."""
        self.menu.action_select()
