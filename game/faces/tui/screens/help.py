"""Which keys are there, and what do the game's words mean?

Begins with the screen that one came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from game.faces.tui.desk import Desk
from game.faces.tui.lines import BLANK, Lines, heading, say, wrap
from game.faces.tui.look import BRIGHT, KEY, PLAIN
from game.faces.tui.paint.pages import MEASURE
from game.faces.tui.paint.table import Say
from game.faces.tui.screens.page import PageFrame
from game.faces.tui.widgets.keybar import Hint

# A key as shown and the entry of the words file that says what it does; the mouse has a word.
KEYS = (
    ("↵", "enter"),
    ("↑↓ tab", "move"),
    ("0–9", "digit"),
    ("", "mouse"),
    ("e", "end"),
    ("a", "scene"),
    ("w", "why"),
    ("g", "chart"),
    ("f", "forecast"),
    ("n", "news"),
    ("h", "history"),
    ("o", "orders"),
    ("p", "pipeline"),
    ("k", "council"),
    ("c", "codex"),
    ("u", "undo"),
    ("s", "save"),
    ("l", "language"),
    ("q", "back"),
    ("?", "help"),
    ("ctrl+c", "twice"),
)
WORDS = (
    "attention",
    "order",
    "scene",
    "machine_time",
    "eci",
    "quarter",
    "goal",
    "gate",
    "kind",
    "default",
)
KEY_WIDTH = 8
WORD_WIDTH = 18


class HelpScreen(PageFrame):
    """Keys and words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,question_mark,f1", "back", show=False),
    ]

    def __init__(self, desk: Desk, topic: str = "") -> None:
        super().__init__(desk)
        self._topic = topic

    def show(self) -> None:
        """Where one is, the keys, the words."""
        t, topic = self.t, self._topic
        self.page.show(lambda width: _help(t, topic, min(width, MEASURE + 6)), top=True)

    def hints(self) -> Sequence[Hint]:
        """Read and leave."""
        return (
            self.hint("↑↓", "read", "noop"),
            self.hint("l", "language", "language"),
            self.hint("q", "back", "back"),
        )

    def action_help(self) -> None:
        """Help is shown already."""


def _help(t: Say, topic: str, width: int) -> Lines:
    """The whole page."""
    lines: Lines = []
    if topic:
        lines += [
            heading(t("help.here"), width),
            *wrap(say((t(f"help.at.{topic}"), PLAIN)), width),
            BLANK,
        ]
    lines += [heading(t("help.keys"), width)]
    for key, name in KEYS:
        lines += _entry(say((key or t("help.click"), KEY)), t(f"help.key.{name}"), KEY_WIDTH, width)
    lines += [BLANK, heading(t("help.words"), width)]
    for name in WORDS:
        term = say((t(f"help.term.{name}"), BRIGHT))
        lines += _entry(term, t(f"help.word.{name}"), WORD_WIDTH, width)
    return [*lines, BLANK, *wrap(t("help.more"), width)]


def _entry(term: Content, words: str, column: int, width: int) -> Lines:
    """A term and what it means, in two columns."""
    rows = wrap(say((words, PLAIN)), width - column)
    return [
        say(term if n == 0 else "", " " * (column - (term.cell_length if n == 0 else 0)), row)
        for n, row in enumerate(rows)
    ]
