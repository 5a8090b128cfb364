"""How does the line face meet a terminal, a pipe or a screen reader?

Reads lines, prints replies, and leaves in good order: end of input, a signal, a closed pipe and a
fault of the game all save first. What a line means is `commands.py`.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import textwrap
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import FrameType

from game.errors import GameError
from game.faces import undisturbed
from game.faces.plain.commands import Desk, Reply
from game.faces.plain.hearing import hearing
from game.session.session import Session, message

PROMPT = "> "
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class _Leave(BaseException):
    """A signal asks the game to save and leave while it waits for a line."""


class Terminal:
    """One run of the line face on the standard streams."""

    def __init__(self, session: Session, load: Callable[[str, str], Session]) -> None:
        self._desk = Desk(session, load)
        self._waiting = False
        self._leaving = False
        self._signal = 0
        self._wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        self._prompts = sys.stdin.isatty()
        self._hearing = hearing()

    def run(self) -> int:
        """Play until the player leaves; the exit code."""
        for name in _SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._on_signal)
        try:
            return self._play()
        except _Leave:
            return self._save_and_leave()
        except OSError:
            # Nobody reads any more: the pipe is closed, or the terminal is gone.
            return self._save_and_leave(quiet=True)

    def _play(self) -> int:
        self._say(self._desk.opening())
        self._complain(self._desk.settle())
        undisturbed.end()
        while True:
            line = self._read()
            if line is None or self._signal:
                return self._save_and_leave()
            reply = self._answer(line)
            self._say(reply.lines)
            self._complain(reply.errors)
            if reply.leave:
                return 0

    def _answer(self, line: str) -> Reply:
        try:
            return self._desk.answer(line)
        except Exception as fault:
            traceback.print_exc()
            what = f"{type(fault).__name__}: {fault}"
            return Reply(errors=(self._desk.words.t("plain.trouble", what=what),))

    def _read(self) -> str | None:
        """The next line, or None at the end of input."""
        self._waiting = True  # before the look at the signal, or one in between would be lost
        try:
            if self._signal:
                return None
            if self._prompts:
                print(PROMPT, end="", flush=True)
            return self._hearing.line()
        except UnicodeDecodeError:
            return ""
        except (OSError, ValueError):  # a terminal that is gone, a closed stream
            return None
        finally:
            self._waiting = False

    def _save_and_leave(self, *, quiet: bool = False) -> int:
        """Write the automatic save of the turn; the exit code says whether it was written."""
        self._waiting, self._leaving = False, True  # no signal interrupts the save
        said, complaints = [], []
        code = 0
        try:
            said = self._desk.left()
        except GameError as error:
            complaints = [message(error, self._desk.words)]
            code = 1
        try:
            if quiet:
                raise BrokenPipeError
            self._complain(complaints)
            if not self._signal:
                self._say(said)
        except OSError:
            _stop_speaking()
        return 128 + self._signal if self._signal else code

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            wrapped = textwrap.wrap(line, self._wide) if self._wide else None
            print("\n".join(wrapped) if wrapped else line)
        sys.stdout.flush()

    def _complain(self, lines: Iterable[str]) -> None:
        for line in lines:
            print(line, file=sys.stderr, flush=True)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        """Leave at once when waiting for a line or told twice, else when the command has run."""
        again = self._signal == number
        self._signal = number
        if self._waiting or (again and not self._leaving):
            self._waiting = False
            raise _Leave


def _stop_speaking() -> None:
    """Keep the interpreter from complaining when it flushes streams that nobody reads."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(nowhere, stream.fileno())
