"""Does the change beside a figure count what one has answered at the same table?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.faces.plain.show import figure_line
from game.session.session import Session


def _changes(session: Session) -> dict[str, float]:
    return {view.name: view.change for view in session.figures()}


@pytest.mark.parametrize("seat", ["europe", "lab_paris"])
def test_changes_count_the_answers_of_the_morning(ruleset: Ruleset, seat: str) -> None:
    session = Session.new(ruleset, seat=seat, seed=3, autosaves=False)
    moved = 0
    while moved < 3:
        session.end_turn()
        for scene in session.scenes():
            before = _changes(session)
            values = {view.name: view.value for view in session.figures()}
            session.choose(scene.number, next(c.number for c in scene.choices if not c.refused))
            for view in session.figures():
                by_answer = view.value - values[view.name]
                step = ruleset.figures[view.name].step
                assert view.change == pytest.approx(before[view.name] + by_answer, abs=step)
                moved += abs(by_answer) > 2 * step
        at_close = {view.name: view.value for view in session.figures()}
        session.end_turn()
        for view in session.figures():  # and the next table begins where this one was left
            step = ruleset.figures[view.name].step
            if view.name in at_close:
                change = view.value - at_close[view.name]
                assert view.change == pytest.approx(change, abs=step)


def test_a_chip_that_does_not_exist_yet_has_no_price_on_the_list(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="usa", seed=3, autosaves=False)
    listed = {view.name for view in session.figures()}
    assert "price.h100" in listed and "price.h800" not in listed
    session.end_turn()
    assert {view.name for view in session.figures()} - listed >= {"price.h800"}
    assert session.why("price.rubin").figure.value > 0, "announced, for whoever asks"


def test_a_change_since_an_answer_says_so(ruleset: Ruleset) -> None:
    """What an answer moved counts in its own quarter; the next change begins where it left off."""
    session = Session.new(ruleset, seat="europe", seed=3, autosaves=False)
    told = 0
    for _ in range(8):
        laid = {view.name: view.value for view in session.figures()}
        for scene in session.scenes():
            session.choose(scene.number, next(c.number for c in scene.choices if not c.refused))
        left = {view.name: view.value for view in session.figures()}
        session.end_turn()
        for view in session.figures():
            moved = view.name in laid and abs(left[view.name] - laid[view.name])
            if view.answered:
                assert moved, view.name
            elif moved:
                assert moved < ruleset.figures[view.name].step, view.name
            if view.answered and view.direction:
                assert figure_line(session.words, view).endswith(" since your last answer.")
                assert session.why(view.name).total_text.endswith(" since your last answer")
                told += 1
    assert told > 2


def test_a_change_is_told_in_as_many_figures_as_the_value(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=3, autosaves=False)
    sight = session._sight
    name = next(each for each in ruleset.figures if ruleset.figures[each].unit == "chips")
    assert sight.said(name, 39_320.0) == "39,300 chips"
    assert sight.change_text(name, 39_320.0, 0.0) == "+39,300 chips"
    assert sight.change_text(name, 39_320.0, 0.0, fine=True) == "+39,320 chips", "parts add up"


def test_a_countdown_has_no_trend(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="usa", seed=3, autosaves=False)
    for _ in range(2):
        session.end_turn()
    view = session.why("me.vote_in").figure
    assert (view.change, view.direction) == (-1, 0)
    line = figure_line(session.words, view)
    assert line.startswith("Next vote: ") and "down" not in line
