"""How does the game say a word, a number, a sum, a quarter, in English and in French?

Looks up the words of the interface, picks plurals, formats numbers and fills names in braces.
Which text is shown where is the business of the faces.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from game.later import later

if TYPE_CHECKING:
    from game.content import definitions
    from game.content.models.words import Word
else:  # for hints to whoever misspells
    definitions = later("game.content.definitions")

LANGUAGES = ("en", "fr")
FIRST_YEAR, FIRST_QUARTER = 2022, 4  # turn 0

# A name and its dots: nothing that reaches into an object.
_BRACES = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_]*)*)\}")
_NARROW = "\u202f"
_MINUS = "\u2212"
HALF_UP = 1 + 1e-14  # times a number: its halves are told away from zero, as one counts
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

# How the value of a unit is written: decimals, or one of the ways below.
_DIGITS = {
    "index": 0,
    "index01": 2,
    "times": 2,
    "eci": 1,
    "usd_per_hour": 2,
    "usd_per_mtok": 2,
    "twh": 1,
    "months": 0,
    "hours_week": 1,
    "tpp_mm2": 1,
}
_TRIMMED = frozenset({"eci", "index01", "times"})  # a sentence says 6 times, a model at 107
_ALWAYS = frozenset({"eci"})  # models of one quarter lie tenths apart, however good they are
# Units that need no word, and how a value of each is written.
PLAIN_UNITS = {
    "usd": "dollars, with three figures: $412bn",
    "share": "a percentage: 0.52 is 52%",
    "year": "a quarter: 2023.75 is 2023Q4",
    "index": "a whole number, as of 0 to 100",
    "index01": "two digits, as of 0 to 1",
    "times": "two digits: 1.25",
    "eci": "one digit: 131.4",
    "count": "a whole number",
}
SCALES = {
    "en": ((1e12, "$tn"), (9.995e8, "$bn"), (5e5, "$m")),
    "fr": ((9.995e8, "Md$"), (5e5, "M$")),
}
_EXACT_USD = 10_000  # less is told to the last dollar
_CENTS = 0.1  # a price below it is told with two figures
DIVISORS = {"$tn": 1e12, "$bn": 1e9, "$m": 1e6, "Md$": 1e9, "M$": 1e6}
_MILLION = 1e6
_LEAST_BESIDE = 0.01  # of a unit: what is less is told in its own, beside something large too
_LARGE = {1e9: "billion", 1e6: "million"}
_COMPACT = {
    "en": ((1e9, "bn"), (1e6, "m"), (1e4, "k")),
    "fr": ((1e9, "Md"), (1e6, "M"), (1e4, "k")),
}


class Bilingual(Protocol):
    """Anything that says the same thing in English and in French."""

    @property
    def en(self) -> str:
        """The English."""

    @property
    def fr(self) -> str:
        """The French."""


class Words:
    """The words and the number formats of one language."""

    def __init__(self, lang: str, table: Mapping[str, Word]) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"no language '{lang}': one of {', '.join(LANGUAGES)}")
        self.lang = lang
        self._table = table

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def t(self, key: str, **values: Any) -> str:
        """The text of a key, its names in braces filled; `n` picks singular or plural.

        Whole numbers are grouped and others get one decimal; pass a string to write them
        otherwise.
        """
        word = self._table.get(key)
        if word is None:
            raise KeyError(f"no word '{key}' {definitions.nearest(key, self._table)}".rstrip())
        forms = word.fr if self.lang == "fr" else word.en
        number = values.get("n")
        singular = isinstance(number, int | float) and self._is_singular(number)
        return self.fill(
            forms.one if singular else forms.other, lambda name: self._said(key, name, values)
        )

    def text(self, text: Bilingual) -> str:
        """A text of the content, in the other language when this one is missing."""
        return (text.fr or text.en) if self.lang == "fr" else (text.en or text.fr)

    def fill(self, template: str, read: Callable[[str], str]) -> str:
        """The template with each {name} replaced by read(name), once and literally."""
        if "{" not in template:
            return template
        return _BRACES.sub(lambda match: read(match.group(1)), template)

    def names(self, template: str) -> list[str]:
        """The names in braces of a template, in their order."""
        return _BRACES.findall(template)

    def _said(self, key: str, name: str, values: Mapping[str, Any]) -> str:
        if name not in values:
            given = ", ".join(values) or "nothing"
            raise KeyError(f"the word '{key}' wants '{name}', and was given {given}")
        value = values[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        return self.number(value, 0 if float(value).is_integer() else 1)

    def _is_singular(self, number: float) -> bool:
        return abs(number) < 2 if self.lang == "fr" else abs(number) == 1

    # ----------------------------------------------------------------------------- numbers

    def number(self, x: float, digits: int = 0, signed: bool = False) -> str:
        """A number with its thousands grouped: 1,234.5 or 1 234,5; `signed` writes the plus."""
        text = f"{abs(x) * HALF_UP:,.{digits}f}"
        if self.lang == "fr":
            text = text.translate({ord(","): _NARROW, ord("."): ","})
        is_zero = not any(char in "123456789" for char in text)
        if is_zero:
            return text
        return (_MINUS if x < 0 else "+" if signed else "") + text

    def compact(self, x: float, signed: bool = False) -> str:
        """A count that must fit: 950, 118 k, 1.2 m."""
        for size, letter in _COMPACT[self.lang]:
            if abs(x) >= size:
                shown = x / (1e3 if letter == "k" else size)
                return self.joined(self.number(shown, 1 if abs(shown) < 10 else 0, signed), letter)
        return self.number(x, 0, signed)

    def money(self, usd: float, signed: bool = False, more: int = 0, like: float = 0.0) -> str:
        """Dollars with three figures: −$900m, $412bn, $41,200; 412 Md$ and 41 200 $ in French.

        Below ten thousand they are told to the last one. Beside a larger sum, `like`, they have its
        unit, unless they are next to nothing in it: $0.49bn beside $1.6bn. Thousands stay what
        they are: $302,000 beside $1m.
        """
        for size, unit in SCALES[self.lang]:
            near, like = _beside(usd / DIVISORS[unit], like, size)
            near &= usd == 0 or DIVISORS[unit] > _MILLION
            if abs(usd) >= size or near:
                shown = _figures(usd / DIVISORS[unit], more)
                digits = 0 if abs(shown) >= 1000 else (1 if abs(shown) < 99.95 else 0) + more
                if abs(usd) < size:
                    digits = _two_figures(shown) + more
                return self.joined(self.number(shown, digits, signed), unit)
        digits = 2 if abs(usd) < 10 and not float(usd).is_integer() else 0
        usd = _figures(usd, more) if abs(usd) >= _EXACT_USD else usd
        return self.joined(self.number(usd, digits, signed), "$")

    def scientific(self, x: float, signed: bool = False, more: int = 0) -> str:
        """A number too large for words: 2.1 × 10²⁴."""
        if abs(x) < 1e6:
            return self.number(x, 0, signed)
        mantissa, exponent = f"{x:.{1 + more}e}".split("e")
        power = str(int(exponent)).translate(_SUPERSCRIPT)
        space = _NARROW if self.lang == "fr" else " "
        return f"{self.number(float(mantissa), 1 + more, signed)}{space}×{space}10{power}"

    def percent(self, x: float, digits: int = 0, signed: bool = False) -> str:
        """A share as a percentage: 0.52 is 52%, and 52 % in French."""
        text = self.number(100 * x, digits, signed)
        return f"{text}{_NARROW}%" if self.lang == "fr" else f"{text}%"

    def quarter(self, turn: int) -> str:
        """The quarter of a turn: 2023Q4, and 2023T4 in French."""
        quarters = FIRST_YEAR * 4 + FIRST_QUARTER - 1 + int(turn)
        return f"{quarters // 4}{'T' if self.lang == 'fr' else 'Q'}{quarters % 4 + 1}"

    def unit(
        self,
        value: float,
        unit: str,
        signed: bool = False,
        more: int = 0,
        prose: bool = False,
        like: float = 0.0,
    ) -> str:
        """A value of a figure with its unit: 118,000 H100e, 52%, 13 months.

        `more` digits than usual, to tell two values apart; `prose` as a sentence says it; with the
        size of the unit that a value `like` this would have, where both stand in one range.
        """
        if unit == "usd":
            return self.money(value, signed, more, like)
        if unit == "share":
            return self.percent(value, (1 if abs(value) < 0.0995 else 0) + more, signed)
        if unit == "year":
            return self.quarter(round((value - FIRST_YEAR) * 4) - FIRST_QUARTER + 1)
        if unit == "switch" and f"unit.{unit}.on" in self._table:
            return self.t(f"unit.{unit}.{'on' if value >= 0.5 else 'off'}")
        if f"unit.{unit}.{round(value)}" in self._table:
            return self.t(f"unit.{unit}.{round(value)}")  # a code: its value has a name
        for size, scale in _LARGE.items():
            near, like = _beside(value / size, like, size)
            key = self._large_key(unit, scale, prose)
            if (abs(value) >= size or near) and key in self._table:
                return self._large(value / size, key, signed, more)
        digits = _DIGITS.get(unit, 0)
        if unit in _DIGITS and unit not in _ALWAYS and abs(value) >= 100:
            digits = 0
        if unit == "times" and abs(value) >= 2:  # 23.4 times, 7.6 times
            digits = min(digits, 1)
        if unit == "usd_per_mtok" and 0 < abs(value) < _CENTS:
            digits = 1 - math.floor(math.log10(abs(value)))  # tokens get cheaper without end
        digits += more
        if prose and unit in _TRIMMED:
            digits = next(n for n in range(digits + 1) if round(value, n) == round(value, digits))
        if unit == "flop":
            text = self.scientific(value, signed, more)
        else:
            text = self.number(value, digits, signed)
        key = f"unit.{unit}"
        if not signed and round(value, digits) < 0 and f"{key}.ahead" in self._table:
            key, text = f"{key}.ahead", self.number(-value, digits)
        if prose and f"{key}.prose" in self._table:
            key = f"{key}.prose"
        if key in self._table:
            return _sign_first(self.t(key, n=round(value * HALF_UP, digits), x=text))
        return text

    def has_names(self, unit: str, *values: float) -> bool:
        """Whether the values of a unit are told by names: there is no more or less of them.

        Of a unit that counts, some values may have a name of their own, as a limit that is none.
        """
        own = (f"unit.{unit}.{round(value)}" in self._table for value in values)
        return f"unit.{unit}.0" in self._table or f"unit.{unit}.on" in self._table or any(own)

    def _large_key(self, unit: str, scale: str, prose: bool) -> str:
        """The words for so many millions of a unit, those of a sentence where it has its own."""
        key = f"unit.{unit}.{scale}"
        return f"{key}.prose" if prose and f"{key}.prose" in self._table else key

    def in_millions(self, unit: str, prose: bool = False) -> bool:
        """Whether a million of a unit is told as one million."""
        return self._large_key(unit, "million", prose) in self._table

    def _large(self, shown: float, key: str, signed: bool, more: int) -> str:
        """A count that nobody reads to the last one: 1.17 billion people."""
        digits = (2 if abs(shown) < 9.995 else 1 if abs(shown) < 99.95 else 0) + more
        digits = max(digits, _two_figures(shown) + more)
        while digits and round(shown, digits - 1) == round(shown, digits):
            digits -= 1
        return self.t(key, n=shown, x=self.number(shown, digits, signed))

    def joined(self, number: str, unit: str) -> str:
        """A number and its unit; in English dollars come first, behind the sign: −$900m."""
        if self.lang == "fr":
            return f"{number}{_NARROW}{unit}"
        return _sign_first(f"${number}{unit[1:]}") if unit[0] == "$" else f"{number} {unit}"


def _sign_first(text: str) -> str:
    """A sum that begins with its sign, not with the dollar."""
    return f"{text[1]}${text[2:]}" if text[:2] in ("$" + _MINUS, "$+") else text


def said_units(keys: Iterable[str]) -> frozenset[str]:
    """The units that have words, by the keys of the words: `unit.chips`, `unit.switch.on`."""
    return frozenset(key.split(".")[1] for key in keys if key.startswith("unit."))


def _beside(shown: float, like: float, size: float) -> tuple[bool, float]:
    """Whether something is told in the unit of this size for what stands beside it; nothing can be.

    And what it stands beside in the smaller units: nothing, once that has found its own.
    """
    if abs(like) < size:
        return False, like
    return shown == 0 or abs(shown) >= _LEAST_BESIDE, 0.0


def _two_figures(shown: float) -> int:
    """The digits that leave two figures of a part of one."""
    return 1 - math.floor(math.log10(abs(shown))) if 0 < abs(shown) < 1 else 0


def _figures(value: float, more: int) -> float:
    """A value of a thousand and more with three figures, or so many more; less as it is."""
    return float(f"{value:.{2 + more}e}") if abs(value) >= 1000 else value
