"""Whose is a playthrough now?

A session holds its playthrough for as long as it lives, by a lock on a small file beside the saves,
so that two windows never write over each other's quarters. The system frees the lock of a process
that dies; a file that is left behind means nothing. Within one process a hold is shared.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from weakref import WeakValueDictionary

from game.folder_lock import try_lock

PREFIX = ".held-"


class Hold:
    """The lock of one playthrough; given back when the last session lets go of it."""

    def __init__(self, path: Path, file: int | None) -> None:
        self.path = path
        self.process = os.getpid()  # a fork inherits the lock, and must not give it back
        self._file = file  # None where no lock can be had: then nobody else can have one either

    def release(self) -> None:
        """Give the playthrough back; does nothing the second time."""
        file, self._file = self._file, None
        if file is None or self.process != os.getpid():
            return
        with suppress(OSError):
            if os.name == "nt":  # an open file cannot be removed there
                os.close(file)
                self.path.unlink()
            else:  # while it is still locked, or it would be another one's file
                self.path.unlink()
                os.close(file)

    __del__ = release


_held: WeakValueDictionary[Path, Hold] = WeakValueDictionary()


def hold(folder: Path, playthrough: str) -> Hold | None:
    """Hold a playthrough of a folder, or None while another process does.

    A folder in which no file can be made holds no saves to protect: there one always succeeds.
    """
    path = folder.absolute() / f"{PREFIX}{playthrough}"
    known = _held.get(path)
    if known is not None and known.process == os.getpid():
        return known
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = _locked(path)
    except OSError:
        return Hold(path, None)
    if file is None:
        return None
    _held[path] = taken = Hold(path, file)
    return taken


def sweep(folder: Path) -> None:
    """Remove the files of holds whose process was killed."""
    with suppress(OSError):
        for path in folder.glob(f"{PREFIX}*"):
            if path.absolute() not in _held and (file := _locked(path)) is not None:
                Hold(path, file).release()


def _locked(path: Path) -> int | None:
    """The file, open and locked; None when another process has it."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if not try_lock(file):
                os.close(file)
                return None
            if _same(file, path):
                return file
        except OSError:
            os.close(file)
            raise
        os.close(file)  # it was given back, and its file removed, between the opening and the lock


def _same(file: int, path: Path) -> bool:
    """Whether a path still names an open file."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False
