"""Why did a figure move?

A Recorder follows a set of figures through a quarter. Whoever changes the world says so right
afterwards with `mark(world, cause)`, and the difference since the last mark belongs to that cause.
Figures are counted in whole steps of their declared `step`, so the parts add up to the change
exactly. Batches use NoRecorder and pay nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from game.world.derived import DERIVED
from game.world.figures import bindings
from game.world.state import World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Parts = dict[str, list[tuple[str, int]]]


class NoRecorder:
    """Hears every cause and keeps none."""

    def mark(self, world: World, cause: str) -> None:
        """Forget it."""


class Recorder(NoRecorder):
    """Keeps, for each figure followed, what moved it and by how many steps; reads lane 0."""

    def __init__(self, ruleset: Ruleset, seat: str, names: Sequence[str], world: World) -> None:
        self._ruleset = ruleset
        self._names = tuple(dict.fromkeys(names))
        me = ruleset.index("actor", seat)
        bound = [bindings(ruleset)[name] for name in self._names]
        self._places = [(b.array, (*b.at(me), 0), b.derived) for b in bound]
        self._steps = np.array([ruleset.figures[name].step for name in self._names])
        self.parts: Parts = {name: [] for name in self._names}
        self._last = self._count(world)
        self._first = self._last

    def _count(self, world: World) -> np.ndarray:
        """Every figure in whole steps."""
        derived = {
            array: DERIVED[array][1](self._ruleset, world)
            for array in {array for array, _, worked_out in self._places if worked_out}
        }
        values = [
            float((derived[array] if worked_out else getattr(world, array))[place])
            for array, place, worked_out in self._places
        ]
        return np.rint(np.array(values) / self._steps).astype(np.int64)

    def mark(self, world: World, cause: str) -> None:
        """What moved since the last mark was moved by `cause`."""
        now = self._count(world)
        for index in np.flatnonzero(now != self._last):
            parts = self.parts[self._names[index]]
            moved = int(now[index] - self._last[index])
            known = next((n for n, (name, _) in enumerate(parts) if name == cause), None)
            if known is None:
                parts.append((cause, moved))
            else:
                parts[known] = (cause, parts[known][1] + moved)
        self._last = now

    def total(self, name: str) -> int:
        """The whole change of a figure, in steps; always the sum of its parts."""
        index = self._names.index(name)
        return int(self._last[index] - self._first[index])
