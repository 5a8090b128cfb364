"""A world to play with, and bots that press every button they may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from game.content.ruleset import Ruleset
from game.engine import open_scenario, policies, tick
from game.engine.orders import allowed
from game.engine.quarter import Quarter
from game.world.dice import Dice
from game.world.figures import Kept, Reader
from game.world.report import NoRecorder
from game.world.state import World


@pytest.fixture
def morning(ruleset) -> World:
    """The first morning, two lanes wide."""
    return open_scenario(ruleset, "autumn_2022", [0, 0])


@pytest.fixture
def quarter(ruleset, morning) -> Quarter:
    """A quarter in the making with no orders, for calling one stage."""
    world = morning.copy()
    orders = policies.no_orders(ruleset, world)
    return Quarter(ruleset, world, orders, Dice(1), NoRecorder())


def give(ruleset, world, seat, order, amount=1.0, turns=1):
    """The world so many quarters on, if a seat gives an order in the first and nobody any other."""
    for turn in range(turns):
        orders = policies.no_orders(ruleset, world)
        if turn == 0:
            orders[ruleset.index("order", order), ruleset.index("seat", seat)] = amount
        world = tick(ruleset, world, orders, Dice(1))
    return world


class MiddleDice(Dice):
    """Dice that always show the middle: a uniform of one half, hence a normal of zero."""

    def block(self, world: World, names: Sequence[tuple[str, int]]) -> np.ndarray:
        return np.full((len(names), world.width), 0.5)


@pytest.fixture
def calm(quarter) -> Quarter:
    """The same quarter without luck."""
    quarter.dice = MiddleDice(0)
    return quarter


def suppose(x: Quarter, numbers: Mapping[str, float | dict[str, float]]) -> None:
    """Let coefficients have these values in this quarter, so that a sum can be done by hand."""
    table = x.ruleset.coefficients
    changed = {id_: table[id_].model_copy(update={"value": v}) for id_, v in numbers.items()}
    fresh: dict[str, dict] = {"_axes": {}, "_index": {}, "_numbers": {}}
    x.ruleset = replace(x.ruleset, coefficients={**table, **changed}, **fresh)


def random_orders(ruleset: Ruleset, world: World, rng: np.random.Generator) -> np.ndarray:
    """Legal orders drawn at random for every seat, within attention and money."""
    orders = policies.no_orders(ruleset, world)
    kept: Kept = {}  # all seats look at the same morning
    for row, seat in enumerate(ruleset.axis("seat")):
        attention = np.full(world.width, float(ruleset.seats[seat].attention))
        purse = world.cash_usd[ruleset.index("actor", seat)].astype(float)
        read = Reader(ruleset, world, seat, kept=kept)
        mine = [o for o in ruleset.orders.values() if seat in o.seats]
        for place in rng.permutation(len(mine)):
            order = mine[place]
            part = rng.random() if order.amount is not None else 1.0
            if (attention < order.attention).all():
                continue
            amount = np.ones(world.width)
            if order.amount is not None:
                low, high = order.amount.low.evaluate(read), order.amount.high.evaluate(read)
                amount = low + part * np.maximum(high - low, 0.0)
            fine = allowed(ruleset, world, seat, order, amount, read)
            fine &= attention >= order.attention
            cost = np.maximum(
                order.cost.evaluate(lambda n, a=amount, r=read: a if n == "amount" else r(n)), 0.0
            )
            fine &= (cost <= 0) | (cost <= purse)
            orders[ruleset.index("order", order.id), row] = np.where(fine, amount, 0.0)
            attention -= np.where(fine, order.attention, 0)
            purse -= np.where(fine, cost, 0.0)
    return orders


Run = Callable[..., World]


@pytest.fixture(scope="session")
def play(ruleset) -> Run:
    """Play a scenario under the policies for some turns; orders may be added by hand."""

    def run(turns=12, worlds=(0, 1), seed=1, change=None, order=None) -> World:
        world, dice = open_scenario(ruleset, "autumn_2022", list(worlds)).copy(), Dice(seed)
        if change is not None:
            change(world)
        for turn in range(turns):
            orders = policies.no_orders(ruleset, world)
            policies.decide(ruleset, world, dice, orders)
            if order is not None:
                order(turn, orders)
            world = tick(ruleset, world, orders, dice)
            if change is not None:
                change(world)
        return world

    return run
