"""How does a stage order many things ahead at once?

The same promise as `Quarter.later`, for several places together: one array operation instead of a
call for each fab and each grid. Whoever keeps reasons is told of every promise, as there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from game.engine.quarter import Quarter
from game.world.derived import rows as slices
from game.world.figures import targets
from game.world.report import NoRecorder
from game.world.state import LAGS, Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@lru_cache(maxsize=128)
def rows_of(ruleset: Ruleset, places: tuple[str, ...]) -> Ints:
    """Where `pending` keeps what is on its way to the places `array[ids]`."""
    return np.array([targets(ruleset)[place] for place in places], np.int64)


class Piece(NamedTuple):
    """The part of `pending` that holds some rows, and where they stand in it."""

    rows: Ints | slice
    inside: Ints | slice


@lru_cache(maxsize=128)
def _piece(rows: tuple[int, ...]) -> Piece:
    """Places of a kind stand together: they are read in one piece, and in their order after."""
    first, last = min(rows), max(rows) + 1
    if last - first >= 2 * len(rows):
        return Piece(np.array(rows), slice(None))
    return Piece(slice(first, last), slices(np.array(rows) - first))


@lru_cache(maxsize=512)
def _columns(turn: int, within: int) -> Ints:
    """Where `pending` keeps what is due after this quarter, so many quarters ahead at most."""
    return (turn + 1 + np.arange(within)) % LAGS


def on_its_way(x: Quarter, rows: Ints, within: int = LAGS) -> Floats:
    """(places, worlds): what is promised to them, due in so many quarters at most."""
    piece = _piece(tuple(rows.tolist()))
    block = x.w.pending[piece.rows]
    if within < LAGS:
        block = block[:, _columns(int(x.w.turn[0]), within)]
    total: Floats = np.add.reduce(block, axis=1)
    return total[piece.inside]


def in_steps(x: Quarter, rows: Ints, first: Ints, steps: int, each: Floats, cause: str) -> None:
    """Promise `each`, (places, worlds), in so many quarters by place, and again in those after."""
    turn = int(x.w.turn[0])
    x.w.pending[rows[:, None], _stepped(tuple(first.tolist()), steps, turn)] += each[:, None]
    if type(x.recorder) is not NoRecorder:
        for step in range(steps):
            _tell(x, rows, first + step, each, cause)


@lru_cache(maxsize=2048)
def _stepped(first: tuple[int, ...], steps: int, turn: int) -> Ints:
    """(places, steps): where `pending` keeps what comes so many quarters from a turn and after."""
    return (turn + np.array(first)[:, None] + np.arange(steps)) % LAGS


def by_world(
    x: Quarter, rows: Ints, late: Ints, lots: Iterable[tuple[Ints, Floats]], cause: str
) -> None:
    """Promise lots in quarters that differ by world: wait by place, (places,), plus what is `late`.

    `late` and the amount of each lot are (places, worlds). Nothing waits longer than LAGS.
    """
    w, turn = x.w, int(x.w.turn[0])
    flat, cells = w.pending.reshape(-1), _cells(tuple(rows.tolist()), w.width)
    for wait, moved in lots:
        if np.count_nonzero(moved):
            quarters = np.minimum(late + wait[:, None], LAGS)
            flat[(quarters + turn) % LAGS * w.width + cells] += moved
            if type(x.recorder) is not NoRecorder:
                _tell(x, rows, quarters[:, 0], moved, cause)


@lru_cache(maxsize=64)
def _cells(rows: tuple[int, ...], width: int) -> Ints:
    """(places, worlds): where `pending`, laid out flat, keeps what is due when turns begin anew."""
    return np.array(rows)[:, None] * LAGS * width + np.arange(width)


def _tell(x: Quarter, rows: Ints, quarters: Ints, moved: Floats, cause: str) -> None:
    """Tell whoever keeps reasons; batches keep none."""
    turn = int(x.w.turn[0])
    for row, wait, amount in zip(rows, quarters, moved, strict=True):
        x.recorder.promise(int(row), turn + int(wait), amount, "stage:" + cause)
