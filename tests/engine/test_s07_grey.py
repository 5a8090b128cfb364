"""S7 Grey market: arbitrage moves a premium, and chips that exist, against money."""

import numpy as np
import pytest

from game.engine import open_scenario, policies, script, tick
from game.engine import s07_grey as grey
from game.world.dice import Dice
from tests.engine.conftest import suppose

RULES = {
    "grey.reach": 0.6,
    "grey.half_gain": 0.4,
    "grey.cost": 0.1,
    "grey.cost_enforced": 0.5,
    "grey.seizure": 0.2,
    "grey.stock_share": 0.0,
    "grey.speed": 1.0,
    "grey.highest_premium": 5.0,
    "grey.routes": {"third": 1.0},
}


@pytest.fixture
def closed(quarter):
    """China may not buy H100s; traders and others abroad have just bought some."""
    suppose(quarter, RULES)
    w, h100 = quarter.w, quarter.chip("h100")
    w.licence[:, quarter.region("cn")] = 0.0
    w.enforcement[quarter.region("third")] = 0.4  # nobody smuggles below a premium of 0.3
    w.transit[:], w.grey_premium[:] = 0, 0.0
    w.transit[h100, quarter.actor("traders")] = 20_000
    w.transit[h100, quarter.actor("outside")] = 60_000
    w.chip_price_usd[h100] = 30_000.0
    return quarter


def worth(x):
    """What is on offer in the fixture, at list price."""
    return np.full(x.w.width, 80_000 * 30_000.0)


def test_at_the_clearing_premium_as_much_is_let_go_as_is_asked_for(closed):
    asked = np.array([2e8, 9e8])
    premium = grey.clearing_premium(closed, asked, worth(closed))
    assert asked / (1 + premium) == pytest.approx(grey.let_go(closed, premium) * worth(closed))
    assert 0.3 < premium[0] < premium[1] < 5


def test_nothing_leaks_below_the_smugglers_cost(closed):
    assert grey.let_go(closed, np.array([0.29, 0.31])).tolist() == pytest.approx([0, 0.6 / 41])


def test_half_of_what_they_would_at_most_is_let_go_at_half_gain(closed):
    assert grey.let_go(closed, np.array([0.7, 1e9])) == pytest.approx([0.3, 0.6])


def test_the_premium_moves_a_part_of_the_way_and_never_past_what_was_reported(closed):
    suppose(closed, {"grey.speed": 0.5, "grey.highest_premium": 1.0})
    closed.w.transit[:] = 0  # nothing was sold abroad
    closed.w.grey_premium[:] = [0.0, 0.8]
    grey.run(closed)
    assert closed.w.grey_premium.tolist() == pytest.approx([0.5, 0.9])


def test_leaked_chips_are_moved_and_paid_never_made(closed):
    w = closed.w
    suppose(closed, {"grey.stock_share": 0.1})
    chips = (w.transit + w.installed).sum(axis=1)
    cash = w.cash_usd.sum(axis=0)
    grey.run(closed)
    assert (w.grey_units > 0).all() and (w.grey_seized > 0).all()
    assert ((w.transit + w.installed).sum(axis=1) + w.seized == chips).all()
    assert (w.cash_usd.sum(axis=0) == cash).all()
    assert (w.transit[:, closed.actor("cn_clouds")].sum(axis=0) == w.grey_units).all()
    assert (w.seized.sum(axis=0) == w.grey_seized).all()


def test_what_is_racked_abroad_leaks_at_a_lower_rate_and_need_not_be_new(closed):
    suppose(closed, {"grey.stock_share": 0.1})
    w, h100, seller = closed.w, closed.chip("h100"), closed.actor("traders")
    w.installed[:, closed.actor("outside")], w.transit[h100, closed.actor("outside")] = 0, 0
    w.installed[:, seller], w.installed[h100, seller] = 0, 20_000
    grey.run(closed)
    new, old = 20_000 - w.transit[h100, seller], 20_000 - w.installed[h100, seller]
    assert (old > 0).all()
    assert old == pytest.approx(0.1 * new, abs=2)


def test_no_more_is_sold_than_resellers_let_go_and_buyers_can_pay(closed):
    w, money = closed.w, grey.money_usd(closed).sum(axis=0)
    abroad = closed.places.region_of != closed.region("cn")
    suppose(closed, {"grey.speed": 0.0})  # the premium stays where it was
    for premium in (0.0, 0.31, 2.0):
        before = w.transit[:, abroad].sum(axis=(0, 1))
        w.grey_premium[:] = premium
        grey.run(closed)
        gone = before - w.transit[:, abroad].sum(axis=(0, 1))
        assert (gone <= grey.let_go(closed, w.grey_premium) * before + 1).all()
        assert (w.grey_units * 30_000 * (1 + premium) <= money).all()


def test_a_seat_spends_no_more_than_it_set_aside(closed):
    w, seat = closed.w, closed.actor("lab_hangzhou")
    w.cash_usd[seat] = 5 * 10**9
    w.grey_budget_usd[seat] = 50_000_000
    grey.run(closed)
    spent = 5 * 10**9 - w.cash_usd[seat]
    assert (spent > 40_000_000).all()
    assert (spent <= 50_000_000).all()
    assert (w.transit[closed.chip("h100"), seat] > 0).all()
    assert not w.grey_budget_usd.any()


@pytest.mark.parametrize("speed", [0.3, 1.0])
@pytest.mark.parametrize("premium", [0.0, 0.5, 1.5])
def test_more_enforcement_never_raises_what_arrives(closed, premium, speed):
    suppose(closed, {"grey.speed": speed, "grey.stock_share": 0.05})
    first, arrived = closed.w, []
    first.grey_premium[:] = premium
    for effort in np.linspace(0, 1, 41):
        closed.w = first.copy()
        closed.w.enforcement[closed.region("third")] = effort
        grey.run(closed)
        arrived.append(int(closed.w.grey_units[0]))
    assert arrived == sorted(arrived, reverse=True)
    assert premium + speed < 1 or arrived[-1] < arrived[0]


def test_customs_weigh_by_what_passes_them(closed):
    suppose(closed, {"grey.routes": {"third": 0.6, "tw": 0.3, "gulf": 0.1}})
    first, arrived = closed.w, {}
    first.enforcement[:] = 0.2
    for place in ("us", "third", "tw", "gulf"):
        closed.w = first.copy()
        closed.w.enforcement[closed.region(place)] = 1.0
        grey.run(closed)
        arrived[place] = int(closed.w.grey_units[0])
    assert arrived["us"] > arrived["gulf"] > arrived["tw"] > arrived["third"] > 0


def test_what_leaks_passes_somewhere(ruleset):
    assert sum(ruleset.table("grey.routes").values()) == pytest.approx(1.0)


def test_in_the_quarter_of_a_ban_a_premium_appears_and_with_a_licence_it_goes(
    closed,
):
    us = [k for k, chip in enumerate(closed.ruleset.chips.values()) if chip.maker == "nvidia"]
    closed.w.licence[us, closed.region("cn")] = [0.15, 1.0]
    closed.w.grey_premium[:] = [0.0, 0.4]
    grey.run(closed)
    assert closed.w.grey_premium[0] > 0 == closed.w.grey_premium[1]
    assert closed.w.grey_units[0] > 0 == closed.w.grey_units[1]


def test_where_everything_is_licensed_nothing_moves(closed):
    closed.w.licence[:, closed.region("cn")] = 1.0
    before = closed.w.transit.copy()
    grey.run(closed)
    assert (closed.w.grey_premium == 0).all()
    assert (closed.w.grey_units == 0).all()
    assert (closed.w.transit == before).all()


def test_a_ban_on_the_newest_class_leaks_that_class_only(closed):
    w, cn = closed.w, closed.region("cn")
    new, old = closed.chip("blackwell"), closed.chip("h100")
    w.licence[:, cn] = 1.0
    w.licence[new, cn] = 0.0
    w.transit[new, closed.actor("traders")] = 10_000
    buyer = closed.actor("lab_hangzhou")
    w.cash_usd[buyer], w.grey_budget_usd[buyer] = 10**9, 10**8
    grey.run(closed)
    assert (w.transit[new, buyer] > 0).all()
    assert (w.transit[old, buyer] == 0).all()


def test_as_it_was_the_premium_is_about_a_half_early_in_2024(ruleset):
    """The one figure to which the demand behind the line is fitted."""
    world, dice = open_scenario(ruleset, "history", range(8)), Dice(1)
    for _ in range(6):
        orders = policies.no_orders(ruleset, world)
        script.decide(ruleset, "history", world, dice, orders)
        world = script.lay_effects(ruleset, "history", world, frozenset())
        world = tick(ruleset, world, orders, dice)
    assert 0.45 < np.median(world.grey_premium) < 0.57
