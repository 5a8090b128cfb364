"""Does a save outlive a loss of power at any moment, whatever the disk has put off?

Every state that a crash may leave is built and read: the save must be there under its name, whole,
and no older than what the player was told. Six wrong ways of writing must each be found out.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from game.errors import SaveError
from game.session.save_bytes import decode, encode
from tests.saves.crashes import Disk, Folder
from tests.saves.protocols import WRONG, Protocol, right
from tests.saves.slices import SLICE, slice_of_today

NAME = "a.save"


def _data(turn: int, size: int = 40) -> bytes:
    return encode({"turn": turn}, {"turn": turn, "x": list(range(size))}, compress=False)


class Crashes:
    """Writes saves by one protocol, and looks at every crash on the way."""

    def __init__(self, root: Path, protocol: Protocol) -> None:
        root.mkdir(parents=True)
        self.disk = Disk(root)
        self.protocol = protocol
        self.told = -1  # the last turn that the player knows to be saved
        self.states = 0
        self.lost: list[str] = []
        self.known: dict[bytes, int | None] = {}  # the turn of some bytes; None: no save

    def save(self, turn: int, size: int = 40) -> None:
        data = _data(turn, size)
        self.known[data] = turn
        with self.disk.watching(self._look):
            self.protocol(self.disk.root / NAME, data)
        self.disk.check()
        self.told = turn
        self._look()

    def _look(self) -> None:
        for folder in self.disk.after_crash():
            self.states += 1
            problem = self._problem(folder)
            if problem:
                self.lost.append(problem)

    def _problem(self, folder: Folder) -> str:
        turn = self._turn(folder[NAME]) if NAME in folder else None
        if self.told >= 0 and turn is None:
            return f"turn {self.told} was told, and no save can be read"
        if turn is not None and turn < self.told:
            return f"turn {self.told} was told, and {turn} is there"
        return ""

    def _turn(self, data: bytes) -> int | None:
        if data not in self.known:
            try:
                read = decode(data).body["turn"]
            except SaveError:
                read = None
            assert read is None, "bytes that nobody wrote were taken for a save"
            self.known[data] = read
        return self.known[data]


@pytest.mark.parametrize("short", [1 << 30, 100])
def test_no_crash_loses_a_save(tmp_path: Path, short: int) -> None:
    crashes = Crashes(tmp_path / "saves", right)
    crashes.disk.writes_at_most = short
    for turn in range(4):
        crashes.save(turn)
    assert crashes.lost == []
    assert crashes.states > 100


@pytest.mark.parametrize("protocol", WRONG, ids=lambda protocol: protocol.__name__)
def test_every_wrong_way_of_writing_is_found_out(tmp_path: Path, protocol: Protocol) -> None:
    crashes = Crashes(tmp_path / "saves", protocol)
    for turn in range(4):
        crashes.save(turn)
    assert crashes.lost


def test_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(old: object, new: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refused)
    crashes = Crashes(tmp_path / "saves", right)
    for turn in range(4):
        crashes.save(turn)
    assert crashes.lost == []


def test_a_write_that_the_model_does_not_see_is_noticed(tmp_path: Path) -> None:
    crashes = Crashes(tmp_path / "saves", lambda path, data: path.write_bytes(data) and None)
    with pytest.raises(AssertionError):
        crashes.save(0)


def test_backups_hold_what_the_save_held_before(tmp_path: Path) -> None:
    """After a crash the first backup is a save that once was told, never half of one."""
    crashes = Crashes(tmp_path / "saves", right)
    problems: list[str] = []

    def backups(folder: Folder) -> str:
        for name, data in folder.items():
            if ".bak" in name and crashes._turn(data) is None:
                problems.append(name)
        return ""

    crashes._problem = backups  # type: ignore[method-assign]
    for turn in range(4):
        crashes.save(turn)
    assert crashes.states and not problems


def test_a_disk_that_lies_is_never_believed(tmp_path: Path) -> None:
    """A disk that forgets one flush may lose a save, but what it leaves is refused in words."""
    lost = 0
    for number in range(1, 9):
        crashes = Crashes(tmp_path / f"{number}", right)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(crashes.disk, "_fsync", _forgetting(crashes.disk, number))
            for turn in range(4):
                crashes.save(turn)  # fails where bytes of nobody are taken for a save
        lost += bool(crashes.lost)
    assert lost


def _forgetting(disk: Disk, number: int) -> Callable[[None, int], bool]:
    """The note of an fsync, whose `number`-th call only says that it has flushed."""
    honest, count = disk._fsync, 0

    def fsync(done: None, file: int) -> bool:
        nonlocal count
        count += file in disk.files
        return count == number or honest(done, file)

    return fsync


@pytest.mark.parametrize("games", [20, pytest.param(2_000, marks=pytest.mark.long)])
def test_games_of_all_lengths(tmp_path: Path, games: int) -> None:
    """Other lengths and sizes each night; the seed is told when one fails."""
    seed = slice_of_today() if games > 20 else 1
    chance = random.Random(seed)
    for game in range(games):
        crashes = Crashes(tmp_path / f"{game}", right)
        crashes.disk.writes_at_most = chance.choice([1 << 30, 1 << 30, 50, 333])
        for turn in range(chance.randrange(3, 9)):
            crashes.save(turn, chance.randrange(1, 200))
        assert crashes.lost == [], f"{SLICE}={seed}, game {game}"
