"""What does a stage work with?

A Quarter holds the world being changed, the orders, the dice and the recorder, and the few verbs
every stage shares: look up a coefficient, pay, move chips, say why. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import numpy as np

from game.engine.effects import promise
from game.engine.money import Index, pay
from game.world.derived import usable_h100e
from game.world.dice import Dice, normal_quantile
from game.world.geography import Places, Rows, places
from game.world.report import NoRecorder
from game.world.state import Array, Floats, Ints, World
from game.world.targets import targets

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Table = TypeVar("Table")

HOURS = 2190.0  # in a quarter
SECONDS = 7.9e6  # in a quarter, a trifle more than HOURS: the constant of the training law
FEW = 4  # lanes up to which arrays are so small that each call of numpy costs the same


# Every die of a quarter: its stream, its first index, and how many follow: a number, one for each
# place on an axis, or one for each of some actors, at the first index plus their place on theirs.
Die = tuple[str, int, int | str]
SOME_ACTORS = ("labs", "big4")
UNIFORM: dict[str, Die] = {
    "programme": ("training", 90, 1),
    "wafer_cycle": ("market", 3, 1),
    "chip_price": ("market", 10, "chip"),
    "crash": ("crash", 0, 1),
    "drought": ("grid", 0, "region"),
    "drought_depth": ("grid", 100, "region"),
    "blockade": ("strait", 0, 1),
    "blockade_length": ("strait", 1, 1),
    "war": ("strait", 3, 1),
    "law": ("policy", 0, 1),
    "incident": ("policy", 1, 1),
}
NORMAL: dict[str, Die] = {
    "confidence": ("market", 1, 1),
    "multiple": ("market", 2, 1),
    "capex": ("market", 20, "big4"),
    "capex_wave": ("market", 90, 1),
    "luck": ("training", 0, "labs"),
    "tension": ("strait", 2, 1),
}


class Appetite(NamedTuple):
    """What the large clouds spend on chips, before they look at prices."""

    share: Floats  # of their capital spending
    whole_usd: Floats  # all together


@dataclass(eq=False)
class Quarter:
    """One quarter in the making.

    Stages write the world `w` in place, and below it what one works out for the next ones.
    """

    ruleset: Ruleset
    w: World
    orders: Floats  # (order, seat, worlds), how much of each order; 0 is not given
    dice: Dice
    recorder: NoRecorder
    alike: bool = False  # all lanes are the same world, under the same orders
    # Worked out by one stage and read by the next ones, while it stays the same; else None.
    appetite: Appetite | None = None  # from S6 to S7
    built: Floats | None = None  # (region, worlds) from S6 to S14
    bought_mw: Floats | None = None  # (actor, worlds) from S8 to S14
    usable_h100e: Floats | None = None  # (actor, worlds) from S9 to S11
    answer_hours: Floats | None = None  # (lab, worlds) from S11 to S12
    # What every order finds as it was before the first of them: derived arrays by name.
    fixed: Mapping[str, Floats] = field(default_factory=dict)
    _rolled: dict[str, Floats] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.places: Places = places(self.ruleset)  # who stands where
        # With few worlds, columns of constants are laid out as wide as these: to stretch (n, 1)
        # over (n, lanes) takes numpy three times as long as to read (n, lanes).
        self.lanes = self.w.width if self.w.width <= FEW else 1

    def roll(self, name: str) -> Floats:
        """The dice of a name: uniforms in [0, 1) or standard normals; shape (axis, worlds)."""
        if not self._rolled:
            self._rolled = roll_all(self.ruleset, self.w, self.dice)
        return self._rolled[name]

    def later(self, name: str, quarters: int, moved: Floats, cause: str) -> None:
        """Promise an addition to `array[place]` in so many quarters, one at least."""
        row = targets(self.ruleset)[name]
        promise(self.w, row, quarters, moved, self.recorder, "stage:" + cause)

    def k(self, name: str) -> float:
        """A coefficient."""
        return self.ruleset.k(name)

    def by(self, name: str, axis: str) -> Floats:
        """A coefficient by the ids of an axis, shape (axis, 1); 0 where it names none.

        Where there are but a few worlds it is as wide as they are.
        """
        return column(self.ruleset, name, axis, self.lanes)

    def table(self, make: Callable[[Ruleset], Table]) -> Table:
        """What `make` works out for a ruleset; where there are few worlds, as wide as they are."""
        return widened(make, self.ruleset, self.lanes)

    def usable(self, who: Rows) -> Floats:
        """(actors, worlds): machines they own, light and have code for, in H100 equivalents."""
        if self.usable_h100e is None:
            return usable_h100e(self.ruleset, self.w, who)
        return self.usable_h100e[who]

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


def between(values: Array, low: Array | float, high: Array | float) -> Floats:
    """Values kept within bounds; half the time of numpy's own clip where there are few."""
    kept: Floats = np.minimum(np.maximum(values, low), high)
    return kept


def across(values: Array) -> Array:
    """The sum over the axis in the middle; where there are few worlds, in half of numpy's time.

    Either way the first is added to the second, these to the third and so on.
    """
    if values.shape[-1] > FEW:
        return np.add.reduce(values, axis=1)
    return np.add.reduce(values.swapaxes(0, 1).copy(), axis=0)


@lru_cache(maxsize=1024)
def column(ruleset: Ruleset, name: str, axis: str, lanes: int = 1) -> Floats:
    """A coefficient by the ids of an axis, read-only, (axis, lanes); 0 where it names none."""
    table = ruleset.table(name)
    values = np.array([[float(table.get(i, 0.0))] * lanes for i in ruleset.axis(axis)])
    values.flags.writeable = False
    return values


@lru_cache(maxsize=256)
def widened(make: Callable[[Ruleset], Table], ruleset: Ruleset, lanes: int) -> Table:
    """A table whose arrays, those that end in an axis for worlds, are so many lanes wide.

    Not those that end in (1, 1): they are stretched over another axis as well, and numpy is
    quicker when it does both at once.
    """
    table: Any = make(ruleset)
    if lanes == 1:
        return cast("Table", table)
    found = {each.name: getattr(table, each.name) for each in fields(table)}
    wide = {
        name: np.repeat(values, lanes, axis=-1)
        for name, values in found.items()
        if isinstance(values, np.ndarray) and values.ndim > 1
        if values.shape[-1] == 1 and values.shape[-2:] != (1, 1)
    }
    return cast("Table", replace(table, **wide))


@lru_cache(maxsize=64)
def _dice_rows(ruleset: Ruleset) -> tuple[list[tuple[str, int]], dict[str, slice], int]:
    """The address of every row, where each name finds its rows, and how many are uniform."""
    rows: list[tuple[str, int]] = []
    found: dict[str, slice] = {}
    uniform = 0
    for table in (UNIFORM, NORMAL):
        for name, (stream, first, whose) in table.items():
            thrown = [(stream, first + index) for index in indices(ruleset, whose)]
            found[name] = slice(len(rows), len(rows) + len(thrown))
            rows += thrown
        uniform = uniform or len(rows)
    return rows, found, uniform


def indices(ruleset: Ruleset, whose: int | str) -> Sequence[int]:
    """The indices of a die's rows, counted from its first."""
    if whose in SOME_ACTORS:
        some: Ints = getattr(places(ruleset), str(whose))
        return [int(each) for each in some]
    return range(len(ruleset.axis(whose)) if isinstance(whose, str) else whose)


def roll_all(ruleset: Ruleset, w: World, dice: Dice) -> dict[str, Floats]:
    """All dice of a quarter in one go: one call of the generator costs as much as a hundred."""
    rows, found, uniform = _dice_rows(ruleset)
    rolled = dice.block(w, rows)
    rolled[uniform:] = normal_quantile(rolled[uniform:])
    return {name: rolled[place] for name, place in found.items()}
