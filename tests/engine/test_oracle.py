"""Does the numpy tick do to one world what the same tick in plain Python does?

Stage by stage and array by array, so that a failure names the first place where they part: whole
numbers exactly, floats to twelve digits. Two lanes that differ stand in numpy, so that no world may
lean on its neighbour.
"""

from itertools import product

import numpy as np
import pytest

from benchmarks.oracle.dice import PlainDice, normal_quantile
from benchmarks.oracle.quarter import Quarter as PlainQuarter
from benchmarks.oracle.state import from_lists, to_lists
from benchmarks.oracle.tick import STAGES as PLAIN_STAGES
from benchmarks.oracle.tick import tick as plain_tick
from game.engine import open_scenario, policies, tick
from game.engine.quarter import Quarter
from game.engine.tick import STAGES
from game.world import dice as numpy_dice
from game.world.axes import axis_ids
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import FIELDS
from tests.engine.test_perturbed import BOUNDED, SCALED, WHOLE, perturb

RELATIVE = 1e-12
FLOOR = 1e-14  # of the largest number of an array: what may be left where nearly all cancels
TURNS = (0, 1, 5, 12, 30)
SEEDS = range(24)
SEED = 1  # of the mornings

# What policies seldom touch, from nothing to this much.
RARE = {
    "quota": 3000.0,
    "tariff_rate": 0.6,
    "gain_share": 1.0,
    "bill": 0.5,
    "used_cards": 1e5,
    "closed": 1.0,
    "public_share": 1.0,
    "ban_shock": 0.3,
    "gas_mw": 2000.0,
}


@pytest.fixture(scope="module")
def mornings(ruleset):
    """Two worlds that policies have played, by turn."""
    world, dice, found = open_scenario(ruleset, "autumn_2022", [0, 1]), Dice(SEED), {}
    for turn in range(max(TURNS) + 1):
        if turn in TURNS:
            found[turn] = world
        orders = policies.no_orders(ruleset, world)
        policies.decide(ruleset, world, dice, orders)
        world = tick(ruleset, world, orders, dice)
    return found


def disturbed(world, rng):
    """The world with some of its arrays moved somewhere legal, in each lane elsewhere."""
    world = world.copy()
    often, names = rng.random(), sorted([*SCALED, *BOUNDED, *WHOLE, "cash_usd"])
    perturb(world, [name for name in names if rng.random() < often], rng)
    for name, most in RARE.items():
        if rng.random() < often:
            values = getattr(world, name)
            values[...] = most * rng.random(values.shape) * (rng.random(values.shape) < 0.7)
    return world


def differences(ruleset, world, lane):
    """Where lane 0 of a numpy world and a plain one part, in words; an empty list if nowhere."""
    mine, theirs, found = to_lists(lane), world.lane(0), []
    for name, spec in FIELDS.items():
        if mine[name] == theirs[name]:
            continue
        plain, array = np.array(mine[name]), np.array(theirs[name])
        size = np.maximum(np.abs(plain), np.abs(array))
        allowed = RELATIVE * size + FLOOR * (1.0 + size.max())
        exact = spec["kind"] is np.int64
        wrong = plain != array if exact else ~(np.abs(plain - array) <= allowed)
        for place in np.argwhere(wrong):
            ids = [axis_ids(a, ruleset)[i] for a, i in zip(spec["axes"], place, strict=True)]
            here = tuple(place)
            found.append(f"{name}[{', '.join(ids)}]: numpy {array[here]}, plain {plain[here]}")
    return found


def compare_quarter(ruleset, world, seed):
    """Run both through one quarter without orders; stop at the first stage that differs."""
    orders = policies.no_orders(ruleset, world)
    fast = Quarter(ruleset, world.copy(), orders, Dice(seed), NoRecorder())
    slow = PlainQuarter(ruleset, from_lists(ruleset, world.lane(0)), PlainDice(seed))
    for (name, run), (_, plain_run) in zip(STAGES, PLAIN_STAGES, strict=True):
        run(fast)
        plain_run(slow)
        apart = differences(ruleset, fast.w, slow.w)
        assert not apart, "\n".join([f"after the stage {name}, {len(apart)} differ:", *apart[:20]])


def test_the_stages_are_the_same_in_the_same_order():
    assert [name for name, _ in PLAIN_STAGES] == [name for name, _ in STAGES]


@pytest.mark.parametrize("turn", TURNS)
def test_a_quarter_of_a_played_world(ruleset, mornings, turn):
    compare_quarter(ruleset, mornings[turn], SEED)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_quarter_from_anywhere(ruleset, mornings, seed):
    rng = np.random.default_rng(seed)
    world = disturbed(mornings[TURNS[seed % len(TURNS)]], rng)
    compare_quarter(ruleset, world, seed)


def test_the_whole_tick(ruleset, mornings):
    world = mornings[5]
    lane = from_lists(ruleset, world.lane(0))
    after = tick(ruleset, world, policies.no_orders(ruleset, world), Dice(SEED))
    assert not differences(ruleset, after, plain_tick(ruleset, lane, PlainDice(SEED)))
    assert to_lists(lane) == world.lane(0)


def test_the_dice_show_the_same_bits(mornings):
    world = mornings[12]
    for seed, stream, index in product((0, 1, 2**40 + 7), numpy_dice.STREAMS, (0, 1, 97)):
        shown = Dice(seed).uniform(world, stream, index)
        plain = [PlainDice(seed).uniform(lane, 12, stream, index) for lane in (0, 1)]
        assert shown.tolist() == plain


def test_normal_numbers_are_the_same():
    levels = np.concatenate(([0.0, 1e-9, 0.02425], np.linspace(0.001, 0.999, 199)))
    plain = [normal_quantile(float(level)) for level in levels]
    assert np.allclose(numpy_dice.normal_quantile(levels), plain, rtol=1e-14, atol=1e-15)
