"""Does a whole game, engine and story together, come to different ends by different plans?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from game.content import Ruleset
from game.engine import open_scenario, tick
from game.engine.orders import allowed
from game.engine.policies import decide, no_orders
from game.story.endings import early, final_codes, scores
from game.story.scenes import open_quarter
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.state import World

WORLDS, TURNS = 24, 41


def lived(ruleset: Ruleset, seat: str = "", plan: Sequence[str] = ()) -> World:
    """A game to its end: every seat by its policy, except one that gives the orders of a list."""
    world, dice = open_scenario(ruleset, "autumn_2022", range(WORLDS)), Dice(1)
    for turn in range(TURNS):
        world = open_quarter(ruleset, world, dice, frozenset())
        sheet = no_orders(ruleset, world)
        decide(ruleset, world, dice, sheet, skip={seat})
        if seat:
            insist(ruleset, world, seat, [*plan[turn % len(plan) :], *plan], sheet)
        world = tick(ruleset, world, sheet, dice)
        early(ruleset, world)
    return world


def insist(
    ruleset: Ruleset, world: World, seat: str, plan: Sequence[str], sheet: np.ndarray
) -> None:
    """Give the orders of a list, by default amounts, while attention lasts."""
    read = Reader(ruleset, world, seat)
    left = np.full(world.width, float(ruleset.seats[seat].attention))
    for order_id in dict.fromkeys(plan):
        order = ruleset.orders[order_id]
        amount = order.amount.default.evaluate(read) if order.amount else np.ones(world.width)
        given = allowed(ruleset, world, seat, order, amount) & (left >= order.attention)
        place = ruleset.index("order", order_id), ruleset.index("seat", seat)
        sheet[place] = np.where(given, amount, 0.0)
        left -= given * order.attention


def ends(ruleset: Ruleset, world: World, seat: str) -> set[str]:
    ids = list(ruleset.endings)
    return {ids[code] for code in final_codes(ruleset, world, seat)}


def test_left_to_itself_the_world_ends_in_several_ways(ruleset: Ruleset) -> None:
    world = lived(ruleset)
    assert len(ends(ruleset, world, "usa")) >= 3
    assert np.array_equal(world.turn, np.full(WORLDS, TURNS))
    for seat in ruleset.seats:
        for part in scores(ruleset, world, seat).values():
            assert ((part >= 0) & (part <= 100)).all()
    met = (world.story_seen >= 0).any(axis=(1, 2))
    assert met.mean() > 0.5


def test_a_hawk_in_washington_may_bring_the_blockade(ruleset: Ruleset) -> None:
    plan = ("visit_taipei", "tool_controls", "close_density", "lower_threshold", "memory_controls")
    assert "blockade" in ends(ruleset, lived(ruleset, "usa", plan), "usa")
