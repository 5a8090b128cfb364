"""What does a quarter of one world cost: in numpy, plain Python, on Mesa, and compiled by JAX?

`python -m benchmarks.compare numpy oracle mesa jax` measures those named, on an empty sheet of
orders, from a morning that policies have led to, and prints microseconds for a world and a quarter.
Medians of several runs; what is made once (opening, compiling) is told apart. `--json` writes the
numbers.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING

from game.content import load
from game.engine import open_scenario, policies, tick
from game.world.dice import Dice
from game.world.state import World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

SEED = 1
SCENARIO = "autumn_2022"
CHUNKS = (128, 256)  # worlds taken at once in a long run, besides all of them
NEEDS = {"jax": "jax", "mesa": "mesa"}  # what is not installed with the game


@dataclass(frozen=True)
class Measure:
    """One line of the table."""

    engine: str
    what: str
    worlds: int
    ticks: int
    us_per_world_tick: float  # median
    fastest_us: float
    slowest_us: float
    cpu_us_per_world_tick: float  # median, all cores together
    compile_s: float = 0.0


@dataclass(frozen=True)
class Task:
    """What is asked of every engine."""

    ruleset: Ruleset
    widths: tuple[int, ...]
    ticks: int  # in a long run
    many: int  # worlds in a long run
    turn: int  # of the morning
    runs: int

    def morning(self, worlds: int) -> World:
        """Worlds that policies have played, on the morning of the turn."""
        world = open_scenario(self.ruleset, SCENARIO, list(range(worlds))).copy()
        for _ in range(self.turn):
            orders = policies.no_orders(self.ruleset, world)
            policies.decide(self.ruleset, world, Dice(SEED), orders)
            world = tick(self.ruleset, world, orders, Dice(SEED), in_place=True)
        return world


Seconds = list[tuple[float, float]]  # of each run: on the clock, and of processors


def timed(task: Task, ready: Callable[[], Callable[[], object]]) -> Seconds:
    """What each run takes; what `ready` does is not counted, and the first run is thrown away."""
    seconds: Seconds = []
    for _ in range(task.runs + 1):
        run = ready()
        clock, cpu = time.perf_counter(), time.process_time()
        run()
        seconds.append((time.perf_counter() - clock, time.process_time() - cpu))
    return seconds[1:]


def told(
    engine: str, what: str, size: tuple[int, int], seconds: Seconds, compile_s: float = 0.0
) -> Measure:
    """A line of the table; `size` is worlds and ticks."""
    us, cpu = (
        [1e6 * each / (size[0] * size[1]) for each in kind] for kind in zip(*seconds, strict=True)
    )
    middle = statistics.median
    return Measure(engine, what, *size, middle(us), min(us), max(us), middle(cpu), compile_s)


# ------------------------------------------------------------------------------------- engines


def numpy_engine(task: Task) -> Iterator[Measure]:
    """The engine of the game, which writes in place."""
    ruleset, dice = task.ruleset, Dice(SEED)

    def run(chunks: list[World], ticks: int) -> None:
        for world in chunks:
            orders = policies.no_orders(ruleset, world)
            for _ in range(ticks):
                tick(ruleset, world, orders, dice, in_place=True)

    def ready(world: World, count: int, ticks: int) -> Callable[[], object]:
        return partial(run, [world.copy() for _ in range(count)], ticks)

    for width in task.widths:
        world = task.morning(width)
        seconds = timed(task, partial(ready, world, 1, 1))
        yield told("numpy", "one tick", (width, 1), seconds)
    for chunk in (*CHUNKS, task.many):
        world = task.morning(chunk)
        count = max(task.many // chunk, 1)
        seconds = timed(task, partial(ready, world, count, task.ticks))
        yield told("numpy", f"run, chunks of {chunk}", (count * chunk, task.ticks), seconds)


def oracle_engine(task: Task) -> Iterator[Measure]:
    """Plain Python, one world after the other."""
    from benchmarks.oracle.dice import PlainDice
    from benchmarks.oracle.state import from_lists
    from benchmarks.oracle.tick import tick as plain_tick

    lane = from_lists(task.ruleset, task.morning(2).lane(0))
    dice = PlainDice(SEED)

    seconds = timed(task, lambda: partial(plain_tick, task.ruleset, lane, dice))
    yield told("oracle", "one tick", (1, 1), seconds)


def mesa_engine(task: Task) -> Iterator[Measure]:
    """The oracle's rules on the agents of a Mesa model.

    Making the model is not counted, and it writes in place; the oracle's tick copies its world.
    """
    from benchmarks.mesa_tick.model import Economy
    from benchmarks.oracle.dice import PlainDice
    from benchmarks.oracle.state import from_lists

    lane = from_lists(task.ruleset, task.morning(2).lane(0))
    dice = PlainDice(SEED)

    seconds = timed(task, lambda: Economy(task.ruleset, lane, dice).step)
    yield told("mesa", "one tick", (1, 1), seconds)


def jax_engine(task: Task) -> Iterator[Measure]:
    """The tick compiled; the arrays given are used up, as numpy's are written in place."""
    import jax

    from benchmarks.jax_tick.tick import compiled, compiled_turns, from_world

    def ready(
        program: Callable[[object], object], world: World, count: int
    ) -> Callable[[], object]:
        states = [jax.block_until_ready(from_world(world)) for _ in range(count)]
        return lambda: [jax.block_until_ready(program(state)) for state in states]

    jobs = [("one tick", width, 1, 1) for width in task.widths]
    for chunk in (*CHUNKS, task.many):
        count = max(task.many // chunk, 1)
        jobs.append((f"loop, chunks of {chunk}", chunk, count, task.ticks))
    for what, width, count, ticks in jobs:
        world = task.morning(width)
        if ticks == 1:
            function = compiled(task.ruleset, SEED, used_up=True)
        else:
            function = compiled_turns(task.ruleset, SEED, ticks, used_up=True)
        start = time.perf_counter()
        program = function.lower(from_world(world)).compile()
        compile_s = time.perf_counter() - start

        seconds = timed(task, partial(ready, program, world, count))
        yield told("jax", what, (count * width, ticks), seconds, compile_s)


ENGINES: dict[str, Callable[[Task], Iterator[Measure]]] = {
    "numpy": numpy_engine,
    "oracle": oracle_engine,
    "mesa": mesa_engine,
    "jax": jax_engine,
}

# --------------------------------------------------------------------------------------- table


def against(measures: list[Measure], mine: Measure) -> float | None:
    """How many times as long as numpy at the same task; a long run against numpy's best one."""
    long = mine.ticks > 1
    same = [
        m.us_per_world_tick
        for m in measures
        if m.engine == "numpy" and (m.ticks > 1) == long and (long or m.worlds == mine.worlds)
    ]
    return mine.us_per_world_tick / min(same) if same else None


def table(measures: list[Measure]) -> str:
    """The measures as text."""
    lines = [f"{'engine':8}{'what':22}{'worlds':>7}{'ticks':>6}{'µs/world-tick':>15}{'range':>20}"]
    lines[0] += f"{'of cores':>10}{'÷ numpy':>9}{'compile s':>11}"
    for m in measures:
        ratio, spread = against(measures, m), f"{m.fastest_us:.1f} to {m.slowest_us:.1f}"
        line = f"{m.engine:8}{m.what:22}{m.worlds:7}{m.ticks:6}{m.us_per_world_tick:15.1f}"
        line += f"{spread:>20}{m.cpu_us_per_world_tick:10.1f}"
        line += f"{ratio:9.2f}" if ratio else " " * 9
        lines.append(line + (f"{m.compile_s:11.1f}" if m.compile_s else ""))
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="benchmarks.compare", description=__doc__)
    parser.add_argument(
        "engines", nargs="*", default=["numpy"], choices=[*ENGINES], metavar="ENGINE"
    )
    parser.add_argument("--widths", type=int, nargs="+", default=[2, 256, 1024])
    parser.add_argument("--many", type=int, default=1024, help="worlds of the long run")
    parser.add_argument("--ticks", type=int, default=12, help="quarters of the long run")
    parser.add_argument("--turn", type=int, default=8, help="morning from which all start")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", metavar="FILE", help="write the measures there as well")
    chosen = parser.parse_args(arguments)
    missing = [e for e in chosen.engines if e in NEEDS and not importlib.util.find_spec(NEEDS[e])]
    if missing:
        parser.error(f"{', '.join(missing)}: not installed (pip install 'machine-time[bench]')")
    task = Task(
        load(), tuple(chosen.widths), chosen.ticks, chosen.many, chosen.turn, max(chosen.runs, 1)
    )
    measures = [m for engine in dict.fromkeys(chosen.engines) for m in ENGINES[engine](task)]
    sys.stdout.write(table(measures) + "\n")
    if chosen.json:
        with open(chosen.json, "w", encoding="utf-8") as file:
            json.dump([asdict(m) for m in measures], file, indent=1)


if __name__ == "__main__":
    main()
