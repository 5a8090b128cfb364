"""How much has each followed figure moved since somebody last looked?

Counts figures of lane 0 in whole steps of their declared `step`, so that sums are exact. Only what
can have moved is counted again: the arrays that differ from the last look say which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.world.derived import DERIVED
from game.world.figures import bindings
from game.world.state import Floats, Ints, World
from game.world.watching import watched

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@dataclass(frozen=True, eq=False)
class _Group:
    """The figures read from one array, and the stored arrays that it follows from."""

    array: str
    places: Ints  # of each figure in the flattened lane
    figures: Ints  # where they stand among the names
    steps: Floats
    needs: frozenset[str]


@lru_cache(maxsize=8)
def _groupings(ruleset: Ruleset) -> dict[tuple[str, tuple[str, ...]], list[_Group]]:
    """The groups found so far, by seat and names; they are the same in every world."""
    return {}


class Counts:
    """The figures of one seat in steps; `now` are those of the last look."""

    def __init__(self, ruleset: Ruleset, seat: str, names: Sequence[str], world: World) -> None:
        self._ruleset = ruleset
        self.names = tuple(dict.fromkeys(names))
        known, key = _groupings(ruleset), (seat, self.names)
        if key not in known:
            known[key] = self._grouped(ruleset.index("actor", seat), world)
        self._groups = known[key]
        needed = sorted({name for group in self._groups for name in group.needs})
        self._last = {name: getattr(world, name).tobytes() for name in needed}
        self._follow = {
            name: [at for at, group in enumerate(self._groups) if name in group.needs]
            for name in needed
        }
        self.now: Ints = np.zeros(len(self.names), np.int64)
        for group in self._groups:
            self.now[group.figures] = self._count(group, world)

    def _grouped(self, me: int, world: World) -> list[_Group]:
        bound = [bindings(self._ruleset)[name] for name in self.names]
        groups = []
        for array in dict.fromkeys(each.array for each in bound):
            members = [i for i, each in enumerate(bound) if each.array == array]
            if array in DERIVED:
                values, needs = watched(self._ruleset, world, array)
                shape = values.shape[:-1]
            else:
                shape, needs = getattr(world, array).shape[:-1], frozenset([array])
            places = [np.ravel_multi_index(bound[i].at(me), shape) if shape else 0 for i in members]
            steps = [self._ruleset.figures[self.names[i]].step for i in members]
            groups.append(
                _Group(array, np.array(places), np.array(members), np.array(steps), needs)
            )
        return groups

    def _count(self, group: _Group, world: World) -> Ints:
        """The figures of a group in whole steps."""
        derived = DERIVED.get(group.array)
        values = derived[1](self._ruleset, world) if derived else getattr(world, group.array)
        lane = values[..., 0].ravel()[group.places]
        counted: Ints = np.rint(lane / group.steps).astype(np.int64)
        return counted

    def moves(self, world: World, arrays: Iterable[str] | None = None) -> list[tuple[int, int]]:
        """Which figures have moved since the last look, and by how many steps.

        With `arrays`, only these are looked at; the caller knows that nothing else has changed.
        """
        known, now_there = self._last, vars(world)  # a look-up by name costs as much as the look
        touched: set[int] = set()
        for name in known if arrays is None else arrays:
            if name in known:
                values = now_there[name].tobytes()  # of all lanes: they are alike
                if known[name] != values:
                    known[name] = values
                    touched.update(self._follow[name])
        found = []
        for group in map(self._groups.__getitem__, sorted(touched)):
            now = self._count(group, world)
            moved = now - self.now[group.figures]
            for place in np.flatnonzero(moved).tolist():
                found.append((int(group.figures[place]), int(moved[place])))
            self.now[group.figures] = now
        return found
