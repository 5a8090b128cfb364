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
from types import FrameType

from game.errors import GameError
from game.faces.plain.commands import Desk, Reply
from game.session.session import Session, message

PROMPT = "> "
INTERRUPTED = 130
_SIGNALS = ("SIGTERM", "SIGHUP")


class _Leave(BaseException):
    """A signal asks the game to save and leave while it waits for a line."""


class Terminal:
    """One run of the line face on the standard streams."""

    def __init__(self, session: Session, load: Callable[[str, str], Session]) -> None:
        self._desk = Desk(session, load)
        self._waiting = False
        self._signal = 0
        self._wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        self._prompts = sys.stdin.isatty()

    def run(self) -> int:
        """Play until the player leaves; the exit code."""
        for name in _SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._on_signal)
        try:
            self._say(self._desk.opening())
            while True:
                line = self._read()
                if line is None or self._signal:
                    return self._save_and_leave()
                reply = self._answer(line)
                self._say(reply.lines)
                self._complain(reply.errors)
                if reply.leave:
                    return 0
        except _Leave:
            return self._save_and_leave()
        except KeyboardInterrupt:
            self._save_and_leave()
            return INTERRUPTED
        except BrokenPipeError:
            # Nobody reads any more: keep the interpreter from complaining when it flushes.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return self._save_and_leave(quiet=True)

    def _answer(self, line: str) -> Reply:
        try:
            return self._desk.answer(line)
        except Exception as fault:
            traceback.print_exc()
            what = f"{type(fault).__name__}: {fault}"
            return Reply(errors=(self._desk.words.t("plain.trouble", what=what),))

    def _read(self) -> str | None:
        """The next line, or None at the end of input."""
        if self._signal:
            return None
        self._waiting = True
        try:
            if self._prompts:
                return input(PROMPT)
            line = sys.stdin.readline()
            return line if line else None
        except (EOFError, OSError):
            return None
        except UnicodeDecodeError:
            return ""
        finally:
            self._waiting = False

    def _save_and_leave(self, *, quiet: bool = False) -> int:
        """Write the automatic save of the turn; the exit code says whether it was written."""
        try:
            path = self._desk.session.save()
        except GameError as error:
            self._complain([message(error, self._desk.words)])
            return 128 + self._signal if self._signal else 1
        if not quiet and not self._signal:
            self._say([self._desk.words.t("plain.saved", path=str(path))])
        return 128 + self._signal if self._signal else 0

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            wrapped = textwrap.wrap(line, self._wide) if self._wide else None
            print("\n".join(wrapped) if wrapped else line)
        sys.stdout.flush()

    def _complain(self, lines: Iterable[str]) -> None:
        for line in lines:
            print(line, file=sys.stderr, flush=True)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        """Leave at once when waiting for a line, else when the command has run to its end."""
        self._signal = number
        if self._waiting:
            raise _Leave
