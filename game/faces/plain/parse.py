"""How much did the player mean?

Reads amounts and numbers as people type them in English and French. Words are found by
`game.session.lookup`; what a command does is `commands.py`.
"""

from __future__ import annotations

import re

from game.content.words import FIRST_QUARTER, FIRST_YEAR
from game.session.lookup import fold

_SCALES = {
    "": 1.0,
    "%": 0.01,
    "k": 1e3,
    "thousand": 1e3,
    "mille": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "billions": 1e9,
    "g": 1e9,
    "md": 1e9,
    "mds": 1e9,
    "mrd": 1e9,
    "milliard": 1e9,
    "milliards": 1e9,
    "t": 1e12,
}
_AMOUNT = re.compile(r"([0-9][0-9 .,'’\u00a0\u202f]*)([a-z%]*)")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}([ ,'’\u00a0\u202f][0-9]{3})+")
_QUARTERS = re.compile(r"([0-9]{4})[ -]?[qt]([1-4])|[qt]([1-4])[ -]?([0-9]{4})")
_CURRENCY = re.compile(r"\$|€|usd|dollars?|euros?")


def amount(text: str) -> float | None:
    """A number such as `2bn`, `1,5 md`, `20k`, `60 %` or `1 000 000`; None when it is none."""
    plain = _CURRENCY.sub("", fold(text)).strip()
    match = _AMOUNT.fullmatch(plain)
    if match is None or match[2] not in _SCALES:
        return None
    digits = match[1].strip()
    if _GROUPS.fullmatch(digits):
        number = re.sub(r"[^0-9]", "", digits)
    else:
        number = digits.replace(",", ".")
    try:
        return float(number) * _SCALES[match[2]]
    except ValueError:
        return None


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
