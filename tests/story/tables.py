"""Worlds and tables for the tests of the story: built by hand, read back as ids."""

from __future__ import annotations

import numpy as np

from game.content import Ruleset
from game.world.state import World, empty_world


def worlds(ruleset: Ruleset, count: int = 2, turn: int = 0, **figures: float) -> World:
    """So many worlds of zeros at a turn, states liked and labs trusted, then arrays by name."""
    world = empty_world(ruleset, range(count))
    world.turn[:] = turn
    world.approval[:] = 60.0
    world.trust[:] = 60.0
    for name, value in figures.items():
        getattr(world, name)[:] = value
    return world


def lanes(world: World, picked: list[int]) -> World:
    """Some worlds of a batch, as a batch of their own."""
    return World(**{name: np.ascontiguousarray(a[..., picked]) for name, a in world.items()})


def table(ruleset: Ruleset, world: World, seat: str = "china") -> list[list[str]]:
    """The ids on a seat's table, world by world."""
    row = ruleset.index("seat", seat)
    names = ruleset.axis("storylet")
    columns = world.scene_now[row].T
    return [[names[position] for position in column if position >= 0] for column in columns]
