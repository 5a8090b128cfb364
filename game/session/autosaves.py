"""Which automatic saves are kept, and which save is the latest?

The last five of a playthrough, and every fifth of its last fifty. Saves the player named are never
removed.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from game.errors import SaveError
from game.session.locations import SUFFIX, file_stem
from game.session.save_file import read_header, remove_save

LAST = 5
EVERY = 5
WITHIN = 50


@dataclass(frozen=True, slots=True)
class SaveEntry:
    """One save of a folder: its header, or what is wrong with it."""

    path: Path
    header: dict[str, Any] | None
    problem: SaveError | None


def autosave_stem(scenario: str, seat: str, seed: int, turn: int) -> str:
    """The file name of the automatic save of one turn, without its suffix."""
    return f"{_playthrough(scenario, seat, seed)}-t{turn:02d}"


def rotate(folder: Path, scenario: str, seat: str, seed: int, turn: int) -> None:
    """Remove the automatic saves of this playthrough that are no longer kept at this turn."""
    pattern = re.compile(
        re.escape(_playthrough(scenario, seat, seed)) + r"-t(\d+)" + re.escape(SUFFIX)
    )
    with suppress(OSError):
        for path in list(folder.iterdir()):
            match = pattern.fullmatch(path.name)
            if match and not keeps(int(match[1]), turn):
                remove_save(path)


def keeps(saved_turn: int, turn: int) -> bool:
    """Whether the automatic save of a turn is still kept when the game stands at another."""
    age = turn - saved_turn
    return age < LAST or (saved_turn % EVERY == 0 and age < WITHIN)


def list_saves(folder: Path) -> list[SaveEntry]:
    """Every save of a folder, the latest first, the unreadable ones last."""
    entries = []
    with suppress(OSError):
        for path in folder.iterdir():
            if path.suffix == SUFFIX and path.is_file():
                entries.append(_entry(path))
    return sorted(entries, key=_latest_first, reverse=True)


def latest(folder: Path) -> Path | None:
    """The save written last, or None in an empty folder."""
    return next((entry.path for entry in list_saves(folder) if entry.header), None)


def _entry(path: Path) -> SaveEntry:
    try:
        return SaveEntry(path, read_header(path), None)
    except SaveError as error:
        return SaveEntry(path, None, error)


def _latest_first(entry: SaveEntry) -> tuple[bool, str, int, str]:
    header = entry.header or {}
    turn = header.get("turn")
    saved_at = str(header.get("saved_at", ""))
    return bool(header), saved_at, turn if isinstance(turn, int) else 0, entry.path.name


def _playthrough(scenario: str, seat: str, seed: int) -> str:
    return file_stem(f"auto-{scenario}-{seat}-{seed}")
