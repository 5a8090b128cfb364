"""How long does a command take to show its first sign of life?

Starts whole processes, the game's and some to compare with, in turn and several times: what is
quick on one machine is slow on another, so only the ratios mean something. Bytecode and the checked
content are warm, as they are for a player from the second start on.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

GAME = "import sys; from game.faces.cli import main; sys.exit(main(sys.argv[1:]))"
YARDSTICK = "ready to go"
SMALLEST_SCREEN = f"""
from textual.app import App
from textual.widgets import Static

class Smallest(App):
    def compose(self):
        yield Static("{YARDSTICK}")

Smallest().run()
"""
# A word that stands on the screen once it is drawn, in English.
TITLE_MARK, TABLE_MARK = "2022–2032", "attention"
PATIENCE_S = 60.0

PLAIN = ("play", "--plain", "--seat", "china", "--seed", "1", "--lang", "en")
LATEST = ("load", "latest", "--lang", "en")


def starts(runs: int, env: Mapping[str, str]) -> dict[str, float]:
    """Milliseconds to the end, the first line or the screen of each command; medians of `runs`."""
    steps: dict[str, Callable[[], float]] = {
        "pass": lambda: _to_the_end(("-c", "pass"), env),
        "numpy": lambda: _to_the_end(("-c", "import numpy"), env),
        "version": lambda: _to_the_end(("-c", GAME, "--version"), env),
        "help": lambda: _to_the_end(("-c", GAME, "--help"), env),
        "plain": lambda: _to_the_first_line(("-c", GAME, *PLAIN), env),
    }
    if hasattr(os, "openpty"):
        screens = (
            ("textual", ("-c", SMALLEST_SCREEN), YARDSTICK),
            ("title", ("-c", GAME, "--lang", "en"), TITLE_MARK),
            ("table", ("-c", GAME, *LATEST), TABLE_MARK),
        )
        for name, command, mark in screens:
            steps[name] = partial(_to_the_screen, command, mark, env)
    return _in_turn(steps, runs)


def _in_turn(steps: Mapping[str, Callable[[], float]], runs: int) -> dict[str, float]:
    """The median of each step in milliseconds; the first round warms up and is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for run in range(runs + 1):
        for name, step in steps.items():
            seconds = step()
            if run:
                taken[name].append(seconds)
    return {name: 1e3 * median(times) for name, times in taken.items()}


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """The player's, with saves, a cache and bytecode of its own for as long as it is needed."""
    env = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    root = str(Path(__file__).resolve().parents[2])
    with tempfile.TemporaryDirectory() as place:
        yield env | {
            "PYTHONPATH": os.pathsep.join([root, *filter(None, [env.get("PYTHONPATH")])]),
            "PYTHONPYCACHEPREFIX": os.path.join(place, "bytecode"),
            "MACHINETIME_CACHE": os.path.join(place, "rules"),
            "MACHINETIME_SAVES": os.path.join(place, "saves"),
            "MACHINETIME_MODS_FOLDER": os.path.join(place, "mods"),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }


_NOT_OURS = frozenset(
    "PYTHONDONTWRITEBYTECODE NO_COLOR TEXTUAL_DRIVER MACHINETIME_MODS MACHINETIME_MODS_FILE".split()
)


def _to_the_end(command: Sequence[str], env: Mapping[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *command],
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - began


def _to_the_first_line(command: Sequence[str], env: Mapping[str, str]) -> float:
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *command],
        env=dict(env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - began
        process.communicate()
    if not line:
        raise RuntimeError(f"{' '.join(command[2:])}: it said nothing")
    return seconds


def _to_the_screen(command: Sequence[str], mark: str, env: Mapping[str, str]) -> float:
    """Seconds until a mark is sent to a terminal of 80 by 24."""
    import fcntl
    import struct
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], env=dict(env), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    try:
        return _until(ours, mark.encode(), began)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _until(terminal: int, mark: bytes, began: float) -> float:
    seen = b""
    while time.perf_counter() - began < PATIENCE_S:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if not ready:
            continue
        try:
            seen += os.read(terminal, 1 << 16)
        except OSError:  # the other end is closed
            break
        if mark in seen:
            return time.perf_counter() - began
    raise RuntimeError(f"'{mark.decode()}' never stood on the screen")
