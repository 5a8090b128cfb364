"""Is the last turn on the disk, whatever makes the game stop, at whatever moment?

SIGTERM, SIGHUP, Ctrl-C, an input that ends, an output that nobody reads, a terminal that is gone:
each befalls the line face twenty times, mostly in the middle of a quarter. `leaving.py` plays the
games. The full-screen face is started as it is, in a terminal of its own.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from game.session import autosaves, save_file
from tests.saves.slices import SLICE, slice_of_today

if sys.platform == "win32":
    pytest.skip("signals and terminals of Unix", allow_module_level=True)

import fcntl
import pty
import select
import struct
import termios

CODES = {
    "SIGTERM": 128 + signal.SIGTERM,
    "SIGHUP": 128 + signal.SIGHUP,
    "ctrl-c": 128 + signal.SIGINT,
    "terminal": 128 + signal.SIGHUP,
    "stdin": 0,
    "stdout": 0,
}


def _games(root: Path, folder: Path, cause: str, moments: int, seed: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.saves.leaving", str(folder), cause]
    run = subprocess.run(
        [*command, str(moments), str(seed)], capture_output=True, text=True, cwd=root, check=False
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize("moments", [20, pytest.param(200, marks=pytest.mark.long)])
@pytest.mark.parametrize("cause", CODES)
def test_the_last_turn_is_on_the_disk(root: Path, tmp_path: Path, cause: str, moments: int) -> None:
    seed = 1 if moments == 20 else slice_of_today()
    games = _games(root, tmp_path, cause, moments, seed)
    assert len(games) == moments
    for game in games:
        told = f"{SLICE}={seed}: {game}"
        assert game["shown"] <= game["kept"] <= game["shown"] + 2, told
        assert game["bad"] == 0 and game["left"] == [], told
        assert game["code"] == CODES[cause], told
        assert not set(game["complaints"]) - set("> \n"), told
    assert len({game["kept"] for game in games}) > 1 or cause == "stdin"  # in different quarters


def test_a_game_that_saves_nothing_would_be_found_out(root: Path, tmp_path: Path) -> None:
    """The same games with automatic saves and the save on leaving switched off."""
    code = (
        "import sys\n"
        "from game.session.session import Session\n"
        "from game.faces.plain.run import Terminal\n"
        "Session._autosave = lambda self: None\n"
        "Terminal._save_and_leave = lambda self, quiet=False: 0\n"
        "from tests.saves import leaving\n"
        "from pathlib import Path\n"
        "leaving.main(Path(sys.argv[1]), 'SIGTERM', 2, 1)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, cwd=root
    )
    games = [json.loads(line) for line in run.stdout.splitlines()]
    assert games and all(game["kept"] < game["shown"] for game in games)


_ON_THE_WAY = """
import os, random, signal, sys
from game.faces.plain.hearing import hearing

class Left(BaseException): ...

def leave(*_):
    raise Left

silent, _ = os.pipe()
os.dup2(silent, 0)
signal.signal(signal.SIGALRM, leave)
ear, chance = hearing(), random.Random(1)
for _ in range(3000):
    try:
        signal.setitimer(signal.ITIMER_REAL, chance.uniform(1e-6, 6e-5))
        ear.line()
    except Left:
        print("left")
"""


def test_a_signal_on_the_way_to_the_next_line_is_heard(root: Path) -> None:
    """A plain `readline` waits for a line that never comes, a few times in a thousand."""
    command = [sys.executable, "-c", _ON_THE_WAY]
    run = subprocess.run(command, capture_output=True, text=True, cwd=root, timeout=60)
    assert run.stdout.count("left") == 3000, run.stderr


# ------------------------------------------------------------------- the full-screen face


_OWNING = """
import fcntl, runpy, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that its end is heard of
sys.argv[0] = "machinetime"
runpy.run_module("game", run_name="__main__")
"""


class _Screen:
    """The program in a terminal of 100 by 30."""

    def __init__(self, root: Path, saves: Path) -> None:
        self.ear, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        command = [sys.executable, "-c", _OWNING, "play", "--seat", "china", "--seed", "3"]
        self.complaints = saves.parent / "complaints"
        with self.complaints.open("wb") as complaints:
            self.game = subprocess.Popen(
                command,
                stdin=terminal,
                stdout=terminal,
                stderr=complaints,
                cwd=root,
                env={**os.environ, "TERM": "xterm-256color", "MACHINETIME_SAVES": str(saves)},
                start_new_session=True,
            )
        os.close(terminal)
        self.said = b""

    def hear(self, seconds: float) -> None:
        """Take what the face draws for some time."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if select.select([self.ear], [], [], left)[0]:
                try:
                    self.said += os.read(self.ear, 1 << 16)
                except OSError:
                    return

    def press(self, keys: bytes) -> None:
        os.write(self.ear, keys)


def _turn(saves: Path) -> int:
    newest = autosaves.latest(saves)
    return -1 if newest is None else int(save_file.read_save(newest).header["turn"])


@pytest.mark.parametrize("moments", [1, pytest.param(20, marks=pytest.mark.long)])
@pytest.mark.parametrize("cause", ["SIGTERM", "SIGHUP", "terminal"])
def test_the_screen_leaves_the_last_turn_too(
    root: Path, tmp_path: Path, cause: str, moments: int
) -> None:
    chance = random.Random(1 if moments == 1 else slice_of_today())
    for number in range(moments):
        saves = tmp_path / f"{number}" / "saves"
        saves.parent.mkdir()
        screen = _Screen(root, saves)
        try:
            deadline = time.monotonic() + 30
            while _turn(saves) < 1:
                assert time.monotonic() < deadline, screen.said[-2000:]
                screen.press(b"\re")  # lays the newspaper down, ends the quarter
                screen.hear(0.2)
            screen.press(b"\re\re")
            screen.hear(chance.uniform(0.0, 0.6))
            if cause == "terminal":
                os.close(screen.ear)
            else:
                screen.game.send_signal(getattr(signal, cause))
                screen.hear(0.3)
            number_of = signal.SIGTERM if cause == "SIGTERM" else signal.SIGHUP
            assert screen.game.wait(20) == 128 + number_of
        finally:
            screen.game.kill()
            if cause != "terminal":
                os.close(screen.ear)
        assert _turn(saves) >= 1
        assert not list(saves.glob(".tmp*"))
        assert b"Traceback" not in screen.complaints.read_bytes()
