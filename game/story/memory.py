"""What does the story remember of a world, and how do content expressions read it?

Positions of storylets and choices on their axes, a reader that works each figure out once, and the
few questions that both drawing and answering ask. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from game.world.derived import DERIVED
from game.world.dice import Dice, Thrown
from game.world.figures import Reader
from game.world.state import SCENE_SLOTS, Floats, Ints, Turns, World
from game.world.watching import watched

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
_MEMORY = ("taken.", "seen.")
_OWN = ("me.", *_MEMORY)


def die(purpose: int, seat: int, slot: int) -> int:
    """The index on the stream "story" for a seat and slot; no draw ever shifts another."""
    return purpose + seat * _SLOTS_PER_SEAT + slot


def throw(ruleset: Ruleset, world: World, dice: Dice) -> Dice:
    """The same dice with all those of a morning's scenes thrown at once."""
    return Thrown(dice, world, _thrown(ruleset))


@lru_cache(maxsize=8)
def _thrown(ruleset: Ruleset) -> tuple[tuple[str, int], ...]:
    """The dice of the seats that may meet a scene."""
    met = {seat for storylet in storylets(ruleset) for seat in storylet.seats}
    return tuple(
        ("story", die(purpose, row, slot))
        for purpose in (DRAW, POLICY, ODDS)
        for row, seat in enumerate(ruleset.axis("seat"))
        if seat in met
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


HURT, REST, OTHER = range(3)


@lru_cache(maxsize=8)
def _moods(ruleset: Ruleset) -> tuple[NDArray[np.int64], tuple[NDArray[np.int64], ...]]:
    """Of each storylet whether it hurts, rests or neither; and where those of each kind stand."""
    kinds = {"hurt": HURT, "rest": REST}
    codes = np.array([kinds.get(s.mood, OTHER) for s in storylets(ruleset)], dtype=np.int64)
    return codes, tuple(np.flatnonzero(codes == kind) for kind in (HURT, REST, OTHER))


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


@lru_cache(maxsize=8)
def _by_seat(ruleset: Ruleset) -> dict[str, bool]:
    """Whether the condition of a storylet depends on the seat that asks."""
    return {s.id: any(name.startswith(_OWN) for name in s.when.names) for s in storylets(ruleset)}


class Glance:
    """What all seats see of a world this morning, each figure worked out once.

    Whoever writes into the world says so with `forget`; the story's own memory is read afresh.
    """

    def __init__(self, ruleset: Ruleset, world: World) -> None:
        self._ruleset, self._world = ruleset, world
        self._kept: dict[Any, Floats] = {}
        self._tests: dict[str, Any] = {}

    def reader(self, seat: str) -> Read:
        """A reader for one seat; the date comes as one number."""
        return Reader(self._ruleset, self._world, seat, kept=self._kept).brief

    def holds(self, storylet: Storylet, read: Read) -> Any:
        """Whether the condition of a storylet holds; asked once where it is the same for all seats.

        For the dealing only: answers change what it depends on.
        """
        if _by_seat(self._ruleset)[storylet.id]:
            return storylet.when.value(read)
        if storylet.id not in self._tests:
            self._tests[storylet.id] = storylet.when.value(read)
        return self._tests[storylet.id]

    def forget(self, arrays: Set[str]) -> None:
        """These arrays have been written: what was read from them is read again."""
        if not arrays:
            return
        gone = set(arrays)
        for name in DERIVED:
            if not arrays.isdisjoint(self._needs(name)):
                gone.add(name)
        for key in list(self._kept):
            if (key if isinstance(key, str) else key[0]) in gone:
                del self._kept[key]

    def _needs(self, derived: str) -> frozenset[str]:
        """The stored arrays that a derived one follows from: the same ones in every world."""
        known = _needed(self._ruleset)
        if derived not in known:
            known[derived] = watched(self._ruleset, self._world, derived)[1]
        return known[derived]


@lru_cache(maxsize=64)
def _needed(ruleset: Ruleset) -> dict[str, frozenset[str]]:
    """What has been found out so far of derived arrays."""
    return {}


class Past:
    """The last turn in which a seat saw a storylet, of any mood and of two; -1 never, (worlds,)."""

    def __init__(self, ruleset: Ruleset, world: World, seat: int) -> None:
        self._moods, kinds = _moods(ruleset)
        self.hurt, self.rest, other = (
            _latest(world.story_seen[positions, seat], world.width) for positions in kinds
        )
        self.any = np.maximum(np.maximum(self.hurt, self.rest), other)

    def sees(self, positions: NDArray[np.int64], lanes: NDArray[np.int64], turn: Ints) -> None:
        """Storylets have come up in some worlds, now."""
        self.any[lanes] = turn[lanes]
        moods = self._moods[positions]
        for kept, kind in ((self.hurt, HURT), (self.rest, REST)):
            found = lanes[moods == kind]
            kept[found] = turn[found]

    def may_hurt(self) -> Mask:
        """Whether the last storylets that the seat saw hurt nobody; shape (worlds,)."""
        return (self.hurt < 0) | (self.hurt < self.any)


def _latest(seen: Turns, width: int) -> Turns:
    latest: Turns = seen.max(axis=0) if len(seen) else np.full(width, -1, np.int16)
    return latest
