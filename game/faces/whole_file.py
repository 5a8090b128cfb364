"""How does a file that somebody asked for come to be there, whole or not at all?

It is written beside its place and takes it once the last byte is on the disk. Saves have their own
way (`save_file.py`), which also keeps backups.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write into, which then replaces the one at a path; raises OSError."""
    path = Path(os.path.realpath(path))  # what a link stands for, not the link
    if path.is_dir():
        raise IsADirectoryError(21, "a folder has this name", str(path))
    temporary = path.with_name(f".tmp-{os.getpid()}-{path.name[:40]}")
    try:
        with temporary.open("xb") as file:
            yield file
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def write_whole(path: Path, text: str) -> None:
    """A text as a file; raises OSError."""
    with whole_file(path) as file:
        file.write(text.encode())


def try_folder(folder: Path) -> None:
    """Raise now the OSError that a file in a folder would meet once there is something to write."""
    from tempfile import TemporaryFile

    with TemporaryFile(dir=folder):
        pass
