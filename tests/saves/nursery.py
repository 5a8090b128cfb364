"""How many saves does kill -9 lose? A script: nursery.py FOLDER KILLS SEED PROTOCOL LANES.

Forks children that save again and again and acknowledge each save over a pipe, kills every one of
them at a moment of its own, and reads what it left. Prints as JSON how many were killed in the
middle of a save, how many saves were acknowledged, and what was lost. A fork costs a millisecond,
where a fresh Python costs a hundred.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from game.errors import SaveError
from game.session import save_bytes, save_file
from tests.saves import protocols

CALLS = ("open", "write", "fsync", "replace", "rename", "link", "unlink", "close")
NAME = "a.save"
LATEST_MS = 12.0


def main(folder: Path, kills: int, seed: int, protocol: str, lanes: int) -> dict[str, object]:
    """Kill so many children, some of them at a time, each in a folder of its own."""
    write = getattr(protocols, protocol)
    chance = random.Random(seed)
    found = {"kills": 0, "inside": 0, "told": 0}
    lost: list[str] = []
    while found["kills"] < kills:
        born = []
        for lane in range(min(lanes, kills - found["kills"])):
            root = folder / f"{lane}"
            root.mkdir(parents=True, exist_ok=True)
            born.append((_born(root, write, chance), root))
        for (pid, pipe, start), root in born:
            time.sleep(chance.uniform(0, LATEST_MS) / 1000)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            told = _told(pipe)
            found["kills"] += 1
            found["inside"] += told[-1:] != [b"-"]
            turns = [int(each) for each in told if each not in (b"-", b"+")]
            found["told"] += len(turns)
            lost += _lost(root, max([start, *turns]))
            save_file.sweep(root)
            if list(root.glob(".tmp*")):
                lost.append("a temporary file stays")
    return {**found, "lost": lost}


def _born(root: Path, write: protocols.Protocol, chance: random.Random) -> tuple[int, int, int]:
    """A child that saves for ever: its number, the pipe it tells its saves to, its last turn."""
    turn = _turn(root / NAME)
    at = chance.randrange(1, 40) if chance.random() < 0.5 else 0
    first = 0 if turn is None else turn
    end, mouth = os.pipe()
    pid = os.fork()
    if pid:
        os.close(mouth)
        return pid, end, -1 if turn is None else turn
    os.close(end)
    try:
        _child(root / NAME, write, mouth, first + 1, at)
    finally:
        os._exit(1)


def _child(path: Path, write: protocols.Protocol, mouth: int, turn: int, at: int) -> None:
    """Save and tell; with `at`, die at that call of the system, before it or half through it."""
    if at:
        _die_at(at)
    while True:
        data = save_bytes.encode({"turn": turn}, {"turn": turn, "x": list(range(2000))})
        _tell(mouth, b"+\n")
        write(path, data)
        _tell(mouth, b"%d\n-\n" % turn)
        turn += 1


_tell = os.write  # as it was before `_die_at`


def _die_at(at: int) -> None:
    count = 0

    def deadly(name: str, real: object) -> object:
        def call(*args: object, **more: object) -> object:
            nonlocal count
            count += 1
            if count == at:
                if name == "write":
                    data = bytes(args[1])  # type: ignore[call-overload]
                    real(args[0], data[: len(data) // 2])  # type: ignore[operator]
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **more)  # type: ignore[operator]

        return call

    for name in CALLS:
        setattr(os, name, deadly(name, getattr(os, name)))


def _told(pipe: int) -> list[bytes]:
    """The lines of a child that is no more."""
    said = b""
    while select.select([pipe], [], [], 1.0)[0] and (more := os.read(pipe, 1 << 16)):
        said += more
    os.close(pipe)
    return said.split(b"\n")[:-1]


def _turn(path: Path) -> int | None:
    try:
        return int(save_file.read_save(path).body["turn"])
    except SaveError:
        return None


def _lost(root: Path, told: int) -> list[str]:
    turn = _turn(root / NAME)
    if told < 0 or (turn is not None and turn >= told):
        return []
    return [f"turn {told} was told, and {turn} is there"]


if __name__ == "__main__":
    place, number, chosen, way, side = sys.argv[1:]
    print(json.dumps(main(Path(place), int(number), int(chosen), way, int(side))))
