"""What does one read of a run, and of all runs, while playing in lines?

The chronicle, to read or as a file, and the records.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from game.faces.books import write_book
from game.faces.records_told import lines
from game.session.records import records

if TYPE_CHECKING:
    from game.session.session import Session

COMMANDS = ("chronicle", "records")


def answer(session: Session, command: str, rest: str) -> list[str]:
    """The lines of one of the commands; raises GameError for a file that cannot be written."""
    words = session.words
    if command == "records":
        return lines(records(session.ruleset, session.annals(), words), words)
    if rest:
        return [words.t("book.written", path=str(write_book(session, Path(rest))))]
    told = [line.lstrip("#- ") for line in session.chronicle()]
    return [line for line in told if line] or [words.t("plain.chronicle.none")]
