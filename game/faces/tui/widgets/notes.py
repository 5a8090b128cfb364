"""What is said once, and where?

Notes stand on lines of their own above the key bar, whatever screen is in front, until their time
is over: the screen makes room for them, so that they cover nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.faces.tui.lines import Lines, fit, say, wrap
from game.faces.tui.look import AMBER, BAD, PLAIN
from game.faces.tui.widgets.sheet import Sheet

MOST_LINES = 6  # of all notes together


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
