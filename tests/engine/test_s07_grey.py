"""S7 Grey market: arbitrage finds a premium, and moves chips without making any."""

import numpy as np
import pytest

from game.engine import s07_grey as grey
from tests.engine.conftest import suppose


@pytest.fixture
def closed(quarter):
    """China may not buy H100s; traders and others abroad have just bought some."""
    quarter.w.licence[quarter.chip("h100"), quarter.region("cn")] = 0.0
    quarter.w.transit[:] = 0
    quarter.w.transit[quarter.chip("h100"), quarter.actor("traders")] = 20_000
    quarter.w.transit[quarter.chip("h100"), quarter.actor("outside")] = 60_000
    return quarter


def test_at_the_premium_as_many_leave_as_are_asked_for(closed):
    wanted, abroad = np.array([3e8, 1e9]), np.array([80_000.0, 80_000.0])
    premium = grey.solve(closed, wanted, abroad)
    price = closed.w.chip_price_usd[closed.chip("h100")]
    asked = wanted / (price * (1 + premium))
    assert asked == pytest.approx(grey.leaked(closed, premium, abroad), rel=1e-5)
    assert 0 < premium[0] < premium[1] < 5


def test_nothing_leaks_below_the_smugglers_cost(closed):
    suppose(closed, {"grey.cost": 0.06, "grey.cost_enforced": 0.8})
    closed.w.enforcement[closed.region("third")] = 0.5
    abroad = np.array([80_000.0, 80_000.0])
    assert grey.leaked(closed, np.array([0.46, 0.47]), abroad)[0] == 0
    assert grey.leaked(closed, np.array([0.46, 0.47]), abroad)[1] > 0


def test_leaked_chips_are_moved_and_paid_never_made(closed):
    chips, cash = closed.w.transit.sum(axis=1), closed.w.cash_usd.sum(axis=0)
    grey.run(closed)
    assert (closed.w.grey_units > 0).all()
    assert (closed.w.transit.sum(axis=1) + closed.w.seized == chips).all()
    assert (closed.w.cash_usd.sum(axis=0) == cash).all()
    china = closed.w.transit[closed.chip("h100"), closed.actor("cn_clouds")]
    assert (china == closed.w.grey_units).all()
    assert (closed.w.seized.sum(axis=0) == closed.w.grey_seized).all()


def test_no_more_leaves_than_resellers_let_go_and_buyers_asked_for(closed):
    money, price = grey.demand_usd(closed), closed.w.chip_price_usd[closed.chip("h100")]
    grey.run(closed)
    gone = closed.w.grey_units + closed.w.grey_seized
    abroad = np.array([80_000.0, 80_000.0])
    assert (gone <= grey.leaked(closed, closed.w.grey_premium, abroad) + 1).all()
    assert (gone <= money / (price * (1 + closed.w.grey_premium)) + 1).all()


def test_a_seat_spends_no_more_than_it_set_aside(closed):
    seat = closed.actor("lab_hangzhou")
    closed.w.cash_usd[seat] = 5 * 10**9
    closed.w.grey_budget_usd[seat] = 50_000_000
    closed.w.transit[closed.chip("h100"), closed.actor("traders")] = [20_000, 700]
    closed.w.transit[closed.chip("blackwell"), closed.actor("outside")] = 60_000
    grey.run(closed)
    spent = 5 * 10**9 - closed.w.cash_usd[seat]
    assert (spent > 40_000_000).all()
    assert (spent <= 50_000_000).all()
    assert not closed.w.grey_budget_usd.any()


def test_more_enforcement_never_raises_what_arrives(closed):
    first, arrived = closed.w, []
    for effort in np.linspace(0, 1, 11):
        closed.w = first.copy()
        closed.w.enforcement[closed.region("third")] = effort
        grey.run(closed)
        arrived.append(int(closed.w.grey_units[0]))
    assert arrived == sorted(arrived, reverse=True)
    assert arrived[-1] < arrived[0]


def test_smugglers_do_not_wait_for_what_is_under_way_to_arrive(closed):
    closed.w.licence[closed.chip("h100"), closed.region("cn")] = [0.15, 1.0]
    grey.run(closed)
    assert closed.w.grey_premium[0] > 0 == closed.w.grey_premium[1]
    assert closed.w.grey_units[0] > 0 == closed.w.grey_units[1]


def test_where_the_best_chips_are_licensed_there_is_no_premium(closed):
    closed.w.licence[closed.chip("h100"), closed.region("cn")] = 1.0
    before = closed.w.transit.copy()
    grey.run(closed)
    assert (closed.w.grey_premium == 0).all()
    assert (closed.w.grey_units == 0).all()
    assert (closed.w.transit == before).all()
