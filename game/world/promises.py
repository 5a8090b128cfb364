"""What is on its way, and who set it going?

`world.pending` holds how much is due and when, and no more: rules need no names. Beside it stand
promises, one for each cause, which say whose it is. They are kept where somebody plays, never in
batches, and are worth exactly what is pending.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from game.world.axes import LAGS
from game.world.causes import DUE, Cause, parse
from game.world.state import Floats, World
from game.world.targets import targets

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

BEFORE = -1  # the turn of what was set going before the first morning
_EXACT = 1e-6  # sums of floats in another order differ by less


@dataclass(frozen=True, slots=True)
class Promise:
    """An addition to the place `target` (`array[ids]`), made in one turn and due in another."""

    target: str
    made: int
    due: int
    cause: str
    moved: float


@dataclass(frozen=True, slots=True)
class Carried:
    """What the reasons of later quarters need from the quarters before."""

    promises: tuple[Promise, ...] = ()
    given_up: tuple[Promise, ...] = ()  # in the quarter that is over
    pools: dict[str, dict[str, float]] = field(default_factory=dict)  # see pools.py


class Ledger:
    """The promises while a quarter runs, by place and turn; reads lane 0."""

    def __init__(self, ruleset: Ruleset, kept: Iterable[Promise]) -> None:
        self._names = tuple(targets(ruleset))
        self._held: dict[tuple[int, int], dict[tuple[str, int], float]] = {}
        rows = targets(ruleset)
        for each in kept:
            if each.target in rows:
                self.add(rows[each.target], each.due, each.cause, each.made, each.moved)

    def add(self, row: int, due: int, cause: str, made: int, moved: float) -> None:
        """One more promise; two of the same cause and turn become one."""
        if moved:
            held = self._held.setdefault((row, due), {})
            held[cause, made] = held.get((cause, made), 0.0) + moved

    def take(self, row: int, turn: int) -> list[tuple[Cause, float]]:
        """What was promised to a place for this turn; it is not asked for again."""
        held = self._held.pop((row, turn), {})
        return [
            (replace(parse(cause), made=None if made in (BEFORE, turn) else made), moved)
            for (cause, made), moved in held.items()
        ]

    def promises(self, turn: int) -> tuple[Promise, ...]:
        """What is still to come at the table of a turn."""
        return tuple(
            Promise(self._names[row], made, due, cause, moved)
            for (row, due), held in self._held.items()
            if due >= turn
            for (cause, made), moved in held.items()
        )


def settled(
    ruleset: Ruleset, world: World, promises: Sequence[Promise]
) -> tuple[tuple[Promise, ...], tuple[Promise, ...]]:
    """The promises brought to what is really pending in lane 0, and what was given up of them.

    What a stage has struck from `pending` was given up, by each promise in proportion; what stands
    there without a promise was set going before anybody wrote down by whom.
    """
    turn, rows = int(world.turn[0]), targets(ruleset)
    known = [each for each in promises if each.target in rows and turn <= each.due < turn + LAGS]
    told = _sums(known, rows, len(rows))
    due = np.asarray(world.pending[..., 0], np.float64)
    apart = np.abs(due - told) > _EXACT * np.maximum(np.abs(due), np.abs(told))
    if not apart.any():
        return tuple(known), ()
    kept: list[Promise] = []
    lost: list[Promise] = []
    less = apart & (due * told >= 0.0) & (np.abs(due) < np.abs(told))
    for each in known:
        place = rows[each.target], each.due % LAGS
        part = float(due[place] / told[place]) if less[place] else 1.0
        if part:
            kept.append(replace(each, moved=each.moved * part))
        if part != 1.0:
            lost.append(replace(each, moved=each.moved * (1.0 - part)))
    names = list(rows)
    for row, column in np.argwhere(apart & ~less):
        when = turn + (int(column) - turn) % LAGS
        rest = float(due[row, column] - told[row, column])
        kept.append(Promise(names[row], BEFORE, when, DUE, rest))
    return tuple(kept), tuple(lost)


def _sums(promises: Iterable[Promise], rows: dict[str, int], count: int) -> Floats:
    """What is promised to each place for each turn, laid out as `pending` is."""
    told = np.zeros((count, LAGS))
    for each in promises:
        told[rows[each.target], each.due % LAGS] += each.moved
    return told


def share_out(total: int, weights: Sequence[float], unit: float | None = None) -> list[int]:
    """Whole steps in proportion to weights, by largest remainders; they add up to `total`.

    With a `unit` a weight is worth that many of its own steps as long as their sum agrees with the
    total; weights of both signs keep their size then.
    """
    whole = sum(weights)
    if unit is not None and abs(whole / unit - total) < 1.0:
        ideal = [weight / unit for weight in weights]
    elif whole:
        ideal = [total * weight / whole for weight in weights]
    else:
        ideal = [total / len(weights)] * len(weights)
    parts = [int(np.floor(each)) for each in ideal]
    order = sorted(range(len(ideal)), key=lambda i: parts[i] - ideal[i])
    for step in range(total - sum(parts)):
        parts[order[step % len(parts)]] += 1
    for step in range(sum(parts) - total):
        parts[order[-1 - step % len(parts)]] -= 1
    return parts
