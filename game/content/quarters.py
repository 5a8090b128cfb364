"""How are quarters counted?

A quarter is written `2023Q4` in content and in tables; here it becomes a number that can be added
to, and back. Who reads it in which language is the business of `words.py`.
"""

from __future__ import annotations

import re

AHEAD = 32  # quarters: how far ahead a world keeps what is promised in it
WRITTEN = re.compile(r"([12][0-9]{3})Q([1-4])")


def number(quarter: str) -> int:
    """Quarters since year 0: consecutive quarters differ by one. Raises ValueError."""
    match = WRITTEN.fullmatch(quarter)
    if match is None:
        raise ValueError(f"'{quarter}' is not a quarter such as 2023Q4")
    return int(match[1]) * 4 + int(match[2]) - 1


def written(count: int) -> str:
    """The quarter of a number."""
    return f"{count // 4}Q{count % 4 + 1}"


def turn(quarter: str, first: str) -> int:
    """The turn of a quarter in a scenario whose turn 0 is `first`; negative before it."""
    return number(quarter) - number(first)
