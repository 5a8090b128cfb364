"""What does the story remember of a world, and how do content expressions read it?

Positions of storylets and choices on their axes, a reader that works each figure out once, and the
few questions that both drawing and answering ask. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from game.world.axes import SCENE_SLOTS
from game.world.dice import Dice, Thrown
from game.world.figures import Reader
from game.world.state import Ints, World

if TYPE_CHECKING:
    from game.content.models.story import Choice, Storylet
    from game.content.ruleset import Ruleset

Mask = NDArray[np.bool_]
Places = TypeVar("Places", int, Ints)
Read = Callable[[str], Any]  # what is the same in every world comes as one number

MAJOR_SLOT = 0
MINOR_SLOTS = tuple(range(1, SCENE_SLOTS))

# What scene_won holds: bit 0, the gamble came off; bit 1, the scene is told by its fallback.
WON = 1
FALLBACK = 2

# Dice of the stream "story": one block of indices a purpose, one index a seat and slot inside it.
DRAW, POLICY, ODDS = 0, 1 << 12, 1 << 13
_SLOTS_PER_SEAT = 16
MEMORY = ("taken.", "seen.")
OWN = ("me.", *MEMORY)  # what one seat reads otherwise than another


def die(purpose: int, seat: Places, slot: Places) -> Places:
    """The index on the stream "story" for a seat and slot; no draw ever shifts another."""
    return purpose + seat * _SLOTS_PER_SEAT + slot


def throw(ruleset: Ruleset, world: World, dice: Dice, *purposes: int) -> Dice:
    """The same dice with all those of a morning's scenes for some purposes thrown at once."""
    return Thrown(dice, world, _thrown(ruleset, purposes))


@lru_cache(maxsize=8)
def _thrown(ruleset: Ruleset, purposes: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    """The dice of the seats that may meet a scene."""
    return tuple(
        ("story", die(purpose, row, slot))
        for purpose in purposes
        for row in range(len(ruleset.axis("chair")))
        for slot in range(SCENE_SLOTS)
    )


@lru_cache(maxsize=8)
def choice_positions(ruleset: Ruleset) -> dict[tuple[str, str], int]:
    """Where each (storylet, choice) stands on the choice axis."""
    return {pair: index for index, pair in enumerate(ruleset.choices)}


@lru_cache(maxsize=8)
def storylets(ruleset: Ruleset) -> tuple[Storylet, ...]:
    """The storylets in the order of their axis."""
    return tuple(ruleset.storylets.values())


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
        if name.startswith(MEMORY):
            return reader(name)
        known = own if name.startswith(OWN) else shared
        known[name] = reader.brief(name)
        return known[name]

    return read


HURT, REST, OTHER = range(3)
_KINDS = {"hurt": HURT, "rest": REST}


@dataclass(frozen=True, eq=False)
class Moods:
    """What each storylet is to a seat, and the storylets of each kind that each chair may meet."""

    kind: Ints  # (storylet,)
    met: tuple[Ints, ...]  # kind: (storylet of a chair, chair), filled up with its first
    any: tuple[Mask, ...]  # kind: (chair, 1) whether there are any


@lru_cache(maxsize=8)
def _moods(ruleset: Ruleset) -> Moods:
    known = storylets(ruleset)
    kind = np.array([_KINDS.get(s.mood, OTHER) for s in known], np.int64)
    met, any_ = [], []
    for wanted in (HURT, REST, OTHER):
        rows = [
            [n for n, s in enumerate(known) if kind[n] == wanted and chair in s.seats]
            for chair in ruleset.axis("chair")
        ]
        most = max(map(len, rows), default=0)
        met.append(np.array([(row + (row or [0])[:1] * most)[:most] for row in rows], np.int64).T)
        any_.append(np.array([[bool(row)] for row in rows], np.bool_))
    return Moods(kind, tuple(met), tuple(any_))


class Past:
    """The last turn in which each chair saw a storylet, of any mood and of two.

    Shape (chair, worlds), -1 for never.
    """

    def __init__(self, ruleset: Ruleset, world: World) -> None:
        self._moods, chairs = _moods(ruleset), np.arange(len(ruleset.axis("chair")))
        self.hurt, self.rest, other = (
            np.where(any_, world.story_seen[met, chairs].max(axis=0, initial=-1), np.int16(-1))
            for met, any_ in zip(self._moods.met, self._moods.any, strict=True)
        )
        self.any = np.maximum(np.maximum(self.hurt, self.rest), other)

    def sees(self, chair: Ints, lanes: Ints, positions: Ints, turn: Ints) -> None:
        """Storylets have come up on some chairs in some worlds, now."""
        self.any[chair, lanes] = turn[lanes]
        kinds = self._moods.kind[positions]
        for kept, kind in ((self.hurt, HURT), (self.rest, REST)):
            found = np.flatnonzero(kinds == kind)
            kept[chair[found], lanes[found]] = turn[lanes[found]]

    def may_hurt(self) -> Mask:
        """Whether the last storylets that a chair saw hurt nobody; shape (chair, worlds)."""
        return (self.hurt < 0) | (self.hurt < self.any)
