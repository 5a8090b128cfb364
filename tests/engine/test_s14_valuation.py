"""S14 Valuation: what is believed moves prices and plans, never a balance."""

import numpy as np
import pytest

from game.engine import s14_valuation as valuation
from tests.engine.conftest import suppose

BN = 10**9


def test_at_even_confidence_the_designer_is_worth_its_multiple_of_a_years_sales(calm):
    suppose(calm, {"valuation.multiple": 18.7, "valuation.mood": 0.5})
    designer = calm.actor("nvidia")
    calm.w.revenue_usd[designer] = 10 * BN
    calm.w.confidence[:] = [0.5, 0.7]
    valuation.value(calm)
    assert calm.w.multiple.tolist() == pytest.approx([18.7, 18.7 * np.exp(0.1)])
    assert calm.w.valuation_usd[designer, 0] == pytest.approx(748e9)


def test_a_lab_is_worth_its_revenue_or_its_people_whichever_is_more(calm):
    suppose(
        calm,
        {
            "valuation.lab_multiple": 27,
            "valuation.seed_usd_per_person": 8e6,
            "valuation.team_size": 30,
            "valuation.team_power": 0.5,
            "valuation.lab_speed": 1.0,
            "valuation.lab_slide": 1.0,
        },
    )
    lab, crowd = calm.actor("lab_paris"), calm.actor("lab_haidian")
    pair = [lab, crowd]
    calm.w.confidence[:], calm.w.trained_eci[pair], calm.w.arr_usd[pair] = 0.5, 110.0, 0.0
    calm.w.staff[lab], calm.w.staff[crowd] = 30.0, 120.0
    calm.w.arr_usd[lab, 1] = BN
    valuation.value(calm)
    assert calm.w.valuation_usd[lab].tolist() == pytest.approx([240e6, 27e9])
    assert calm.w.valuation_usd[crowd, 0] == pytest.approx(480e6)  # four times the people


def test_a_lab_rises_to_its_worth_faster_than_it_sinks_to_it(calm):
    suppose(
        calm,
        {"valuation.lab_multiple": 27, "valuation.lab_speed": 0.5, "valuation.lab_slide": 0.06},
    )
    lab = calm.actor("lab_frontier")
    calm.w.confidence[:], calm.w.staff[lab], calm.w.arr_usd[lab] = 0.5, 1.0, 10 * BN
    calm.w.valuation_usd[lab] = [170 * BN, 370 * BN]  # worth 270
    valuation.value(calm)
    assert calm.w.valuation_usd[lab].tolist() == pytest.approx([220 * BN, 364 * BN])


def test_confidence_rests_where_nothing_pulls_and_sinks_where_spending_outruns_sales(calm):
    w = calm.w
    w.turn[:], w.shortage[:] = 40, 0.0
    w.confidence[:] = calm.k("valuation.normal")
    w.capex_usd[calm.places.big4] = 20 * BN
    w.arr_usd[:] = 0.0
    w.arr_usd[calm.actor("lab_frontier")] = [400.0 * BN, 4.0 * BN]
    valuation.feel(calm)
    assert w.confidence[0] == pytest.approx(calm.k("valuation.normal"))
    assert w.confidence[1] < w.confidence[0]


def test_a_crash_takes_confidence_not_cash_and_never_in_the_first_quarters(quarter):
    suppose(quarter, {"valuation.crash_hazard": 1e6, "valuation.crash_keeps": 0.55})
    w = quarter.w
    w.turn[:], w.confidence[:] = [2, 3], 0.6
    cash = w.cash_usd.copy()
    valuation.crash(quarter)
    assert w.crashes.tolist() == [0, 1]
    assert w.confidence.tolist() == pytest.approx([0.6, 0.33])
    assert (w.cash_usd == cash).all()


def test_capital_spending_grows_with_confidence_and_shortage_and_tires(calm):
    suppose(
        calm,
        {
            "valuation.capex_growth": 0.045,
            "valuation.capex_slope": 0.1,
            "valuation.capex_shortage": 0.06,
            "valuation.capex_fatigue": 0.04,
            "valuation.capex_scale_usd": 10 * BN,
        },
    )

    def growth(capex, confidence=0.5, shortage=0.0):
        cloud = calm.actor("meta")
        calm.w.capex_usd[cloud], calm.w.confidence[:] = capex, confidence
        calm.w.shortage[:] = shortage
        valuation.spend(calm)
        return np.log(calm.w.capex_usd[cloud, 0] / capex)

    assert growth(10 * BN) == pytest.approx(0.045)
    assert growth(10 * BN, confidence=0.7) == pytest.approx(0.065)
    assert growth(10 * BN, shortage=0.5) == pytest.approx(0.075)
    assert growth(20 * BN) == pytest.approx(0.045 - 0.04 * np.log(2))


def test_valuations_are_not_money(quarter):
    cash = quarter.w.cash_usd.copy()
    quarter.w.turn[:] = 20
    valuation.run(quarter)
    assert (quarter.w.cash_usd == cash).all()
