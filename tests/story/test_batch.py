"""World i of a batch lives the same story as world i alone, bit for bit."""

from __future__ import annotations

import numpy as np

from game.content import Ruleset
from game.story.scenes import answer_defaults, open_quarter
from game.world.dice import Dice
from game.world.state import World
from tests.story.tables import lanes, worlds

NOBODY: frozenset[str] = frozenset()


def lived(ruleset: Ruleset, world: World, turns: int) -> World:
    """Some quarters of story with nothing but scenes in them, Beijing leaving all to defaults."""
    for _ in range(turns):
        world = open_quarter(ruleset, world, Dice(3), frozenset(("china",)))
        world = answer_defaults(ruleset, world, Dice(3), "china")
        world.turn += 1
    return world


def varied(ruleset: Ruleset, count: int) -> World:
    """Worlds that differ in what conditions read."""
    world = worlds(ruleset, count)
    lane = np.arange(count)
    world.cash_usd[:] = 10_000_000_000
    world.tension[:] = 20.0 + 7.0 * (lane % 9)
    world.confidence[:] = 0.3 + 0.05 * (lane % 8)
    world.grey_premium[:] = 0.1 * (lane % 7)
    world.eci[:] = 110.0
    world.eci[ruleset.index("actor", "lab_frontier")] = 118.0 + lane % 5
    return world


def test_a_batch_equals_its_worlds_alone(ruleset: Ruleset) -> None:
    start = varied(ruleset, 24)
    together = lived(ruleset, start, 8)
    for lane in (0, 5, 11, 23):
        alone = lived(ruleset, lanes(start, [lane, lane]), 8)
        assert alone.hash(0) == together.hash(lane)
        assert alone.hash(1) == together.hash(lane)


def test_the_same_seed_tells_the_same_story(ruleset: Ruleset) -> None:
    one, two = (lived(ruleset, varied(ruleset, 6), 6) for _ in range(2))
    assert [one.hash(i) for i in range(6)] == [two.hash(i) for i in range(6)]
    met = {tuple(np.flatnonzero((one.story_seen[..., i] >= 0).any(axis=1))) for i in range(6)}
    assert len(met) > 1


def test_money_is_neither_made_nor_lost(ruleset: Ruleset) -> None:
    start = varied(ruleset, 8)
    after = lived(ruleset, start, 8)
    assert np.array_equal(after.cash_usd.sum(axis=0), start.cash_usd.sum(axis=0))
    assert np.array_equal(after.installed.sum(axis=(0, 1)), start.installed.sum(axis=(0, 1)))
    for name, values in after.items():
        assert np.isfinite(values).all(), name
