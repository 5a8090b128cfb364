"""What does one read and type about saves while playing in lines?

Saving, the list, and a save to share or one that was shared. Which playthrough lies on the table is
the desk's business (`commands.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.faces.plain import show
from game.faces.plain.grammar import Complaint
from game.session import sharing
from game.session.autosaves import list_saves
from game.session.locations import saves_folder

if TYPE_CHECKING:
    from game.session.session import Session

COMMANDS = ("save", "saves", "export", "import")
SHOWN = 12


def answer(session: Session, command: str, rest: str) -> list[str]:
    """The lines of one of the commands; raises Complaint and GameError."""
    words = session.words
    if command == "save":
        return [words.t("plain.saved", path=str(session.save(rest or None)))]
    if command == "saves":
        return show.save_lines(words, list_saves(session.folder or saves_folder())[:SHOWN])
    if command == "export":
        return [words.t("saves.exported", path=str(session.share(rest)))]
    if not rest:
        raise Complaint(words.t("plain.missing", help=words.t("plain.help.import")))
    return sharing.told(sharing.import_save(session.ruleset, rest, folder=session.folder), words)
