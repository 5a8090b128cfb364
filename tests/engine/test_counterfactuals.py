"""What must come out right whatever the coefficients: levers move what they say, the right way."""

from dataclasses import replace

import numpy as np
import pytest

from game.engine import open_scenario, policies, tick
from game.world.derived import machine_time_region
from game.world.dice import Dice
from game.world.figures import Reader

WORLDS = tuple(range(16))


def cn(ruleset, world):
    return machine_time_region(ruleset, world)[ruleset.index("region", "cn")]


def test_without_the_rules_of_2022_china_has_more_machine_time(ruleset, play):
    def open_market(world):
        world.limit_tpp[:] = 1e12
        world.limit_density[:] = 1e9

    free, held = play(change=open_market, worlds=WORLDS), play(worlds=WORLDS)
    assert np.median(cn(ruleset, free)) > 1.2 * np.median(cn(ruleset, held))


def test_more_enforcement_never_raises_leakage(ruleset, quarter):
    from game.engine import s07_grey

    third = ruleset.index("region", "third")
    premium = np.array([0.6, 0.6])
    last = np.inf
    for effort in np.linspace(0, 1, 11):
        quarter.w.enforcement[third] = effort
        leak = s07_grey.let_go(quarter, premium)[0]
        assert leak <= last
        last = leak


def test_an_open_release_by_the_leader_lowers_prices_and_lifts_the_others(ruleset, play):
    order = ruleset.index("order", "open_weights")
    leader = ruleset.index("seat", "lab_frontier")

    def give(turn, orders):
        if turn == 5:
            orders[:, leader] = 0
            orders[order, leader] = 1

    gift, kept = play(turns=8, order=give, worlds=WORLDS), play(turns=8, worlds=WORLDS)
    rival, laggard = ruleset.index("actor", "lab_bay"), ruleset.index("actor", "lab_paris")
    assert np.median(gift.token_price_usd[rival]) < np.median(kept.token_price_usd[rival])
    assert np.median(gift.software[laggard]) > np.median(kept.software[laggard])


def test_a_tool_embargo_slows_the_chinese_foundry_for_years(ruleset, play):
    duv, region = ruleset.index("item", "duv"), ruleset.index("region", "cn")
    smic, n7 = ruleset.index("actor", "smic"), ruleset.index("node", "n7")

    def capacity(turns, licence):
        def hold(world):
            world.item_licence[duv, region] = licence

        return np.median(play(turns=turns, change=hold).wafers[smic, n7])

    assert capacity(2, 0.0) == capacity(2, 1.0)
    assert capacity(16, 0.0) < 0.85 * capacity(16, 1.0)


def test_an_embargo_on_the_best_machines_slows_leading_nodes_for_years(ruleset, play):
    euv, tw = ruleset.index("item", "euv"), ruleset.index("region", "tw")
    tsmc = ruleset.index("actor", "tsmc")
    fine = [ruleset.index("node", node) for node in ("n5", "n3", "n2")]

    def leading(turns, licence):
        def hold(world):
            world.item_licence[euv, tw] = licence

        return np.median(play(turns=turns, change=hold).wafers[tsmc, fine].sum(axis=0))

    assert leading(3, 0.0) == leading(3, 1.0)  # machines in stock print a year's plans
    for years in (4, 8):
        assert leading(4 * years, 0.0) < 0.85 * leading(4 * years, 1.0)


def test_twice_the_wait_for_the_grid_leaves_chips_dark(ruleset):
    table = ruleset.coefficients["installed.grid_quarters"]
    twice = {region: 2 * quarters for region, quarters in table.value.items()}
    slow = replace(
        ruleset,
        coefficients={**ruleset.coefficients, table.id: table.model_copy(update={"value": twice})},
        _axes={},
        _index={},
        _numbers={},
    )

    def dark(rules):
        world, dice = open_scenario(rules, "autumn_2022", list(WORLDS)), Dice(1)
        lost, there = np.zeros(len(WORLDS)), np.zeros(len(WORLDS))
        for _ in range(36):
            orders = policies.no_orders(rules, world)
            policies.decide(rules, world, dice, orders)
            world = tick(rules, world, orders, dice)
            lost += (world.dark * world.load_mw).sum(axis=0)
            there += world.load_mw.sum(axis=0)  # who cannot light chips buys fewer of them
        return np.median(lost / there)

    assert dark(slow) > 1.1 * dark(ruleset)


def test_few_chips_stand_dark_since_who_buys_looks_at_the_power_of_the_year(ruleset):
    us = ruleset.index("region", "us")
    world, dice = open_scenario(ruleset, "autumn_2022", list(WORLDS)), Dice(1)
    held, dark = np.zeros(len(WORLDS)), []
    for _ in range(36):
        orders = policies.no_orders(ruleset, world)
        policies.decide(ruleset, world, dice, orders)
        world = tick(ruleset, world, orders, dice)
        held += world.held_back_mw[us]
        dark.append(world.dark[us])
    assert (held > 0).all()
    assert np.median(dark[20:]) < 0.1
    assert np.quantile(dark, 0.95) < 0.15


def test_half_the_grid_leaves_chips_dark(ruleset, play):
    us = ruleset.index("region", "us")

    def lost(kept):
        dark = []

        def cut(world):
            world.power_mw[us] *= kept
            dark.append(world.dark[us] * world.load_mw[us])

        play(turns=16, change=cut, worlds=WORLDS)
        return np.median(np.sum(dark, axis=0))

    assert lost(0.9) > lost(1.0)


def test_a_packaging_strike_binds_before_wafers_do(ruleset, play):
    tsmc = ruleset.index("actor", "tsmc")

    def strike(world):
        world.packaging[tsmc] = world.packaging[tsmc] // 8

    struck = play(turns=5, change=strike)
    assert (struck.bottleneck == 2).all()


def test_a_blockade_stops_taiwanese_chips(ruleset, play):
    def block(world):
        world.blockade_quarters[:] = 4.0

    read = Reader(ruleset, play(turns=8, change=block), "usa")
    free = Reader(ruleset, play(turns=8), "usa")
    assert read("revenue.nvidia_usd")[0] < 0.3 * free("revenue.nvidia_usd")[0]
    assert read("gdp.taiwan")[0] < 0.9 * free("gdp.taiwan")[0]


@pytest.mark.parametrize("lab", ["lab_frontier", "lab_paris"])
def test_no_fuel_no_progress(ruleset, play, lab):
    row = ruleset.index("actor", lab)

    def dry(world):
        for stock in (world.allotted_h100e, world.rented_h100e):
            stock[row] = 0.0
        world.public_share[:] = 0.0
        world.installed[:, row] = 0
        world.open_software[:] = 0.01

    def no_fuel(turn, orders):
        for order in ("rent_cloud", "cloud_deal", "buy_chips"):
            orders[ruleset.index("order", order), ruleset.index("seat", lab)] = 0.0

    starved, fed = play(turns=8, change=dry, order=no_fuel), play(turns=8)
    assert starved.software[row].max() < 0.7 * fed.software[row].min()
