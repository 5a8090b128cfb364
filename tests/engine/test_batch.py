"""World i of a batch is the same world alone, bit for bit, whatever the width."""

import numpy as np
import pytest

from game.engine import open_scenario, policies, tick
from game.engine.quarter import FEW
from game.world.dice import Dice
from game.world.report import Recorder
from game.world.state import World
from tests.engine.conftest import random_orders


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


def lanes(world, some):
    return World(**{name: values[..., some].copy() for name, values in world.items()})


@pytest.mark.parametrize("seed", range(6))
def test_orders_do_the_same_where_they_are_carried_out_in_plain_numbers(ruleset, seed):
    """Two lanes that differ, every legal order, and what was promised comes due later."""
    rng, dice, wide = np.random.default_rng(seed), Dice(seed), 2 * FEW
    batch = open_scenario(ruleset, "autumn_2022", range(wide))
    pairs = {some: lanes(batch, list(some)) for some in ((0, 5), (6, 6), (1, 2, 7))}
    for _ in range(8):
        orders = random_orders(ruleset, batch, rng)
        orders *= rng.random(orders.shape) < 0.7
        for some, pair in pairs.items():
            pairs[some] = tick(ruleset, pair, orders[..., list(some)], dice)
        batch = tick(ruleset, batch, orders, dice)
        for some, pair in pairs.items():
            assert pair.hashes(len(some)) == [batch.hash(lane) for lane in some]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("width", [2, 3, 2 * FEW])
def test_what_is_done_once_for_lanes_that_are_alike_is_done_in_all(ruleset, seed, width):
    """Every legal order, what was promised, and what is told of it: as lane by lane."""
    rng, dice = np.random.default_rng(seed), Dice(seed)
    apart = together = open_scenario(ruleset, "autumn_2022", [3] * width)
    for _ in range(8):
        orders = random_orders(ruleset, apart, rng)
        orders *= rng.random((*orders.shape[:-1], 1)) < 0.7
        heard = [Recorder(ruleset, "china", list(ruleset.figures), apart) for _ in range(2)]
        apart = tick(ruleset, apart, orders, dice, heard[0])
        together = tick(ruleset, together, orders, dice, heard[1], alike=True)
        assert together.hashes(width) == [apart.hash(0)] * width
        assert heard[1].parts == heard[0].parts
        assert heard[1].carried(together) == heard[0].carried(apart)


def test_policies_ask_for_the_same_in_plain_numbers(ruleset):
    world, dice = open_scenario(ruleset, "autumn_2022", [4, 4]), Dice(1)
    for _ in range(41):
        orders, plain = policies.no_orders(ruleset, world), policies.no_orders(ruleset, world)
        policies.decide(ruleset, world, dice, orders)
        policies.decide(ruleset, world, dice, plain, alike=True)
        assert orders.tobytes() == plain.tobytes()
        world = tick(ruleset, world, orders, dice)


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
