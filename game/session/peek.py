"""What must be known of a save before the rules are loaded?

Its mods and its language, from the header alone: reading them imports no world and no content.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.errors import SaveError
from game.session.autosaves import latest
from game.session.locations import LATEST, find_save, saves_folder
from game.session.mod_lists import mods_of
from game.session.save_file import read_header


@dataclass(frozen=True, slots=True)
class Peek:
    """The mods a save was made with or waits for, and the language it was played in, if known."""

    mods: tuple[str, ...] = ()
    lang: str | None = None


def peek(name: str) -> Peek:
    """Look at the header of a save; nothing is known of one that cannot be read."""
    path = latest(saves_folder()) if name in LATEST else find_save(name)
    if path is None:
        return Peek()
    try:
        header = read_header(path)
    except SaveError:
        return Peek()
    lang = header.get("language")
    ids = tuple(id_ for id_, _ in mods_of(header))
    return Peek(ids, lang if lang in ("en", "fr") else None)
