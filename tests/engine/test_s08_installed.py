"""S8 Installed stock: chips arrive late, fail slowly, are scrapped, and need power."""

import numpy as np
import pytest

from game.engine import s05_chips as chips
from game.engine import s08_installed as installed
from game.engine.ahead import on_its_way, rows_of
from game.engine.regions import by_region
from game.engine.s01_policy import come_due
from game.world.derived import own_h100e
from tests.engine.conftest import suppose


@pytest.fixture
def empty(quarter):
    """No chip anywhere, nothing on its way, calm neighbours, dear machine time."""
    for name in ("installed", "arriving", "transit", "wear", "drought", "dark", "pending", "rush"):
        getattr(quarter.w, name)[:] = 0
    for name in ("load_mw", "load_growth", "grid_spare_mw", "gas_mw", "permit_delay", "concern"):
        getattr(quarter.w, name)[:] = 0
    quarter.w.rent_usd_per_hour[:] = 10.0
    suppose(quarter, {"installed.pue": 1.2, "installed.failure": 0.01})
    return quarter


def light(x):
    installed.measure_load(x)
    installed.connect(x)


def test_a_chip_sold_this_quarter_works_after_the_next(empty):
    k, owner = empty.chip("h100"), empty.actor("meta")
    empty.w.transit[k, owner] = 50
    installed.run(empty)
    assert (empty.w.installed[k, owner, 0], empty.w.arriving[k, owner, 0]) == (0, 50)
    installed.run(empty)
    assert (empty.w.installed[k, owner, 0], empty.w.arriving[k, owner, 0]) == (50, 0)
    assert not empty.w.transit.any()


def test_one_in_a_hundred_fails_and_the_fraction_is_carried(empty):
    k, owner = empty.chip("a100"), empty.actor("amazon")
    empty.w.installed[k, owner] = 250
    left = []
    for _ in range(2):
        installed.wear_out(empty)
        left.append(int(empty.w.installed[k, owner, 0]))
    assert left == [248, 246]  # 2.5 due, then 0.5 + 2.48
    assert empty.w.lost[k, 0] == 4
    assert empty.w.wear[k, owner, 0] == pytest.approx(0.98)


def test_the_last_chip_fails_once(empty):
    k, owner = empty.chip("a100"), empty.actor("amazon")
    empty.w.installed[k, owner], empty.w.wear[k, owner] = 1, 0.995
    for _ in range(3):
        installed.wear_out(empty)
    assert empty.w.installed[k, owner].tolist() == [0, 0]
    assert empty.w.lost[k].tolist() == [1, 1]


def test_chips_that_earn_less_than_they_cost_are_scrapped(empty):
    suppose(
        empty, {"installed.scrap": 0.15, "installed.failure": 0.0, "installed.upkeep_usd": 0.12}
    )
    old, new, owner = empty.chip("a100"), empty.chip("h100"), empty.actor("amazon")
    empty.w.installed[[old, new], owner] = 1_000
    # 0.926 kW times 1.2 and $0.201/kWh, for 0.315 of an H100: it pays above $0.709/h
    empty.w.rent_usd_per_hour[:] = [0.72, 0.70]
    installed.wear_out(empty)
    assert empty.w.installed[old, owner].tolist() == [1_000, 850]
    assert empty.w.installed[new, owner].tolist() == [1_000, 1_000]
    assert empty.w.lost[old].tolist() == [0, 150]


def test_what_the_grid_cannot_feed_stays_dark(empty):
    fr, owner = empty.region("fr"), empty.actor("lab_paris")
    empty.w.installed[empty.chip("h100"), owner] = 1_000  # 1,453 W each, times 1.2: 1.7436 MW
    empty.w.power_mw[fr] = [1.7436 / 4, 5.0]
    light(empty)
    assert empty.w.load_mw[fr].tolist() == pytest.approx([1.7436, 1.7436])
    assert empty.w.dark[fr].tolist() == pytest.approx([0.75, 0.0])
    assert own_h100e(empty.ruleset, empty.w)[owner].tolist() == pytest.approx([250, 1_000])


def test_turbines_light_what_the_grid_leaves_dark(empty):
    fr, owner = empty.region("fr"), empty.actor("lab_paris")
    empty.w.installed[empty.chip("h100"), owner] = 1_000
    empty.w.power_mw[fr], empty.w.gas_mw[fr] = 0.0, [1.7436 / 2, 2.0]
    light(empty)
    assert empty.w.dark[fr].tolist() == pytest.approx([0.5, 0.0])


def test_dark_and_active_are_installed_and_active_power_is_within_what_there_is(quarter):
    w = quarter.w
    w.installed[:] *= 5
    w.drought[:], w.gas_mw[:] = 0.5, 3.0
    usable = w.power_mw * (1.0 - quarter.k("installed.drought_loss") * 0.5) + w.gas_mw
    light(quarter)
    active = 1.0 - w.dark
    assert (w.dark > 0).any()
    assert (active * w.load_mw <= usable * (1 + 1e-9)).all()
    owned = (w.installed * quarter.places.h100e[:, None, None]).sum(axis=0)
    lit = own_h100e(quarter.ruleset, w)
    unlit = owned * w.dark[quarter.places.region_of]
    assert lit + unlit == pytest.approx(owned)


def test_a_region_is_the_sum_of_who_stands_there(quarter):
    values = np.random.default_rng(1).random(quarter.w.cash_usd.shape)
    told = by_region(quarter, values)
    assert told == pytest.approx(quarter.places.region_member @ values)


def test_drought_takes_power(empty):
    suppose(empty, {"installed.drought_loss": 0.3})
    fr, owner = empty.region("fr"), empty.actor("lab_paris")
    empty.w.installed[empty.chip("h100"), owner] = 1_000
    empty.w.power_mw[fr], empty.w.drought[fr] = 1.7436, 1.0
    light(empty)
    assert empty.w.dark[fr, 0] == pytest.approx(0.3)


def test_power_is_the_limit_that_players_see_when_america_is_dark(empty):
    empty.w.installed[empty.chip("h100"), empty.actor("meta")] = 1_000_000
    empty.w.power_mw[empty.region("us")] = [1_000.0, 10_000.0]
    empty.w.bottleneck[:], empty.w.shortage[:] = 2.0, 0.5
    light(empty)
    installed.name_gate(empty)
    assert empty.w.bottleneck.tolist() == [installed.POWER, 2.0]


@pytest.mark.parametrize(
    ("short", "held_mw", "gate"),
    [
        (0.0, 0.0, installed.DEMAND),
        (0.02, 0.0, installed.DEMAND),
        (0.1, 0.0, 2.0),
        (0.0, 2.0, installed.DEMAND),
        (0.0, 100.0, installed.POWER),
        (0.6, 100.0, 2.0),  # as much waits for power as is sold, but more for chips
    ],
)
def test_what_goes_without_most_names_the_gate(empty, short, held_mw, gate):
    k, owner = empty.chip("h100"), empty.actor("meta")
    empty.w.arriving[:], empty.w.held_back_mw[:], empty.w.dark[:] = 0, 0.0, 0.0
    empty.w.arriving[k, owner] = round(100.0 / installed.halls(empty.ruleset).mw[k, 0, 0])
    empty.w.held_back_mw[empty.region("third")], empty.w.shortage[:] = held_mw, short
    empty.w.bottleneck[:] = 2.0
    installed.name_gate(empty)
    assert empty.w.bottleneck.tolist() == [gate, gate]


PLANS = {
    "installed.grid_quarters": {"us": 22},
    "installed.shell_quarters": 7,
    "installed.away_share": 0.5,
    "installed.away_wait": 0.2,
    "installed.grid_pace_mw": {"us": 1_000},
    "installed.pace_growth": 0.0,
    "installed.grid_limit_mw": {"us": 1e6},
    "installed.gas_pace_mw": {"us": 100},
    "installed.gas_quarters": 5,
    "installed.margin": 1.0,
    "installed.believed": 4,
    "installed.concern_brake": 0.9,
}


@pytest.fixture
def grid(empty):
    """America at a thousand megawatts of load that doubles now and then."""
    suppose(empty, PLANS)
    us = empty.region("us")
    empty.w.load_mw[us], empty.w.load_growth[us], empty.w.power_mw[us] = 1_000.0, 0.5, 1_000.0
    return empty


def arrivals(x, name="power_mw", turns=32):
    """Megawatts that come due, by quarter."""
    row = x.region("us")
    stock, seen = getattr(x.w, name), []
    for _ in range(turns):
        x.w.turn += 1
        before = stock[row, 0]
        come_due(x)
        seen.append(round(float(stock[row, 0] - before)))
    return {quarter: mw for quarter, mw in enumerate(seen, start=1) if mw}


def test_halls_take_over_what_others_spare_and_the_rest_waits_for_lines(grid):
    grid.w.grid_spare_mw[grid.region("us")] = 600.0
    installed.order_power(grid)
    # a growth of four times is believed: 3,000 lacking, at a pace of 1,000; half of it far away
    assert arrivals(grid) == {7: 600, 10: 500, 22: 500}
    assert grid.w.grid_spare_mw[grid.region("us"), 0] == 0.0


def test_permits_lengthen_every_wait(grid):
    grid.w.grid_spare_mw[grid.region("us")] = 600.0
    grid.w.permit_delay[:] = [3.0, 0.0]
    installed.order_power(grid)
    assert arrivals(grid) == {10: 600, 13: 500, 25: 500}


def test_neighbours_who_worry_slow_the_pace(grid):
    grid.w.concern[grid.region("us")] = [75.0, 50.0]
    installed.order_power(grid)
    row = rows_of(grid.ruleset, ("power_mw[us]",))
    assert on_its_way(grid, row)[0].tolist() == pytest.approx([550.0, 1_000.0])


def test_what_is_on_its_way_is_not_ordered_twice(grid):
    row = rows_of(grid.ruleset, ("power_mw[us]",))
    for _ in range(9):
        installed.order_power(grid)
        grid.w.turn += 1
    assert on_its_way(grid, row)[0].tolist() == pytest.approx([3_000.0, 3_000.0])


def test_a_ceiling_bounds_what_is_ordered(grid):
    suppose(grid, {"installed.grid_limit_mw": {"us": 1_400}})
    row = rows_of(grid.ruleset, ("power_mw[us]",))
    for _ in range(9):
        installed.order_power(grid)
    assert on_its_way(grid, row)[0, 0] == pytest.approx(400.0)


def test_turbines_are_ordered_for_what_is_dark_and_come_sooner(grid):
    us = grid.region("us")
    grid.w.dark[us] = [0.15, 0.0]
    installed.order_power(grid)
    row = rows_of(grid.ruleset, ("gas_mw[us]",))
    assert on_its_way(grid, row)[0].tolist() == [100.0, 0.0]  # their makers' pace
    installed.order_power(grid)
    assert on_its_way(grid, row)[0, 0] == pytest.approx(150.0)  # no more than is dark
    assert arrivals(grid, "gas_mw") == {5: 150}


def test_turbines_are_ordered_for_what_buyers_hold_back_as_well(grid):
    us = grid.region("us")
    grid.w.dark[us], grid.w.held_back_mw[us] = 0.0, 80.0
    grid.w.power_mw[us] = [1_000.0, 1_050.0]  # of which a load of 1,000 leaves 50 idle
    installed.order_power(grid)
    row = rows_of(grid.ruleset, ("gas_mw[us]",))
    assert on_its_way(grid, row)[0].tolist() == [80.0, 30.0]
    installed.order_power(grid)
    assert on_its_way(grid, row)[0].tolist() == [80.0, 30.0]  # they are on their way


def test_planners_follow_the_load_or_the_bids_whichever_grows_faster(empty):
    suppose(empty, {"installed.growth_seen": 0.5})
    us, owner, k = empty.region("us"), empty.actor("meta"), empty.chip("h100")
    empty.w.installed[k, owner] = 1_000_000
    installed.measure_load(empty)
    empty.w.load_growth[:] = 0.0
    empty.w.installed[k, owner] = 2_000_000
    empty.w.rush[:] = [0.1, 0.9]
    installed.measure_load(empty)
    assert empty.w.load_growth[us].tolist() == pytest.approx([0.5 * np.log(2.0), 0.45])


def test_no_chip_is_lost_from_the_books(quarter):
    owned = (quarter.w.transit + quarter.w.arriving + quarter.w.installed).sum(axis=1)
    installed.run(quarter)
    after = (quarter.w.transit + quarter.w.arriving + quarter.w.installed).sum(axis=1)
    assert (after + quarter.w.lost == owned).all()
    assert (after < owned).any()


@pytest.mark.parametrize("short", [0.05, 0.8])
def test_demand_does_not_bind_while_buyers_go_without(empty, short):
    """The lines begin all that is planned, and what was begun two quarters ago is too little."""
    suppose(empty, {"installed.dark_limit": 0.03})
    empty.w.arriving[:], empty.w.held_back_mw[:], empty.w.dark[:] = 0, 0.0, 0.0
    chips.start_designer(empty, *nothing_short(empty))
    empty.w.shortage[:] = [short, 0.01]
    installed.name_gate(empty)
    assert empty.w.bottleneck.tolist() == [chips.TIME, installed.DEMAND]


def nothing_short(x):
    """Wishes, starts and what there is of everything, of which nobody wants any."""
    none = np.zeros((len(x.ruleset.chips), x.w.width))
    room = np.ones((len(x.ruleset.nodes), x.w.width))
    return none, none.copy(), np.ones((2, x.w.width)), room, none + 1.0
