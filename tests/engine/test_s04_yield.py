"""S4 Yield: large dies on dirty wafers fail, and practice cleans."""

import numpy as np
import pytest

from game.engine import s04_yield as yields
from game.engine.s01_policy import come_due
from game.world.targets import targets
from tests.engine.conftest import suppose


def murphy(area_mm2, defects, harvest):
    return float(yields.murphy(area_mm2 / 100, np.array([defects]), harvest)[0])


def test_murphy_at_known_points():
    assert murphy(814, 0.10, 1.0) == pytest.approx(0.47, abs=0.005)  # a perfect H100
    assert murphy(814, 0.10, 0.4) == pytest.approx(0.73, abs=0.005)  # one with spare parts
    assert murphy(665, 0.70, 0.4) == pytest.approx(0.21, abs=0.005)  # an Ascend of 2024
    assert murphy(665, 0.38, 0.4) == pytest.approx(0.40, abs=0.015)  # and of 2025
    assert murphy(665, 0.25, 0.4) == pytest.approx(0.53, abs=0.005)  # as clean as many passes get
    assert murphy(1, 1e-12, 1.0) == pytest.approx(1.0)


def test_a_larger_or_dirtier_die_never_yields_more():
    grid = np.linspace(0.01, 2.0, 50)
    for area in (50, 400, 814):
        shares = [murphy(area, defects, 0.4) for defects in grid]
        assert shares == sorted(shares, reverse=True)
        assert all(murphy(area + 10, d, 0.4) <= s for d, s in zip(grid, shares, strict=True))


@pytest.fixture
def school(quarter):
    """A Chinese line of 7 nm alone in the world, without machines of extreme ultraviolet."""
    suppose(
        quarter,
        {
            "yield.floor_no_euv": 0.25,
            "yield.floor": 0.06,
            "yield.reference_wafers": 1e-6,
            "yield.exponent": 0.32,
            "yield.spillover": 0.33,
        },
    )
    smic, n7 = quarter.actor("smic"), quarter.node("n7")
    quarter.w.wafers[:], quarter.w.euv_tools[:], quarter.w.euv_share[:] = 0, 0, 0.0
    quarter.w.wafers[smic, n7], quarter.w.wafers_learned[smic, n7] = 6_000, 6_000
    quarter.w.defects[smic, n7] = 0.7
    return quarter


def density(x, foundry="smic"):
    return x.w.defects[x.actor(foundry), x.node("n7")].tolist()


def test_a_doubling_of_output_takes_a_fifth_off_the_avoidable_defects(school):
    yields.learn(school)
    assert density(school)[0] == pytest.approx(0.25 + 0.45 * 0.801, abs=1e-3)


def test_quarter_by_quarter_it_is_the_power_law(school):
    for _ in range(20):
        yields.learn(school)
    assert density(school)[0] == pytest.approx(0.25 + 0.45 * 21**-0.32)


@pytest.mark.parametrize(("coming", "times"), [(6_000, 3.0), (-3_000, 1.5)])
def test_engineers_who_come_or_leave_count_like_wafers(school, coming, times):
    w = school.w
    w.pending[targets(school.ruleset)["wafers_learned[smic,n7]"], w.column(1)] = coming
    yields.learn(school)
    assert density(school)[0] == pytest.approx(0.25 + 0.45 * times**-0.32)
    w.turn += 1
    come_due(school)
    learned = w.wafers_learned[school.actor("smic"), school.node("n7")]
    assert learned.tolist() == [12_000 + coming] * 2


def test_others_teach_a_third_of_what_they_print_if_they_print_alike(school):
    tsmc, n7 = school.actor("tsmc"), school.node("n7")
    learned = school.w.wafers_learned[school.actor("smic"), n7]
    school.w.wafers[tsmc, n7] = 9_000
    school.w.euv_share[tsmc] = [0.0, 1.0]
    yields.learn(school)
    assert learned.tolist() == pytest.approx([12_000 + 0.33 * 9_000, 12_000])


def test_the_best_machines_lower_the_floor_by_the_part_they_print(school):
    suppose(school, {"fabs.layers_per_euv": 10_000})
    smic = school.actor("smic")
    school.w.euv_tools[smic] = [0, 1]  # 10,000 of 30,000 layers
    yields.learn(school)
    without, with_machine = density(school)
    assert without - with_machine == pytest.approx((0.25 - 0.06) / 3)
    assert school.w.euv_share[smic].tolist() == pytest.approx([0.0, 1 / 3])


def test_machines_of_extreme_ultraviolet_never_make_a_wafer_dirtier(school):
    smic = school.actor("smic")
    for machines in (1, 2, 5, 50):
        school.w.euv_tools[smic] = [0, machines]
        yields.learn(school)
        without, with_machine = density(school)
        assert with_machine <= without


def test_the_leading_foundry_learns_its_new_nodes_and_keeps_above_the_floor(quarter):
    tsmc, n3, n2 = quarter.actor("tsmc"), quarter.node("n3"), quarter.node("n2")
    quarter.w.wafers[tsmc, n3] = 100_000
    first = quarter.w.defects[tsmc].copy()
    for _ in range(12):
        yields.learn(quarter)
    assert (quarter.w.defects[tsmc, n3] < 0.8 * first[n3]).all()
    assert (quarter.w.defects[tsmc, n2] == first[n2]).all()  # nothing printed there yet
    assert (quarter.w.defects[tsmc, n3] > quarter.k("yield.floor")).all()


def test_each_class_is_rated_at_the_foundry_that_prints_it(quarter):
    quarter.w.defects[quarter.actor("smic"), quarter.node("n7")] = 0.7
    quarter.w.defects[quarter.actor("tsmc"), quarter.node("n5")] = 0.10
    suppose(quarter, {"yield.harvest": 0.4})
    yields.rate_classes(quarter)
    assert quarter.w.yield_rate[quarter.chip("ascend"), 0] == pytest.approx(0.206, abs=1e-3)
    assert quarter.w.yield_rate[quarter.chip("h100"), 0] == pytest.approx(0.729, abs=1e-3)
