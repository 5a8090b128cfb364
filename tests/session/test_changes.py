"""Does the change beside a figure count what one has answered at the same table?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
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
