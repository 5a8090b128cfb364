"""How much did the player mean?

Reads amounts as people type them in English and French, alike in every face. A bare number is meant
in the unit that stands beside the field: billions of dollars where an order takes a billion,
millions where it does not, per cent of a share.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from game.session.lookup import fold
from game.session.plan import WHOLE

if TYPE_CHECKING:
    from game.session.views import AmountView

BARE = 1000.0  # from here on a bare sum is meant in dollars
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
    "tn": 1e12,
}
_AMOUNT = re.compile(r"([0-9.,][0-9 .,'’\u00a0\u202f]*)([a-z%]*)")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}([ ,'’\u00a0\u202f][0-9]{3})+")
_CURRENCY = re.compile(r"\$|€|usd|dollars?|euros?")
_UNIT = re.compile(r"(\$?)[0-9][0-9\s.,]*(.*)")


class Says(Protocol):
    """Whoever words a value with its unit."""

    def unit(self, value: float, unit: str) -> str: ...


def amount(text: str) -> float | None:
    """A number such as `2bn`, `1,5 md`, `20k`, `60 %` or `1 000 000`; None when it is none."""
    read = _read(text)
    return None if read is None else read[0] * _SCALES[read[1]]


def _read(text: str) -> tuple[float, str] | None:
    """The number of a text, and its suffix."""
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
        return float(number), match[2]
    except ValueError:
        return None


def understood(text: str, asked: AmountView) -> float | None:
    """A number as it is meant of this order: 5 in billions is five billion, 90 of a share 90 %.

    What reads like the least or the most of it is that, whatever decimals were not written.
    """
    value = _meant(text, asked)
    if value is None:
        return None
    nearest = min(max(value, asked.low), asked.high)
    return nearest if written(nearest, asked, "en") == written(value, asked, "en") else value


def _meant(text: str, asked: AmountView) -> float | None:
    """A number in the unit of an order."""
    read = _read(text)
    if read is None:
        return None
    number, suffix = read
    if asked.unit == "share" and not suffix:
        number = number / 100 if number > 1 else number
        return round(number, 9)
    if asked.unit == "usd" and not suffix and number < BARE:
        return number * scale(asked)
    value = number * _SCALES[suffix]
    return float(round(value)) if asked.unit in WHOLE else round(value, 9)


def scale(asked: AmountView) -> float:
    """What one of the unit is in which a sum is asked for: one order, one unit."""
    return 1e9 if asked.high >= 1e9 else 1e6


def unit_text(asked: AmountView, words: Says) -> str:
    """The unit of a bare number, as it stands beside the field."""
    many = scale(asked) if asked.unit == "usd" else max(asked.high, 2.0)
    match = _UNIT.fullmatch(words.unit(many, asked.unit))
    return match[1] + match[2].strip() if match else ""


def written(value: float, asked: AmountView, lang: str) -> str:
    """A number as it stands in the field, in its unit, short enough to be read and changed."""
    if asked.unit == "share":
        return f"{_short(100 * value, lang)} %"
    if asked.unit == "usd":
        size = scale(asked)
        letters = {1e9: "Md" if lang == "fr" else "bn", 1e6: "M" if lang == "fr" else "m"}[size]
        return f"{_short(value / size, lang)} {letters}"
    return _short(value, lang)


def _short(value: float, lang: str) -> str:
    """Digits, and decimals only where they matter."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if lang == "fr" else text
