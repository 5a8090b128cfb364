"""Do forecasts suppose that the player goes on as before, and not as others do in the chair?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from game.content import Ruleset
from game.session.habits import give
from game.session.log import Forecast, habits
from game.session.rollout import Course, rollout
from game.session.session import Session

SEAT, RENT = "lab_frontier", "rent_cloud"


def _played(ruleset: Ruleset, quarters: int, rents: tuple[int, ...] = ()) -> Session:
    session = Session.new(ruleset, seat=SEAT, seed=3, autosaves=False)
    for turn in range(quarters):
        if turn in rents:
            session.do(RENT)
        session.end_turn()
    return session


def test_the_habits_are_the_orders_of_the_last_year_quarter_by_quarter(ruleset: Ruleset) -> None:
    assert habits(_played(ruleset, 3, (1,)).standing.log) is None
    session = _played(ruleset, 6, (1, 3))
    known = habits(session.standing.log)
    assert known is not None
    assert [[order for order, _ in quarter] for quarter in known] == [[], [RENT], [], []]
    assert "orders of the last year" in session.council_note()
    assert "usual in your chair" in _played(ruleset, 1).council_note()


def test_who_rents_nothing_is_not_foreseen_to_rent(ruleset: Ruleset) -> None:
    session = _played(ruleset, 4)
    now, seat = session.standing, frozenset({SEAT})
    read = ["me.rented"]
    usual = Course("autumn_2022")
    own = Course("autumn_2022", played=seat, habits=habits(now.log))
    found = {
        name: rollout(ruleset, now.world, 4, 4, 3, course, read, SEAT)["me.rented"]
        for name, course in (("usual", usual), ("own", own))
    }
    assert found["usual"][4].mean() > found["usual"][0].mean(), "the chair would rent"
    assert (found["own"][4] <= found["own"][0]).all()
    *_, view = session.forecasts("me.rented", 4, 8)
    assert view.p95[-1] <= view.p50[0]


def test_before_there_is_a_year_a_range_covers_ordering_nothing(ruleset: Ruleset) -> None:
    session = _played(ruleset, 1)
    world, seat = session.standing.world, frozenset({SEAT})
    read = ["me.rented"]
    *_, view = session.forecasts("me.rented", 6, 64)
    courses = (Course("autumn_2022"), Course("autumn_2022", played=seat, no_more=True))
    usual, idle = (
        float(np.median(rollout(ruleset, world, 6, 8, 3, each, read, SEAT)["me.rented"][6]))
        for each in courses
    )
    assert idle < usual
    assert view.p05[-1] <= idle < (view.p25[-1] + view.p75[-1]) / 2 < view.p95[-1]
    assert view.p95[-1] >= 0.9 * usual
    assert "half order nothing" in view.note
    session.lang = "fr"
    *_, view = session.forecasts("me.rented", 6, 64)
    assert "et l’autre rien" in view.note


def test_a_habit_is_kept_only_where_it_may_be(ruleset: Ruleset) -> None:
    session = _played(ruleset, 4)
    world = session.standing.world.copy()
    order = ruleset.index("order", RENT), ruleset.index("seat", SEAT)
    me = ruleset.index("actor", SEAT)
    for cash, given in ((10**10, True), (0, False)):
        world.cash_usd[me] = cash
        sheet = np.zeros((len(ruleset.axis("order")), len(ruleset.axis("seat")), world.width))
        give(ruleset, world, sheet, SEAT, ((RENT, 100.0), ("gone", 1.0)))
        assert (sheet[order] == (100.0 if given else 0.0)).all()


def test_what_came_is_told_in_three_figures(ruleset: Ruleset) -> None:
    session = _played(ruleset, 4)
    advisor = next(iter(each.id for each in session.council(full=True) if each.id))
    said = Forecast(advisor, "me.answering", 0, 4, 4.2e7, 4.7e7, 18_762_333.0)
    log = replace(session.standing.log, forecasts=(said,))
    session.standing = replace(session.standing, log=log)
    line = next(each for each in session.council(full=True) if each.id == advisor)
    assert "18,800,000 H100e" in line.past[0] and "18,762,333" not in line.past[0]
