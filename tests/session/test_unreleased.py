"""Does a best model that stands still say what lies in a drawer, and what holds the next back?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content import Ruleset
from game.session.session import Session


def quiet(ruleset: Ruleset, seat: str = "usa", lang: str = "en", **of_lab: float) -> Session:
    """A seat one quarter into the game, with a laboratory whose books hold so much."""
    session = Session.new(ruleset, seat=seat, lang=lang, seed=4, autosaves=False)
    session.end_turn()
    world, lab = session.standing.world.copy(), ruleset.index("actor", "lab_frontier")
    world.eci[:], world.trained_eci[:], world.run_eci[:] = 100.0, 100.0, 100.0
    for name, value in of_lab.items():
        getattr(world, name)[lab] = value
    page = session.standing.log.pages[-1]
    figures = {**page.figures, "best_eci.world": 100.0, "best_eci.us": 100.0, "me.eci": 100.0}
    pages = (*session.standing.log.pages[:-2], replace(page, turn=0, figures=figures), page)
    log = replace(session.standing.log, pages=pages)
    session.standing = replace(session.standing, world=world, closed={}, open={}, log=log)
    return session


@pytest.mark.parametrize(
    ("limit", "said"), [(1.0, "machine time: twice"), (2.0, "is text"), (3.0, "is the wall")]
)
def test_what_holds_the_next_model_back_is_said(ruleset: Ruleset, limit: float, said: str) -> None:
    gains = {"scale_gain": 0.44, "text_gain": 0.21}
    note = quiet(ruleset, trained_eci=107.0, run_limit=limit, **gains).why("best_eci.world").note
    assert "Nobody released a better one" in note
    assert "at Meridian lies one of 107" in note
    assert said in note
    assert "0.4" in note


def test_a_drawer_that_is_empty_is_said_to_be_so(ruleset: Ruleset) -> None:
    note = quiet(ruleset, run_limit=3.0).why("best_eci.world").note
    assert "No better one lies trained" in note
    assert (
        "twice the text nothing"
        in quiet(ruleset, run_limit=3.0, text_gain=0.0).why("best_eci.world").note
    )


def test_values_that_differ_do_not_read_alike(ruleset: Ruleset) -> None:
    assert "one of 100.3" in quiet(ruleset, trained_eci=100.3).why("best_eci.world").note


def test_who_released_the_best_is_said_when_it_rose(ruleset: Ruleset) -> None:
    session = quiet(ruleset, eci=111.0, trained_eci=111.0)
    assert session.why("best_eci.world").note == "It comes from Meridian."
    assert session.why("best_eci.us").note == "It comes from Meridian."


def test_a_laboratory_is_told_of_its_own_drawer_in_french(ruleset: Ruleset) -> None:
    session = quiet(ruleset, "lab_frontier", "fr", trained_eci=107.0)
    assert session.why("me.eci").note.startswith(
        "Meridian n’a rien publié de mieux ce trimestre. Dans son tiroir, il en dort un à 107,0."
    )
    assert session.why("me.staff").note == ""


def test_staff_say_why_they_come(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="lab_frontier", seed=4, autosaves=False)
    session.end_turn()
    labels = [part.label for part in session.why("me.staff").parts]
    assert "people drawn to a lab on whose models others build" in labels
