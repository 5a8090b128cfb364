"""Do many games add up to the same, however and wherever they are played?"""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import chain
from typing import Any

import numpy as np
import pytest

from game.content import Ruleset
from game.errors import GameError
from game.session import simulate as batches
from game.session import sweep as sweeps
from game.session import workers
from game.session.simulate import Setting
from game.session.sweep import Swept, sweep

SETTING = Setting("autumn_2022", 4, 9)
NAMES = ("tension", "machine_time.china")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several blocks even of a few worlds."""
    monkeypatch.setattr(batches, "CHUNK", 3)


def same(one: Swept, other: Swept) -> bool:
    arrays = ("mean", "low", "high", "levels")
    return (
        all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
        and (one.outcomes, one.scores, one.worlds) == (other.outcomes, other.scores, other.worlds)
        and (one.names, one.sample, one.setting) == (other.names, other.sample, other.setting)
    )


def test_a_sweep_sums_up_what_a_batch_holds(ruleset: Ruleset) -> None:
    (found,) = sweep(ruleset, [SETTING], 8, NAMES, jobs=1)
    batch = batches.simulate(ruleset, "autumn_2022", 8, 4, 9)
    assert found.outcomes == batch.outcomes
    for row, name in enumerate(NAMES):
        values = batch.series[name]
        assert np.allclose(found.mean[row], values.mean(axis=1), rtol=1e-12)
        assert (found.low[row] == values.min(axis=1)).all()
        assert (found.high[row] == values.max(axis=1)).all()
        levels = np.percentile(values, batches.SPREAD, axis=1)
        assert np.allclose(found.levels[:, row], levels, rtol=1e-12)
    assert found.sample == 8
    assert set(found.scores) == set(found.outcomes)
    assert all(0 <= score <= 100 for parts in found.scores.values() for score in parts.values())


def test_settings_are_kept_apart(ruleset: Ruleset) -> None:
    other = Setting("autumn_2022", 4, 10)
    one, two = sweep(ruleset, [SETTING, other], 4, NAMES, jobs=1)
    assert (one.setting, two.setting) == (SETTING, other)
    assert not np.array_equal(one.mean, two.mean)
    assert same(two, sweep(ruleset, [other], 4, NAMES, jobs=1)[0])


def test_any_executor_gives_the_same_and_stays_open(ruleset: Ruleset) -> None:
    here = sweep(ruleset, [SETTING], 8, NAMES, jobs=1)[0]
    with ThreadPoolExecutor(2) as threads:
        assert same(sweep(ruleset, [SETTING], 8, NAMES, executor=threads)[0], here)
        assert threads.submit(int, "3").result() == 3


@pytest.mark.parametrize("copied", [True, False])
def test_processes_give_the_same_bit_for_bit(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch, copied: bool
) -> None:
    if copied and not workers.can_copy():
        pytest.skip("no process is copied here")
    monkeypatch.setattr(workers, "can_copy", lambda: copied)
    before = dict(os.environ)
    here = sweep(ruleset, [SETTING], 8, NAMES, jobs=1)[0]
    assert same(sweep(ruleset, [SETTING], 8, NAMES, jobs=2)[0], here)
    one, two = (batches.simulate(ruleset, "autumn_2022", 7, 3, 5, jobs=jobs) for jobs in (1, 2))
    assert one.hashes == two.hashes
    assert one.outcomes == two.outcomes
    assert all(np.array_equal(one.series[name], two.series[name]) for name in one.series)
    assert dict(os.environ) == before


@pytest.mark.skipif(not workers.can_copy(), reason="no process is copied here")
def test_what_fails_in_a_copy_is_told_here(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = next(id_ for id_, each in ruleset.policies.items() if each.actor == "usa")
    tasks = [
        (Setting("autumn_2022", 1, 1, policies=(("usa", policy),)), [0, 1], (), False)
        for policy in (usual, "nobody_s")
    ]
    found = workers.spread(sweeps.play, ruleset, tasks, jobs=2)
    assert next(found).worlds == 2
    with pytest.raises(KeyError, match="nobody_s"):
        next(found)


def test_blocks_are_of_equal_length_and_leave_nothing_out() -> None:
    for worlds in (1, 3, 4, 10, 11):
        blocks = list(batches.chunks(5, worlds))
        assert list(chain(*blocks)) == list(range(5, 5 + worlds))
        lengths = set(map(len, blocks))
        assert max(lengths) <= batches.CHUNK
        assert max(lengths) - min(lengths) <= 1
        assert len(blocks) == -(-worlds // batches.CHUNK)


class Counting(Executor):
    """Does the work at once, and knows how much waits to be taken away."""

    def __init__(self) -> None:
        self.waiting = self.most = 0

    def submit(self, function: Any, /, *given: Any, **more: Any) -> Future[Any]:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        counting, future = self, Future[Any]()
        future.set_result(function(*given, **more))

        def result(timeout: float | None = None) -> Any:
            counting.waiting -= 1
            return Future.result(future, timeout)

        future.result = result  # type: ignore[method-assign]
        return future


def test_no_more_blocks_are_under_way_than_the_workers_need(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 1)
    counting = Counting()
    sweep(ruleset, [Setting("autumn_2022", 1, 1)], 21, executor=counting, jobs=1)
    assert counting.most == workers.AHEAD
    assert counting.waiting == 0


def test_what_is_kept_does_not_grow_with_the_games(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "SAMPLE", 5)
    few, many = (
        sweep(ruleset, [Setting("autumn_2022", 1, 1)], worlds, NAMES, jobs=1)[0]
        for worlds in (6, 15)
    )
    assert few.sample == many.sample == 6
    assert many.worlds == 15
    assert np.array_equal(few.levels, many.levels)


def test_games_without_stories_deal_no_scene(ruleset: Ruleset) -> None:
    _, world = batches.play(ruleset, Setting("autumn_2022", 2, 1, stories=False), [0, 1], ())
    assert (world.scene_now == -1).all()


@pytest.mark.parametrize("wrong", [Setting("x", 1, 1), Setting("autumn_2022", 99, 1)])
def test_wrong_usage_is_said(ruleset: Ruleset, wrong: Setting) -> None:
    with pytest.raises(GameError):
        sweep(ruleset, [wrong], 2)
