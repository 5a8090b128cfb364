"""Does an adviser name a reason that the order really brings about?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.session import sitting
from game.session.reach import is_reason
from game.session.session import Session
from game.session.tryout import Tried


@pytest.mark.parametrize(
    ("seat", "order", "figure", "expected"),
    [
        ("usa", "close_density", "tension", True),
        ("usa", "close_density", "water.m3", False),  # fewer chips in China drink less
        ("usa", "public_stake", "revenue.nvidia_usd", False),
        ("china", "state_machines", "machine_time.cn", True),  # what is yours stands there
        ("china", "state_machines", "concern.cn", False),
        ("usa", "borrow", "me.cash_usd", False),  # it is owed
        ("usa", "borrow", "me.debt_usd", True),
        ("usa", "raise_taxes", "me.cash_usd", True),
        ("lab_paris", "serve_model", "me.arr_usd", True),
    ],
)
def test_a_reason_is_what_the_order_itself_moves(
    ruleset: Ruleset, seat: str, order: str, figure: str, expected: bool
) -> None:
    assert is_reason(ruleset, seat, order, figure) is expected


def test_nobody_speaks_of_cooling_water_when_rules_of_export_are_meant(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="usa", seed=5, autosaves=False)
    proposals = session.council(full=True)
    assert any(each.remark for each in proposals)
    assert not any("Cooling water" in each.remark for each in proposals)
    session.do("close_density")
    assert not any("Cooling water" in each.remark for each in session.council())


def test_what_chance_moves_as_much_is_no_reason(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.new(ruleset, seat="usa", seed=5, autosaves=False)
    found = sitting.tried(session._sight, session.setup, session.standing, None, True)
    assert found is not None
    at_random = [found.spread(name) for name in found.names]
    assert max(at_random) > 0
    monkeypatch.setattr(Tried, "spread", lambda self, name: 1e18)
    assert not any(each.remark for each in session.council(full=True))
