"""What do the seats that nobody plays ask for?

A policy is a list of rules in content: an order, a condition, an amount. They are read on the same
observation and under the same attention, needs and prices as a person's plan, for all worlds at
once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from game.engine.orders import Read, cost_value, greater, lesser, needs_met
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.numbers import Number, Numbers, numbers, put_together
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
    chosen = _usual(ruleset)
    if policies:
        others = {seat: ruleset.policies[policy_id] for seat, policy_id in policies.items()}
        chosen = {**chosen, **others}
    kept: dict[Any, Floats] = {}  # all seats look at the same morning
    for seat in ruleset.axis("seat"):
        if seat not in skip and seat in chosen:
            kept_back = (withheld or {}).get(seat, ())
            follow(ruleset, world, chosen[seat], orders, kept, kept_back, alike=alike)


@lru_cache(maxsize=8)
def _usual(ruleset: Ruleset) -> dict[str, Policy]:
    """The policy of each seat that has one: the first declared."""
    return {policy.actor: policy for policy in reversed(list(ruleset.policies.values()))}


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


class Asked(NamedTuple):
    """What an order that a rule asks for comes to."""

    amount: Number  # within the bounds of the order
    cost: Number | None
    needs: Number | None


@dataclass(frozen=True, eq=False, slots=True)
class Plain:
    """A policy as functions of plain numbers; most rules fail, so that all are tried at once."""

    me: int
    row: int  # where the seat stands on the sheet
    attention: float
    whens: Numbers
    steps: tuple[tuple[str, int, float], ...]  # the order, where it stands, its attention
    asked: dict[int, Asked]  # what follows from the rules that have held so far, by their place


@lru_cache(maxsize=256)
def _plain(ruleset: Ruleset, policy_id: str) -> Plain:
    """The rules of a policy for `_follow_alone`."""
    policy = ruleset.policies[policy_id]
    me = ruleset.index("actor", policy.actor)
    return Plain(
        me=me,
        row=ruleset.index("seat", policy.actor),
        attention=float(ruleset.seats[policy.actor].attention),
        whens=numbers(ruleset, me, [rule.when for rule in policy.rules]),
        steps=tuple(
            (order.id, index, float(order.attention))
            for _, order, index, _ in _steps(ruleset, policy_id)
        ),
        asked={},
    )


def _asked_alone(ruleset: Ruleset, me: int, rule: PolicyRule) -> Asked:
    """What follows when a rule holds, made ready when it first does."""
    order, amount = ruleset.orders[rule.order], rule.amount.code
    if order.amount is not None:
        low, high = order.amount.low.code, order.amount.high.code
        amount = ("min", ("max", amount, low), ("max", high, low))
    costs = [e.code for e in (order.cost, order.sets_aside) if e.constant != 0.0]
    cost = [("max", code, ("number", 0.0)) for code in costs]
    needs = [need.when.code for need in order.needs]
    return Asked(
        put_together(ruleset, me, amount),
        put_together(ruleset, me, ("+", *cost)) if cost else None,
        put_together(ruleset, me, ("and", *needs), condition=True) if needs else None,
    )


class _Answers(dict[str, float]):
    """What a reader finds in the first world, each figure looked up once."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, name: str) -> float:
        found = self[name] = self._reader.first(name)
        return found


def _follow_alone(
    ruleset: Ruleset,
    world: World,
    policy: Policy,
    orders: Floats,
    kept: dict[Any, Floats],
    withheld: Collection[str],
) -> None:
    """Go down the rules for one world that stands in every lane."""
    plain = _plain(ruleset, policy.id)
    me, attention, sheet = plain.me, plain.attention, orders[:, plain.row]
    purse = float(world.cash_usd[me, 0])
    ask = _Answers(Reader(ruleset, world, policy.actor, kept=kept)).__getitem__
    for place, wanted in enumerate(plain.whens(world, 0, 0.0, 1.0, ask)):
        if not wanted:
            continue
        order, index, takes = plain.steps[place]
        if takes > attention or order in withheld or sheet[index, 0]:
            continue
        asked = plain.asked.get(place)
        if asked is None:
            rule = policy.rules[place]
            asked = plain.asked[place] = _asked_alone(ruleset, me, rule)
        amount = asked.amount(world, 0, 0.0, 1.0, ask)
        cost = 0.0 if asked.cost is None else asked.cost(world, 0, amount, 1.0, ask)
        if amount == 0 or (cost > 0 and cost > purse):
            continue
        if asked.needs is None or asked.needs(world, 0, amount, 1.0, ask):
            purse -= cost
            attention -= takes
            sheet[index] = amount
