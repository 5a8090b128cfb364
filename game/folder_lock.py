"""Who may write in a folder of saves or of mods now?

One process at a time, for as long as one save takes, or one switch of mods. The system frees the
lock of a process that dies, so that no stale lock ever needs a human.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = ".lock"
PATIENCE_S = 10.0


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; raises OSError when another process keeps it too long."""
    file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not try_lock(file):
            if time.monotonic() > deadline:
                raise TimeoutError(110, "another game is writing in this folder")
            time.sleep(0.01)
        yield
    finally:
        os.close(file)  # closing frees the lock


if sys.platform == "win32":
    import msvcrt

    def try_lock(file: int) -> bool:
        """Lock an open file, unless somebody else has; OSError where files cannot be locked."""
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(file: int) -> bool:
        """Lock an open file, unless somebody else has; OSError where files cannot be locked."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
