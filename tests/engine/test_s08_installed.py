"""S8 Installed stock: chips arrive late, fail slowly, and need power."""

import numpy as np
import pytest

from game.engine import s08_installed as installed
from game.world.derived import own_h100e
from tests.engine.conftest import suppose


@pytest.fixture
def empty(quarter):
    """No chip anywhere, grids that stand still."""
    for name in ("installed", "arriving", "transit", "wear", "drought", "dark"):
        getattr(quarter.w, name)[:] = 0
    suppose(quarter, {"installed.grid_growth": {}, "installed.pue": 1.2, "installed.failure": 0.01})
    return quarter


def load_mw(x):
    """(region, worlds): what all installed chips would draw."""
    watts = np.array([c.watts for c in x.ruleset.chips.values()])[:, None, None]
    by_actor = (x.w.installed * watts * x.k("installed.pue") / 1e6).sum(axis=0)
    return x.places.region_member @ by_actor


def test_a_chip_sold_this_quarter_works_after_the_next(empty):
    k, owner = empty.chip("h100"), empty.actor("meta")
    empty.w.transit[k, owner] = 50
    installed.run(empty)
    assert (empty.w.installed[k, owner, 0], empty.w.arriving[k, owner, 0]) == (0, 50)
    installed.run(empty)
    assert (empty.w.installed[k, owner, 0], empty.w.arriving[k, owner, 0]) == (50, 0)


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


def test_what_the_grid_cannot_feed_stays_dark(empty):
    fr, owner = empty.region("fr"), empty.actor("lab_paris")
    empty.w.installed[empty.chip("h100"), owner] = 1_000  # 1,453 W each, times 1.2: 1.7436 MW
    empty.w.power_mw[fr] = [1.7436 / 4, 5.0]
    installed.connect(empty)
    assert empty.w.dark[fr].tolist() == pytest.approx([0.75, 0.0])
    assert own_h100e(empty.ruleset, empty.w)[owner].tolist() == pytest.approx([250, 1_000])


def test_dark_and_active_are_installed_and_active_power_is_within_the_grid(quarter):
    quarter.w.installed[:] *= 5
    quarter.w.drought[:] = 0.5
    dry = 1.0 - quarter.k("installed.drought_loss") * 0.5
    installed.connect(quarter)
    active, load = 1.0 - quarter.w.dark, load_mw(quarter)
    assert (quarter.w.dark > 0).any()
    assert (active * load <= quarter.w.power_mw * dry * (1 + 1e-9)).all()
    owned = (quarter.w.installed * quarter.places.h100e[:, None, None]).sum(axis=0)
    lit = own_h100e(quarter.ruleset, quarter.w)
    unlit = owned * quarter.w.dark[quarter.places.region_of]
    assert lit + unlit == pytest.approx(owned)


def test_drought_takes_power_and_fades(empty):
    suppose(empty, {"installed.drought_loss": 0.3, "installed.drought_kept": 0.75})
    fr, owner = empty.region("fr"), empty.actor("lab_paris")
    empty.w.installed[empty.chip("h100"), owner] = 1_000
    empty.w.power_mw[fr], empty.w.drought[fr] = 1.7436, 1.0
    installed.connect(empty)
    assert empty.w.dark[fr, 0] == pytest.approx(0.3)
    assert empty.w.drought[fr, 0] == pytest.approx(0.75)


def test_grids_grow_towards_their_limit_and_slower_among_worried_neighbours(empty):
    suppose(
        empty,
        {
            "installed.grid_growth": {"fr": 0.1},
            "installed.grid_limit_mw": dict.fromkeys(empty.ruleset.regions, 200.0),
            "installed.concern_brake": 0.9,
        },
    )
    fr = empty.region("fr")
    empty.w.power_mw[fr], empty.w.concern[fr] = 100.0, [50.0, 100.0]
    installed.connect(empty)
    assert empty.w.power_mw[fr].tolist() == pytest.approx([105.0, 100.5])
    empty.w.power_mw[fr] = 200.0
    installed.connect(empty)
    assert empty.w.power_mw[fr].tolist() == pytest.approx([200.0, 200.0])


def test_no_chip_is_lost_from_the_books(quarter):
    owned = (quarter.w.transit + quarter.w.arriving + quarter.w.installed).sum(axis=1)
    installed.run(quarter)
    after = (quarter.w.transit + quarter.w.arriving + quarter.w.installed).sum(axis=1)
    assert (after + quarter.w.lost == owned).all()
    assert (after < owned).any()
