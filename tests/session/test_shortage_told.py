"""Is the want of machines named where it cost a laboratory its users?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.session.session import Session


def _played(ruleset: Ruleset, seat: str) -> Session:
    session = Session.new(ruleset, seat=seat, seed=3, autosaves=False)
    if seat == "lab_frontier":
        session.do("serve_model")
    for _ in range(4):
        session.end_turn()
    return session


def _behind(session: Session, name: str, turn: int) -> set[str]:
    return {driver.name for part in session.why(name, turn).parts for driver in part.drivers}


@pytest.fixture(scope="module")
def meridian(ruleset: Ruleset) -> Session:
    return _played(ruleset, "lab_frontier")


def test_a_lab_short_of_machines_reads_that_it_turned_its_users_away(meridian: Session) -> None:
    before, after = (meridian.standing.log.page(turn).figures for turn in (1, 2))
    assert after["me.asked"] > after["me.answering"] and after["unserved"] > before["unserved"]
    assert after["me.share"] < before["me.share"]
    assert "unserved" in _behind(meridian, "me.share", 2)
    assert "me.asked" in _behind(meridian, "unserved", 2)


def test_whoever_has_machines_enough_or_hardly_a_user_is_not_behind_it(
    meridian: Session, ruleset: Ruleset
) -> None:
    figures = meridian.standing.log.page(1).figures
    assert figures["me.asked"] < figures["me.answering"]
    assert "unserved" not in _behind(meridian, "me.share", 1)
    garage = _played(ruleset, "commons")
    for turn in (1, 2, 3, 4):
        assert not {name for name in _behind(garage, "unserved", turn) if name.startswith("me.")}
