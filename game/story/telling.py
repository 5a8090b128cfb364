"""How does a text of the content say the figures of one run?

Fills names in braces with worded values, of this quarter and of those before. It computes
nothing: units and number formats are those of the words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from game.content.words import DIVISORS, HALF_UP, SCALES
from game.world.figures import Reader
from game.world.state import World

if TYPE_CHECKING:
    from game.content.expressions import Expression
    from game.content.models.basis import Reference
    from game.content.ruleset import Ruleset
    from game.content.words import Bilingual, Words

PAST = ("was.", "ago.")  # before a name: of last quarter, of a year ago

# Counts that nobody would say to the last one: a text gives three figures of them.
COUNTS = frozenset({"chips", "h100e", "m3", "mw", "people", "stacks", "tonnes", "wafers"})
SAID_EXACTLY = 10_000
MILLION = 1_000_000
MORE = 3  # digits at most, to tell two values apart
FIGURES = 3  # that a sum of money has, and a large count
SMALL = 9.5  # of its last digit: what is less and does not add up is told with one digit more


def rounded(value: float, step: float) -> float:
    """A figure as it is kept and told: in whole steps, as its reasons are counted."""
    return float(f"{round(value / step) * step:.15g}")


def said(
    value: float,
    unit: str,
    words: Words,
    more: int = 0,
    prose: bool = False,
    like: float = 0.0,
    signed: bool = False,
) -> str:
    """A value with its unit in few figures; `prose` as in a sentence, `like` as a larger one."""
    if unit in COUNTS and abs(value) >= SAID_EXACTLY:
        value = float(f"{value * HALF_UP:.{2 + more}e}")
        if max(abs(value), like) < MILLION or not words.in_millions(unit, prose):
            more = 0  # whole ones already
    return words.unit(value, unit, signed, more, prose, like)


def told_apart(values: Sequence[float], tell: Callable[[float, int], str]) -> list[str]:
    """Some values in words: all with more digits where different ones would read alike.

    `tell` words one of them with so many digits more.
    """
    best = [tell(value, 0) for value in values]
    for more in range(1, MORE + 1):
        if not _alike(values, best):
            break
        texts = [tell(value, more) for value in values]
        if _alike(values, texts) < _alike(values, best):  # the others are as good as equal
            best = texts
    return best


def ends_said(values: Sequence[float], unit: str, words: Words) -> list[str]:
    """Values of one figure that stand in one range: in one unit, and told apart."""
    most = max(map(abs, values), default=0.0)
    return told_apart(values, lambda value, more: said(value, unit, words, more, like=most))


def adds_up(
    value: float,
    before: float,
    unit: str,
    words: Words,
    tell: Callable[[float, int], str],
    *,
    fine: bool = False,
) -> str:
    """A change in words that is the difference of the two values as they are told.

    It is told as it was where that agrees, or is finer than the values are told; a small one that
    does not agree has one digit more, any one where the parts of it are told (`fine`); else it is
    what the two values leave. `tell` words a change with so many digits more.
    """
    change = value - before
    text = tell(change, 0)
    if words.has_names(unit, value, before) or unit == "year" or "%" in text:
        return text
    told = [_read(said(each, unit, words), each, unit, words) for each in (value, before)]
    (after, one), (was, other), (size, last) = *told, _read(text, change, unit, words)
    least = max(one, other)
    if last < 0.5 * least or abs(after - was - size) <= 0.51 * max(last, least):
        return text
    if fine or abs(size) < SMALL * last:
        return tell(change, 1)
    return tell(after - was, 0)


def exactly(value: float, unit: str, words: Words, tell: Callable[[float, int], str]) -> str:
    """A number that somebody gave, with as few digits as tell all of it; as usual where none do.

    `tell` words it with so many digits more.
    """
    texts = [tell(value, more) for more in range(MORE + 1)]
    whole = (text for text in texts if math.isclose(_read(text, value, unit, words)[0], value))
    return next(whole, texts[0])


def _read(text: str, value: float, unit: str, words: Words) -> tuple[float, float]:
    """The value that a text tells in place of another, and how much its last digit is worth."""
    found = re.search(r"\d[\d\s.,]*", text)
    mark, group = (",", r"[\s.]") if words.lang == "fr" else (".", r"[\s,]")
    digits = re.sub(group, "", found[0]).rstrip(mark).replace(mark, ".") if found else "0"
    number = float(digits)
    if not number or not value:
        return 0.0, 0.0
    scale = 10.0 ** round(math.log10(abs(value) / number))
    last = 10.0 ** -len(digits.partition(".")[2])
    if unit == "usd" or (unit in COUNTS and abs(value) >= SAID_EXACTLY):
        last = max(last, 10.0 ** (math.floor(math.log10(number)) + 1 - FIGURES))
    return math.copysign(number * scale, value), last * scale


def last_digit(value: float, unit: str, words: Words) -> float:
    """How much the last digit of a value is worth as it is told; nothing where it has a name."""
    if unit == "year" or words.has_names(unit, value):
        return 0.0
    return _read(said(value, unit, words), value, unit, words)[1]


def _alike(values: Sequence[float], texts: Sequence[str]) -> int:
    """How many of the values read like another one which they are not."""
    told = list(zip(values, texts, strict=True))
    return sum(any(text == other and value != one for one, other in told) for value, text in told)


def _beside(names: Sequence[str], value: Callable[[str], float]) -> dict[float, float]:
    """Beside which value each is told: the largest of its figure, of now and before."""
    most: dict[str, float] = {}
    for name in names:
        bare = _bare(name)
        most[bare] = max(most.get(bare, 0.0), abs(value(name)))
    return {value(name): most[_bare(name)] for name in names}


def _bare(name: str) -> str:
    """A figure's name without the time it is of."""
    return name.partition(".")[2] if name.startswith(PAST) else name


def filled(
    template: str,
    words: Words,
    value: Callable[[str], float],
    unit: Callable[[str], str],
    also: Mapping[str, str] | None = None,
    bars: Mapping[str, float] | None = None,
) -> str:
    """A text with its figures filled in; those of one unit that differ do not read alike.

    `also` are names in braces that are no figures, and what they stand for; `bars` are numbers that
    the text asks of figures, which do not read like theirs either.
    """
    texts = dict(also or {})
    names = [name for name in words.names(template) if name not in texts]
    for kind in dict.fromkeys(map(unit, names)):
        alike = [name for name in dict.fromkeys(names) if unit(name) == kind]
        asked = [bars[name] for name in alike if name in bars] if bars else []
        like = _beside(alike, value)
        tell = partial(_tell, kind, words, like)
        told = told_apart([*map(value, alike), *asked], tell)
        texts.update(zip(alike, told, strict=False))
    return words.fill(template, texts.__getitem__)


def _tell(unit: str, words: Words, like: Mapping[float, float], value: float, more: int) -> str:
    return said(value, unit, words, more, prose=True, like=like.get(value, 0.0))


def cited(reference: Reference, words: Words) -> tuple[str, int | None]:
    """A publication in words, and its year unless they tell it."""
    title = (words.lang == "fr" and reference.fr) or reference.title
    year = reference.year
    return title, None if year is None or str(year) in title else year


def points_said(points: float, words: Words, digits: int | None = None) -> str:
    """So many points of something: with so many digits, else a few of them with a tenth."""
    if digits is None:
        digits = 0 if points >= 9.95 else 1
    shown = words.number(points, digits)
    return words.t("story.points", n=round(points * HALF_UP, digits), x=shown)


class Teller:
    """One seat's figures in one world and one language."""

    def __init__(
        self,
        ruleset: Ruleset,
        world: World,
        seat: str,
        words: Words,
        before: World | None = None,
        lane: int = 0,
        ago: Mapping[str, float] | None = None,
        was: Mapping[str, float] | None = None,
    ) -> None:
        self.ruleset = ruleset
        self.words = words
        self.lane = lane
        if before is None and was is None:
            before = world
        self.read = Reader(ruleset, world, seat, before, ago=ago, was=was)

    def value(self, name: str) -> float:
        """A figure; `was.NAME` is last quarter's, `ago.NAME` that of a year ago."""
        return float(self.read(name)[self.lane])

    def holds(self, condition: Expression) -> bool:
        """Whether a condition of the content is true in this world."""
        return bool(condition.evaluate(self.read)[self.lane])

    def figure(self, name: str) -> str:
        """A figure with its unit."""
        return said(self._told(name), self._unit(name), self.words)

    def say(self, text: Bilingual, **also: str) -> str:
        """A text of the content, its figures filled in, and whatever else it may name."""
        return filled(self.words.text(text), self.words, self._told, self._unit, also)

    def _told(self, name: str) -> float:
        return rounded(self.value(name), self.ruleset.figures[_bare(name)].step)

    def _unit(self, name: str) -> str:
        return self.ruleset.figures[_bare(name)].unit


def alike(sums: Sequence[float], words: Words, signed: bool = False) -> list[str]:
    """Ends of a range of money, worded in the unit of the largest and with as many digits each.

    Three figures are told, and no more digits than they need; nothing where two would read alike.
    """
    most = max(map(abs, sums), default=0.0)
    unit = next((each for _, each in SCALES[words.lang] if most >= DIVISORS[each]), "$")
    size = DIVISORS.get(unit, 1.0)
    shown = [float(f"{usd / size:.3g}") for usd in sums]
    room = 0 if unit == "$" or most >= 100 * size else 1 if most >= 10 * size else 2
    digits = next((n for n in range(room) if all(round(x, n) == x for x in shown)), room)
    texts = [words.joined(words.number(x, digits, signed), unit) for x in shown]
    lost = any(usd and not round(x, digits) for usd, x in zip(sums, shown, strict=True))
    return [] if lost or len(set(texts)) < len(set(sums)) else texts
