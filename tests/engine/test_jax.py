"""Does the compiled tick do to many worlds what the numpy tick does?

From the opening and from mornings that policies have led to: whole numbers exactly, but for one
unit where a sum falls on a half and the last bit decides; floats to nine digits, and to a speck
where nearly all cancels. Skipped where JAX is not installed.
"""

import numpy as np
import pytest

from game.engine import open_scenario, policies, tick
from game.world import dice as numpy_dice
from game.world.axes import axis_ids
from game.world.dice import Dice
from game.world.state import FIELDS

jax = pytest.importorskip("jax")

from benchmarks.jax_tick.dice import normal_quantile, uniforms  # noqa: E402
from benchmarks.jax_tick.tick import (  # noqa: E402
    STAGES,
    compiled,
    compiled_turns,
    from_world,
    to_world,
)
from game.engine.tick import STAGES as NUMPY_STAGES  # noqa: E402

RELATIVE = 1e-9
FLOOR = 1e-14  # of the largest number of an array: what may be left where nearly all cancels
CUT_FROM = {"wear": "installed"}  # fractions, and of what they are the rest
TURNS = (0, 1, 5, 12, 30)
WORLDS = 8
SEED = 1


@pytest.fixture(scope="module")
def mornings(ruleset):
    """Worlds that policies have played, by turn."""
    world, dice, found = open_scenario(ruleset, "autumn_2022", range(WORLDS)), Dice(SEED), {}
    for turn in range(max(TURNS) + 1):
        if turn in TURNS:
            found[turn] = off_the_edge(world)
        orders = policies.no_orders(ruleset, world)
        policies.decide(ruleset, world, dice, orders)
        world = tick(ruleset, world, orders, dice)
    return found


def off_the_edge(world):
    """The same world with chips worn to where no rate adds up to exactly one more.

    Rates of failure are short decimals, so that now and then a whole number of chips is due but for
    the last bit; a compiler that multiplies and adds in one step then scraps one more or fewer.
    """
    moved = world.copy()
    moved.wear[:] = (world.wear + 1.0 / np.pi) % 1.0
    return moved


@pytest.fixture(scope="module")
def program(ruleset):
    """One compiled tick for all mornings."""
    return compiled(ruleset, SEED)


def differences(ruleset, numpy_world, jax_world):
    """Where two worlds part, in words; an empty list if nowhere."""
    found: list[str] = []
    by_one: list[str] = []
    for name, spec in FIELDS.items():
        mine, theirs = getattr(numpy_world, name), getattr(jax_world, name)
        if mine.shape != theirs.shape or mine.dtype != theirs.dtype:
            found.append(f"{name}: {mine.shape} {mine.dtype}, {theirs.shape} {theirs.dtype}")
            continue
        size = np.maximum(np.abs(mine), np.abs(theirs))
        whole = np.abs(getattr(numpy_world, CUT_FROM.get(name, name))).max(initial=0)
        allowed = RELATIVE * size + FLOOR * (1.0 + np.maximum(size.max(initial=0.0), whole))
        exact = spec["kind"] is np.int64
        wrong = mine != theirs if exact else ~(np.abs(mine - theirs) <= allowed)
        for place in np.argwhere(wrong):
            ids = [axis_ids(a, ruleset)[i] for a, i in zip(spec["axes"], place[:-1], strict=True)]
            here = tuple(place)
            told = f"{name}{ids}: numpy {mine[here]}, jax {theirs[here]}"
            near = exact and abs(int(mine[here]) - int(theirs[here])) == 1
            (by_one if near else found).append(told)
    return [] if not found and len(by_one) == 1 else found + by_one


def test_the_stages_are_the_same_in_the_same_order():
    assert [name for name, _ in STAGES] == [name for name, _ in NUMPY_STAGES]


@pytest.mark.parametrize("turn", TURNS)
def test_a_quarter_of_a_played_world(ruleset, mornings, program, turn):
    world = mornings[turn]
    expected = tick(ruleset, world, policies.no_orders(ruleset, world), Dice(SEED))
    apart = differences(ruleset, expected, to_world(program(from_world(world))))
    assert not apart, "\n".join([f"{len(apart)} differ:", *apart[:20]])


def test_a_loop_of_one_quarter_is_a_quarter(ruleset, mornings, program):
    world = mornings[5]
    looped = compiled_turns(ruleset, SEED, 1)(from_world(world))
    assert not differences(ruleset, to_world(program(from_world(world))), to_world(looped))


def test_the_dice_show_the_same_bits(mornings):
    world, names = mornings[12], [("story", 0), ("strait", 97), ("market", 1)]
    for seed in (0, 1, 2**40 + 7):
        shown = uniforms(seed, jax.numpy.array(world.world_id), jax.numpy.array(world.turn), names)
        assert np.array_equal(np.asarray(shown), Dice(seed).block(world, names))


def test_normal_numbers_are_the_same():
    levels = np.concatenate(([0.0, 1e-9, 0.02425], np.linspace(0.001, 0.999, 199)))
    shown = np.asarray(normal_quantile(jax.numpy.array(levels)))
    assert np.allclose(numpy_dice.normal_quantile(levels), shown, rtol=1e-13, atol=1e-15)
