"""How does a text of the content say the figures of one run?

Fills names in braces with worded values, of this quarter and of the one before. It computes
nothing: units and number formats are those of the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.world.figures import Reader
from game.world.state import World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Bilingual, Words

LAST_QUARTER = "was."

# Counts that nobody would say to the last one: a text gives three figures of them.
COUNTS = frozenset({"chips", "h100e", "m3", "mw", "people", "stacks", "tonnes", "wafers"})
SAID_EXACTLY = 10_000


def said(value: float, unit: str, words: Words) -> str:
    """A value with its unit, as a sentence gives it."""
    if unit in COUNTS and abs(value) >= SAID_EXACTLY:
        value = float(f"{value:.2e}")
    return words.unit(value, unit)


def points_said(points: float, words: Words) -> str:
    """So many points of something."""
    digits = 0 if points >= 9.95 else 1
    shown = words.number(points, digits)
    return words.t("story.points", n=round(points, digits), x=shown)


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
    ) -> None:
        self.ruleset = ruleset
        self.words = words
        self.lane = lane
        self.read = Reader(ruleset, world, seat, world if before is None else before)

    def value(self, name: str) -> float:
        """A figure; `was.NAME` is last quarter's."""
        return float(self.read(name)[self.lane])

    def figure(self, name: str) -> str:
        """A figure with its unit."""
        plain = name.removeprefix(LAST_QUARTER)
        if plain == "bottleneck":
            return self.words.t(f"story.bottleneck.{round(self.value(name))}")
        return said(self.value(name), self.ruleset.figures[plain].unit, self.words)

    def say(self, text: Bilingual) -> str:
        """A text of the content, its figures filled in."""
        return self.words.fill(self.words.text(text), self.figure)
