"""S12 Demand: people adopt, choose among labs, are answered or turned away, and pay."""

import numpy as np
import pytest

from game.engine import s12_demand as demand
from tests.engine.conftest import suppose


@pytest.fixture
def level(quarter):
    """All labs alike: one closed model, one price, no name, machine time for everybody."""
    w, labs = quarter.w, quarter.places.labs
    suppose(
        quarter,
        {"demand.brand": {}, "demand.habit": 0.4, "demand.price_usd": 5, "demand.stack": 0.0},
    )
    w.eci[labs], w.token_price_usd[labs], w.trust[labs] = 125.0, 5.0, 50.0
    w.software[labs], w.small[labs], w.thinking_cost[labs] = 1.0, 0.0, 1.0
    w.openness[:], w.closed[:], w.unserved[:] = 0.0, 0.0, 0.0
    w.answer_h100e[labs] = 1e9
    w.users[:] = 0.1 * quarter.by("demand.people", "region")
    w.share[:] = 0.0
    return quarter


def share_out(x):
    """Choice and service; shares of the first world."""
    demand.serve(x, demand.choose(x))
    return x.w.share[:, 0]


def test_a_step_of_bass(level):
    suppose(
        level,
        {
            "demand.people": dict.fromkeys(level.ruleset.regions, 1_000_000.0),
            "demand.out_of_reach": {},
            "demand.innovators": 0.01,
            "demand.imitators": 0.2,
            "demand.useful_from": 100,
            "demand.useful_span": 25,
            "demand.law_brake": 0.5,
            "demand.first_users": 0,
        },
    )
    fr, us = level.region("fr"), level.region("us")
    level.w.users[:] = 100_000.0
    level.w.compute_rule[fr], level.w.compute_rule[us] = 1.0, 0.0
    level.w.unserved[:] = [0.0, 0.5]
    total = level.w.users.sum(axis=0)
    demand.spread(level)
    # (0.01 + 0.2 * 0.1) * 900,000 people, half as many under a strict law or at full counters
    assert level.w.users[us].tolist() == pytest.approx([127_000, 113_500])
    assert level.w.users[fr].tolist() == pytest.approx([113_500, 106_750])
    assert level.w.users_growth == pytest.approx(np.log(level.w.users.sum(axis=0) / total))


def test_users_never_pass_the_people_there_are(level):
    people = level.by("demand.people", "region")
    level.w.eci[level.places.labs] = 300.0
    last = level.w.users.copy()
    for _ in range(100):
        demand.spread(level)
        assert (level.w.users >= last).all()
        assert (level.w.users <= people).all()
        last = level.w.users.copy()


def test_whom_no_line_reaches_a_model_on_their_own_device_does(level):
    everywhere = dict.fromkeys(level.ruleset.regions, 1e6)
    suppose(level, {"demand.people": everywhere, "demand.out_of_reach": {"third": 0.4}})
    third = level.region("third")
    level.w.users[:] = 0.0
    level.w.users[third] = 6e5
    level.w.small[level.actor("lab_paris")] = [0.0, 0.5]
    demand.spread(level)
    assert level.w.users[third, 0] == 6e5  # all whom a data centre can reach
    assert level.w.users[third, 1] > 6e5


def test_labs_that_are_alike_share_alike_and_china_chooses_at_home(level):
    share_out(level)
    cn = level.places.labs_in["cn"]
    abroad = np.setdiff1d(level.places.labs, cn)
    at_home = level.w.users[level.region("cn")] / level.w.users.sum(axis=0)
    assert level.w.share.sum(axis=0) == pytest.approx([1.0, 1.0])
    assert level.w.share[cn] == pytest.approx(np.tile(at_home / len(cn), (len(cn), 1)))
    assert level.w.share[abroad].std(axis=0) == pytest.approx([0.0, 0.0], abs=1e-12)


def test_a_better_or_a_cheaper_model_wins_users_at_the_slopes_of_the_logit(level):
    suppose(level, {"demand.alpha": 0.2, "demand.beta": 1.1})
    better, cheaper, plain = (level.actor(a) for a in ("lab_bay", "lab_menlo", "lab_paris"))
    level.w.eci[better] += 5.0
    level.w.token_price_usd[cheaper] /= 4.0
    share = share_out(level)
    assert share[better] / share[plain] == pytest.approx(np.e)
    assert share[cheaper] / share[plain] == pytest.approx(4**1.1)


def test_what_sets_a_name_apart_fades(level):
    suppose(
        level, {"demand.brand": {"lab_bay": 2.0}, "demand.brand_kept": 0.5, "demand.habit": 0.0}
    )
    known, plain = level.actor("lab_bay"), level.actor("lab_paris")
    for turn, left in ((0, 2.0), (2, 0.5)):
        level.w.turn[:] = turn
        share = share_out(level)
        assert np.log(share[known] / share[plain]) == pytest.approx(left)


def test_open_weights_at_a_tenth_of_the_price_hold_under_a_third(level):
    suppose(level, {"demand.open_weights": -3.4, "demand.beta": 1.1})
    giver, closed = level.actor("lab_menlo"), level.actor("lab_bay")
    level.w.eci[level.places.labs] = 0.0
    level.w.eci[[giver, closed]] = 125.0
    level.w.openness[giver], level.w.token_price_usd[giver] = 1.0, 0.5
    share = share_out(level)
    assert 0.2 < share[giver] / (share[giver] + share[closed]) < 1 / 3


def test_what_others_build_on_is_preferred(level):
    suppose(level, {"demand.stack": 0.5})
    built, plain = level.actor("lab_bay"), level.actor("lab_paris")
    level.w.stack[:] = 0.0
    level.w.stack[built] = 0.8
    share = share_out(level)
    assert share[built] / share[plain] == pytest.approx(np.exp(0.4))


def test_four_tenths_stay_out_of_habit(level):
    before = share_out(level)[level.actor("lab_bay")]
    level.w.eci[level.actor("lab_bay")] = 0.0  # gone from the market
    assert share_out(level)[level.actor("lab_bay")] == pytest.approx(0.4 * before)


def test_shares_sum_to_one_and_two_labs_that_change_places_change_shares(level):
    pair = [level.actor("lab_frontier"), level.actor("lab_bay")]
    level.w.eci[pair] = [[131.0], [124.0]]
    level.w.token_price_usd[pair] = [[30.0], [3.0]]
    share_out(level)
    first = level.w.share.copy()
    level.w.share[:] = 0.0
    level.w.eci[pair] = level.w.eci[pair[::-1]]
    level.w.token_price_usd[pair] = level.w.token_price_usd[pair[::-1]]
    share_out(level)
    assert level.w.share[pair] == pytest.approx(first[pair[::-1]])
    assert level.w.share.sum(axis=0) == pytest.approx([1.0, 1.0])


def test_a_full_lab_turns_users_away_half_to_others_half_to_nobody(level):
    suppose(level, {"demand.try_elsewhere": 0.5})
    w, full = level.w, level.actor("lab_bay")
    wanted = demand.choose(level)
    each = demand.h100e_per_user(level)[0]
    mine = wanted[level.places.labs == full][0]
    w.answer_h100e[full] = mine * w.users.sum(axis=0) * each * 0.25
    demand.serve(level, wanted)
    assert w.unserved == pytest.approx(0.75 * mine * 0.5)
    assert w.share[full] == pytest.approx(0.25 * mine / (1 - w.unserved))
    assert w.share.sum(axis=0) == pytest.approx([1.0, 1.0])
    assert w.load_h100e[full] == pytest.approx(w.answer_h100e[full] * 4)
    home = w.share[level.places.labs_in["cn"]].sum(axis=0)
    assert home * (1 - w.unserved) == pytest.approx(
        w.users[level.region("cn")] / w.users.sum(axis=0)  # nobody crossed the line
    )


def test_a_lab_without_machine_time_serves_nobody_but_an_open_model_has_other_hosts(level):
    suppose(level, {"demand.open_loss": 0.6})
    w, lab, wanted = level.w, level.actor("lab_bay"), demand.choose(level)
    w.answer_h100e[lab] = 0.0
    w.openness[lab] = [0.0, 1.0]
    demand.serve(level, wanted)
    mine = wanted[level.places.labs == lab][0, 1]
    assert w.share[lab, 0] == 0
    assert w.share[lab, 1] * (1 - w.unserved[1]) == pytest.approx(0.6 * mine)
    assert w.share.sum(axis=0) == pytest.approx([1.0, 1.0])


def test_when_nobody_can_answer_all_are_turned_away(level):
    level.w.answer_h100e[:] = 0.0
    share_out(level)
    assert level.w.unserved.tolist() == [1.0, 1.0]
    assert level.w.share.sum(axis=0) == pytest.approx([1.0, 1.0])
    level.w.arr_usd[:] = 0.0
    demand.charge(level)
    assert not level.w.arr_usd.any()


def test_where_no_lab_has_released_anything_nobody_has_a_share(level):
    at_home = level.places.labs_in["cn"]
    level.w.eci[at_home, 0] = 0.0
    share_out(level)
    assert level.w.share[at_home, 0].tolist() == [0.0] * len(at_home)
    assert (level.w.share[at_home, 1] > 0).all()
    assert level.w.share.sum(axis=0) == pytest.approx([1.0, 1.0])
    level.w.eci[level.places.labs], level.w.share[:] = 0.0, 0.0
    share_out(level)
    assert (level.w.share == 0).all() and (level.w.unserved == 0).all()


def test_firms_ask_for_more_as_tokens_get_cheaper_and_devices_take_some_of_it(level):
    suppose(
        level,
        {
            "demand.firm_share": 0.2,
            "demand.token_elasticity": 1.1,
            "demand.mtok_per_user": 0.5,
            "inference.hours_per_mtok": 2.0,
            "inference.class_eci": 125,
            "inference.edge_share": 0.4,
            "inference.small_gain": 0.0,
        },
    )
    w, lab = level.w, level.actor("lab_bay")
    row = level.places.labs == lab
    assert demand.h100e_per_user(level)[row][0, 0] == pytest.approx(0.5 * 2.0 / 2190)
    w.token_price_usd[lab] = 0.5
    cheap = demand.h100e_per_user(level)[row][0, 0]
    assert cheap == pytest.approx(0.5 * 2.0 / 2190 * (0.8 + 0.2 * 10**1.1))
    w.small[lab] = 1.0
    assert demand.h100e_per_user(level)[row][0, 0] == pytest.approx(0.6 * cheap)


def test_a_user_pays_more_for_a_better_model_by_contract_and_less_where_others_host_it(level):
    suppose(
        level,
        {
            "demand.usd_per_user": 20,
            "demand.worth_growth": 0.01,
            "demand.open_loss": 0.6,
            "demand.contract_worth": 2.0,
            "demand.billing_speed": 1.0,
            "demand.china_worth": 0.25,
        },
    )
    w, labs = level.w, level.places.labs
    w.share[labs], w.users[:] = 1 / labs.size, 0.0
    w.users[0], w.unserved[:] = 1e6, [0.0, 0.5]
    better, giver, select = (level.actor(a) for a in ("lab_bay", "lab_menlo", "lab_paris"))
    w.eci[better], w.openness[giver], w.closed[select] = 135.0, 1.0, 1.0
    demand.charge(level)
    usual = 20 * 1e6 / labs.size
    assert w.arr_usd[level.actor("lab_frontier")] == pytest.approx([usual, usual / 2])
    assert w.arr_usd[better, 0] == pytest.approx(usual * np.exp(0.1))
    assert w.arr_usd[giver, 0] == pytest.approx(0.4 * usual)
    assert w.arr_usd[select, 0] == pytest.approx(3 * usual)
    assert w.arr_usd[level.actor("lab_haidian"), 0] == pytest.approx(usual / 4)


def test_a_user_pays_in_full_for_a_lead_and_in_part_for_what_is_free_elsewhere(level):
    suppose(
        level,
        {"demand.moat_eci": 8, "demand.common_worth": 0.7, "demand.open_loss": 0.6}
        | {"demand.worth_growth": 0.0, "demand.usd_per_user": 20, "demand.billing_speed": 1.0},
    )
    w, labs = level.w, level.places.labs
    w.share[labs], w.users[:] = 1 / labs.size, 0.0
    w.users[0], w.openness[level.actor("lab_menlo")] = 1e6, 1.0
    paid = []
    for best in (100.0, 117.0, 121.0, 125.0, 140.0):  # of the open models; all sell one of 125
        w.open_eci[:], w.arr_usd[:] = best, 0.0
        demand.charge(level)
        paid.append(
            (w.arr_usd[[level.actor("lab_bay"), level.actor("lab_menlo")], 0] / 20e6).tolist()
        )
    each = 1 / labs.size
    assert [bay for bay, _ in paid] == pytest.approx(
        [each, each, 0.85 * each, 0.7 * each, 0.7 * each]
    )
    assert [giver for _, giver in paid] == pytest.approx([0.4 * each] * 5)


def test_what_users_pay_is_what_labs_receive(level):
    share_out(level)
    labs, outside = level.places.labs, level.actor("outside")
    before = level.w.cash_usd.copy()
    demand.charge(level)
    change = level.w.cash_usd - before
    assert (change[labs] >= 0).all()
    assert (change[labs].sum(axis=0) == -change[outside]).all()
    assert (change[labs] == level.w.revenue_usd[labs]).all()
    assert change[labs, 0] == pytest.approx(level.w.arr_usd[labs, 0] / 4, abs=1)


def earned(x, stance, rivals):
    """Revenue and users of a lab that asks `stance` times the usual, alone or among its likes."""
    w, labs, lab = x.w, x.places.labs, x.actor("lab_bay")
    w.eci[labs] = 125.0 if rivals else 0.0
    w.eci[lab], w.open_eci[:], w.arr_usd[:] = 125.0, 100.0, 0.0
    w.users[:] = 0.0
    w.users[x.region("us")] = 1e7
    w.token_price_usd[labs], w.price_stance[labs], w.share[:] = 5.0, 1.0, 0.0
    w.token_price_usd[lab], w.price_stance[lab] = 5.0 * stance, stance
    demand.serve(x, demand.choose(x))
    demand.charge(x)
    return w.arr_usd[lab, 0], w.share[lab, 0]


def test_a_cut_of_the_price_wins_users_who_each_pay_less(level):
    suppose(level, {"demand.beta": 1.1, "demand.firm_share": 0.0})
    for brand, most in ((0.0, 1.4), (-4.0, 1.15)):  # one of five alike; small among large ones
        suppose(level, {"demand.brand": {"lab_bay": brand}})
        (usual, few), (cut, many) = (earned(level, stance, True) for stance in (1.0, 0.3))
        assert many > 2 * few
        assert cut / many < 0.6 * usual / few
        assert usual < cut < most * usual


def test_firms_pay_for_tokens_and_not_for_a_stance(level):
    suppose(level, {"demand.beta": 1.1, "demand.token_elasticity": 1.1, "demand.price_usd": 5.0})
    paid = {}
    for firms in (0.0, 1.0):
        suppose(level, {"demand.firm_share": firms})
        per_user = [np.divide(*earned(level, stance, True)) for stance in (1.0, 0.5)]
        paid[firms] = per_user[1] / per_user[0]
    assert paid[1.0] == pytest.approx(0.5**-0.1)
    assert 0.5 < paid[0.0] < 0.8  # the lab has some of its market already


def test_who_is_turned_away_goes_less_to_those_who_ask_more(level):
    suppose(level, {"demand.beta": 1.0, "demand.try_elsewhere": 1.0, "demand.firm_share": 0.0})
    w, full, other = level.w, level.actor("lab_bay"), level.actor("lab_menlo")
    w.answer_h100e[level.places.labs], w.openness[:] = 0.0, 0.0
    w.answer_h100e[other] = 1e9
    found = []
    for stance in (1.0, 2.0, 0.5):
        w.price_stance[other] = stance
        wanted = np.zeros((level.places.labs.size, w.width))
        wanted[level.places.labs == full] = 0.5
        wanted[level.places.labs == other] = 0.25
        demand.serve(level, wanted)
        found.append(0.75 * (1.0 - w.unserved[0]))
    assert found == pytest.approx([0.75, 0.5, 0.75])


def test_whoever_has_the_market_alone_gains_nothing_by_asking_more(level):
    suppose(level, {"demand.beta": 1.1, "demand.firm_share": 0.0})
    (usual, _), (dear, _) = (earned(level, stance, False) for stance in (1.0, 3.0))
    assert dear == pytest.approx(usual * 3**-0.1)
