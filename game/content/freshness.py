"""Has any content file been touched since it was last looked at?

Asks the file system only: sizes and times of the base and of every mod. What the change means is
found out by reading the content again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from game.content import places

Stamps = dict[str, tuple[int, int, int]]  # path → size, time of change in ns, inode
_READ = (".yaml", ".yml", ".toml")


def stamps() -> Stamps:
    """What the content files look like from outside."""
    found: Stamps = {}
    for path in _paths():
        try:
            known = path.stat()
        except OSError:  # gone between two glances: it will be missed
            continue
        found[str(path)] = (known.st_size, known.st_mtime_ns, known.st_ino)
    return found


def _paths() -> Iterator[Path]:
    for folder in (places.base_dir(), *places.mod_dirs()):
        if folder.is_dir():
            yield from (path for path in folder.rglob("*") if path.suffix in (*_READ, ".zip"))
        elif folder.is_file():
            yield folder
