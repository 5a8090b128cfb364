"""S3 Fabs: money becomes capacity after years, and only as far as the machines go."""

from itertools import pairwise

import numpy as np
import pytest

from game.engine import s03_fabs as fabs
from tests.engine.conftest import suppose

LEADING = ("n5", "n3", "n2")


def begun(x, node="n5"):
    """Wafers a quarter that the leading foundry begins to build."""
    before = x.w.fab_pipe[x.actor("tsmc"), x.node(node)].sum(axis=0)
    fabs.invest(x)
    return (x.w.fab_pipe[x.actor("tsmc"), x.node(node)].sum(axis=0) - before)[0]


def test_a_fab_opens_in_four_equal_steps_after_its_building_time(quarter):
    suppose(quarter, {"fabs.ramp_quarters": 4})
    foundry, node = quarter.actor("tsmc"), quarter.node("n5")
    before = int(quarter.w.wafers[foundry, node, 0])
    fabs.build(quarter, foundry, node, np.array([1_200.0, 1_200.0]), 7)
    gained = []
    for _ in range(12):
        fabs.open_fabs(quarter)
        gained.append(int(quarter.w.wafers[foundry, node, 0]) - before)
    assert gained == [0] * 7 + [300, 600, 900, 1_200, 1_200]


def test_spending_buys_wafers_at_the_price_of_the_node(quarter):
    suppose(quarter, {"fabs.capex_share": 0.32, "fabs.node_mix": {"n5": 0.35}})
    tsmc = quarter.actor("tsmc")
    quarter.w.revenue_usd[tsmc], quarter.w.euv_tools[tsmc] = 20 * 10**9, 10_000
    cash = quarter.w.cash_usd[tsmc, 0]
    # 0.32 bn USD buys a thousand wafers a month, or three thousand a quarter
    assert begun(quarter) == pytest.approx(21_000)
    assert cash - quarter.w.cash_usd[tsmc, 0] == 2_240_000_000


def test_without_machines_no_leading_fab_and_more_machines_never_fewer(quarter):
    tsmc, wafers = quarter.actor("tsmc"), []
    quarter.w.turn[:] = 10
    for machines in (0, 90, 150, 200, 300, 1_000):
        quarter.w.fab_pipe[:] = 0.0
        quarter.w.euv_tools[tsmc] = machines
        wafers.append([begun(quarter, node) for node in LEADING])
    assert wafers[0] == [0, 0, 0]
    for fewer, more in pairwise(wafers):
        assert (np.array(more) >= fewer).all()


def test_without_foreign_tools_the_chinese_foundry_builds_at_half_the_pace(quarter):
    suppose(quarter, {"fabs.smic_wafers_per_quarter": 8_000, "fabs.smic_without_licence": 0.55})
    duv, cn = quarter.item("duv"), quarter.region("cn")
    smic, n7 = quarter.actor("smic"), quarter.node("n7")
    pace = []
    for licence in (1.0, 0.5, 0.0):
        quarter.w.fab_pipe[:] = 0.0
        quarter.w.item_licence[duv, cn] = licence
        fabs.invest(quarter)
        pace.append(quarter.w.fab_pipe[smic, n7, :, 0].sum())
    assert pace == pytest.approx([8_000, 6_200, 4_400])


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
    sold = []
    for turn in (1, 3, 5, 40):
        calm.w.turn[:] = turn
        fabs.sell_other_wafers(calm)
        sold.append(calm.w.revenue_usd[foundry, 0] / (2_000 * price))
    side = 0.5 * (1 - 0.2 / np.e)  # one width away
    assert sold == pytest.approx([side, 0.4, side, 0.5], rel=1e-6)


def test_what_the_opening_has_under_construction_opens_step_by_step(quarter):
    node = quarter.w.wafers[quarter.actor("tsmc"), quarter.node("n3")]
    under_way = quarter.w.fab_pipe[quarter.actor("tsmc"), quarter.node("n3")].sum(axis=0)
    first, seen = node.copy(), [int(node[0])]
    assert (under_way > 0).all()
    for _ in range(13):
        fabs.open_fabs(quarter)
        seen.append(int(node[0]))
    assert seen == sorted(seen)
    assert (node == first + under_way).all()


def test_a_blockade_stops_nine_tenths_of_taiwan_and_nothing_in_texas(calm):
    suppose(calm, {"fabs.blockade_stop": 0.9})
    calm.w.blockade_quarters[:] = [0.0, 1.0]
    fabs.sell_other_wafers(calm)
    taiwan = calm.w.revenue_usd[calm.actor("tsmc")]
    texas = calm.w.revenue_usd[calm.actor("texas_instruments")]
    assert taiwan[1] == pytest.approx(0.1 * taiwan[0], rel=1e-9)
    assert texas[1] == texas[0] > 0
