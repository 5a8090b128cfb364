"""Are the worlds of a forecast the worlds the engine would play, and only with other dice?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.content import Ruleset
from game.errors import GameError, IllegalOrder
from game.session import flow, rollout
from game.session.quantiles import levels
from game.session.rollout import Course
from game.session.session import Session
from game.session.standing import Setup, Standing
from game.story.scenes import answer_defaults
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.state import World

NAMES = ("machine_time.china", "tension", "price.h100", "me.cash_usd", "grey.premium", "turn")
SETUP = Setup(seed=3)


@pytest.fixture(scope="module")
def table(ruleset: Ruleset) -> Standing:
    """The third table of a game, with orders in the plan and a scene left open."""
    session = Session.new(ruleset, seed=SETUP.seed, autosaves=False)
    for _ in range(2):
        session.end_turn()
    for offer in session.offers():
        if offer.refused is None:
            session.do(offer.id)
            break
    assert session.plan()
    return session.standing


def morning(ruleset: Ruleset, table: Standing) -> tuple[World, Course]:
    ready = answer_defaults(ruleset, table.world, Dice(SETUP.seed), SETUP.seat)
    sheet = flow.order_sheet(ruleset, SETUP, ready, table.plan)
    return ready, Course(SETUP.scenario, sheet, frozenset({SETUP.seat}))


def test_a_forecast_lane_with_the_real_dice_is_the_real_turn(
    ruleset: Ruleset, table: Standing
) -> None:
    ready, course = morning(ruleset, table)
    real = flow.end_quarter(ruleset, SETUP, table).before
    assert real.world_id[0] == 0
    worlds = rollout.advance(ruleset, rollout.lanes(ready, range(5)), 1, Dice(SETUP.seed), course)
    *_, after = worlds
    for name, values in real.items():
        if name != "outcome":  # endings are the story's
            assert (getattr(after, name)[..., 0] == values[..., 0]).all(), name
    found = rollout.rollout(
        ruleset, ready, 1, 3, SETUP.seed, course, NAMES, SETUP.seat, first_world=0
    )
    read = Reader(ruleset, real, SETUP.seat)
    assert {name: found[name][1, 0] for name in NAMES} == {n: read(n)[0] for n in NAMES}


def test_the_plan_is_given_once_and_the_policy_follows(ruleset: Ruleset, table: Standing) -> None:
    ready, course = morning(ruleset, table)
    assert course.sheet is not None
    given: list[np.ndarray] = []

    def watch(*args: object, **more: object) -> World:
        given.append(args[2].copy())  # type: ignore[attr-defined]
        return real(*args, **more)  # type: ignore[arg-type]

    real = rollout.tick
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rollout, "tick", watch)
        rollout.rollout(ruleset, ready, 2, 4, 1, course, NAMES, SETUP.seat)
    seat = ruleset.index("seat", SETUP.seat)
    assert (given[0][:, seat] == course.sheet[:, seat, :1]).all()
    assert given[0][:, seat].any()
    assert given[1][:, seat].any()
    assert (given[1][:, seat] != given[0][:, seat]).any()
    others = [row for row in range(given[0].shape[1]) if row != seat]
    assert given[0][:, others].any()


def test_chunks_change_nothing(
    ruleset: Ruleset, table: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, course = morning(ruleset, table)
    whole = rollout.rollout(ruleset, ready, 3, 9, 1, course, NAMES, SETUP.seat)
    monkeypatch.setattr(rollout, "FIRST", 2)
    monkeypatch.setattr(rollout, "CHUNK", 3)
    apart = rollout.rollout(ruleset, ready, 3, 9, 1, course, NAMES, SETUP.seat)
    assert all((whole[name] == apart[name]).all() for name in NAMES)
    assert whole["tension"].shape == (4, 9)
    assert len(set(whole["tension"][3])) == 9


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
def test_futures_shared_with_a_second_process_are_the_same(
    ruleset: Ruleset, table: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, course = morning(ruleset, table)
    monkeypatch.setattr(rollout, "MANY", 8)
    monkeypatch.setattr(rollout, "FIRST", 4)
    found = {}
    for copied in (True, False):
        monkeypatch.setattr(rollout, "can_copy", lambda copied=copied: copied)
        found[copied] = list(rollout.rollouts(ruleset, ready, 3, 21, 1, course, NAMES, SETUP.seat))
    assert [block.shape[2] for block in found[True]] == [4, 5, 12]
    assert [block.shape[2] for block in found[False]] == [4, 17]
    together, alone = (np.concatenate(blocks, axis=2) for blocks in found.values())
    assert np.array_equal(together, alone)


def test_a_rollout_leaves_the_world_as_it_was_and_stops_when_told(
    ruleset: Ruleset, table: Standing
) -> None:
    ready, course = morning(ruleset, table)
    before = ready.hash()
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    given = rollout.rollouts(ruleset, ready, 8, 500, 1, course, NAMES, SETUP.seat, stop=stop)
    assert list(given) == []
    assert len(asked) == 3
    assert ready.hash() == before


def test_levels_are_quantiles() -> None:
    values = np.random.default_rng(1).normal(size=(3, 101))
    expected = np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95), axis=1)
    assert np.allclose(levels(values), expected)
    assert np.allclose(levels(values[:, :1]), values[:, :1].T)


# --------------------------------------------------------------------------- the session's


@pytest.fixture
def session(ruleset: Ruleset, own_saves: Path) -> Iterator[Session]:
    yield Session.new(ruleset, seed=4, folder=own_saves)


def test_a_forecast_opens_from_the_present(session: Session) -> None:
    view = session.forecast("tension", quarters=4, worlds=80)
    assert view.quarters == ("2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4")
    fan = np.array([view.p05, view.p25, view.p50, view.p75, view.p95])
    assert (np.diff(fan, axis=0) >= 0).all()
    assert len(set(fan[:, 0])) == 1
    assert fan[0, 4] < fan[4, 4]
    assert view.worlds == 80
    assert "80 futures" in view.describe
    assert "2023Q4" in view.describe
    assert "no other comes up" in view.note
    assert [len(view.texts), *map(len, view.texts)] == [5, 5, 5, 5, 5, 5]
    session.lang = "fr"
    assert "80 avenirs" in session.forecast("tension", quarters=4, worlds=80).describe


def test_the_first_futures_come_before_the_others(session: Session) -> None:
    views = session.forecasts("tension", quarters=2, worlds=100)
    first = next(views)
    assert first.worlds == 64
    assert [view.worlds for view in views] == [100]


def test_futures_are_kept_for_the_plan_they_were_run_for(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = session.forecast("me.cash_usd", quarters=2, worlds=70)
    ticks: list[int] = []
    real = rollout.tick
    monkeypatch.setattr(rollout, "tick", lambda *a, **more: (ticks.append(1), real(*a, **more))[1])
    assert session.forecast("me.cash_usd", quarters=2, worlds=70) == one
    session.forecast("tension", quarters=2, worlds=70)
    assert not ticks
    dear = max((o for o in session.offers() if o.refused is None), key=lambda o: o.attention)
    session.do(dear.id)
    other = session.forecast("me.cash_usd", quarters=2, worlds=70)
    assert ticks
    assert other.p50[1] != one.p50[1]
    session.undo()
    assert session.forecast("me.cash_usd", quarters=2, worlds=70) == one


def test_a_forecast_ends_with_the_scenario_and_is_refused_after_it(session: Session) -> None:
    world = session.standing.world.copy()
    world.turn[:] = session.turns - 2
    session.standing = replace(session.standing, world=world)
    assert len(session.forecast("turn", worlds=2).quarters) == 3
    world = world.copy()
    world.turn[:] = session.turns
    session.standing = replace(session.standing, world=world)
    with pytest.raises(IllegalOrder):
        session.forecast("turn")


def test_an_unknown_figure_is_refused(session: Session) -> None:
    with pytest.raises(GameError):
        session.forecast("no_such_figure_at_all")
