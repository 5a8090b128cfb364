"""The fourteen laws: what holds in every quarter, whatever is ordered, in every scenario.

Two hundred quarters of random legal play by all seats are played once for each scenario and kept;
each law reads them. Laws about one stage are tried on that stage alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pytest

from game.engine import STAGES, open_scenario, policies, tick
from game.engine.quarter import Quarter, column
from game.world.derived import own_h100e
from game.world.dice import Dice
from game.world.geography import places
from game.world.report import NoRecorder
from game.world.state import World
from game.world.targets import targets
from tests.engine.conftest import random_orders

TURNS = 200
SCENARIOS = ("autumn_2022", "history")
pytestmark = pytest.mark.xdist_group("laws")


@dataclass
class Played:
    """Quarters one after the other: quarters[i] and quarters[i + 1] are one tick apart."""

    ruleset: object
    quarters: list[World]

    def pairs(self):
        return zip(self.quarters, self.quarters[1:], strict=False)


@lru_cache
def _play(ruleset, scenario: str) -> Played:
    world, dice = open_scenario(ruleset, scenario, [1, 2]), Dice(11)
    rng, quarters = np.random.default_rng(3), [world]
    for _ in range(TURNS):
        world = tick(ruleset, world, random_orders(ruleset, world, rng), dice)
        quarters.append(world)
    return Played(ruleset, quarters)


@pytest.fixture(params=SCENARIOS)
def played(ruleset, request) -> Played:
    return _play(ruleset, request.param)


def stock(w: World) -> np.ndarray:
    """(chip, actor, worlds): chips that somebody owns, wherever they are."""
    return w.inventory + w.transit + w.arriving + w.installed


def test_1_money_is_never_made_nor_lost(played):
    total = played.quarters[0].cash_usd.sum(axis=0)
    for world in played.quarters:
        assert (world.cash_usd.sum(axis=0) == total).all()


def test_2_every_chip_that_was_made_is_somewhere(played):
    for before, after in played.pairs():
        gone = (after.lost - before.lost) + (after.seized - before.seized)
        held = stock(after).sum(axis=1) - stock(before).sum(axis=1)
        assert (after.made - before.made == held + gone).all()
        assert (after.finished == after.made - before.made).all()


def test_3_what_is_started_keeps_within_wafers_packages_and_memory(played):
    chips = list(played.ruleset.chips.values())
    tsmc, huawei = (played.ruleset.index("actor", a) for a in ("tsmc", "huawei"))
    coming = targets(played.ruleset)["packaging[tsmc]"]
    per_wafer = np.array([[c.packages_per_wafer] for c in chips])
    abroad = np.array([[float(c.maker != "huawei")] for c in chips])
    for before, after in played.pairs():
        started = after.wip[:, 1]
        assert (after.wafers_made <= before.wafers.clip(after.wafers)).all()
        packed = (started / per_wafer * abroad).sum(axis=0)  # on the lines of the next quarter
        ordered = after.pending[coming, after.column(0)]
        assert (packed <= after.packaging[tsmc] + np.maximum(ordered, 0) + 1).all()
        home = (started / per_wafer * (1 - abroad)).sum(axis=0)
        assert (home <= np.maximum(before.packaging[huawei], after.packaging[huawei]) + 1).all()


def test_4_no_stock_is_negative_and_a_default_is_never_silent(played):
    labs = places(played.ruleset).labs
    names = (
        "wafers packaging hbm hbm_stock wip debt_usd power_mw inventory transit arriving".split()
    )
    names += "arriving installed lost seized backlog_usd chip_budget_usd grey_budget_usd".split()
    names += ["staff", "users"]
    for before, after in played.pairs():
        for name in names:
            assert (getattr(after, name) >= 0).all(), name
        sunk = after.cash_usd[labs] < -deepest(played, after, labs)
        told = after.defaults[labs] > before.defaults[labs]
        assert (~sunk | told | (before.cash_usd[labs] < 0)).all()


def deepest(played, world, labs):
    """How far below zero a bank lets a lab go, USD."""
    ruleset = played.ruleset
    floor = column(ruleset, "budgets.credit_floor_usd", "actor")[labs]
    return floor + ruleset.k("budgets.credit_share") * world.arr_usd[labs]


def test_5_what_is_banned_flows_only_through_the_grey_market(played):
    ruleset, p = played.ruleset, places(played.ruleset)
    cn = ruleset.index("region", "cn")
    chinese = p.region_of == cn
    ours = np.array([c.maker == "nvidia" for c in ruleset.chips.values()])
    for _, after in played.pairs():
        banned = ours[:, None] & (after.licence[:, cn] == 0)
        arrived = after.arriving[:, chinese].sum(axis=1)
        assert ((arrived * banned).sum(axis=0) <= after.grey_units).all()


def run_until(ruleset, world, stage):
    """A quarter in the making in which the stages before this one have run."""
    x = Quarter(ruleset, world.copy(), policies.no_orders(ruleset, world), Dice(5), NoRecorder())
    for name, run in STAGES:
        if name == stage:
            return x, run
        run(x)
    raise AssertionError(stage)


@pytest.mark.parametrize("turn", [3, 9, 20, 60])
def test_6_what_leaks_left_an_owner_abroad_less_what_was_seized(played, turn):
    x, run = run_until(played.ruleset, played.quarters[turn], "grey")
    before, seized = stock(x.w).copy(), x.w.seized.copy()
    run(x)
    chinese = x.places.region_of == x.region("cn")
    gain = (stock(x.w) - before)[:, chinese].sum(axis=1)
    loss = (before - stock(x.w))[:, ~chinese].sum(axis=1)
    assert (gain == loss - (x.w.seized - seized)).all()
    assert (gain.sum(axis=0) == x.w.grey_units).all()


def test_7_what_is_lit_keeps_within_the_grid(played):
    p = places(played.ruleset)
    watts = np.array([c.watts for c in played.ruleset.chips.values()])
    pue = played.ruleset.k("installed.pue")
    for _, after in played.pairs():
        assert ((after.dark >= 0) & (after.dark <= 1)).all()
        load = np.zeros_like(after.power_mw)
        for actor, region in enumerate(p.region_of):
            load[region] += (after.installed[:, actor] * watts[:, None]).sum(axis=0) * pue / 1e6
        roof = after.power_mw + after.gas_mw
        assert (load * (1.0 - after.dark) <= roof * (1 + 1e-9) + 1e-6).all()
        assert (own_h100e(played.ruleset, after) >= 0).all()


@pytest.mark.parametrize("turn", [0, 8, 30, 90])
def test_8_flop_are_lit_machines_times_time_times_use(played, turn):
    ruleset = played.ruleset
    x, run = run_until(ruleset, played.quarters[turn], "training")
    labs = x.places.labs
    before = x.w.run_flop[labs].copy()
    from game.engine.quarter import SECONDS
    from game.world.derived import machine_time

    fuel = machine_time(ruleset, x.w)[labs]
    run(x)
    peak = x.k("training.flop_per_h100e") * x.k("training.mfu") * SECONDS
    added = x.w.run_flop[labs] - before * x.k("training.run_kept")
    most = fuel * x.w.train_share[labs] * peak
    assert (added <= most * (1 + 1e-9) + 1.0).all()
    assert ((x.w.train_share[labs] >= 0) & (x.w.train_share[labs] <= 1)).all()


def test_9_shares_sum_to_one_and_labs_receive_what_users_pay(played):
    labs = places(played.ruleset).labs
    for _, after in played.pairs():
        assert np.allclose(after.share[labs].sum(axis=0), 1.0, atol=1e-9)
        assert (after.share >= 0).all()
        assert ((after.unserved >= 0) & (after.unserved <= 1)).all()


MONEY = "USD"


def scaled(ruleset, factor: float):
    """The same rules where every price and every sum of money is `factor` times as large."""

    def times(value):
        if isinstance(value, dict):
            return {key: each * factor for key, each in value.items()}
        return value * factor

    def power(unit: str) -> int:
        head, _, tail = unit.partition("/")
        return (MONEY in head) - (MONEY in tail)

    coefficients = {}
    for id_, each in ruleset.coefficients.items():
        move = power(each.unit)
        assert move in (-1, 0, 1), id_
        value = each.value if move == 0 else times(each.value) if move == 1 else None
        if value is None:
            table = each.value
            value = (
                {k: v / factor for k, v in table.items()}
                if isinstance(table, dict)
                else table / factor
            )
        coefficients[id_] = each.model_copy(update={"value": value})
    chips = {
        id_: chip.model_copy(update={"price_usd": chip.price_usd * factor})
        for id_, chip in ruleset.chips.items()
    }
    nodes = {
        id_: node.model_copy(
            update={
                "capex_usd_per_kwpm": node.capex_usd_per_kwpm * factor,
                "wafer_price_usd": node.wafer_price_usd * factor,
            }
        )
        for id_, node in ruleset.nodes.items()
    }
    fresh: dict[str, dict] = {"_axes": {}, "_index": {}, "_numbers": {}}
    return replace(ruleset, coefficients=coefficients, chips=chips, nodes=nodes, **fresh)


def in_new_money(world: World, factor: int) -> World:
    """The world with every array counted in dollars told in coins of another size."""
    from game.world.state import FIELDS

    new = world.copy()
    for name, spec in FIELDS.items():
        if spec["unit"].startswith(MONEY):
            getattr(new, name)[...] = getattr(new, name) * factor
    return new


@pytest.mark.parametrize("turn", [0, 6, 24])
def test_10_another_coin_changes_no_quantity(ruleset, turn):
    world = open_scenario(ruleset, "autumn_2022", [1, 2])
    dice = Dice(4)
    for _ in range(turn):
        orders = policies.no_orders(ruleset, world)
        policies.decide(ruleset, world, dice, orders)
        world = tick(ruleset, world, orders, dice)
    nothing = policies.no_orders(ruleset, world)
    one = tick(ruleset, world, nothing, dice)
    ten = tick(scaled(ruleset, 10.0), in_new_money(world, 10), nothing, dice)
    for name in ("transit", "wip", "made"):
        left, right = getattr(one, name), getattr(ten, name)
        # a chip in each round of a market day, and what rounding a posted price may move
        assert (np.abs(left - right) <= 2 + 5e-5 * np.abs(left)).all(), name
    # half a dollar of rounding on each chip sold, spent on what was left on a shelf
    kept_back = 0.5 * one.arriving.sum(axis=(0, 1))
    moved = 2 + kept_back / one.chip_price_usd[:, None]
    assert (np.abs(one.inventory - ten.inventory) <= moved).all()
    for name in ("users", "software", "share", "concern", "approval", "power_mw", "confidence"):
        assert np.allclose(getattr(one, name), getattr(ten, name), rtol=1e-5), name
    # the rent follows what is being made, in which those few chips count
    few = 4 / np.maximum(one.wip.sum(axis=(0, 1)), 1)
    off = np.abs(ten.rent_usd_per_hour / one.rent_usd_per_hour / 10 - 1)
    assert (off <= 1e-6 + few).all()


def test_11_more_licence_more_enforcement_more_machines_go_the_right_way(played):
    """Each lever alone, one stage, from quarters far apart; see also the tests of the stages."""
    for turn in (4, 40, 120):
        world = played.quarters[turn]
        leaks = []
        for effort in (0.0, 0.5, 1.0):
            x, run = run_until(played.ruleset, world, "grey")
            x.w.enforcement[:] = effort
            run(x)
            leaks.append(x.w.grey_units.copy())
        assert (leaks[1] <= leaks[0]).all() and (leaks[2] <= leaks[1]).all()
        capacity = []
        for extra in (0, 50):
            x, run = run_until(played.ruleset, world, "fabs")
            x.w.euv_tools[x.actor("tsmc")] += extra
            run(x)
            capacity.append(x.w.wafers.sum(axis=(0, 1)) + x.w.pending.sum(axis=(0, 1)))
        assert (capacity[1] >= capacity[0]).all()


def test_12_the_same_seed_and_orders_give_the_same_world(ruleset):
    def end(width):
        world, dice = open_scenario(ruleset, "history", [3, 9][:width] * 2), Dice(8)
        rng = np.random.default_rng(1)
        for _ in range(6):
            sheet = random_orders(ruleset, world, rng)
            sheet[:] = sheet[..., :1]
            world = tick(ruleset, world, sheet, dice)
        return world.hash(0)

    assert end(2) == end(2)


def test_13_the_best_released_model_never_gets_worse_and_every_number_is_finite(played):
    for before, after in played.pairs():
        assert (after.eci >= before.eci).all()
        for name, values in after.items():
            assert np.isfinite(values).all(), name


def test_14_emissions_are_energy_times_intensity(played):
    table = played.ruleset.table("externalities.g_per_kwh")
    grid = np.array([[table[region]] for region in played.ruleset.axis("region")])
    for _, after in played.pairs():
        gas = after.gas_co2_t if hasattr(after, "gas_co2_t") else 0.0
        assert np.allclose(after.co2_t - gas, after.energy_twh * 1e9 * grid / 1e6, rtol=1e-9)
