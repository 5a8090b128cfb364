"""How does a stage order many things ahead at once?

The same promise as `Quarter.later`, for several places together: one array operation instead of a
call for each fab and each grid. Whoever keeps reasons is told of every promise, as there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.quarter import Quarter
from game.world.figures import targets
from game.world.report import NoRecorder
from game.world.state import LAGS, Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@lru_cache(maxsize=128)
def rows_of(ruleset: Ruleset, places: tuple[str, ...]) -> Ints:
    """Where `pending` keeps what is on its way to the places `array[ids]`."""
    return np.array([targets(ruleset)[place] for place in places], np.int64)


def on_its_way(x: Quarter, rows: Ints, within: int = LAGS) -> Floats:
    """(places, worlds): what is promised to them, due in so many quarters at most."""
    pending = x.w.pending
    first, last = int(rows.min()), int(rows.max()) + 1
    near = last - first < 2 * rows.size  # places of a kind stand together: read them in one piece
    block = pending[first:last] if near else pending[rows]
    if within < LAGS:
        block = block[:, (int(x.w.turn[0]) + 1 + np.arange(within)) % LAGS]
    total: Floats = np.add.reduce(block, axis=1)
    return total[rows - first] if near else total


def in_steps(x: Quarter, rows: Ints, first: Ints, steps: int, each: Floats, cause: str) -> None:
    """Promise `each`, (places, worlds), in so many quarters by place, and again in those after."""
    quarters = first[:, None] + np.arange(steps)
    x.w.pending[rows[:, None], (int(x.w.turn[0]) + quarters) % LAGS] += each[:, None]
    if type(x.recorder) is not NoRecorder:
        for step in range(steps):
            _tell(x, rows, quarters[:, step], each, cause)


def by_world(
    x: Quarter, rows: Ints, late: Ints, lots: Iterable[tuple[Ints, Floats]], cause: str
) -> None:
    """Promise lots in quarters that differ by world: wait by place, (places,), plus what is `late`.

    `late` and the amount of each lot are (places, worlds). Nothing waits longer than LAGS.
    """
    w = x.w
    lanes = rows[:, None] * LAGS * w.width + np.arange(w.width)
    for wait, moved in lots:
        if moved.any():
            quarters = np.minimum(late + wait[:, None], LAGS)
            columns = (quarters + int(w.turn[0])) % LAGS
            w.pending.reshape(-1)[columns * w.width + lanes] += moved
            if type(x.recorder) is not NoRecorder:
                _tell(x, rows, quarters[:, 0], moved, cause)


def _tell(x: Quarter, rows: Ints, quarters: Ints, moved: Floats, cause: str) -> None:
    """Tell whoever keeps reasons; batches keep none."""
    turn = int(x.w.turn[0])
    for row, wait, amount in zip(rows, quarters, moved, strict=True):
        x.recorder.promise(int(row), turn + int(wait), amount, "stage:" + cause)
