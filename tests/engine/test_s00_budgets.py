"""S0 Budgets: output, taxes, wages, shares, lenders, firms, and laboratories whose bank says no."""

import numpy as np
import pytest

from game.engine import credit
from game.engine import s00_budgets as budgets
from game.world.targets import targets
from tests.engine.conftest import suppose

BN = 10**9


def still(x):
    """Nothing short, nothing displaced, no new tax: growth is the trend."""
    w = x.w
    suppose(x, {"budgets.trend_growth": {"usa": 0.02, "china": 0.02, "taiwan": 0.02}})
    w.users[:], w.jobs[:], w.minerals_short[:], w.legacy_shortage[:] = 0.0, 0.0, 0.0, 0.0
    w.blockade_quarters[:], w.output_gap[:] = 0.0, 0.0
    w.tax_felt[:] = w.tax_rate
    return w


def test_growth_is_trend_plus_adoption_less_lost_work(quarter):
    w, row = still(quarter), quarter.actor("usa")
    suppose(quarter, {"budgets.adoption_growth": 0.006, "budgets.jobs_drag": 0.1})
    home = np.flatnonzero(quarter.places.owner_of == row)
    w.users[home] = 0.5 * quarter.by("demand.people", "region")[home]
    w.jobs[home] = 0.1
    w.gdp_usd[row] = 24e12
    budgets.grow(quarter)
    assert w.growth[row, 0] == pytest.approx(0.02 + 0.003 - 0.01)
    assert w.gdp_usd[row, 0] == pytest.approx(24e12 * (1 + 0.013 / 4))


def output_over(x, state, quarters):
    """Output of each quarter against that of a world where nothing is wrong; both lanes."""
    row = x.actor(state)
    x.w.gdp_usd[row] = 1.0
    path = []
    for n in range(1, quarters + 1):
        budgets.grow(x)
        path.append(x.w.gdp_usd[row] / (1 + 0.02 / 4) ** n)
    return np.array(path)


@pytest.mark.parametrize(("kind", "war"), [("blockade", 0.0), ("war", 1.0)])
def test_a_closed_strait_costs_what_was_published_over_its_first_year(quarter, kind, war):
    w = still(quarter)
    suppose(
        quarter, {f"budgets.{kind}_loss": {"taiwan": 0.12}, "budgets.war_scar": {"taiwan": 0.04}}
    )
    w.blockade_quarters[:], w.war[:] = 6.0, war
    first_year = output_over(quarter, "taiwan", 4)[:, 0]
    assert 1 - first_year.mean() == pytest.approx(0.12, abs=0.004)


def test_a_war_leaves_a_scar_where_it_is_fought_and_a_blockade_none(quarter):
    w = still(quarter)
    losses = {f"budgets.{kind}_loss": {"taiwan": 0.3} for kind in ("war", "blockade")}
    suppose(quarter, losses | {"budgets.war_scar": {"taiwan": 0.1, "usa": 0.0}})
    w.blockade_quarters[:], w.war[:] = 6.0, [1.0, 0.0]
    output_over(quarter, "taiwan", 4)
    w.blockade_quarters[:], w.war[:] = 0.0, 0.0
    later = output_over(quarter, "taiwan", 16)[-1] * (1 + 0.02 / 4) ** 16
    assert later[0] / later[1] == pytest.approx(0.9, abs=0.01)


def test_output_comes_back_when_the_sea_opens(quarter):
    w = still(quarter)
    suppose(quarter, {"budgets.blockade_loss": {"taiwan": 0.12}})
    w.blockade_quarters[:] = [6.0, 0.0]
    output_over(quarter, "taiwan", 4)
    w.blockade_quarters[:] = 0.0
    after = output_over(quarter, "taiwan", 12)
    assert after[-1, 0] / after[0, 0] > 1.05
    assert quarter.w.output_gap[quarter.actor("taiwan"), 0] == pytest.approx(0.0, abs=1e-3)
    assert after[-1, 1] == pytest.approx(1.0)


def test_missing_minerals_older_chips_and_hours_cost_a_level_not_a_rate(quarter):
    suppose(
        quarter,
        {
            "budgets.minerals_loss": 0.005,
            "budgets.legacy_loss": 0.1,
            "budgets.hours_loss": 0.5,
            "opinion.hours": {"us": 36.0},
        },
    )
    w = still(quarter)
    w.minerals_short[quarter.actor("usa")] = 0.4
    w.legacy_shortage[:] = 0.05
    w.hours[quarter.region("us")] = 36.0 * 0.98
    level = output_over(quarter, "usa", 24)[-1, 0]
    assert 1 - level == pytest.approx(0.002 + 0.005 + 0.01, abs=2e-3)


def taxed(x, by):
    """What a tax higher by so much takes of output, quarter by quarter."""
    numbers = {"multiplier": 3.0, "lasting": 0.25, "speed": 0.2, "rate": {"usa": 0.277}}
    suppose(x, {f"budgets.tax_{name}": value for name, value in numbers.items()})
    w, row = still(x), x.actor("usa")
    w.tax_felt[row], w.tax_rate[row] = 0.277, 0.277 + by
    return 1 - output_over(x, "usa", 40)[:, 0]


@pytest.mark.parametrize("by", [0.01, -0.01])
def test_a_point_of_tax_takes_two_within_a_year_one_after_three_and_less_for_good(quarter, by):
    path = taxed(quarter, by) / by
    assert path[:4].max() == path.max() == pytest.approx(2.1, abs=0.1)
    assert path[11] == pytest.approx(1.0, abs=0.1)
    assert path[39] == pytest.approx(0.75, abs=0.05)


def test_a_state_keeps_what_taxes_bring_beyond_its_commitments(quarter):
    suppose(
        quarter,
        {"budgets.programme_share": {"usa": 0.0005}, "budgets.tax_rate": {"usa": 0.277}},
    )
    w, row = quarter.w, quarter.actor("usa")
    w.gdp_usd[row], w.cash_usd[row] = 24e12, 10 * BN
    w.tax_rate[row] = [0.278, 0.276]
    budgets.fund_states(quarter)
    assert w.cash_usd[row].tolist() == [19 * BN, 7 * BN]


def test_shared_gains_are_paid_while_there_is_money(quarter):
    suppose(
        quarter,
        {"budgets.programme_share": {}, "budgets.tax_rate": {}, "budgets.adoption_growth": 0.004},
    )
    w, row = quarter.w, quarter.actor("usa")
    w.tax_rate[:] = 0.0
    w.users[:] = quarter.by("demand.people", "region")
    w.gdp_usd[row], w.gain_share[row] = 20e12, 0.05
    w.cash_usd[row] = [5 * BN, 250_000_000]
    budgets.fund_states(quarter)
    assert w.cash_usd[row].tolist() == [4 * BN, 0]  # a twentieth of 20 bn
    assert w.gain_share[row].tolist() == pytest.approx([0.05, 0.0125])


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
    suppose(quarter, {"budgets.investors_purse": 1e12})  # there is more than enough money
    budgets.sell_shares(quarter)
    assert w.cash_usd[lab, 0] == BN // 5
    assert w.equity_sold[lab, 0] == pytest.approx(1 - 0.9 * 0.8)
    assert w.cash_usd[greedy, 0] == BN // 2
    assert not w.raise_share.any()


def test_rounds_that_ask_for_all_that_investors_have_go_at_half_their_value(quarter):
    suppose(quarter, {"budgets.investors_purse": 0.001})
    w, small, large = quarter.w, quarter.actor("lab_paris"), quarter.actor("lab_bay")
    w.gdp_usd[:], w.gdp_usd[quarter.actor("usa")] = 0.0, 100_000 * BN  # a purse of 100 bn USD
    w.valuation_usd[small], w.valuation_usd[large] = 100 * BN, 450 * BN
    w.cash_usd[[small, large]], w.raise_share[[small, large]] = 0, 0.2
    w.raise_share[small] = 0.1
    budgets.sell_shares(quarter)
    assert w.cash_usd[large, 0] == 45 * BN
    assert w.cash_usd[small, 0] == 5 * BN  # who asks for little in a crowded quarter loses as much


def test_debt_costs_more_as_confidence_falls_and_as_it_grows(quarter):
    suppose(
        quarter,
        {
            "budgets.interest": 0.03,
            "budgets.risk_spread": 0.06,
            "budgets.debt_spread": 0.04,
            "budgets.leverage_spread": 0.1,
        },
    )
    w, state, lab = quarter.w, quarter.actor("china"), quarter.actor("lab_bay")
    w.gdp_usd[state], w.valuation_usd[lab] = 100 * BN, 10 * BN
    w.debt_usd[[state, lab]], w.cash_usd[[state, lab]] = 50 * BN, 2 * BN
    w.debt_usd[lab] = 5 * BN
    w.confidence[:] = [0.5, 0.0]
    budgets.pay_interest(quarter)
    assert w.interest_rate[state].tolist() == pytest.approx([0.08, 0.11])
    assert w.interest_rate[lab].tolist() == pytest.approx([0.11, 0.14])
    assert w.cash_usd[state].tolist() == [2 * BN - BN, 2 * BN - 1_375_000_000]


def test_a_state_in_the_red_has_borrowed(quarter):
    w, state = quarter.w, quarter.actor("taiwan")
    w.debt_usd[state], w.cash_usd[state] = 0, [-3 * BN, 3 * BN]
    budgets.pay_interest(quarter)
    assert w.cash_usd[state].tolist() == [0, 3 * BN]
    assert w.debt_usd[state].tolist() == [3 * BN, 0]


def test_firms_pay_out_half_of_what_they_do_not_need_and_are_financed_when_short(quarter):
    suppose(quarter, {"budgets.working_balance_usd": {"nvidia": 12 * BN}, "budgets.payout": 0.5})
    firm = quarter.actor("nvidia")
    quarter.w.cash_usd[firm] = [20 * BN, 2 * BN]
    budgets.settle_firms(quarter)
    assert quarter.w.cash_usd[firm].tolist() == [16 * BN, 12 * BN]


def test_a_state_receives_its_part_of_what_a_firm_on_its_soil_pays_out(quarter):
    suppose(
        quarter,
        {
            "budgets.working_balance_usd": {"nvidia": BN, "tsmc": 10 * BN},
            "budgets.payout": 0.5,
            "budgets.state_share": {"tsmc": 0.25},
        },
    )
    w, firm, state = quarter.w, quarter.actor("tsmc"), quarter.actor("taiwan")
    w.cash_usd[firm], w.cash_usd[state] = [18 * BN, 10 * BN], 0
    budgets.settle_firms(quarter)
    assert w.cash_usd[firm].tolist() == [14 * BN, 10 * BN]
    assert w.cash_usd[state].tolist() == [BN, 0]


@pytest.fixture
def broke(quarter):
    """A laboratory in Paris a million below its line in the first world, above it in the second."""
    suppose(
        quarter,
        {
            "budgets.credit_floor_usd": {"lab_paris": 1_000_000},
            "budgets.credit_share": 0.5,
            "budgets.default_staff": 0.7,
            "budgets.default_hours": 0.5,
            "budgets.default_trust": 10,
            "budgets.creditors_most": 0.8,
        },
    )
    w, lab = quarter.w, quarter.actor("lab_paris")
    w.cash_usd[quarter.places.labs] = BN
    w.arr_usd[lab], w.debt_usd[lab], w.valuation_usd[lab] = 40_000_000, 58_000_000, 240_000_000.0
    w.cash_usd[lab] = [-22_000_000, -20_000_000]
    w.staff[lab], w.rented_h100e[lab], w.trust[lab], w.equity_sold[lab] = 100.0, 300.0, 50.0, 0.2
    w.pending[targets(quarter.ruleset)["rented_h100e[lab_paris]"], w.column(3)] = -200.0
    return quarter


def test_below_its_line_a_lab_defaults_and_its_creditors_own_it(broke):
    w, lab = broke.w, broke.actor("lab_paris")
    before, calm = w.cash_usd.sum(axis=0), w.confidence[0]
    credit.close_lines(broke)
    assert w.defaults[lab].tolist() == [1, 0]
    assert w.cash_usd[lab].tolist() == [0, -20_000_000]
    assert w.debt_usd[lab].tolist() == [0, 58_000_000]
    assert w.equity_sold[lab].tolist() == pytest.approx([1 - 0.8 * 0.75, 0.2])  # 80 of 320
    assert w.staff[lab].tolist() == pytest.approx([70.0, 100.0])
    assert w.trust[lab].tolist() == pytest.approx([40.0, 50.0])
    assert w.confidence[0] < calm == w.confidence[1]
    assert (w.cash_usd.sum(axis=0) == before).all()


def test_a_default_ends_contracts_and_what_those_contracts_would_have_ended(broke):
    w, lab = broke.w, broke.actor("lab_paris")
    credit.close_lines(broke)
    row = targets(broke.ruleset)["rented_h100e[lab_paris]"]
    assert w.rented_h100e[lab].tolist() == [150.0, 300.0]
    assert w.pending[row, w.column(3)].tolist() == [-100.0, -200.0]


def test_no_lab_is_left_below_its_line_without_an_event(ruleset, play):
    def drain(world):
        world.cash_usd[0] += world.cash_usd[ruleset.index("actor", "lab_bay")] + 10**9
        world.cash_usd[ruleset.index("actor", "lab_bay")] = -(10**9)

    after = play(turns=3, change=drain)
    assert (after.defaults[ruleset.index("actor", "lab_bay")] >= 2).all()


def test_the_stage_moves_money_and_makes_none(quarter):
    quarter.w.debt_usd[:] = 3 * BN + 1
    quarter.w.raise_share[:] = 0.123
    quarter.w.gain_share[:] = 0.01
    quarter.w.tax_rate[:] *= 0.9
    quarter.w.cash_usd[0] += quarter.w.cash_usd[quarter.places.labs].sum(axis=0) + 7 * BN
    quarter.w.cash_usd[quarter.places.labs] = -BN
    before = quarter.w.cash_usd.sum(axis=0)
    budgets.run(quarter)
    credit.close_lines(quarter)
    assert quarter.w.defaults.sum() > 0
    assert (quarter.w.cash_usd.sum(axis=0) == before).all()
