"""What do the seats that nobody plays ask for?

A policy is a list of rules in content: an order, a condition, an amount. They are read on the same
observation and under the same attention, needs and prices as a person's plan, for all worlds at
once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.plain_conditions import conditions
from game.engine.policy_rules import asked_alone, asked_of_all, rules_alone, rules_for_all
from game.world.dice import Dice
from game.world.figures import Kept, Reader
from game.world.state import Array, Floats, World

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
    withheld: Mapping[str, Set[str]] | None = None,
    *,
    kept: Kept | None = None,
    alike: bool = False,
) -> None:
    """Write into `orders` what each seat not skipped asks for; `policies` names other policies.

    A seat asks for none of the orders `withheld` from it. All seats look at the same morning: they
    share what was read of it, in `kept`. `alike` says that all lanes are the same world: then plain
    numbers decide, with the same result in less time.
    """
    kept = {} if kept is None else kept
    chosen = _usual(ruleset)
    if policies:
        others = {seat: ruleset.policies[policy_id] for seat, policy_id in policies.items()}
        chosen = {**chosen, **others}
    now = [chosen[seat] for seat in ruleset.axis("seat") if seat not in skip and seat in chosen]
    held = [None] * len(now) if alike else _held(ruleset, world, now)
    for policy, holds in zip(now, held, strict=True):
        kept_back = (withheld or {}).get(policy.actor, ())
        follow(ruleset, world, policy, orders, kept, kept_back, holds, alike=alike)


def _held(ruleset: Ruleset, world: World, policies: Sequence[Policy]) -> list[Array]:
    """By policy, (rules, worlds): where the plain comparisons of its rules hold."""
    return conditions(ruleset, tuple(each.id for each in policies))(world)


@lru_cache(maxsize=8)
def _usual(ruleset: Ruleset) -> dict[str, Policy]:
    """The policy of each seat that has one: the first declared."""
    return {policy.actor: policy for policy in reversed(list(ruleset.policies.values()))}


def follow(
    ruleset: Ruleset,
    world: World,
    policy: Policy,
    orders: Floats,
    kept: Kept | None = None,
    withheld: Collection[str] = (),
    held: Array | None = None,
    *,
    alike: bool = False,
) -> None:
    """Go down the rules of one policy while attention and money last.

    What is the same in every world stays one number or one bool: some rules fail on the date alone.
    Most fail on plain comparisons, which `held` tells where they are made for all policies at once.
    """
    if alike:
        _follow_alone(ruleset, world, policy, orders, {} if kept is None else kept, withheld)
        return
    rules, seat = rules_for_all(ruleset, policy.id), policy.actor
    sheet = orders[:, rules.row]
    least = rules.attention  # so much at least is left of it in every world
    attention = np.full(world.width, least)
    purse = np.maximum(world.cash_usd[rules.me].astype(np.float64), 0.0)  # what is free needs none
    ask = Reader(ruleset, world, seat, kept={} if kept is None else kept).brief
    fresh = not np.count_nonzero(sheet[rules.asks_for])
    plain = _held(ruleset, world, (policy,))[0] if held is None else held
    somewhere = np.logical_or.reduce(plain, axis=1).tolist()
    for place, today in enumerate(rules.whens.dates(world, None, None, ask)):
        order, index, takes, again = rules.steps[place]
        if not (today and somewhere[place]) or order in withheld:
            continue
        given, wanted, rest = sheet[index], plain[place], rules.whens.rests[place]
        if rest is not None:
            wanted = wanted & rest(world, None, None, ask)[0]
        if takes > least:
            wanted = wanted & (attention >= takes)
        if again or not fresh:
            wanted = wanted & (given == 0)
        if not np.count_nonzero(wanted):
            continue
        asked = rules.asked.get(place)
        if asked is None:
            rule = policy.rules[place]
            asked = rules.asked[place] = asked_of_all(ruleset, rules.me, rule)
        (amount,) = asked.amount(world, None, None, ask)
        if not (isinstance(amount, float) and amount):
            wanted = wanted & (amount != 0)
        if asked.needs is not None:
            wanted = wanted & asked.needs(world, amount, None, ask)[0]
        if asked.cost is not None:
            (cost,) = asked.cost(world, amount, None, ask)
            wanted = wanted & (cost <= purse)
            np.subtract(purse, cost, out=purse, where=wanted)
        np.copyto(given, amount, where=wanted)
        np.subtract(attention, takes, out=attention, where=wanted)
        least -= takes


# --------------------------------------------------------------- the same where all lanes are alike


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
    kept: Kept,
    withheld: Collection[str],
) -> None:
    """Go down the rules for one world that stands in every lane."""
    plain = rules_alone(ruleset, policy.id)
    me, attention, sheet = plain.me, plain.attention, orders[:, plain.row]
    purse = float(world.cash_usd[me, 0])
    ask = _Answers(Reader(ruleset, world, policy.actor, kept=kept)).__getitem__
    for place, wanted in enumerate(plain.whens(world, 0, 0.0, 1.0, ask)):
        if not wanted:
            continue
        order, index, takes, _ = plain.steps[place]
        if takes > attention or order in withheld or sheet[index, 0]:
            continue
        asked = plain.asked.get(place)
        if asked is None:
            rule = policy.rules[place]
            asked = plain.asked[place] = asked_alone(ruleset, me, rule)
        amount = asked.amount(world, 0, 0.0, 1.0, ask)
        cost = 0.0 if asked.cost is None else asked.cost(world, 0, amount, 1.0, ask)
        if amount == 0 or (cost > 0 and cost > purse):
            continue
        if asked.needs is None or asked.needs(world, 0, amount, 1.0, ask):
            purse -= cost
            attention -= takes
            sheet[index] = amount
