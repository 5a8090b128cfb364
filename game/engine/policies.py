"""What do the seats that nobody plays ask for?

A policy is a list of rules in content: an order, a condition, an amount. They are read on the same
observation and under the same attention, needs and prices as a person's plan, for all worlds at
once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from game.engine.orders import Read, cost_value, greater, lesser, needs_met
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.models.conduct import Order, Policy, PolicyRule
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
    withheld: Mapping[str, Set[str]] | None = None,
    *,
    alike: bool = False,
) -> None:
    """Write into `orders` what each seat not skipped asks for; `policies` names other policies.

    A seat asks for none of the orders `withheld` from it. `alike` says that all lanes are the same
    world: then plain numbers decide, with the same result in less time.
    """
    chosen = {policy.actor: policy for policy in reversed(list(ruleset.policies.values()))}
    for seat, policy_id in (policies or {}).items():
        chosen[seat] = ruleset.policies[policy_id]
    kept: dict[Any, Floats] = {}  # all seats look at the same morning
    for seat in ruleset.axis("seat"):
        if seat not in skip and seat in chosen:
            kept_back = (withheld or {}).get(seat, ())
            follow(ruleset, world, chosen[seat], orders, kept, kept_back, alike=alike)


@lru_cache(maxsize=256)
def _steps(ruleset: Ruleset, policy_id: str) -> tuple[tuple[PolicyRule, Order, int, bool], ...]:
    """The rules of a policy: the order, where it stands, whether a rule before asks for it too."""
    rules = ruleset.policies[policy_id].rules
    return tuple(
        (
            rule,
            ruleset.orders[rule.order],
            ruleset.index("order", rule.order),
            any(rule.order == other.order for other in rules[:place]),
        )
        for place, rule in enumerate(rules)
    )


def follow(
    ruleset: Ruleset,
    world: World,
    policy: Policy,
    orders: Floats,
    kept: dict[Any, Floats] | None = None,
    withheld: Collection[str] = (),
    *,
    alike: bool = False,
) -> None:
    """Go down the rules of one policy while attention and money last.

    What is the same in every world stays one number or one bool: most rules fail on the date alone.
    """
    seat = policy.actor
    row = ruleset.index("seat", seat)
    least = most = float(ruleset.seats[seat].attention)  # bounds of what is left
    attention: Any = most if alike else np.full(world.width, most)
    cash = world.cash_usd[ruleset.index("actor", seat)]
    purse: Any = float(cash[0]) if alike else cash.astype(np.float64)
    reader = Reader(ruleset, world, seat, kept={} if kept is None else kept)
    read = reader.first if alike else reader.brief
    fresh = not np.count_nonzero(orders[:, row])
    for rule, order, index, again in _steps(ruleset, policy.id):
        if order.attention > most or order.id in withheld:
            continue
        wanted = rule.when.value(read)
        if wanted is False:
            continue
        given = orders[index, row]
        if order.attention > least:
            wanted = wanted & (attention >= order.attention)
        if again or not fresh:
            wanted = wanted & (not given[0] if alike else given == 0)
        if not np.count_nonzero(wanted):
            continue
        amount, cost, fine = _asked(order, rule.amount.value(read), read)
        wanted = wanted & fine
        if cost is not None:
            wanted = wanted & ((cost <= 0) | (cost <= purse))
            purse = purse - wanted * cost
        np.copyto(given, amount, where=wanted)
        attention = attention - wanted * order.attention
        least -= order.attention
        most = float(attention if alike else attention.max())


def _asked(order: Order, amount: Any, read: Read) -> tuple[Any, Any, Any]:
    """How much is asked for within the order's bounds, its cost (None: free), where it may be."""
    if order.amount is not None:
        low, high = order.amount.low.value(read), order.amount.high.value(read)
        amount = lesser(greater(amount, low), greater(high, low))
    cost = cost_value(order, amount, read)
    fine = needs_met(order, read, amount) & (amount != 0)
    free = not isinstance(cost, np.ndarray) and cost <= 0
    return amount, None if free else cost, fine
