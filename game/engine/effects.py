"""What does an effect written in content do to the world?

Orders and scenes use the same few verbs: pay and gain move money, transfer moves chips against
money, add and set write declared figures, now or in some quarters, for good or for a time. Nothing
here creates money or chips.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from game.engine.quarter import afford, pay
from game.world.figures import (
    Reader,
    bindings,
    target_name,
    targets,
    write,
)
from game.world.report import NoRecorder
from game.world.state import LAGS, Array, Floats, World

if TYPE_CHECKING:
    from game.content.models.story import Effect
    from game.content.ruleset import Ruleset

Read = Callable[[str], Floats]


def apply_outcome(
    ruleset: Ruleset,
    world: World,
    outcome: Effect,
    seat: str,
    mask: Array,
    recorder: NoRecorder,
    cause: str,
    amount: Floats | None = None,
) -> None:
    """Carry out an outcome for `seat` in the worlds where `mask` holds; writes `world` in place.

    An order, which comes with an amount, is carried out during the quarter's tick, so a quarter of
    its delay has passed by the next table; a scene is answered at the table.
    """
    reader = Reader(ruleset, world, seat)

    def read(name: str) -> Floats:
        if name == "amount" and amount is not None:
            return amount
        return reader(name)

    me = ruleset.index("actor", seat)
    _move_money(ruleset, world, outcome, me, mask, read)
    if outcome.transfer is not None:
        _transfer(ruleset, world, outcome, me, mask, read)
    for how, changes in (("add", outcome.add), ("set", outcome.set)):
        values = {name: expression.evaluate(read) for name, expression in changes.items()}
        for name, value in values.items():
            after = max(outcome.after - (amount is not None), 0)
            _change(ruleset, world, outcome, name, seat, value, mask, how, after)
    recorder.mark(world, cause)


def _move_money(
    ruleset: Ruleset, world: World, outcome: Effect, me: int, mask: Array, read: Read
) -> None:
    """Payments: what the seat has, at most; gifts and sales: what is due."""
    if outcome.pay is not None:
        usd = np.where(mask, outcome.pay.usd.evaluate(read), 0.0)
        pay(world, me, ruleset.index("actor", outcome.pay.to), afford(world, me, usd))
    if outcome.gain is not None:
        usd = np.where(mask, outcome.gain.usd.evaluate(read), 0.0)
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
    units = np.where(mask, np.maximum(deal.units.evaluate(read), 0.0), 0.0)
    price = np.maximum(deal.pay_usd.evaluate(read), 0.0)
    stock = world.installed[chip, giver]
    each = np.divide(price, units, out=np.zeros_like(units), where=units > 0)
    moved = np.minimum(np.floor(units), stock.astype(np.float64))
    purse = np.maximum(world.cash_usd[taker].astype(np.float64), 0.0)
    payable = np.divide(purse, each, out=np.full_like(units, np.inf), where=each > 0)
    moved = np.floor(np.minimum(moved, payable)).astype(np.int64)
    world.installed[chip, giver] -= moved
    world.installed[chip, taker] += moved
    pay(world, taker, giver, each * moved)


def _change(
    ruleset: Ruleset,
    world: World,
    outcome: Effect,
    name: str,
    seat: str,
    value: Floats,
    mask: Array,
    how: str,
    after: int,
) -> None:
    """Write a figure now or after some quarters, for good or for a time."""
    me = ruleset.index("actor", seat)
    binding = bindings(ruleset)[name]
    if not after:
        moved = write(ruleset, world, name, me, value, mask, how)
    else:
        if how == "set":
            value = value - getattr(world, binding.array)[binding.at(me)]
        moved = np.where(mask, value, 0.0)
        world.pending[targets(ruleset)[target_name(binding, seat)], lag(after)] += moved
    if outcome.for_:
        row = targets(ruleset)[target_name(binding, seat)]
        world.pending[row, lag(after + outcome.for_)] -= moved


def lag(quarters: int) -> int:
    """The column of `pending` that comes due in so many quarters (one at least)."""
    return min(max(quarters, 1), LAGS) - 1
