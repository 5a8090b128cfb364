"""Orders: offers agree with refusals, effects come when they say, nothing is created."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from pydantic import ValidationError

from game.content.models.story import Effect
from game.engine import cost_usd, open_scenario, policies, refusals, tick
from game.engine.effects import apply_outcome
from game.engine.orders import allowed, amount_range
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.report import NoRecorder, Recorder
from game.world.targets import targets
from tests.engine.conftest import give


def pairs(ruleset):
    return [(s, o) for o in ruleset.orders for s in ruleset.orders[o].seats]


@pytest.mark.parametrize(("after", "morning_of"), [(0, 1), (1, 1), (2, 2), (3, 3)])
def test_an_effect_of_an_order_shows_when_the_pages_say(ruleset, morning, after, morning_of):
    effect = Effect.model_validate({"add": {"tension": 5}, "after": after})
    base = ruleset.orders["visit_taipei"]
    orders = {**ruleset.orders, base.id: base.model_copy(update={"effects": (effect,)})}
    other = replace(ruleset, orders=orders)
    moved = []
    for turns in (1, 2, 3):
        given = give(other, morning, "usa", base.id, turns=turns)
        without = give(other, morning, "usa", base.id, amount=0, turns=turns)
        difference = Reader(other, given)("tension") - Reader(other, without)("tension")
        moved.append(bool((difference > 3).all()))
    assert moved.index(True) + 1 == morning_of


@pytest.mark.parametrize("shape", [{"after": 32}, {"for": 32}, {"after": 12, "for": 20}])
def test_the_longest_delay_of_a_scene_comes_when_it_says(ruleset, morning, shape):
    effect = Effect.model_validate({"add": {"tension": 20}, **shape})
    world = morning.copy()
    everywhere = np.ones(world.width, bool)
    apply_outcome(ruleset, world, effect, "usa", everywhere, NoRecorder(), "test")
    row = world.pending[targets(ruleset)["tension"]][:, 0]
    last = (int(world.turn[0]) + 31) % 32  # read by the thirty-second tick from here
    assert row[last] == (-20 if "for" in shape else 20)
    assert world.tension[0] - morning.tension[0] == (0 if "after" in shape else 20)
    assert np.flatnonzero(row).tolist() == [*([11] if len(shape) == 2 else []), last]


def test_hours_given_up_at_the_table_do_not_end_later(ruleset, morning):
    effect = Effect.model_validate({"add": {"me.rented": "-0.4 * me.rented"}})
    world, lab = morning.copy(), ruleset.index("actor", "lab_hangzhou")
    row = world.pending[targets(ruleset)["rented_h100e[lab_hangzhou]"]]
    world.rented_h100e[lab], row[:] = 1_000.0, 0.0
    row[world.column(0)], row[world.column(7)] = -300.0, -700.0
    half = np.arange(world.width) % 2 == 0
    apply_outcome(ruleset, world, effect, "lab_hangzhou", half, NoRecorder(), "test")
    left = np.where(half, 0.6, 1.0)
    assert world.rented_h100e[lab] == pytest.approx(1_000.0 * left)
    assert row[world.column(0)] == pytest.approx(-300.0 * left)
    assert row[world.column(7)] == pytest.approx(-700.0 * left)


@pytest.mark.parametrize("shape", [{"after": 33}, {"for": 33}, {"after": 20, "for": 13}])
def test_no_delay_is_longer_than_what_the_world_keeps(shape):
    with pytest.raises(ValidationError):
        Effect.model_validate({"add": {"tension": 20}, **shape})


def test_sixteen_orders_and_four_in_each_family_of_the_title(ruleset):
    families = [order.family for order in ruleset.orders.values()]
    assert len(families) >= 16
    for family in ("fabs", "machine_time", "openness", "sanctions"):
        assert families.count(family) >= 4


def test_each_playable_seat_has_orders_of_several_families(ruleset):
    for seat in ruleset.seats.values():
        if seat.playable:
            mine = {o.family for o in ruleset.orders.values() if seat.id in o.seats}
            assert len(mine) >= 3, seat.id


def test_refusals_agree_with_the_mask_that_policies_use(ruleset, morning):
    rich = morning.copy()
    rich.cash_usd[:] = 10**12
    for seat, order in pairs(ruleset):
        asked = amount_range(ruleset, rich, seat, order)
        amount = asked[0] if asked else 1.0
        mask = allowed(ruleset, rich, seat, ruleset.orders[order], np.full(2, amount))
        assert bool(mask[0]) == (not refusals(ruleset, rich, seat, order, amount)), order


def asked_in(ruleset, world, seat, order):
    """An amount that may be asked for: the usual one of a share, the least of anything else."""
    asked = amount_range(ruleset, world, seat, order)
    return 1.0 if asked is None else asked[2] if asked[2] < 1 else asked[0]


def grown(ruleset, world):
    """The same world with what late orders wait for."""
    late = world.copy()
    late.turn[:] = 28
    late.eci[:], late.trained_eci[:], late.agents[:] = 158.0, 159.0, 0.8
    late.litho_china[:], late.tension[:] = 1.0, 35.0
    late.euv_tools[ruleset.index("actor", "smic")] = 8
    late.packaging[ruleset.index("actor", "tsmc")] = 200_000
    late.wafers[ruleset.index("actor", "tsmc"), ruleset.index("node", "n2")] = 20_000
    late.valuation_usd[ruleset.index("actor", "lab_frontier")] = 8 * 10**11
    late.arr_usd[:], late.debt_usd[:] = 10**10, 0
    late.users[:] = 10**9
    for chip in ("h100", "blackwell"):
        late.chip_price_usd[ruleset.index("chip", chip)] = 9_000
        late.installed[ruleset.index("chip", chip), ruleset.index("actor", "microsoft")] = 5 * 10**6
        late.installed[ruleset.index("chip", chip), ruleset.index("actor", "meta")] = 5 * 10**6
    return late


def test_every_order_changes_something_within_its_time(ruleset, morning):
    rich = morning.copy()
    rich.cash_usd[:] = 10**11
    rich.trained_eci[:] = np.maximum(rich.trained_eci, 121.0)
    rich.minerals_control[:] = 0.3
    rich.compute_rule[:] = 0.3
    rich.debt_usd[:] = 10**7
    rich.equity_sold[:] = 0.1
    rich.jobs[:] = 0.05
    rich.drought[:] = 0.5
    rich.open_eci[:] = 124.0
    rich.reasoning[:], rich.tool_use[:], rich.agents[:] = 0.6, 0.6, 0.6
    rich.allotted_h100e[:], rich.hours_filled[:] = 20_000.0, 1.0
    rich.tariff_rate[:] = 0.1
    rich.quota[:] = 5_000
    rich.commons_h100e[:] = 5_000.0
    rich.turn[:] = 4
    late = grown(ruleset, rich)

    @cache
    def idle(in_late, turns):
        """What comes of either world if nobody orders anything."""
        return give(
            ruleset, late if in_late else rich, "usa", next(iter(ruleset.orders)), 0.0, turns
        )

    for seat, order in pairs(ruleset):
        world, amount = rich, asked_in(ruleset, rich, seat, order)
        if refusals(ruleset, rich, seat, order, amount):
            world, amount = late, asked_in(ruleset, late, seat, order)
        assert not refusals(ruleset, world, seat, order, amount), (seat, order)
        turns = max(2, ruleset.orders[order].lead + 2)
        done = give(ruleset, world, seat, order, amount, turns)
        assert done.hash() != idle(world is late, turns).hash(), (seat, order)


def test_a_tariff_pleases_and_frightens_when_it_rises_and_not_when_it_is_asked_for_again(
    ruleset, morning
):
    row = ruleset.index("actor", "usa")

    def told(before, amount):
        world = morning.copy()
        world.tariff_rate[row] = before
        done, idle = (
            give(ruleset, world, "usa", "accelerator_tariff", asked) for asked in (amount, 0.0)
        )
        moved = done.approval[row] - idle.approval[row], done.confidence - idle.confidence
        return [float(by[0]) for by in moved]

    pleased, frightened = told(0.1, 0.5)
    assert pleased > 0.3
    assert frightened < -0.01
    assert told(0.5, 0.5) == [0.0, 0.0]


def test_a_threshold_moves_with_its_density_and_neither_leaves_its_bounds(ruleset, morning):
    cn = ruleset.index("region", "cn")

    def moved(order, density, times=1):
        world = morning.copy()
        world.limit_density[cn] = density
        for _ in range(times):
            world.limit_tpp[cn] = 4800
            world = give(ruleset, world, "usa", order)
        return float(world.limit_density[cn, 0])

    assert moved("lower_threshold", moved("lift_controls", 5.92)) == pytest.approx(6.25, abs=0.01)
    assert moved("lift_controls", 5.92, times=12) == 200.0
    assert moved("lower_threshold", 5.92, times=6) == 1.6
    for order in ("lift_controls", "lower_threshold"):  # where density does not count, it stays so
        assert moved(order, 1e9) == 1e9


def test_a_bill_that_raises_taxes_costs_a_point_whatever_its_size(ruleset, morning):
    row = ruleset.index("actor", "usa")
    asked = amount_range(ruleset, morning, "usa", "raise_taxes")
    idle = give(ruleset, morning, "usa", "raise_taxes", 0.0).approval[row, 0]
    told = [
        give(ruleset, morning, "usa", "raise_taxes", amount).approval[row, 0] - idle
        for amount in asked[1:]
    ]
    assert all(moved < -0.8 for moved in told)


def test_a_cap_that_stands_is_not_set_again(ruleset, morning):
    world = morning.copy()
    world.turn[:] = 6
    assert not refusals(ruleset, world, "usa", "diffusion_rule", 12_000)
    world.quota[[ruleset.index("region", name) for name in ("gulf", "third")]] = 12_000
    assert refusals(ruleset, world, "usa", "diffusion_rule", 12_000)
    assert not refusals(ruleset, world, "usa", "diffusion_rule", 6_000)


def test_the_cost_told_counts_what_arrives_before_it_is_paid(ruleset, morning):
    world, row = morning.copy(), ruleset.index("actor", "lab_paris")
    world.cash_usd[row] = 100_000_000
    world.staff[row], world.trained_eci[row] = 20.0, 120.0
    world.open_reasoning[:] = 0.9
    world.pending[targets(ruleset)["reasoning[lab_paris]"], world.column(0)] = 0.7
    cost = cost_usd(ruleset, world, "lab_paris", "research_reasoning")
    assert not world.reasoning[row].any()
    after = give(ruleset, world, "lab_paris", "research_reasoning")
    idle = give(ruleset, world, "lab_paris", "research_reasoning", 0.0)
    assert int(idle.cash_usd[row, 0] - after.cash_usd[row, 0]) == pytest.approx(cost, rel=0.01)
    assert cost == pytest.approx(20 * 50_000 * 0.6)


def test_the_cost_told_is_the_cost_paid(ruleset, morning):
    cost = cost_usd(ruleset, morning, "usa", "enforce_abroad")
    after = give(ruleset, morning, "usa", "enforce_abroad")
    idle = give(ruleset, morning, "usa", "enforce_abroad", 0.0)
    row = ruleset.index("actor", "usa")
    assert cost == 150_000_000
    assert int(idle.cash_usd[row, 0] - after.cash_usd[row, 0]) == cost


def test_a_fab_opens_after_its_lead_time_and_not_before(ruleset, morning):
    lead = ruleset.orders["expand_smic"].lead
    row, n7 = ruleset.index("actor", "smic"), ruleset.index("node", "n7")

    def gained(turns):
        done = give(ruleset, morning, "china", "expand_smic", 2e9, turns)
        idle = give(ruleset, morning, "china", "expand_smic", 0.0, turns)
        return int(done.wafers[row, n7, 0] - idle.wafers[row, n7, 0])

    assert gained(lead - 1) == 0
    assert gained(lead) == 35_294


@pytest.mark.parametrize(("printed", "node"), [(0, "n5"), (3_000, "n3")])
def test_a_grant_and_the_foundry_pay_for_the_lines_abroad(ruleset, morning, printed, node):
    tsmc, usd = ruleset.index("actor", "tsmc"), 4_000_000_000
    rich = morning.copy()
    rich.cash_usd[ruleset.index("actor", "usa")] = 10**11
    rich.wafers[tsmc, ruleset.index("node", "n2")] = printed
    rich.euv_tools[tsmc] = 10_000
    given, spared = (give(ruleset, rich, "usa", "subsidise_fabs", each) for each in (usd, 0))
    lines = {}
    for name in ("n5", "n3"):
        row = targets(ruleset)[f"wafers_abroad[tsmc,{name}]"]
        lines[name] = float((given.pending[row] - spared.pending[row]).sum(axis=0)[0])
    assert lines.pop(node) > 0 and not any(lines.values())
    row = targets(ruleset)[f"wafers[tsmc,{node}]"]
    built = (given.pending[row] - spared.pending[row]).sum(axis=0)[0]
    bill = built * 2 * ruleset.nodes[node].capex_usd_per_kwpm / 3_000
    assert bill == pytest.approx(4 * usd)
    assert (spared.cash_usd[tsmc] - given.cash_usd[tsmc]).tolist() == [3 * usd, 3 * usd]


def test_what_is_for_a_time_ends(ruleset, morning):
    def difference(turns):
        third = ruleset.index("region", "third")
        done = give(ruleset, morning, "usa", "enforce_abroad", 1.0, turns)
        idle = give(ruleset, morning, "usa", "enforce_abroad", 0.0, turns)
        return done.enforcement[third, 0] - idle.enforcement[third, 0]

    assert difference(8) == pytest.approx(0.15)
    assert difference(9) == pytest.approx(0.0)


def test_a_transfer_moves_at_most_what_there_is_and_what_can_be_paid(ruleset, morning):
    storylets = ruleset.storylets.values()
    outcomes = [c.win for s in storylets for c in s.choices if c.win.transfer is not None]
    assert outcomes
    for outcome in outcomes:
        world = morning.copy()
        cash, chips = world.cash_usd.sum(axis=0), world.installed.sum(axis=1)
        apply_outcome(
            ruleset, world, outcome, "china", np.array([True, False]), NoRecorder(), "test"
        )
        assert (world.cash_usd.sum(axis=0) == cash).all()
        assert (world.installed.sum(axis=1) == chips).all()
        assert (world.installed >= 0).all()
        assert (world.cash_usd[:, 1] == morning.cash_usd[:, 1]).all()


def test_an_order_is_named_among_the_reasons(ruleset, morning):
    orders = policies.no_orders(ruleset, morning)
    orders[ruleset.index("order", "visit_taipei"), ruleset.index("seat", "usa")] = 1
    recorder = Recorder(ruleset, "usa", ["tension"], morning)
    tick(ruleset, morning, orders, Dice(1), recorder)
    assert ("order:usa:visit_taipei", 60) in recorder.parts["tension"]


def test_policies_keep_to_their_attention_and_money(ruleset):
    world, dice = open_scenario(ruleset, "autumn_2022", [0, 1, 2]), Dice(1)
    for _ in range(20):
        orders = policies.no_orders(ruleset, world)
        policies.decide(ruleset, world, dice, orders)
        for row, seat in enumerate(ruleset.seats.values()):
            given = orders[:, row] != 0
            spent = sum(given[i] * o.attention for i, o in enumerate(ruleset.orders.values()))
            assert (spent <= seat.attention).all()
        world = tick(ruleset, world, orders, dice)


def test_difficulty_scales_the_purse_and_nothing_is_created(ruleset):
    easy, hard = (open_scenario(ruleset, "autumn_2022", [0, 0], d) for d in ("easy", "hard"))
    row = ruleset.index("actor", "china")
    read = Reader(ruleset, easy, "china")
    assert read("me.cash_usd")[0] == 45e9
    assert easy.cash_usd[row, 0] > hard.cash_usd[row, 0]
    assert easy.cash_usd.sum() == hard.cash_usd.sum()


@pytest.mark.parametrize("width", [2, 8])
def test_an_order_that_the_purse_does_not_cover_is_not_carried_out(ruleset, width):
    row, rooms = ruleset.index("actor", "commons"), ruleset.orders["library_rooms"]
    poor = open_scenario(ruleset, "autumn_2022", list(range(width))).copy()
    wages_usd = ruleset.table("budgets.wage_usd")["commons"] * poor.staff[row, 0] / 4
    price_usd = cost_usd(ruleset, poor, "commons", rooms.id, 1.0)
    for share, done in ((0.85, False), (0.95, True)):
        poor.cash_usd[row] = round(wages_usd + share * price_usd)
        given = give(ruleset, poor, "commons", rooms.id)
        without = give(ruleset, poor, "commons", rooms.id, amount=0)
        pooled = (Reader(ruleset, each)("commons.h100e") for each in (given, without))
        assert bool(np.greater(*pooled).all()) == done
        spent_usd = without.cash_usd[row] - given.cash_usd[row]
        assert (spent_usd > 0).all() == done and (spent_usd <= price_usd).all()


def test_banks_lend_a_firm_what_the_menu_says_and_no_more(ruleset, morning):
    """A fifth of its value at a time; in all a year's revenue and a hundred million dollars."""
    world, firm = morning.copy(), ruleset.index("actor", "lab_hangzhou")
    world.valuation_usd[firm], world.arr_usd[firm] = 10**10, 3 * 10**8
    for debt_usd, most_usd in ((0, 4e8), (3 * 10**8, 1e8), (399 * 10**6, 1e6)):
        world.debt_usd[firm] = debt_usd
        _, _, high = amount_range(ruleset, world, "lab_hangzhou", "borrow")
        assert high == pytest.approx(most_usd)
        assert not refusals(ruleset, world, "lab_hangzhou", "borrow", high)
    world.debt_usd[firm] = 4 * 10**8
    assert refusals(ruleset, world, "lab_hangzhou", "borrow", 1e6)
    world.debt_usd[firm], world.valuation_usd[firm] = 0, 10**9
    assert amount_range(ruleset, world, "lab_hangzhou", "borrow")[2] == pytest.approx(2e8)


def test_a_hall_costs_as_much_whatever_feeds_it(ruleset, morning):
    usd = {name: cost_usd(ruleset, morning, "usa", name, 100.0) for name in ("power_us", "gas_us")}
    assert usd["gas_us"] - usd["power_us"] == pytest.approx(100 * 2.2e6)
    leads = [ruleset.orders[name].lead for name in ("gas_us", "power_us")]
    assert ruleset.k("installed.shell_quarters") <= leads[0] < leads[1]
