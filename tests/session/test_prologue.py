"""Does a scenario that begins later open where its prologue, played by nobody, had come to?"""

from __future__ import annotations

import numpy as np
import pytest

from game.content import Ruleset
from game.engine import first_turn, open_scenario, script, tick
from game.engine.policies import no_orders
from game.session import store
from game.session.replay import replay
from game.session.session import Session
from game.world.dice import Dice

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
    assert open_scenario(ruleset, LATER, (0, 1), seed=SEED).hashes(2) == world.hashes(2)


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
