"""Where do the player's saves live, and what may a save be called?

MACHINETIME_SAVES wins, then `saves/` of a checkout, then the platform's user data folder. Nothing
here reads or writes a save.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from game.content.places import path_named

SUFFIX = ".save"
LATEST = ("latest", "dernière", "derniere")  # what the newest save may be called
SHARED = ".mtsave"  # of a save that was written to be shared
ENVIRONMENT = "MACHINETIME_SAVES"
MOVED = re.compile(r"(.+\.save)\.damaged\d*")  # a save that was moved aside
NAME_BYTES = 100  # a file name may have 255 bytes; backups and `.damaged` add to ours
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"
}


def checkout() -> Path | None:
    """The root of the checkout this code runs from, or None when it is installed."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() else None


def was_damaged(path: Path) -> bool:
    """Whether a file is a save that was moved aside."""
    return MOVED.fullmatch(path.name) is not None


def usable(folder: Path) -> bool:
    """Whether saves can probably be written into a folder, which need not exist yet."""
    for each in (folder, *folder.absolute().parents):
        if each.exists():
            return each.is_dir() and os.access(each, os.W_OK | os.X_OK)
    return False


def saves_folder() -> Path:
    """The folder of the saves; it may not exist yet."""
    named = os.environ.get(ENVIRONMENT, "").strip()
    if named:
        return path_named(named)
    root = checkout()
    if root is not None:
        return root / "saves"
    import platformdirs  # a quarter of the start of `--version`, needed only here

    return Path(platformdirs.user_data_dir("machinetime", appauthor=False)) / "saves"


def reserved(stem: str) -> bool:
    """Whether some system keeps a file name for itself, whatever its suffix."""
    return stem.split(".")[0].strip().casefold() in _RESERVED


def file_stem(name: str, most: int = NAME_BYTES) -> str:
    """A safe file name for a title: letters and digits of any script, hyphens between words."""
    text = unicodedata.normalize("NFC", name)
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in text)
    stem = "-".join(part for part in kept.split("-") if part).strip(".-")
    while len(stem.encode("utf-8", "replace")) > most:
        stem = stem[:-1]
    if not stem or reserved(stem):
        stem = f"save-{stem}" if stem else "save"
    return stem


def save_path(name: str, folder: Path | None = None) -> Path:
    """The path a save of this name has, whether or not it exists."""
    return (folder or saves_folder()) / f"{file_stem(name.removesuffix(SUFFIX))}{SUFFIX}"


def find_save(name: str, folder: Path | None = None) -> Path:
    """The save somebody means by a name: a path that exists, or a name in the saves folder.

    A name leads to the file that is called so, as the list shows it, or else to the save that was
    made under it.
    """
    given = path_named(name) if name.startswith("~") else Path(name)
    if (len(given.parts) > 1 or given.suffix in (SUFFIX, SHARED)) and _is_file(given):
        return given
    path = save_path(name, folder)
    if len(given.parts) != 1:
        return path
    # Files that were not named here: copied, renamed, or moved aside as `a.save.damaged`.
    called = (f"{name}{SUFFIX}", *((name,) if SUFFIX in name else ()))
    return next((each for each in map(path.with_name, called) if _is_file(each)), path)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file may have
        return False
