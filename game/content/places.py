"""Where do the content files lie: in a checkout, in an installed package, in a mod folder?

Only names folders, and makes paths of what people write; reads nothing. Three kinds of place hold
mods: those that MACHINETIME_MODS names, the player's own folder, and the examples that come with
the game.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

MANIFEST = "mod.toml"
CASES = ".test.yaml"  # what a file of test cases ends in: no rule of the game
OWN_FOLDER = "MACHINETIME_MODS_FOLDER"  # the player's own mods, somewhere else
NAMED_FOLDERS = "MACHINETIME_MODS"  # more folders of mods, separated as in PATH
CHOICE_FILE = "MACHINETIME_MODS_FILE"  # which mods are on, written somewhere else
HEAVIEST = 32_000_000  # bytes of a mod: more is not read
REMOVED = ".removed"  # where a mod goes that the player throws away

IMPOSSIBLE = (errno.ENAMETOOLONG, errno.EINVAL)

_PACKAGE = Path(__file__).resolve().parent.parent


def path_named(text: str) -> Path:
    """The path that somebody wrote, `~` and all; raises PathError where none can be called so."""
    try:
        path = Path(text).expanduser()
        path.lstat()
    except (OSError, RuntimeError, ValueError) as error:  # a home of nobody, a letter of no name
        if isinstance(error, OSError) and error.errno not in IMPOSSIBLE:
            return path  # which may still be made
        from game.errors import PathError  # read only now: help must be quick

        raise PathError(text, getattr(error, "strerror", "") or str(error).rstrip(".")) from None
    return path


def _shipped() -> Path:
    packaged = _PACKAGE / "_content"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "content"


def checkout() -> Path | None:
    """The folder of the source in which this game lies, or None where it was installed."""
    root = _PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() else None


def base_dir() -> Path:
    """The folder of the game's own content."""
    return _shipped() / "base"


def own_mods() -> Path:
    """The folder of the player's own mods; it may not exist yet.

    `mods/` of a checkout, else the platform's folder for user data.
    """
    named = os.environ.get(OWN_FOLDER, "").strip()
    if named:
        return path_named(named)
    root = checkout()
    if root is not None:
        return root / "mods"
    import platformdirs

    return Path(platformdirs.user_data_dir("machinetime", appauthor=False)) / "mods"


def choice_file() -> Path:
    """The file that says which mods are on; it may not exist yet."""
    named = os.environ.get(CHOICE_FILE, "").strip()
    return path_named(named) if named else own_mods() / "enabled.toml"


def mod_dirs() -> tuple[Path, ...]:
    """Folders that hold mods; of two mods with one id, the one in the earlier folder is used."""
    named = os.environ.get(NAMED_FOLDERS, "")
    added = tuple(path_named(part) for part in named.split(os.pathsep) if part)
    return (*added, own_mods(), _shipped() / "mods")


def place_of(path: Path) -> str:
    """Which kind of place a mod lies in: `own`, `shipped`, or `named` for any other."""
    for kind, folder in (("own", own_mods()), ("shipped", _shipped() / "mods")):
        if path.parent == folder:
            return kind
    return "named"


def is_mod(path: Path) -> bool:
    """Whether a folder or a file looks like a mod; one that may not be looked into does not."""
    try:
        return path.suffix == ".zip" if path.is_file() else (path / MANIFEST).is_file()
    except OSError:
        return False
