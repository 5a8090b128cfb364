"""S11 Inference: an answer costs rent over efficiency; a lead over what is free earns more."""

import numpy as np
import pytest

from game.engine import s11_inference as inference
from tests.engine.conftest import suppose


def prices(x):
    """Prices of the labs per million tokens, first world."""
    suppose(
        x,
        {
            "inference.cost_usd_per_mtok": 10.0,
            "inference.at_rent": 4.0,
            "inference.thrift_power": 0.9,
            "inference.margin": 1.3,
            "inference.rent_of_lead": 2.0,
            "inference.lead_scale": 10,
            "inference.small_gain": 1.5,
        },
    )
    inference.run(x)
    return {lab: x.w.token_price_usd[x.actor(lab), 0] for lab in ("lab_bay", "lab_paris")}


@pytest.fixture
def plain(quarter):
    """Two labs of efficiency one, no better than what is open, at the rent of reference."""
    w, labs = quarter.w, quarter.places.labs
    w.rent_usd_per_hour[:] = 4.0
    w.software[labs], w.small[labs] = 1.0, 0.0
    w.eci[labs], w.open_eci[:] = 120.0, 120.0
    return quarter


def test_without_a_lead_the_price_is_cost_and_a_margin(plain):
    assert prices(plain)["lab_bay"] == pytest.approx(13.0)


def test_twice_the_efficiency_costs_almost_half(plain):
    plain.w.software[plain.actor("lab_paris")] = 2.0
    asked = prices(plain)
    assert asked["lab_paris"] == pytest.approx(asked["lab_bay"] / 2**0.9)


def test_half_the_rent_is_half_the_price(plain):
    plain.w.rent_usd_per_hour[:] = 2.0
    assert prices(plain)["lab_bay"] == pytest.approx(6.5)


def test_a_lead_is_paid_for_up_to_a_point(plain):
    asked = []
    for lead in (-20.0, 0.0, 5.0, 15.0, 60.0):
        plain.w.eci[plain.actor("lab_bay")] = 120.0 + lead
        asked.append(prices(plain)["lab_bay"])
    assert asked == pytest.approx([13.0, 13.0, 23.0, 43.0, 43.0])


def test_mastery_of_small_models_makes_answers_cheaper(plain):
    plain.w.small[plain.actor("lab_paris")] = 1.0
    asked = prices(plain)
    assert asked["lab_paris"] == pytest.approx(asked["lab_bay"] / 2.5**0.9)
    assert np.isfinite(list(asked.values())).all()
