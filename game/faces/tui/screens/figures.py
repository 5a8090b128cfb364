"""What do the two screens about figures share?

The list of the seat's figures at the left; the curve (`chart.py`) or the causes (`why.py`) of the
chosen one at the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import OptionList

from game.faces.tui.desk import Desk, Speech
from game.faces.tui.paint.pages import figure_name
from game.faces.tui.screens.frame import Frame, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Scroller
from game.session.views import CodexTitle, FigureView


class FigureScreen(Frame[None]):
    """A list of figures and a page about one of them."""

    CSS_PATH = "pages.tcss"
    OTHER = ""  # the screen about the same figure from the other side
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("space", "page(1)", show=False),
        Binding("c", "codex", show=False),
    ]

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk)
        self._figure = name
        self.list, self.page = Menu(id="names"), Scroller(id="pair-page")

    def parts(self) -> ComposeResult:
        """List and page."""
        with Container(id="pair"):
            with Container(id="pair-list"):
                yield self.list
            yield self.page

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.list)

    def show(self) -> None:
        """The figures, and the page of the chosen one."""
        rows = [_figure_row(figure, self.desk.speech) for figure in self.figures()]
        self.list.set_rows(rows, choose=self._figure)
        self.show_figure(self._figure)

    def figures(self) -> Sequence[FigureView]:
        """What the list holds."""
        return self.desk.game.figures()

    def show_figure(self, name: str) -> None:
        """The page about one figure; each screen says its own."""

    def topics(self) -> Sequence[CodexTitle]:
        """The chosen figure."""
        return self.desk.game.codex_topics("figure", self._figure)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another figure."""
        if event.option_id and event.option_id != self._figure:
            self._figure = event.option_id
            self.show_figure(self._figure)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: the same figure from the other side."""
        self.action_other()

    def hints(self) -> Sequence[Hint]:
        """Move, turn over, leave."""
        other = (
            self.hint("g", "chart", "other")
            if self.OTHER == "chart"
            else self.hint("w", "why", "other")
        )
        return (
            self.hint("↑↓", "move", "noop"),
            other,
            self.hint("c", "codex", "codex"),
            self.hint("l", "language", "language"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )

    def action_other(self) -> None:
        """The same figure on the other screen."""
        self.open_instead(self.OTHER, self._figure)

    def action_page(self, direction: int) -> None:
        """Read on while the list keeps the keys."""
        self.page.scroll_relative(y=direction * max(1, self.page.size.height - 1), animate=False)


def _figure_row(figure: FigureView, words: Speech) -> Row:
    """A figure in the list."""
    return Row(figure.name, lambda width: figure_name(figure, words, width))
