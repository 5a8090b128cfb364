"""Can other processes do part of the work meanwhile?

Where the system copies a process in an instant, a copy reckons beside this one and sends back what
it has found; everywhere else the same work is done here. The copy neither reads nor writes
anything but that answer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Result = TypeVar("Result")


def cores() -> int:
    """How many processes can run at once here."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def can_copy() -> bool:
    """Whether a copy of this process can help: not beside threads, whose locks it would inherit."""
    import threading  # as below: what few starts need

    return sys.platform == "linux" and cores() > 1 and threading.active_count() == 1


@contextmanager
def beside(*works: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Begin `works` in a copy of this process; what is given returns the next result each time.

    Should the copy end without one, the work is done here. One that is still at work when the block
    is left is ended.
    """
    from multiprocessing import get_context

    kind = get_context("fork")
    receives, sends = kind.Pipe(duplex=False)
    copy = kind.Process(target=_reckon, args=(works, sends), daemon=True)
    copy.start()
    sends.close()
    left = iter(works)

    def result() -> Result:
        work = next(left)
        try:
            found: Result = receives.recv()
        except (EOFError, OSError):  # it ended between two answers, or in the middle of one
            return work()
        return found

    try:
        yield result
    finally:
        copy.kill()
        copy.join()
        receives.close()


def _reckon(works: tuple[Callable[[], Any], ...], sends: Connection) -> None:
    """What the copy does: no signal of the player's is for it, and none of its troubles is told."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_DFL)
    with suppress(Exception):
        for work in works:
            sends.send(work())
