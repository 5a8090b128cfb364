"""S16 Opinion: lost work, fear, laws, thanks, blame, votes; how near the Strait is to closing."""

import numpy as np
import pytest

from game.engine import s16_opinion as opinion
from game.engine import strait
from tests.engine.conftest import suppose


def test_able_models_in_use_displace_work_and_new_work_replaces_a_part(quarter):
    suppose(
        quarter,
        {
            "opinion.able_from": 128,
            "opinion.able_span": 30,
            "opinion.displacement": 0.008,
            "opinion.replacement": 0.05,
        },
    )
    quarter.w.users[:] = 0.5 * quarter.by("demand.people", "region")
    quarter.w.jobs[:] = 0.1
    quarter.w.eci[:] = 0.0
    quarter.w.eci[quarter.actor("lab_bay")] = [128.0, 143.0]
    opinion.work(quarter, opinion.able(quarter))
    assert quarter.w.jobs[0].tolist() == pytest.approx([0.095, 0.095 + 0.008 * 0.5 * 0.5])


def test_training_and_shorter_weeks_place_lost_work_again(quarter):
    suppose(
        quarter, {"opinion.replacement": 0.05, "opinion.sharing": 1.0, "opinion.hours_speed": 1.0}
    )
    w, us = quarter.w, quarter.region("us")
    w.eci[:], w.jobs[:] = 0.0, 0.1
    w.retraining[quarter.actor("usa")] = [0.1, 0.0]
    w.week[quarter.actor("usa")] = [1.0, 0.96]
    opinion.work(quarter, opinion.able(quarter))
    assert w.jobs[us].tolist() == pytest.approx([0.085, 0.091])


def test_hours_go_a_part_of_the_way_to_the_week_of_the_law_in_all_regions_of_a_state(quarter):
    suppose(quarter, {"opinion.hours": {"nl": 32.0, "fr": 36.0}, "opinion.hours_speed": 0.25})
    w, regions = quarter.w, [quarter.region("nl"), quarter.region("fr")]
    w.hours[regions] = [[32.0], [36.0]]
    w.week[quarter.actor("europe")] = 0.9
    opinion.work(quarter, opinion.able(quarter))
    assert w.hours[regions, 0].tolist() == pytest.approx([31.2, 35.1])


def test_an_incident_frightens_and_is_forgotten_by_and_by(calm):
    suppose(
        calm,
        {
            "opinion.incident_hazard": 2.0,
            "opinion.able_from": 120,
            "opinion.able_span": 30,
            "opinion.scare": 10,
            "opinion.scare_kept": 0.5,
            "opinion.law_guard": 0.6,
        },
    )
    w = calm.w
    w.users[:] = 0.4 * calm.by("demand.people", "region")  # a hazard of 0.8 against a die of 0.5
    w.eci[calm.actor("lab_bay")] = 150.0
    w.compute_rule[:] = [[0.0, 1.0]]  # the strictest law leaves 0.32
    opinion.scare(calm, opinion.able(calm))
    assert w.scare.tolist() == [10.0, 0.0]
    w.eci[:] = 0.0
    opinion.scare(calm, opinion.able(calm))
    assert w.scare.tolist() == [5.0, 0.0]


def test_concern_goes_a_fifth_of_the_way_to_what_people_see(quarter):
    suppose(
        quarter,
        {
            "opinion.speed": 0.2,
            "opinion.base": {"fr": 37},
            "opinion.reach": 15,
            "opinion.novelty": 100,
            "opinion.jobs": 110,
            "opinion.drought": 10,
            "opinion.bills": 8,
            "opinion.mines": 6,
            "opinion.law": 6,
            "opinion.gains": 30,
        },
    )
    w, fr, europe = quarter.w, quarter.region("fr"), quarter.actor("europe")
    w.users[:] = quarter.by("demand.people", "region")  # everybody has one
    w.used_to[fr], w.scare[:] = 0.9, 3.0
    w.jobs[fr], w.drought[fr], w.compute_rule[fr], w.dark[fr] = 0.1, 0.5, 0.5, 0.25
    w.minerals_swap[europe], w.gain_share[europe] = 0.5, 0.1
    w.concern[fr] = 40.0
    opinion.worry(quarter)
    target = 37 + 15 + 10 + 11 + 5 + 2 + 3 + 3 - 3 - 3
    assert w.concern[fr, 0] == pytest.approx(40 + 0.2 * (target - 40))


def test_gains_are_loved_as_far_as_there_are_any_to_pay_out(calm):
    w, state, us = calm.w, calm.actor("usa"), calm.region("us")
    suppose(calm, {"opinion.approval_speed": 1.0, "opinion.speed": 1.0, "opinion.fear": 0.0})
    suppose(calm, {"opinion.gifts": 40, "opinion.gains": 30, "opinion.novelty": 0.0})
    people, first = calm.by("demand.people", "region")[us, 0], calm.w
    for part in (0.0, 0.1, 1.0):  # of Americans who use an assistant
        moved = []
        for share in (0.0, 0.2):
            calm.w = w = first.copy()
            w.users[us], w.gain_share[state], w.approval[state] = part * people, share, 50.0
            opinion.worry(calm)
            opinion.approve(calm)
            moved.append([w.approval[state, 0], w.concern[us, 0]])
        (unpaid, worried), (paid, calmer) = moved
        assert paid - unpaid == pytest.approx(40 * 0.2 * part)
        assert worried - calmer == pytest.approx(30 * 0.2 * part)


def test_what_is_new_frightens_more_than_what_one_is_used_to(quarter):
    w, us = quarter.w, quarter.region("us")
    w.users[us] = 0.1 * quarter.by("demand.people", "region")[us]
    concern = []
    for _ in range(40):
        opinion.worry(quarter)
        concern.append(w.concern[us, 0])
    assert max(concern) > concern[-1] + 3  # it rises, and comes part of the way back
    assert concern[-1] > 40  # and not all of it, from 38


def test_concern_delays_permits_up_to_a_point(quarter):
    suppose(
        quarter,
        {
            "opinion.speed": 0.0,
            "opinion.permit_from": 45,
            "opinion.permit": 0.2,
            "opinion.permit_most": 6,
        },
    )
    quarter.w.concern[:3, 0] = [40.0, 55.0, 99.0]
    opinion.worry(quarter)
    assert quarter.w.permit_delay[:3, 0].tolist() == pytest.approx([0.0, 2.0, 6.0])


@pytest.fixture
def bill(calm):
    """A bill in Europe under a die of one half; concern and approval differ by world."""
    suppose(
        calm,
        {
            "opinion.law_odds": {"europe": 0.4},
            "opinion.law_worry": 0.02,
            "opinion.law_backing": 0.01,
            "opinion.law_thanks": 0.5,
            "opinion.law_failure": 1.0,
            "opinion.standards": 0.0,
        },
    )
    calm.w.bill[calm.actor("europe")] = 0.2
    calm.w.approval[calm.actor("europe")] = 45.0
    calm.w.compute_rule[:] = 0.0
    calm.w.concern[[calm.region("nl"), calm.region("fr")]] = [[60.0, 40.0]] * 2  # odds 0.7, 0.3
    return calm


def test_a_bill_passes_where_people_worry_and_costs_approval_where_it_fails(bill):
    opinion.pass_laws(bill)
    w = bill.w
    assert w.compute_rule[[bill.region("nl"), bill.region("fr")]].tolist() == [[0.2, 0.0]] * 2
    assert w.compute_rule[bill.region("us")].tolist() == [0.0, 0.0]
    assert w.approval[bill.actor("europe")].tolist() == [45.5, 44.0]
    assert not w.bill.any()


def test_a_government_that_stands_well_passes_more(bill):
    bill.w.approval[bill.actor("europe")] = [45.0, 70.0]  # odds 0.7, 0.55
    opinion.pass_laws(bill)
    assert (bill.w.compute_rule[bill.region("fr")] == 0.2).all()


def test_the_law_of_a_large_market_is_followed_in_part_elsewhere(quarter):
    suppose(quarter, {"opinion.standards": 0.1})
    w, us, fr = quarter.w, quarter.region("us"), quarter.region("fr")
    w.compute_rule[:], w.users[:] = 0.0, 0.0
    w.compute_rule[us], w.users[us], w.users[fr] = 0.8, 3e8, 1e8
    opinion.pass_laws(quarter)
    assert w.compute_rule[fr, 0] == pytest.approx(0.1 * 0.6)
    assert w.compute_rule[us, 0] == pytest.approx(0.8)


def test_governments_are_thanked_for_growth_and_leisure_and_blamed_for_the_rest(quarter):
    state, us = quarter.actor("usa"), quarter.region("us")
    more = {
        "growth": (state, 0.01),
        "gain_share": (state, 0.05),
        "hours": (us, -2.0),
        "concern": (us, 10.0),
        "jobs": (us, 0.05),
        "debt_usd": (state, 10**12),
        "tax_rate": (state, 0.005),
    }
    first, moved = quarter.w, {}
    first.users[us] = 1e7
    quarter.w = first.copy()
    opinion.approve(quarter)
    start = quarter.w.approval[state, 0]
    for field, (place, by) in more.items():
        quarter.w = first.copy()
        getattr(quarter.w, field)[place] += by
        opinion.approve(quarter)
        moved[field] = quarter.w.approval[state, 0] - start
    assert min(moved[field] for field in ("growth", "gain_share", "hours")) > 0
    assert max(moved[field] for field in ("concern", "jobs", "debt_usd", "tax_rate")) < 0


def test_a_tax_one_is_used_to_is_forgiven(quarter):
    state = quarter.actor("usa")
    w = quarter.w
    w.tax_rate[state] += 0.01
    w.tax_felt[state] = [w.tax_rate[state, 0], w.tax_rate[state, 0] - 0.01]
    opinion.approve(quarter)
    assert w.approval[state, 0] > w.approval[state, 1]


def test_a_government_too_few_approve_of_on_the_day_has_lost_office(quarter):
    suppose(quarter, {"opinion.vote_below": {"usa": 40}, "opinion.term_quarters": {"usa": 16}})
    w, state = quarter.w, quarter.actor("usa")
    w.vote_in[state], w.approval[state] = 2.0, [39.0, 41.0]
    lost, left = [], []
    for _ in range(3):
        opinion.vote(quarter)
        lost.append(w.lost_office[state].tolist())
        left.append(w.vote_in[state, 0])
    assert lost == [[0.0, 0.0], [1.0, 0.0], [1.0, 0.0]]
    assert left == [1.0, 16.0, 15.0]


def test_who_holds_no_vote_loses_none(quarter):
    w, state = quarter.w, quarter.actor("third_countries")
    w.approval[state] = 0.0
    for _ in range(3):
        opinion.vote(quarter)
    assert not w.lost_office[state].any()
    assert not w.vote_in[state].any()


def test_the_calendar_of_the_scenario_is_that_of_the_world(ruleset, morning):
    """Quarter by quarter, when each state votes: turn 8 is the last quarter of 2024."""
    first = {"usa": 8, "taiwan": 5, "europe": 6, "china": 20}
    for state, turn in first.items():
        assert morning.vote_in[ruleset.index("actor", state), 0] == turn + 1, state
    term = ruleset.table("opinion.term_quarters")
    days = {
        state: [t for t in range(41) if t >= turn and (t - turn) % term[state] == 0]
        for state, turn in first.items()
    }
    assert days == {
        "usa": [8, 24, 40],  # 2024Q4, 2028Q4, 2032Q4
        "taiwan": [5, 21, 37],  # 2024Q1, 2028Q1, 2032Q1
        "europe": [6, 26],  # 2024Q2, 2029Q2
        "china": [20, 40],  # 2027Q4, 2032Q4
    }


def test_everything_stays_on_its_scale(quarter):
    w = quarter.w
    w.jobs[:], w.concern[:], w.approval[:], w.tension[:] = 1.0, [0.0, 100.0], [0.0, 100.0], 100.0
    for _ in range(20):
        opinion.run(quarter)
    for name, top in (("jobs", 1.0), ("concern", 100.0), ("approval", 100.0), ("tension", 100.0)):
        values = getattr(w, name)
        assert (values >= 0).all(), name
        assert (values <= top).all(), name


def test_tension_fades_to_its_ground_which_denial_raises(calm):
    suppose(
        calm,
        {
            "opinion.tension_ground": 24,
            "opinion.tension_denial": 8,
            "opinion.tension_arms": 10,
            "opinion.tension_fade": 0.1,
            "opinion.blockade_hazard": 0.0,
        },
    )
    calm.w.tension[:] = 44.0
    calm.w.licence[calm.chip("h100"), calm.region("cn")] = [1.0, 0.0]
    calm.w.arms[:] = 0.0
    strait.strait(calm)
    assert calm.w.tension.tolist() == pytest.approx([42.0, 42.8])


def test_arms_raise_the_ground_of_tension_lower_the_hazard_and_rust(calm):
    suppose(
        calm,
        {
            "opinion.tension_arms": 10,
            "opinion.tension_fade": 0.1,
            "opinion.arms_rust": 0.2,
            "opinion.deterrence": 0.5,
            "opinion.blockade_hazard": 0.6,
        },
    )
    calm.w.tension[:], calm.w.arms[:] = 0.0, [0.0, 0.5]
    calm.w.licence[calm.chip("h100"), calm.region("cn")] = 1.0
    suppose(calm, {"opinion.tension_ground": 0})
    strait.strait(calm)
    assert calm.w.arms.tolist() == pytest.approx([0.0, 0.4])
    assert calm.w.blockade_quarters.tolist() == [4.0, 0.0]  # a die of 0.5 against 0.6 and 0.5


def test_a_war_ruins_lines_on_the_island_and_none_abroad(calm):
    suppose(calm, {"opinion.war_hazard": 1.0, "opinion.war_ruin": 0.15})
    w, tsmc, n5 = calm.w, calm.actor("tsmc"), calm.ruleset.index("node", "n5")
    w.wafers[tsmc, n5], w.wafers_abroad[tsmc, n5] = 100_000, 20_000
    w.packaging[tsmc], w.packaging_abroad[tsmc] = 50_000, 60_000  # more promised than stands
    w.blockade_quarters[:], w.war[:] = [4, 0], 0.0
    strait.close(calm)
    assert w.wafers[tsmc, n5].tolist() == [88_000, 100_000]
    assert w.packaging[tsmc].tolist() == [50_000, 50_000]


def test_a_blockade_may_become_a_war_and_no_other_time_may(calm):
    suppose(calm, {"opinion.war_hazard": 1.0, "opinion.war_quarters": 4})
    w = calm.w
    suppose(calm, {"opinion.blockade_hazard": 0.0})
    w.blockade_quarters[:] = [2.0, 0.0]
    strait.strait(calm)
    assert w.war.tolist() == [1.0, 0.0]
    assert w.blockade_quarters.tolist() == [4.0, 0.0]
    left = []
    for _ in range(5):
        strait.strait(calm)
        left.append((w.blockade_quarters[0], w.war[0]))
    assert left == [(3, 1), (2, 1), (1, 1), (0, 0), (0, 0)]


def test_a_blockade_lasts_its_quarters_and_then_ends(calm):
    suppose(calm, {"opinion.blockade_hazard": 1.0, "opinion.war_hazard": 0.0})
    left = []
    for _ in range(6):
        strait.strait(calm)
        left.append(calm.w.blockade_quarters[0])
        suppose(calm, {"opinion.blockade_hazard": 0.0})
    assert left == [4, 3, 2, 1, 0, 0]  # two and half of five, in whole quarters
    assert calm.w.tension[0] < 90


def test_the_hazard_grows_by_a_factor_e_with_twenty_points_of_tension(calm):
    suppose(calm, {"opinion.tension_fade": 0.0, "opinion.war_hazard": 0.0})
    calm.w.arms[:] = 0.0

    def closes(tension, hazard):
        """Does the Strait close, for a die that shows one half?"""
        suppose(calm, {"opinion.blockade_hazard": hazard})
        calm.w.tension[:], calm.w.blockade_quarters[:] = tension, 0.0
        strait.strait(calm)
        return bool(calm.w.blockade_quarters[0] > 0)

    assert closes(0.0, 0.501)
    assert not closes(0.0, 0.499)
    assert closes(20.0, 0.501 / np.e)
    assert not closes(20.0, 0.499 / np.e)
