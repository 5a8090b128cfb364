"""World i of a batch is the same world alone, bit for bit, whatever the width."""

import pytest

from game.engine import open_scenario, policies, tick
from game.world.dice import Dice


def hashes(ruleset, ids, turns=41, seed=1):
    world, dice = open_scenario(ruleset, "autumn_2022", ids), Dice(seed)
    for _ in range(turns):
        orders = policies.no_orders(ruleset, world)
        policies.decide(ruleset, world, dice, orders)
        world = tick(ruleset, world, orders, dice)
    return [world.hash(lane) for lane in range(len(ids))]


def test_a_world_is_the_same_alone_and_in_a_batch(ruleset):
    batch = hashes(ruleset, list(range(67)))
    assert len(set(batch)) == 67
    for i in (0, 17, 66):
        assert hashes(ruleset, [i, i])[0] == batch[i]
    assert hashes(ruleset, [3, 17, 5])[1] == batch[17]


def test_the_same_seed_gives_the_same_world_and_another_another(ruleset):
    assert hashes(ruleset, [0, 0], turns=5) == hashes(ruleset, [0, 0], turns=5)
    assert hashes(ruleset, [0, 0], turns=5) != hashes(ruleset, [0, 0], turns=5, seed=2)


def test_the_world_given_is_left_as_it_was(ruleset):
    world = open_scenario(ruleset, "autumn_2022", [0, 0])
    before = world.hash()
    tick(ruleset, world, policies.no_orders(ruleset, world), Dice(1))
    assert world.hash() == before


def test_one_lane_is_refused(ruleset):
    world = open_scenario(ruleset, "autumn_2022", [0])
    with pytest.raises(ValueError, match="two lanes"):
        tick(ruleset, world, policies.no_orders(ruleset, world), Dice(1))
