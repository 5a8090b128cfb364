"""Is what a run is said to have done more than chance, and does its own dice alone not say it?"""

from __future__ import annotations

import numpy as np
import pytest

from game.content import Ruleset
from game.session import weighing
from game.session.session import Session
from game.session.weighing import Lanes, in_this_run, steady, weigh
from game.story import endings
from game.world.figures import Reader

NOTHING = np.zeros(16)


def test_only_what_nearly_all_worlds_agree_on_is_told() -> None:
    agreed = np.array([4.0, 5.0, 6.0, 5.0, 7.0] * 3 + [-9.0])
    assert steady(agreed, NOTHING) == 5.0
    one_world = NOTHING.copy()
    one_world[0] = -10_300_000.0
    assert steady(one_world, NOTHING) == 0.0
    torn = agreed.copy()
    torn[:2] = -5.0
    assert steady(torn, NOTHING) == 0.0  # three of sixteen see it the other way
    wide = np.array([0.1] * 8 + [900.0] * 8)
    assert steady(wide, NOTHING) == 0.0  # as wide apart as it is large
    assert steady(-agreed + 100.0, NOTHING + 100.0) == -5.0


def test_worlds_where_a_scene_never_came_have_no_vote() -> None:
    half = NOTHING.copy()
    half[:9] = 2.0
    assert steady(half, NOTHING) == 2.0
    few = NOTHING.copy()
    few[:5] = 2.0
    assert steady(few, NOTHING) == 0.0


def test_of_the_score_the_run_s_own_world_is_told_where_the_others_bear_it_out() -> None:
    agreed = np.full(16, 50.0)
    agreed[0] = 43.0  # the run itself, which has more to lose by it, or less
    assert in_this_run(agreed, NOTHING) == 43.0
    agreed[0] = -1.0
    assert in_this_run(agreed, NOTHING) == 0.0
    torn = np.array([9.0, -9.0] * 8)
    assert in_this_run(torn, NOTHING) == 0.0


def test_each_run_has_a_lane_in_its_worlds() -> None:
    lanes = Lanes(["a", "b"], 8)
    assert lanes.worlds[:16] == lanes.worlds[16:32] == list(range(16))
    assert np.flatnonzero(~lanes.kept("a")).tolist() == [*range(16, 32), *range(32, 40)]
    assert np.flatnonzero(~lanes.kept("other")).tolist() == list(range(16, 32))


def test_a_small_chair_is_not_blamed_for_the_machines_of_giants(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="commons", seed=11, autosaves=False)
    while session.standing.world.turn[0] < 20:
        for order in ("pass_the_hat", "library_rooms"):  # what is spent must first come in
            if order in [offer.id for offer in session.offers() if not offer.refused]:
                session.do(order)
        session.end_turn()
    found = weigh(ruleset, session.setup, session.standing)
    assert found.worlds == weighing.WORLDS
    giants = [name for name in found.apart if name.startswith(("machine_time.", "gas."))]
    others = [name for name in giants if not name.endswith(".commons")]
    assert others and not any(found.apart[name] for name in others)
    assert found.moved["order:commons:library_rooms"]["commons"] > 0  # its own work is still told


def test_the_first_lane_is_the_run_itself(ruleset: Ruleset) -> None:
    """Also where its scenes were answered, and an answer elsewhere is no answer here."""
    session = Session.new(ruleset, seat="lab_paris", seed=4, autosaves=False)
    for _ in range(14):
        for scene in session.scenes():
            last = [each for each in scene.choices if not each.refused][-1]
            session.choose(scene.number, last.number)
        if not any(offer.id == "hire" and offer.refused for offer in session.offers()):
            session.do("hire")
        session.end_turn()
    before = weighing._causes(ruleset, "lab_paris", session.standing.log.records)
    assert sum(cause.startswith("scene:") for cause in before) > 4
    world = weighing._played(ruleset, session.setup, session.standing, Lanes(before[:2], 8))
    read, here = (Reader(ruleset, each, "lab_paris") for each in (world, session.standing.before))
    for name in ruleset.figures:
        assert float(read(name)[0]) == float(here(name)[0]), name
    assert len(set(read("tension")[:16].tolist())) > 12  # and the others are other worlds


def _played(ruleset: Ruleset, seat: str, order: str, turns: int) -> tuple[Session, float]:
    """A run that gives one order whenever it may, and the mean of the parts of its score."""
    session = Session.new(ruleset, seat=seat, seed=6, autosaves=False)
    while not session.finished and len(session.standing.log.pages) <= turns:
        if any(offer.id == order and not offer.refused for offer in session.offers()):
            session.do(order)
        session.end_turn()
    return session, float(
        np.mean(list(endings.score(ruleset, session.standing.world, seat).values()))
    )


def test_the_years_without_a_decision_are_those_of_a_run_that_takes_none(ruleset: Ruleset) -> None:
    busy, points = _played(ruleset, "usa", "subsidise_fabs", 24)
    still, without = _played(ruleset, "usa", "", 24)
    found = weigh(ruleset, busy.setup, busy.standing).idle
    assert found is not None and not found.ending
    assert found.lift == pytest.approx(points - without, abs=1e-3)
    assert found.lift > 1.0
    assert weigh(ruleset, still.setup, still.standing).idle is None


def test_a_run_of_one_kind_ends_early_and_the_same_years_without_it_go_on(ruleset: Ruleset) -> None:
    busy, _ = _played(ruleset, "lab_hangzhou", "hire", 40)
    found = weigh(ruleset, busy.setup, busy.standing).idle
    assert busy.finished and found is not None and not found.ending
    assert "would still be going on" in busy.epilogue().total
