"""May this order be given, and what does it cost?

The one place that says yes or no, for people and for policies alike: a reason in words for one
world, a mask for many. Effects are carried out by the first stages of the tick.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from game.world.figures import Reader
from game.world.state import Array, Floats, World

if TYPE_CHECKING:
    from game.content.models.basis import Text
    from game.content.models.conduct import Order
    from game.content.ruleset import Ruleset


def with_amount(
    ruleset: Ruleset, world: World, seat: str, amount: Floats
) -> Callable[[str], Floats]:
    """A reader of figures that also knows how much was asked for."""
    reader = Reader(ruleset, world, seat)
    return lambda name: amount if name == "amount" else reader(name)


def price_array(ruleset: Ruleset, world: World, seat: str, order: Order, amount: Floats) -> Floats:
    """What is paid when an order is carried out, shape (worlds,), USD."""
    return np.maximum(order.cost.evaluate(with_amount(ruleset, world, seat, amount)), 0.0)


def cost_array(ruleset: Ruleset, world: World, seat: str, order: Order, amount: Floats) -> Floats:
    """What an order takes from the purse: its price and what it sets aside; (worlds,), USD."""
    aside = order.sets_aside.evaluate(with_amount(ruleset, world, seat, amount))
    return price_array(ruleset, world, seat, order, amount) + np.maximum(aside, 0.0)


def cost_usd(ruleset: Ruleset, world: World, seat: str, order_id: str, amount: float = 1.0) -> int:
    """What an order costs in the first world, whole dollars."""
    amounts = np.full(world.width, float(amount))
    return round(float(cost_array(ruleset, world, seat, ruleset.orders[order_id], amounts)[0]))


def amount_range(
    ruleset: Ruleset, world: World, seat: str, order_id: str
) -> tuple[float, float, float] | None:
    """(default, low, high) of an order that takes an amount, in the first world; else None."""
    asked = ruleset.orders[order_id].amount
    if asked is None:
        return None
    read = Reader(ruleset, world, seat)
    low = float(asked.low.evaluate(read)[0])
    high = max(float(asked.high.evaluate(read)[0]), low)
    return min(max(float(asked.default.evaluate(read)[0]), low), high), low, high


def refusals(
    ruleset: Ruleset, world: World, seat: str, order_id: str, amount: float = 1.0
) -> list[Text]:
    """Why the order may not be given in the first world; empty when it may. Money is not judged."""
    order = ruleset.orders[order_id]
    read = with_amount(ruleset, world, seat, np.full(world.width, float(amount)))
    return [need.else_ for need in order.needs if not bool(need.when.evaluate(read)[0])]


def allowed(ruleset: Ruleset, world: World, seat: str, order: Order, amount: Floats) -> Array:
    """Where the order's needs hold and its cost can be met; shape (worlds,), bool."""
    read = with_amount(ruleset, world, seat, amount)
    fine = np.ones(world.width, bool)
    for need in order.needs:
        fine &= np.asarray(need.when.evaluate(read), bool)
    cost = cost_array(ruleset, world, seat, order, amount)
    free = cost <= 0
    purse = world.cash_usd[ruleset.index("actor", seat)]
    return fine & (free | (cost <= purse))
