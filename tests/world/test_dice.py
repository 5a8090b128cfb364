"""The dice: the published generator, and one number for one address."""

import numpy as np
import pytest

from game.world.dice import MANY, Dice, Thrown, normal_quantile, philox4x32
from game.world.state import empty_world

# Known answers of Random123 1.14, philox 4x32-10: counter, key, result.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    (
        (0xFFFFFFFF,) * 4,
        (0xFFFFFFFF, 0xFFFFFFFF),
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
def test_philox_gives_the_published_vectors(counter, key, result):
    words = tuple(np.array([c], np.uint64) for c in counter)
    assert tuple(int(w[0]) for w in philox4x32(words, key)) == result


def test_a_draw_depends_on_its_address_and_on_nothing_else(ruleset):
    many, alone = empty_world(ruleset, range(20)), empty_world(ruleset, [17, 17])
    dice = Dice(7)
    first = dice.uniform(many, "story", 3)
    assert dice.uniform(many, "story", 3).tolist() == first.tolist()
    assert dice.uniform(alone, "story", 3)[0] == first[17]
    for other in (
        Dice(8).uniform(many, "story", 3),
        dice.uniform(many, "crash", 3),
        dice.uniform(many, "story", 4),
    ):
        assert not np.any(other == first)


def test_uniforms_are_uniform(ruleset):
    draws = Dice(1).uniform(empty_world(ruleset, range(20_000)), "market")
    assert 0 <= draws.min() < draws.max() < 1
    counts, _ = np.histogram(draws, bins=20, range=(0, 1))
    assert abs(counts - 1000).max() < 150


def test_normal_quantile_at_known_points():
    points = np.array([0.5, 0.975, 0.025, 0.001, 0.8413447460685429])
    known = [0.0, 1.959963984540054, -1.959963984540054, -3.090232306167813, 1.0]
    assert np.allclose(normal_quantile(points), known, atol=1e-8)


def test_dice_thrown_together_are_the_dice_thrown_apart(ruleset):
    world, dice = empty_world(ruleset, range(5)), Dice(9)
    names = [("story", index) for index in range(40)] + [("market", 3)]
    thrown = Thrown(dice, world, names)
    for stream, index in [*names, ("crash", 0)]:
        expected = dice.uniform(world, stream, index)
        assert thrown.uniform(world, stream, index).tolist() == expected.tolist()
    assert (thrown.block(world, names) == dice.block(world, names)).all()
    later = world.copy()
    later.turn += 1
    for other in (later, empty_world(ruleset, range(6))):
        expected = dice.uniform(other, "story", 1)
        assert thrown.uniform(other, "story", 1).tolist() == expected.tolist()
    world.turn += 1
    expected = dice.uniform(world, "story", 1)
    assert thrown.uniform(world, "story", 1).tolist() == expected.tolist()


def test_dice_of_some_lanes_are_those_of_all(ruleset):
    world, dice = empty_world(ruleset, range(9)), Dice(4)
    world.turn[:] = 7
    lanes, indices = np.array([5, 0, 5, 8]), np.array([[3, 4, 90, 3], [7, 7, 3, 1 << 13]])
    found = dice.each(world, lanes, "story", indices)
    for row, of in zip(found, indices, strict=True):
        for number, lane, index in zip(row, lanes, of, strict=True):
            assert number == dice.uniform(world, "story", int(index))[lane]


def test_worlds_that_stand_in_many_lanes_have_their_own_dice_in_each(ruleset):
    names = [("market", index) for index in range(MANY)]
    worlds = [7, 3, 3, 12] * MANY
    many, dice = empty_world(ruleset, worlds), Dice(11)
    alone = empty_world(ruleset, [3, 7, 12])
    many.turn[:] = alone.turn[:] = 5
    found, one = dice.block(many, names), dice.block(alone, names)
    assert len(set(one[0].tolist())) == 3
    for lane, world in enumerate(worlds):
        assert found[:, lane].tolist() == one[:, [3, 7, 12].index(world)].tolist()
