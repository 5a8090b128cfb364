"""How does a stage order many things ahead at once?

The same promise as `Quarter.later`, for several places together: one array operation instead of a
call for each fab and each grid. Whoever keeps reasons is told of every promise, as there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from game.engine.quarter import Quarter, across
from game.world.axes import LAGS
from game.world.geography import rows as slices
from game.world.report import NoRecorder
from game.world.state import Floats, Ints
from game.world.targets import targets

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
        block = block.take(_columns(int(x.w.turn[0]), within), axis=1)
    total: Floats = across(block)
    return total[piece.inside]


def in_steps(x: Quarter, rows: Ints, first: Ints, steps: int, each: Floats, cause: str) -> None:
    """Promise `each`, (places, worlds), in so many quarters by place, and again in those after.

    The last of it comes in LAGS quarters at most: a wait that is longer is cut.
    """
    flat = x.w.pending.reshape(-1, x.w.width)
    cells = _stepped(tuple(rows.tolist()), tuple(first.tolist()), steps, int(x.w.turn[0]))
    flat[cells] = flat.take(cells, axis=0) + each[:, None]  # in half the time of +=
    if type(x.recorder) is not NoRecorder:
        for step in range(steps):
            _tell(x, rows, _within(first, steps) + step, each, cause)


def _within(waits: Ints, steps: int = 1) -> Ints:
    """Waits cut so that the last of so many quarters is one for which `pending` has a column."""
    return np.minimum(waits, LAGS + 1 - steps)


@lru_cache(maxsize=2048)
def _stepped(rows: tuple[int, ...], first: tuple[int, ...], steps: int, turn: int) -> Ints:
    """(places, steps): where `pending`, its columns in a row, keeps what comes from a turn on."""
    columns = (turn + _within(np.array(first), steps)[:, None] + np.arange(steps)) % LAGS
    return np.array(rows)[:, None] * LAGS + columns


def by_world(
    x: Quarter, rows: Ints, late: Ints, lots: Sequence[tuple[Ints, Floats]], cause: str
) -> None:
    """Promise lots in quarters that differ by world: wait by place, (places,), plus what is `late`.

    `late` and the amount of each lot are (places, worlds). Nothing waits longer than LAGS.
    """
    w, turn = x.w, int(x.w.turn[0])
    flat, cells = w.pending.reshape(-1), _cells(tuple(rows.tolist()), w.width)
    waits = np.array([wait for wait, _ in lots])[:, :, None]
    quarters = _within(late + waits)  # (lot, places, worlds)
    due = (quarters + turn) % LAGS * w.width + cells
    for each, (_, moved) in enumerate(lots):
        if np.count_nonzero(moved):
            flat[due[each]] = flat.take(due[each]) + moved
            if type(x.recorder) is not NoRecorder:
                _tell(x, rows, quarters[each, :, 0], moved, cause)


@lru_cache(maxsize=64)
def _cells(rows: tuple[int, ...], width: int) -> Ints:
    """(places, worlds): where `pending`, laid out flat, keeps what is due when turns begin anew."""
    return np.array(rows)[:, None] * LAGS * width + np.arange(width)


def _tell(x: Quarter, rows: Ints, quarters: Ints, moved: Floats, cause: str) -> None:
    """Tell whoever keeps reasons; batches keep none."""
    turn = int(x.w.turn[0])
    for row, wait, amount in zip(rows, quarters, moved, strict=True):
        x.recorder.promise(int(row), turn + int(wait), amount, "stage:" + cause)
