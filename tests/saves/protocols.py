"""Which ways of writing a save lose it? Six that are often met, each a line away from being right.

They stand here so that the tests of crashes can prove that they would notice. `RIGHT` is the way
of the game.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from game.folder_lock import folder_lock
from game.session import save_file

Protocol = Callable[[Path, bytes], None]


def right(path: Path, data: bytes) -> None:
    """The game's own way."""
    with folder_lock(path.parent):
        save_file._replace(path, data)


def in_place(path: Path, data: bytes) -> None:
    """Write over the old save."""
    _write(path, data)
    _flush(path.parent)


def rename_without_flush(path: Path, data: bytes) -> None:
    """Rename a file whose bytes may not be on the disk yet."""
    temporary = _write(_beside(path), data, flush=False)
    os.replace(temporary, path)
    _flush(path.parent)


def rename_then_flush(path: Path, data: bytes) -> None:
    """Flush the bytes, but only once the old save has gone."""
    temporary = _write(_beside(path), data, flush=False)
    os.replace(temporary, path)
    _flush(path)
    _flush(path.parent)


def erase_then_rename(path: Path, data: bytes) -> None:
    """Remove the old save, since some systems do not rename over a file."""
    temporary = _write(_beside(path), data)
    with suppress(FileNotFoundError):
        os.unlink(path)
    os.rename(temporary, path)
    _flush(path.parent)


def folder_not_flushed(path: Path, data: bytes) -> None:
    """Say that the save is written while its name may still be that of the old one."""
    os.replace(_write(_beside(path), data), path)


def backup_by_rename(path: Path, data: bytes) -> None:
    """Make the old save the backup before the new one is there."""
    with suppress(FileNotFoundError):
        os.rename(path, path.with_name(f"{path.name}.bak1"))
    os.replace(_write(_beside(path), data), path)
    _flush(path.parent)


WRONG: tuple[Protocol, ...] = (
    in_place,
    rename_without_flush,
    rename_then_flush,
    erase_then_rename,
    folder_not_flushed,
    backup_by_rename,
)


def _beside(path: Path) -> Path:
    return path.with_name(f".tmp-{path.name}")


def _write(path: Path, data: bytes, *, flush: bool = True) -> Path:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        middle = len(data) // 2
        os.write(file, data[:middle])
        os.write(file, data[middle:])
        if flush:
            os.fsync(file)
    finally:
        os.close(file)
    return path


def _flush(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
