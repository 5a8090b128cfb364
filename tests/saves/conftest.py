"""What do the tests of saves start from? One late game, played once a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.session import Session

LATE = 40


@pytest.fixture(scope="session")
def late(ruleset: Ruleset) -> Session:
    """Beijing after forty quarters, with an order given in most of them."""
    from game.session.session import Session

    session = Session.new(ruleset, "autumn_2022", "china", 1, autosaves=False)
    for _ in range(LATE):
        session.do(next(offer.id for offer in session.offers() if offer.refused is None))
        if not session.finished:
            session.end_turn()
    return session
