"""How does one seat read its world in one language?

The shared eye of every view: values and worded values of figures, filled texts, dates. It builds no
view and changes nothing. All readings are of lane 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from game.story.telling import COUNTS, SAID_EXACTLY, adds_up, ends_said, filled, rounded, said
from game.world.figures import Reader
from game.world.state import World

if TYPE_CHECKING:
    from game.content.expressions import Expression
    from game.content.models.world import Figure
    from game.content.ruleset import Ruleset
    from game.content.words import Words

_RELATIVE = frozenset(
    {"h100e", "chips", "people", "mw", "twh", "m3", "tonnes", "wafers", "stacks", "units"}
)


WHOLE = frozenset({"index"})  # told without tenths, and moved by them
_BAR = re.compile(r"([a-z][a-z0-9_.]*) *[<>]=? *([0-9][0-9_.]*)")  # of a figure, in a condition


def bars_in(condition: Expression) -> dict[str, float]:
    """The numbers that a condition asks of figures."""
    return {name: float(bar) for name, bar in _BAR.findall(condition.source)}


@dataclass
class Sight:
    """One seat's reading of one world."""

    ruleset: Ruleset
    world: World
    seat: str
    words: Words
    turns: int | None = None  # of the scenario, whose end is no quarter of its own
    # Figures that texts tell in the digits of the goal's line.
    told: Mapping[str, str] = field(default_factory=dict)
    _reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        self._reader = Reader(self.ruleset, self.world, self.seat)

    def value(self, name: str) -> float:
        """A figure in the first world; KeyError when there is none of this name."""
        return float(self._reader(name)[0])

    def holds(self, condition: Any) -> bool:
        """Whether an expression of the content is true in the first world."""
        return bool(condition.evaluate(self._reader)[0])

    def amount(self, expression: Any) -> float:
        """The value of an expression of the content in the first world."""
        return float(expression.evaluate(self._reader)[0])

    def figure(self, name: str) -> Figure:
        """The declaration of a figure."""
        return self.ruleset.figures[name]

    def label(self, name: str) -> str:
        """What a figure is called."""
        return self.words.text(self.figure(name).label)

    def effect(self, name: str, change: str) -> str:
        """A figure and a change of it, worded, as they stand in a list of effects."""
        return self.labelled(self.label(name), change)

    def labelled(self, label: str, change: str) -> str:
        """A change behind what it is of.

        What the label counts is not named again behind the number: Wafers 7 nm +300; +57 chips.
        """
        *number, unit = change.split()
        named = [word.strip(",").casefold() for word in label.split()]
        counts = number and not any(char.isalpha() for char in "".join(number))
        if counts and {unit.casefold(), f"{unit}s".casefold()}.intersection(named):
            if len(named) == 1:
                return change
            change = change[: -len(unit)].rstrip()
        return self.words.t("session.effect.add", label=label, change=change)

    def text(self, name: str) -> str:
        """A figure's value with its unit, as texts of the content quote it."""
        return self.said(name, self.value(name))

    def said(self, name: str, value: float, more: int = 0, like: float = 0.0) -> str:
        """A value of a figure with its unit, in whole steps as the log keeps it.

        It has so many digits more than usual, and the unit of a larger one `like` it.
        """
        figure = self.figure(name)
        return said(rounded(value, figure.step), figure.unit, self.words, more, like=like)

    def told_apart(self, name: str, *values: float) -> list[str]:
        """Values of a figure side by side: in one unit, and different ones do not read alike."""
        return ends_said(values, self.figure(name).unit, self.words)

    def say(self, text: Any, amount: str = "", bars: Mapping[str, float] | None = None) -> str:
        """A text of the content, its figures filled in; `amount` stands for {amount}.

        A figure does not read like the number in `bars` that the text asks of it.
        """
        template = self.words.text(text)
        if "{" not in template:
            return template
        template = template.replace("{amount}", amount)

        def told(name: str) -> float:
            value = self.value(name)
            return value if bars and name in bars else rounded(value, self.figure(name).step)

        also = {name: text for name, text in self.told.items() if name not in (bars or {})}
        return filled(template, self.words, told, self._unit, also, bars)

    def _unit(self, name: str) -> str:
        return self.figure(name).unit

    def quarter(self) -> str:
        """The name of the quarter that is being played."""
        return self.words.quarter(int(self.world.turn[0]))

    def when(self, turn: int) -> str:
        """The name of the quarter of a turn; what lies behind the last one is its end."""
        if self.turns is None or turn < self.turns:
            return self.words.quarter(turn)
        return self.words.t("session.end", quarter=self.words.quarter(self.turns - 1))

    def has_names(self, name: str, *values: float) -> bool:
        """Whether the values of a figure have names: it changes, and does not rise or fall."""
        return self.words.has_names(self.figure(name).unit, *values)

    def is_clock(self, name: str) -> bool:
        """Whether a figure counts whole quarters, up or down: that it goes on is no news."""
        figure = self.figure(name)
        return figure.unit == "quarters" and figure.step == 1

    def tells(self, name: str, change: float) -> bool:
        """Whether a change reads as one; a share is told to a tenth of a point."""
        figure = self.figure(name)
        least = figure.step / 2
        return abs(change) >= (max(least, 0.0005) if figure.unit == "share" else least)

    def moved_text(self, name: str, value: float, before: float, fine: bool = False) -> str:
        """A signed change told beside its value: what the two leave, as they are told."""

        def tell(change: float, more: int) -> str:
            return self.change_text(name, change, abs(before), fine, more=more)

        return adds_up(value, before, self.figure(name).unit, self.words, tell, fine=fine)

    def change_text(
        self,
        name: str,
        change: float,
        before: float,
        fine: bool = False,
        like: float = 0.0,
        more: int = 0,
        relative: bool = True,
    ) -> str:
        """A signed change: points of shares, a percentage of large stocks, else in the unit.

        Without `relative` stocks have their own unit too, whatever there was before.

        Where values have names it is two of them, the new one and the old. Small changes of what is
        told whole have their tenth; `fine` tells counts to the last one, since they are added up;
        `like` is a larger change beside it, whose unit it has; `more` digits than usual.
        """
        figure, words = self.figure(name), self.words
        size = abs(change)
        if size < figure.step / 2:
            return words.t("session.no_change")
        if self.has_names(name, before, before + change):
            now, was = self.said(name, before + change), self.said(name, before)
            if now != was:
                return words.t("session.named", now=now, was=was)
        if figure.unit == "share":
            points = words.number(100 * change, (0 if size >= 0.02 else 1) + more, signed=True)
            return words.t("session.score_points", n=100 * size, x=points)
        if (
            relative and figure.unit in _RELATIVE and before / 1999 <= size <= before
        ):  # else it reads as none
            return words.percent(change / before, 0 if size >= before / 50 else 1, signed=True)
        if not (fine and relative) and figure.unit in COUNTS and size >= SAID_EXACTLY:
            change = float(f"{change:.{2 + more}e}")  # in three figures, as the value is told
        text = words.unit(change, figure.unit, signed=True, more=more, like=like)
        whole = figure.unit not in WHOLE or figure.step >= 0.5 or round(size, 6).is_integer()
        if not more and size < 9.95 and not whole:
            return words.unit(change, figure.unit, signed=True, more=1)
        if any(char in "123456789" for char in text):
            return text
        return words.number(change, 1 if size >= 0.05 else 3, signed=True)
