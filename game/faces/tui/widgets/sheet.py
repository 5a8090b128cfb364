"""How does a block of drawn lines get onto the screen?

A `Sheet` shows a function from a width to lines; a `Scroller` lets a long one be read with the
keys. Neither can be chosen from: for that there is `Menu`.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Click
from textual.widgets import Static

from game.faces.tui.lines import Draw, Drawn


class Sheet(Static):
    """Lines drawn for the width at hand; a click runs an action of the screen, if one is given."""

    def __init__(self, *, id: str | None = None, click: str = "") -> None:
        super().__init__("", id=id, markup=False)
        self._click = click

    def show(self, draw: Draw) -> None:
        """Show these lines from now on."""
        self.update(Drawn(draw))

    async def on_click(self, event: Click) -> None:
        """Do what the sheet stands for."""
        if self._click:
            event.stop()
            await self.screen.run_action(self._click)


class Scroller(VerticalScroll, can_focus=True, inherit_bindings=False):
    """One sheet that may be longer than its window."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", show=False),
        Binding("down,j", "scroll_down", show=False),
        Binding("pageup,b", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        self.sheet = Sheet()
        super().__init__(self.sheet, id=id)

    def show(self, draw: Draw, top: bool = False) -> None:
        """Show these lines; `top` goes back to the first one."""
        self.sheet.show(draw)
        if top:
            self.scroll_home(animate=False)

    def action_page_up(self) -> None:
        """One window up, at once."""
        self.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """One window down, at once."""
        self.scroll_page_down(animate=False)
