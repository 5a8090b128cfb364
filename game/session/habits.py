"""What does a player order when nobody asks what: the habits that a forecast supposes?

Those of the last year, quarter by quarter, as the log has them. Who has not played a year yet has
the habits that are usual in the chair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from game.engine.orders import allowed, cost_array
from game.session.log import OrderRecord

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.log import Log
    from game.world.state import Floats, World

YEAR = 4
Orders = tuple[tuple[str, float], ...]  # what one quarter brings: orders, and how much of each
Habits = tuple[Orders, ...]  # of this quarter of the year, and the next ones


def habits(log: Log) -> Habits | None:
    """What the seat ordered a year ago and in the quarters since; None before there is a year."""
    turn = log.pages[-1].turn
    if turn - log.pages[0].turn < YEAR:
        return None
    return tuple(
        tuple(
            (each.order, each.amount)
            for each in log.of_turn(turn - YEAR + quarter)
            if isinstance(each, OrderRecord)
        )
        for quarter in range(YEAR)
    )


def give(ruleset: Ruleset, world: World, orders: Floats, seat: str, wanted: Orders) -> None:
    """Write the orders of a quarter into a sheet where they may be given and the purse allows."""
    row, me = ruleset.index("seat", seat), ruleset.index("actor", seat)
    purse = world.cash_usd[me].astype(np.float64)
    for order_id, usual in wanted:
        order = ruleset.orders.get(order_id)
        if order is None:
            continue
        amount = np.full(world.width, float(usual))
        cost = cost_array(ruleset, world, seat, order, amount)
        may = allowed(ruleset, world, seat, order, amount) & ((cost <= 0) | (cost <= purse))
        purse -= np.where(may, cost, 0.0)
        orders[ruleset.index("order", order_id), row] = np.where(may, amount, 0.0)
