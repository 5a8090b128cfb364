"""S11 Inference: an answer costs hours times rent; a lead, a crowd and thought cost more."""

import numpy as np
import pytest

from game.engine import answers
from game.engine import s11_inference as inference
from game.engine import s13_open_weights as weights
from tests.engine.conftest import suppose

HOURS = 2_190
RULES = {
    "inference.hours_per_mtok": 2.5,
    "inference.class_eci": 125,
    "inference.least_eci": 90,
    "inference.size_per_eci": 0.07,
    "inference.teaching": 0.1,
    "inference.thrift_power": 0.9,
    "inference.small_gain": 1.5,
    "inference.margin": 1.3,
    "inference.rent_of_lead": 2.0,
    "inference.lead_scale": 10,
    "inference.crowd_power": 0.5,
    "inference.crowd_most": 4,
    "inference.card_h100e": 0.05,
    "inference.card_watts": 400,
    "inference.card_wear": 0.05,
    "inference.foresight": 0.25,
    "inference.meter_share": 0.5,
}


@pytest.fixture
def plain(quarter):
    """Labs of efficiency one, no better than what is open, 4 USD an hour, nobody at the counter."""
    suppose(quarter, RULES)
    w, labs = quarter.w, quarter.places.labs
    w.rent_usd_per_hour[:] = 4.0
    w.software[labs], w.small[labs], w.thinking_cost[labs], w.price_stance[labs] = 1.0, 0, 1.0, 1.0
    w.eci[labs], w.open_eci[:] = 125.0, 125.0
    w.load_h100e[:], w.answer_h100e[:] = 0.0, 100.0
    return quarter


def prices(x):
    """Prices of the labs per million tokens, first world."""
    inference.set_prices(x)
    return {lab: x.w.token_price_usd[x.actor(lab), 0] for lab in ("lab_bay", "lab_paris")}


def test_without_a_lead_the_price_is_hours_times_rent_and_a_margin(plain):
    assert prices(plain)["lab_bay"] == pytest.approx(2.5 * 4 * 1.3)


def test_twice_the_efficiency_costs_almost_half_and_half_the_rent_half(plain):
    plain.w.software[plain.actor("lab_paris")] = 2.0
    asked = prices(plain)
    assert asked["lab_paris"] == pytest.approx(asked["lab_bay"] / 2**0.9)
    plain.w.rent_usd_per_hour[:] = 2.0
    assert prices(plain)["lab_bay"] == pytest.approx(6.5)


def test_a_lead_is_paid_for_up_to_a_point_and_a_stronger_model_is_larger(plain):
    asked = []
    for lead in (0.0, 5.0, 15.0, 60.0):
        plain.w.eci[plain.actor("lab_bay")] = 125.0 + lead
        asked.append(prices(plain)["lab_bay"] / np.exp(0.07 * lead))
    assert asked == pytest.approx([13.0, 23.0, 43.0, 43.0])


def test_small_models_thought_and_the_labs_own_mind_move_the_price(plain):
    w, lab = plain.w, plain.actor("lab_paris")
    w.small[lab], w.thinking_cost[lab], w.price_stance[lab] = 1.0, 3.0, 0.5
    asked = prices(plain)
    assert asked["lab_paris"] == pytest.approx(asked["lab_bay"] / 2.5 * 3.0 * 0.5)


def test_a_full_counter_asks_more_up_to_twice(plain):
    lab, asked = plain.actor("lab_bay"), []
    for load in (50.0, 100.0, 225.0, 9e9):
        plain.w.load_h100e[lab] = load
        asked.append(prices(plain)["lab_bay"])
    assert asked == pytest.approx([13.0, 13.0, 19.5, 26.0])


def test_a_strong_model_teaches_a_light_one(plain):
    w, lab = plain.w, plain.actor("lab_bay")
    before = answers.own_hours(plain, 125.0)[plain.places.labs == lab][0, 0]
    w.eci[lab] += 10
    after = answers.own_hours(plain, 125.0)[plain.places.labs == lab][0, 0]
    assert after == pytest.approx(before / np.e)


def test_the_price_of_a_class_is_asked_by_the_cheapest_who_can_answer_so_well(plain):
    w, labs = plain.w, plain.places.labs
    w.software[labs] = 2.0
    w.eci[plain.actor("lab_bay")] = 145.0  # the best, and so the best teacher
    w.eci[plain.actor("lab_paris")], w.software[plain.actor("lab_paris")] = 110.0, 1e6
    inference.price_class(plain)
    assert w.class_price_usd[0] == pytest.approx(2.5 * 4 * 1.3 / 2**0.9 / np.exp(2))


def test_before_anybody_reaches_the_class_it_is_what_the_best_lab_would_have_to_ask(plain):
    w, labs = plain.w, plain.places.labs
    w.eci[labs], w.open_eci[:], w.software[labs] = 100.0, 115.0, 3.0
    w.eci[plain.actor("lab_bay")], w.software[plain.actor("lab_bay")] = 110.0, 2.0
    inference.price_class(plain)
    assert w.class_price_usd[0] == pytest.approx(2.5 / 2**0.9 * 4 * (1.3 + 2.0))


def test_no_answer_takes_less_than_that_of_the_smallest_model_anybody_would_ask(plain):
    suppose(plain, {"inference.least_hours": 0.02})
    w, labs = plain.w, plain.places.labs
    w.eci[labs], w.small[labs], w.open_eci[:] = 125.0, 1.0, 160.0
    w.software[labs] = w.open_software[:] = 1e6
    assert (answers.own_hours(plain, 125.0) == 0.02).all()
    inference.price_class(plain)
    weights.teach(plain)
    assert w.class_price_usd[0] == pytest.approx(0.02 * 4 * 1.3)


def test_what_does_not_train_answers_and_old_cards_do_nothing_else(plain):
    w, lab = plain.w, plain.actor("lab_paris")
    w.installed[:, lab], w.installed[plain.chip("h100"), lab] = 0, 1_000
    w.rented_h100e[lab], w.allotted_h100e[lab], w.lent_h100e[lab] = 0, 0, 0
    w.train_share[lab], w.used_cards[lab] = [0.7, 1.0], 400.0
    w.dark[:] = 0.0
    inference.open_counters(plain)
    assert w.answer_h100e[lab].tolist() == pytest.approx([320.0, 20.0])


def test_cards_wear_out_and_are_sold_off_by_who_cannot_pay_for_their_current(plain):
    w, lab = plain.w, plain.actor("lab_paris")
    w.used_cards[:], w.used_cards[lab] = 0.0, 1_000.0
    bill = 950 * 0.4 * HOURS * plain.k("externalities.usd_per_kwh.fr")
    w.cash_usd[lab] = [10**9, int(bill / 2)]
    outside = w.cash_usd[plain.actor("outside")].copy()
    inference.run_cards(plain)
    assert w.used_cards[lab].tolist() == pytest.approx([950.0, 475.0], rel=1e-4)
    assert (w.cash_usd[plain.actor("outside")] - outside)[0] == int(bill)


def crowded(x):
    """Users of the bay ask for 1,000 H100e; 100 are free, and Amazon has room for the rest."""
    w, lab = x.w, x.actor("lab_bay")
    suppose(x, {"rental.room": {"amazon": 0.5}, "rental.loophole_room": {}})
    w.installed[:], w.let_h100e[:], w.dark[:] = 0, 0.0, 0.0
    w.installed[x.chip("h100"), x.actor("amazon")] = 20_000
    w.load_h100e[lab], w.answer_h100e[lab] = 1_000.0, 100.0
    w.cash_usd[lab], w.arr_usd[lab] = 10**12, 1e12
    return w, lab


def test_whose_users_outgrow_its_machines_buys_hours_at_the_full_rent(plain):
    w, lab = crowded(plain)
    before = w.cash_usd.copy()
    inference.meter(plain)
    assert w.answer_h100e[lab].tolist() == pytest.approx([1_250.0, 1_250.0])  # a quarter ahead
    paid = before[lab] - w.cash_usd[lab]
    assert paid == pytest.approx([1_150 * HOURS * 4] * 2, abs=1)
    assert (w.cash_usd[plain.actor("amazon")] - before[plain.actor("amazon")] == paid).all()
    assert w.let_h100e[plain.actor("amazon")] == pytest.approx([1_150.0, 1_150.0])


def test_the_meter_stops_at_half_of_revenue_and_where_there_is_no_room(plain):
    w, lab = crowded(plain)
    w.arr_usd[lab] = [8 * 50 * HOURS * 4, 1e12]
    w.let_h100e[plain.actor("amazon")] = [0.0, 9_990.0]
    inference.meter(plain)
    assert w.answer_h100e[lab].tolist() == pytest.approx([150.0, 110.0])
    assert (w.cash_usd >= 0)[lab].all()
