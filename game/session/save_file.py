"""How does a save reach the disk whole, and how is one read without trusting it?

A save is one header line of JSON, readable alone, then a body (JSON, zlib). What the body means is
`save_body.py`; which saves are kept is `autosaves.py`.
"""

from __future__ import annotations

import hashlib
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from game.errors import SaveError
from game.session import migrations, strict_json
from game.session.folder_lock import folder_lock

MAGIC = "machinetime-save"
FORMAT = migrations.FORMAT
FILE_CAP = 32 << 20
HEADER_CAP = 64 << 10
TEXT_CAP = 64 << 20
BACKUPS = 2
LEVEL = 1  # of compression: the third takes twice the time for a twentieth less
SHARING_PAUSES_S = (0.01, 0.03, 0.1, 0.3, 0.5) if os.name == "nt" else ()
_TEMPORARY = ".tmp-"

MESSAGES = {
    "missing": "there is no such save",
    "unreadable": "the save cannot be read ({why})",
    "too_big": "the file is too big to be a save",
    "not_a_save": "this file is not a Machine Time save",
    "newer": "this save was written by a newer version of the game (format {format})",
    "damaged": "the save is damaged ({why})",
    "unwritable": "the save could not be written ({why})",
    "rules": "the save was made with other rules ({why})",
    "mods": "this save cannot be opened without the mods {mods}: its seat or its scenario comes "
    "from them. Put them back among your mods and load it again; the file was left as it is",
    "held": "this game is open in another window, which saves it; here it is not saved. "
    "Save it under another name to keep it as a game of its own",
    "held_name": "“{name}” belongs to the game that is open in another window. Take another name",
    "taken": "there is already a file called {name}; nothing was written over it",
    "bad_name": "no file may be called {name} on every system; take another name",
}


class BadSave(SaveError):
    """A save that cannot be read or written; `key` and `values` let a face say it in its words."""

    def __init__(self, key: str, where: str, hint: str = "", **values: object) -> None:
        super().__init__(MESSAGES[key].format(**values), where, hint)
        self.key = key
        self.values = values
        self.hints: tuple[tuple[str, dict[str, object]], ...] = ()  # (key of a word, its values)


@dataclass(frozen=True, slots=True)
class SaveFile:
    """A save as read: its header and the parsed body."""

    header: dict[str, Any]
    body: Any


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


def encode(header: dict[str, Any], body: Any, *, compress: bool = True) -> bytes:
    """The bytes of a save; sizes and checksum are added to the header."""
    text = strict_json.dump(body)
    stored = zlib.compress(text, LEVEL) if compress else text
    full = {
        "magic": MAGIC,
        "format": FORMAT,
        **header,
        "encoding": "zlib" if compress else "json",
        "body_bytes": len(stored),
        "text_bytes": len(text),
    }
    return strict_json.dump(full | {"checksum": _checksum(full, stored)}) + b"\n" + stored


def read_save(path: Path) -> SaveFile:
    """A save of the disk, checked from its size to its last byte; raises BadSave."""
    return decode(read_bytes(path), str(path))


def decode(data: bytes, where: str = "") -> SaveFile:
    """The save that some bytes hold; `where` names them in a BadSave."""
    header, line = _header(data, where)
    stored = data[len(line) + 1 :]
    _check_sums(header, line, stored, where)
    text = _inflate(header, stored, where)
    try:
        return SaveFile(header, strict_json.parse(text))
    except strict_json.NotStrict as error:
        raise BadSave("damaged", where, why=str(error)) from None


def read_header(path: Path) -> dict[str, Any]:
    """The header alone, without reading the body; raises BadSave."""
    try:
        with _opened(path) as file:
            data = file.readline(HEADER_CAP + 1)
    except FileNotFoundError:
        raise BadSave("missing", str(path)) from None
    except OSError as error:
        raise BadSave("unreadable", str(path), why=_reason(error)) from error
    return _header(data, str(path))[0]


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


def _header(data: bytes, where: str) -> tuple[dict[str, Any], bytes]:
    """The parsed header line and its bytes; a newer format is refused before anything else."""
    line, newline, _ = data[: HEADER_CAP + 1].partition(b"\n")
    try:
        header = strict_json.parse(line)
    except strict_json.NotStrict:
        raise BadSave("not_a_save", where) from None
    if not newline or not isinstance(header, dict) or header.get("magic") != MAGIC:
        raise BadSave("not_a_save", where)
    version = header.get("format")
    if type(version) is not int or version < 1:
        raise BadSave("damaged", where, why="no format")
    if version > FORMAT:
        raise BadSave("newer", where, format=version)
    return header, line


def _check_sums(header: dict[str, Any], line: bytes, stored: bytes, where: str) -> None:
    """Refuse any byte that differs from what was written, in the header too."""
    unsigned = {key: value for key, value in header.items() if key != "checksum"}
    try:
        same_text = strict_json.dump(unsigned | {"checksum": header.get("checksum")}) == line
    except ValueError:
        same_text = False
    if not same_text or header.get("checksum") != _checksum(unsigned, stored):
        raise BadSave("damaged", where, why="its checksum does not match")
    if header.get("body_bytes") != len(stored):
        raise BadSave("damaged", where, why="its size does not match")


def _inflate(header: dict[str, Any], stored: bytes, where: str) -> bytes:
    """The text of the body, never more than the header and the cap allow."""
    size = header.get("text_bytes")
    if type(size) is not int or not 0 <= size <= TEXT_CAP:
        raise BadSave("too_big", where)
    if header.get("encoding") == "json":
        text, whole = stored, True
    elif header.get("encoding") == "zlib":
        engine = zlib.decompressobj()
        try:
            text = engine.decompress(stored, size + 1)
        except zlib.error:
            raise BadSave("damaged", where, why="its body cannot be unpacked") from None
        whole = engine.eof and not engine.unused_data
    else:
        raise BadSave("damaged", where, why="no encoding")
    if not whole or len(text) != size:
        raise BadSave("damaged", where, why="its size does not match")
    return text


def _checksum(header: dict[str, Any], stored: bytes) -> str:
    digest = hashlib.sha256(strict_json.dump(header))
    digest.update(b"\n")
    digest.update(stored)
    return digest.hexdigest()


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
