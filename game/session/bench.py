"""How fast is the game on this machine, from inside one process?

Times a turn, a forecast, a batch, a save and a load, each several times, and counts what has no
noise: the calls of numpy in a tick and the bytes of a world. Starts of whole processes are measured
by the faces; what is printed, and how, is theirs too.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from game.engine import open_scenario, tick
from game.engine.policies import decide, no_orders
from game.session import calls, flow, save_body, save_bytes, simulate, store
from game.session.session import Session
from game.session.standing import Setup, Standing
from game.world.dice import Dice
from game.world.state import World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

SCENARIO = "autumn_2022"
LATE = 30  # turns after which a game is late
WARM = 6  # quarters that are played before anything is timed


@dataclass(frozen=True, slots=True)
class Effort:
    """How often each thing is measured."""

    runs: int = 7  # of what takes a moment
    long_runs: int = 3  # of what takes longer
    quarters: int = 30  # timed in a row
    blocks: int = 2  # of games, played by each process


FULL = Effort()
QUICK = Effort(runs=3, long_runs=1, quarters=8, blocks=1)


def measure(ruleset: Ruleset, effort: Effort) -> dict[str, float]:
    """Everything but the many games; milliseconds, bytes, counts."""
    turn, policies, found, world = _turns(ruleset, effort)
    late = _late(ruleset, LATE if effort.runs >= FULL.runs else WARM)
    return {
        "turn_ms": turn,
        "policies_ms": policies,
        **_forecast(ruleset, effort),
        "world_ticks_per_s": _world_ticks(ruleset, effort),
        **_saves(ruleset, late, effort),
        "end_turn_ms": _whole_turns(ruleset, late, effort),
        "numpy_calls_per_tick": sum(found["tick"].values()),
        "numpy_calls_of_policies": sum(found["policies"].values()),
        "bytes_per_world": bytes_per_world(world),
    }


def bytes_per_world(world: World) -> int:
    """How much memory the state of one world takes."""
    return sum(values[..., 0].nbytes for _, values in world.items())


# ------------------------------------------------------------------------------- the parts


def _turns(ruleset: Ruleset, effort: Effort) -> tuple[float, float, dict[str, Any], World]:
    """A quarter at two lanes: all of it, the policies alone, its calls, and where it led.

    The same game is played once before: what is worked out once for the rules, such as what an
    order does when it is first given, is no part of a quarter.
    """
    for timed in (False, True):
        world, dice = open_scenario(ruleset, SCENARIO, flow.LANES), Dice(1)
        whole, deciding = [], []
        for turn in range(WARM + effort.quarters):
            began = time.perf_counter()
            orders = no_orders(ruleset, world)
            decide(ruleset, world, dice, orders, alike=True)  # as a turn of a game does
            decided = time.perf_counter()
            world = tick(ruleset, world, orders, dice, alike=True)
            if timed and turn >= WARM:
                deciding.append(decided - began)
                whole.append(time.perf_counter() - began)
    _, found = calls.quarter(ruleset, world, dice)
    return 1e3 * median(whole), 1e3 * median(deciding), found, world


def _world_ticks(ruleset: Ruleset, effort: Effort) -> float:
    """Quarters of worlds a second in a batch on one core: policies and tick, no stories."""
    width = simulate.CHUNK
    world, dice = open_scenario(ruleset, SCENARIO, range(width)).thaw(), Dice(1)
    taken = []
    for turn in range(WARM + max(3, effort.quarters // 2)):
        began = time.perf_counter()
        orders = no_orders(ruleset, world)
        decide(ruleset, world, dice, orders)
        world = tick(ruleset, world, orders, dice, in_place=True)
        if turn >= WARM:
            taken.append(time.perf_counter() - began)
    return width / median(taken)


def _forecast(ruleset: Ruleset, effort: Effort) -> dict[str, float]:
    """1,000 futures of 12 quarters with their fan, and the first 64 of them."""
    session = Session.new(ruleset, SCENARIO, seed=1, autosaves=False)
    first, whole = [], []
    for run in range(effort.long_runs + 1):
        now = Session(ruleset, session.setup, session.standing, autosaves=False)
        began = time.perf_counter()
        for place, _ in enumerate(now.forecasts("me.machine_time")):
            if run and not place:
                first.append(time.perf_counter() - began)
        if run:  # the first one fills the caches
            whole.append(time.perf_counter() - began)
    return {"forecast_ms": 1e3 * median(whole), "forecast_first_ms": 1e3 * median(first)}


def _late(ruleset: Ruleset, turns: int) -> Standing:
    """A game after so many turns."""
    setup = Setup(SCENARIO)
    now = flow.begin(ruleset, setup)
    for _ in range(turns):
        now = flow.end_quarter(ruleset, setup, now)
    return now


def _whole_turns(ruleset: Ruleset, now: Standing, effort: Effort) -> float:
    """All that ending a turn does but the automatic save: scenes, reasons, news and all."""
    taken = []
    for _ in range(effort.long_runs):
        began = time.perf_counter()
        flow.end_quarter(ruleset, Setup(SCENARIO), now)
        taken.append(time.perf_counter() - began)
    return 1e3 * median(taken)


def _saves(ruleset: Ruleset, now: Standing, effort: Effort) -> dict[str, float]:
    """Saving and loading a late game, beside a plain json.dump with fsync of the same body.

    As in play, each save is of another turn than the one before: what has changed is written anew.
    """
    setup = Setup(SCENARIO)
    turns = cycle((flow.end_quarter(ruleset, setup, now), now))
    with tempfile.TemporaryDirectory() as place:
        folder, beside = Path(place), Path(place) / "beside.json"
        path = store.save(ruleset, setup, now, "en", name="late", folder=folder)
        body = save_body.pack(ruleset, now)
        steps: dict[str, Callable[[], object]] = {
            "save_ms": lambda: store.save(ruleset, setup, now, "en", name="late", folder=folder),
            "save_work_ms": lambda: save_bytes.encode({}, save_body.write(ruleset, next(turns))),
            "load_ms": lambda: store.load(ruleset, path),
            "json_fsync_ms": lambda: _dump(beside, body),
        }
        taken: dict[str, list[float]] = {name: [] for name in steps}
        for _ in range(effort.runs + 1):
            for name, step in steps.items():  # side by side: the disk has its moods
                began = time.perf_counter()
                step()
                taken[name].append(time.perf_counter() - began)
        size = path.stat().st_size
    found = {name: 1e3 * median(times[1:]) for name, times in taken.items()}
    return {**found, "save_bytes": size}


def _dump(path: Path, body: Any) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(body, file)
        file.flush()
        os.fsync(file.fileno())
