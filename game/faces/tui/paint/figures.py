"""How does a figure stand in a list: label, value, sparkline, change?

Values in the width there is, counts of one unit alike. It draws views and computes nothing of the
game.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from game.faces.charts import sparkline
from game.faces.tui.desk import Speech
from game.faces.tui.lines import Lines, clip, say, wrap
from game.faces.tui.look import BLUE, BRIGHT, CHANGED, PLAIN, QUIET, UNMOVED
from game.session.views import FigureView

SIGNS = frozenset("$%")  # units that a number is never told without
LEAST_SPARK = 3  # cells; a shorter sparkline says nothing
MILLION = 1e6
LONGEST = 5  # digits of a count that a list shows in full
_WORDED = re.compile(r"([+−]?[0-9][0-9\s.,]*?)\s([^0-9\s].*)")


def split_unit(text: str) -> tuple[str, str]:
    """A worded number in two: its digits, and the unit behind them if there is one."""
    match = _WORDED.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def short_value(figure: FigureView, words: Speech, longest: int = LONGEST) -> str:
    """A value that fits a list: a count of many digits is said in thousands or millions."""
    amount, unit = split_unit(figure.text)
    short = sum(map(str.isdigit, amount)) <= longest or abs(figure.value) < 10**longest
    if short or SIGNS & set(figure.text):  # a sum of money is told alike everywhere
        return figure.text
    return f"{words.compact(figure.value)} {unit}".rstrip()


def bare_value(figure: FigureView, words: Speech, longest: int = LONGEST) -> str:
    """The same without its unit, where it is a count and the label says of what."""
    amount, unit = split_unit(figure.text)
    if not unit or SIGNS & set(figure.text):
        return figure.text
    if abs(figure.value) < MILLION and short_value(figure, words, longest) == figure.text:
        return amount
    return words.compact(figure.value)  # of 3.01 billion people, 3.0 bn are left, and not 3.01


def short_change(figure: FigureView) -> str:
    """A change without the unit that stands beside the value already; a sign when level.

    Money keeps its own: nobody adds dollars that stand without theirs.
    What changes from one name to another has a sign too: the line below the list says which.
    """
    if figure.was:
        return CHANGED
    if figure.direction == 0:
        return UNMOVED
    amount, unit = split_unit(figure.change_text)
    beside = split_unit(figure.text)[1]
    if "$" in figure.change_text:
        return figure.change_text
    return amount if unit.removesuffix("s") == beside.removesuffix("s") else figure.change_text


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """How wide the value and the change of a list of figures are, in cells.

    Counts of one unit are told alike: in thousands all of them, or without the unit.
    """

    figures: Sequence[FigureView]
    value: int
    change: int
    words: Speech
    thousands: frozenset[str]  # the units of which one is told so

    @classmethod
    def of(cls, figures: Sequence[FigureView], words: Speech) -> FigureColumns:
        """The widest of each."""
        units = (each.unit for each in figures if short_value(each, words) != each.text)
        thousands = frozenset(units)
        found = cls(figures, 0, 0, words, thousands)
        return replace(
            found,
            value=max((cell_len(found.short(figure)) for figure in figures), default=0),
            change=max((cell_len(short_change(figure)) for figure in figures), default=0),
        )

    def longest(self, figure: FigureView) -> int:
        """How many digits of a value are told in full."""
        return LONGEST - (figure.unit in self.thousands)

    def short(self, figure: FigureView) -> str:
        """A value with its unit."""
        return short_value(figure, self.words, self.longest(figure))

    def spark(self, width: int) -> int:
        """How wide a sparkline is that nothing takes room from."""
        return max(5, min(12, width // 8))

    def ends(self, width: int) -> int:
        """How far labels and values reach together."""
        return max(8, width - self.value - self.change - self.spark(width) - 3) + 1 + self.value

    def is_bare(self, figure: FigureView, width: int) -> bool:
        """Whether a value of this unit does not fit with it."""
        return any(
            cell_len(each.label) + 1 + cell_len(self.short(each)) > self.ends(width)
            for each in self.figures
            if each.unit == figure.unit
        )

    def lines(self, figure: FigureView, width: int) -> Lines:
        """Label, value, sparkline, change.

        A label may reach as far as its own value. Where that is not enough the unit of a count
        gives way, which the line below the list says, and then the sparkline; a label that is too
        long for that too goes on below.
        """
        ends, spark, value = self.ends(width), self.spark(width), self.short(figure)
        asked = cell_len(figure.label) + 1
        if self.is_bare(figure, width):
            value = bare_value(figure, self.words, self.longest(figure))
        missing = asked + cell_len(value) - ends
        if 0 < missing <= spark + 1:  # else it goes on below anyway
            given = missing if spark - missing >= LEAST_SPARK else spark + 1
            ends, spark = ends + given, max(spark - given, 0)
        label, *more = wrap(figure.label, ends - 1 - cell_len(value), "", "  ")
        moved = figure.direction != 0 or figure.was
        pieces = (
            label,
            " " * (ends - label.cell_length - cell_len(value)),
            (value, BRIGHT),
            " " if spark else "",
            (sparkline(figure.history, spark) if spark else "", BLUE),
            " ",
            (short_change(figure).rjust(self.change), PLAIN if moved else QUIET),
        )
        return [clip(say(*pieces), width), *more]
