"""S5 Chips: the scarcest of wafers, packages and memory says how many are made."""

import pytest

from game.engine import s05_chips as chips
from tests.engine.conftest import suppose


def started(x, chip="h100", wanted=1_000_000):
    """Units of one class that the designer starts when nothing else is asked for."""
    suppose(x, {"chips.plan_ahead": 1.0, "chips.designer_share": 0.5})
    x.w.wanted[:], x.w.inventory[:] = 0.0, 0
    x.w.wanted[x.chip(chip)] = wanted
    x.w.wip[:] = 0
    chips.start_designer(x)
    return int(x.w.wip[x.chip(chip), 1, 0])


def test_dies_on_a_wafer():
    # pi 150^2 / 814 - pi 300 / sqrt(2 * 814) = 86.84 - 23.36
    assert chips.gross_dies(814.0) == pytest.approx(63.48, abs=0.01)


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


def test_what_nobody_asks_for_is_not_made_and_demand_is_named(quarter):
    assert started(quarter, wanted=100) == 100
    assert quarter.w.bottleneck[0] == chips.DEMAND


def test_each_limit_holds_whatever_is_wanted(quarter):
    classes = list(quarter.ruleset.chips.values())
    suppose(quarter, {"chips.custom_share": 0.2})
    quarter.w.available[:] = 1.0
    quarter.w.wanted[:] = 300_000.0
    quarter.w.wip[:], quarter.w.inventory[:] = 0, 0
    for name in ("start_designer", "start_custom"):
        getattr(chips, name)(quarter)
    made = quarter.w.wip[:, 1, 0]
    packs = sum(made[k] / c.packages_per_wafer for k, c in enumerate(classes))
    stacks = sum(made[k] * c.hbm_stacks for k, c in enumerate(classes) if c.maker == "nvidia")
    assert made.sum() > 0
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
    quarter.w.wip[k], quarter.w.inventory[k] = 300, 0
    quarter.w.blockade_quarters[:] = [1.0, 0.0]
    chips.finish(quarter)
    assert quarter.w.inventory[k, shelf].tolist() == [0, 300]
    assert quarter.w.wip[k].sum(axis=0).tolist() == [600, 300]


def test_the_vendor_keeps_the_closed_market_to_its_share_of_starts(quarter):
    suppose(quarter, {"chips.closed_market_share": 0.2, "chips.plan_ahead": 1.0})
    heir, free = quarter.chip("h800"), quarter.chip("h100")
    quarter.w.wanted[:], quarter.w.inventory[:] = 0.0, 0
    quarter.w.available[heir] = 1.0
    quarter.w.wanted[heir], quarter.w.wanted[free] = 50_000.0, 50_000.0
    wish = chips.designer_wishes(quarter)
    assert wish[heir][0] == pytest.approx(20_000)
    assert wish[free][0] == pytest.approx(50_000)


def test_the_domestic_chip_needs_stacks_bought_ahead_or_made_at_home(quarter):
    huawei, k = quarter.actor("huawei"), quarter.chip("ascend")
    quarter.w.item_licence[quarter.item("hbm"), quarter.region("cn")] = 0.0
    quarter.w.hbm_stock[huawei], quarter.w.hbm[huawei] = 400, 100
    quarter.w.wip[k] = 0
    chips.start_ascend(quarter)
    assert quarter.w.wip[k, 1].tolist() == [125, 125]  # four stacks each
    assert quarter.w.hbm_stock[huawei].tolist() == [0, 0]


def test_the_domestic_chip_is_packed_where_huawei_packs(quarter):
    huawei, k = quarter.actor("huawei"), quarter.chip("ascend")
    quarter.w.wanted[k], quarter.w.inventory[k] = 1e6, 0
    quarter.w.packaging[huawei] = [10, 0]
    quarter.w.packaging[quarter.actor("tsmc")] = 1_000_000
    before = quarter.w.hbm_stock[huawei].copy()
    quarter.w.wip[k] = 0
    chips.start_ascend(quarter)
    assert quarter.w.wip[k, 1].tolist() == [290, 0]  # 29 to a wafer
    bought = quarter.k("chips.memory_for_china")
    assert (quarter.w.hbm_stock[huawei] - before).tolist() == [bought - 4 * 290, bought]


def test_the_vendor_starts_several_times_what_was_asked_less_half_of_what_stands_about(quarter):
    suppose(quarter, {"chips.plan_ahead": 4, "chips.closed_market_share": 1.0})
    k = quarter.chip("h100")
    quarter.w.wanted[k], quarter.w.inventory[k, quarter.actor("nvidia")] = [1_000, 100], 600
    assert chips.designer_wishes(quarter)[k].tolist() == [3_700, 100]
    quarter.w.wanted[k] = [1_000, 75]
    assert chips.designer_wishes(quarter)[k].tolist() == [3_700, 0]
    quarter.w.available[k] = 0.0
    assert chips.designer_wishes(quarter)[k].tolist() == [0, 0]


def test_a_redrawn_class_is_launched_on_what_its_forerunner_was_asked_for(quarter):
    suppose(
        quarter,
        {"chips.launch": 0.5, "chips.plan_ahead": 4, "chips.closed_market_share": 1.0},
    )
    old, new = quarter.chip("h800"), quarter.chip("h20")
    quarter.w.wanted[:], quarter.w.inventory[:], quarter.w.wip[:] = 0.0, 0, 0
    quarter.w.made[new] = 0
    quarter.w.wanted[old], quarter.w.available[new] = 1_000.0, 0.0
    assert chips.designer_wishes(quarter)[new].tolist() == [0, 0]
    quarter.w.available[new] = 1.0
    assert chips.designer_wishes(quarter)[new].tolist() == [2_000, 2_000]
    quarter.w.wanted[new] = [100, 3_000]  # once it is asked for, that alone counts
    assert chips.designer_wishes(quarter)[new].tolist() == [400, 12_000]


def test_huaweis_packaging_grows_by_itself_whatever_is_short(quarter):
    suppose(quarter, {"chips.home_packaging_growth": 0.04})
    home = quarter.actor("huawei")
    quarter.w.packaging[home] = [6_000, 20]
    quarter.w.shortage[:], quarter.w.rush[:] = [1.0, 0.0], 0.0
    chips.expand(quarter)
    assert quarter.w.packaging[home].tolist() == [6_240, 20]  # whole wafers only


def test_packaging_grows_fastest_when_it_is_what_holds_up_the_buyers(quarter):
    suppose(
        quarter,
        {
            "chips.hunger": 2.2,
            "chips.growth_cap": 0.22,
            "chips.calm_growth": 0.45,
            "chips.idle_growth": 0.01,
        },
    )
    packer = quarter.actor("tsmc")
    quarter.w.packaging[packer] = 10_000
    quarter.w.shortage[:], quarter.w.rush[:] = [1.0, 0.0], 0.0
    quarter.w.bottleneck[:] = chips.PACKAGES
    chips.expand(quarter)
    assert quarter.w.packaging[packer].tolist() == [12_300, 10_100]


@pytest.mark.parametrize(
    ("shortage", "rush", "packages"),
    [
        (0.0, 0.25, 11_200),  # 2 x 0.25 of the cap of 22 %, and one percent for idle times
        (0.1, 0.25, 11_640),  # 2 x 0.1 more of it
        (0.5, 0.50, 12_300),  # the cap
        (0.0, 0.0, 10_100),
    ],
)
def test_packaging_is_built_for_a_rush_before_anything_is_short(quarter, shortage, rush, packages):
    suppose(
        quarter,
        {
            "chips.hunger": 2.0,
            "chips.foresight": 2.0,
            "chips.growth_cap": 0.22,
            "chips.calm_growth": 0.5,
            "chips.idle_growth": 0.01,
        },
    )
    packer = quarter.actor("tsmc")
    quarter.w.packaging[packer] = 10_000
    quarter.w.shortage[:], quarter.w.rush[:] = shortage, rush
    quarter.w.bottleneck[:] = [chips.PACKAGES, chips.WAFERS]
    chips.expand(quarter)
    # where packages are not what binds, half of it
    calm = 10_100 + (packages - 10_100) // 2
    assert quarter.w.packaging[packer] == pytest.approx([packages, calm], abs=1)


def test_what_is_started_is_paid_for(quarter):
    before = quarter.w.cash_usd.sum(axis=0)
    designer = quarter.w.cash_usd[quarter.actor("nvidia"), 0]
    chips.run(quarter)
    assert (quarter.w.cash_usd.sum(axis=0) == before).all()
    assert quarter.w.cash_usd[quarter.actor("nvidia"), 0] < designer


def test_a_redrawn_class_banned_in_its_turn_is_not_launched_again(quarter):
    suppose(quarter, {"chips.launch": 0.5, "chips.closed_market_share": 1.0})
    old, new = quarter.chip("h100"), quarter.chip("h800")
    quarter.w.wanted[:], quarter.w.inventory[:], quarter.w.wip[:] = 0.0, 0, 0
    quarter.w.available[new] = 1.0
    quarter.w.made[new], quarter.w.wanted[old] = 1, 1_000.0
    assert chips.designer_wishes(quarter)[new].tolist() == [0, 0]
