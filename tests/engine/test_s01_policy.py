"""S1 Policy: bans speak of attributes, vendors re-draw, promises come due, minerals grow dear."""

import numpy as np
import pytest

from game.engine import s01_policy as policy
from game.world.targets import targets
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
    assert sold_in_china(quarter) == {"ascend", "ascend_960"}


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
        w.turn += 1
        gained.append(int(w.wafers[foundry, node, 0]) - before)
    assert gained == [0, 1_000, 1_000]


def test_a_new_ban_takes_value_from_the_maker_only_where_supply_is_slack(quarter):
    suppose(
        quarter,
        {"policy.ban_cost_usd": 26e9, "policy.slack_below": 0.2, "policy.shock_kept": 0.5},
    )
    w, maker, cn = quarter.w, quarter.actor("nvidia"), quarter.region("cn")
    w.valuation_usd[maker], w.shortage[:], w.ban_shock[:] = 520e9, [0.0, 0.3], 0.0
    w.inventory[:, maker] = 0
    before = w.licence.copy()
    w.limit_density[cn] = 5.92
    policy.license_chips(quarter)
    policy.frighten_suppliers(quarter, before)
    assert w.ban_shock[maker].tolist() == pytest.approx([0.05, 0.0])
    policy.frighten_suppliers(quarter, w.licence.copy())
    assert w.ban_shock[maker].tolist() == pytest.approx([0.025, 0.0])


def test_what_stands_finished_for_the_market_that_was_closed_is_written_off(quarter):
    suppose(quarter, {"policy.ban_cost_usd": 0.0, "policy.slack_below": 0.2})
    w, maker, heir = quarter.w, quarter.actor("nvidia"), quarter.chip("h800")
    w.valuation_usd[maker], w.shortage[:] = 1e12, 0.0
    w.chip_price_usd[heir], w.inventory[heir, maker] = 20_000.0, [1_000_000, 0]
    before = w.licence.copy()
    w.limit_density[quarter.region("cn")] = 5.92
    policy.license_chips(quarter)
    policy.frighten_suppliers(quarter, before)
    assert w.ban_shock[maker].tolist() == pytest.approx([0.02, 0.0])


def test_makers_without_a_market_value_have_none_to_lose(quarter):
    w = quarter.w
    w.valuation_usd[:], w.shortage[:] = 0.0, 0.0
    before = w.licence.copy()
    w.limit_tpp[:], w.limit_bandwidth[:] = 1.0, 1.0
    policy.license_chips(quarter)
    policy.frighten_suppliers(quarter, before)
    assert not w.ban_shock.any()


def stalls(x, licences):
    """How many designs stand still in China, quarter after quarter, under these licences."""
    suppose(
        x,
        {
            "policy.eda_lag": 2,
            "policy.eda_ramp": 4,
            "policy.eda_back": 2,
            "policy.eda_own_quarters": 10,
        },
    )
    found = []
    for free in licences:
        x.w.item_licence[x.item("eda"), x.region("cn")] = free
        policy.withhold_software(x)
        found.append(x.w.design_stall[x.region("cn"), 0])
    return found


def test_without_software_designs_go_on_then_slow_down_then_stop(quarter):
    assert stalls(quarter, [0.0] * 6) == pytest.approx([0, 0, 0.25, 0.5, 0.75, 1.0])


def test_tools_of_ones_own_come_over_the_years(quarter):
    found = stalls(quarter, [0.0] * 27)
    assert found[6] == pytest.approx(np.exp(-0.1))
    assert found[26] == pytest.approx(np.exp(-2.1))


def test_software_sold_again_makes_good_twice_as_fast(quarter):
    assert stalls(quarter, [0.0] * 6 + [1.0, 1.0])[-2:] == pytest.approx([0.5, 0.0])


def test_a_class_of_the_calendar_waits_for_the_software_its_maker_lacks(quarter):
    suppose(quarter, {"policy.stall_stops": 0.5})
    w, class_, late = quarter.w, quarter.chip("ascend"), quarter.chip("blackwell")
    w.available[[class_, late]] = 0.0
    w.turn[:] = 6
    w.design_stall[quarter.region("cn")] = [0.9, 0.4]
    policy.redraw_chips(quarter)
    assert w.available[class_].tolist() == [0.0, 1.0]
    assert w.available[late].tolist() == [1.0, 1.0]  # drawn elsewhere


def test_what_pressure_gained_on_allies_fades_and_a_tariff_lowers_their_ground(quarter):
    suppose(
        quarter,
        {
            "policy.align_ground": {"europe": 0.8, "japan": 0.8},
            "policy.align_fade": 0.1,
            "policy.align_tariff": 0.6,
        },
    )
    w, ally = quarter.w, quarter.actor("europe")
    w.align[ally], w.tariff_rate[quarter.actor("usa")] = 1.0, [0.0, 0.5]
    policy.tire_allies(quarter)
    assert w.align[ally].tolist() == pytest.approx([0.98, 0.95])


def test_a_states_tariff_holds_on_all_its_soil_and_nowhere_else(quarter):
    w = quarter.w
    w.tariff_rate[quarter.actor("europe")] = 0.1
    policy.raise_tariffs(quarter)
    assert w.tariff[[quarter.region("nl"), quarter.region("fr")]].tolist() == [[0.1, 0.1]] * 2
    assert w.tariff.sum() == pytest.approx(0.4)


def minerals(x, stock=0.0):
    """A state without Chinese minerals, with so many quarters of use laid by; its row."""
    suppose(
        x,
        {
            "policy.minerals_use": {"usa": 0.5, "europe": 0.5},
            "policy.minerals_peak": 1.5,
            "policy.minerals_speed": 0.25,
            "policy.minerals_swap_speed": 0.07,
            "policy.minerals_swap_back": 0.02,
            "policy.minerals_swap_most": 0.8,
        },
    )
    w, row = x.w, x.actor("usa")
    w.minerals_control[:], w.minerals_swap[:], w.minerals_stock[:] = 0.0, 0.0, 0.0
    w.item_licence[x.item("minerals"), x.region("us")] = 0.0
    w.minerals_stock[row] = stock
    return row


def test_withheld_minerals_are_found_elsewhere_by_seven_per_cent_of_the_way_a_quarter(quarter):
    w, row = quarter.w, minerals(quarter)
    short = []
    for _ in range(2):
        policy.withhold_minerals(quarter)
        short.append(w.minerals_short[row, 0])
    assert short == pytest.approx([1 - 0.056, 1 - 0.056 - 0.07 * (0.8 - 0.056)])
    assert w.minerals_short[quarter.actor("europe"), 0] == 0.0
    w.item_licence[quarter.item("minerals")] = 1.0
    kept = w.minerals_swap[row, 0]
    policy.withhold_minerals(quarter)
    assert w.minerals_swap[row, 0] == pytest.approx(0.98 * kept)  # given up more slowly


def test_stocks_are_drawn_down_before_anything_is_short(quarter):
    w, row = quarter.w, minerals(quarter, stock=1.5)
    policy.withhold_minerals(quarter)
    assert w.minerals_short[row, 0] == 0.0
    assert w.minerals_stock[row, 0] == pytest.approx(1.5 - 0.944)
    assert w.minerals_price[0] == pytest.approx(1.0)
    policy.withhold_minerals(quarter)
    assert w.minerals_stock[row, 0] == pytest.approx(0.0)
    assert w.minerals_short[row, 0] > 0.3


def test_the_price_follows_what_the_users_of_the_world_lack(quarter):
    w, row = quarter.w, minerals(quarter)
    policy.withhold_minerals(quarter)
    assert w.minerals_price[0] == pytest.approx(1 + 0.25 * 1.5 * 0.5 * w.minerals_short[row, 0])


def test_what_china_keeps_from_everybody_it_does_not_keep_from_itself(quarter):
    w, row = quarter.w, minerals(quarter)
    w.item_licence[quarter.item("minerals")] = 1.0
    w.minerals_control[:] = 0.5
    policy.withhold_minerals(quarter)
    assert w.minerals_short[row, 0] == pytest.approx(0.5 - 0.07 * 0.4)
    assert w.minerals_short[quarter.actor("china"), 0] == 0.0


def give(x, order, seat, quarters):
    """What each of several talks in a row takes off the tension."""
    row = x.ruleset.index("order", order), x.ruleset.index("seat", seat)
    moved = []
    for given in quarters:
        x.orders[:] = 0.0
        x.orders[row] = given
        x.w.tension[:] = 80.0
        policy.carry_out_orders(x)
        policy.wear_orders(x)
        moved.append(80.0 - x.w.tension[0])
    return moved


def test_what_worked_for_four_quarters_goes_stale_and_comes_back(quarter):
    suppose(quarter, {"policy.worn_kept": 0.75})
    moved = give(quarter, "talks", "usa", [1, 1, 1, 1, 1] + [0] * 8 + [1])
    assert moved[0] == pytest.approx(6.0)
    assert sorted(moved[:5], reverse=True) == moved[:5]
    assert moved[4] < 0.45 * moved[0]
    assert moved[-1] > 0.65 * moved[0]


def test_one_seat_tires_of_an_order_and_not_another(quarter):
    suppose(quarter, {"policy.worn_kept": 0.75})
    give(quarter, "talks", "usa", [1, 1, 1])
    assert give(quarter, "talks", "china", [1]) == pytest.approx([6.0])


def test_an_order_that_does_not_wear_does_the_same_each_time(quarter):
    moved = give(quarter, "press_allies", "usa", [1]) + give(quarter, "lift_caps", "usa", [1, 1])
    assert moved == pytest.approx([-0.5, -0.5, -0.5])


def test_the_allies_will_decides_how_many_machines_are_refused_when_their_rules_are_out(quarter):
    w, duv = quarter.w, quarter.item("duv")
    w.item_licence[duv, quarter.region("cn")] = 1.0
    w.align[[quarter.actor("europe"), quarter.actor("japan")]] = [[1.0, 0.5], [1.0, 0.5]]
    give(quarter, "tool_controls", "usa", [1])
    assert w.item_licence[duv, quarter.region("cn")].tolist() == [1.0, 1.0]
    w.turn[:] += quarter.ruleset.orders["tool_controls"].lead - 1
    policy.come_due(quarter)
    assert w.item_licence[duv, quarter.region("cn")].tolist() == pytest.approx([0.4, 0.7])


def test_a_listed_firm_comes_back_by_half_under_another_name(ruleset, play):
    eda, cn = ruleset.index("item", "eda"), ruleset.index("region", "cn")
    row = ruleset.index("order", "entity_list"), ruleset.index("seat", "usa")

    def list_once(turn, orders):
        orders[:, row[1]] = 0.0
        if turn == 0:
            orders[row] = 1.0

    struck, later = (play(turns=turns, order=list_once) for turns in (1, 8))
    assert struck.item_licence[eda, cn, 0] == pytest.approx(0.75)
    assert later.item_licence[eda, cn, 0] == pytest.approx(0.75 * 1.125)
