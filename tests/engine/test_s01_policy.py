"""S1 Policy: bans speak of attributes, vendors re-draw, promises come due, minerals grow dear."""

import pytest

from game.engine import s01_policy as policy
from game.world.figures import targets
from tests.engine.conftest import suppose


def sold_in_china(x):
    """The classes that may be sold to China under the present thresholds."""
    policy.license_chips(x)
    cn = x.region("cn")
    return {chip for k, chip in enumerate(x.ruleset.axis("chip")) if x.w.licence[k, cn, 0] == 1}


def test_the_rule_of_2022_bans_fast_chips_with_fast_links_and_nothing_by_name(quarter):
    allowed = sold_in_china(quarter)
    assert not {"a100", "h100", "blackwell"} & allowed
    assert {"h800", "h20"} <= allowed  # slower links, less arithmetic


def test_a_density_threshold_closes_the_gap_that_the_narrow_link_left(quarter):
    quarter.w.limit_density[quarter.region("cn")] = 5.92
    allowed = sold_in_china(quarter)
    assert "h800" not in allowed
    assert "h20" in allowed


def test_american_rules_bind_american_makers_only(quarter):
    quarter.w.limit_tpp[:], quarter.w.limit_bandwidth[:] = 1.0, 1.0
    assert sold_in_china(quarter) == {"ascend"}


def test_in_the_quarter_of_a_new_ban_what_is_under_way_goes_through(quarter):
    suppose(quarter, {"policy.under_way": 0.15})
    heir, old, cn = quarter.chip("h800"), quarter.chip("h100"), quarter.region("cn")
    quarter.w.limit_density[cn] = [5.92, 1e9]
    licences = []
    for _ in range(3):
        policy.license_chips(quarter)
        licences.append(quarter.w.licence[heir, cn].tolist())
        assert (quarter.w.licence[old, cn] == 0).all()  # banned before the first morning
    assert licences == [[0.15, 1.0], [0.0, 1.0], [0.0, 1.0]]


def test_a_ban_lifted_for_a_quarter_and_renewed_is_a_new_ban(quarter):
    suppose(quarter, {"policy.under_way": 0.15})
    chip, cn = quarter.chip("h100"), quarter.region("cn")
    licences = []
    for limit in (4_800, 1e9, 4_800, 4_800):
        quarter.w.limit_tpp[cn] = limit
        policy.license_chips(quarter)
        licences.append(quarter.w.licence[chip, cn, 0])
    assert licences == [0.0, 1.0, 0.15, 0.0]


def test_lifting_a_threshold_never_takes_a_licence_away(quarter):
    before = set()
    for limit in (1_000, 4_800, 10_000, 20_000, 1e9):
        quarter.w.limit_tpp[:] = limit
        allowed = sold_in_china(quarter)
        assert before <= allowed
        before = allowed


def test_a_chip_is_redrawn_after_its_delay_and_its_heir_only_once_it_is_banned(quarter):
    suppose(quarter, {"policy.respec_quarters": {"h800": 1, "h20": 1}})
    w, heir, second = quarter.w, quarter.chip("h800"), quarter.chip("h20")
    w.respec_quarters[:] = 0.0
    w.available[[heir, second]] = 0.0
    on_sale = []
    for _ in range(3):
        policy.redraw_chips(quarter)
        on_sale.append(w.available[heir, 0])
    assert on_sale == [0.0, 1.0, 1.0]
    assert w.available[second, 0] == 0.0
    w.licence[heir, quarter.region("cn")] = 0.0
    policy.redraw_chips(quarter)
    assert w.available[second, 0] == 0.0
    policy.redraw_chips(quarter)
    assert w.available[second, 0] == 1.0


def test_with_no_further_wait_the_heir_may_be_ordered_in_the_quarter_of_the_ban(quarter):
    suppose(quarter, {"policy.respec_quarters": {"h800": 0, "h20": 0}, "policy.under_way": 0.15})
    w, heir, second = quarter.w, quarter.chip("h800"), quarter.chip("h20")
    w.available[heir], w.available[second], w.respec_quarters[second] = 1.0, 0.0, 0.0
    on_sale = []
    for limit in (1e9, 5.92):
        w.limit_density[quarter.region("cn")] = limit
        policy.license_chips(quarter)
        policy.redraw_chips(quarter)
        on_sale.append(w.available[second, 0])
    assert w.licence[heir, quarter.region("cn"), 0] == 0.15  # under way, and yet banned
    assert on_sale == [0.0, 1.0]


def test_what_was_promised_comes_due_in_its_quarter_once(quarter):
    w = quarter.w
    foundry, node = quarter.actor("tsmc"), quarter.node("n5")
    w.pending[targets(quarter.ruleset)["wafers[tsmc,n5]"], 1] = 1_000.0
    before, gained = int(w.wafers[foundry, node, 0]), []
    for _ in range(3):
        policy.come_due(quarter)
        gained.append(int(w.wafers[foundry, node, 0]) - before)
    assert gained == [0, 1_000, 1_000]


def test_withheld_minerals_grow_dear_by_a_quarter_of_the_way_each_quarter(quarter):
    suppose(quarter, {"policy.minerals_peak": 1.5, "policy.minerals_speed": 0.25})
    quarter.w.minerals_control[:] = 1.0
    policy.price_minerals(quarter)
    assert quarter.w.minerals_price[0] == pytest.approx(1.375)
    policy.price_minerals(quarter)
    assert quarter.w.minerals_price[0] == pytest.approx(1.375 + 0.25 * 1.125)
