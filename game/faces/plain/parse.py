"""Which number or quarter did the player mean?

Reads them as people type them in English and French. Words are found by `game.session.lookup`,
amounts by `game.faces.amounts`; what a command does is `commands.py`.
"""

from __future__ import annotations

import re

from game.content.words import FIRST_QUARTER, FIRST_YEAR
from game.session.lookup import fold

_QUARTERS = re.compile(r"([0-9]{4})[ -]?[qt]([1-4])|[qt]([1-4])[ -]?([0-9]{4})")


def quarter(text: str) -> tuple[str, int | None]:
    """What stands before a quarter at the end of a text, and the turn it means; or all of it."""
    parts = text.split()
    for cut in (len(parts) - 1, len(parts) - 2):
        match = _QUARTERS.fullmatch(fold(" ".join(parts[cut:]))) if cut > 0 else None
        if match is not None:
            year, number = match[1] or match[4], match[2] or match[3]
            turn = 4 * (int(year) - FIRST_YEAR) + int(number) - FIRST_QUARTER
            return " ".join(parts[:cut]), turn
    return text, None


def whole(text: str) -> int | None:
    """A whole number from 1 up, as one types it to choose; None when it is none."""
    plain = text.strip().lstrip("#").rstrip(".)")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 7 else None
