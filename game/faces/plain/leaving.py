"""Is the game kept while one plays, and when one leaves the table?

The game is saved first. Where it cannot be, whoever asks a second time leaves without.
"""

from __future__ import annotations

from game.errors import SaveError
from game.session.locations import saves_folder
from game.session.save_hints import usable
from game.session.session import Session, message


def kept(session: Session) -> bool:
    """Whether each quarter is saved as it ends, as far as one can see."""
    folder = session.folder or saves_folder()
    return session.autosaves and not session.read_only and usable(folder)


def left(session: Session) -> list[str]:
    """Save before leaving, and say so; raises SaveError."""
    path = session.leave()
    if path is None:
        return [session.words.t("plain.unsaved")]
    return [session.words.t("plain.saved", path=str(path))]


class Quitting:
    """Remembers whether somebody wanted to leave and could not."""

    def __init__(self) -> None:
        self._asked = False

    def quit(self, session: Session) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """What is said, what is complained of, and whether one leaves."""
        try:
            return tuple(left(session)), (), True
        except SaveError as error:
            said = message(error, session.words)
            if self._asked:
                return (), (said,), True
            self._asked = True
            return (), (said, session.words.t("plain.quit.again")), False
