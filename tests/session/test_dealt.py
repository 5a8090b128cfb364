"""Is it said what others did to the seat, and are hours that they give free?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content import Ruleset
from game.session.session import Session
from game.session.standing import Standing

GIFT = "scene:two_telephone_calls:leave_alone:china"


@pytest.fixture(scope="module")
def hangzhou(ruleset: Ruleset) -> Session:
    session = Session.new(ruleset, "the_shock", "lab_hangzhou", 11, autosaves=False)
    session.end_turn()
    return session


def told(session: Session, cause: str, steps: int, name: str = "me.allotted") -> list[str]:
    """What is said of one more cause of the quarter that is over."""
    standing: Standing = replace(session.standing, closed={name: ((cause, steps),)})
    other = Session(session.ruleset, session.setup, standing, session.lang, autosaves=False)
    return [line for line in other.tidings() if "(" in line]


def test_a_great_gift_of_another_seat_is_told_with_its_scene(hangzhou: Session) -> None:
    hangzhou.lang = "en"
    (line,) = told(hangzhou, GIFT, 300_000)
    assert line.startswith("Beijing has decided (The laboratory nobody had ordered, “Send electri")
    assert line.endswith("For you: Allotted time +300,000 H100e.")
    assert "−" in told(hangzhou, GIFT, -300_000)[0]
    hangzhou.lang = "fr"
    assert told(hangzhou, GIFT, 300_000)[0].startswith(
        "Côté Pékin, c’est décidé (Le laboratoire que"
    )
    hangzhou.lang = "en"


@pytest.mark.parametrize(
    ("cause", "steps"),
    [
        (GIFT, 3),  # too little
        (f"end:{GIFT}@8", -300_000),  # it was told when it came
        (GIFT.replace(":china", ":lab_hangzhou"), 300_000),  # one's own answer
        ("order:china:state_machines", 300_000),
    ],
)
def test_little_things_and_one_s_own_are_not(hangzhou: Session, cause: str, steps: int) -> None:
    assert told(hangzhou, cause, steps) == []


def test_a_landlord_who_was_not_paid_is_told(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, "tutorial", "lab_paris", 1, autosaves=False)
    offer = next(each for each in session.offers() if each.id == "rent_cloud")
    assert offer.amount is not None
    session.do("rent_cloud", offer.amount.high)
    said = []
    while not session.finished:
        before = session._sight.value("me.rented")
        session.end_turn()
        lines = [each for each in session.tidings() if each.startswith("The rent was more than")]
        lost = session._sight.value("me.rented") < before - 1.0  # a part of an hour is nothing
        assert len(lines) == lost, (lines, before)
        said += lines
    assert said and said[-1].split(" took ")[1].startswith("all your rented time back, ")


def test_no_scene_signs_a_contract_for_somebody_else(ruleset: Ruleset) -> None:
    for storylet in ruleset.storylets.values():
        for choice in storylet.choices:
            for outcome in filter(None, (choice.win, choice.lose)):
                assert not [name for name in outcome.add if name.startswith("rented.")], storylet.id
