"""How does a save reach the disk whole, and how is it found again when one does not?

What its bytes are is `save_bytes.py`; which saves are kept is `autosaves.py`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from game.errors import SaveError
from game.folder_lock import folder_lock
from game.session.save_bytes import (
    FILE_CAP,
    HEADER_CAP,
    BadSave,
    SaveFile,
    decode,
    encode,
    header_of,
)

BACKUPS = 2
SHARING_PAUSES_S = (0.01, 0.03, 0.1, 0.3, 0.5) if os.name == "nt" else ()
_TEMPORARY = ".tmp-"


def write_save(path: Path, header: dict[str, Any], body: Any, *, compress: bool = True) -> None:
    """Put a save in the place of an older one so that a crash leaves one of the two, whole."""
    data = encode(header, body, compress=compress)
    try:
        if path.is_symlink():
            path = Path(os.path.realpath(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        with folder_lock(path.parent):
            _replace(path, data)
    except OSError as error:
        raise unwritable(path, error) from error


def place_new(path: Path, data: bytes) -> None:
    """Put the bytes of a save where none was; raises BadSave when a file is there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with folder_lock(path.parent):
            if path.exists() or path.is_symlink():
                raise BadSave("taken", "", name=path.name)
            _replace(path, data)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> BadSave:
    """What is said of a file that the disk refused."""
    return BadSave("unwritable", str(path), why=_reason(error))


def read_save(path: Path) -> SaveFile:
    """A save of the disk, checked from its size to its last byte; raises BadSave."""
    return decode(read_bytes(path), str(path))


def read_header(path: Path) -> dict[str, Any]:
    """The header alone, without reading the body; raises BadSave."""
    try:
        with _opened(path) as file:
            data = file.readline(HEADER_CAP + 1)
    except FileNotFoundError:
        raise BadSave("missing", str(path)) from None
    except OSError as error:
        raise BadSave("unreadable", str(path), why=_reason(error)) from error
    return header_of(data, str(path))[0]


def _opened(path: Path) -> BinaryIO:
    """A file to read; a pipe or a device is none, and might never end."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise BadSave("not_a_save", str(path))
    return path.open("rb")


def set_aside(path: Path) -> Path | None:
    """Move a damaged save out of the way, never over another file; None if it cannot be moved."""
    for number in range(100):
        aside = path.with_name(f"{path.name}.damaged{number or ''}")
        try:
            if not aside.exists():
                _rename(path, aside)
                return aside
        except OSError:
            return None
    return None


def good_backups(path: Path) -> list[Path]:
    """The backups of a save that read well, newest first."""
    good = []
    for number in range(1, BACKUPS + 1):
        with suppress(SaveError):
            read_save(backup := _backup(path, number))
            good.append(backup)
    return good


def sweep(folder: Path) -> None:
    """Remove the temporary files of saves that were cut short."""
    with suppress(OSError), folder_lock(folder):
        for path in folder.glob(f"{_TEMPORARY}*"):
            with suppress(OSError):
                path.unlink()


def remove_save(path: Path) -> None:
    """Remove a save and its backups; what cannot be removed stays."""
    for each in (path, *(_backup(path, n) for n in range(1, BACKUPS + 1))):
        with suppress(OSError):
            each.unlink()


def _replace(path: Path, data: bytes) -> None:
    """Write beside, flush, keep the old as a backup, rename, flush the folder."""
    if path.is_dir():
        raise IsADirectoryError(21, "a folder has this name")
    temporary = path.parent / f"{_TEMPORARY}{os.getpid()}-{path.name[:40]}"
    try:
        _write_all(temporary, data)
        _rotate(path)
        _rename(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(path.parent)


def _write_all(path: Path, data: bytes) -> None:
    """Write a new file; what had its name, be it a link to elsewhere, is not written through."""
    with suppress(FileNotFoundError):
        path.unlink()
    with _descriptor(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as file:
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        os.fsync(file)


def _rotate(path: Path) -> None:
    """Give the save about to be replaced a second name; the oldest backup goes."""
    if not path.exists():
        return
    for number in range(BACKUPS, 1, -1):
        with suppress(FileNotFoundError):
            _rename(_backup(path, number - 1), _backup(path, number))
    first = _backup(path, 1)
    with suppress(FileNotFoundError):
        first.unlink()
    try:
        os.link(path, first)
    except OSError:  # a file system without hard links
        _write_all(first, path.read_bytes())


def _rename(path: Path, to: Path) -> None:
    """Rename; where another program's look at a file forbids it, wait for it to finish."""
    for pause_s in SHARING_PAUSES_S:
        try:
            os.replace(path, to)
        except PermissionError:
            time.sleep(pause_s)
        else:
            return
    os.replace(path, to)


def _backup(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.bak{number}")


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # folders cannot be opened there; the rename is journalled
    with _descriptor(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)) as file:
        os.fsync(file)


@contextmanager
def _descriptor(path: Path, flags: int) -> Iterator[int]:
    file = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o644)
    try:
        yield file
    finally:
        os.close(file)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that may be a save; raises BadSave, also for one that is too big."""
    try:
        with _opened(path) as file:
            data = file.read(FILE_CAP + 1)
    except FileNotFoundError:
        raise BadSave("missing", str(path)) from None
    except OSError as error:
        raise BadSave("unreadable", str(path), why=_reason(error)) from error
    if len(data) > FILE_CAP:
        raise BadSave("too_big", str(path))
    return data


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
