"""What stands at the foot of a screen: what is said for a while, and which keys work here?

The keys are one line, drawn from the screen's hints and clickable: one widget for all of them.
Notes stand above it on lines of their own, whatever screen is in front, and cover nothing: the
screen makes room for them until their time is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from game.faces.tui.lines import Drawn, Lines, fit, say, wrap
from game.faces.tui.look import AMBER, BAD, KEY, PLAIN
from game.faces.tui.widgets.sheet import Sheet

MOST_LINES = 6  # of all notes together


@dataclass(frozen=True, slots=True)
class Hint:
    """One key as shown, what it does in a word, and the screen's action behind it."""

    key: str
    word: str
    action: str


class KeyBar(Widget):
    """The hints that fit, in their order; the last one (help) always has its place."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[Hint, ...] = ()
        self._places: list[tuple[int, int, Hint]] = []

    def show(self, hints: Sequence[Hint]) -> None:
        """Show these keys."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def render(self) -> Drawn:
        """The line."""
        return Drawn(lambda width: [self._line(width)])

    def _line(self, width: int) -> Content:
        """Keys and words for a width; remembers where each stands for the mouse."""
        self._places = []
        if not self._hints:
            return Content("")
        last = self._hints[-1]
        room = width - _width(last)
        column, pieces = 0, []
        for hint in self._hints[:-1]:
            if column + _width(hint) > room:
                break
            self._places.append((column, column + _width(hint), hint))
            column += _width(hint)
            pieces.append(hint)
        self._places.append((column, column + _width(last), last))
        return say(*(_piece(hint) for hint in [*pieces, last]))

    async def on_click(self, event: Click) -> None:
        """A click on a key is the key."""
        event.stop()
        for start, end, hint in self._places:
            if start <= event.x < end:
                await self.screen.run_action(hint.action)
                return


def _width(hint: Hint) -> int:
    """Cells that a hint takes: a space, the key, a space, the word, a space."""
    return cell_len(hint.key) + cell_len(hint.word) + 3


def _piece(hint: Hint) -> Content:
    """A hint as drawn."""
    return say(" ", (hint.key, KEY), " ", (hint.word, PLAIN), " ")


@dataclass(frozen=True, eq=False, slots=True)
class Note:
    """One thing that is said for a while."""

    text: str
    warns: bool = False


class Notes(Sheet):
    """The notes of the moment; no lines at all when there are none."""

    def __init__(self) -> None:
        super().__init__(id="notes")
        self.display = False
        self._now: Sequence[Note] = ()

    def rows(self, width: int) -> int:
        """How many lines are taken from the screen."""
        return len(note_lines(self._now, width))

    def tell(self, notes: Sequence[Note]) -> None:
        """Show these, the latest below."""
        self._now, self.display = notes, bool(notes)
        self.show(lambda width: note_lines(notes, width))


def note_lines(notes: Sequence[Note], width: int) -> Lines:
    """Each note behind a bar; of too many lines the last ones go."""
    lines: Lines = []
    for note in notes:
        bar = say(("▌ ", BAD if note.warns else AMBER))
        for line in wrap(say((note.text, PLAIN)), max(width - 2, 20)):
            lines.append(say(bar, line))
    return fit(lines, MOST_LINES, width)
