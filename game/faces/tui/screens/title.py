"""Where does one begin?

Continue, a new game, a saved one, the language, help, or out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import OptionList

from game.errors import GameError
from game.faces.tui.desk import Desk, SaveRow
from game.faces.tui.lines import BLANK, Lines, clip, joined, say, wrap
from game.faces.tui.look import PLAIN, QUIET
from game.faces.tui.paint.masthead import big, wafer
from game.faces.tui.screens.frame import Frame, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Sheet

LIT = 0.36  # share of the wafer that is alight on the title
NAME_WIDTH = 18


class TitleScreen(Frame[None]):
    """The first screen."""

    CSS_PATH = "title.tcss"
    TOPIC = "title"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "quit", show=False),
        Binding("n", "go('new')", show=False),
        Binding("m", "go('mods')", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._latest: SaveRow | None = None

    def parts(self) -> ComposeResult:
        """Name and menu at the left, the wafer at the right."""
        self.name_sheet, self.menu, self.wafer = (
            Sheet(id="name"),
            Menu(id="menu"),
            Sheet(id="wafer"),
        )
        self.foot = Sheet(id="foot")
        with Container(id="title-box"):
            with Container(id="title-left"):
                yield self.name_sheet
                yield self.menu
            yield self.wafer
        yield self.foot

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.menu)

    def show(self) -> None:
        """Title, menu and wafer."""
        t = self.t
        self.name_sheet.show(
            lambda width: _name(t("title.first"), t("title.second"), t("title.line"), width)
        )
        saves = [row for row in self.desk.host.saves(self.desk.lang) if not row.problem]
        running = [row for row in saves if not row.ended]
        latest = next(iter(running or saves), None)
        choose = self._first(latest) if latest is not None and latest != self._latest else None
        self._latest = latest
        self.menu.set_rows(self._rows(latest), choose=choose)
        self.wafer.show(lambda width: list(wafer(LIT)))
        self.foot.show(lambda width: wrap(say((t("title.foot"), QUIET)), width))

    def _rows(self, latest: SaveRow | None) -> list[Row]:
        """The menu; without a save there is nothing to continue."""
        t = self.t
        on = self.desk.host.mods_on()
        entries = [
            ("new", ""),
            ("load", ""),
            ("records", ""),
            ("mods", t("title.mods_on", n=on) if on else ""),
            ("language", t("title.other_language")),
            ("help", ""),
            ("quit", ""),
        ]
        if latest is not None:
            made = joined((latest.quarter, latest.seat)).plain if latest.automatic else latest.title
            entries.insert(0, (self._first(latest), made))
        else:
            entries.remove(("load", ""))
            entries.remove(("records", ""))

        def row(entry: str, more: str) -> Row:
            line = say((t(f"title.{entry}").ljust(NAME_WIDTH), PLAIN), joined((more,)))
            return Row(entry, lambda width: [clip(line, width)])

        return [row(entry, more) for entry, more in entries]

    @staticmethod
    def _first(latest: SaveRow) -> str:
        """The line of the menu for the save on offer: a run that goes on, or one to read again."""
        return "ended" if latest.ended else "continue"

    def hints(self) -> Sequence[Hint]:
        """What to press on the title."""
        return (
            self.hint("↑↓", "move", "noop"),
            self.hint("↵", "open", "enter"),
            self.hint("l", "language", "language"),
            self.hint("q", "quit", "quit"),
            self.hint("?", "help", "help"),
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A line of the menu."""
        self.action_go(event.option_id or "")

    def action_enter(self) -> None:
        """The key bar's Enter, for the mouse."""
        self.menu.action_select()

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit(0)

    def action_go(self, where: str) -> None:
        """Follow a line of the menu."""
        if where in ("continue", "ended") and self._latest is not None:
            self._continue(self._latest)
        elif where == "new":
            self.open("new_game")
        elif where == "load":
            self.open("load")
        elif where in ("records", "mods"):
            self.open(where)
        elif where == "language":
            self.action_language()
        elif where == "help":
            self.action_help()
        elif where == "quit":
            self.action_quit()

    def _continue(self, save: SaveRow) -> None:
        """Load the newest save and sit down."""
        try:
            self.desk.play = self.desk.host.load(save.path, self.desk.lang)
        except GameError as error:
            self.warn(error)
            return
        self.sit_down()


def _name(first: str, second: str, line: str, width: int) -> Lines:
    """The game's name in big letters, and what it is about."""
    return [*big(first), BLANK, *big(second), BLANK, *wrap(say((line, QUIET)), width)]
