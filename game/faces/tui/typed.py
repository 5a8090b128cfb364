"""Which number does somebody mean who types its digits one after the other?

A digit that follows another at once lengthens it where there is such a number, and begins a new one
elsewhere. Each digit shows at once what is meant so far; whoever acts on it ends the number.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

AT_ONCE_S = 1.5  # that may pass between two digits of a number


class Typed:
    """The digits of the moment."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._number, self._since = 0, float("-inf")

    def digit(self, digit: int, known: Collection[int]) -> int | None:
        """The number that is meant now, among those known; None when there is no such one."""
        now = self._clock()
        longer = 10 * self._number + digit
        goes_on = now - self._since <= AT_ONCE_S and longer in known
        self._number, self._since = longer if goes_on else digit, now
        return self._number if self._number in known else None

    def end(self) -> None:
        """What was typed has been used: the next digit begins a number."""
        self._number, self._since = 0, float("-inf")
