"""What is on its way, when does it come, and who ordered it?

Fabs, power, chips and measures that were set going and are not there yet, or run out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from game.faces.tui.desk import Desk
from game.faces.tui.paint.reasons import pipeline
from game.faces.tui.screens.frame import Frame, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.sheet import Scroller
from game.session.views import CodexTitle


class PipelineScreen(Frame[None]):
    """Works under way."""

    CSS_PATH = "pages.tcss"
    TOPIC = "pipeline"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,p", "back", show=False),
        Binding("c", "codex", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.page = Scroller(id="page")

    def parts(self) -> ComposeResult:
        """One page."""
        yield self.page

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.page)

    def show(self) -> None:
        """Everything that is on its way."""
        t, game = self.t, self.desk.game
        view, quarter = game.pipeline(), game.table().quarter
        self.page.show(lambda width: pipeline(view, quarter, t, width), top=True)

    def topics(self) -> Sequence[CodexTitle]:
        """What is on its way, and who set it going."""
        return self.desk.game.codex_topics("pipeline")

    def hints(self) -> Sequence[Hint]:
        """Read and leave."""
        return (
            self.hint("↑↓", "read", "noop"),
            self.hint("c", "codex", "codex"),
            self.hint("l", "language", "language"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )
