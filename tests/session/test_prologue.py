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


LESSON = {  # by the number that a task begins with, the order of which it speaks
    "2": ("rent_cloud", None),
    "3": ("raise_round", None),
    "4": ("serve_model", None),
    "5": ("research_efficiency", None),
    "6": ("train_share", 0.5),
}


def _lesson(
    ruleset: Ruleset, seed: int, answer: int, own: tuple[str, ...] = (), obeys: bool = True
) -> list[str]:
    """The numbers of the tasks that the tables show to somebody who gives each scene one answer.

    Every table shows one that can be done there and then, and has no task behind it.
    """
    session = Session.new(ruleset, "tutorial", "lab_paris", seed, autosaves=False)
    shown = []
    while not session.finished:
        number = session.table().goal[0]
        assert session.table().goal.startswith(f"{number} of 6: ")
        for order in own:
            if order in {offer.id for offer in session.offers() if offer.refused is None}:
                session.do(order)
        for scene in session.scenes():
            free = [choice.number for choice in scene.choices if choice.refused is None]
            session.choose(scene.number, free[min(answer, len(free) - 1)])
        if obeys and number in LESSON and not session.table().goal_met:
            session.do(*LESSON[number])
        assert session.table().goal[0] == number
        assert session.table().goal_met is (obeys or number == "1")
        shown.append(number)
        session.end_turn()
    assert session.epilogue().ending_id == "first_steps"
    return shown


OWN = ((), ("raise_round", "serve_model"), ("serve_model", "hire"))


@pytest.mark.parametrize("answers", [1, pytest.param(3, marks=pytest.mark.long)])
@pytest.mark.parametrize("own", OWN)
def test_every_quarter_of_the_tutorial_shows_a_task_that_can_be_done_then(
    ruleset: Ruleset, own: tuple[str, ...], answers: int
) -> None:
    """On every run each habit meets each seed and each answer once, on the long one all of them."""
    for seed in (1, 2, 3):
        for more in range(answers):
            answer = (seed + OWN.index(own) + more) % 3
            assert _lesson(ruleset, seed, answer, own) == ["1", "2", "3", "4", "5", "6"]


def test_a_task_of_the_tutorial_is_told_as_done_once_its_quarter_is_over(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, "tutorial", "lab_paris", 1, autosaves=False)
    session.do("raise_round")
    session.choose(1, 1)
    assert session.tasks() == (0, 6) and session.table().goal_met
    assert session.why("goal").figure.text == "met"
    session.end_turn()
    assert session.task_told(0) == "Done: task 1 of 6."
    assert session.table().goal.startswith("2 of 6") and not session.table().goal_met
    for _ in range(5):
        number = session.table().goal[0]
        if not session.table().goal_met:  # the third one is, since the first quarter
            session.do(*LESSON[number])
        session.end_turn()
    assert session.task_told(5) == "Done: all 6 tasks."
    assert not session.table().goal and not session.tidings()
    assert session.epilogue().goals == ("Done: all 6 tasks.",)


def test_who_gives_no_order_in_the_tutorial_plays_it_to_its_end_all_the_same(
    ruleset: Ruleset,
) -> None:
    assert _lesson(ruleset, 1, 0, obeys=False) == ["1", *"22222"]


def test_the_end_of_the_tutorial_names_the_tasks_that_were_not_done(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, "tutorial", "lab_paris", 3, autosaves=False)
    session.choose(1, 1)
    session.do("hire")  # long before it was asked for
    while not session.finished:
        session.end_turn()
    assert session.epilogue().goals == (
        "Not done: task 2 of 6, “Rent machine time”.",
        "Not done: task 3 of 6, “Raise money”.",
        "Not done: task 4 of 6, “Serve the model”.",
        "Not done: task 6 of 6, “Train or answer”.",
    )


@pytest.mark.parametrize("seed", [1, 3])
def test_the_first_page_of_the_tutorial_gives_no_machine_time_but_its_table_s(
    ruleset: Ruleset, seed: int
) -> None:
    """The dice may have another seat lend more of it on the first morning."""
    session = Session.new(ruleset, "tutorial", "lab_paris", seed, autosaves=False)
    shown = next(each.text for each in session.figures() if each.name == "me.machine_time")
    assert shown == {1: "110 H100e", 3: "260 H100e"}[seed]
    for lang in ("en", "fr"):
        session.lang = lang
        assert "H100" in session.briefing() and "110" not in session.briefing()
