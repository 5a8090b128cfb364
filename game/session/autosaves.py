"""Which automatic saves are kept, and which save is the latest?

The last five of a playthrough, every fifth of its last fifty, and its first. Saves the player named
are never removed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.errors import SaveError
from game.later import later
from game.session.locations import LATEST, SUFFIX, file_stem, was_damaged
from game.session.save_bytes import BadSave
from game.session.save_file import read_header, remove_save

if TYPE_CHECKING:
    from game.session import save_hints
    from game.session.standing import Setup
else:
    save_hints = later("game.session.save_hints")

LAST = 5
EVERY = 5
WITHIN = 50
TOLD_BYTES = 60  # of a file name, for scenario and seat


@dataclass(frozen=True, slots=True)
class SaveEntry:
    """One save of a folder: its header, or what is wrong with it."""

    path: Path
    header: dict[str, Any] | None
    problem: SaveError | None

    @property
    def name(self) -> str:
        """What `load` takes for it."""
        named = self.path.suffix == SUFFIX and self.path.stem not in LATEST
        return self.path.stem if named else self.path.name


def autosave_stem(setup: Setup, turn: int) -> str:
    """The file name of the automatic save of one turn, without its suffix."""
    return f"{_begins(setup)}-t{turn:02d}"


def rotate(folder: Path, setup: Setup, turn: int) -> None:
    """Remove the automatic saves of this playthrough that are no longer kept at this turn."""
    pattern = re.compile(re.escape(_begins(setup)) + r"-t(\d+)" + re.escape(SUFFIX))
    with suppress(OSError):
        for path in list(folder.iterdir()):
            match = pattern.fullmatch(path.name)
            if match and not keeps(int(match[1]), turn):
                remove_save(path)


def keeps(saved_turn: int, turn: int) -> bool:
    """Whether the automatic save of a turn is still kept when the game stands at another."""
    age = turn - saved_turn
    return saved_turn == 0 or age < LAST or (saved_turn % EVERY == 0 and age < WITHIN)


def list_saves(folder: Path) -> list[SaveEntry]:
    """Every save of a folder, the latest first, the unreadable and the damaged ones last.

    What bears the name of a save and is no file is none: see `no_saves`.
    """
    entries = []
    with suppress(OSError):
        for path in folder.iterdir():
            if (path.suffix == SUFFIX or was_damaged(path)) and path.is_file():
                entries.append(_entry(path))
    return sorted(entries, key=_latest_first, reverse=True)


def no_saves(folder: Path) -> list[Path]:
    """The folders that bear the name of a save."""
    found: list[Path] = []
    with suppress(OSError):
        found += (path for path in folder.iterdir() if path.suffix == SUFFIX and path.is_dir())
    return sorted(found)


def latest(folder: Path) -> Path | None:
    """The save to go on with: the last of a game that still runs, else the last of all, or None."""
    entries = [entry for entry in list_saves(folder) if entry.header]
    over = finished(entries)
    running = (entry.path for entry in entries if entry.path not in over)
    return next(running, entries[0].path if entries else None)


def finished(entries: Sequence[SaveEntry]) -> set[Path]:
    """The saves of playthroughs that are over, which is for the last save of each to say.

    `entries` are sorted as `list_saves` does.
    """
    last: dict[tuple[str, ...], bool] = {}
    found: set[Path] = set()
    for entry in entries:
        header = entry.header or {}
        mine = _playthrough(header)
        if last.setdefault(mine, header.get("finished") is True):
            found.add(entry.path)
    return found


def _entry(path: Path) -> SaveEntry:
    if was_damaged(path):
        return SaveEntry(path, None, save_hints.of_moved(path))
    try:
        return SaveEntry(path, read_header(path), None)
    except BadSave as error:
        return SaveEntry(path, None, save_hints.with_hints(error, path, aside=False))


def _latest_first(entry: SaveEntry) -> tuple[bool, str, int, str]:
    header = entry.header or {}
    turn = header.get("turn")
    saved_at = str(header.get("saved_at", ""))
    return bool(header), saved_at, turn if isinstance(turn, int) else 0, entry.path.name


def _playthrough(header: dict[str, Any]) -> tuple[str, ...]:
    """What tells playthroughs apart; before they had names, what they were begun with."""
    if name := header.get("playthrough"):
        return (str(name),)
    return tuple(str(header.get(key)) for key in ("scenario", "seat", "seed", "difficulty"))


def _begins(setup: Setup) -> str:
    """How the automatic saves of a playthrough begin; what tells it apart is never cut off."""
    told = file_stem(f"auto-{setup.scenario}-{setup.seat}", TOLD_BYTES)
    return "-".join(part for part in (told, str(setup.seed), setup.playthrough) if part)
