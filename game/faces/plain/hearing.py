"""How does the line face hear a line, or a signal that comes before it?

Python attends to a signal between two of its own steps. One that arrives on the way into a read
would be attended to only after the next line, so the wait is for the line and for a signal alike.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress
from typing import Protocol

_AT_ONCE = 1 << 16  # bytes


class Hearing(Protocol):
    """Where lines come from."""

    def line(self) -> str | None:
        """The next line, or None at the end; UnicodeDecodeError for bytes that are no text."""


def hearing() -> Hearing:
    """The standard input as this system and this input allow."""
    with suppress(OSError, ValueError, AttributeError):  # a closed input, or one made of text
        if sys.platform != "win32":
            return _Descriptor(sys.stdin.fileno())
    return _Stream()


class _Stream:
    """The stream of Python."""

    def line(self) -> str | None:
        return sys.stdin.readline() or None


class _Descriptor:
    """A file descriptor, beside a pipe into which the system writes when a signal arrives."""

    def __init__(self, source: int) -> None:
        self._source = source
        self._heard = b""
        self._roused, rouse = os.pipe()
        for end in (self._roused, rouse):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(rouse, warn_on_full_buffer=False)

    def line(self) -> str | None:
        while b"\n" not in self._heard:
            ready, _, _ = select.select([self._source, self._roused], [], [])
            if self._roused in ready:
                os.read(self._roused, _AT_ONCE)
            elif more := os.read(self._source, _AT_ONCE):
                self._heard += more
            else:
                last, self._heard = self._heard, b""
                return _text(last) if last else None
        first, _, self._heard = self._heard.partition(b"\n")
        return _text(first)


def _text(line: bytes) -> str:
    return line.decode(sys.stdin.encoding, sys.stdin.errors or "strict")
