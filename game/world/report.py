"""Why did a figure move?

A Recorder follows a set of figures through a quarter. Whoever changes the world says so right
afterwards with `mark(world, cause)`, and the difference since the last mark belongs to that cause.
What was promised for later keeps its cause until it is laid, and what a stage carries out for an
order is the order's. Figures are counted in whole steps of their declared `step`, so the parts add
up to the change exactly. Batches use NoRecorder and pay nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from game.world.causes import DUE, Cause
from game.world.counting import Counts
from game.world.figures import bindings
from game.world.pools import Pools
from game.world.promises import Carried, Ledger, Promise, settled, share_out
from game.world.state import Floats, World
from game.world.targets import target_bindings

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

ByWorld = Sequence[float] | Floats  # one number for each world; the first is looked at
Parts = dict[str, list[tuple[str, int]]]


class NoRecorder:
    """Hears every cause and keeps none."""

    def mark(self, world: World, cause: str, arrays: Iterable[str] | None = None) -> None:
        """Forget it."""

    def promise(self, row: int, turn: int, moved: ByWorld, cause: str) -> None:
        """Forget it."""

    def laid(self, world: World, row: int) -> None:
        """Forget it."""


class Recorder(NoRecorder):
    """Keeps, for each figure followed, what moved it and by how many steps; reads lane 0."""

    def __init__(
        self,
        ruleset: Ruleset,
        seat: str,
        names: Sequence[str],
        world: World,
        carried: Carried | None = None,
    ) -> None:
        carried = carried or Carried()
        self._ruleset = ruleset
        self._counts = Counts(ruleset, seat, names, world)
        self._first = self._counts.now.copy()
        self._ledger = Ledger(ruleset, carried.promises)
        self._pools = Pools(ruleset, seat, self._counts.names, carried.pools, self._first)
        self._turn = int(world.turn[0])
        self.parts: Parts = {name: [] for name in self._counts.names}

    def mark(self, world: World, cause: str, arrays: Iterable[str] | None = None) -> None:
        """What moved since the last mark was moved by `cause`.

        With `arrays`, only these are looked at; the caller knows that nothing else has changed.
        """
        self._turn = int(world.turn[0])
        shared = self._pools.shares(cause, self._turn)
        for figure, steps in self._counts.moves(world, arrays):
            shares = shared.get(figure, [(cause, 1.0)])
            split = share_out(steps, [weight for _, weight in shares])
            for (each, _), part in zip(shares, split, strict=True):
                self._add(figure, each, part)
                self._pools.paid(cause, figure, each, self._turn, part)
            if not cause.startswith("stage:"):
                self._pools.fill(cause, self._turn, figure, steps)

    def promise(self, row: int, turn: int, moved: ByWorld, cause: str) -> None:
        """An addition to a place is on its way; `cause` will have done it when it is laid."""
        self._ledger.add(row, turn, cause, self._turn, float(moved[0]))

    def laid(self, world: World, row: int) -> None:
        """What was due at a place has just been added there, and nothing else was changed."""
        turn, array = int(world.turn[0]), target_bindings(self._ruleset)[row].array
        due = self._ledger.take(row, turn) or [(Cause(DUE), 0.0)]
        weights = [moved for _, moved in due]
        for figure, steps in self._counts.moves(world, [array]):
            name = self._counts.names[figure]
            stored = bindings(self._ruleset)[name].array == array  # not one that follows from it
            step = self._ruleset.figures[name].step if stored else None
            for (cause, _), part in zip(due, share_out(steps, weights, step), strict=True):
                self._add(figure, str(cause), part)
                self._pools.fill(str(cause), turn, figure, part)

    def _add(self, figure: int, cause: str, steps: int) -> None:
        if not steps:
            return
        parts = self.parts[self._counts.names[figure]]
        for place, (name, known) in enumerate(parts):
            if name == cause:
                parts[place] = (cause, known + steps)
                return
        parts.append((cause, steps))

    def total(self, name: str) -> int:
        """The whole change of a figure, in steps; always the sum of its parts."""
        figure = self._counts.names.index(name)
        return int(self._counts.now[figure] - self._first[figure])

    def carried(self, world: World, given_up: tuple[Promise, ...] = ()) -> Carried:
        """What later reasons need, at the table of this world; `given_up` was so before."""
        promises = self._ledger.promises(int(world.turn[0]))
        kept, lost = settled(self._ruleset, world, promises)
        return Carried(kept, (*given_up, *lost), self._pools.left(self._counts.now))
