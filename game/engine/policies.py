"""What do the seats that nobody plays ask for?

A policy is a list of rules in content: an order, a condition, an amount. They are read on the same
observation and under the same attention, needs and prices as a person's plan, for all worlds at
once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from game.engine.orders import Read, cost_value, greater, lesser, needs_met
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.numbers import Number, number
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.expressions import Expression
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
    if alike:
        _follow_alone(ruleset, world, policy, orders, {} if kept is None else kept, withheld)
        return
    seat = policy.actor
    row = ruleset.index("seat", seat)
    least = most = float(ruleset.seats[seat].attention)  # bounds of what is left
    attention: Any = np.full(world.width, most)
    purse: Any = world.cash_usd[ruleset.index("actor", seat)].astype(np.float64)
    read = Reader(ruleset, world, seat, kept={} if kept is None else kept).brief
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
            wanted = wanted & (given == 0)
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
        most = float(attention.max())


def _asked(order: Order, amount: Any, read: Read) -> tuple[Any, Any, Any]:
    """How much is asked for within the order's bounds, its cost (None: free), where it may be."""
    if order.amount is not None:
        low, high = order.amount.low.value(read), order.amount.high.value(read)
        amount = lesser(greater(amount, low), greater(high, low))
    cost = cost_value(order, amount, read)
    fine = needs_met(order, read, amount) & (amount != 0)
    free = not isinstance(cost, np.ndarray) and cost <= 0
    return amount, None if free else cost, fine


# --------------------------------------------------------------- the same where all lanes are alike


@dataclass(frozen=True, eq=False)
class Step:
    """A rule of a policy and its order, as functions of plain numbers."""

    order: Order
    index: int  # where the order stands
    when: Number
    amount: Number
    bounds: tuple[Number, Number] | None
    costs: tuple[Number, ...]
    needs: tuple[Number, ...]


@lru_cache(maxsize=256)
def _plain_steps(ruleset: Ruleset, policy_id: str) -> tuple[Step, ...]:
    """The rules of a policy for `_follow_alone`."""
    me = ruleset.index("actor", ruleset.policies[policy_id].actor)

    def plain(*expressions: Expression) -> tuple[Number, ...]:
        return tuple(number(ruleset, me, each) for each in expressions)

    found = []
    for rule, order, index, _ in _steps(ruleset, policy_id):
        when, amount = plain(rule.when, rule.amount)
        asked = order.amount
        bounds = None if asked is None else (plain(asked.low)[0], plain(asked.high)[0])
        costs = plain(*(e for e in (order.cost, order.sets_aside) if e.constant != 0.0))
        needs = plain(*(need.when for need in order.needs))
        found.append(Step(order, index, when, amount, bounds, costs, needs))
    return tuple(found)


def _follow_alone(
    ruleset: Ruleset,
    world: World,
    policy: Policy,
    orders: Floats,
    kept: dict[Any, Floats],
    withheld: Collection[str],
) -> None:
    """Go down the rules for one world that stands in every lane."""
    seat = policy.actor
    row = ruleset.index("seat", seat)
    attention = float(ruleset.seats[seat].attention)
    purse = float(world.cash_usd[ruleset.index("actor", seat), 0])
    ask = Reader(ruleset, world, seat, kept=kept).first
    for step in _plain_steps(ruleset, policy.id):
        order = step.order
        if order.attention > attention or order.id in withheld:
            continue
        cell = orders[step.index, row]
        if not step.when(world, 0, 0.0, 1.0, ask) or cell[0]:
            continue
        amount = step.amount(world, 0, 0.0, 1.0, ask)
        if step.bounds is not None:
            low, high = (bound(world, 0, 0.0, 1.0, ask) for bound in step.bounds)
            amount = lesser(greater(amount, low), greater(high, low))
        cost = sum(max(each(world, 0, amount, 1.0, ask), 0.0) for each in step.costs)
        met = all(need(world, 0, amount, 1.0, ask) for need in step.needs)
        if not met or amount == 0 or (cost > 0 and cost > purse):
            continue
        purse -= cost
        cell[:] = amount
        attention -= order.attention
