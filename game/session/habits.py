"""How does a seat go on ordering as it did, where nobody is there to say what?

Forecasts suppose that the player keeps the habits of the last year (`log.py` has them).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from game.engine.orders import allowed, cost_array

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.log import Orders
    from game.world.state import Floats, World


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
