"""What may each seat meet, as tables?

One deck a size: a row for each seat and each storylet that it may meet, seat by seat. What content
gives as plain numbers stands in arrays, so that all seats are dealt their scenes at once; a `Side`
lays rows of a deck out so that every seat has its own column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.story.amounts import Amounts, amounts
from game.story.conditions import Conditions, conditions
from game.story.memory import Mask, storylets
from game.story.terms import Glance
from game.world.state import Array, Floats, Ints

if TYPE_CHECKING:
    from game.content.models.story import Choice, Storylet
    from game.content.ruleset import Ruleset

MOODS = ("neutral", "help", "hurt", "rest")
NEUTRAL, HELP, HURT, REST = range(len(MOODS))


@dataclass(frozen=True, eq=False)
class Deck:
    """The storylets of one size; every array has an entry a row."""

    storylets: tuple[Storylet, ...]
    seats: tuple[str, ...]
    chair: Ints  # that seat, on its axis
    position: Ints  # on the storylet axis
    when: Conditions
    again: Mask  # it may come more than once ...
    wait: Ints  # ... after so many quarters
    late: Mask  # it is a follow-up
    beat: Mask  # it is dated ...
    priority: Floats  # ... and comes before those of a lower one
    mood: Ints
    weight: Amounts
    _doubts: dict[int, tuple[Choice, ...]] = field(default_factory=dict)  # those asked for so far
    _seasons: dict[int, Ints] = field(default_factory=dict)  # the same, by the turn

    def of(self, array: Array, rows: Ints) -> Array:
        """What an array of the story's memory holds of some rows; (rows, worlds)."""
        found: Array = array[self.position[rows], self.chair[rows]]
        return found

    def replaced(self, rows: Ints) -> Mask:
        """Which follow-ups have a fallback; (rows, 1)."""
        found = [self.storylets[row].fallback is not None for row in rows.tolist()]
        return np.array(found, np.bool_).reshape(-1, 1)

    def in_season(self, glance: Glance, turn: int) -> Ints:
        """The rows that the date does not keep from being drawn; all worlds share the date."""
        if turn not in self._seasons:
            self._seasons[turn] = np.flatnonzero(self.when.in_season(glance) & ~self.late)
        return self._seasons[turn]

    def doubts(self, row: int) -> tuple[Choice, ...]:
        """The answers that may be shut, where fewer than two others are always open."""
        if row not in self._doubts:
            choices = self.storylets[row].choices
            shut = tuple(c for c in choices if not (c.default or c.needs.constant))
            self._doubts[row] = shut if len(choices) - len(shut) < 2 else ()
        return self._doubts[row]


@lru_cache(maxsize=16)
def deck_of(ruleset: Ruleset, size: str) -> Deck:
    """The storylets of a size, for each seat in the order of the ruleset."""
    names = ruleset.axis("chair")
    found = [
        (chair, n, s)
        for chair, name in enumerate(names)
        for n, s in enumerate(storylets(ruleset))
        if s.size == size and name in s.seats
    ]
    chair, position = np.array([row[:2] for row in found], np.int64).reshape(-1, 2).T
    drawn, seats = tuple(row[2] for row in found), tuple(names[row[0]] for row in found)
    weights = [(s.weight, by) for s, by in zip(drawn, seats, strict=True)]
    return Deck(
        storylets=drawn,
        seats=seats,
        chair=chair,
        position=position,
        when=conditions(ruleset, [(s.when, by) for s, by in zip(drawn, seats, strict=True)]),
        again=np.array([not s.once for s in drawn], np.bool_),
        wait=np.array([s.wait for s in drawn], np.int64),
        late=np.array([s.follow_up for s in drawn], np.bool_),
        beat=np.array([s.priority is not None for s in drawn], np.bool_),
        priority=np.array([s.priority or 0 for s in drawn], np.float64),
        mood=np.array([MOODS.index(s.mood) for s in drawn], np.int64),
        weight=amounts(ruleset, dict(enumerate(weights)), len(drawn)),
    )


class Side:
    """Some rows of a deck, each with a number a world, laid out with the chairs side by side.

    `value` has shape (place, chair, worlds): the first row of every chair, then the second.
    """

    def __init__(self, deck: Deck, rows: Ints, values: Floats, seated: int, empty: float) -> None:
        chair = deck.chair[rows]
        place = np.arange(len(rows)) - np.searchsorted(chair, chair)
        self.places = int(place.max(initial=-1)) + 1
        self._cells, self._chairs = (place, chair), np.arange(seated)[:, None]
        # Behind the last there is none. Narrow numbers are compared much faster.
        self.rows: Array = np.full((self.places + 1, seated), -1, np.int32)
        self.rows[self._cells] = rows
        self.bearable = self.lay(deck.mood[rows, None] != HURT, True)
        self.value = self.lay(values, empty)

    def lay(self, values: Array, empty: float) -> Array:
        """Other values of the same rows in the same layout."""
        laid = np.full((*self.rows[:-1].shape, values.shape[1]), empty, values.dtype)
        laid[self._cells] = values
        return laid

    def at(self, places: Array) -> Array:
        """The rows that stand at a place of each chair; (chair, worlds)."""
        return self.rows[places, self._chairs]

    def strike(self, rows: Array, empty: float) -> None:
        """One row of each chair comes no more, in place; `rows` has shape (chair, worlds)."""
        np.copyto(self.value, empty, where=self.rows[:-1, :, None] == rows)
