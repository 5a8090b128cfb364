"""May this order be given, and what does it cost?

The one place that says yes or no, for people and for policies alike: a reason in words for one
world, a mask for many. Effects are carried out by the first stages of the tick.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from game.world.figures import Reader, bindings, put
from game.world.state import Array, Floats, World
from game.world.targets import target_name, targets

if TYPE_CHECKING:
    from game.content.models.basis import Text
    from game.content.models.conduct import Order
    from game.content.ruleset import Ruleset


Read = Callable[[str], Any]


def with_amount(read: Read, amount: Floats | float) -> Read:
    """A reader of figures that also knows how much was asked for."""
    return lambda name: amount if name == "amount" else read(name)


def cost_value(order: Order, amount: Floats | float, read: Read) -> Any:
    """What an order takes from the purse: its price and what it sets aside, USD.

    One number where it is the same in every world; `amount` may be one too.
    """
    price = _price(order, with_amount(read, amount))
    if order.sets_aside.constant == 0.0:
        return price
    return price + greater(order.sets_aside.value(with_amount(read, amount)), 0.0)


def _price(order: Order, read: Read) -> Any:
    return greater(order.cost.value(read), 0.0)


def greater(one: Any, other: Any) -> Any:
    """The greater of two values, each an array or one number."""
    arrays = isinstance(one, np.ndarray) or isinstance(other, np.ndarray)
    return np.maximum(one, other) if arrays else max(one, other)


def lesser(one: Any, other: Any) -> Any:
    """The lesser of two values, each an array or one number."""
    arrays = isinstance(one, np.ndarray) or isinstance(other, np.ndarray)
    return np.minimum(one, other) if arrays else min(one, other)


def cost_array(
    ruleset: Ruleset,
    world: World,
    seat: str,
    order: Order,
    amount: Floats,
    read: Read | None = None,
) -> Floats:
    """What an order takes from the purse, shape (worlds,), USD."""
    cost = cost_value(order, amount, read or Reader(ruleset, world, seat))
    return _in_every(cost, world)


def _in_every(value: Any, world: World) -> Floats:
    """A value as an array of shape (worlds,)."""
    found: Floats = value if isinstance(value, np.ndarray) else np.full(world.width, float(value))
    return found


def cost_usd(ruleset: Ruleset, world: World, seat: str, order_id: str, amount: float = 1.0) -> int:
    """What an order costs in the first world, whole dollars."""
    amounts, order = np.full(world.width, float(amount)), ruleset.orders[order_id]
    read = arriving(ruleset, world, seat)
    return round(float(cost_array(ruleset, world, seat, order, amounts, read)[0]))


def arriving(ruleset: Ruleset, world: World, seat: str) -> Read:
    """A reader of figures as orders find them: with what was promised for this quarter (S1)."""
    read, due = Reader(ruleset, world, seat), world.pending[:, world.column(0)]
    known, rows = bindings(ruleset), targets(ruleset)

    def value(name: str) -> Floats:
        found, binding = read(name), known.get(name)
        row = rows.get(target_name(binding, seat)) if binding and not binding.derived else None
        if binding is not None and row is not None:
            put(found, binding, found + due[row], due[row] != 0)
        return found

    return value


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
    read = with_amount(Reader(ruleset, world, seat), np.full(world.width, float(amount)))
    return [need.else_ for need in order.needs if not bool(need.when.evaluate(read)[0])]


def needs_met(order: Order, read: Read, amount: Floats | float) -> Any:
    """Where the order's needs hold, money apart: one bool, or an array of shape (worlds,)."""
    read = with_amount(read, amount)
    fine: Any = True
    for need in order.needs:
        met = need.when.value(read)
        fine = met if fine is True else fine & met
        if fine is False:
            break
    return fine


def allowed(
    ruleset: Ruleset,
    world: World,
    seat: str,
    order: Order,
    amount: Floats,
    read: Read | None = None,
) -> Array:
    """Where the order's needs hold and its cost can be met; shape (worlds,), bool."""
    read = read or Reader(ruleset, world, seat)
    cost = cost_array(ruleset, world, seat, order, amount, read)
    purse = world.cash_usd[ruleset.index("actor", seat)]
    return needs_met(order, read, amount) & ((cost <= 0) | (cost <= purse))
