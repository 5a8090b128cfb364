"""S0 Budgets: output grows, states are funded, people and lenders are paid, firms are levelled."""

import numpy as np
import pytest

from game.engine import s00_budgets as budgets
from tests.engine.conftest import suppose

BN = 10**9


def grown(x, state="usa"):
    """Growth of a state after a quarter in which half its people use assistants, and so on."""
    suppose(
        x,
        {
            "budgets.trend_growth": {state: 0.02},
            "budgets.adoption_growth": 0.006,
            "budgets.jobs_drag": 0.1,
            "budgets.minerals_drag": 0.004,
            "budgets.blockade_exposure": {state: 0.05},
        },
    )
    row = x.actor(state)
    home = np.flatnonzero(x.places.owner_of == row)
    x.w.users[home] = 0.5 * x.by("demand.people", "region")[home]
    x.w.jobs[home] = 0.1
    x.w.minerals_price[:] = 2.0
    x.w.gdp_usd[row] = 24e12
    budgets.grow(x)
    return x.w.growth[row, 0], x.w.gdp_usd[row, 0]


def test_growth_is_trend_plus_adoption_less_lost_work_and_dear_minerals(quarter):
    growth, gdp = grown(quarter)
    assert growth == pytest.approx(0.02 + 0.003 - 0.01 - 0.004)
    assert gdp == pytest.approx(24e12 * (1 + 0.009 / 4))


def test_a_blockade_costs_each_state_its_exposure(quarter):
    quarter.w.blockade_quarters[:] = 2.0
    assert grown(quarter)[0] == pytest.approx(0.009 - 0.05)


def test_minerals_that_china_withholds_do_not_slow_china(quarter):
    assert grown(quarter, "china")[0] == pytest.approx(0.02 + 0.003 - 0.01)


def test_people_are_paid_even_out_of_an_empty_purse(quarter):
    suppose(quarter, {"budgets.wage_usd": {"lab_paris": 400_000}})
    lab = quarter.actor("lab_paris")
    quarter.w.staff[lab], quarter.w.cash_usd[lab] = 100.0, 0
    budgets.pay_staff(quarter)
    assert quarter.w.cash_usd[lab].tolist() == [-10_000_000, -10_000_000]


def test_a_round_sells_a_part_of_the_company_for_its_value_and_at_most_half(quarter):
    w, lab, greedy = quarter.w, quarter.actor("lab_paris"), quarter.actor("lab_bay")
    w.valuation_usd[[lab, greedy]], w.cash_usd[[lab, greedy]] = 1e9, 0
    w.equity_sold[lab], w.raise_share[lab], w.raise_share[greedy] = 0.1, 0.2, 0.9
    budgets.sell_shares(quarter)
    assert w.cash_usd[lab, 0] == BN // 5
    assert w.equity_sold[lab, 0] == pytest.approx(1 - 0.9 * 0.8)
    assert w.cash_usd[greedy, 0] == BN // 2
    assert not w.raise_share.any()


def test_debt_costs_more_as_confidence_falls(quarter):
    suppose(quarter, {"budgets.interest": 0.03, "budgets.risk_spread": 0.06})
    w, state = quarter.w, quarter.actor("china")
    w.debt_usd[state], w.cash_usd[state] = 10 * BN, 2 * BN
    w.confidence[:] = [0.5, 0.0]
    budgets.pay_interest(quarter)
    assert w.cash_usd[state].tolist() == [2 * BN - 150_000_000, 2 * BN - 225_000_000]


def test_firms_pay_out_half_of_what_they_do_not_need_and_are_financed_when_short(quarter):
    suppose(quarter, {"budgets.working_balance_usd": {"nvidia": 12 * BN}, "budgets.payout": 0.5})
    firm = quarter.actor("nvidia")
    quarter.w.cash_usd[firm] = [20 * BN, 2 * BN]
    budgets.settle_firms(quarter)
    assert quarter.w.cash_usd[firm].tolist() == [16 * BN, 12 * BN]


def test_the_stage_moves_money_and_makes_none(quarter):
    quarter.w.debt_usd[:] = 3 * BN + 1
    quarter.w.raise_share[:] = 0.123
    before = quarter.w.cash_usd.sum(axis=0)
    budgets.run(quarter)
    assert (quarter.w.cash_usd.sum(axis=0) == before).all()
