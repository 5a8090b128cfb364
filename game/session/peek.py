"""What must be known of a save before the rules are loaded?

Its mods and its language, from the header alone: reading them imports no world and no content.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.errors import SaveError
from game.session.autosaves import latest
from game.session.locations import find_save, saves_folder
from game.session.save_file import read_header

LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Peek:
    """The mods a save was made with, and the language it was played in, where it says so."""

    mods: tuple[str, ...] = ()
    lang: str | None = None


def peek(name: str) -> Peek:
    """Look at the header of a save; nothing is known of one that cannot be read."""
    path = latest(saves_folder()) if name == LATEST else find_save(name)
    if path is None:
        return Peek()
    try:
        header = read_header(path)
    except SaveError:
        return Peek()
    mods, lang = header.get("mods"), header.get("language")
    listed = mods if isinstance(mods, list) else []
    ids = tuple(str(mod["id"]) for mod in listed if isinstance(mod, dict) and "id" in mod)
    return Peek(ids, lang if lang in ("en", "fr") else None)
