"""How fast are very many worlds on this machine, on all its cores?

Whole games, with their stories and without, and what a planner would ask for: many plans of each
seat under the same shocks. What one process does, one thing at a time, is in `bench.py`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from game.engine import open_scenario
from game.engine.policies import no_orders
from game.session import simulate, sweep
from game.session.bench import SCENARIO
from game.session.beside import can_copy, cores
from game.session.rollout import OTHER_WORLDS, Course, advance, lanes
from game.session.simulate import Setting
from game.session.workers import spread
from game.world.dice import Dice
from game.world.figures import gather
from game.world.state import Floats

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

GAMES, QUARTERS = 10_000, 40  # what is told of games, whatever number was played
SEATS, PLANS, SHOCKS, AHEAD = 9, 32, 32, 8  # of a planner: seats, and what each looks at


def measure(ruleset: Ruleset, blocks: int, jobs: int | None = None) -> dict[str, float]:
    """Seconds that games and plans take, and the most memory, in MB, where the system tells.

    `games` were played, so many blocks of them for each process: in `seconds` with their stories,
    in `engine_s` without. `start_s` is what is worked out once for the rules; `planning_s` what
    nine seats take to try 32 plans under 32 shocks, eight quarters ahead.
    """
    jobs = cores() if jobs is None else jobs
    blocks_of = list(simulate.chunks(0, blocks * jobs * simulate.CHUNK))

    def take(function: Callable[..., Any], tasks: list[tuple[Any, ...]]) -> float:
        began = time.perf_counter()
        for _ in spread(function, ruleset, tasks, jobs=jobs):
            pass
        return time.perf_counter() - began

    def play(stories: bool, turns: int = QUARTERS) -> list[tuple[Any, ...]]:
        setting = Setting(SCENARIO, turns, 1, stories=stories)
        return [(setting, ids if turns > 1 else ids[:2], (), False) for ids in blocks_of]

    found = {
        "games": sum(map(len, blocks_of)),
        "start_s": take(sweep.play, play(True, turns=1)[:jobs]),
        "seconds": take(sweep.play, play(True)),
        "engine_s": take(sweep.play, play(False)),
        "jobs": jobs,
    }
    found["peak_mb"] = peak_mb(jobs)
    tasks = [(row, half) for row in range(SEATS) for half in range(2)]
    take(plan, tasks[:1])  # what is worked out once for the rules is there then
    found["planning_s"] = take(plan, tasks)
    return found


def plan(ruleset: Ruleset, row: int, half: int) -> Floats:
    """What a seat has at the end of half of its plans in each world, (plans × shocks,), USD.

    A plan gives one order in the first quarter; all plans meet the same worlds.
    """
    seat, many = ruleset.axis("seat")[row], PLANS // 2 * SHOCKS
    worlds = lanes(open_scenario(ruleset, SCENARIO, (0, 0)), range(many))
    worlds.world_id[:] = OTHER_WORLDS + np.arange(many) % SHOCKS
    sheet = no_orders(ruleset, worlds)
    theirs = [place for place, order in enumerate(ruleset.orders.values()) if seat in order.seats]
    for lane, place in zip(range(0, many, SHOCKS), theirs[half::2], strict=False):
        sheet[place, row, lane : lane + SHOCKS] = 1.0
    course = Course(SCENARIO, sheet, frozenset({seat}), lanewise=True)
    *_, last = advance(ruleset, worlds, AHEAD, Dice(1), course)
    return gather(ruleset, last, ("me.cash_usd",), seat)[0]


def peak_mb(jobs: int) -> float:
    """The most memory that this process and those beside it have taken so far, in MB.

    Of `jobs` processes this is one, unless they had to be started anew.
    """
    try:
        from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
    except ImportError:  # not on this system
        return 0.0
    others = jobs - 1 if jobs == 1 or can_copy() else jobs
    kilobytes = getrusage(RUSAGE_SELF).ru_maxrss + others * getrusage(RUSAGE_CHILDREN).ru_maxrss
    return kilobytes / (1 << 20 if os.uname().sysname == "Darwin" else 1 << 10)
