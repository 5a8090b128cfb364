"""S9 Rental: the rent finds its way to break-even, and contracts last as long as they are paid."""

import numpy as np
import pytest

from game.engine import s09_rental as rental
from tests.engine.conftest import suppose

HOURS = 2_190


@pytest.fixture
def level(quarter):
    """Break-even at 2 USD an hour, no shortage, no rush, contracts at half the hourly price."""
    suppose(
        quarter,
        {
            "rental.breakeven": 2.0,
            "rental.at_price_usd": 30_000,
            "rental.speed": 0.5,
            "rental.scarcity": 1.0,
            "rental.surge": 3.0,
            "rental.contract_discount": 0.5,
            "rental.room": 0.25,
            "rental.loophole_room": 0.5,
        },
    )
    quarter.w.chip_price_usd[quarter.chip("h100")] = 30_000.0
    quarter.w.shortage[:], quarter.w.rush[:] = 0.0, 0.0
    quarter.w.rent_usd_per_hour[:] = 4.0
    quarter.w.installed[:] = 0
    quarter.w.rented_h100e[:] = 0.0
    return quarter


def test_a_scarcity_rent_falls_half_the_way_in_logarithms(level):
    level.w.rent_usd_per_hour[:] = 8.0
    rental.set_rent(level)
    assert level.w.rent_usd_per_hour[0] == pytest.approx(4.0)
    rental.set_rent(level)
    assert level.w.rent_usd_per_hour[0] == pytest.approx(8.0**0.5)


def test_shortage_raises_the_rent_and_dearer_chips_do_too(level):
    level.w.shortage[:] = [0.0, 0.5]
    rental.set_rent(level)
    calm, short = level.w.rent_usd_per_hour
    assert calm == pytest.approx(8**0.5)  # from 4 half the way to 2
    assert short == pytest.approx(8**0.5 * np.exp(0.25))  # and to 2 e^0.5
    level.w.rent_usd_per_hour[:], level.w.shortage[:] = 2.0, 0.0
    level.w.chip_price_usd[level.chip("h100")] = [30_000.0, 60_000.0]
    rental.set_rent(level)
    assert level.w.rent_usd_per_hour.tolist() == pytest.approx([2.0, 2.0 * 2**0.5])


def test_a_rush_raises_the_rent_before_chips_are_short(level):
    level.w.rent_usd_per_hour[:] = 2.0
    level.w.rush[:], level.w.shortage[:] = 0.2, [0.0, 0.4]
    rental.set_rent(level)
    # half of 3 x 0.2, and of 0.4 more where four in ten go without
    assert level.w.rent_usd_per_hour.tolist() == pytest.approx([2 * np.exp(0.3), 2 * np.exp(0.5)])
    level.w.rush[:], level.w.shortage[:] = 0.0, 0.0
    rental.set_rent(level)  # over, it falls back
    assert level.w.rent_usd_per_hour.tolist() == pytest.approx([2 * np.exp(0.15), 2 * np.exp(0.25)])


def test_who_pays_half_the_bill_keeps_half_the_hours(level):
    lab, cloud = level.actor("lab_paris"), level.actor("amazon")
    level.w.installed[level.chip("h100"), cloud] = 10_000
    level.w.rented_h100e[lab] = 100.0
    due = 100 * HOURS * 2  # half of 4 USD an hour
    level.w.cash_usd[lab] = [due, due // 2]
    landlord = level.w.cash_usd[cloud].copy()
    rental.bill(level)
    assert level.w.rented_h100e[lab].tolist() == pytest.approx([100.0, 50.0])
    assert level.w.cash_usd[lab].tolist() == [0, 0]
    assert (level.w.cash_usd[cloud] - landlord).tolist() == [due, due // 2]


def test_nobody_rents_more_than_a_quarter_of_what_the_landlord_has(level):
    lab = level.actor("lab_frontier")
    level.w.installed[level.chip("h100"), level.actor("microsoft")] = 4_000
    level.w.rented_h100e[lab], level.w.cash_usd[lab] = 5_000.0, 10**12
    rental.bill(level)
    assert level.w.rented_h100e[lab, 0] == pytest.approx(1_000.0)


def test_closing_the_cloud_loophole_takes_the_hours_rented_abroad(level):
    lab = level.actor("lab_hangzhou")
    level.w.installed[level.chip("h100"), level.actor("traders")] = 2_000
    level.w.rented_h100e[lab], level.w.cash_usd[lab] = 5_000.0, 10**12
    level.w.item_licence[level.item("cloud"), level.region("cn")] = [1.0, 0.0]
    rental.bill(level)
    assert level.w.rented_h100e[lab].tolist() == pytest.approx([1_000.0, 0.0])


def test_a_parent_lends_its_lab_a_share_of_what_has_power(level):
    suppose(level, {"rental.parent_share": {"lab_menlo": 0.2}})
    lab = level.actor("lab_menlo")
    level.w.installed[level.chip("h100"), level.actor("meta")] = 10_000
    level.w.dark[level.region("us")] = [0.0, 0.5]
    level.w.allotted_h100e[lab] = 0.0
    rental.allot(level)
    assert level.w.allotted_h100e[lab].tolist() == pytest.approx([2_000.0, 1_000.0])
