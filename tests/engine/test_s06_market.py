"""S6 Chip market: budgets meet stocks; money and units are moved, none is made."""

import numpy as np
import pytest

from game.engine import s06_market as market
from game.engine.halls import but_for_current, mw_per_usd, plugged
from game.engine.shop import shop
from tests.engine.conftest import suppose

FREE = {"externalities.usd_per_kwh": {}}  # what a machine draws is given away
MONEY = "cash_usd capex_usd backlog_usd chip_budget_usd bids_usd chip_price_usd".split()


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
    """What everybody gets on a market day."""
    market.run(x)
    return x.w.transit


def bare(x, **numbers):
    """Chips are all that is paid for: no network with them, no site round them, no current."""
    plain = {"market.network_share": 0.0, "market.site_usd_per_watt": 0.0, **FREE, **numbers}
    suppose(x, plain)


def on_offer(x, **prices):
    """These classes, and no others, are sold at these prices."""
    x.w.available[:] = 0.0
    for chip, price in prices.items():
        x.w.available[x.chip(chip)] = 1.0
        x.w.chip_price_usd[x.chip(chip)] = price


def purse(x, buyer, usd):
    """A budget for one buyer and nobody else, (actor, worlds), USD."""
    budget = np.zeros(x.w.cash_usd.shape)
    budget[x.actor(buyer)] = usd
    return budget


def asked_by(x, buyer, usd):
    """Units of each class that a buyer with this budget asks for when shelves are full."""
    day = market.open_day(x, purse(x, buyer, usd))
    return market.split(x, day, day.budget_usd, x.w.available)[:, 0, 0]


def sell(x, asked):
    """One round of a market day, and what it leads to."""
    day = market.open_day(x, np.ones(x.w.cash_usd.shape))
    market.ration(x, day, asked, asked.sum(axis=1))
    market.close_day(x, day)


def lone_buyer(x, usd):
    """A laboratory that sets this much aside on a day on which nobody else buys."""
    x.w.capex_usd[:], x.w.backlog_usd[:], x.w.chip_budget_usd[:] = 0, 0, 0
    lab = x.actor("lab_frontier")
    x.w.cash_usd[lab], x.w.chip_budget_usd[lab] = 10**12, usd
    return lab


def test_scarce_chips_are_shared_in_proportion_to_what_was_asked(quarter):
    stock(quarter, h100=200)
    sell(quarter, order(quarter, "h100", microsoft=100, meta=300))
    got = quarter.w.transit[quarter.chip("h100")]
    assert got[quarter.actor("microsoft"), 0] == 50
    assert got[quarter.actor("meta"), 0] == 150


def test_a_sale_moves_chips_one_way_and_the_posted_price_the_other(quarter):
    suppose(quarter, {"market.network_share": 0.18})
    stock(quarter, h100=1_000)
    quarter.w.chip_price_usd[quarter.chip("h100")] = 30_000.0
    buyer, seller = quarter.actor("amazon"), quarter.actor("nvidia")
    before = quarter.w.cash_usd.copy()
    sell(quarter, order(quarter, "h100", amazon=10))
    change = quarter.w.cash_usd - before
    assert change[seller, 0] == 354_000 == -change[buyer, 0]  # the network is paid for too
    assert quarter.w.inventory[quarter.chip("h100"), seller, 0] == 990


def test_a_market_day_keeps_every_dollar_and_every_chip(quarter):
    cash = quarter.w.cash_usd.sum(axis=0)
    chips = (quarter.w.inventory + quarter.w.transit).sum(axis=1)
    market.run(quarter)
    assert quarter.w.transit.sum() > 0
    assert (quarter.w.cash_usd.sum(axis=0) == cash).all()
    assert ((quarter.w.inventory + quarter.w.transit).sum(axis=1) == chips).all()


def test_budgets_go_to_machine_time_per_dollar_squared(quarter):
    bare(quarter, **{"market.substitution": 2.0})
    on_offer(quarter, a100=31_500.0, h100=50_000.0)  # 10 and 20 H100e a million
    asked = asked_by(quarter, "meta", 5e6)
    assert asked[quarter.chip("a100")] == pytest.approx(1e6 / 31_500)
    assert asked[quarter.chip("h100")] == pytest.approx(4e6 / 50_000)


def test_the_site_round_a_chip_counts_in_the_choice_but_is_not_paid_here(quarter):
    bare(quarter, **{"market.substitution": 2.0, "market.site_usd_per_watt": 10.0})
    # 926 W and 1,453 W: 9,260 and 14,530 USD of site make 31,500 and 50,000 USD as above
    on_offer(quarter, a100=22_240.0, h100=35_470.0)
    asked = asked_by(quarter, "meta", 5e6)
    assert asked[quarter.chip("a100")] == pytest.approx(1e6 / 22_240)
    assert asked[quarter.chip("h100")] == pytest.approx(4e6 / 35_470)


def test_the_network_is_paid_for_but_counts_in_the_choice_with_the_site_only(quarter):
    bare(quarter, **{"market.substitution": 2.0, "market.network_share": 0.25})
    quarter.w.lockin[:] = 0.0
    on_offer(quarter, h100=50_000.0, custom=20_000.0)  # 20 H100e a million each
    asked = asked_by(quarter, "meta", 5e6)
    assert asked[quarter.chip("h100")] == pytest.approx(2.5e6 / 62_500)
    assert asked[quarter.chip("custom")] == pytest.approx(2.5e6 / 20_000)


def test_the_scale_of_merits_cancels(quarter, monkeypatch):
    asked = []
    for scale in (1.0, market.SCALE, 1e9):
        monkeypatch.setattr(market, "SCALE", scale)
        asked.append(asked_by(quarter, "meta", 5e6))
    assert asked[0] == pytest.approx(asked[1])
    assert asked[2] == pytest.approx(asked[1])


def test_the_current_a_chip_will_draw_counts_in_the_choice_but_is_not_paid_here(quarter):
    at_home = dict.fromkeys(quarter.ruleset.axis("region"), 0.2)
    bare(quarter, **{"market.substitution": 2.0, "installed.pue": 1.25})
    suppose(quarter, {"rental.installed_usd": 40_000, "rental.breakeven": 1.0})
    suppose(quarter, {"externalities.usd_per_kwh": at_home})
    # 926 W and 1,453 W: 9,260 and 14,530 USD of current in 40,000 hours
    on_offer(quarter, a100=22_240.0, h100=35_470.0)
    asked = asked_by(quarter, "meta", 5e6)
    assert asked[quarter.chip("a100")] == pytest.approx(1e6 / 22_240)
    assert asked[quarter.chip("h100")] == pytest.approx(4e6 / 35_470)


def test_where_current_is_dear_a_firm_buys_fewer_chips_and_pays_no_less_for_machines(quarter):
    suppose(quarter, {"externalities.usd_per_kwh": {"us": 0.1, "fr": 0.3}})
    suppose(quarter, {"market.site_usd_per_watt": 21.0, "installed.pue": 1.2})
    suppose(quarter, {"rental.installed_usd": 50_000, "rental.breakeven": 2.0})
    mw = np.full(
        2, 40.0 / 1e9
    )  # 40 milliwatts a dollar at the hall, 33 at the server: 0.70 of site
    part = but_for_current(quarter, mw)[:, 0]
    assert part[quarter.region("us")] == pytest.approx(1.7 / (1.7 + 0.1))
    assert part[quarter.region("fr")] == pytest.approx(1.7 / (1.7 + 0.3))
    assert part[quarter.region("cn")] == 1.0


def test_dear_sites_lose_the_old_chip_its_buyers_at_an_unchanged_price(quarter):
    on_offer(quarter, a100=11_000.0, h100=34_000.0)
    asked = []
    for site in (0.0, 10.0, 20.0, 40.0):
        bare(quarter, **{"market.site_usd_per_watt": site})
        asked.append(asked_by(quarter, "meta", 5e6)[quarter.chip("a100")])
    assert asked == sorted(asked, reverse=True)
    assert asked[-1] < 0.5 * asked[0]


def test_the_network_comes_with_the_designers_chips_and_with_no_others(quarter):
    suppose(quarter, {"market.network_share": 0.25})
    on_offer(quarter, h100=40_000.0)
    assert asked_by(quarter, "meta", 5e6)[quarter.chip("h100")] == pytest.approx(100)
    on_offer(quarter, custom=10_000.0)
    assert asked_by(quarter, "meta", 5e6)[quarter.chip("custom")] == pytest.approx(500)
    on_offer(quarter, ascend=12_500.0)
    assert asked_by(quarter, "cn_clouds", 5e6)[quarter.chip("ascend")] == pytest.approx(400)


def test_what_does_not_speak_cuda_is_weighed_by_what_one_has_ported(quarter):
    bare(quarter, **{"market.substitution": 2.0})
    on_offer(quarter, h100=50_000.0, custom=20_000.0)  # 20 H100e a million each
    quarter.w.lockin[:], quarter.w.ported[quarter.actor("meta")] = 0.8, 0.375
    asked = asked_by(quarter, "meta", 5e6)
    # 1 - 0.8 x 0.625 = 0.5, squared: a fifth of the money
    assert asked[quarter.chip("custom")] == pytest.approx(1e6 / 20_000)
    assert asked[quarter.chip("h100")] == pytest.approx(4e6 / 50_000)


def test_each_class_has_its_customers(quarter):
    quarter.w.available[:] = 1.0
    quarter.w.licence[:] = 1.0
    quarter.w.limit_tpp[:] = 1e12
    quarter.w.limit_tpp[quarter.region("cn")] = 4_800.0
    ask = {who: asked_by(quarter, who, 5e6) > 0 for who in ("meta", "outside", "cn_clouds")}
    bought = {
        who: {chip for chip in quarter.ruleset.chips if wants[quarter.chip(chip)]}
        for who, wants in ask.items()
    }
    open_to_all = {"a100", "h100", "blackwell", "rubin", "feynman"}
    assert bought == {
        "meta": open_to_all | {"custom", "custom_2", "custom_3"},
        "outside": open_to_all,
        "cn_clouds": open_to_all | {"h800", "h20", "ascend", "ascend_960"},
    }


def test_a_policy_share_goes_to_the_home_chip_and_to_no_other_if_there_is_none(quarter):
    bare(quarter)
    on_offer(quarter, h20=10_000.0, ascend=20_000.0)
    cn = quarter.region("cn")
    quarter.w.licence[quarter.chip("h20"), cn] = 1.0
    quarter.w.lockin[:], quarter.w.ported[:], quarter.w.home_share[cn] = 1.0, 0.0, 0.6
    asked = asked_by(quarter, "cn_clouds", 5e6)
    assert asked[quarter.chip("ascend")] == pytest.approx(3e6 / 20_000)
    assert asked[quarter.chip("h20")] == pytest.approx(2e6 / 10_000)
    on_offer(quarter, h20=10_000.0, ascend=20_000.0, ascend_960=20_000.0)
    asked, home = asked_by(quarter, "cn_clouds", 5e6), quarter.ruleset.chips
    first, next_ = (asked[quarter.chip(name)] for name in ("ascend", "ascend_960"))
    assert first + next_ == pytest.approx(3e6 / 20_000)  # one share for both, by merit
    work = home["ascend_960"].h100e / home["ascend"].h100e  # at one price, and no site to build
    assert next_ / first == pytest.approx(work**6)
    quarter.w.available[[quarter.chip("ascend"), quarter.chip("ascend_960")]] = 0.0
    asked = asked_by(quarter, "cn_clouds", 5e6)
    assert asked[quarter.chip("ascend")] == 0
    assert asked[quarter.chip("h20")] == pytest.approx(2e6 / 10_000)


def test_money_that_finds_its_first_choice_sold_out_takes_the_second(quarter):
    bare(quarter, **{"market.substitution": 2.0, "market.backlog_floor_usd": 1_000})
    on_offer(quarter, a100=31_500.0, h100=50_000.0)
    stock(quarter, a100=1_000, h100=30)
    lab, seller = lone_buyer(quarter, 5_000_000), quarter.actor("nvidia")
    before = quarter.w.cash_usd[seller].copy()
    got = sales(quarter)[:, lab, 0]
    # first 31 A100 for the fifth of the money meant for them, and the 30 H100 there are;
    # then 80 A100 more for the 2,523,500 USD that are left
    assert got[quarter.chip("h100")] == 30
    assert got[quarter.chip("a100")] == 31 + 80
    paid = 30 * 50_000 + 111 * 31_500
    assert quarter.w.revenue_usd[seller, 0] == paid == quarter.w.cash_usd[seller, 0] - before[0]
    assert quarter.w.backlog_usd[lab, 0] == 5_000_000 - paid == 3_500
    assert quarter.w.shortage[0] == pytest.approx(3_500 / 5e6)


@pytest.mark.parametrize(
    ("shelf", "a100", "h100"),
    [
        ({}, 1e6 / 31_500, 4e6 / 50_000),  # nothing there: what one would take from full shelves
        ({"a100": 1_000, "h100": 1_000}, 1e6 / 31_500, 4e6 / 50_000),
        ({"a100": 1_000}, 5e6 / 31_500, 4e6 / 50_000),  # who cannot have the one asks for the other
    ],
)
def test_what_was_wanted_is_the_choice_from_full_shelves_or_from_those_there_are(
    quarter, shelf, a100, h100
):
    bare(quarter, **{"market.substitution": 2.0})
    on_offer(quarter, a100=31_500.0, h100=50_000.0)
    stock(quarter, **shelf)
    lone_buyer(quarter, 5_000_000)
    market.run(quarter)
    assert quarter.w.wanted[quarter.chip("a100"), 0] == pytest.approx(a100, rel=0.03)
    assert quarter.w.wanted[quarter.chip("h100"), 0] == pytest.approx(h100, rel=0.03)


def test_what_nobody_has_on_the_shelf_is_nobodys_first_choice(quarter):
    bare(quarter)
    on_offer(quarter, a100=31_500.0, h100=100_000.0, blackwell=253_000.0)  # as good as each other
    stock(quarter, a100=450, blackwell=100)
    lab = lone_buyer(quarter, 30_000_000)
    got = sales(quarter)[:, lab, 0]
    # a half for each of the two that are there: 476 A100, of which 450, and 59 Blackwells;
    # the 898,000 USD left buy three more of these
    assert got[quarter.chip("a100")] == 450
    assert got[quarter.chip("h100")] == 0
    assert got[quarter.chip("blackwell")] == 59 + 3


def test_after_the_second_choice_one_waits(quarter):
    bare(quarter, **{"market.substitution": 2.0})
    on_offer(quarter, a100=31_500.0, h100=50_000.0)
    stock(quarter, a100=1_000, h100=300)
    lab = lone_buyer(quarter, 50_000_000)
    got = sales(quarter)[:, lab, 0]
    # 317 and 300 first; 794 more A100 are asked for, of which 683 are there
    assert got[quarter.chip("h100")] == 300
    assert got[quarter.chip("a100")] == pytest.approx(1_000, abs=1)
    assert quarter.w.backlog_usd[lab, 0] == pytest.approx(3_500_000, abs=31_500)


def test_second_choices_are_rationed_in_proportion_too(quarter):
    bare(quarter)
    on_offer(quarter, a100=10_000.0, h100=40_000.0)
    stock(quarter, a100=600, h100=60)
    first, rich = lone_buyer(quarter, 3_000_000), quarter.actor("lab_bay")
    quarter.w.cash_usd[rich], quarter.w.chip_budget_usd[rich] = 10**12, 9_000_000
    got = sales(quarter)[:, [first, rich], 0]
    assert got.sum(axis=1)[quarter.chip("h100")] == pytest.approx(60, abs=1)
    assert got.sum(axis=1)[quarter.chip("a100")] == pytest.approx(600, abs=2)
    for chip in ("a100", "h100"):
        poorer, richer = got[quarter.chip(chip)]
        assert richer == pytest.approx(3 * poorer, abs=4)


def test_each_day_is_counted_anew(quarter):
    stock(quarter, h800=5_000)
    quarter.w.available[quarter.chip("h800")] = 1.0
    units, seller = [], quarter.actor("nvidia")
    for _ in range(2):
        market.run(quarter)
        units.append(quarter.w.licensed_units.copy())
        quarter.w.inventory[:] = 0
    got = quarter.w.transit[quarter.chip("h800")][quarter.places.region_of == quarter.region("cn")]
    assert (units[0] == got.sum(axis=0)).all()
    assert (units[0] > 0).all()
    assert (units[1] == 0).all()
    assert (quarter.w.revenue_usd[seller] == 0).all()


def ban(x, chip, share):
    """In this quarter the class is banned in China; this part of what was ordered goes through."""
    x.w.licence[x.chip(chip), x.region("cn")] = share


def test_under_way_is_a_part_of_last_quarters_sales_to_firms(quarter):
    k, firm = quarter.chip("h800"), quarter.actor("cn_clouds")
    others = [quarter.actor("china"), quarter.actor("lab_hangzhou"), quarter.actor("meta")]
    quarter.w.arriving[:] = 0
    quarter.w.arriving[k, [firm, *others]] = 4_000
    for licence, units in ((1.0, 0), (0.15, 600), (0.0, 0)):
        ban(quarter, "h800", licence)
        through = market.under_way(quarter)
        asked = np.zeros(quarter.w.arriving.shape)
        if through is not None:
            asked[through.classes] = through.units
        assert asked[k, firm].tolist() == pytest.approx([units, units])
        assert asked.sum() == pytest.approx(2 * units)


def test_what_is_under_way_goes_through_once_however_rich_the_buyer_and_full_the_shelf(quarter):
    on_offer(quarter, h800=22_400.0)
    stock(quarter, h800=1_000_000)
    k, firm = quarter.chip("h800"), quarter.actor("cn_clouds")
    quarter.w.arriving[:] = 0
    quarter.w.arriving[k, firm] = 4_000
    ban(quarter, "h800", 0.15)
    units = sales(quarter)[k]
    assert units[firm].tolist() == [600, 600]
    assert units.sum() == 1_200
    assert quarter.w.licensed_units.tolist() == [600, 600]


def test_what_is_under_way_waits_its_turn_when_the_shelf_is_short(quarter):
    on_offer(quarter, h800=22_400.0)
    stock(quarter, h800=150)
    quarter.w.arriving[:] = 0
    quarter.w.arriving[quarter.chip("h800"), quarter.actor("cn_clouds")] = 4_000
    ban(quarter, "h800", 0.15)
    assert sales(quarter).sum(axis=(0, 1)).tolist() == [150, 150]


def test_a_class_banned_this_quarter_draws_no_money_from_those_still_licensed(quarter):
    bare(quarter)
    on_offer(quarter, h800=20_000.0, h20=10_000.0)
    cn = quarter.region("cn")
    quarter.w.home_share[:], quarter.w.licence[quarter.chip("h20"), cn] = 0.0, 1.0
    asked = []
    for licence in (0.0, 0.15, 1.0):
        ban(quarter, "h800", licence)
        asked.append(
            asked_by(quarter, "cn_clouds", 5e6)[[quarter.chip("h800"), quarter.chip("h20")]]
        )
    assert asked[0].tolist() == asked[1].tolist() == pytest.approx([0, 500])
    assert asked[2][0] > 0


def test_a_rush_is_the_growth_of_all_bids_between_none_and_one(quarter):
    lone_buyer(quarter, 5_000_000)
    first = quarter.w
    rush = []
    for last in (5e6 / np.e**0.25, 1e9, 5e6 / np.e**2, 0.0):
        quarter.w = first.copy()
        quarter.w.bids_usd[:] = last
        market.run(quarter)
        assert quarter.w.bids_usd.tolist() == pytest.approx([5e6, 5e6])
        rush.append(quarter.w.rush[0])
    assert rush == pytest.approx([0.25, 0.0, 1.0, 1.0])


def test_what_waits_is_asked_for_again(quarter):
    suppose(quarter, {"market.backlog_kept": 0.7})
    stock(quarter)
    lone_buyer(quarter, 5_000_000)
    market.run(quarter)
    lab = quarter.actor("lab_frontier")
    assert market.budgets(quarter)[0][lab, 0] == pytest.approx(3_500_000)
    market.run(quarter)
    assert quarter.w.backlog_usd[lab, 0] == 3_500_000


def test_what_waits_is_no_part_of_a_rush(quarter):
    suppose(quarter, {"market.backlog_kept": 0.7})
    stock(quarter)
    bids = []
    for fresh in (5_000_000, 4_000_000, 6_000_000):
        lab = quarter.actor("lab_frontier")
        quarter.w.capex_usd[:], quarter.w.cash_usd[lab] = 0, 10**12
        quarter.w.chip_budget_usd[lab] = fresh
        market.run(quarter)
        bids.append((quarter.w.bids_usd[0], quarter.w.rush[0]))
    assert [usd for usd, _ in bids] == pytest.approx([5e6, 4e6, 6e6])
    assert bids[1][1] == 0.0
    assert bids[2][1] == pytest.approx(np.log(1.5))


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
    price = first.chip_price_usd[:, 0]
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
        trade.append(float(np.dot(bought, [price[quarter.chip(chip)] for chip in foreign])))
    a_chip_of_each = sum(price[quarter.chip(chip)] for chip in foreign)  # they are sold whole
    assert (np.diff(trade) > -a_chip_of_each).all()


def repriced(x, asked):
    """The step of ln price when so many H100 are first choices and a hundred are there."""
    suppose(x, {"market.price_speed": 0.04, "market.price_drift": 0.03})
    stock(x, h100=100)
    x.w.chip_price_usd[x.chip("h100")], x.w.wanted[x.chip("h100")] = 30_000.0, asked
    market.reprice(x, x.w.shortage)
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


@pytest.mark.parametrize("shelf", [0, 1, 20])
def test_a_class_sold_out_before_the_day_begins_grows_dearer_all_the_same(calm, shelf):
    suppose(calm, {"market.price_speed": 0.04, "market.price_drift": 0.03, "market.famine": 1.0})
    on_offer(calm, h100=30_000.0)
    stock(calm, h100=shelf)
    lone_buyer(calm, 5_000_000)
    market.run(calm)
    step = np.log(calm.w.chip_price_usd[calm.chip("h100"), 0] / 30_000.0)
    assert step == pytest.approx(0.04 - 0.03)


def test_makers_ration_up_to_a_famine_and_then_ask_more_until_it_is_over(calm):
    suppose(calm, {"market.famine": 0.5, "market.famine_premium": 0.5, "market.price_drift": 0.03})
    w, h100, steps = calm.w, calm.chip("h100"), []
    stock(calm, h100=100)
    w.chip_price_usd[h100], w.wanted[h100] = 20_000.0, 100
    for before, now in ((0.4, [0.5, 0.9]), ([0.5, 0.9], [0.5, 0.7]), ([0.5, 0.7], 0.2)):
        last = w.chip_price_usd[h100].copy()
        w.shortage[:] = now
        market.reprice(calm, np.full(2, before))
        steps.append(np.log(w.chip_price_usd[h100] / last))
    first, then, over = np.array(steps) + 0.03
    assert first.tolist() == pytest.approx([0.0, 0.5 * 0.4])
    assert then.tolist() == pytest.approx([0.0, -0.5 * 0.2])
    assert over.tolist() == pytest.approx([0.0, -0.5 * 0.2])


def test_in_a_famine_all_classes_are_dearer_even_beyond_the_ceiling(calm):
    suppose(calm, {"market.famine": 0.5, "market.famine_premium": 0.5, "market.ceiling_share": 1.5})
    w, before = calm.w, calm.w.chip_price_usd.copy()
    w.chip_price_usd[calm.chip("h100")] = 1e9
    w.shortage[:], w.available[:], w.wanted[:] = 0.9, 0.0, 0.0
    market.reprice(calm, np.zeros(2))
    listed = calm.ruleset.chips["h100"].price_usd
    assert w.chip_price_usd[calm.chip("h100")] == pytest.approx(1.5 * listed * np.exp(0.2))
    new = calm.chip("feynman")  # not out yet: it will be as dear when it is
    assert w.chip_price_usd[new] == pytest.approx(before[new] * np.exp(0.2))


def test_prices_stay_between_a_floor_and_a_ceiling(calm):
    suppose(calm, {"market.floor_share": 0.2, "market.ceiling_share": 1.5})
    k = calm.chip("h100")
    calm.w.chip_price_usd[k] = [1.0, 1e9]
    market.reprice(calm, calm.w.shortage)
    listed = calm.ruleset.chips["h100"].price_usd
    assert calm.w.chip_price_usd[k].tolist() == pytest.approx([0.2 * listed, 1.5 * listed])


def test_unmet_orders_wait_and_three_in_ten_are_withdrawn(quarter):
    suppose(quarter, {"market.backlog_kept": 0.7})
    buyer = quarter.actor("lab_hangzhou")
    day = market.open_day(quarter, purse(quarter, "lab_hangzhou", 100e6))
    market.keep_backlog(quarter, day, np.full(day.budget_usd.shape, 40e6))
    assert quarter.w.backlog_usd[buyer, 0] == 60_000_000
    quarter.w.dark[:] = 0.0
    assert market.budgets(quarter)[0][buyer, 0] == pytest.approx(42e6)


def test_chips_are_short_for_those_who_may_buy_them(quarter):
    on_offer(quarter, h100=30_000.0, a100=10_000.0)
    h100, cn = quarter.chip("h100"), quarter.region("cn")
    quarter.w.licence[:, cn] = 0.0
    budget = purse(quarter, "lab_paris", 100e6) + purse(quarter, "lab_hangzhou", 100e6)
    spent = np.array([[70e6, 70e6], [0.0, 0.0]])  # Paris stands before Hangzhou or after it
    seats = sorted(["lab_paris", "lab_hangzhou"], key=quarter.actor)
    spent = spent if seats[0] == "lab_paris" else spent[::-1]
    market.keep_backlog(quarter, market.open_day(quarter, budget), spent)
    assert quarter.w.shortage.tolist() == pytest.approx([0.3, 0.3])  # Hangzhou does not count
    quarter.w.licence[h100, cn] = 1.0
    day = market.open_day(quarter, budget)
    market.keep_backlog(quarter, day, spent)
    ours = quarter.w.licence[:, cn] >= 1
    part = day.merit[ours].sum() / day.merit[[h100, quarter.chip("a100")]].sum()
    assert quarter.w.shortage[0] == pytest.approx((30 + 100 * part) / (100 + 100 * part))


def test_who_follows_the_clouds_follows_what_they_would_spend_with_power(quarter):
    w, buyer, meta = quarter.w, quarter.actor("gulf_buyers"), quarter.actor("meta")
    w.power_mw[:], w.backlog_usd[:], w.chip_budget_usd[:] = 1e9, 0, 0
    w.power_lead[quarter.region("gulf")] = [0.0, np.log(2.0)]
    got = market.budgets(quarter)[0]
    assert got[buyer, 1] == pytest.approx(2.0 * got[buyer, 0])
    assert got[buyer, 0] > 0 and got[meta, 1] == got[meta, 0]


def test_nobody_who_plays_orders_with_money_that_is_not_there(quarter):
    lab = quarter.actor("lab_paris")
    quarter.w.chip_budget_usd[lab], quarter.w.cash_usd[lab] = 10**9, [10**6, -5]
    assert market.budgets(quarter)[0][lab].tolist() == [10**6, 0]


@pytest.fixture
def crowded(quarter):
    """America, where a gigawatt stands and half of one has been sold; a dollar buys 20 mW."""
    suppose(quarter, {"market.power_ahead": 4, "installed.pue": 1.0, "market.network_share": 0.0})
    w, us, h100 = quarter.w, quarter.region("us"), quarter.chip("h100")
    watts = quarter.ruleset.chips["h100"].watts
    w.wanted[:], w.arriving[:], w.installed[:], w.pending[:] = 0.0, 0, 0, 0.0
    w.wanted[h100], w.chip_price_usd[h100] = 1.0, watts * 50.0
    w.arriving[h100, quarter.actor("meta")] = 5e8 / watts
    w.drought[:], w.gas_mw[:] = 0.0, 0.0
    w.power_mw[us], w.load_mw[us] = 1_500.0, 1_000.0
    return quarter


def told(x, buyer, usd):
    """The part of a budget that is spent where the buyer stands, and the megawatts held back."""
    us = x.region("us")
    return plugged(x, purse(x, buyer, usd), mw_per_usd(x))[us, 0], x.w.held_back_mw[us, 0]


def test_firms_order_a_part_of_what_the_power_of_the_year_will_light(crowded):
    assert told(crowded, "meta", 10e9) == pytest.approx((0.0, 200.0), abs=0.1)
    crowded.later("power_mw[us]", 4, np.array([400.0, 0]), "x")
    assert told(crowded, "meta", 10e9) == pytest.approx((0.5, 100.0), abs=0.1)
    assert told(crowded, "meta", 5e9) == pytest.approx((1.0, 0.0), abs=0.1)


def test_power_that_stands_idle_holds_nobody_back(crowded):
    us = crowded.region("us")
    crowded.w.power_mw[us] = 1_600.0
    assert told(crowded, "meta", 10e9) == pytest.approx((0.5, 100.0), abs=0.1)
    crowded.w.power_mw[us] = 1_700.0
    assert told(crowded, "meta", 10e9) == pytest.approx((1.0, 0.0), abs=0.1)
    crowded.w.power_mw[us] = 1_400.0  # what is dark is lit first
    crowded.later("power_mw[us]", 4, np.array([800.0, 0]), "x")
    assert told(crowded, "meta", 10e9) == pytest.approx((0.5, 100.0), abs=0.1)


def test_power_that_comes_after_a_year_lights_nothing_that_is_ordered_now(crowded):
    crowded.later("power_mw[us]", 5, np.array([400.0, 0]), "x")
    assert told(crowded, "meta", 10e9)[0] == pytest.approx(0.0, abs=1e-3)


def test_what_waits_is_postponed_too_and_who_plays_decides_alone(crowded):
    w, firm, lab = crowded.w, crowded.actor("meta"), crowded.actor("lab_frontier")
    w.capex_usd[:], w.backlog_usd[:], w.chip_budget_usd[:] = 0, 0, 0
    w.cash_usd[lab], w.backlog_usd[[firm, lab]], w.capex_usd[firm] = 10**12, 10**9, 10**11
    w.power_mw[crowded.region("us")] = [1_500.0, 1e6]
    budget, bids = market.budgets(crowded)
    kept = 1e9 * crowded.k("market.backlog_kept")
    new = float(crowded.appetite.share[1] * crowded.built[crowded.region("us"), 1]) * 1e11
    assert budget[firm].tolist() == pytest.approx([0.0, new + kept], abs=1e5)
    assert budget[lab].tolist() == pytest.approx([kept, kept])
    wanted = float(crowded.appetite.whole_usd[0])
    followers = sum(crowded.ruleset.table("market.followers").values())
    assert bids.tolist() == pytest.approx([wanted * (1 + followers)] * 2, rel=0.05)  # power or not
    assert bids[0] == bids[1]


def test_what_is_no_longer_made_is_short_to_nobody(calm):
    suppose(calm, {"market.price_speed": 0.04, "market.price_drift": 0.03, "market.noise": 0.0})
    old, new = calm.chip("a100"), calm.chip("h100")
    w = calm.w
    w.available[[old, new]], w.wanted[[old, new]] = 1.0, 1_000.0
    w.transit[:], w.inventory[:], w.wip[:] = 0, 0, 0
    w.wip[new, 0] = 10  # sold out, and more is coming
    before = w.chip_price_usd[[old, new], 0].copy()
    market.reprice(calm, w.shortage)
    step = np.log(w.chip_price_usd[[old, new], 0] / before)
    assert step.tolist() == pytest.approx([-0.03, 0.04 - 0.03])


def test_doubling_all_money_leaves_quantities_alone(quarter):
    # prices whose network is a whole number of dollars too
    usual = quarter.ruleset.table("externalities.usd_per_kwh")
    suppose(quarter, {"market.network_share": 0.18, "market.site_usd_per_watt": 21.0})
    quarter.w.chip_price_usd[:] = 50 * np.rint(quarter.w.chip_price_usd / 50)
    quarter.w.backlog_usd[quarter.actor("meta")] = 10**9
    quarter.w.chip_budget_usd[quarter.actor("china")] = 2 * 10**9
    first = quarter.w
    quarter.w = first.copy()
    once, rush = sales(quarter), quarter.w.rush
    quarter.w = first.copy()
    for name in MONEY:
        getattr(quarter.w, name)[:] *= 2
    dearer = {region: 2 * usd for region, usd in usual.items()}
    suppose(quarter, {"market.site_usd_per_watt": 42.0, "externalities.usd_per_kwh": dearer})
    twice = sales(quarter)
    assert once.sum() > 100_000
    assert np.abs(once - twice).max() <= 1
    assert quarter.w.rush == pytest.approx(rush)


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


def test_a_tariff_is_paid_on_top_and_goes_to_the_state_of_the_region(quarter):
    bare(quarter)
    on_offer(quarter, h100=50_000.0)
    stock(quarter, h100=1_000)
    quarter.w.tariff[quarter.region("us")] = 0.25
    lab, state = lone_buyer(quarter, 5_000_000), quarter.actor("usa")
    before = quarter.w.cash_usd[state, 0]
    got = sales(quarter)[quarter.chip("h100"), lab, 0]
    assert got == 80  # 50,000 for the chip and 12,500 for the customs
    assert quarter.w.cash_usd[state, 0] - before == 80 * 12_500


def test_what_a_tariff_takes_is_felt_as_a_new_tax_for_as_long_as_it_is_taken(quarter):
    bare(quarter)
    on_offer(quarter, h100=50_000.0)
    stock(quarter, h100=1_000)
    quarter.w.tariff[quarter.region("us")] = 0.25
    state = quarter.actor("usa")
    lone_buyer(quarter, 5_000_000)
    quarter.w.gdp_usd[state] = 4 * 80 * 12_500 / 0.01  # the tariff takes one per cent of output
    before = quarter.w.tax_felt[state, 0]
    sales(quarter)
    lowered = before - quarter.w.tax_felt[state, 0]
    assert lowered == pytest.approx(0.01 * quarter.k("budgets.tax_speed"))


def test_a_quota_caps_what_a_region_gets_of_all_the_designers_classes(quarter):
    bare(quarter)
    w, ours = quarter.w, quarter.table(shop).ours
    w.quota[quarter.region("third")] = 200
    asked = order(quarter, "h100", traders=400, microsoft=100)
    asked[quarter.chip("a100"), quarter.actor("traders")] = 400
    asked[quarter.chip("custom"), quarter.actor("traders")] = 50  # not the designer's
    day = market.open_day(quarter, np.ones(w.cash_usd.shape))
    left = market.within_quota(quarter, day, asked)
    assert left[quarter.chip("h100"), quarter.actor("traders")].tolist() == [100, 100]
    assert left[quarter.chip("a100"), quarter.actor("traders")].tolist() == [100, 100]
    assert left[quarter.chip("custom"), quarter.actor("traders")].tolist() == [50, 50]
    assert left[quarter.chip("h100"), quarter.actor("microsoft")].tolist() == [100, 100]
    day.units[ours.start, quarter.actor("traders")] = 150  # sold in the first round
    assert market.let_in(quarter, day, left)[quarter.actor("traders"), 0] == 50 / 200


def test_a_quota_holds_over_both_rounds_of_a_day(quarter):
    w, third = quarter.w, quarter.places.region_of == quarter.region("third")
    stock(quarter, a100=900_000, h100=10)
    w.quota[quarter.region("third")] = 2_000
    got = sales(quarter)[:, third].sum(axis=(0, 1))
    assert (got <= 2_000).all() and (got > 1_900).all()


def test_what_a_quota_keeps_out_is_wanted_by_nobody_and_short_to_nobody(quarter):
    w, third = quarter.w, quarter.region("third")
    w.capex_usd[:], w.backlog_usd[:], w.chip_budget_usd[:], w.quota[:] = 0, 0, 0, 0
    stock(quarter, h100=100_000)
    on_offer(quarter, h100=30_000.0)
    lone_buyer(quarter, 30_000_000)
    w.backlog_usd[quarter.actor("outside")] = 10**10
    w.power_mw[third] = 1e9
    first, told = w.copy(), []
    for quota in (0.0, 100.0):
        quarter.w = first.copy()
        quarter.w.quota[third] = quota
        market.run(quarter)
        told.append((quarter.w.wanted[quarter.chip("h100"), 0], quarter.w.shortage[0]))
    (freely, _), (capped, short) = told
    assert freely > 100_000 > capped > 100
    assert capped == pytest.approx(100 + 30_000_000 / 30_000, rel=0.3)
    assert short == pytest.approx(0.0, abs=0.01)


def test_traders_order_no_more_than_they_have_and_clouds_are_financed(quarter):
    w, traders, cloud = quarter.w, quarter.actor("traders"), quarter.actor("microsoft")
    w.capex_usd[quarter.places.big4], w.backlog_usd[:] = 100 * 10**9, 0
    w.cash_usd[traders], w.cash_usd[cloud] = [3 * 10**8, -5], 10**8
    budget, _ = market.budgets(quarter)
    assert budget[traders].tolist() == [3e8, 0.0]
    assert (budget[cloud] > 10**8).all()
