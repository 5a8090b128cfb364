"""What does a stage work with, in one world?

The world being changed, the dice, and the few verbs that every stage shares: look up a coefficient,
throw a die, pay, promise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.dice import PlainDice, normal_quantile
from benchmarks.oracle.money import pay
from benchmarks.oracle.places import Places, places
from benchmarks.oracle.state import Lane
from game.engine.quarter import NORMAL, SOME_ACTORS, UNIFORM
from game.world.axes import LAGS

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

HOURS = 2190.0  # in a quarter
SECONDS = 7.9e6  # in a quarter


@dataclass(eq=False)
class Quarter:
    """One quarter in the making; `w` is written in place."""

    ruleset: Ruleset
    w: Lane
    dice: PlainDice
    mw_per_usd: float = 0.0  # what a dollar of chips draws, from S6 to S14

    @property
    def places(self) -> Places:
        """Who stands where."""
        return places(self.ruleset)

    def k(self, name: str) -> float:
        """A coefficient."""
        return self.ruleset.k(name)

    def by(self, name: str, id_: str) -> float:
        """A coefficient that has one value for each id; 0 where it has none for this one."""
        return float(self.ruleset.table(name).get(id_, 0.0))

    def roll(self, name: str, id_: str | None = None) -> float:
        """The die of a name, of one of the ids on its axis: uniform in [0, 1), or normal."""
        stream, index, axis = UNIFORM.get(name) or NORMAL[name]
        if isinstance(axis, str):
            index += self.ruleset.index("actor" if axis in SOME_ACTORS else axis, str(id_))
        shown = self.dice.uniform(self.w.world_id, self.w.turn, stream, index)
        return normal_quantile(shown) if name in NORMAL else shown

    def pay(self, payer: str, payee: str, usd: float) -> int:
        """Move whole dollars, never created; returns what was paid."""
        return pay(self.w, payer, payee, usd)

    def later(self, place: str, quarters: int, moved: float) -> None:
        """Promise an addition to `array[ids]` in so many quarters, 32 at most."""
        self.w.pending[place][self.w.column(min(quarters, LAGS))] += moved

    def on_its_way(self, place: str, within: int = LAGS) -> float:
        """All that is promised to a place for the coming quarters."""
        promised: list[float] = self.w.pending[place]
        if within == LAGS:
            return total(promised)
        return total(promised[self.w.column(1 + quarters)] for quarters in range(within))
