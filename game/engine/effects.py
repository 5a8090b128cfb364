"""What does an effect written in content do to the world?

Orders and scenes use the same few verbs: pay and gain move money, transfer moves chips against
money, add and set write declared figures, now or in some quarters, for good or for a time. Nothing
here creates money or chips.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from game.engine.money import afford, pay
from game.world.causes import END
from game.world.figures import Binding, Reader, bindings, put, row_of, target_name, targets
from game.world.report import NoRecorder
from game.world.state import LAGS, Array, Floats, World

if TYPE_CHECKING:
    from game.content.models.story import Effect
    from game.content.ruleset import Ruleset

Read = Callable[[str], Any]


def apply_outcome(
    ruleset: Ruleset,
    world: World,
    outcome: Effect,
    seat: str,
    mask: Array,
    recorder: NoRecorder,
    cause: str,
    amount: Floats | None = None,
    fresh: Floats | None = None,
) -> None:
    """Carry out an outcome for `seat` in the worlds where `mask` holds; writes `world` in place.

    An order, which comes with an amount, is carried out during the quarter's tick, so a quarter of
    its delay has passed by the next table; a scene is answered at the table.
    """
    brief = Reader(ruleset, world, seat).brief

    def read(name: str) -> Any:
        if name == "amount" and amount is not None:
            return amount
        if name == "fresh" and amount is not None:
            return 1.0 if fresh is None else fresh
        return brief(name)

    me = ruleset.index("actor", seat)
    _move_money(ruleset, world, outcome, me, mask, read)
    if outcome.transfer is not None:
        _transfer(ruleset, world, outcome, me, mask, read)
    change = Change(ruleset, world, outcome, seat, me, mask, recorder, cause, amount is not None)
    for how, changes in (("add", outcome.add), ("set", outcome.set)):
        values = {name: expression.value(read) for name, expression in changes.items()}
        for name, value in values.items():
            change.write(name, value, how)
    recorder.mark(world, cause)


def _move_money(
    ruleset: Ruleset, world: World, outcome: Effect, me: int, mask: Array, read: Read
) -> None:
    """Payments: what the seat has, at most; gifts and sales: what is due."""
    if outcome.pay is not None:
        usd = np.where(mask, outcome.pay.usd.value(read), 0.0)
        pay(world, me, ruleset.index("actor", outcome.pay.to), afford(world, me, usd))
    if outcome.gain is not None:
        usd = np.where(mask, outcome.gain.usd.value(read), 0.0)
        giver = ruleset.index("actor", outcome.gain.from_)
        if outcome.gain.from_ != "outside":
            usd = afford(world, giver, usd)
        pay(world, giver, me, usd)


def _transfer(
    ruleset: Ruleset, world: World, outcome: Effect, me: int, mask: Array, read: Read
) -> None:
    """Chips against money: as many as the giver owns and the taker can pay, in proportion."""
    deal = outcome.transfer
    assert deal is not None
    giver = me if deal.from_ == "me" else ruleset.index("actor", deal.from_)
    taker = me if deal.to == "me" else ruleset.index("actor", deal.to)
    chip = ruleset.index("chip", deal.chip)
    units = np.where(mask, np.maximum(deal.units.value(read), 0.0), 0.0)
    price = np.maximum(deal.pay_usd.value(read), 0.0)
    stock = world.installed[chip, giver]
    each = np.divide(price, units, out=np.zeros_like(units), where=units > 0)
    moved = np.minimum(np.floor(units), stock.astype(np.float64))
    purse = np.maximum(world.cash_usd[taker].astype(np.float64), 0.0)
    payable = np.divide(purse, each, out=np.full_like(units, np.inf), where=each > 0)
    moved = np.floor(np.minimum(moved, payable)).astype(np.int64)
    world.installed[chip, giver] -= moved
    world.installed[chip, taker] += moved
    pay(world, taker, giver, each * moved)


@dataclass(frozen=True, eq=False)
class Change:
    """Writes figures now or after some quarters, for good or for a time."""

    ruleset: Ruleset
    world: World
    outcome: Effect
    seat: str
    me: int
    mask: Array
    recorder: NoRecorder
    cause: str
    in_tick: bool  # after this quarter's due column was read, as orders are; scenes come before

    def write(self, name: str, value: Any, how: str) -> None:
        """Carry out one `add` or `set` of the outcome."""
        binding = bindings(self.ruleset)[name]
        row = row_of(self.world, name, binding, self.me)
        after = max(self.outcome.after - self.in_tick, 0)
        length = self.outcome.for_
        before = row.astype(np.float64) if length else row
        if after:
            moved = np.where(self.mask, value - row if how == "set" else value, 0.0)
            self._later(binding, after, moved, self.cause)
        else:
            put(row, binding, value if how == "set" else row + value, self.mask)
            moved = row - before if length else before
        if length:
            self._later(binding, after + length, -moved, END + self.cause)

    def _later(self, binding: Binding, quarters: int, moved: Floats, cause: str) -> None:
        row = targets(self.ruleset)[target_name(binding, self.seat)]
        promise(self.world, row, quarters - (not self.in_tick), moved, self.recorder, cause)


def promise(
    world: World, row: int, quarters: int, moved: Floats, recorder: NoRecorder, cause: str
) -> None:
    """Put an addition into the column of the turn in which it is due, at most 32 quarters ahead."""
    quarters = min(quarters, LAGS)
    world.pending[row, world.column(quarters)] += moved
    recorder.promise(row, int(world.turn[0]) + quarters, moved, cause)
