"""How do very many games end, under one setting or several?

Plays blocks of worlds, in as many processes as there are cores or on any executor, and keeps only
sums: the memory it takes does not grow with the number of games. Quantiles are those of a sample,
the first worlds. Batches whose every value is wanted are `simulate.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from game.session import simulate
from game.session.beside import cores
from game.session.quantiles import LEVELS, levels
from game.session.simulate import Counts, Setting
from game.session.workers import spread
from game.story import endings
from game.world.figures import Kept
from game.world.state import Floats

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

SAMPLE = 4096  # worlds of which every value is kept, at most
SAMPLE_BYTES = 64 << 20  # and as many as fit

Scores = dict[str, dict[str, float]]  # seat → part of the score → a sum over worlds


@dataclass(frozen=True, eq=False)
class Block:
    """What a worker says of its worlds; arrays have shape (names, turns + 1)."""

    worlds: int
    total: Floats
    low: Floats
    high: Floats
    outcomes: Counts
    scores: Scores
    values: Floats | None  # (names, turns + 1, worlds) of a block that is in the sample


@dataclass(frozen=True, eq=False)
class Swept:
    """Many games of one setting; arrays have shape (names, turns + 1)."""

    setting: Setting
    worlds: int
    names: tuple[str, ...]
    mean: Floats
    low: Floats
    high: Floats
    levels: Floats  # p05, p25, p50, p75, p95 of the sample: (5, names, turns + 1)
    sample: int  # how many worlds the levels were taken from
    outcomes: dict[str, dict[str, int]]  # seat → ending → worlds
    scores: Scores  # seat → part of the score → its mean


def sweep(
    ruleset: Ruleset,
    settings: Sequence[Setting],
    worlds: int,
    names: Sequence[str] = (),
    *,
    first_world: int = 0,
    executor: Executor | None = None,
    jobs: int | None = None,
) -> list[Swept]:
    """`worlds` games under each setting; raises GameError for what cannot be played.

    `names` are figures to sum up quarter by quarter. Any executor of `concurrent.futures` will do
    (Dask's is one); without one, a pool of `jobs` processes, as many as there are cores. The blocks
    and their order are always the same, and so is the result.
    """
    for setting in settings:
        simulate.check(ruleset, setting, worlds)
    blocks = list(simulate.chunks(first_world, worlds))
    tasks = [
        (setting, ids, tuple(names), ids[0] - first_world < _sample(setting, names))
        for setting in settings
        for ids in blocks
    ]
    with closing(
        spread(play, ruleset, tasks, executor, cores() if jobs is None else jobs)
    ) as found:
        return [_summed(setting, tuple(names), islice(found, len(blocks))) for setting in settings]


def play(
    ruleset: Ruleset, setting: Setting, ids: list[int], names: tuple[str, ...], sampled: bool
) -> Block:
    """One block of worlds, as a worker plays it."""
    values, world = simulate.play(ruleset, setting, ids, names)
    width = len(ids)
    kept: Kept = {}  # all seats look back on the same world
    return Block(
        worlds=width,
        total=values.sum(axis=2),
        low=values.min(axis=2),
        high=values.max(axis=2),
        outcomes=simulate.ended(ruleset, setting, world, width),
        scores={
            seat: {
                part: float(score[:width].sum())
                for part, score in endings.scores(ruleset, world, seat, kept).items()
            }
            for seat in ruleset.scenarios[setting.scenario].seats
        },
        values=values if sampled and names else None,
    )


def _summed(setting: Setting, names: tuple[str, ...], blocks: Iterable[Block]) -> Swept:
    """The blocks of one setting as one; each is let go as soon as it is counted."""
    shape = (len(names), setting.turns + 1)
    worlds, total = 0, np.zeros(shape)
    low, high = np.full(shape, np.inf), np.full(shape, -np.inf)
    outcomes: Counts = {}
    scores: dict[str, Counter[str]] = {}
    sampled: list[Floats] = [np.empty((*shape, 0))]
    for block in blocks:
        worlds += block.worlds
        total += block.total
        np.minimum(low, block.low, out=low)
        np.maximum(high, block.high, out=high)
        for seat, ends in block.outcomes.items():
            outcomes.setdefault(seat, Counter()).update(ends)
            scores.setdefault(seat, Counter()).update(block.scores[seat])
        if block.values is not None:
            sampled.append(block.values)
    sample = np.concatenate(sampled, axis=2)
    return Swept(
        setting=setting,
        worlds=worlds,
        names=names,
        mean=total / worlds,
        low=low,
        high=high,
        levels=levels(sample) if names else np.empty((len(LEVELS), *shape)),
        sample=sample.shape[2],
        outcomes={seat: dict(counts) for seat, counts in outcomes.items()},
        scores={
            seat: {part: float(summed) / worlds for part, summed in parts.items()}
            for seat, parts in scores.items()
        },
    )


def _sample(setting: Setting, names: Sequence[str]) -> int:
    """How many worlds fit into the sample."""
    each = 8 * max(1, len(names)) * (setting.turns + 1)
    return max(1, min(SAMPLE, SAMPLE_BYTES // each))
