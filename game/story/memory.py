"""What does the story remember of a world, and how do content expressions read it?

Positions of storylets and choices on their axes, a reader that works each figure out once, and the
few questions that both drawing and answering ask. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from game.world.dice import Dice, Thrown
from game.world.figures import Reader
from game.world.state import SCENE_SLOTS, Floats, World

if TYPE_CHECKING:
    from game.content.models.story import Choice, Storylet
    from game.content.ruleset import Ruleset

Mask = NDArray[np.bool_]
Read = Callable[[str], Any]  # what is the same in every world comes as one number

MAJOR_SLOT = 0
MINOR_SLOTS = tuple(range(1, SCENE_SLOTS))

# What scene_won holds: bit 0, the gamble came off; bit 1, the scene is told by its fallback.
WON = 1
FALLBACK = 2

# Dice of the stream "story": one block of indices a purpose, one index a seat and slot inside it.
DRAW, POLICY, ODDS = 0, 1 << 12, 1 << 13
_SLOTS_PER_SEAT = 16
_OWN = ("me.",)
_MEMORY = ("taken.", "seen.")


def die(purpose: int, seat: int, slot: int) -> int:
    """The index on the stream "story" for a seat and slot; no draw ever shifts another."""
    return purpose + seat * _SLOTS_PER_SEAT + slot


def throw(ruleset: Ruleset, world: World, dice: Dice) -> Dice:
    """The same dice with all those of a morning's scenes thrown at once."""
    seats = range(len(ruleset.axis("seat")))
    indices = (
        die(purpose, seat, slot)
        for purpose in (DRAW, POLICY, ODDS)
        for seat in seats
        for slot in range(SCENE_SLOTS)
    )
    return Thrown(dice, world, tuple(("story", index) for index in indices))


@lru_cache(maxsize=8)
def choice_positions(ruleset: Ruleset) -> dict[tuple[str, str], int]:
    """Where each (storylet, choice) stands on the choice axis."""
    return {pair: index for index, pair in enumerate(ruleset.choices)}


@lru_cache(maxsize=8)
def storylets(ruleset: Ruleset) -> tuple[Storylet, ...]:
    """The storylets in the order of their axis."""
    return tuple(ruleset.storylets.values())


@lru_cache(maxsize=8)
def positions_by_mood(ruleset: Ruleset, mood: str) -> NDArray[np.int64]:
    """Where the storylets of a mood stand on their axis."""
    found = [index for index, s in enumerate(storylets(ruleset)) if s.mood == mood]
    return np.array(found, dtype=np.int64)


def choice_of(storylet: Storylet, choice_id: str) -> Choice | None:
    """The choice of that id, if the storylet has it."""
    return next((choice for choice in storylet.choices if choice.id == choice_id), None)


def remembering_reader(ruleset: Ruleset, world: World, seat: str, shared: dict[str, Any]) -> Read:
    """A reader for one seat that works each name out once; the date comes as one number.

    `shared` keeps what is the same for every seat; give the same mapping as long as no figure of
    the world has been written. The story's own memory is read afresh: dealing writes it.
    """
    reader = Reader(ruleset, world, seat)
    own: dict[str, Any] = {}

    def read(name: str) -> Any:
        value = own.get(name)
        if value is None:
            value = shared.get(name)
        if value is not None:
            return value
        if name.startswith(_MEMORY):
            return reader(name)
        known = own if name.startswith(_OWN) else shared
        known[name] = reader.brief(name)
        return known[name]

    return read


def last_seen(ruleset: Ruleset, world: World, seat: int, mood: str | None = None) -> Floats:
    """The last turn in which the seat saw a storylet (of a mood), -1 never; shape (worlds,)."""
    seen = world.story_seen[:, seat]
    if mood is not None:
        seen = seen[positions_by_mood(ruleset, mood)]
    if not len(seen):
        return np.full(world.width, -1.0)
    latest: Floats = seen.max(axis=0).astype(np.float64)
    return latest
