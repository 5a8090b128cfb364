"""S16 Opinion: work lost, fear, thanks and blame, and how near the Strait is to closing."""

import numpy as np
import pytest

from game.engine import s16_opinion as opinion
from tests.engine.conftest import suppose


def test_able_models_in_use_displace_work_and_new_work_replaces_a_part(quarter):
    suppose(
        quarter,
        {
            "opinion.able_from": 128,
            "opinion.displacement": 0.008,
            "opinion.replacement": 0.05,
        },
    )
    quarter.w.users[:] = 0.5 * quarter.by("demand.people", "region")
    quarter.w.jobs[:] = 0.1
    quarter.w.eci[:] = 0.0
    quarter.w.eci[quarter.actor("lab_bay")] = [128.0, 143.0]
    opinion.work(quarter)
    assert quarter.w.jobs[0].tolist() == pytest.approx([0.095, 0.095 + 0.008 * 0.5 * 0.5])


def test_concern_goes_a_fifth_of_the_way_to_what_people_see(quarter):
    suppose(
        quarter,
        {
            "opinion.speed": 0.2,
            "opinion.base": 37,
            "opinion.reach": 15,
            "opinion.jobs": 110,
            "opinion.drought": 10,
            "opinion.law": 6,
        },
    )
    w, fr = quarter.w, quarter.region("fr")
    w.users[fr] = quarter.by("demand.people", "region")[fr] / 4  # enough for all to know one
    w.jobs[fr], w.drought[fr], w.compute_rule[fr] = 0.1, 0.5, 0.5
    w.concern[fr] = 40.0
    opinion.worry(quarter)
    assert w.concern[fr, 0] == pytest.approx(40 + 0.2 * (37 + 15 + 11 + 5 - 3 - 40))


def test_governments_are_thanked_for_growth_and_blamed_for_the_rest(quarter):
    state, fields = quarter.actor("usa"), ("growth", "concern", "jobs", "debt_usd")
    first, approval = quarter.w, {}
    quarter.w = first.copy()
    opinion.approve(quarter)
    start = quarter.w.approval[state, 0]
    for field in fields:
        quarter.w = first.copy()
        here = quarter.region("us") if field in ("concern", "jobs") else state
        more = {"growth": 0.01, "concern": 10.0, "jobs": 0.05, "debt_usd": 10**12}[field]
        getattr(quarter.w, field)[here] += more
        opinion.approve(quarter)
        approval[field] = quarter.w.approval[state, 0] - start
    assert approval.pop("growth") > 0
    assert max(approval.values()) < 0


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
            "opinion.tension_fade": 0.1,
            "opinion.blockade_hazard": 0.0,
        },
    )
    calm.w.tension[:] = 44.0
    calm.w.licence[calm.chip("h100"), calm.region("cn")] = [1.0, 0.0]
    opinion.strait(calm)
    assert calm.w.tension.tolist() == pytest.approx([42.0, 42.8])


def test_a_blockade_lasts_its_quarters_and_then_ends(calm):
    suppose(calm, {"opinion.blockade_hazard": 1.0})
    left = []
    for _ in range(6):
        opinion.strait(calm)
        left.append(calm.w.blockade_quarters[0])
        suppose(calm, {"opinion.blockade_hazard": 0.0})
    assert left == [4, 3, 2, 1, 0, 0]  # two and half of five, in whole quarters
    assert calm.w.tension[0] < 90


def test_the_hazard_grows_by_a_factor_e_with_twenty_points_of_tension(calm):
    suppose(calm, {"opinion.tension_fade": 0.0})

    def closes(tension, hazard):
        """Does the Strait close, for a die that shows one half?"""
        suppose(calm, {"opinion.blockade_hazard": hazard})
        calm.w.tension[:], calm.w.blockade_quarters[:] = tension, 0.0
        opinion.strait(calm)
        return bool(calm.w.blockade_quarters[0] > 0)

    assert closes(0.0, 0.501)
    assert not closes(0.0, 0.499)
    assert closes(20.0, 0.501 / np.e)
    assert not closes(20.0, 0.499 / np.e)
