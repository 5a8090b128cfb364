"""Where do the content files lie: in a checkout, in an installed package, in a mod folder?

Only names folders; reads nothing in them.
"""

from __future__ import annotations

import os
from pathlib import Path

MANIFEST = "mod.toml"

_PACKAGE = Path(__file__).resolve().parent.parent


def _shipped() -> Path:
    packaged = _PACKAGE / "_content"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "content"


def base_dir() -> Path:
    """The folder of the game's own content."""
    return _shipped() / "base"


def mod_dirs() -> tuple[Path, ...]:
    """Folders that hold mods: those shipped, then those of MACHINETIME_MODS."""
    named = os.environ.get("MACHINETIME_MODS", "")
    added = tuple(Path(part).expanduser() for part in named.split(os.pathsep) if part)
    return (_shipped() / "mods", *added)


def is_mod(path: Path) -> bool:
    """Whether a folder or a file looks like a mod."""
    return path.suffix == ".zip" if path.is_file() else (path / MANIFEST).is_file()
