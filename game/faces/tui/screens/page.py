"""What is a screen that is one page to read?

The page has the keys: arrows read on. What stands on it, and what else a key does, is each
screen's own.
"""

from __future__ import annotations

from textual.app import ComposeResult

from game.faces.tui.desk import Desk
from game.faces.tui.screens.frame import Frame, focus_on
from game.faces.tui.widgets.sheet import Scroller


class PageFrame(Frame[None]):
    """One page over the whole window."""

    CSS_PATH = "pages.tcss"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.page = Scroller(id="page")

    def parts(self) -> ComposeResult:
        """One page."""
        yield self.page

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.page)
