"""Is a laboratory told that its landlords have no room for all it rents, and told in time?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content import Ruleset
from game.faces.plain.show_reasons import bill_lines
from game.session.clouds import NEAR, clouds
from game.session.session import Session


def renting(ruleset: Ruleset, h100e: float, lang: str = "en") -> Session:
    """Meridian after a quarter with a contract for so much; what others hold is their affair."""
    session = Session.new(ruleset, seat="lab_frontier", lang=lang, seed=4, autosaves=False)
    world = session.standing.world.copy()
    me = ruleset.index("actor", "lab_frontier")
    world.allotted_h100e[me] = 0.0
    world.rented_h100e[me], world.cash_usd[me] = h100e, 10**11
    session.standing = replace(session.standing, world=world)
    session.end_turn()
    return session


@pytest.fixture(scope="module")
def room_h100e(ruleset: Ruleset) -> float:
    """What the landlords of the West have for Meridian, beside their other tenants."""
    one, other = (clouds(renting(ruleset, due)._sight) for due in (10_000.0, 20_000.0))
    assert one is not None and other is not None
    slope = (other.taken - one.taken) / 10_000.0
    return (1.0 - one.taken) / slope + 10_000.0


def test_how_much_is_taken_foretells_what_runs(ruleset: Ruleset, room_h100e: float) -> None:
    session = renting(ruleset, 2.0 * room_h100e)
    found = clouds(session._sight)
    assert found is not None
    assert found.filled < 0.8
    assert 1.0 / found.taken == pytest.approx(found.filled, abs=0.01)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0.5, ""),
        (0.5 + NEAR / 2, "Your clouds have under contract 9"),
        (2.0, "signed for more hours than"),
    ],
)
def test_it_is_told_before_and_when_it_happens(
    ruleset: Ruleset, room_h100e: float, part: float, said: str
) -> None:
    session = renting(ruleset, part * room_h100e)
    told = " ".join(session.tidings())
    bills = session.pipeline().bills
    assert bills is not None
    assert (said in told) if said else "clouds" not in told
    assert bills.note in told
    assert bool(bills.note) == bool(said)
    assert bills.note in " ".join(bill_lines(session.words, bills))


def test_it_is_told_once_and_so_is_the_end_of_it(ruleset: Ruleset, room_h100e: float) -> None:
    session = renting(ruleset, 2.0 * room_h100e, "fr")
    assert "ont promis plus de temps machine" in " ".join(session.tidings())
    session.end_turn()
    assert "hébergeurs" not in " ".join(session.tidings())
    bills = session.pipeline().bills
    assert bills is not None and "ont promis plus de temps machine" in bills.note
    world = session.standing.world.copy()
    world.rented_h100e *= 0.2
    session.standing = replace(session.standing, world=world)
    session.end_turn()
    assert "de nouveau des machines" in " ".join(session.tidings())


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Those who give you machine time have"), ("fr", "qui vous donnent")]
)
def test_hours_that_are_given_are_not_told_as_rented(
    ruleset: Ruleset, room_h100e: float, lang: str, said: str
) -> None:
    session = renting(ruleset, 2.0 * room_h100e, lang)
    world = session.standing.world.copy()
    me = ruleset.index("actor", "lab_frontier")
    world.allotted_h100e[me], world.rented_h100e[me] = world.rented_h100e[me], 0.0
    session.standing = replace(session.standing, world=world)
    bills = session.pipeline().bills
    assert bills is not None and said in bills.note
    assert "bill" not in bills.note and "factur" not in bills.note


def test_a_state_has_no_landlord(ruleset: Ruleset) -> None:
    assert clouds(Session.new(ruleset, seat="china", seed=4, autosaves=False)._sight) is None


def test_why_names_the_room_in_the_clouds(ruleset: Ruleset, room_h100e: float) -> None:
    session = renting(ruleset, 2.0 * room_h100e)
    world = session.standing.world.copy()
    world.rented_h100e *= 2.0
    session.standing = replace(session.standing, world=world)
    session.end_turn()
    labels = [part.label for part in session.why("me.machine_time").parts]
    assert "room in the clouds, shared by all their tenants" in labels
