"""S9 Rental: the rent finds its way to break-even, and every hour has one user, who pays."""

import numpy as np
import pytest

from game.engine import s09_rental as rental
from game.world.derived import lab_hours, machine_time, usable_h100e
from game.world.targets import targets
from tests.engine.conftest import suppose

HOURS = 2_190
US, FR = "lab_frontier", "lab_paris"


@pytest.fixture
def level(quarter):
    """Break-even at 2 USD an hour, clouds three quarters full, contracts at half the price."""
    suppose(
        quarter,
        {
            "rental.breakeven": 2.0,
            "rental.installed_usd": 50_000,
            "rental.beside_usd_per_watt": 20_000 / quarter.ruleset.chips["h100"].watts,
            "rental.target_use": 0.75,
            "rental.built_ahead": 0.2,
            "rental.surge": 1.0,
            "rental.queue": 0.5,
            "rental.tightness": 0.4,
            "rental.relief": 0.5,
            "rental.lowest_use": 0.5,
            "rental.bite": 4.0,
            "rental.speed": 0.5,
            "rental.contract_discount": 0.5,
            "rental.room": {"microsoft": 0.5, "amazon": 0.25, "cn_clouds": 0.5},
            "rental.loophole_room": {"traders": 0.5},
            "rental.parent_share": {"lab_menlo": 0.2},
            "inference.edge_share": 0.4,
            "externalities.usd_per_kwh": {},
        },
    )
    w = quarter.w
    w.chip_price_usd[quarter.chip("h100")] = 30_000.0
    w.users_growth[:], w.rush[:], w.unserved[:], w.small[:] = 0.2, 0.2, 0.0, 0.0
    w.rent_usd_per_hour[:] = 4.0
    w.installed[:], w.dark[:], w.public_share[:] = 0, 0.0, 0.0
    w.rented_h100e[:], w.allotted_h100e[:], w.commons_h100e[:] = 0, 0, 0
    w.lent_h100e[:], w.let_h100e[:], w.wip[:] = 0, 0, 0
    return quarter


def price(x, signed=750.0, there=1_000.0):
    """The rent when so many hours are signed for of those there are; by default, as usual."""
    x.w.rented_h100e[x.actor(US)] = signed
    rental.set_rent(x, np.array([[there, there], [0.0, 0.0]]))  # none in China


def give(x, owner, chips):
    """Let an actor own so many H100s, lit."""
    x.w.installed[x.chip("h100"), x.actor(owner)] = chips


def test_a_scarcity_rent_falls_half_the_way_in_logarithms(level):
    level.w.rent_usd_per_hour[:] = 8.0
    price(level)
    assert level.w.cloud_use.tolist() == pytest.approx([0.75, 0.75])
    assert level.w.rent_usd_per_hour[0] == pytest.approx(4.0)
    price(level)
    assert level.w.rent_usd_per_hour[0] == pytest.approx(8.0**0.5)


def test_users_and_bids_that_outgrow_the_builders_fill_the_clouds(level):
    level.w.rent_usd_per_hour[:] = 2.0
    level.w.users_growth[:], level.w.rush[:] = [0.3, 0.2], [0.3, 0.2]
    level.w.unserved[:] = [0.0, 0.2]
    price(level)
    assert level.w.cloud_use.tolist() == pytest.approx([0.85, 0.85])
    assert level.w.rent_usd_per_hour[0] == pytest.approx(2 * np.exp(0.5 * 4 * 0.1))
    level.w.users_growth[:], level.w.rush[:], level.w.unserved[:] = 2.0, 1.0, 0.0
    price(level)
    assert level.w.cloud_use.tolist() == [1.0, 1.0]  # no fuller than full


def test_hours_signed_for_fill_the_clouds_and_hours_there_are_empty_them(level):
    w = level.w
    price(level, signed=[750.0, 1_500.0])
    assert w.cloud_use.tolist() == pytest.approx([0.75, min(0.75 + 0.4 * np.log(2), 1.0)])
    assert w.rent_usd_per_hour[1] > w.rent_usd_per_hour[0]
    w.rent_usd_per_hour[:] = 4.0
    price(level, signed=[750.0, 1_500.0], there=2_000.0)
    assert w.cloud_use.tolist() == pytest.approx([0.75 - 0.4 * np.log(2), 0.75], abs=0.03)
    w.allotted_h100e[level.actor(FR)] = [750.0, 0.0]  # hours granted are hours too
    price(level, signed=[750.0, 1_500.0], there=2_000.0)
    assert w.cloud_use[0] == w.cloud_use[1]


def test_what_contracts_hold_is_taken_however_weak_the_market_is(level):
    w = level.w
    w.users_growth[:], w.rush[:], w.rent_usd_per_hour[:] = 0.0, 0.0, 2.0
    price(level, signed=[600.0, 950.0])
    assert w.cloud_use.tolist() == pytest.approx([0.6, 0.95])
    w.rented_h100e[level.actor("lab_hangzhou")] = 300.0  # rationed, in a pool of its own
    rental.set_rent(level, np.array([[1_000.0, 1_000.0], [100.0, 100.0]]))
    assert w.cloud_use[0] == pytest.approx((600 * 0.6 + 300 * 1.0) / 900)


def test_answers_from_peoples_own_devices_empty_the_clouds_and_lower_the_rent(level):
    w, lab = level.w, level.actor(US)
    w.share[:], w.share[lab] = 0.0, 1.0
    w.small[lab], w.unserved[:] = [0.0, 0.5], 0.2
    price(level)
    # half mastery of small models: a fifth of all answers, and half of that in use
    assert w.cloud_use.tolist() == pytest.approx([0.85, 0.75])
    assert w.rent_usd_per_hour[1] < w.rent_usd_per_hour[0]


def test_dearer_chips_raise_the_rent_by_their_part_of_what_is_installed(level):
    level.w.rent_usd_per_hour[:] = 2.0
    level.w.chip_price_usd[level.chip("h100")] = [30_000.0, 80_000.0]
    price(level)
    assert level.w.rent_usd_per_hour.tolist() == pytest.approx([2.0, 2.0 * 2**0.5])


def test_the_rent_follows_what_an_hour_of_todays_machines_costs(level):
    w, chips = level.w, level.ruleset.chips
    new, beside = level.chip("blackwell"), level.k("rental.beside_usd_per_watt")
    w.rent_usd_per_hour[:] = 2.0
    w.chip_price_usd[new] = 30_000.0
    w.wip[new, 0] = [0, 10**12]
    price(level)
    each = (30_000.0 + beside * chips["blackwell"].watts) / chips["blackwell"].h100e
    assert w.rent_usd_per_hour.tolist() == pytest.approx([2.0, 2.0 * (each / 50_000) ** 0.5])


def test_current_is_paid_on_top_at_the_tariff_where_machines_stand(level):
    suppose(level, {"externalities.usd_per_kwh": {"us": 0.1, "fr": 0.4}, "installed.pue": 1.2})
    w, us, fr = level.w, level.region("us"), level.region("fr")
    w.rent_usd_per_hour[:], w.load_mw[:] = 2.0, 0.0
    w.load_mw[us], w.load_mw[fr] = 300.0, [0.0, 100.0]
    price(level)
    kw = 1.2 * level.ruleset.chips["h100"].watts / 1000
    due = [2.0 + 0.1 * kw, 2.0 + 0.175 * kw]
    assert w.rent_usd_per_hour.tolist() == pytest.approx([2.0 * (usd / 2) ** 0.5 for usd in due])


def test_a_parent_lends_its_lab_a_share_of_what_has_power_up_and_down(level):
    lab, meta = level.actor("lab_menlo"), level.actor("meta")
    give(level, "meta", 10_000)
    level.w.dark[level.region("us")] = [0.0, 0.5]
    level.w.lent_h100e[lab] = 9_000.0  # last quarter there was more
    rental.lend(level)
    assert level.w.lent_h100e[lab].tolist() == pytest.approx([2_000.0, 1_000.0])
    assert level.w.let_h100e[meta].tolist() == pytest.approx([2_000.0, 1_000.0])
    hours = machine_time(level.ruleset, level.w)
    assert hours[lab] + hours[meta] == pytest.approx([10_000.0, 5_000.0])  # counted once


def test_a_state_opens_a_part_of_its_machines_to_the_labs_on_its_soil(level):
    state = level.actor("europe")
    give(level, "europe", 1_000)
    level.w.public_share[state] = [0.0, 0.6]
    rental.lend(level)
    labs = [level.actor(FR), level.actor("commons")]
    assert level.w.lent_h100e[labs].tolist() == [[0.0, 300.0], [0.0, 300.0]]
    assert level.w.lent_h100e.sum(axis=0).tolist() == pytest.approx([0.0, 600.0])
    assert level.w.let_h100e[state].tolist() == pytest.approx([0.0, 600.0])


def test_one_room_is_shared_pro_rata_by_all_that_rent_and_are_allotted(level):
    give(level, "microsoft", 2_000)
    give(level, "amazon", 4_000)  # a room of 1,000 each
    w, a, b = level.w, level.actor(US), level.actor(FR)
    w.rented_h100e[a], w.allotted_h100e[b] = 3_000.0, [1_000.0, 0.0]
    w.cash_usd[a] = 10**12
    rental.let(level, *rental.room(level))
    assert w.hours_filled[a].tolist() == pytest.approx([0.5, 2 / 3])
    hours = machine_time(level.ruleset, w)
    assert hours[a].tolist() == pytest.approx([1_500.0, 2_000.0])
    assert hours[b].tolist() == pytest.approx([500.0, 0.0])
    clouds = [level.actor("microsoft"), level.actor("amazon")]
    assert w.let_h100e[clouds].tolist() == [[1_000.0, 1_000.0]] * 2
    assert hours[clouds].tolist() == [[1_000.0, 1_000.0], [3_000.0, 3_000.0]]


def test_no_hour_is_counted_twice(level):
    for owner in ("microsoft", "amazon", "meta", "cn_clouds", "traders", "europe"):
        give(level, owner, 5_000)
    w, labs = level.w, level.places.labs
    w.public_share[level.actor("europe")] = 0.3
    w.rented_h100e[labs], w.allotted_h100e[labs] = 700.0, 300.0
    w.cash_usd[labs] = 10**12
    rental.run(level)
    firms = (level.places.is_state + level.places.is_lab) == 0
    total = machine_time(level.ruleset, w)[firms].sum(axis=0)
    total += lab_hours(level.ruleset, w).sum(axis=0)
    europe = level.actor("europe")
    kept = usable_h100e(level.ruleset, w, np.array([europe]))[0] - w.let_h100e[europe]
    assert total + kept == pytest.approx([30_000.0, 30_000.0])


def test_the_landlords_are_paid_for_what_they_let_to_the_dollar(level):
    give(level, "microsoft", 2_000)
    give(level, "amazon", 12_000)
    w, lab = level.w, level.actor(US)
    clouds = [level.actor("microsoft"), level.actor("amazon")]
    w.rented_h100e[lab], w.cash_usd[lab] = 100.3, 10**12
    before = w.cash_usd.copy()
    rental.let(level, *rental.room(level))
    paid, got = before[lab] - w.cash_usd[lab], w.cash_usd[clouds] - before[clouds]
    assert paid[0] == int(100.3 * HOURS * 2)  # half of 4 USD an hour
    assert (got.sum(axis=0) == paid).all()
    assert got[1] / got[0] == pytest.approx([3.0, 3.0], rel=1e-5)  # by their room


def test_who_pays_half_the_bill_keeps_half_the_contract(level):
    give(level, "amazon", 10_000)
    w, lab = level.w, level.actor(FR)
    w.rented_h100e[lab] = 100.0
    due = 100 * HOURS * 2
    w.cash_usd[lab] = [due, due // 2]
    rental.let(level, *rental.room(level))
    assert w.rented_h100e[lab].tolist() == pytest.approx([100.0, 50.0], rel=1e-5)
    assert w.cash_usd[lab].tolist() == [0, 0]
    w.cash_usd[lab] = -5
    rental.let(level, *rental.room(level))
    assert w.rented_h100e[lab] == pytest.approx([0.0, 0.0], abs=1e-3)
    assert w.cash_usd[lab].tolist() == [-5, -5]


def test_what_is_gone_of_a_contract_does_not_end_again(level):
    give(level, "amazon", 10_000)
    w, lab = level.w, level.actor(FR)
    row = targets(level.ruleset)[f"rented_h100e[{FR}]"]
    w.rented_h100e[lab] = 100.0
    w.pending[row] = 0.0
    w.pending[row, w.column(2)], w.pending[row, w.column(5)] = -60.0, -40.0
    due = 100 * HOURS * 2
    w.cash_usd[lab] = [due, due // 2]
    rental.let(level, *rental.room(level))
    ends = w.pending[row]
    assert ends.sum(axis=0).tolist() == pytest.approx([-100.0, -50.0], rel=1e-5)
    assert ends[w.column(2)].tolist() == pytest.approx([-60.0, -30.0], rel=1e-5)


def test_closing_the_cloud_loophole_takes_the_hours_rented_abroad(level):
    give(level, "traders", 2_000)
    w, lab = level.w, level.actor("lab_hangzhou")
    w.rented_h100e[lab], w.cash_usd[lab] = 5_000.0, 10**12
    w.item_licence[level.item("cloud"), level.region("cn")] = [1.0, 0.0]
    rental.let(level, *rental.room(level))
    assert machine_time(level.ruleset, w)[lab].tolist() == pytest.approx([1_000.0, 0.0])
    assert w.let_h100e[level.actor("traders")].tolist() == pytest.approx([1_000.0, 0.0])


def test_chinese_labs_and_all_others_do_not_rent_from_each_other(level):
    give(level, "cn_clouds", 4_000)
    w = level.w
    w.rented_h100e[level.places.labs], w.cash_usd[level.places.labs] = 1_000.0, 10**12
    rental.let(level, *rental.room(level))
    assert w.hours_filled[level.actor(US)].tolist() == [0.0, 0.0]
    assert w.hours_filled[level.actor("lab_haidian")].tolist() == [1.0, 1.0]
    assert w.let_h100e.sum(axis=0) == pytest.approx([2_000.0, 2_000.0])


def test_chips_that_do_not_speak_cuda_are_worth_what_has_been_ported(level):
    w, owner = level.w, level.actor("cn_clouds")
    w.installed[level.chip("ascend"), owner] = 1_000
    w.lockin[:], w.ported[owner] = 0.8, [0.0, 0.75]
    each = level.ruleset.chips["ascend"].h100e
    usable = usable_h100e(level.ruleset, w, np.array([owner]))[0]
    assert usable == pytest.approx([200 * each, 800 * each])
