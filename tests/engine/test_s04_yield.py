"""S4 Yield: large dies on dirty wafers fail, and practice cleans."""

import numpy as np
import pytest

from game.engine import s04_yield as yields
from tests.engine.conftest import suppose


def murphy(area_mm2, defects, harvest):
    return float(yields.murphy(area_mm2 / 100, np.array([defects]), harvest)[0])


def test_murphy_at_known_points():
    assert murphy(814, 0.10, 1.0) == pytest.approx(0.47, abs=0.005)  # a perfect H100
    assert murphy(814, 0.10, 0.4) == pytest.approx(0.73, abs=0.005)  # one with spare parts
    assert murphy(665, 0.70, 0.4) == pytest.approx(0.21, abs=0.005)  # an Ascend of 2024
    assert murphy(665, 0.38, 0.4) == pytest.approx(0.40, abs=0.015)  # and of 2025
    assert murphy(1, 1e-12, 1.0) == pytest.approx(1.0)


def test_a_larger_or_dirtier_die_never_yields_more():
    grid = np.linspace(0.01, 2.0, 50)
    for area in (50, 400, 814):
        shares = [murphy(area, defects, 0.4) for defects in grid]
        assert shares == sorted(shares, reverse=True)
        assert all(murphy(area + 10, d, 0.4) <= s for d, s in zip(grid, shares, strict=True))


def test_a_doubling_of_output_takes_a_fifth_off_the_avoidable_defects(quarter):
    suppose(
        quarter,
        {
            "yield.start": 0.7,
            "yield.floor_no_euv": 0.25,
            "yield.reference_wafers": 6_000,
            "yield.exponent": 0.32,
        },
    )
    smic, n7 = quarter.actor("smic"), quarter.node("n7")
    quarter.w.wafers_learned[smic, n7], quarter.w.wafers_made[smic, n7] = 6_000, 6_000
    yields.learn(quarter)
    assert quarter.w.defects[smic, n7, 0] == pytest.approx(0.25 + 0.45 * 0.801, abs=1e-3)


def test_machines_of_extreme_ultraviolet_never_make_a_wafer_dirtier(quarter):
    smic, n7 = quarter.actor("smic"), quarter.node("n7")
    quarter.w.euv_tools[smic] = [0, 1]
    for made in (0, 10_000, 1_000_000):
        quarter.w.wafers_made[smic, n7] = made
        yields.learn(quarter)
        without, with_machine = quarter.w.defects[smic, n7]
        assert with_machine <= without


def test_each_class_is_rated_at_the_foundry_that_prints_it(quarter):
    quarter.w.defects[quarter.actor("smic"), quarter.node("n7")] = 0.7
    quarter.w.defects[quarter.actor("tsmc"), quarter.node("n5")] = 0.10
    suppose(quarter, {"yield.harvest": 0.4})
    yields.rate_classes(quarter)
    assert quarter.w.yield_rate[quarter.chip("ascend"), 0] == pytest.approx(0.206, abs=1e-3)
    assert quarter.w.yield_rate[quarter.chip("h100"), 0] == pytest.approx(0.729, abs=1e-3)
