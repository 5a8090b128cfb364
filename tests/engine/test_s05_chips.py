"""S5 Chips: the scarcest of wafers, packages and memory says how many are made."""

import numpy as np
import pytest

from game.engine import s05_chips as chips
from game.engine.ahead import on_its_way, rows_of
from game.engine.classes import classes, gross_dies
from tests.engine.conftest import suppose

DECIDED = {"chips.designer_share": 0.5, "chips.custom_share": 0.2}


def started(x, chip="h100", plan=1_000_000):
    """Units of one class that are started when the vendor plans so many, and no other class."""
    suppose(x, DECIDED)
    x.w.wanted[:], x.w.inventory[:], x.w.wip[:] = 0.0, 0, 0
    x.w.chip_plan[:] = 0.0
    x.w.chip_plan[x.chip(chip)] = plan
    chips.start(x)
    return int(x.w.wip[x.chip(chip), 1, 0])


def test_dies_on_a_wafer():
    # pi 150^2 / 814 - pi 300 / sqrt(2 * 814) = 86.84 - 23.36
    assert gross_dies(814.0) == pytest.approx(63.48, abs=0.01)


def test_packages_bind_first_as_in_2023(quarter):
    quarter.w.packaging[quarter.actor("tsmc")] = 1_000
    assert started(quarter) == 14_500  # half the wafers, 29 chips each
    assert quarter.w.bottleneck[0] == chips.PACKAGES


def test_memory_binds_when_stacks_are_few(quarter):
    quarter.w.packaging[quarter.actor("tsmc")] = 1_000_000
    quarter.w.hbm[quarter.actor("memory_makers")] = 5_000
    assert started(quarter) == 1_000  # five stacks each
    assert quarter.w.bottleneck[0] == chips.MEMORY


def test_wafers_bind_when_the_node_is_small(quarter):
    suppose(quarter, {"chips.accelerator_wafer_share": 0.5})
    quarter.w.packaging[quarter.actor("tsmc")] = 1_000_000
    quarter.w.hbm[quarter.actor("memory_makers")] = 100_000_000
    quarter.w.wafers[quarter.actor("tsmc"), quarter.node("n5")] = 2_000
    quarter.w.yield_rate[quarter.chip("h100")] = 0.5
    # a thousand wafers of 63.48 dies, every other one good
    assert started(quarter) == pytest.approx(31_740, abs=2)
    assert quarter.w.bottleneck[0] == chips.WAFERS


def test_a_packaging_strike_binds_before_wafers_do(quarter):
    assert started(quarter, plan=350_000) > 0
    before = int(quarter.w.wip[quarter.chip("h100"), 1, 0])
    quarter.w.packaging[quarter.actor("tsmc")] //= 2
    assert started(quarter, plan=350_000) < before
    assert quarter.w.bottleneck[0] == chips.PACKAGES


def test_what_nobody_plans_is_not_made_and_no_line_is_named(quarter):
    assert started(quarter, plan=100) == 100
    assert quarter.w.bottleneck[0] == chips.TIME


def test_a_node_without_wafers_binds_only_who_wants_it(quarter):
    tsmc = quarter.actor("tsmc")
    quarter.w.packaging[tsmc], quarter.w.wafers[tsmc, quarter.node("n3")] = 1_000, 0
    assert started(quarter) == 14_500
    assert quarter.w.bottleneck[0] == chips.PACKAGES  # of the older chip, on a node that prints
    quarter.w.available[quarter.chip("rubin")] = 1.0
    assert started(quarter, "rubin") == 0
    assert quarter.w.bottleneck[0] == chips.WAFERS


def test_the_newest_node_is_served_first(quarter):
    suppose(quarter, DECIDED)
    quarter.w.packaging[quarter.actor("tsmc")] = 1_000
    quarter.w.wanted[:], quarter.w.wip[:] = 0.0, 0
    quarter.w.chip_plan[:] = 0.0
    quarter.w.chip_plan[[quarter.chip("h100"), quarter.chip("a100")]] = 10_000
    chips.start(quarter)
    assert quarter.w.wip[quarter.chip("h100"), 1].tolist() == [10_000, 10_000]
    assert quarter.w.wip[quarter.chip("a100"), 1] == pytest.approx([4_500, 4_500], abs=1)


@pytest.mark.parametrize(
    ("packages", "stacks", "wafers", "units"),
    [(1_000, 10**9, 10**6, 5_800), (10**6, 1_000, 10**6, 50), (10**6, 10**9, 100, None)],
)
def test_the_clouds_own_chips_have_their_part_of_all_three(
    quarter, packages, stacks, wafers, units
):
    suppose(quarter, {"chips.accelerator_wafer_share": 1.0})
    quarter.w.packaging[quarter.actor("tsmc")] = packages
    quarter.w.hbm[quarter.actor("memory_makers")] = stacks
    quarter.w.wafers[quarter.actor("tsmc"), quarter.node("n5")] = wafers
    k = quarter.chip("custom")
    if units is None:
        units = int(
            0.2 * wafers * classes(quarter.ruleset).per_wafer[k, 0] * quarter.w.yield_rate[k, 0]
        )
    assert started(quarter, "custom") == pytest.approx(units, abs=1)


def both_planned(x, older, newer, plan):
    """Units started of two generations of a maker that plans so many of each, and of no other."""
    suppose(x, DECIDED)
    x.w.wanted[:], x.w.inventory[:], x.w.wip[:], x.w.chip_plan[:] = 0.0, 0, 0, 0.0
    rows = [x.chip(older), x.chip(newer)]
    x.w.available[rows], x.w.chip_plan[rows] = 1.0, plan
    chips.start(x)
    return x.w.wip[rows, 1, 0].tolist()


def test_the_clouds_newest_chip_is_served_first_and_all_share_one_part(quarter):
    quarter.w.packaging[quarter.actor("tsmc")] = 1_000
    quarter.w.wafers[quarter.actor("tsmc")] = 10**6
    quarter.w.yield_rate[quarter.chip("custom_3")] = 0.5
    # 200 wafers of packages: 175 for 2,800 of the new ones, sixteen each, the rest for the old
    assert both_planned(quarter, "custom_2", "custom_3", 2_800) == [725, 2_800]
    assert both_planned(quarter, "custom_2", "custom_3", 9_000) == [0, 3_200]


def test_at_home_the_newest_chip_is_served_first_and_all_share_one_line(quarter):
    suppose(quarter, {"chips.ascend_minimum": 0})
    huawei = quarter.actor("huawei")
    quarter.w.packaging[huawei], quarter.w.hbm_stock[huawei] = 100, 10**7
    quarter.w.design_stall[:] = 0.0
    quarter.w.wafers[quarter.actor("smic"), quarter.node("n7")] = 10**6
    assert both_planned(quarter, "ascend", "ascend_960", 1_200) == [725, 1_200]
    quarter.w.wafers[quarter.actor("smic"), quarter.node("n7")] = 0
    assert both_planned(quarter, "ascend", "ascend_960", 1_200) == [0, 0]


def test_each_limit_holds_whatever_is_wanted(quarter):
    kinds = list(quarter.ruleset.chips.values())
    quarter.w.available[:] = 1.0
    quarter.w.wanted[:] = 300_000.0
    quarter.w.wip[:], quarter.w.inventory[:] = 0, 0
    chips.start(quarter)
    made = quarter.w.wip[:, 1, 0]
    abroad = [k for k, c in enumerate(kinds) if c.maker != "huawei"]
    packs = sum(made[k] / kinds[k].packages_per_wafer for k in abroad)
    stacks = sum(made[k] * kinds[k].hbm_stacks for k in abroad)
    assert made.min() >= 0 and made.sum() > 0
    assert packs <= quarter.w.packaging[quarter.actor("tsmc"), 0]
    assert stacks <= quarter.w.hbm[quarter.actor("memory_makers"), 0]
    assert (quarter.w.wafers_made <= quarter.w.wafers).all()


def test_a_chip_is_on_the_shelf_two_quarters_after_its_wafer(quarter):
    k, shelf = quarter.chip("h100"), quarter.actor("nvidia")
    quarter.w.wip[:], quarter.w.inventory[:] = 0, 0
    quarter.w.wip[k, 1] = 700
    on_shelf = []
    for _ in range(2):
        chips.finish(quarter)
        on_shelf.append(int(quarter.w.inventory[k, shelf, 0]))
    assert on_shelf == [0, 700]
    assert not quarter.w.wip.any()


def test_in_a_blockade_nothing_leaves_the_island_but_nothing_is_lost(quarter):
    k, shelf = quarter.chip("h100"), quarter.actor("nvidia")
    home, mine = quarter.chip("ascend"), quarter.actor("huawei")
    quarter.w.wip[[k, home]], quarter.w.inventory[[k, home]] = 300, 0
    quarter.w.blockade_quarters[:] = [1.0, 0.0]
    chips.finish(quarter)
    assert quarter.w.inventory[k, shelf].tolist() == [0, 300]
    assert quarter.w.wip[k].sum(axis=0).tolist() == [600, 300]
    assert quarter.w.inventory[home, mine].tolist() == [300, 300]


def test_what_is_packed_abroad_comes_out_all_the_same(quarter):
    k, tsmc = quarter.chip("h100"), quarter.actor("tsmc")
    quarter.w.wip[k], quarter.w.inventory[k] = 300, 0
    quarter.w.blockade_quarters[:] = 1.0
    quarter.w.packaging[tsmc], quarter.w.packaging_abroad[tsmc] = 10_000, [0, 2_500]
    chips.finish(quarter)
    assert quarter.w.inventory[k, quarter.actor("nvidia")].tolist() == [0, 75]
    assert quarter.w.wip[k].sum(axis=0).tolist() == [600, 525]


def test_stock_that_nobody_asks_for_is_written_off_after_some_quarters(quarter):
    numbers = {"chips.idle_quarters": 2, "chips.closed_caution": 0.5, "chips.shelf_quarters": 4}
    suppose(quarter, numbers)
    k, shelf = quarter.chip("h800"), quarter.actor("nvidia")
    quarter.w.inventory[:], quarter.w.wanted[:], quarter.w.lost[:] = 0, 1.0, 0
    quarter.w.inventory[k, shelf], quarter.w.wanted[k] = 1_000, [0.0, 250.0]
    quarter.w.closed_share[:] = quarter.k("chips.closed_market_share")
    cost, left, told = chips.unit_cost(quarter)[k, 0], [], []
    for _ in range(4):
        chips.write_off(quarter)
        left.append(int(quarter.w.inventory[k, shelf, 0]))
        told.append(int(quarter.w.written_off_usd[0]))
    assert left == [1_000, 1_000, 0, 0]
    assert told == [0, 0, round(1_000 * cost), 0]
    assert quarter.w.lost[k].tolist() == [1_000, 0]
    assert quarter.w.inventory[k, shelf, 1] == 1_000
    assert quarter.w.closed_share[0] < quarter.w.closed_share[1]


def test_a_buyer_in_time_saves_the_stock(quarter):
    suppose(quarter, {"chips.idle_quarters": 2, "chips.shelf_quarters": 4})
    k, shelf = quarter.chip("h20"), quarter.actor("nvidia")
    quarter.w.inventory[k, shelf] = 1_000
    for wanted in (0.0, 0.0, 250.0, 0.0, 0.0):
        quarter.w.wanted[k] = wanted
        chips.write_off(quarter)
    assert quarter.w.inventory[k, shelf].tolist() == [1_000, 1_000]


def test_a_few_buyers_save_what_they_will_buy_and_no_more(quarter):
    suppose(quarter, {"chips.idle_quarters": 2, "chips.shelf_quarters": 4})
    k, shelf = quarter.chip("h20"), quarter.actor("nvidia")
    quarter.w.inventory[k, shelf], quarter.w.wanted[k] = 1_000, 10.0
    for _ in range(4):
        chips.write_off(quarter)
    assert quarter.w.inventory[k, shelf].tolist() == [40, 40]


def test_what_was_begun_for_a_market_now_closed_is_finished_for_the_others(quarter):
    heir, first, cn = quarter.chip("h800"), quarter.chip("h100"), quarter.region("cn")
    quarter.w.wip[:] = 0
    quarter.w.wip[heir] = 400
    quarter.w.licence[heir, cn] = [0.0, 1.0]
    chips.redirect(quarter)
    assert quarter.w.wip[heir].tolist() == [[400, 400], [0, 400]]  # what is packed stays what it is
    assert quarter.w.wip[first].tolist() == [[0, 0], [400, 0]]


def test_the_domestic_chip_needs_stacks_bought_ahead_or_made_at_home(quarter):
    huawei = quarter.actor("huawei")
    quarter.w.item_licence[quarter.item("hbm"), quarter.region("cn")] = 0.0
    quarter.w.hbm_stock[huawei], quarter.w.hbm[huawei] = 400, 100
    assert started(quarter, "ascend") == 125  # four stacks each
    assert quarter.w.hbm_stock[huawei].tolist() == [0, 0]


def test_the_domestic_chip_is_packed_where_huawei_packs(quarter):
    huawei = quarter.actor("huawei")
    quarter.w.packaging[huawei] = 10
    quarter.w.packaging[quarter.actor("tsmc")] = 1_000_000
    before = quarter.w.hbm_stock[huawei].copy()
    assert started(quarter, "ascend") == 290  # 29 to a wafer
    bought = quarter.k("chips.memory_for_china")
    assert (quarter.w.hbm_stock[huawei] - before).tolist() == [bought - 4 * 290] * 2


def test_memory_bought_ahead_is_paid_for(quarter):
    suppose(quarter, {"chips.memory_for_china": 1_000, "chips.stack_price_usd": 300})
    huawei, k = quarter.actor("huawei"), quarter.chip("ascend")
    quarter.w.packaging[huawei] = 0
    before = quarter.w.cash_usd[huawei].copy()
    started(quarter, "ascend")
    assert (before - quarter.w.cash_usd[huawei]).tolist() == [300_000, 300_000]
    assert quarter.w.wip[k, 1].tolist() == [0, 0]


def test_without_new_designs_fewer_domestic_chips_are_started(quarter):
    suppose(quarter, {"chips.design_need": 0.5, "chips.ascend_minimum": 0})
    quarter.w.design_stall[quarter.region("cn")] = 0.0
    fed = started(quarter, "ascend", plan=1_000)
    quarter.w.design_stall[quarter.region("cn")] = 1.0
    assert started(quarter, "ascend", plan=1_000) == fed / 2 == 500


@pytest.fixture
def desk(quarter):
    """A vendor's desk with round numbers: no trend but the one named, nothing made yet."""
    suppose(
        quarter,
        {
            "chips.trend": 0.0,
            "chips.trend_young": 0.0,
            "chips.foreseen": 0.0,
            "chips.steady": 0.0,
            "chips.launch": 0.5,
        },
    )
    w = quarter.w
    w.wanted[:], w.inventory[:], w.wip[:], w.finished[:] = 0.0, 0, 0, 0
    w.rush[:], w.closed_share[:] = 0.0, 0.999999
    return quarter


def wishes(x, packs=1e9, able=1e9):
    return chips.wishes(x, np.full(x.w.width, packs), np.full(x.w.wanted.shape, able))


def test_the_vendor_keeps_the_closed_market_to_the_share_it_has_decided(desk):
    heir, free = desk.chip("h800"), desk.chip("h100")
    desk.w.available[heir] = 1.0
    desk.w.wanted[heir], desk.w.wanted[free] = 10_000.0, 10_000.0
    desk.w.closed_share[:] = [0.2, 0.9]
    wish = wishes(desk)
    assert wish[free].tolist() == [30_000, 30_000]
    assert wish[heir].tolist() == pytest.approx([7_500, 30_000])  # a fifth of 37,500


def test_what_is_decided_replaces_what_the_vendor_would_plan(desk):
    k = desk.chip("h800")
    desk.w.available[k], desk.w.closed_share[:] = 1.0, 0.0
    desk.w.wanted[k], desk.w.chip_plan[k] = 1_000.0, [700.0, -1.0]
    assert wishes(desk)[k].tolist() == [700, 0]
    assert wishes(desk)[k].tolist() == [0, 0]  # for one quarter


def test_a_new_class_takes_over_its_line_in_steps(desk):
    suppose(desk, {"fabs.ramp_quarters": 4})
    k = desk.chip("blackwell")
    desk.w.available[k], desk.w.wanted[k] = 1.0, 1e6
    planned = []
    for quarter in range(4):
        desk.w.turn[:] = desk.ruleset.chips["blackwell"].from_turn + quarter
        planned.append(wishes(desk, packs=1_000)[k, 0])
    assert planned == pytest.approx([4_000, 8_000, 12_000, 3e6])  # sixteen to a wafer


def test_stock_and_starts_must_last_until_the_chips_are_ready(desk):
    k = desk.chip("h100")
    desk.w.wanted[k] = 1_000
    assert wishes(desk)[k].tolist() == [3_000, 3_000]  # this quarter and two more
    desk.w.inventory[k, desk.actor("nvidia")], desk.w.wip[k, 0] = 600, [500, 5_000]
    assert wishes(desk)[k].tolist() == [1_900, 0]
    desk.w.available[k] = 0.0
    assert wishes(desk)[k].tolist() == [0, 0]


def test_the_vendor_plans_on_growth_while_its_shelf_is_empty(desk):
    suppose(desk, {"chips.trend": np.log(2.0)})
    k = desk.chip("h100")
    desk.w.wanted[k] = 1_000
    desk.w.inventory[k, desk.actor("nvidia")] = [0, 1_000]  # as much stayed as was asked for
    assert wishes(desk)[k].tolist() == pytest.approx([7_000, 2_000])


def test_it_lowers_its_starts_slowly_whatever_is_on_the_shelf(desk):
    suppose(desk, {"chips.steady": 0.9})
    k = desk.chip("h100")
    desk.w.wanted[k], desk.w.wip[k, 0] = [9_500, 100], 40_000
    assert wishes(desk)[k].tolist() == [9_500, 100]  # and makes no more than is asked for
    desk.w.wanted[k], desk.w.wip[k, 0] = 9_500, 10_000
    desk.w.inventory[k, desk.actor("nvidia")] = 30_000
    assert wishes(desk)[k].tolist() == [9_000, 9_000]


def test_a_class_is_no_longer_started_some_years_after_its_successor_came_out(desk):
    suppose(desk, {"chips.life_quarters": 8})
    k = desk.chip("a100")  # the next class came out in turn 0
    desk.w.wanted[k] = 1_000
    planned = []
    for turn in (0, 7, 8, 20):
        desk.w.turn[:] = turn
        planned.append(wishes(desk)[k, 0])
    assert planned == [3_000, 3_000, 0, 0]


def test_a_class_fills_in_for_a_successor_as_far_as_that_cannot_be_printed(desk):
    suppose(desk, {"chips.life_quarters": 3})
    old, new = desk.chip("rubin"), desk.chip("feynman")
    desk.w.available[[old, new]], desk.w.made[[old, new]] = 1.0, 1
    desk.w.wanted[old], desk.w.wanted[new] = 1_000.0, 8_000.0
    desk.w.turn[:] = desk.ruleset.chips["feynman"].from_turn + 3
    assert wishes(desk, able=8_000.0)[old].tolist() == [0, 0]
    assert wishes(desk, able=2_000.0)[old].tolist() == [2_250, 2_250]  # three quarters of 3,000
    assert wishes(desk, able=0.0)[old].tolist() == [3_000, 3_000]


def test_who_is_replaced_on_the_same_lines_leaves_whatever_they_print(desk):
    suppose(desk, {"chips.life_quarters": 3})
    old, new = desk.chip("h100"), desk.chip("blackwell")
    desk.w.available[[old, new]], desk.w.made[[old, new]] = 1.0, 1
    desk.w.wanted[[old, new]] = 1_000.0
    desk.w.turn[:] = desk.ruleset.chips["blackwell"].from_turn + 3
    assert wishes(desk, able=0.0)[old].tolist() == [0, 0]


def test_a_redrawn_class_is_launched_on_what_its_forerunner_was_asked_for(desk):
    old, new = desk.chip("h800"), desk.chip("h20")
    desk.w.made[new], desk.w.wanted[desk.chip("h100")] = 0, 1e6
    desk.w.wanted[old], desk.w.available[new] = 1_000.0, 0.0
    assert wishes(desk)[new].tolist() == [0, 0]
    desk.w.available[new] = 1.0
    assert wishes(desk)[new].tolist() == [1_500, 1_500]
    desk.w.wanted[new] = [100, 3_000]  # once it is asked for, that alone counts
    assert wishes(desk)[new].tolist() == [300, 9_000]


def test_a_redrawn_class_banned_in_its_turn_is_not_launched_again(desk):
    old, new = desk.chip("h100"), desk.chip("h800")
    desk.w.available[new] = 1.0
    desk.w.made[new], desk.w.wanted[old] = 1, 1_000.0
    assert wishes(desk)[new].tolist() == [0, 0]


def test_huaweis_packaging_grows_by_itself_whatever_is_short(quarter):
    suppose(quarter, {"chips.home_packaging_growth": 0.04})
    home = quarter.actor("huawei")
    quarter.w.packaging[home] = [6_000, 20]
    chips.expand(quarter, np.zeros((2, 2)))
    assert quarter.w.packaging[home].tolist() == [6_240, 20]  # whole wafers only


@pytest.mark.parametrize(
    ("shortage", "rush", "pressure", "begun"),
    [
        (0.0, 0.25, 1.0, 1_300),  # 2 x 0.25 of the cap of 24 %, and one percent for idle times
        (0.1, 0.25, 1.0, 1_780),  # 2 x 0.1 more of it
        (0.5, 0.50, 1.0, 2_500),  # the cap
        (0.5, 0.50, 3.0, 2_500),
        (0.5, 0.50, 0.8, 1_300),  # half-way between easy and full use
        (0.5, 0.50, 0.5, 100),
        (0.0, 0.0, 1.0, 100),
    ],
)
def test_packaging_is_built_for_a_rush_as_far_as_it_would_be_filled(
    quarter, shortage, rush, pressure, begun
):
    suppose(
        quarter,
        {
            "chips.hunger": 2.0,
            "chips.foresight": 2.0,
            "chips.growth_cap": 0.24,
            "chips.easy_use": 0.6,
            "chips.idle_growth": 0.01,
        },
    )
    packer, row = quarter.actor("tsmc"), rows_of(quarter.ruleset, ("packaging[tsmc]",))
    quarter.w.packaging[packer], quarter.w.pending[:] = 10_000, 0.0
    quarter.w.shortage[:], quarter.w.rush[:], quarter.w.dark[:] = shortage, rush, 0.0
    chips.expand(quarter, np.full((2, 2), pressure))
    assert quarter.w.packaging[packer, 0] == 10_000  # it opens later
    assert on_its_way(quarter, row)[0] == pytest.approx([begun, begun], abs=1)


def test_what_a_closed_sea_makes_short_is_no_reason_to_build_on_the_island(quarter):
    suppose(quarter, {"chips.idle_growth": 0.01})
    row = rows_of(quarter.ruleset, ("packaging[tsmc]",))
    quarter.w.packaging[quarter.actor("tsmc")], quarter.w.pending[:] = 10_000, 0.0
    quarter.w.shortage[:], quarter.w.blockade_quarters[:] = 1.0, [0, 2]
    chips.expand(quarter, np.ones((2, 2)))
    open_, closed = on_its_way(quarter, row)[0]
    assert closed == pytest.approx(100, abs=1)
    assert open_ > 10 * closed


def test_chips_that_stand_dark_put_builders_off(quarter):
    suppose(quarter, {"chips.dark_doubt": 2.0, "chips.idle_growth": 0.0})
    row = rows_of(quarter.ruleset, ("packaging[tsmc]",))
    quarter.w.shortage[:], quarter.w.pending[:] = 1.0, 0.0
    quarter.w.load_mw[:], quarter.w.dark[:] = 0.0, 0.0
    us = quarter.region("us")
    quarter.w.load_mw[us], quarter.w.dark[us] = 100.0, [0.0, 0.25]
    chips.expand(quarter, np.ones((2, 2)))
    lit, dark = on_its_way(quarter, row)[0]
    assert dark == pytest.approx(lit / 2, abs=1)


def test_what_is_started_is_paid_for(quarter):
    before = quarter.w.cash_usd.sum(axis=0)
    designer = quarter.w.cash_usd[quarter.actor("nvidia"), 0]
    chips.run(quarter)
    assert (quarter.w.cash_usd.sum(axis=0) == before).all()
    assert quarter.w.cash_usd[quarter.actor("nvidia"), 0] < designer


def test_no_chip_is_lost_from_the_books(quarter):
    def books(w):
        return w.inventory.sum(axis=1) + w.wip.sum(axis=1) + w.lost

    quarter.w.wanted[quarter.chip("a100")] = 0.0
    quarter.w.idle_quarters[:] = 9.0
    kept = books(quarter.w)
    chips.redirect(quarter)
    chips.finish(quarter)
    chips.write_off(quarter)
    assert (books(quarter.w).sum(axis=0) == kept.sum(axis=0)).all()
    assert (quarter.w.lost[quarter.chip("a100")] > 0).all()


def test_after_its_first_year_a_class_grows_by_steps_from_what_was_started(desk):
    suppose(desk, {"chips.steepest": 2, "chips.young_quarters": 4})
    k = desk.chip("h100")
    desk.w.wanted[k], desk.w.turn[:] = 1e6, 4
    desk.w.wip[k, 0] = [0, 40_000]
    # a twentieth of 10,000 packaging wafers is 14,500 chips
    assert wishes(desk, packs=10_000)[k].tolist() == pytest.approx([29_000, 80_000])


def test_huawei_takes_no_more_memory_than_some_quarters_of_packaging_need(quarter):
    suppose(quarter, {"chips.memory_quarters": 8})
    huawei = quarter.actor("huawei")
    quarter.w.item_licence[quarter.item("hbm"), quarter.region("cn")] = 0.0
    quarter.w.packaging[huawei] = 10  # 160 of the next chips a quarter, eight stacks each
    quarter.w.hbm[huawei], quarter.w.hbm_stock[huawei] = 5_000, 9_000
    started(quarter, "ascend", plan=0)
    used = 4 * quarter.w.wip[quarter.chip("ascend"), 1]
    assert (quarter.w.hbm_stock[huawei] + used).tolist() == [8 * 160 * 8] * 2
