"""How did it end?

The epilogue, the six parts of the score, what decided the run, and its chronicle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from game.faces.tui.paint.pages import epilogue
from game.faces.tui.screens.page import PageFrame
from game.faces.tui.widgets.keybar import Hint
from game.session.views import CodexTitle


class EpilogueScreen(PageFrame):
    """The end of a run."""

    TOPIC = "epilogue"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "back", show=False),
        Binding("c", "codex", show=False),
        Binding("n", "go_to('news')", show=False),
        Binding("s", "keep_book", show=False),
    ]

    def show(self) -> None:
        """The epilogue in the present language."""
        t, game = self.t, self.desk.game
        view, chronicle = game.epilogue(), game.chronicle()
        self.page.show(lambda width: epilogue(view, chronicle, t, width))

    def topics(self) -> Sequence[CodexTitle]:
        """The ending that was reached."""
        return self.desk.game.codex_topics("ending", self.desk.game.epilogue().ending_id)

    def hints(self) -> Sequence[Hint]:
        """Read, then back to the title."""
        return (
            self.hint("↑↓", "read", "noop"),
            self.hint("↵", "to_title", "back"),
            self.hint("s", "to_file", "keep_book"),
            self.hint("n", "news", "go_to('news')"),
            self.hint("c", "codex", "codex"),
            self.hint("l", "language", "language"),
            self.hint("?", "help", "help"),
        )

    def action_back(self) -> None:
        """To the title, with the game put away."""
        self.to_title()
