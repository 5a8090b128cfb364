"""What is on its way, when does it come, and who ordered it?

Fabs, power, chips and measures that were set going and are not there yet, or run out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from game.faces.tui.paint.reasons import pipeline
from game.faces.tui.screens.page import PageFrame
from game.faces.tui.widgets.keybar import Hint
from game.session.views import CodexTitle


class PipelineScreen(PageFrame):
    """Works under way."""

    TOPIC = "pipeline"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,p", "back", show=False),
        Binding("c", "codex", show=False),
    ]

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
