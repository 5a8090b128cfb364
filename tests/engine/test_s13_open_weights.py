"""S13 Open weights: what is given away caps what can be sold, and others build on it."""

import numpy as np
import pytest

from game.engine import s13_open_weights as weights
from game.world.derived import machine_time
from tests.engine.conftest import suppose


@pytest.fixture
def before(quarter):
    """A lab with a model of 130 in the drawer; the open ones stand at 110, the leader at 135."""
    w, labs = quarter.w, quarter.places.labs
    w.eci[labs], w.trained_eci[labs], w.open_eci[:] = 105.0, 105.0, 110.0
    w.eci[quarter.actor("lab_frontier")] = 135.0
    w.eci[quarter.actor("lab_bay")] = 128.0
    w.trained_eci[quarter.actor("lab_hangzhou")] = 130.0
    w.token_price_usd[labs], w.thinking_cost[labs], w.class_price_usd[:] = 20.0, 1.0, 20.0
    w.release[:], w.openness[:] = 0.0, 0.0
    return quarter


def cheap(x):
    """Hosting costs 10 USD at efficiency 1, whatever the quality; prices of 1.3 times that."""
    suppose(
        x,
        {
            "inference.hours_per_mtok": 2.5,
            "inference.size_per_eci": 0.0,
            "inference.teaching": 0.0,
            "inference.thrift_power": 1.0,
            "inference.margin": 1.3,
            "open_weights.readable": 0.8,
        },
    )
    x.w.rent_usd_per_hour[:] = 4.0


def test_a_gift_caps_the_price_of_all_that_is_no_better(before):
    cheap(before)
    giver, w = before.actor("lab_hangzhou"), before.w
    w.software[giver], w.open_software[:] = 2.5, 0.1
    w.release[giver] = 2.0
    weights.publish(before)
    weights.teach(before)
    assert w.open_eci[0] == 130.0
    assert w.open_software[0] == pytest.approx(2.0)  # eight tenths can be read
    assert w.token_price_usd[before.actor("lab_bay"), 0] == pytest.approx(6.5)
    assert w.token_price_usd[before.actor("lab_frontier"), 0] == 20.0
    assert w.class_price_usd[0] == pytest.approx(6.5)


def test_below_the_open_best_a_lab_may_still_ask_more_or_less_than_usual(before):
    cheap(before)
    w, labs = before.w, [before.actor("lab_bay"), before.actor("lab_menlo")]
    w.open_eci[:], w.open_software[:], w.price_stance[labs] = 130.0, 2.0, [[3.0], [0.5]]
    w.token_price_usd[labs] = [[60.0], [10.0]]
    weights.teach(before)
    assert w.token_price_usd[labs, 0].tolist() == pytest.approx([19.5, 3.25])


def test_until_the_class_is_open_hosts_do_not_cap_its_price(before):
    cheap(before)
    before.w.open_software[:] = 50.0
    weights.teach(before)
    assert before.w.class_price_usd[0] == 20.0


def test_a_gift_brings_standing_and_people_and_no_money(before):
    suppose(before, {"open_weights.trust": 4, "open_weights.talent": 0.04})
    giver, w = before.actor("lab_hangzhou"), before.w
    w.trust[giver], w.staff[giver], w.release[giver] = 50.0, 100.0, [2.0, 0.0]
    cash = w.cash_usd.copy()
    weights.publish(before)
    assert w.trust[giver].tolist() == pytest.approx([54.0, 50.0])
    assert w.staff[giver].tolist() == pytest.approx([104.0, 100.0])
    weights.run(before)
    assert (w.cash_usd == cash).all()


def test_serving_a_model_keeps_it_closed_and_gives_nobody_anything(before):
    lab, w = before.actor("lab_hangzhou"), before.w
    w.openness[lab], w.release[lab] = 1.0, 1.0
    known = w.open_software[0]
    weights.publish(before)
    assert (w.eci[lab, 0], w.openness[lab, 0]) == (130.0, 0.0)
    assert (w.open_eci[0], w.open_software[0]) == (110.0, known)


def test_what_is_released_never_gets_worse_and_the_order_is_spent(before):
    lab, w = before.actor("lab_bay"), before.w
    w.trained_eci[lab], w.release[lab] = 90.0, 2.0
    weights.publish(before)
    assert w.eci[lab, 0] == 128.0
    assert not w.release.any()


def test_others_build_on_what_many_use_and_on_the_best_that_is_open(before):
    suppose(before, {"open_weights.stack_pull": 0.5, "open_weights.stack_speed": 1.0})
    w, used, giver = before.w, before.actor("lab_frontier"), before.actor("lab_hangzhou")
    late = before.actor("lab_paris")
    w.share[:], w.share[used] = 0.0, 1.0
    w.openness[[giver, late]], w.eci[giver], w.eci[late], w.open_eci[:] = 1.0, 130.0, 90.0, 130.0
    weights.build(before)
    assert w.stack[before.places.labs].sum(axis=0) == pytest.approx([1.0, 1.0])
    assert w.stack[giver, 0] / w.stack[used, 0] == pytest.approx(0.5)
    assert 0 < w.stack[late, 0] < 0.01


def test_people_go_where_others_build(before):
    suppose(before, {"open_weights.stack_talent": 0.01, "open_weights.stack_speed": 0.0})
    w, lab = before.w, before.actor("lab_bay")
    w.stack[lab], w.staff[lab] = [0.5, 0.0], 100.0
    weights.build(before)
    assert w.staff[lab].tolist() == pytest.approx([100.5, 100.0])


def test_porting_follows_the_states_pressure_and_open_code_helps(before):
    suppose(before, {"open_weights.port_speed": 0.1, "open_weights.port_open": 1.0})
    w, clouds, abroad = before.w, before.actor("cn_clouds"), before.actor("lab_paris")
    w.home_share[:], w.home_share[before.region("cn")] = 0.0, 0.5
    w.ported[:], w.stack[:] = 0.2, 0.0
    giver = before.actor("lab_menlo")
    w.openness[giver], w.stack[giver] = 1.0, [0.0, 0.6]
    weights.port(before)
    assert w.ported[clouds].tolist() == pytest.approx([0.2 + 0.05 * 0.8, 0.2 + 0.05 * 1.6 * 0.8])
    assert w.ported[abroad].tolist() == [0.2, 0.2]


def test_lock_in_wears_off_as_more_is_built_on_code_that_runs_elsewhere(before):
    suppose(before, {"open_weights.lockin_wear": 0.1})
    w, lab = before.w, before.actor("lab_hangzhou")
    w.home_share[:], w.stack[:], w.ported[:], w.lockin[:] = 0.0, 0.0, 0.0, 0.8
    w.stack[lab], w.ported[lab] = 0.5, [0.0, 0.8]
    weights.port(before)
    assert w.lockin.tolist() == pytest.approx([0.8, 0.8 * 0.96])


def test_members_come_to_a_commons_near_the_best_and_leave_one_that_falls_behind(before):
    suppose(before, {"open_weights.join": 0.04, "open_weights.leave": 0.02})
    w, home = before.w, before.actor("commons")
    w.commons_h100e[:], w.trust[home] = 100.0, 50.0
    w.eci[home] = [w.eci.max(), 0.0]
    weights.gather(before)
    assert w.commons_h100e.tolist() == pytest.approx([102.0, 98.0], abs=1e-3)


def test_the_network_takes_a_part_of_what_is_pooled(before):
    suppose(before, {"open_weights.network_loss": 0.4})
    w, home = before.w, before.actor("commons")
    w.installed[:, home], w.rented_h100e[home], w.allotted_h100e[home] = 0, 0.0, 0.0
    w.commons_h100e[:] = 100.0
    assert machine_time(before.ruleset, w)[home].tolist() == pytest.approx([60.0, 60.0])


def test_the_best_american_model_of_each_quarter_is_remembered(before):
    before.w.best_us_by_turn[0] = 120.0
    weights.remember(before)
    assert before.w.best_us_by_turn[:2, 0].tolist() == [135.0, 120.0]
    assert np.isfinite(before.w.best_us_by_turn).all()
