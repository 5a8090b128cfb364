"""What does a stage work with, in a compiled tick?

The arrays of the world by name, the dice, and the verbs that every stage shares: look up a
coefficient, pay, promise. A stage puts new arrays in the place of old ones; none is written into.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick.arrays import Rows, add, at
from game.engine.quarter import column
from game.world.axes import LAGS
from game.world.geography import Places, places
from game.world.targets import targets

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

HOURS = 2190.0  # in a quarter
SECONDS = 7.9e6  # in a quarter

# Arrays to which stages order additions ahead, or whose orders they cut.
ORDERED_BY_STAGES = [
    "wafers",
    "wafers_abroad",
    "wafers_learned",
    "euv_tools",
    "duv_tools",
    "packaging",
    "hbm",
    "power_mw",
    "gas_mw",
    "rented_h100e",
]


class Bag(SimpleNamespace):
    """The arrays of the world by name; the last axis of each is worlds."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


@dataclass(eq=False)
class Quarter:
    """One quarter in the making; names in `w` are bound anew, nothing else is."""

    ruleset: Ruleset
    w: Bag
    rolled: dict[str, Array]
    mw_per_usd: Array | float = 0.0  # what a dollar of chips draws, from S6 to S14

    @property
    def width(self) -> int:
        """How many worlds."""
        return int(self.w.turn.shape[-1])

    @property
    def now(self) -> Array:
        """The turn, one whole number: the lanes share one calendar."""
        return self.w.turn[0]

    @property
    def turn(self) -> Array:
        """The turn as a float."""
        return self.now.astype(jnp.float64)

    @property
    def places(self) -> Places:
        """Who stands where."""
        return places(self.ruleset)

    def k(self, name: str) -> float:
        """A coefficient."""
        return self.ruleset.k(name)

    def by(self, name: str, axis: str) -> np.ndarray:
        """A coefficient by the ids of an axis, shape (axis, 1); 0 where it names none."""
        return column(self.ruleset, name, axis)

    def at(self, axis: str, name: str) -> int:
        """Where an id stands on its axis."""
        return self.ruleset.index(axis, name)

    def actor(self, name: str) -> int:
        """Where an actor stands on its axis."""
        return self.ruleset.index("actor", name)

    def roll(self, name: str) -> Array:
        """The dice of a name, shape (axis, worlds)."""
        return self.rolled[name]

    def pay(self, payer: int, payee: int, usd: Array) -> Array:
        """Move whole dollars, never created; returns what was paid."""
        amount = whole_usd(usd)
        w = self.w
        w.cash_usd = add(add(w.cash_usd, payer, -amount), payee, amount)
        w.income_usd = add(w.income_usd, payee, amount)
        return amount

    def pay_from(self, payers: Rows, payee: int, usd: Array) -> Array:
        """Several pay one; `usd` has shape (payers, worlds). Each row is rounded by itself."""
        amounts, w = whole_usd(usd), self.w
        total = amounts.sum(axis=0)
        w.cash_usd = add(add(w.cash_usd, payers, -amounts), payee, total)
        w.income_usd = add(w.income_usd, payee, total)
        return amounts

    def pay_to(self, payer: int, payees: Rows, usd: Array) -> Array:
        """One pays several; `usd` has shape (payees, worlds). Each row is rounded by itself."""
        amounts, w = whole_usd(usd), self.w
        w.cash_usd = add(add(w.cash_usd, payer, -amounts.sum(axis=0)), payees, amounts)
        w.income_usd = add(w.income_usd, payees, amounts)
        return amounts

    def afford(self, payer: Rows, usd: Array) -> Array:
        """The part of a sum that an actor has."""
        purse = jnp.maximum(at(self.w.cash_usd, payer).astype(jnp.float64), 0.0)
        return jnp.minimum(usd, purse)

    def ahead(self, rows: np.ndarray) -> np.ndarray:
        """Where rows of `pending` stand in `ahead`, which stages read and write instead."""
        return np.searchsorted(ordered_by_stages(self.ruleset), rows)

    def on_its_way(self, rows: np.ndarray, within: int = LAGS) -> Array:
        """(places, worlds): what is promised to them, due in so many quarters at most."""
        block = at(self.w.ahead, self.ahead(rows))
        if within < LAGS:
            ahead = (np.arange(LAGS) - self.now - 1) % LAGS
            block = jnp.where((ahead < within)[:, None], block, 0.0)
        return block.sum(axis=1)

    def in_steps(self, rows: np.ndarray, first: np.ndarray, steps: int, each: Array) -> None:
        """Promise `each`, (places, worlds), in so many quarters, and again in those after."""
        ahead = (np.arange(LAGS) - self.now - first[:, None]) % LAGS
        due = jnp.where((ahead < steps)[:, :, None], each[:, None], 0.0)
        self.w.ahead = add(self.w.ahead, self.ahead(rows), due)

    def later(self, place: str, quarters: int, moved: Array) -> None:
        """Promise an addition to `array[place]` in so many quarters."""
        row = np.array([targets(self.ruleset)[place]])
        self.in_steps(row, np.array([quarters]), 1, moved[None])


@lru_cache(maxsize=8)
def ordered_by_stages(ruleset: Ruleset) -> np.ndarray:
    """The rows of `pending` that stages read or add to; the others only come due."""
    names = [place.partition("[")[0] for place in targets(ruleset)]
    return np.flatnonzero(np.isin(names, ORDERED_BY_STAGES))


def whole_usd(usd: Array) -> Array:
    """Dollars, rounded half to even, none below zero."""
    return jnp.rint(jnp.maximum(usd, 0)).astype(jnp.int64)


def ints(values: Array) -> Array:
    """Whole numbers, towards zero."""
    return values.astype(jnp.int64)
