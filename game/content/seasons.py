"""Does a sentence name a time of the year, and may it be told of a quarter?

A scene that can come in any quarter may have been written with a winter in mind. The words of each
language list what fits each quarter: its months, the season it is called by, and the next, which
begins in its last month; and the phrases by which a text says that it is so now.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.content.words import Words

QUARTERS = (1, 2, 3, 4)
_NAME = "\0"  # where a phrase has the name of a season


class Named(Enum):
    """What a sentence says of the time of the year."""

    NOTHING = 0
    RIGHT = 1
    WRONG = 2


def listed(words: Words) -> bool:
    """Whether the words of a language say what fits which quarter."""
    return "story.seasons.1" in words and "story.seasons.now" in words


def naming(words: Words) -> re.Pattern[str]:
    """What any text in small letters holds that names a season or a month: most hold none."""
    names = (words.t(f"story.seasons.names.{each}").lower().split(", ") for each in QUARTERS)
    return re.compile("|".join(sorted({re.escape(n) for each in names for n in each})))


def named(text: str, quarter: int, words: Words) -> Named:
    """Whether a sentence names a season or a month, and whether it fits a quarter (from 1)."""
    if _fits(words.t(f"story.seasons.{quarter}")).search(text):
        return Named.RIGHT
    found = any(_fits(words.t(f"story.seasons.{each}")).search(text) for each in QUARTERS)
    return Named.WRONG if found else Named.NOTHING


def claimed(text: str, quarter: int, words: Words) -> Named:
    """The same of what a text says to be so now: a January evening, not since January."""
    small = text.lower()
    if _now(quarter, words).search(small):
        return Named.RIGHT
    found = any(_now(each, words).search(small) for each in QUARTERS if each != quarter)
    return Named.WRONG if found else Named.NOTHING


@lru_cache(maxsize=8)
def _now(quarter: int, words: Words) -> re.Pattern[str]:
    """What says in small letters of a season or a month of a quarter that it is now."""
    phrases = _any_of(words.t("story.seasons.now", season=_NAME).lower())
    names = _any_of(words.t(f"story.seasons.names.{quarter}").lower())
    return re.compile(rf"\b{phrases.replace(_NAME, names)}\b")


@lru_cache(maxsize=32)
def _fits(listed: str) -> re.Pattern[str]:
    """A pattern for any of the words of a list."""
    return re.compile(rf"\b{_any_of(listed)}\b")


def _any_of(listed: str) -> str:
    return f"(?:{'|'.join(map(re.escape, listed.split(', ')))})"
