"""Does the first morning say what the answers of the others have moved since the game opened?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.engine import open_scenario
from game.session.session import Session
from game.world.figures import Reader


@pytest.fixture(params=[1, 5])
def opened(request: pytest.FixtureRequest, ruleset: Ruleset) -> Session:
    return Session.new(ruleset, seat="lab_paris", seed=request.param, autosaves=False)


def _laid(session: Session, name: str) -> float:
    world = open_scenario(session.ruleset, session.setup.scenario, (0, 0), seed=session.setup.seed)
    return float(Reader(session.ruleset, world, session.setup.seat)(name)[0])


def test_a_figure_is_told_from_the_opening_on(opened: Session) -> None:
    view, opening = opened.why("tension"), _laid(opened, "tension")
    assert opening == 38.0  # of content/base/openings
    assert view.figure.value != opening
    assert sum(part.value for part in view.parts) == view.figure.value - opening
    assert any("One line left for your pen" in part.label for part in view.parts)
    assert view.total_text.endswith("since the game opened")


def test_it_says_the_same_a_quarter_later(opened: Session) -> None:
    before = opened.why("tension")
    opened.end_turn()
    after = opened.why("tension", 0)
    assert (after.total_text, after.parts) == (before.total_text, before.parts)
    causes = {cause for cause, _ in opened.standing.closed.get("tension", ())}
    assert not any("rule_of_october" in cause for cause in causes)  # told once
