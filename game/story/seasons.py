"""Does a sentence name a time of the year, and may it be told of a quarter?

A scene that can come in any quarter may have been written with a winter in mind. The words of each
language list what fits each quarter: its months, the season it is called by, and the next, which
begins in its last month.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.content.words import Words

QUARTERS = (1, 2, 3, 4)


class Named(Enum):
    """What a sentence says of the time of the year."""

    NOTHING = 0
    RIGHT = 1
    WRONG = 2


def named(text: str, quarter: int, words: Words) -> Named:
    """Whether a sentence names a season or a month, and whether it fits a quarter (from 1)."""
    if _fits(words.t(f"story.seasons.{quarter}")).search(text):
        return Named.RIGHT
    found = any(_fits(words.t(f"story.seasons.{each}")).search(text) for each in QUARTERS)
    return Named.WRONG if found else Named.NOTHING


@lru_cache(maxsize=16)
def _fits(listed: str) -> re.Pattern[str]:
    """A pattern for any of the words of a list."""
    return re.compile("|".join(rf"\b{re.escape(word)}\b" for word in listed.split(", ")))
