"""May a playthrough be saved under a name?

Under one that is free, or over its own save of that name; never over another playthrough's, whose
only copy that may be. Nothing here writes a save.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

from game.errors import SaveError
from game.session.locations import LATEST, NAME_BYTES, file_stem, save_path
from game.session.save_bytes import BadSave
from game.session.save_file import read_header

_DIGITS = 6  # bytes kept free for a number


def check(name: str, folder: Path, playthrough: str, *, held: bool) -> None:
    """Raise BadSave where a playthrough, which another window may hold, cannot take a name."""
    path = chosen(name, folder)
    if not (path.exists() or path.is_symlink()):
        return
    if not _is_of(path, playthrough):
        free = next(each for n in count(2) if not (each := numbered(path.stem, n, folder)).exists())
        raise BadSave("others_name", "", name=path.stem, free=free.stem)
    if held:
        raise BadSave("held_name", "", name=path.stem)


def chosen(name: str, folder: Path) -> Path:
    """The path of a save that somebody names; raises BadSave for a word that means the newest."""
    path = save_path(name, folder)
    if path.stem.casefold() in LATEST:
        raise BadSave("latest_name", "", name=path.stem)
    return path


def numbered(stem: str, number: int, folder: Path) -> Path:
    """The path of a save that is the second of its name, the third and so on."""
    return save_path(
        stem if number == 1 else f"{file_stem(stem, NAME_BYTES - _DIGITS)}-{number}", folder
    )


def _is_of(path: Path, playthrough: str) -> bool:
    """Whether a file is a save of a playthrough; one that cannot be read is nobody's to replace."""
    try:
        return read_header(path).get("playthrough") == playthrough
    except SaveError:
        return False
