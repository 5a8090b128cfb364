"""Does the bench measure what it says, and do its counts hold?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.engine import open_scenario, tick
from game.engine.policies import decide, no_orders
from game.session import bench, bench_many, calls, simulate
from game.session.bench import Effort
from game.world.dice import Dice

LITTLE = Effort(runs=1, long_runs=1, quarters=1, blocks=1)


def test_counting_changes_nothing(ruleset: Ruleset) -> None:
    world, dice = open_scenario(ruleset, bench.SCENARIO, (0, 1)), Dice(3)
    for _ in range(3):
        orders = no_orders(ruleset, world)
        decide(ruleset, world, dice, orders)
        after = tick(ruleset, world, orders, dice)
        dressed, found = calls.quarter(ruleset, world, dice)
        assert dressed.hashes(2) == after.hashes(2)
        assert found["tick"]["multiply"] > 10
        world = after


def test_counts_are_of_the_calls_that_were_made(ruleset: Ruleset) -> None:
    world = open_scenario(ruleset, bench.SCENARIO, (0, 1)).copy()
    for name, array in list(world.items()):
        setattr(world, name, array.view(calls.Counted))

    def work() -> None:
        world.cash_usd[0] += 2 * world.debt_usd[0]  # multiply, add
        total = world.cash_usd.sum(axis=0)  # add, once
        total.astype(float).copy()

    assert calls.counted(work) == {"multiply": 1, "add": 2, "astype": 1, "copy": 1}


def test_everything_is_measured(ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "CHUNK", 8)
    found = bench.measure(ruleset, LITTLE)
    assert all(value > 0 for value in found.values())
    assert found["policies_ms"] < found["turn_ms"]
    assert found["forecast_first_ms"] < found["forecast_ms"]
    world = open_scenario(ruleset, bench.SCENARIO, (0, 1))
    assert found["bytes_per_world"] == bench.bytes_per_world(world)
    assert found["bytes_per_world"] * 2 == sum(values.nbytes for _, values in world.items())


def test_games_are_played_in_processes(ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "CHUNK", 2)
    for name, few in (("QUARTERS", 2), ("SHOCKS", 2), ("AHEAD", 1)):
        monkeypatch.setattr(bench_many, name, few)
    before = bench_many.peak_mb(1)
    found = bench_many.measure(ruleset, 2, jobs=1)
    assert (found["games"], found["jobs"]) == (4, 1)
    assert all(found[name] > 0 for name in ("seconds", "engine_s", "planning_s", "start_s"))
    assert 20 < found["peak_mb"] <= 2 * max(before, 500)  # a child begins as large as its parent


def test_a_planner_s_plans_differ_and_its_shocks_are_the_same(ruleset: Ruleset) -> None:
    found = bench_many.plan(ruleset, 0, 1).reshape(-1, bench_many.SHOCKS)
    assert len({tuple(row) for row in found.tolist()}) > len(found) / 2
    assert len(set(found[-1].tolist())) > bench_many.SHOCKS / 2
