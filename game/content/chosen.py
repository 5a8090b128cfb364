"""Which mods has the player switched on?

A small file of one list, written whole or not at all. One that cannot be read is moved aside and
said, never fatal: the game then starts without mods. Whether a mod can be used is not asked here.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from game.content import places
from game.errors import GameError

LARGEST = 100_000
MOST = 500
_ID = re.compile(r"[a-z][a-z0-9_]{0,79}")
_HEAD = "# The mods that `machinetime play` uses; see `machinetime mods --help`.\n"


class ChoiceError(GameError):
    """The choice of mods cannot be written."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ids of the mods that are on, and what became of a file that could not be read."""

    ids: tuple[str, ...] = ()
    fault: str = ""  # why the file could not be read
    aside: str = ""  # where it is now


def read(path: Path | None = None, *, aside: bool = True) -> Chosen:
    """The player's choice; nothing is chosen when there is no file.

    Whoever only looks leaves a broken file where it is: `aside` is False.
    """
    path = path or places.choice_file()
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        return Chosen(_ids(raw))
    except FileNotFoundError:
        return Chosen()
    except OSError as error:  # it stays where it is: perhaps it can be read tomorrow
        return Chosen(fault=error.strerror or str(error))
    except (ValueError, RecursionError) as error:
        return Chosen(fault=str(error)[:200], aside=_moved_aside(path) if aside else "")


def _ids(raw: bytes) -> tuple[str, ...]:
    """The ids of a file; raises ValueError when it is not one of ours."""
    if len(raw) > LARGEST:
        raise ValueError(f"more than {LARGEST:,} bytes")
    import tomllib  # most players have no mods

    data = tomllib.loads(raw.decode("utf-8"))
    ids = data.get("enabled", [])
    if not isinstance(ids, list) or len(ids) > MOST:
        raise ValueError("'enabled' must be a list of mods")
    for each in ids:
        if not isinstance(each, str) or not _ID.fullmatch(each):
            raise ValueError(f"'{str(each)[:60]!a}' is not the id of a mod")
    return tuple(sorted(set(ids)))


def _moved_aside(path: Path) -> str:
    """Give a broken file another name, so that a new one can be written; its new path."""
    for number in range(1, 100):
        to = path.with_name(f"{path.name}.broken-{number}")
        if not to.exists():
            with suppress(OSError):
                path.rename(to)
                return str(to)
            break
    return ""


@contextmanager
def held() -> Iterator[None]:
    """Nobody else changes the choice meanwhile; raises ChoiceError when the disk refuses it."""
    from game.folder_lock import folder_lock  # only to change it, not to start

    path = places.choice_file()
    with ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(folder_lock(path.parent))
        except OSError as error:
            raise _unwritable(path, error) from None
        yield


def write(ids: Iterable[str], path: Path | None = None) -> Path:
    """Keep this choice; raises ChoiceError when the disk refuses it."""
    path = path or places.choice_file()
    text = _HEAD + f"enabled = {json.dumps(sorted(set(ids)))}\n"
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise _unwritable(path, error) from None
    return path


def _unwritable(path: Path, error: OSError) -> ChoiceError:
    what = "E711: which mods are on cannot be written"
    return ChoiceError(what, str(path), error.strerror or str(error))
