"""S6 Chip market: budgets meet stocks; money and units are moved, none is made."""

import numpy as np
import pytest

from game.engine import s06_market as market
from tests.engine.conftest import suppose

CLOUDS = ("microsoft", "alphabet", "amazon", "meta")


def stock(x, **units):
    """Put these units, and no others, on the shelves of their makers."""
    x.w.inventory[:] = 0
    for name, count in units.items():
        maker = x.ruleset.chips[name].maker
        x.w.inventory[x.chip(name), x.actor(maker)] = count


def order(x, chip, **units):
    """What is asked for: (chip, actor, worlds), units."""
    asked = np.zeros((len(x.ruleset.chips), *x.w.cash_usd.shape))
    for buyer, count in units.items():
        asked[x.chip(chip), x.actor(buyer)] = count
    return asked


def sales(x):
    """What everybody wants and gets: the first three steps of the stage."""
    market.ration(x, market.split(x, market.budgets(x)))
    return x.w.transit


def test_scarce_chips_are_shared_in_proportion_to_what_was_asked(quarter):
    stock(quarter, h100=200)
    market.ration(quarter, order(quarter, "h100", microsoft=100, meta=300))
    got = quarter.w.transit[quarter.chip("h100")]
    assert got[quarter.actor("microsoft"), 0] == 50
    assert got[quarter.actor("meta"), 0] == 150


def test_a_sale_moves_chips_one_way_and_the_posted_price_the_other(quarter):
    stock(quarter, h100=1_000)
    quarter.w.chip_price_usd[quarter.chip("h100")] = 30_000.0
    buyer, seller = quarter.actor("amazon"), quarter.actor("nvidia")
    before = quarter.w.cash_usd.copy()
    market.ration(quarter, order(quarter, "h100", amazon=10))
    change = quarter.w.cash_usd - before
    assert change[seller, 0] == 300_000 == -change[buyer, 0]
    assert quarter.w.inventory[quarter.chip("h100"), seller, 0] == 990


def test_a_market_day_keeps_every_dollar_and_every_chip(quarter):
    cash = quarter.w.cash_usd.sum(axis=0)
    chips = (quarter.w.inventory + quarter.w.transit).sum(axis=1)
    market.run(quarter)
    assert quarter.w.transit.sum() > 0
    assert (quarter.w.cash_usd.sum(axis=0) == cash).all()
    assert ((quarter.w.inventory + quarter.w.transit).sum(axis=1) == chips).all()


def test_budgets_go_to_machine_time_per_dollar_squared(quarter):
    suppose(quarter, {"market.substitution": 2.0})
    quarter.w.available[:] = 0.0
    for chip, price in (("a100", 31_500.0), ("h100", 50_000.0)):  # 10 and 20 H100e a million
        quarter.w.available[quarter.chip(chip)] = 1.0
        quarter.w.chip_price_usd[quarter.chip(chip)] = price
    budget = np.zeros(quarter.w.cash_usd.shape)
    budget[quarter.actor("meta")] = 5e6
    asked = market.split(quarter, budget)[:, quarter.actor("meta"), 0]
    assert asked[quarter.chip("a100")] == pytest.approx(1e6 / 31_500)
    assert asked[quarter.chip("h100")] == pytest.approx(4e6 / 50_000)


def test_no_licence_no_legal_flow(quarter):
    stock(quarter, a100=10_000, h100=10_000, ascend=10_000)
    cn = np.flatnonzero(quarter.places.region_of == quarter.region("cn"))
    quarter.w.licence[:, quarter.region("cn")] = 0.0
    quarter.w.licence[quarter.chip("ascend"), quarter.region("cn")] = 1.0
    got = sales(quarter)[:, cn].sum(axis=1)
    foreign = [k for k, c in enumerate(quarter.ruleset.chips.values()) if c.maker != "huawei"]
    assert (got[foreign] == 0).all()
    assert (got[quarter.chip("ascend")] > 0).all()
    assert (quarter.w.licensed_units == 0).all()


def test_more_licence_never_lowers_the_legal_trade(quarter):
    stock(quarter, a100=900_000, h100=900_000, h800=900_000, h20=900_000, ascend=900_000)
    quarter.w.available[:] = 1.0
    first, trade = quarter.w.copy(), []
    buyer, cn = quarter.actor("cn_clouds"), quarter.region("cn")
    foreign = ("h20", "h800", "a100", "h100")
    for count in range(len(foreign) + 1):
        quarter.w = first.copy()
        quarter.w.licence[:, cn] = 0.0
        for chip in (*foreign[:count], "ascend"):
            quarter.w.licence[quarter.chip(chip), cn] = 1.0
        units = sales(quarter)[:, buyer, 0]
        bought = [int(units[quarter.chip(chip)]) for chip in foreign]
        assert [n > 0 for n in bought] == [n < count for n in range(len(foreign))]
        prices = [quarter.w.chip_price_usd[quarter.chip(chip), 0] for chip in foreign]
        trade.append(float(np.dot(bought, prices)))
    assert trade == sorted(trade)


def repriced(x, asked):
    """The step of ln price when so many H100 are asked for and a hundred are there."""
    suppose(x, {"market.price_speed": 0.04, "market.price_drift": 0.03})
    stock(x, h100=100)
    x.w.chip_price_usd[x.chip("h100")] = 30_000.0
    market.reprice(x, order(x, "h100", meta=asked))
    return float(np.log(x.w.chip_price_usd[x.chip("h100"), 0] / 30_000.0))


@pytest.mark.parametrize(
    ("asked", "step"),
    [
        (100, -0.03),  # as many as there are: the price drifts down
        (150, 0.04 * 0.5 - 0.03),
        (200, 0.04 - 0.03),
        (5_000, 0.04 - 0.03),  # excess demand counts up to one
        (0, -0.04 * 0.5 - 0.03),  # and down to a half
    ],
)
def test_prices_answer_clipped_excess_demand(calm, asked, step):
    assert repriced(calm, asked) == pytest.approx(step)


def test_prices_stay_between_a_floor_and_a_ceiling(calm):
    suppose(calm, {"market.floor_share": 0.2, "market.ceiling_share": 1.5})
    k = calm.chip("h100")
    calm.w.chip_price_usd[k] = [1.0, 1e9]
    market.reprice(calm, order(calm, "h100", meta=1))
    listed = calm.ruleset.chips["h100"].price_usd
    assert calm.w.chip_price_usd[k].tolist() == pytest.approx([0.2 * listed, 1.5 * listed])


def test_unmet_orders_wait_and_three_in_ten_are_withdrawn(quarter):
    suppose(quarter, {"market.backlog_kept": 0.7})
    buyer = quarter.actor("lab_hangzhou")
    budget, spent = np.zeros((2, *quarter.w.cash_usd.shape))
    budget[buyer], spent[buyer] = 100e6, 40e6
    market.keep_backlog(quarter, budget, spent)
    assert quarter.w.backlog_usd[buyer, 0] == 60_000_000
    assert quarter.w.shortage[0] == pytest.approx(0.6)
    quarter.w.dark[:] = 0.0
    assert market.budgets(quarter)[buyer, 0] == pytest.approx(42e6)


def test_nobody_who_plays_orders_with_money_that_is_not_there(quarter):
    lab = quarter.actor("lab_paris")
    quarter.w.chip_budget_usd[lab], quarter.w.cash_usd[lab] = 10**9, [10**6, -5]
    assert market.budgets(quarter)[lab].tolist() == [10**6, 0]


def test_whose_chips_stand_dark_buys_fewer(quarter):
    quarter.w.dark[quarter.region("us")] = [0.0, 0.3]
    lit, dark = market.budgets(quarter)[quarter.actor("meta")]
    assert dark < lit


def test_doubling_all_money_leaves_quantities_alone(quarter):
    quarter.w.chip_price_usd[:] = np.rint(quarter.w.chip_price_usd)
    quarter.w.backlog_usd[quarter.actor("meta")] = 10**9
    quarter.w.chip_budget_usd[quarter.actor("china")] = 2 * 10**9
    first = quarter.w
    quarter.w = first.copy()
    once = sales(quarter)
    quarter.w = first.copy()
    for name in ("cash_usd", "capex_usd", "backlog_usd", "chip_budget_usd", "chip_price_usd"):
        getattr(quarter.w, name)[:] *= 2
    twice = sales(quarter)
    assert once.sum() > 100_000
    assert np.abs(once - twice).max() <= 1


def test_two_buyers_who_change_places_change_results(quarter):
    pair = [quarter.actor("microsoft"), quarter.actor("meta")]
    quarter.w.ported[pair], quarter.w.backlog_usd[pair] = 0.2, 0
    quarter.w.capex_usd[pair] = [[6 * 10**9], [11 * 10**9]]
    first = quarter.w
    quarter.w = first.copy()
    as_they_were = sales(quarter).copy()
    quarter.w = first.copy()
    quarter.w.capex_usd[pair] = first.capex_usd[pair[::-1]]
    as_they_are = sales(quarter)
    assert (as_they_are[:, pair] == as_they_were[:, pair[::-1]]).all()
    others = [a for a in range(as_they_are.shape[1]) if a not in pair]
    assert (as_they_are[:, others] == as_they_were[:, others]).all()
