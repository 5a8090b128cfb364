"""S3 Fabs: money becomes capacity after years, and only as far as the machines go."""

from itertools import pairwise

import numpy as np
import pytest

from game.engine import policies
from game.engine import s03_fabs as fabs
from game.engine.ahead import on_its_way, rows_of
from game.engine.output import open_packages, open_wafers
from game.engine.s01_policy import come_due
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.targets import targets
from tests.engine.conftest import suppose

LEADING = ("n5", "n3", "n2")


def begun(x, node="n5", foundry="tsmc"):
    """Wafers a quarter that a foundry begins to build."""
    row = rows_of(x.ruleset, (f"wafers[{foundry},{node}]",))
    before = on_its_way(x, row)[0, 0]
    fabs.invest(x, fabs.fit_machines(x), fabs.coming_wafers(x))
    return on_its_way(x, row)[0, 0] - before


def test_a_fab_opens_in_four_equal_steps_after_its_building_time(quarter):
    suppose(quarter, {"fabs.ramp_quarters": 4, "fabs.build_quarters_tw": 7})
    tsmc, node = quarter.actor("tsmc"), quarter.node("n5")
    quarter.w.pending[:] = 0.0
    quarter.w.euv_tools[tsmc] = 10_000
    whole = begun(quarter)
    line, gained = quarter.w.wafers[tsmc, node], []
    before = int(line[0])
    for _ in range(12):
        come_due(quarter)
        gained.append(int(line[0]) - before)
        quarter.w.turn += 1
    step = int(whole / 4)
    assert whole > 10_000
    assert gained == [0] * 7 + [step, 2 * step, 3 * step, 4 * step, 4 * step]


def test_spending_buys_wafers_at_the_price_of_the_node(quarter):
    suppose(
        quarter,
        {
            "fabs.capex_share": {"tsmc": 0.32, "smic": 0.0},
            "fabs.node_mix_tsmc": {"n5": 0.35, "n3": 0.65},
            "fabs.node_from": {"n5": 0, "n3": 99},
        },
    )
    tsmc = quarter.actor("tsmc")
    quarter.w.revenue_usd[tsmc], quarter.w.euv_tools[tsmc] = 20 * 10**9, 10_000
    cash = quarter.w.cash_usd[tsmc, 0]
    # 0.32 bn USD buys a thousand wafers a month, or three thousand a quarter
    assert begun(quarter) == pytest.approx(21_000, abs=4)  # in four equal steps
    assert cash - quarter.w.cash_usd[tsmc, 0] == pytest.approx(2_240_000_000, rel=1e-3)


def test_a_node_that_is_left_behind_leaves_its_money_to_the_finer_ones(quarter):
    suppose(
        quarter,
        {
            "fabs.node_mix_tsmc": {"n5": 0.5, "n3": 0.25, "n2": 0.25},
            "fabs.node_from": {},
            "fabs.node_until": {"n5": 13},
        },
    )
    tsmc, found = quarter.actor("tsmc"), {}
    quarter.w.revenue_usd[tsmc], quarter.w.euv_tools[tsmc] = 20 * 10**9, 10_000
    for turn in (12, 13):
        quarter.w.turn[:], quarter.w.pending[:] = turn, 0.0
        found[turn] = [begun(quarter, node) for node in LEADING]
        quarter.w.pending[:] = 0.0
    assert found[12][0] > 0
    assert found[13][0] == 0
    assert found[13][1:] == pytest.approx([2 * wafers for wafers in found[12][1:]], abs=8)


def test_without_machines_no_leading_fab_and_more_machines_never_fewer(quarter):
    tsmc, wafers = quarter.actor("tsmc"), []
    quarter.w.turn[:] = 6  # all three are built
    built = quarter.w.wafers[tsmc].copy()
    for machines in (0, 90, 150, 200, 300, 1_000):
        quarter.w.pending[:], quarter.w.wafers_idle[:] = 0.0, 0
        quarter.w.wafers[tsmc], quarter.w.euv_tools[tsmc] = built, machines
        wafers.append([begun(quarter, node) for node in LEADING])
    assert wafers[0] == [0, 0, 0]
    assert min(wafers[-1]) > 0
    for fewer, more in pairwise(wafers):
        assert (np.array(more) >= fewer).all()


def test_lines_granted_abroad_take_no_room_from_the_foundrys_own_till_they_open(quarter):
    tsmc, own = quarter.actor("tsmc"), []
    quarter.w.euv_tools[tsmc], quarter.w.revenue_usd[tsmc] = 120, 20 * 10**9
    grant = rows_of(quarter.ruleset, ("wafers[tsmc,n5]", "wafers_abroad[tsmc,n5]"))
    for promised in ([], grant[:1], grant):
        quarter.w.pending[:] = 0.0
        quarter.w.pending[promised, 15] = 1_000_000.0
        own.append(begun(quarter, "n3"))
    assert own[2] == own[0] > own[1] == 0


def test_a_foundry_orders_the_machines_that_its_plans_lack(quarter):
    suppose(quarter, {"fabs.tools_ahead": 2, "fabs.layers_per_euv": 135_000})
    tsmc = quarter.actor("tsmc")
    quarter.w.pending[:] = 0.0
    quarter.w.euv_tools[tsmc] = 10_000
    begun(quarter)
    assert quarter.w.euv_backlog[tsmc, 0] == 0
    quarter.w.euv_tools[tsmc] = 70
    begun(quarter)
    assert quarter.w.euv_backlog[tsmc, 0] > 0


def test_lines_without_machines_wait_and_print_again_when_they_come(quarter):
    suppose(quarter, {"fabs.layers_per_duv": 37_500, "fabs.layers_per_euv": 135_000})
    smic, n7 = quarter.actor("smic"), quarter.node("n7")
    line, idle = quarter.w.wafers[smic, n7], quarter.w.wafers_idle[smic, n7]
    quarter.w.wafers[smic], quarter.w.wafers_idle[smic] = 0, 0
    quarter.w.wafers[smic, n7] = 60_000  # five fine layers each: 300,000
    quarter.w.duv_tools[smic], quarter.w.euv_tools[smic] = [4.0, 8.0], 0
    fabs.fit_machines(quarter)
    assert line.tolist() == [30_000, 60_000]
    assert idle.tolist() == [30_000, 0]
    quarter.w.euv_tools[smic] = 1  # 135,000 layers: 27,000 wafers more
    fabs.fit_machines(quarter)
    assert line.tolist() == [57_000, 60_000]
    assert (line + idle).tolist() == [60_000, 60_000]


def test_older_lines_need_no_such_machines(quarter):
    tsmc, n28 = quarter.actor("tsmc"), quarter.node("n28")
    before = quarter.w.wafers[tsmc, n28].copy()
    quarter.w.euv_tools[tsmc] = 0
    fabs.fit_machines(quarter)
    assert (quarter.w.wafers[tsmc, n28] == before).all()
    assert (quarter.w.wafers[tsmc, quarter.node("n5")] == 0).all()


def test_the_chinese_foundry_builds_no_more_than_its_machines_will_print(quarter):
    smic = quarter.actor("smic")
    quarter.w.pending[:] = 0.0
    quarter.w.revenue_usd[smic], quarter.w.duv_tools[smic] = 2 * 10**9, [4.0, 100.0]
    row = rows_of(quarter.ruleset, ("wafers[smic,n7]",))
    fabs.invest(quarter, fabs.fit_machines(quarter), fabs.coming_wafers(quarter))
    few, many = on_its_way(quarter, row)[0]
    assert few == 0
    assert many > 5_000


def sold(x):
    return fabs.sell_other_wafers(x, fabs.legacy_demand(x))


def test_the_downturn_is_deepest_in_its_turn_and_fades_on_both_sides(calm):
    suppose(
        calm,
        {
            "fabs.use": 0.5,
            "fabs.downturn_depth": 0.2,
            "fabs.downturn_turn": 3,
            "fabs.downturn_quarters": 2.0,
        },
    )
    foundry, node = calm.actor("tsmc"), calm.node("n5")
    calm.w.wafers[foundry], calm.w.wafers_made[foundry] = 0, 0
    calm.w.wafers[foundry, node], calm.w.wafers_made[foundry, node] = 3_000, 1_000
    price = calm.ruleset.nodes["n5"].wafer_price_usd
    told = []
    for turn in (1, 3, 5, 40):
        calm.w.turn[:] = turn
        sold(calm)
        told.append(calm.w.revenue_usd[foundry, 0] / (2_000 * price))
    side = 0.5 * (1 - 0.2 / np.e)  # one width away
    assert told == pytest.approx([side, 0.4, side, 0.5], rel=1e-6)


def test_what_the_opening_has_under_construction_opens_step_by_step(quarter):
    node = quarter.w.wafers[quarter.actor("tsmc"), quarter.node("n3")]
    row = rows_of(quarter.ruleset, ("wafers[tsmc,n3]",))
    under_way = on_its_way(quarter, row)[0]
    first, seen = node.copy(), [int(node[0])]
    assert (under_way > 0).all()
    for _ in range(13):
        come_due(quarter)
        quarter.w.turn += 1
        seen.append(int(node[0]))
    assert seen == sorted(seen)
    assert (node == first + under_way).all()


def test_a_blockade_stops_nine_tenths_of_taiwan_and_nothing_in_texas(calm):
    suppose(calm, {"fabs.blockade_stop": 0.9})
    calm.w.blockade_quarters[:] = [0.0, 1.0]
    sold(calm)
    taiwan = calm.w.revenue_usd[calm.actor("tsmc")]
    texas = calm.w.revenue_usd[calm.actor("texas_instruments")]
    assert taiwan[1] == pytest.approx(0.1 * taiwan[0], rel=1e-9)
    assert texas[1] == texas[0] > 0


def test_what_stands_abroad_goes_on_in_a_blockade(quarter):
    suppose(quarter, {"fabs.blockade_stop": 0.9})
    tsmc, n5 = quarter.actor("tsmc"), quarter.node("n5")
    quarter.w.blockade_quarters[:] = 2.0
    quarter.w.wafers[tsmc, n5], quarter.w.packaging[tsmc] = 100_000, 10_000
    quarter.w.wafers_abroad[tsmc, n5] = [0, 40_000]
    quarter.w.packaging_abroad[tsmc] = [0, 10_000]
    rows = np.array([tsmc])
    assert open_wafers(quarter, rows)[0, n5].tolist() == pytest.approx([10_000, 46_000])
    assert open_packages(quarter).tolist() == pytest.approx([1_000, 10_000])


def test_older_chips_lack_when_output_outgrows_their_lines(calm):
    suppose(calm, {"fabs.legacy_weight": 0.4})
    old = [calm.node("n180"), calm.node("n28")]
    price = fabs.lines(calm.ruleset).old_price_usd
    rows = fabs.lines(calm.ruleset).foundries
    worth = (calm.w.wafers[rows[:, None], old] * price).sum(axis=(0, 1))[0]
    calm.w.turn[:] = 40  # no downturn left
    fabs.sell_other_wafers(calm, np.array([worth, 2.0 * worth]))
    assert calm.w.legacy_shortage.tolist() == pytest.approx([0.0, 0.4 * 0.5])


def test_older_lines_are_built_for_the_demand_of_their_opening_at_their_pace(quarter):
    suppose(quarter, {"fabs.legacy_pace": 0.02, "fabs.legacy_trend": 0.0})
    texas, n180 = quarter.actor("texas_instruments"), quarter.node("n180")
    row = rows_of(quarter.ruleset, ("wafers[texas_instruments,n180]",))
    quarter.w.pending[:] = 0.0
    coming = fabs.coming_wafers(quarter)
    price = fabs.lines(quarter.ruleset).old_price_usd
    worth = (coming[:, fabs.lines(quarter.ruleset).old] * price).sum(axis=(0, 1))[0]
    cash = quarter.w.cash_usd[texas].copy()
    fabs.invest_in_old_nodes(quarter, coming, np.array([0.9 * worth, 1.5 * worth]))
    stands = quarter.w.wafers[texas, n180, 0]
    assert on_its_way(quarter, row)[0].tolist() == pytest.approx([0, 0.02 * stands], abs=1)
    paid = cash - quarter.w.cash_usd[texas]
    assert paid[0] == 0
    assert paid[1] == pytest.approx(0.02 * stands * 40_000_000 / 3_000, rel=1e-4)


def test_no_dollar_is_made_by_building_and_selling(quarter):
    before = quarter.w.cash_usd.sum(axis=0)
    fabs.run(quarter)
    assert (quarter.w.cash_usd.sum(axis=0) == before).all()


def test_beijing_counts_the_lines_it_has_ordered_before_it_orders_more(ruleset, morning):
    smic, n7 = ruleset.index("actor", "smic"), ruleset.index("node", "n7")
    morning = morning.copy()
    morning.cash_usd[ruleset.index("actor", "china")] = 40 * 10**9
    morning.wafers[smic, n7], morning.wafers_idle[smic, n7] = 30_000, 0
    row = targets(ruleset)["wafers[smic,n7]"]
    morning.pending[row], morning.pending[row, 3] = 0.0, [0.0, 12_000.0]
    assert Reader(ruleset, morning, "china")("wafers_coming.smic.n7").tolist() == [0.0, 12_000.0]
    orders = policies.no_orders(ruleset, morning)
    policies.decide(ruleset, morning, Dice(1), orders)
    given = orders[ruleset.index("order", "expand_smic"), ruleset.index("seat", "china")]
    assert given[0] > 0 and given[1] == 0
