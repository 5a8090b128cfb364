"""What do the seats that nobody plays ask for?

A policy is a list of rules in content: an order, a condition, an amount. They are read on the same
observation and under the same attention, needs and prices as a person's plan, for all worlds at
once.
"""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

import numpy as np

from game.engine.orders import allowed, cost_array
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.models.conduct import Policy
    from game.content.ruleset import Ruleset


def no_orders(ruleset: Ruleset, world: World) -> Floats:
    """An empty sheet: (order, seat, worlds)."""
    return np.zeros((len(ruleset.axis("order")), len(ruleset.axis("seat")), world.width))


def decide(
    ruleset: Ruleset,
    world: World,
    dice: Dice,
    orders: Floats,
    skip: Set[str] = frozenset(),
    policies: dict[str, str] | None = None,
) -> None:
    """Write into `orders` what each seat not skipped asks for; `policies` names other policies."""
    chosen = {policy.actor: policy for policy in reversed(list(ruleset.policies.values()))}
    for seat, policy_id in (policies or {}).items():
        chosen[seat] = ruleset.policies[policy_id]
    for seat in ruleset.axis("seat"):
        if seat not in skip and seat in chosen:
            follow(ruleset, world, chosen[seat], orders)


def follow(ruleset: Ruleset, world: World, policy: Policy, orders: Floats) -> None:
    """Go down the rules of one policy while attention and money last."""
    seat = policy.actor
    row = ruleset.index("seat", seat)
    attention = np.full(world.width, float(ruleset.seats[seat].attention))
    purse = world.cash_usd[ruleset.index("actor", seat)].astype(np.float64)
    read = Reader(ruleset, world, seat)
    for rule in policy.rules:
        order = ruleset.orders[rule.order]
        index = ruleset.index("order", rule.order)
        amount = np.asarray(rule.amount.evaluate(read), np.float64)
        if order.amount is not None:
            low, high = order.amount.low.evaluate(read), order.amount.high.evaluate(read)
            amount = np.minimum(np.maximum(amount, low), np.maximum(high, low))
        wanted = np.asarray(rule.when.evaluate(read), bool) & (orders[index, row] == 0)
        wanted &= (attention >= order.attention) & (amount != 0)
        if not wanted.any():
            continue
        cost = cost_array(ruleset, world, seat, order, amount)
        wanted &= allowed(ruleset, world, seat, order, amount) & ((cost <= 0) | (cost <= purse))
        orders[index, row] = np.where(wanted, amount, orders[index, row])
        attention -= np.where(wanted, order.attention, 0)
        purse -= np.where(wanted, cost, 0.0)
