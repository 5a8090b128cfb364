"""Is the unit that somebody wrote plainly another one than that of a series?

Reads both as a size, a measure and a time: `USD mn/yr` is a million, dollars, a year. Whoever
writes in words that are not known here, or writes nothing, is taken at their word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from game.session.lookup import fold

_PARTS = re.compile(
    r"us\$|usd|euros?|eur|gbp|cny|rmb|jpy|twd|h100e?|[$€£¥%/]|[^\W\d_]+|\d+(?:[.,]\d+)?"
)
_SAID_NOTHING = frozenset({"", "-", "–", "—", "?", "n/a"})

# The words of a size. `M` alone is a million, as in `M$`.
_SIZES = {
    1e3: "k thousand thousands millier milliers mille",
    1e6: "m mn mln mio million millions",
    1e9: "bn b billion billions md mds mrd milliard milliards",
    1e12: "tn trillion trillions",
    1e-2: "% percent pct",
}
# The words of a measure, each with its size in that measure.
_MEASURES: dict[str, dict[str, float]] = {
    "dollars": {"$": 1, "us$": 1, "usd": 1, "dollar": 1, "dollars": 1},
    "euros": {"€": 1, "eur": 1, "euro": 1, "euros": 1},
    "pounds": {"£": 1, "gbp": 1},
    "yuan": {"¥": 1, "cny": 1, "rmb": 1, "yuan": 1, "yuans": 1},
    "yen": {"jpy": 1, "yen": 1, "yens": 1},
    "taiwan dollars": {"twd": 1},
    "watts": {"w": 1, "kw": 1e3, "mw": 1e6, "gw": 1e9, "tw": 1e12},
    "watt hours": {"wh": 1, "kwh": 1e3, "mwh": 1e6, "gwh": 1e9, "twh": 1e12},
    "machine time": {"h100e": 1, "h100": 1},
    "index": {"eci": 1},
    "months": {"months": 1, "mois": 1, "years": 12, "annees": 12, "ans": 12},
    "people": {"people": 1, "users": 1, "personnes": 1, "utilisateurs": 1},
    "wafers": {"wafer": 1, "wafers": 1, "galettes": 1},
    "number": {"fraction": 1, "ratio": 1, "share": 1, "part": 1},
}
# The words of a time over which something is counted, and those that stand between.
_TIMES = {
    "hour": "hour h heure hr",
    "day": "day jour",
    "week": "week semaine",
    "month": "month mo mois",
    "quarter": "quarter qtr q trimestre",
    "year": "year yr y an annee",
}
_PER = frozenset({"/", "per", "par", "a", "an", "l"})
_SILENT = frozenset(
    {"of", "the", "de", "d", "eq", "units", "unites", "unit", "chips", "puces", "pieces"}
)

_SIZE = {word: size for size, words in _SIZES.items() for word in words.split()}
_MEASURE = {word: (name, size) for name, known in _MEASURES.items() for word, size in known.items()}
_TIME = {word: name for name, words in _TIMES.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it was understood; `whole` when every word of it was."""

    size: float
    measure: str
    time: str
    whole: bool


def contradicts(written: str, unit: Iterable[str], *, summed: bool = False) -> bool:
    """Whether a unit is plainly none of those that say how a series is counted.

    A sum over quarters may be told for the year that they make: its time is let be.
    """
    if fold(written) in _SAID_NOTHING:
        return False
    found = understood(written)
    return all(_apart(found, understood(each), summed) for each in unit)


def doubtful(written: str) -> bool:
    """Whether something is written that is not wholly understood."""
    return fold(written) not in _SAID_NOTHING and not understood(written).whole


def _apart(one: Unit, other: Unit, summed: bool) -> bool:
    """Whether two units cannot be one."""
    if one.measure and other.measure and one.measure != other.measure:
        return True
    if one.time and other.time and one.time != other.time and not summed:
        return True
    return one.whole and other.whole and one.size != other.size


def understood(text: str) -> Unit:
    """What a unit says: its size, its measure, its time, where the words are known."""
    size, measure, time, whole, per = 1.0, "", "", True, False
    for word in _PARTS.findall(fold(text)):
        if per and word in _TIME:
            time = _TIME[word]
        elif word in _MEASURE and not measure:
            measure, times = _MEASURE[word]
            size *= times
        elif word in _SIZE:
            size *= _SIZE[word]
        elif word not in _PER and word not in _SILENT:
            whole = False
        per = per or word in _PER
    return Unit(size, measure or ("" if text.strip() else "number"), time, whole)
