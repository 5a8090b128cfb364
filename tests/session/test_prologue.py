"""Does a scenario that begins later open where its prologue, played by nobody, had come to?"""

from __future__ import annotations

import numpy as np
import pytest

from game.content import Ruleset
from game.content.variants import rules_of
from game.engine import first_turn, open_scenario, script, tick
from game.engine.policies import no_orders
from game.engine.unattended import unattended
from game.session import store
from game.session.replay import replay
from game.session.session import Session
from game.world.dice import Dice
from game.world.figures import Reader

LATER = "the_shock"
SEED = 5


@pytest.fixture
def session(ruleset: Ruleset) -> Session:
    return Session.new(ruleset, LATER, "lab_hangzhou", SEED, autosaves=False)


def test_it_opens_in_the_state_that_the_prologue_reaches(ruleset: Ruleset) -> None:
    world, dice = open_scenario(ruleset, "history", (0, 1)), Dice(SEED)
    for _ in range(first_turn(ruleset, LATER)):
        orders = no_orders(ruleset, world)
        script.decide(ruleset, "history", world, dice, orders)
        world = script.lay_effects(ruleset, "history", world)
        world = tick(ruleset, world, orders, dice)
    assert open_scenario(ruleset, "the_wall", (0, 1), seed=SEED).hashes(2) != world.hashes(2)
    drawer = world.copy()
    drawer.trained_eci[ruleset.index("actor", "lab_hangzhou")] = 138.0
    assert open_scenario(ruleset, LATER, (0, 1), seed=SEED).hashes(2) == drawer.hashes(2)


def test_what_is_there_when_somebody_sits_down_is_not_laid_again(ruleset: Ruleset) -> None:
    world = open_scenario(ruleset, LATER, (0, 1), seed=SEED).copy()
    world.trained_eci[ruleset.index("actor", "lab_hangzhou")] = 100.0
    laid = script.lay_effects(ruleset, LATER, world)
    assert laid.hashes(2) == world.hashes(2)


def test_the_gift_of_january_moves_the_best_open_model_and_a_market(ruleset: Ruleset) -> None:
    """It waits until 2025, then is anybody's; the multiple of the cards falls, dice aside."""
    world, dice = open_scenario(ruleset, LATER, range(32), seed=SEED), Dice(SEED)
    told, read = ("open.eci", "eci.lab_hangzhou", "multiple.drift"), []
    for _ in range(3):
        reader = Reader(ruleset, world, "usa")
        read.append({name: reader(name).copy() for name in told})
        world = unattended(ruleset, LATER, world, dice)
    start, before, after = read
    assert np.array_equal(before["eci.lab_hangzhou"], start["eci.lab_hangzhou"])
    assert np.all(after["open.eci"] >= 138)
    assert np.median(after["open.eci"] - before["open.eci"]) > 8
    assert np.mean(after["multiple.drift"] - before["multiple.drift"]) < -0.08


def test_nobody_gives_hangzhou_away_for_its_player(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, LATER, "lab_hangzhou", SEED, autosaves=False)
    for _ in range(3):
        session.end_turn()
    reader = Reader(ruleset, session.standing.world, "lab_hangzhou")
    assert reader("me.trained")[0] >= 138 > reader("me.eci")[0]


def test_worlds_differ_by_seed_and_lane(ruleset: Ruleset) -> None:
    opened = [open_scenario(ruleset, LATER, (0, 1), seed=seed) for seed in (1, 2)]
    assert len({hash_ for world in opened for hash_ in world.hashes(2)}) == 4


def test_difficulty_fills_the_purse_when_somebody_sits_down(ruleset: Ruleset) -> None:
    easy, normal = (
        open_scenario(ruleset, LATER, (0, 0), difficulty, SEED) for difficulty in ("easy", "normal")
    )
    seat, outside = (ruleset.index("actor", id_) for id_ in ("lab_hangzhou", "outside"))
    assert easy.cash_usd[seat, 0] > normal.cash_usd[seat, 0]
    assert easy.cash_usd[outside, 0] < normal.cash_usd[outside, 0]
    assert np.array_equal(easy.cash_usd.sum(axis=0), normal.cash_usd.sum(axis=0))


def test_the_table_counts_from_the_first_quarter_that_is_played(session: Session) -> None:
    table = session.table()
    assert (table.turn, table.turns) == (1, session.turns)
    assert table.quarter == "2024Q4"


def test_a_run_ends_after_as_many_quarters_as_it_says_and_replays(
    session: Session, ruleset: Ruleset
) -> None:
    played = 0
    while not session.finished:
        session.end_turn()
        played += 1
    assert played == session.turns
    report = replay(ruleset, session.setup, session.standing)
    assert report.ok, report
    assert report.hash == session.hash


def test_a_save_of_it_opens(session: Session, ruleset: Ruleset) -> None:
    session.end_turn()
    path = session.save("a later start")
    assert store.load(ruleset, path).standing.world.hash(0) == session.hash


def test_a_scenario_moves_its_coefficients_after_the_prologue_only(ruleset: Ruleset) -> None:
    moved = rules_of(ruleset, "the_wall")
    assert moved.k("training.unlock_gain.agents") < ruleset.k("training.unlock_gain.agents")
    assert moved.k("training.unlock_gain.reasoning") == ruleset.k("training.unlock_gain.reasoning")
    assert rules_of(ruleset, "the_wall") is moved
    assert rules_of(ruleset, "autumn_2022") is ruleset
    opened = (open_scenario(rules, "the_wall", (0, 1), seed=SEED) for rules in (ruleset, moved))
    assert len({tuple(world.hashes(2)) for world in opened}) == 1


def test_behind_the_wall_the_best_model_gains_less(ruleset: Ruleset) -> None:
    best = {}
    for scenario in ("autumn_2022", "the_wall"):
        rules = rules_of(ruleset, scenario)
        world, dice = open_scenario(rules, "the_wall", range(8), seed=SEED), Dice(SEED)
        for _ in range(12):
            orders = no_orders(rules, world)
            script.decide(rules, "the_wall", world, dice, orders)
            world = tick(rules, world, orders, dice)
        best[scenario] = np.median(Reader(rules, world, "usa")("best_eci.world"))
    assert best["the_wall"] < best["autumn_2022"] - 3


def test_the_tutorial_shows_one_task_after_the_other(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, "tutorial", "lab_paris", 1, autosaves=False)
    assert session.table().goal.startswith("1 of 6")
    session.choose(1, 1)
    assert session.table().goal.startswith("2 of 6")
    session.do("rent_cloud")
    session.end_turn()
    assert session.table().goal.startswith("3 of 6")
    session.do("raise_round")
    session.end_turn()
    assert session.table().goal.startswith("4 of 6")  # the round is under way: no need to wait
    for order in (("serve_model",), ("hire",), ("serve_model",), ()):
        for each in order:
            session.do(each)
        session.end_turn()
    assert session.finished
    assert session.epilogue().ending_id == "first_steps"


TOLD = {  # the orders that each task names, by the number it begins with
    "2": ("rent_cloud", "raise_round"),
    "3": ("raise_round",),
    "4": ("serve_model",),
    "5": ("hire",),
    "6": ("serve_model",),
}


def _lesson(ruleset: Ruleset, seed: int, answer: int, obeys: bool) -> list[int]:
    """How many tasks are done at each table, by somebody who gives each scene one answer."""
    session = Session.new(ruleset, "tutorial", "lab_paris", seed, autosaves=False)
    done = []
    while not session.finished:
        for scene in session.scenes():
            free = [choice.number for choice in scene.choices if choice.refused is None]
            session.choose(scene.number, free[min(answer, len(free) - 1)])
        wanted = TOLD.get(session.table().goal[0], ()) if obeys else ()
        offered = {offer.id for offer in session.offers() if offer.refused is None}
        for order in wanted:
            if order in offered:
                session.do(order)
        done.append(session.tasks()[0])
        session.end_turn()
    assert session.epilogue().ending_id == "first_steps"
    return done


@pytest.mark.parametrize("answer", [0, 1, 2])
def test_who_does_what_the_tutorial_says_is_done_by_the_fifth_quarter(
    ruleset: Ruleset, answer: int
) -> None:
    lessons = [_lesson(ruleset, seed, answer, obeys=True) for seed in range(1, 7)]
    assert [done[5] for done in lessons] == [6] * 6  # always, once five quarters are played
    assert [done[4] for done in lessons].count(6) >= 5


def test_who_gives_no_order_in_the_tutorial_plays_it_to_its_end_all_the_same(
    ruleset: Ruleset,
) -> None:
    assert _lesson(ruleset, 1, 0, obeys=False)[-1] == 1
