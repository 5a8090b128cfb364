"""S2 Tools: who receives machines to print with, how they wear, how near China is to its own."""

import pytest

from game.engine import s02_tools as tools
from tests.engine.conftest import suppose


def shipped(x, licence=0.0, ordered=1_000):
    """Of thirteen machines built, those that leave for (the leading foundry, the Chinese one)."""
    suppose(x, {"tools.euv_per_quarter": 13, "tools.leading_share": 0.5, "tools.china_share": 0.15})
    x.w.item_licence[x.item("euv"), x.region("cn")] = licence
    x.w.euv_backlog[[x.actor("tsmc"), x.actor("smic")]] = ordered
    return tools.ship_euv(x)[:, 0].tolist()


def test_half_of_thirteen_machines_are_six_and_all_are_paid_for(quarter):
    suppose(quarter, {"tools.euv_price_usd": 195_000_000})
    builder, buyer = quarter.actor("asml"), quarter.actor("tsmc")
    earned, spent = quarter.w.cash_usd[builder, 0], quarter.w.cash_usd[buyer, 0]
    assert shipped(quarter) == [6, 0]
    assert quarter.w.cash_usd[builder, 0] - earned == 6 * 195_000_000
    assert spent - quarter.w.cash_usd[buyer, 0] == 6 * 195_000_000


def test_what_is_not_ordered_is_not_shipped_and_what_is_shipped_is_no_longer_on_order(quarter):
    assert shipped(quarter, ordered=4) == [4, 0]
    assert quarter.w.euv_backlog[quarter.actor("tsmc"), 0] == 0
    assert shipped(quarter, ordered=10) == [6, 0]
    assert quarter.w.euv_backlog[quarter.actor("tsmc"), 0] == 4


def test_no_licence_no_machine_and_more_licence_never_fewer(quarter):
    received = [shipped(quarter, licence)[1] for licence in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert received[0] == 0
    assert received[-1] == 1  # 0.15 of thirteen, in whole machines
    assert received == sorted(received)


def test_an_embargo_on_taiwan_stops_its_machines_too(quarter):
    quarter.w.item_licence[quarter.item("euv"), quarter.region("tw")] = 0.0
    assert shipped(quarter) == [0, 0]


def test_a_machine_prints_two_quarters_after_it_was_shipped(quarter):
    from game.engine.s01_policy import come_due

    suppose(quarter, {"tools.delivery_quarters": 2, "tools.euv_per_quarter": 13})
    row = quarter.actor("tsmc")
    quarter.w.euv_backlog[row], quarter.w.pending[:] = 6, 0.0
    before, seen = int(quarter.w.euv_tools[row, 0]), []
    for _ in range(4):
        come_due(quarter)
        seen.append(int(quarter.w.euv_tools[row, 0]) - before)
        tools.run(quarter)
        quarter.w.turn += 1
    assert seen == [0, 0, 6, 6]


def test_china_builds_its_own_once_its_programme_is_complete(quarter):
    suppose(quarter, {"tools.china_own_per_quarter": 2})
    quarter.w.litho_china[:] = [0.99, 1.0]
    quarter.w.euv_backlog[:] = 0
    assert tools.ship_euv(quarter)[1].tolist() == [0, 2]


def older(x, licence, programme=0.0):
    suppose(
        x,
        {
            "tools.duv_per_quarter": 100,
            "tools.duv_china_share": 0.2,
            "tools.duv_fine_share": 0.1,
            "tools.duv_own_per_quarter": 2,
            "tools.duv_wear": 0.03,
        },
    )
    x.w.item_licence[x.item("duv"), x.region("cn")] = licence
    x.w.litho_china[:] = programme
    x.w.duv_tools[x.actor("smic")] = 20.0
    arrive = tools.ship_duv(x)[0, 0]
    return arrive, x.w.duv_tools[x.actor("smic"), 0]


def test_a_licence_delivers_older_machines_and_without_service_they_wear(quarter):
    assert older(quarter, 1.0) == pytest.approx((2.0, 20.0))
    assert older(quarter, 0.5) == pytest.approx((1.0, 20.0 * 0.985))
    assert older(quarter, 0.0) == pytest.approx((0.0, 20.0 * 0.97))


def test_past_halfway_the_programme_yields_older_machines_of_ones_own(quarter):
    assert older(quarter, 0.0, programme=0.4)[0] == 0.0
    assert older(quarter, 0.0, programme=0.75)[0] == pytest.approx(1.0)
    assert older(quarter, 0.0, programme=1.0)[0] == pytest.approx(2.0)


def test_the_programme_moves_at_its_pace_and_stops_at_the_goal(calm):
    suppose(calm, {"tools.programme_pace": 0.022})
    calm.w.litho_china[:] = [0.2, 0.99]
    tools.advance_programme(calm)
    assert calm.w.litho_china.tolist() == pytest.approx([0.222, 1.0])
