"""S15 Externalities: watts become energy, energy becomes carbon, water and a bill."""

import numpy as np
import pytest

from game.engine import s15_externalities as externalities
from game.engine.s08_installed import measure_load
from tests.engine.conftest import suppose

# 1,000 H100s: 1.453 MW of servers, used 60 % of 2,190 hours, at a PUE of 1.2
KWH = 1_453 * 0.6 * 1.2 * 2_190


def measure(x):
    """Energy as told, with turbines where the grid does not suffice; kWh by owner."""
    return externalities.measure(x, externalities.turbines_mw(x))


@pytest.fixture
def hall(quarter):
    """A thousand H100s in Paris and nothing else anywhere."""
    suppose(
        quarter,
        {
            "externalities.use": 0.6,
            "installed.pue": 1.2,
            "externalities.litres_per_kwh": 0.65,
            "externalities.garage_watts": 2_000,
        },
    )
    quarter.w.installed[:], quarter.w.dark[:], quarter.w.commons_h100e[:] = 0, 0.0, 0.0
    quarter.w.gas_mw[:] = 0.0
    quarter.w.installed[quarter.chip("h100"), quarter.actor("lab_paris")] = 1_000
    measure_load(quarter)
    return quarter


def test_energy_water_and_carbon_of_a_hall(hall):
    fr = hall.region("fr")
    measure(hall)
    assert hall.w.energy_twh[fr, 0] == pytest.approx(KWH / 1e9)
    assert hall.w.water_m3[fr, 0] == pytest.approx(KWH / 1.2 * 0.65 / 1e3)  # of the machines
    assert hall.w.co2_t[fr, 0] == pytest.approx(KWH * 56 / 1e6)
    assert hall.w.energy_twh.sum(axis=0) == pytest.approx(hall.w.energy_twh[fr])


def test_carbon_is_energy_times_the_intensity_of_each_grid(quarter):
    measure(quarter)
    intensity = quarter.by("externalities.g_per_kwh", "region")
    assert quarter.w.co2_t == pytest.approx(quarter.w.energy_twh * 1e9 * intensity / 1e6, rel=1e-9)
    assert quarter.w.co2_t.sum() > 0


def test_what_turbines_make_has_their_carbon_and_not_the_grids(hall):
    suppose(hall, {"externalities.gas_g_per_kwh": 500})
    fr = hall.region("fr")
    hall.w.power_mw[fr] = [1.453 * 1.2 / 2, 0.0]  # half of the load, and none of it
    hall.w.gas_mw[fr] = 100.0
    measure(hall)
    half, whole = KWH * (56 + 500) / 2 / 1e6, KWH * 500 / 1e6
    assert hall.w.co2_t[fr].tolist() == pytest.approx([half, whole])
    assert (hall.w.co2_t - hall.w.gas_co2_t)[fr].tolist() == pytest.approx([KWH * 56 / 1e6] * 2)


def test_turbines_stand_still_while_the_grid_can_bear_the_load(hall):
    suppose(hall, {"installed.drought_loss": 0.5})
    fr, drawn = hall.region("fr"), 1.453 * 1.2
    hall.w.power_mw[fr], hall.w.gas_mw[fr], hall.w.drought[fr] = drawn, 100.0, [0.0, 1.0]
    assert externalities.turbines_mw(hall)[fr].tolist() == pytest.approx([0.0, drawn / 2])
    hall.w.power_mw[fr], hall.w.gas_mw[fr], hall.w.dark[fr] = 0.0, drawn / 4, 0.75
    assert externalities.turbines_mw(hall)[fr].tolist() == pytest.approx([drawn / 4] * 2)


def test_the_owner_pays_the_tariff_of_its_region(hall):
    owner, outside = hall.actor("lab_paris"), hall.actor("outside")
    before = hall.w.cash_usd.copy()
    externalities.pay_bills(hall, measure(hall), externalities.turbines_mw(hall))
    due = KWH * hall.k("externalities.usd_per_kwh.fr")
    assert before[owner, 0] - hall.w.cash_usd[owner, 0] == pytest.approx(due, abs=1)
    assert (hall.w.cash_usd.sum(axis=0) == before.sum(axis=0)).all()
    assert (hall.w.cash_usd[outside] > before[outside]).all()


def test_what_turbines_make_costs_more(hall):
    suppose(hall, {"externalities.gas_usd_per_kwh": 0.3})
    owner = hall.actor("lab_paris")
    hall.w.gas_mw[hall.region("fr")] = 100.0
    hall.w.power_mw[hall.region("fr")] = [100.0, 1.453 * 1.2 / 2]
    before = hall.w.cash_usd[owner].copy()
    externalities.pay_bills(hall, measure(hall), externalities.turbines_mw(hall))
    grid, mixed = before - hall.w.cash_usd[owner]
    assert grid == pytest.approx(KWH * 0.185, abs=1)
    assert mixed == pytest.approx(KWH * (0.185 + 0.3) / 2, abs=1)


def test_a_dark_chip_draws_nothing(hall):
    hall.w.dark[hall.region("fr")] = [0.25, 1.0]
    measure(hall)
    drawn = hall.w.energy_twh[hall.region("fr")]
    assert drawn.tolist() == pytest.approx([0.75 * KWH / 1e9, 0.0])


def test_volunteers_machines_are_counted_too(hall):
    hall.w.installed[:] = 0
    hall.w.commons_h100e[:] = 10.0
    measure_load(hall)
    measure(hall)
    kwh = 10 * 2_000 * 0.6 * 1.2 * 2_190 / 1_000
    assert hall.w.energy_twh[hall.region("fr"), 0] == pytest.approx(kwh / 1e9)


def test_a_drought_is_as_deep_as_the_deepest_of_the_old_and_the_new(calm):
    suppose(calm, {"externalities.drought_hazard": 1.0, "installed.drought_kept": 0.9})
    calm.w.drought[:] = 0.0
    calm.w.drought[calm.region("us")] = 1.0
    externalities.dry_up(calm)
    assert calm.w.drought[calm.region("us"), 0] == pytest.approx(0.9)  # fades, then is told
    assert calm.w.drought[calm.region("fr"), 0] == pytest.approx(0.6)  # 0.3 + half of 0.6


def test_most_quarters_bring_no_drought(calm):
    suppose(calm, {"externalities.drought_hazard": 0.49})
    calm.w.drought[:] = 0.0
    externalities.dry_up(calm)
    assert np.array_equal(calm.w.drought, np.zeros_like(calm.w.drought))
