"""S12 Demand: people adopt, choose among labs, and pay what labs receive."""

import numpy as np
import pytest

from game.engine import s12_demand as demand
from game.world.derived import machine_time
from tests.engine.conftest import suppose


@pytest.fixture
def level(quarter):
    """All labs alike: one model, one price, no name, machine time for everybody."""
    w, labs = quarter.w, quarter.places.labs
    suppose(quarter, {"demand.brand": {}, "demand.habit": 0.4})
    w.eci[labs], w.token_price_usd[labs], w.trust[labs] = 126.0, 5.0, 50.0
    w.software[labs], w.train_share[labs], w.small[labs] = 1.0, 0.0, 0.0
    w.allotted_h100e[labs] = 1e9
    w.users[:] = 0.1 * quarter.by("demand.people", "region")
    w.share[:] = 0.0
    return quarter


def test_a_step_of_bass(level):
    suppose(
        level,
        {
            "demand.people": dict.fromkeys(level.ruleset.regions, 1_000_000.0),
            "demand.innovators": 0.01,
            "demand.imitators": 0.2,
            "demand.useful_from": 100,
            "demand.useful_span": 26,
            "demand.law_brake": 0.5,
        },
    )
    fr, us = level.region("fr"), level.region("us")
    level.w.users[:] = 100_000.0
    level.w.compute_rule[fr], level.w.compute_rule[us] = 1.0, 0.0
    demand.spread(level)
    # (0.01 + 0.2 * 0.1) * 900,000 people, half as many under a strict law
    assert level.w.users[us, 0] == pytest.approx(127_000)
    assert level.w.users[fr, 0] == pytest.approx(113_500)


def test_users_never_pass_the_people_there_are(level):
    people = level.by("demand.people", "region")
    level.w.eci[level.places.labs] = 300.0
    last = level.w.users.copy()
    for _ in range(100):
        demand.spread(level)
        assert (level.w.users >= last).all()
        assert (level.w.users <= people).all()
        last = level.w.users.copy()


def test_labs_that_are_alike_share_alike_and_china_chooses_at_home(level):
    demand.choose(level)
    cn, abroad = level.places.labs_in["cn"], demand._elsewhere(level)
    at_home = level.w.users[level.region("cn")] / level.w.users.sum(axis=0)
    assert level.w.share.sum(axis=0) == pytest.approx([1.0, 1.0])
    assert level.w.share[cn] == pytest.approx(np.tile(at_home / len(cn), (len(cn), 1)))
    assert level.w.share[abroad].std(axis=0) == pytest.approx([0.0, 0.0], abs=1e-12)


def test_a_better_or_a_cheaper_model_wins_users_at_the_slopes_of_the_logit(level):
    suppose(level, {"demand.alpha": 0.2, "demand.beta": 0.55})
    better, cheaper, plain = (level.actor(a) for a in ("lab_bay", "lab_menlo", "lab_paris"))
    level.w.eci[better] += 5.0
    level.w.token_price_usd[cheaper] /= 4.0
    demand.choose(level)
    share = level.w.share[:, 0]
    assert share[better] / share[plain] == pytest.approx(np.e)
    assert share[cheaper] / share[plain] == pytest.approx(4**0.55)


def test_four_tenths_stay_out_of_habit(level):
    demand.choose(level)
    lab = level.actor("lab_bay")
    before = level.w.share[lab, 0]
    level.w.eci[lab] = 0.0  # gone from the market
    demand.choose(level)
    assert level.w.share[lab, 0] == pytest.approx(0.4 * before)


def test_shares_sum_to_one_and_two_labs_that_change_places_change_shares(level):
    pair = [level.actor("lab_frontier"), level.actor("lab_bay")]
    level.w.eci[pair] = [[131.0], [124.0]]
    level.w.token_price_usd[pair] = [[30.0], [3.0]]
    demand.choose(level)
    first = level.w.share.copy()
    level.w.share[:] = 0.0
    level.w.eci[pair] = level.w.eci[pair[::-1]]
    level.w.token_price_usd[pair] = level.w.token_price_usd[pair[::-1]]
    demand.choose(level)
    assert level.w.share[pair] == pytest.approx(first[pair[::-1]])
    assert level.w.share.sum(axis=0) == pytest.approx([1.0, 1.0])


def test_a_lab_without_machine_time_serves_nobody(level):
    lab = level.actor("lab_bay")
    level.w.allotted_h100e[lab], level.w.rented_h100e[lab], level.w.installed[:, lab] = 0, 0, 0
    assert machine_time(level.ruleset, level.w)[lab, 0] == 0
    demand.choose(level)
    assert level.w.share[lab, 0] == 0
    assert level.w.share.sum(axis=0) == pytest.approx([1.0, 1.0])


def test_where_no_lab_has_released_anything_nobody_has_a_share(level):
    at_home = level.places.labs_in["cn"]
    level.w.eci[at_home, 0] = 0.0
    demand.choose(level)
    assert level.w.share[at_home, 0].tolist() == [0.0] * len(at_home)
    assert (level.w.share[at_home, 1] > 0).all()
    assert level.w.share.sum(axis=0) == pytest.approx([1.0, 1.0])
    level.w.eci[level.places.labs], level.w.share[:] = 0.0, 0.0
    demand.choose(level)
    assert (level.w.share == 0).all()


def test_what_users_pay_is_what_labs_receive(level):
    demand.choose(level)
    labs, outside = level.places.labs, level.actor("outside")
    before = level.w.cash_usd.copy()
    demand.charge(level)
    change = level.w.cash_usd - before
    assert (change[labs] >= 0).all()
    assert (change[labs].sum(axis=0) == -change[outside]).all()
    assert (change[labs] == level.w.revenue_usd[labs]).all()
    assert change[labs, 0] == pytest.approx(level.w.arr_usd[labs, 0] / 4, abs=1)
