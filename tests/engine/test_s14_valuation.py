"""S14 Valuation: what is believed moves prices and plans, never a balance."""

import numpy as np
import pytest

from game.engine import open_scenario
from game.engine import s14_valuation as valuation
from game.engine.appetite import appetite
from game.engine.halls import built, halls
from game.engine.quarter import Quarter
from game.world.dice import Dice
from game.world.report import NoRecorder
from tests.engine.conftest import suppose

BN = 10**9
NOWHERE = np.array([False, False])


GROWING = np.ones(2)  # with all of its growth before it


def test_at_even_confidence_the_designer_is_worth_its_multiple_of_a_years_sales(calm):
    suppose(calm, {"valuation.multiple": 18.7, "valuation.mood": 0.5, "valuation.other_speed": 0.0})
    designer, w = calm.actor("nvidia"), calm.w
    w.revenue_usd[designer], w.designer_other_usd[:] = 8 * BN, 2 * BN
    w.confidence[:], w.multiple_drift[:] = [0.5, 0.7], 0.0
    valuation.value_designer(calm, GROWING)
    assert w.multiple.tolist() == pytest.approx([18.7, 18.7 * np.exp(0.1)])
    assert w.valuation_usd[designer, 0] == pytest.approx(18.7 * 4 * 10e9)


def test_sales_that_jump_or_stop_are_believed_within_a_factor(calm):
    suppose(calm, {"valuation.sales_step": 2.0, "valuation.other_speed": 0.0})
    designer, w = calm.actor("nvidia"), calm.w
    w.multiple[:], w.valuation_usd[designer] = 20.0, 20.0 * 4 * 30 * BN
    w.revenue_usd[designer], w.designer_other_usd[:] = [160 * BN, 0], 4 * BN
    valuation.value_designer(calm, GROWING)
    believed = w.valuation_usd[designer] / (4 * w.multiple)
    assert believed.tolist() == pytest.approx([60e9, 15e9])
    w.revenue_usd[designer] = 36 * BN
    valuation.value_designer(calm, GROWING)
    believed = w.valuation_usd[designer] / (4 * w.multiple)
    assert believed.tolist() == pytest.approx([40e9, 30e9])


def test_sales_that_a_closed_sea_holds_up_are_only_late(calm):
    suppose(calm, {"valuation.sales_step": 2.0, "valuation.sales_kept": 0.9})
    suppose(calm, {"valuation.other_speed": 0.0})
    designer, w = calm.actor("nvidia"), calm.w
    w.multiple[:], w.valuation_usd[designer] = 20.0, 20.0 * 4 * 30 * BN
    w.revenue_usd[designer], w.designer_other_usd[:], w.blockade_quarters[:] = 0, 0.0, [3, 0]
    valuation.value_designer(calm, GROWING)
    believed = w.valuation_usd[designer] / (4 * w.multiple)
    assert believed.tolist() == pytest.approx([27e9, 15e9])


def test_a_market_that_has_grown_is_worth_less_of_its_sales(calm):
    suppose(calm, {"valuation.capex_ceiling": 0.01, "valuation.capex_steepness": 2.0})
    suppose(calm, {"valuation.mature": 0.4, "valuation.multiple": 20.0, "valuation.noise": 0.0})
    w = calm.w
    w.capex_usd[:] = 0
    w.capex_usd[calm.actor("meta")], w.gdp_usd[:] = 80 * BN, 0.0
    w.gdp_usd[calm.actor("usa")] = [32e12, 64e12]  # 1 % and 0.5 % of a year's output
    w.multiple_drift[:] = 0.0
    assert valuation.growth_left(calm).tolist() == pytest.approx([0.0, 0.75], abs=1e-9)
    valuation.run(calm)
    told = w.multiple * np.exp(-w.multiple_drift - calm.k("valuation.mood") * (w.confidence - 0.5))
    assert told.tolist() == pytest.approx([20.0 * 0.4, 20.0 * 0.85])


def test_what_bans_have_cost_comes_off_the_multiple(calm):
    suppose(calm, {"valuation.multiple": 20.0})
    designer = calm.actor("nvidia")
    calm.w.confidence[:], calm.w.ban_shock[designer] = 0.5, [0.0, 0.12]
    calm.w.multiple_drift[:] = 0.0
    valuation.value_designer(calm, GROWING)
    assert calm.w.multiple.tolist() == pytest.approx([20.0, 17.6])


def test_what_the_multiple_is_beyond_mood_fades_by_a_part_a_quarter(calm):
    suppose(calm, {"valuation.multiple": 20.0, "valuation.multiple_kept": 0.8})
    calm.w.confidence[:], calm.w.multiple_drift[:] = 0.5, [0.5, -0.5]
    valuation.value_designer(calm, GROWING)
    assert calm.w.multiple_drift.tolist() == pytest.approx([0.4, -0.4])
    assert calm.w.multiple.tolist() == pytest.approx([20.0 * np.exp(0.4), 20.0 * np.exp(-0.4)])


@pytest.mark.parametrize("kept", [0.0, 0.8])
def test_in_the_long_run_the_multiple_is_spread_as_it_is_said_to_be(ruleset, kept):
    """Whatever it keeps; and its changes take themselves back only as far as it does not."""
    x = Quarter(
        ruleset,
        open_scenario(ruleset, "autumn_2022", list(range(400))).copy(),
        np.zeros(0),
        Dice(1),
        NoRecorder(),
    )
    suppose(x, {"valuation.multiple_sd": 0.24, "valuation.multiple_kept": kept})
    seen = []
    for _ in range(40):
        x.roll("multiple")  # all dice of the quarter
        valuation.value_designer(x, np.ones(400))
        seen.append(x.w.multiple_drift.copy())
        x.w.turn += 1
        x._rolled = {}
    late = np.array(seen[20:])
    assert late.std() == pytest.approx(0.24, abs=0.01)
    before, after = np.diff(late, axis=0)[:-1], np.diff(late, axis=0)[1:]
    assert np.corrcoef(before.ravel(), after.ravel())[0, 1] == pytest.approx(
        -(1 - kept) / 2, abs=0.03
    )


def test_the_designers_other_sales_drift_to_their_usual_level(calm):
    suppose(calm, {"valuation.other_usd": 3.9e9, "valuation.other_speed": 0.5})
    calm.w.designer_other_usd[:] = 1.9e9
    valuation.value_designer(calm, GROWING)
    assert calm.w.designer_other_usd.tolist() == pytest.approx([2.9e9, 2.9e9])


@pytest.fixture
def labs(calm):
    """Labs are worth at once what they are worth, at 27 times revenue or $8m a head."""
    suppose(
        calm,
        {
            "valuation.lab_multiple": 27,
            "valuation.lab_mood": 1.0,
            "valuation.lab_lowest": 20,
            "valuation.lab_highest": 45,
            "valuation.seed_usd_per_person": 8e6,
            "valuation.team_size": 30,
            "valuation.team_power": 0.5,
            "valuation.lab_speed": 1.0,
            "valuation.lab_slide": 1.0,
            "valuation.crash_keeps_labs": 0.75,
        },
    )
    return calm


def test_a_lab_is_worth_its_revenue_or_its_people_whichever_is_more(labs):
    lab, crowd = labs.actor("lab_paris"), labs.actor("lab_haidian")
    pair = [lab, crowd]
    labs.w.confidence[:], labs.w.trained_eci[pair], labs.w.arr_usd[pair] = 0.5, 110.0, 0.0
    labs.w.staff[lab], labs.w.staff[crowd] = 30.0, 120.0
    labs.w.arr_usd[lab, 1] = BN
    valuation.value_labs(labs, NOWHERE, GROWING)
    assert labs.w.valuation_usd[lab].tolist() == pytest.approx([240e6, 27e9])
    assert labs.w.valuation_usd[crowd, 0] == pytest.approx(480e6)  # four times the people


def test_a_crowd_promises_no_more_than_a_full_team(labs):
    suppose(labs, {"valuation.team_most": 120})
    w, lab = labs.w, labs.actor("lab_paris")
    w.confidence[:], w.trained_eci[lab], w.arr_usd[lab] = 0.5, 110.0, 0.0
    w.open_eci[:], w.staff[lab] = 100.0, [120.0, 12_000.0]
    valuation.value_labs(labs, NOWHERE, GROWING)
    assert w.valuation_usd[lab].tolist() == pytest.approx([480e6, 480e6])


def test_a_model_is_worth_what_it_has_over_what_is_free(labs):
    suppose(
        labs, {"valuation.first_eci": 110, "valuation.free_lead": 8, "valuation.model_worth": 0.1}
    )
    w, lab = labs.w, labs.actor("lab_paris")
    w.confidence[:], w.arr_usd[lab], w.staff[lab] = 0.5, 0.0, 30.0
    w.trained_eci[lab], w.open_eci[:] = 140.0, [110.0, 138.0]
    valuation.value_labs(labs, NOWHERE, GROWING)
    assert w.valuation_usd[lab].tolist() == pytest.approx([240e6 * np.exp(3), 240e6 * np.exp(1)])


@pytest.mark.parametrize(
    ("mood", "times"), [(0.0, 20), (0.5, 27), (0.6, 27 * np.exp(0.1)), (1, 44.5)]
)
def test_rounds_are_priced_by_mood_within_what_was_ever_paid(labs, mood, times):
    lab = labs.actor("lab_frontier")
    labs.w.confidence[:], labs.w.arr_usd[lab], labs.w.staff[lab] = mood, BN, 1.0
    valuation.value_labs(labs, NOWHERE, GROWING)
    assert labs.w.valuation_usd[lab, 0] == pytest.approx(times * BN, rel=0.001)


def test_a_lab_rises_to_its_worth_faster_than_it_sinks_to_it(labs):
    suppose(labs, {"valuation.lab_speed": 0.5, "valuation.lab_slide": 0.06})
    lab = labs.actor("lab_frontier")
    labs.w.confidence[:], labs.w.staff[lab], labs.w.arr_usd[lab] = 0.5, 1.0, 10 * BN
    labs.w.valuation_usd[lab] = [170 * BN, 370 * BN]  # worth 270
    valuation.value_labs(labs, NOWHERE, GROWING)
    assert labs.w.valuation_usd[lab].tolist() == pytest.approx([220 * BN, 364 * BN])


def test_a_crash_cuts_the_price_of_the_next_round(labs):
    lab = labs.actor("lab_frontier")
    labs.w.confidence[:], labs.w.staff[lab], labs.w.arr_usd[lab] = 0.5, 1.0, BN
    valuation.value_labs(labs, np.array([False, True]), GROWING)
    assert labs.w.valuation_usd[lab].tolist() == pytest.approx([27 * BN, 0.75 * 27 * BN])


@pytest.fixture
def settled(calm):
    """Late, with nothing that pulls on confidence: usual progress, chips for all, an open sea."""
    w = calm.w
    w.turn[:], w.shortage[:], w.blockade_quarters[:] = 40, 0.0, 0
    w.confidence[:] = calm.k("valuation.normal")
    w.best_us_by_turn[:] = 130.0
    w.eci[:] = 130.0 + calm.k("valuation.usual_rise")
    return calm


def moved(x, gap=0.0):
    """What a quarter's news does to confidence, in the first world."""
    before = x.w.confidence.copy()
    valuation.feel(x, np.full(x.w.width, gap))
    change = float(x.w.confidence[0] - before[0])
    x.w.confidence[:] = before
    return change


def test_confidence_rests_where_nothing_pulls(settled):
    assert moved(settled) == pytest.approx(0.0)


def test_confidence_lives_on_surprise_and_sinks_without_it(settled):
    suppose(settled, {"valuation.surprise": 0.02, "valuation.usual_rise": 6.0})
    settled.w.eci[:] = 130.0 + 9.0
    assert moved(settled) == pytest.approx(0.01)
    settled.w.eci[:] = 130.0  # the wall: a year without progress
    assert moved(settled) == pytest.approx(-0.02)


def test_a_closed_strait_and_spending_beyond_sales_take_confidence(settled):
    suppose(settled, {"valuation.shock": 0.05, "valuation.gap_weight": 0.03})
    assert moved(settled, gap=2.0) == pytest.approx(-0.06)
    settled.w.blockade_quarters[:] = 2
    assert moved(settled) == pytest.approx(-0.05)


def test_what_is_short_gives_hope_unless_no_money_could_bring_it(settled):
    suppose(settled, {"valuation.shock": 0.05, "valuation.hope": 0.05})
    settled.w.shortage[:] = 1.0
    assert moved(settled) == pytest.approx(0.05)
    settled.w.blockade_quarters[:] = 2
    assert moved(settled) == pytest.approx(-0.05)


def test_the_gap_is_counted_from_fifteen_times_revenue_and_only_in_time(settled):
    suppose(settled, {"valuation.gap_normal": 15.0, "valuation.patience_quarters": 10.0})
    suppose(settled, {"valuation.gap_decline": 0.0})
    w, p = settled.w, settled.places
    w.arr_usd[p.labs], w.capex_usd[p.big4] = 0.0, 15 * BN  # $240bn a year
    w.arr_usd[p.labs[0]] = [16.0 * BN, 8.0 * BN]
    told = 1.0 - np.exp(-4.0)
    assert valuation.overspending(settled).tolist() == pytest.approx([0.0, told])
    w.turn[:] = 0
    assert valuation.overspending(settled).tolist() == [0.0, 0.0]


def test_what_investors_put_up_with_falls_over_the_years(settled):
    suppose(settled, {"valuation.gap_normal": 20.0, "valuation.gap_decline": np.log(2) / 20})
    suppose(settled, {"valuation.patience_quarters": 1e-9})
    w, p = settled.w, settled.places
    w.arr_usd[p.labs], w.capex_usd[p.big4] = 0.0, 15 * BN  # $240bn a year
    w.arr_usd[p.labs[0]] = 16 * BN  # 15 times what is earned
    for turn, more in ((20, 0.5), (40, 2.0)):
        w.turn[:] = turn
        assert valuation.overspending(settled).tolist() == pytest.approx([more, more])


def test_a_crash_takes_confidence_not_cash_and_never_in_the_first_quarters(quarter):
    suppose(quarter, {"valuation.crash_hazard": 1e6, "valuation.crash_keeps": 0.55})
    w = quarter.w
    w.turn[:], w.confidence[:], w.multiple_drift[:] = 2, 0.6, 0.2
    cash = w.cash_usd.copy()
    assert not valuation.crash(quarter, np.zeros(2)).any()
    w.turn[:] = 3
    assert valuation.crash(quarter, np.zeros(2)).all()
    assert w.crashes.tolist() == [1, 1]
    assert w.confidence.tolist() == pytest.approx([0.33, 0.33])
    assert w.multiple_drift.tolist() == pytest.approx([0.11, 0.11])
    assert (w.cash_usd == cash).all()


def test_a_crash_makes_no_low_multiple_higher(quarter):
    suppose(quarter, {"valuation.crash_hazard": 1e6, "valuation.crash_keeps": 0.55})
    quarter.w.turn[:], quarter.w.multiple_drift[:] = 3, [0.2, -0.2]
    assert valuation.crash(quarter, np.zeros(2)).all()
    assert quarter.w.multiple_drift.tolist() == pytest.approx([0.11, -0.2])


def test_high_prices_a_thin_moat_and_idle_spending_make_a_crash_likelier(calm):
    """The die shows one half: it is below the hazard where the hazard was raised enough."""
    suppose(
        calm,
        {
            "valuation.crash_hazard": 0.1,
            "valuation.mood": 0.5,
            "valuation.multiple_sd": 0.2,
            "valuation.moat_eci": 8.0,
            "valuation.gap_fear": 1.0,
        },
    )
    w = calm.w
    w.turn[:], w.eci[:] = 20, 140.0

    def falls(drift, open_eci, gap, confidence=0.5):
        w.multiple_drift[:], w.open_eci[:], w.confidence[:] = drift, open_eci, confidence
        return bool(valuation.crash(calm, np.full(2, gap))[0])

    assert not falls(0.0, 130.0, 0.0)  # 0.1
    assert falls(0.2, 130.0, 0.0)  # 0.1 e^2
    assert falls(0.0, 130.0, 0.0, confidence=0.9)  # the same, by mood
    assert not falls(0.0, 140.0, 0.0)  # 0.1 e
    assert falls(0.0, 140.0, 1.0)  # 0.1 e^2


@pytest.fixture
def clouds(calm):
    """Clouds after their retreat, far from the ceiling."""
    suppose(
        calm,
        {
            "valuation.capex_growth": 0.116,
            "valuation.capex_slope": 0.1,
            "valuation.capex_shortage": 0.5,
            "valuation.capex_hurry": 0.1,
            "valuation.capex_ceiling": 1e6,
            "valuation.crash_keeps_capex": 0.8,
        },
    )
    w = calm.w
    w.turn[:], w.confidence[:], w.shortage[:], w.hurry[:] = 400, 0.5, 0.0, 0.0
    w.capex_usd[calm.places.big4] = 20 * BN
    return calm


def grown(x, hit=NOWHERE):
    """ln of the growth of what one cloud plans, in both worlds."""
    valuation.spend(x, hit, valuation.growth_left(x))
    cloud = x.actor("meta")
    return np.log(x.w.capex_plan_usd[cloud] / x.w.capex_usd[cloud]).tolist()


def test_at_even_confidence_and_without_shortage_spending_follows_its_trend(clouds):
    assert grown(clouds) == pytest.approx([0.116, 0.116])


def test_spending_grows_with_confidence_and_with_what_is_short(clouds):
    clouds.w.confidence[:] = [0.7, 0.5]
    clouds.w.shortage[1] = 0.8  # no more is heard than that demand is twice the supply
    assert grown(clouds) == pytest.approx([0.136, 0.116 + 0.1 * 0.5])


def test_what_a_shortage_has_added_is_taken_back_when_it_is_over(clouds):
    w, added = clouds.w, []
    w.shortage[:] = [0.5, 0.25]
    for quarter in range(200):
        w.shortage[:] *= quarter < 100
        added.append(np.subtract(grown(clouds), 0.116))
    hurried = np.cumsum(added, axis=0)
    assert hurried[99] == pytest.approx([0.5, 0.5 / 3], rel=1e-3)
    assert hurried[100] == pytest.approx(0.9 * hurried[99])
    assert hurried[199] == pytest.approx([0.0, 0.0], abs=1e-3)


def test_who_has_lost_faith_no_longer_builds_on_at_the_usual_pace(clouds):
    suppose(clouds, {"valuation.trusted": 0.4})
    clouds.w.confidence[:] = [0.4, 0.1]
    assert grown(clouds) == pytest.approx([0.116 - 0.01, 0.116 / 4 - 0.04])


def test_what_a_closed_strait_holds_up_is_no_reason_to_spend_more(clouds):
    clouds.w.shortage[:], clouds.w.blockade_quarters[:] = [0.8, 0.0], 2
    assert grown(clouds)[0] == pytest.approx(grown(clouds)[1])


def test_money_for_chips_that_find_no_power_is_not_spent_again(clouds):
    w, meta = clouds.w, clouds.actor("meta")
    w.arriving[:], w.held_back_mw[:] = 0, 0.0
    w.arriving[clouds.chip("h100"), meta] = 100_000
    drawn = 100_000 * halls(clouds.ruleset).mw[clouds.ruleset.index("chip", "h100"), 0, 0]
    w.held_back_mw[clouds.region("us")] = [0.0, 3.0 * drawn]
    share = (appetite(clouds).share * built(clouds)[clouds.region("us")])[1]
    assert grown(clouds) == pytest.approx([0.116, 0.116 + np.log(1.0 - 0.75 * share)])


def test_what_lack_of_power_cuts_at_home_is_not_cut_elsewhere(clouds):
    w, us, gulf = clouds.w, clouds.region("us"), clouds.region("gulf")
    w.arriving[:], w.held_back_mw[:], w.power_lead[:] = 0, 0.0, 0.0
    w.held_back_mw[us], w.held_back_mw[gulf, 1] = 500.0, 50.0  # nothing was bought in either
    grown(clouds)
    kept = 1.0 - appetite(clouds).share * built(clouds)
    assert w.power_lead[us].tolist() == pytest.approx([0.0, 0.0])
    both = [0.0, np.log(kept[gulf, 1])]
    assert w.power_lead[gulf].tolist() == pytest.approx((both - np.log(kept[us])).tolist())
    assert w.power_lead[clouds.region("jp")] == pytest.approx(-np.log(kept[us]))


def test_while_the_strait_is_closed_spending_stands_still(clouds):
    w = clouds.w
    w.blockade_quarters[:], w.arriving[:], w.held_back_mw[:] = [0, 2], 0, 0.0
    w.held_back_mw[clouds.region("us"), 1] = 500.0
    assert grown(clouds) == pytest.approx([0.116, 0.0])


def test_spending_stops_growing_at_a_share_of_the_worlds_output(clouds):
    suppose(clouds, {"valuation.capex_ceiling": 0.01, "valuation.capex_steepness": 2.0})
    clouds.w.gdp_usd[:] = 0.0
    clouds.w.gdp_usd[clouds.actor("usa")] = [32e12, 64e12]  # $80bn a quarter are 1 % and 0.5 %
    assert grown(clouds) == pytest.approx([0.0, 0.75 * 0.116], abs=1e-9)


def test_who_was_cut_less_meets_the_same_ceiling_sooner(clouds):
    suppose(clouds, {"valuation.capex_ceiling": 0.01, "valuation.capex_steepness": 2.0})
    w, gulf = clouds.w, clouds.region("gulf")
    w.gdp_usd[:], w.held_back_mw[:] = 0.0, 0.0
    w.gdp_usd[clouds.actor("usa")] = 64e12  # the clouds spend a half of the ceiling
    w.power_lead[:], w.power_lead[gulf] = 0.0, [0.0, np.log(2.0)]
    assert grown(clouds) == pytest.approx([0.75 * 0.116] * 2)
    assert w.power_lead[gulf].tolist() == pytest.approx([0.0, np.log(2.0) - 0.75 * 0.116])


def test_a_crash_cuts_plans(clouds):
    assert grown(clouds, np.array([False, True])) == pytest.approx([0.116, 0.116 + np.log(0.8)])


def test_at_first_each_cloud_retreats_from_what_it_had_overbuilt(clouds):
    table = {"microsoft": 0.0, "alphabet": 0.1, "amazon": 0.2, "meta": 0.3}
    suppose(clouds, {"valuation.retreat": table, "valuation.retreat_quarters": 2.0})
    for turn, retreat in ((0, 0.3), (2, 0.3 / np.e)):
        clouds.w.turn[:] = turn
        assert grown(clouds) == pytest.approx([0.116 - retreat] * 2)


def test_valuations_are_not_money(quarter):
    cash = quarter.w.cash_usd.copy()
    quarter.w.turn[:] = 20
    valuation.run(quarter)
    assert (quarter.w.cash_usd == cash).all()
