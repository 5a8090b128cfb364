"""S13 Open weights: what is given away caps what can be sold."""

import pytest

from game.engine import s13_open_weights as weights
from tests.engine.conftest import suppose


@pytest.fixture
def before(quarter):
    """A lab with a model of 130 in the drawer; the open ones stand at 110, the leader at 135."""
    w, labs = quarter.w, quarter.places.labs
    w.eci[labs], w.trained_eci[labs], w.open_eci[:] = 105.0, 105.0, 110.0
    w.eci[quarter.actor("lab_frontier")] = 135.0
    w.eci[quarter.actor("lab_bay")] = 128.0
    w.trained_eci[quarter.actor("lab_hangzhou")] = 130.0
    w.token_price_usd[labs] = 20.0
    w.release[:] = 0.0
    return quarter


def test_a_gift_caps_the_price_of_all_that_is_no_better(before):
    suppose(
        before,
        {
            "inference.cost_usd_per_mtok": 10.0,
            "inference.at_rent": 4.0,
            "inference.thrift_power": 1.0,
            "inference.margin": 1.3,
            "open_weights.readable": 0.8,
        },
    )
    giver, w = before.actor("lab_hangzhou"), before.w
    w.rent_usd_per_hour[:], w.software[giver], w.open_software[:] = 4.0, 2.5, 0.1
    w.release[giver] = 2.0
    weights.publish(before)
    weights.teach(before)
    assert w.open_eci[0] == 130.0
    assert w.open_software[0] == pytest.approx(2.0)  # eight tenths can be read
    assert w.token_price_usd[before.actor("lab_bay"), 0] == pytest.approx(6.5)
    assert w.token_price_usd[before.actor("lab_frontier"), 0] == 20.0


def test_a_gift_brings_standing_and_people_and_no_money(before):
    suppose(before, {"open_weights.trust": 4, "open_weights.talent": 0.04})
    giver, w = before.actor("lab_hangzhou"), before.w
    w.trust[giver], w.staff[giver], w.release[giver] = 50.0, 100.0, [2.0, 0.0]
    cash = w.cash_usd.copy()
    weights.run(before)
    assert w.trust[giver].tolist() == pytest.approx([54.0, 50.0])
    assert w.staff[giver].tolist() == pytest.approx([104.0, 100.0])
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


def test_the_best_american_model_of_each_quarter_is_remembered(before):
    before.w.best_us_by_turn[0] = 120.0
    weights.remember(before)
    assert before.w.best_us_by_turn[:2, 0].tolist() == [135.0, 120.0]
