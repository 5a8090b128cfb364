"""Where is the game kept, and how does one take it up again?

Two screens: a name and the saves that exist, and the list to load from, where saves also come in
and go out as files; a card asks for the name of such a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Input, OptionList

from game.errors import GameError
from game.faces.tui.desk import Desk, SaveRow
from game.faces.tui.lines import BLANK, Lines, clip, heading, joined, say, spread, wrap
from game.faces.tui.look import BAD, BRIGHT, PLAIN, QUIET, REFUSED, TITLE
from game.faces.tui.paint.table import Say
from game.faces.tui.screens.frame import Card, Frame, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Sheet
from game.session.locations import SHARED


class LoadScreen(Frame[None]):
    """The saves, newest first."""

    CSS_PATH = "saves.tcss"
    TOPIC = "load"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "export", show=False),
        Binding("i", "import", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._saves: dict[str, SaveRow] = {}
        self.head, self.list = Sheet(id="saves-head"), Menu(id="saves")

    def parts(self) -> ComposeResult:
        """A heading and the list."""
        yield self.head
        yield self.list

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.list)

    def show(self) -> None:
        """What can be loaded, and what cannot."""
        t = self.t
        rows = self.desk.host.saves(self.desk.lang)
        self._saves = {str(row.path): row for row in rows}
        line = t("load.line") if rows else t("load.none")
        self.head.show(
            lambda width: [heading(t("load.title"), width), *wrap(say((line, QUIET)), width), BLANK]
        )
        self.list.set_rows(_save_row(row, t) for row in rows)

    def hints(self) -> Sequence[Hint]:
        """Choose, load, leave."""
        return (
            self.hint("↑↓", "move", "noop"),
            self.hint("↵", "load", "enter"),
            *((self.hint("x", "export", "export"),) if self._saves else ()),
            self.hint("i", "import", "import"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Load and sit down."""
        row = self._saves[event.option_id or ""]
        if row.problem:
            self.tell(row.problem)
            return
        try:
            self.desk.play = self.desk.host.load(row.path, self.desk.lang)
        except GameError as error:
            self.warn(error)
            return
        self.sit_down()

    def action_enter(self) -> None:
        """The key bar's Enter, for the mouse."""
        self.list.action_select()

    def action_export(self) -> None:
        """Ask for a file to write the marked save to."""
        marked = self.list.highlighted
        if marked is None:
            return
        row = self._saves[self.list.get_option_at_index(marked).id or ""]
        if row.problem:
            self.tell(row.problem)
            return

        def write(file: str | None) -> None:
            if not file:
                return
            try:
                path = self.desk.host.export_save(row.path, file)
            except GameError as error:
                self.warn(error)
            else:
                self.tell(self.t("load.exported", path=str(path)))

        self.open("file", "export", "load.export", f"{row.path.stem}{SHARED}", then=write)

    def action_import(self) -> None:
        """Ask for a file to take in."""

        def take(file: str | None) -> None:
            if not file:
                return
            try:
                said = self.desk.host.import_save(file, self.desk.lang)
            except GameError as error:
                self.warn(error)
            else:
                self.tell(said)
                self.redraw()

        self.open("file", "import", "load.import", "", then=take)


class FileCard(Card[str]):
    """The name of a file to write or to read; answers with it, or with nothing."""

    CSS_PATH = "saves.tcss"
    TOPIC = "load"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, priority=True)]

    def __init__(self, desk: Desk, key: str, question: str, name: str) -> None:
        super().__init__(desk)
        self._key, self._question = key, question
        self.head = Sheet()
        self.field = Input(name, id="file-name", max_length=1000, select_on_focus=True)

    def parts(self) -> ComposeResult:
        """The card."""
        with Container(classes="card"):
            yield self.head
            yield self.field

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.field)

    def show(self) -> None:
        """The question."""
        t = self.t
        self.head.show(
            lambda width: [
                *wrap(say((t(self._question), TITLE)), width),
                *wrap(say((t("load.card.line"), QUIET)), width),
                BLANK,
            ]
        )

    def hints(self) -> Sequence[Hint]:
        """Do it or leave it."""
        return (
            self.hint("↵", self._key, "give"),
            self.hint("esc", "back", "back"),
            self.hint("F1", "help", "help"),
        )

    def on_input_submitted(self) -> None:
        """The name is written."""
        self.action_give()

    def action_give(self) -> None:
        """Answer with the name."""
        self.dismiss(self.field.value.strip())


class SaveScreen(Frame[None]):
    """A name for the save, over the saves that exist."""

    CSS_PATH = "saves.tcss"
    TOPIC = "save"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, priority=True)]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        table = desk.game.table()
        name = f"{table.seat_name} {table.quarter}"
        self.head, self.foot = Sheet(id="saves-head"), Sheet(id="saves-foot")
        self.field = Input(name, id="save-name", max_length=60, select_on_focus=True)

    def parts(self) -> ComposeResult:
        """A heading, the name, the saves."""
        yield self.head
        yield self.field
        yield self.foot

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.field)

    def show(self) -> None:
        """The question, and what is there already."""
        t = self.t
        rows = self.desk.host.saves(self.desk.lang)
        self.head.show(
            lambda width: [
                heading(t("save.title"), width),
                *wrap(say((t("save.line"), QUIET)), width),
                BLANK,
            ]
        )
        self.foot.show(
            lambda width: [BLANK, *(line for row in rows for line in _save_lines(row, t, width))]
        )

    def hints(self) -> Sequence[Hint]:
        """Save or leave."""
        return (
            self.hint("↵", "save", "save"),
            self.hint("esc", "back", "back"),
            self.hint("F1", "help", "help"),
        )

    def on_input_submitted(self) -> None:
        """The name is written."""
        self.action_save()

    def action_save(self) -> None:
        """Save and go back to the table."""
        try:
            path = self.desk.game.save(self.field.value.strip() or None)
        except GameError as error:
            self.warn(error)
            return
        self.tell(self.t("save.done", name=path.name))
        self.dismiss(None)


def _save_row(row: SaveRow, t: Say) -> Row:
    """A save in the list."""
    return Row(str(row.path), lambda width: _save_lines(row, t, width))


def _save_lines(row: SaveRow, t: Say, width: int) -> Lines:
    """Title and date, seat and quarter, or what is wrong with it."""
    ink = QUIET if row.problem else BRIGHT
    known = (t("save.automatic"),) if row.automatic else (row.seat, row.quarter)
    facts = joined((*known, t("save.ended")) if row.ended else known)
    line = spread(say((row.title, ink), "  ", facts), say((row.when, QUIET)), width)
    if not row.problem:
        return [line]
    return [line, clip(say("  ", (f"{REFUSED} ", BAD), (row.problem, PLAIN)), width)]
