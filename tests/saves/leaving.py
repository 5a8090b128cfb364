"""What does the line face leave behind when it is told to go? A script.

leaving.py FOLDER CAUSE MOMENTS SEED. The rules are read once; each game is a fork of its own with
a terminal or pipes of its own, which plays quarter after quarter until the cause befalls it at a
moment of chance. Prints one line of JSON for each game: the turn that the player was shown last,
the turn on the disk, the exit code, and what was complained of.
"""

from __future__ import annotations

import gc
import json
import os
import pty
import random
import re
import select
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from game.content import load
from game.errors import SaveError
from game.faces.plain.commands import Desk
from game.faces.plain.run import Terminal
from game.session import save_file
from game.session.session import Session

SIGNALS = {"SIGTERM": signal.SIGTERM, "SIGHUP": signal.SIGHUP}
TERMINALS = ("ctrl-c", "terminal")  # what befalls a terminal; all else has pipes
CAUSES = (*SIGNALS, *TERMINALS, "stdin", "stdout")
QUARTERS = (1, 2)  # after which the cause befalls the game, in the middle of the next one
LATEST_S = 0.04  # a moment in that quarter
PATIENCE_S = 20.0
_TOLD = re.compile(rb"Turn (\d+) of")


def main(folder: Path, cause: str, moments: int, seed: int) -> None:
    """Play so many games and tell of each."""
    ruleset = load()
    chance = random.Random(seed)
    _rehearse(ruleset, folder)
    gc.freeze()
    for number in range(moments):
        game = _Game(folder / f"{number}", cause, ruleset)
        print(json.dumps(game.until(chance.choice(QUARTERS), chance.uniform(0.0, LATEST_S))))


def _rehearse(ruleset: Any, folder: Path) -> None:
    """Play two quarters as the games will: fills the caches that the forks share."""
    session = Session.new(ruleset, seed=3, folder=folder / "rehearsal")
    desk = Desk(session, lambda name, lang: session)
    desk.opening(), desk.settle()
    for _ in range(max(QUARTERS)):
        desk.answer("end")
    save_file.read_save(session.save("rehearsed"))


class _Game:
    """One game in a process of its own."""

    def __init__(self, folder: Path, cause: str, ruleset: Any) -> None:
        self.folder, self.cause = folder, cause
        folder.mkdir(parents=True)
        self.complaints = folder / "complaints"
        if cause in TERMINALS:
            self.pid, self.mouth = pty.fork()
            self.ear = self.mouth
        else:
            (stdin, self.mouth), (self.ear, stdout) = os.pipe(), os.pipe()
            self.pid = os.fork()
            if self.pid:
                os.close(stdin), os.close(stdout)
            else:
                os.close(self.mouth), os.close(self.ear)
                os.dup2(stdin, 0), os.dup2(stdout, 1)
        if not self.pid:
            self._child(ruleset)
        self.said = b""

    def _child(self, ruleset: Any) -> None:
        code = 120
        try:
            os.dup2(os.open(self.complaints, os.O_WRONLY | os.O_CREAT), 2)
            for number, name in enumerate(("stdin", "stdout", "stderr")):
                setattr(sys, name, os.fdopen(number, "w" if number else "r", closefd=False))
            session = Session.new(ruleset, seed=3, folder=self.folder)
            code = Terminal(session, lambda name, lang: session).run()
            sys.stdout.flush()
        except BaseException:
            import traceback

            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(code)

    def until(self, quarter: int, moment_s: float) -> dict[str, Any]:
        """Play on, let the cause befall the game, and tell what is left."""
        os.write(self.mouth, b"end\n" * (2 if self.cause == "stdin" else 12))
        self._hear(lambda: b"Turn %d of" % quarter in self.said, PATIENCE_S)
        self._hear(lambda: False, moment_s)
        self._befall()
        if self.cause not in ("terminal", "stdout"):  # else nobody can listen any more
            self._hear(lambda: False, PATIENCE_S)
        code = self._wait()
        told = [int(turn) for turn in _TOLD.findall(self.said)]
        turns = [self._turn(path) for path in self.folder.glob("*.save")]
        return {
            "shown": max(told, default=1) - 1,
            "kept": max(turns, default=-1),
            "bad": turns.count(-1),
            "left": [path.name for path in self.folder.glob(".tmp*")],
            "code": code,
            "complaints": self.complaints.read_text() if self.complaints.exists() else "",
        }

    def _befall(self) -> None:
        if self.cause in SIGNALS:
            os.kill(self.pid, SIGNALS[self.cause])
        elif self.cause == "ctrl-c":
            os.write(self.mouth, b"\x03")
        else:
            os.close(self.mouth)
            if self.cause == "stdout":
                os.close(self.ear)

    def _hear(self, enough: Any, patience_s: float) -> None:
        """Listen until there is enough, nothing more comes, or the time is over."""
        deadline = time.monotonic() + patience_s
        while not enough() and (left := deadline - time.monotonic()) > 0:
            if select.select([self.ear], [], [], left)[0]:
                try:
                    more = os.read(self.ear, 1 << 16)
                except OSError:
                    return
                if not more:
                    return
                self.said += more

    def _wait(self) -> int:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return -99

    def _turn(self, path: Path) -> int:
        with suppress(SaveError, KeyError):
            return int(save_file.read_save(path).header["turn"])
        return -1


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
