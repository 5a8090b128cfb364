"""S2 Tools: who receives the machines of extreme ultraviolet, and how near China is to its own."""

import pytest

from game.engine import s02_tools as tools
from tests.engine.conftest import suppose


def shipped(x, licence=0.0):
    """Of thirteen machines built, those that reach (the leading foundry, the Chinese one)."""
    suppose(x, {"tools.euv_per_quarter": 13, "tools.leading_share": 0.5, "tools.china_share": 0.15})
    x.w.item_licence[x.item("euv"), x.region("cn")] = licence
    rows = [x.actor("tsmc"), x.actor("smic")]
    before = x.w.euv_tools[rows, 0].copy()
    tools.ship_machines(x)
    return (x.w.euv_tools[rows, 0] - before).tolist()


def test_half_of_thirteen_machines_are_six_and_all_are_paid_for(quarter):
    suppose(quarter, {"tools.euv_price_usd": 195_000_000})
    builder, buyer = quarter.actor("asml"), quarter.actor("tsmc")
    earned, spent = quarter.w.cash_usd[builder, 0], quarter.w.cash_usd[buyer, 0]
    assert shipped(quarter) == [6, 0]
    assert quarter.w.cash_usd[builder, 0] - earned == 6 * 195_000_000
    assert spent - quarter.w.cash_usd[buyer, 0] == 6 * 195_000_000


def test_no_licence_no_machine_and_more_licence_never_fewer(quarter):
    received = [shipped(quarter, licence)[1] for licence in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert received[0] == 0
    assert received[-1] == 1  # 0.15 of thirteen, in whole machines
    assert received == sorted(received)


def test_china_builds_its_own_once_its_programme_is_complete(quarter):
    suppose(quarter, {"tools.china_own_per_quarter": 2})
    quarter.w.litho_china[:] = [0.99, 1.0]
    row = quarter.actor("smic")
    before = quarter.w.euv_tools[row].copy()
    tools.ship_machines(quarter)
    assert (quarter.w.euv_tools[row] - before).tolist() == [0, 2]


def test_the_programme_moves_at_its_pace_and_stops_at_the_goal(calm):
    suppose(calm, {"tools.programme_pace": 0.022})
    calm.w.litho_china[:] = [0.2, 0.99]
    tools.advance_programme(calm)
    assert calm.w.litho_china.tolist() == pytest.approx([0.222, 1.0])
