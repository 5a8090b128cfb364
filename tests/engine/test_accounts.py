"""The books close: money and chips to the unit, over 200 turns of random legal play."""

import numpy as np
import pytest

from game.engine import open_scenario, tick
from game.world.dice import Dice
from tests.engine.conftest import random_orders


def check_books(ruleset, world, cash):
    assert (world.cash_usd.sum(axis=0) == cash).all()
    stock = world.inventory + world.transit + world.arriving + world.installed
    assert (stock >= 0).all()
    assert (stock.sum(axis=1) + world.lost + world.seized == world.made).all()
    for name, values in world.items():
        assert np.isfinite(values).all(), name
    for name in ("wafers", "packaging", "hbm", "hbm_stock", "wip", "debt_usd", "power_mw"):
        assert (getattr(world, name) >= 0).all(), name
    shares = world.share.sum(axis=0)
    assert np.allclose(shares, 1.0, atol=1e-9)
    assert (world.dark >= 0).all() and (world.dark <= 1).all()
    assert (world.approval >= 0).all() and (world.approval <= 100).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_books_close_over_200_turns_of_random_legal_orders(ruleset, seed):
    world, dice = open_scenario(ruleset, "autumn_2022", [seed, seed + 100]), Dice(seed)
    cash = world.cash_usd.sum(axis=0)
    rng = np.random.default_rng(seed)
    best = np.zeros_like(world.eci)
    for _ in range(200):
        world = tick(ruleset, world, random_orders(ruleset, world, rng), dice)
        check_books(ruleset, world, cash)
        assert (world.eci >= best).all()
        best = world.eci


def test_energy_times_intensity_is_co2(ruleset, play):
    world = play(turns=4)
    table = ruleset.table("externalities.g_per_kwh")
    for row, region in enumerate(ruleset.axis("region")):
        expected = world.energy_twh[row] * 1e9 * table[region] / 1e6
        assert np.allclose(world.co2_t[row], expected, rtol=1e-9)


def test_no_licence_and_no_leak_means_no_flow(ruleset, play):
    china = ruleset.index("actor", "cn_clouds")
    best = ruleset.index("chip", "h100")

    def shut(world):
        world.item_licence[:] = 0.0
        world.enforcement[:] = 1.0

    ruleset_free = play(turns=6, change=shut)
    assert ruleset_free.grey_units.max() < play(turns=6).grey_units.max()
    never = play(turns=6, change=lambda w: w.capex_plan_usd.__setitem__(slice(None), 0))
    assert (never.installed[best, china] == 0).all()
