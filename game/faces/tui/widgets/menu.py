"""How does one choose a line among several?

A list drawn from `Row`s: a sign at the left marks the chosen line, so that the choice shows
without colour. Arrow keys run past the ends of the list into the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.segment import Segment
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from game.faces.tui.lines import Draw, Drawn
from game.faces.tui.look import CHOSEN, KEPT, KEY, RULE

GUTTER = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: an id for the screen, how it is drawn, and whether it can be chosen."""

    id: str
    draw: Draw
    selectable: bool = True


class Menu(OptionList):
    """A list of rows with one of them chosen."""

    class Left(Message):
        """The arrow keys ran past an end of the list: -1 above, 1 below."""

        def __init__(self, menu: Menu, direction: int) -> None:
            super().__init__()
            self.menu, self.direction = menu, direction

        @property
        def control(self) -> Menu:
            """The list that was left."""
            return self.menu

    class Unmarked(Message):
        """Enter was pressed, and no row is marked yet."""

    def __init__(
        self,
        *,
        id: str | None = None,
        open_ended: bool = False,
        careful: bool = False,
        unmarked: bool = False,
    ) -> None:
        super().__init__(id=id, markup=False)
        self._open_ended = open_ended  # the arrow keys may leave the list
        self._careful = careful  # choosing has effects: the mouse must click twice
        self._unmarked = unmarked  # no row is chosen before the player has chosen one
        self._rows: tuple[Row, ...] = ()

    @property
    def chosen(self) -> str | None:
        """The id of the chosen row."""
        option = self.highlighted_option
        return option.id if option is not None and not option.disabled else None

    def set_rows(self, rows: Iterable[Row], choose: str | None = None) -> None:
        """Show these rows; keep the chosen one, or `choose` another, or the nearest place."""
        wanted, place = choose or self.chosen, self.highlighted or 0
        self._rows = tuple(rows)
        self.set_options(
            [
                Option(Drawn(row.draw), id=row.id or None, disabled=not row.selectable)
                for row in self._rows
            ]
        )
        ids = [row.id for row in self._rows]
        if wanted in ids:
            self.highlighted = ids.index(wanted)
            return
        able = [index for index, row in enumerate(self._rows) if row.selectable]
        if self._unmarked and wanted is None:
            able = []
        self.highlighted = min(able, key=lambda index: abs(index - place)) if able else None

    def unmark(self) -> None:
        """No row is chosen any more, and the list begins at its top."""
        self.highlighted = None
        self.scroll_home(animate=False)

    def choose(self, row_id: str) -> bool:
        """Put the mark on a row; False when there is no such row."""
        for index, row in enumerate(self._rows):
            if row.id == row_id and row.selectable:
                self.highlighted = index
                return True
        return False

    def _get_left_gutter_width(self) -> int:
        return GUTTER

    def render_line(self, y: int) -> Strip:
        """A row's line behind the mark, or behind the room for it."""
        strip = super().render_line(y)
        number = self.scroll_offset.y + y
        lines = self._lines
        mark = " " * GUTTER
        if number < len(lines) and lines[number] == (self.highlighted, 0):
            mark = (CHOSEN if self.has_focus else KEPT).ljust(GUTTER)
        style = next((segment.style for segment in strip if segment.style), None)
        ink = (KEY if self.has_focus else RULE).rich_style
        gutter = Strip([Segment(mark, style + ink if style else ink)], GUTTER)
        if number < len(lines):  # a click beside the row is a click on the row
            gutter = gutter.apply_meta({"option": lines[number][0]})
        return Strip.join([gutter, strip])

    async def _on_click(self, event: Click) -> None:
        """A click marks a row; on the marked one it chooses it, or at once in a simple menu."""
        event.prevent_default()
        place = event.style.meta.get("option")
        if place is None or not self._rows[place].selectable:
            return
        marked = place == self.highlighted
        self.highlighted = place
        if marked or not self._careful:
            self.action_select()

    def action_select(self) -> None:
        """Choose the marked row, or say that there is none."""
        if self.highlighted is None and self._rows:
            self.post_message(self.Unmarked())
        else:
            super().action_select()

    def action_cursor_up(self) -> None:
        """One row up, or out of the list."""
        self._move(-1)

    def action_cursor_down(self) -> None:
        """One row down, or out of the list."""
        self._move(1)

    def _move(self, direction: int) -> None:
        """Choose the next row that can be chosen in a direction."""
        able = [index for index, row in enumerate(self._rows) if row.selectable]
        now = self.highlighted if self.highlighted is not None else -1
        ahead = [index for index in able if (index - now) * direction > 0]
        if ahead:
            self.highlighted = ahead[0] if direction > 0 else ahead[-1]
        elif self._open_ended:
            self.post_message(self.Left(self, direction))
        elif able:
            self.highlighted = able[0] if direction > 0 else able[-1]
