"""What do the rules of a policy say, made ready to be read for one world or for very many?

An order, a condition, an amount: read from content once for each policy, together with the bounds,
the price and the needs of the order itself. `policies.py` goes down the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np

from game.engine.plain_conditions import parts
from game.world.arrays import Arrays, arrays
from game.world.numbers import Number, Numbers, numbers, put_together
from game.world.state import Ints

if TYPE_CHECKING:
    from game.content.evaluation import Code
    from game.content.models.conduct import PolicyRule
    from game.content.ruleset import Ruleset


class Step(NamedTuple):
    """What a rule asks for, and at what price in attention."""

    order: str
    place: int  # of the order on the sheet
    attention: float
    again: bool  # a rule before asks for it too


class Asked(NamedTuple):
    """What an order that a rule asks for comes to, in plain numbers."""

    amount: Number  # within the bounds of the order
    cost: Number | None
    needs: Number | None


class AskedOfAll(NamedTuple):
    """The same in very many worlds at once."""

    amount: Arrays  # within the bounds of the order
    cost: Arrays | None
    needs: Arrays | None  # those that depend on the amount


Conditions = TypeVar("Conditions")
Orders = TypeVar("Orders")


@dataclass(frozen=True, eq=False, slots=True)
class Rules(Generic[Conditions, Orders]):
    """The rules of a policy; most fail, so that all conditions are tried at once."""

    me: int
    row: int  # where the seat stands on the sheet
    attention: float
    whens: Conditions
    steps: tuple[Step, ...]
    asks_for: Ints  # the places of its orders on the sheet
    asked: dict[int, Orders]  # what follows from the rules that have held so far, by their place


@lru_cache(maxsize=256)
def rules_alone(ruleset: Ruleset, policy_id: str) -> Rules[Numbers, Asked]:
    """The rules of a policy for one world."""
    policy = ruleset.policies[policy_id]
    me = ruleset.index("actor", policy.actor)
    whens = numbers(ruleset, me, [rule.when for rule in policy.rules])
    return Rules(me, *_seat(ruleset, policy.actor), whens, *_steps(ruleset, policy_id), {})


class Whens(NamedTuple):
    """What rules ask in very many worlds, but for plain comparisons (`plain_conditions.py`)."""

    dates: Arrays  # by rule, one bool: whether the date is right
    rests: tuple[Arrays | None, ...]  # by rule, what else it asks


@lru_cache(maxsize=256)
def rules_for_all(ruleset: Ruleset, policy_id: str) -> Rules[Whens, AskedOfAll]:
    """The rules of a policy for very many worlds: conditions hold the needs of their order too."""
    actor, asked = ruleset.policies[policy_id].actor, parts(ruleset, policy_id)
    me = ruleset.index("actor", actor)
    dates = arrays(ruleset, me, [each.date for each in asked], conditions=True)
    rests = (
        None if each.rest is None else arrays(ruleset, me, [each.rest], conditions=True)
        for each in asked
    )
    whens = Whens(dates, tuple(rests))
    return Rules(me, *_seat(ruleset, actor), whens, *_steps(ruleset, policy_id), {})


def asked_alone(ruleset: Ruleset, me: int, rule: PolicyRule) -> Asked:
    """What follows when a rule holds in one world."""
    cost = _cost(ruleset, rule)
    needs = (*_needs(ruleset, rule, False), *_needs(ruleset, rule, True))
    return Asked(
        put_together(ruleset, me, _amount(ruleset, rule)),
        None if cost is None else put_together(ruleset, me, cost),
        put_together(ruleset, me, ("and", *needs), condition=True) if needs else None,
    )


def asked_of_all(ruleset: Ruleset, me: int, rule: PolicyRule) -> AskedOfAll:
    """What follows when a rule holds in some of very many worlds."""
    cost, needs = _cost(ruleset, rule), _needs(ruleset, rule, True)
    return AskedOfAll(
        arrays(ruleset, me, [_amount(ruleset, rule)]),
        None if cost is None else arrays(ruleset, me, [cost]),
        arrays(ruleset, me, [("and", *needs)], conditions=True) if needs else None,
    )


def _seat(ruleset: Ruleset, seat: str) -> tuple[int, float]:
    """Where a seat stands on the sheet, and its attention."""
    return ruleset.index("seat", seat), float(ruleset.seats[seat].attention)


def _steps(ruleset: Ruleset, policy_id: str) -> tuple[tuple[Step, ...], Ints]:
    """The rules one by one, and where their orders stand on the sheet."""
    rules = ruleset.policies[policy_id].rules
    places = [ruleset.index("order", rule.order) for rule in rules]
    steps = tuple(
        Step(
            rule.order, place, float(ruleset.orders[rule.order].attention), place in places[:before]
        )
        for before, (rule, place) in enumerate(zip(rules, places, strict=True))
    )
    return steps, np.array(sorted(set(places)), np.int64)


def _amount(ruleset: Ruleset, rule: PolicyRule) -> Code:
    """How much is asked for, within the bounds of the order."""
    asked = ruleset.orders[rule.order].amount
    if asked is None:
        return rule.amount.code
    low, high = asked.low.code, asked.high.code
    return ("min", ("max", rule.amount.code, low), ("max", high, low))


def _cost(ruleset: Ruleset, rule: PolicyRule) -> Code | None:
    """What the order takes from the purse, its price and what it sets aside; None: nothing."""
    order = ruleset.orders[rule.order]
    costs = [each.code for each in (order.cost, order.sets_aside) if each.constant != 0.0]
    return ("+", *(("max", code, ("number", 0.0)) for code in costs)) if costs else None


def _needs(ruleset: Ruleset, rule: PolicyRule, of_amount: bool) -> list[Code]:
    """The needs of the order that depend on how much is asked for, or those that do not."""
    needs = (need.when for need in ruleset.orders[rule.order].needs)
    return [need.code for need in needs if ("amount" in need.names) is of_amount]
