"""What does a stage work with?

A Quarter holds the world being changed, the orders, the dice and the recorder, and the few verbs
every stage shares: look up a coefficient, pay, move chips, say why. It decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.world.derived import Places, places
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import Array, Floats, Ints, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Index = int | np.integer

HOURS = 2190.0  # in a quarter
SECONDS = 7.9e6  # in a quarter


@dataclass(eq=False)
class Quarter:
    """One quarter in the making; `w` is written in place, nothing else is."""

    ruleset: Ruleset
    w: World
    orders: Floats  # (order, seat, worlds), how much of each order; 0 is not given
    dice: Dice
    recorder: NoRecorder

    @property
    def places(self) -> Places:
        """Who stands where."""
        return places(self.ruleset)

    def k(self, name: str) -> float:
        """A coefficient."""
        return self.ruleset.k(name)

    def by(self, name: str, axis: str) -> Floats:
        """A coefficient by the ids of an axis, shape (axis, 1); 0 where it names none."""
        table = self.ruleset.table(name)
        return np.array([[float(table.get(i, 0.0))] for i in self.ruleset.axis(axis)])

    def actor(self, name: str) -> int:
        """Where an actor stands on its axis."""
        return self.ruleset.index("actor", name)

    def chip(self, name: str) -> int:
        """Where a chip class stands on its axis."""
        return self.ruleset.index("chip", name)

    def region(self, name: str) -> int:
        """Where a region stands on its axis."""
        return self.ruleset.index("region", name)

    def node(self, name: str) -> int:
        """Where a fab node stands on its axis."""
        return self.ruleset.index("node", name)

    def item(self, name: str) -> int:
        """Where a licence item stands on its axis."""
        return self.ruleset.index("item", name)

    def because(self, cause: str) -> None:
        """What has changed since the last call has this cause."""
        self.recorder.mark(self.w, "stage:" + cause)

    def pay(self, payer: Index, payee: Index, usd: Array) -> Ints:
        """Move whole dollars, never created; returns what was paid."""
        return pay(self.w, payer, payee, usd)


def pay(w: World, payer: Index, payee: Index, usd: Array) -> Ints:
    """Move whole dollars from one balance to another; shape (worlds,), USD, not negative."""
    amount: Ints = np.rint(np.maximum(usd, 0)).astype(np.int64)
    w.cash_usd[payer] -= amount
    w.cash_usd[payee] += amount
    w.income_usd[payee] += amount
    return amount


def afford(w: World, payer: Index, usd: Array) -> Floats:
    """The part of a sum that an actor has; shape (worlds,), USD."""
    purse: Floats = np.maximum(w.cash_usd[payer].astype(np.float64), 0.0)
    return np.minimum(np.asarray(usd, np.float64), purse)


def move_chips(w: World, chip: Index, source: Array, target: Array, units: Array) -> Ints:
    """Move whole chips between two rows of a stock; never more than there are."""
    moved: Ints = np.minimum(np.maximum(np.floor(units), 0).astype(np.int64), source)
    source -= moved
    target += moved
    return moved
