"""Figures: every declared name can be read, effects stay in bounds, reasons add up."""

import numpy as np
import pytest

from game.engine import open_scenario, policies, tick
from game.world.derived import effort, effort_of, machine_time, machine_time_of
from game.world.dice import Dice
from game.world.figures import ME, Reader, bindings, gather, put
from game.world.report import Recorder
from game.world.targets import wafers_coming, wafers_coming_of

EVERYWHERE = np.ones(2, bool)


@pytest.fixture
def morning(ruleset):
    return open_scenario(ruleset, "autumn_2022", [0, 0])


def test_every_figure_can_be_read_by_every_seat(ruleset, morning):
    for seat in ruleset.axis("seat"):
        read = Reader(ruleset, morning, seat)
        for name in ruleset.figures:
            value = read(name)
            assert value.shape == (2,), name
            assert np.isfinite(value).all(), name


def test_mine_is_what_the_actor_has(ruleset, morning):
    read = Reader(ruleset, morning, "china")
    assert read("me.cash_usd")[0] == read("cash.china")[0]
    assert read("me.machine_time")[0] == read("machine_time.cn")[0]


def test_was_reads_the_quarter_before(ruleset, morning):
    later = morning.copy()
    later.tension[:] = 77.0
    read = Reader(ruleset, later, "usa", before=morning)
    assert read("tension")[0] == 77.0
    assert read("was.tension")[0] == morning.tension[0]


def test_what_is_called_europe_is_all_of_it(ruleset, morning):
    """Sums are sums; a share lies between those of its regions, nearer to the larger."""
    morning = morning.copy()
    regions = {name: ruleset.index("region", name) for name in ("fr", "nl")}
    for name, small, large in (("concern", 60.0, 30.0), ("jobs", 0.2, 0.1), ("hours", 36.0, 30.0)):
        getattr(morning, name)[regions["fr"]] = small
        getattr(morning, name)[regions["nl"]] = large
    morning.users[:] = 1_000_000.0
    morning.load_mw[regions["fr"]], morning.load_mw[regions["nl"]] = 300.0, 100.0
    morning.dark[regions["fr"]], morning.dark[regions["nl"]] = 0.0, 0.4
    read = Reader(ruleset, morning, "europe")
    for name in ("power", "load", "users"):
        parts = read(f"{name}.fr")[0] + read(f"{name}.nl")[0]
        assert read(f"{name}.europe")[0] == pytest.approx(parts) and parts > 0, name
    assert read("power.europe")[0] == read("me.power")[0]
    for name in ("concern", "jobs", "hours"):
        france, rest = read(f"{name}.fr")[0], read(f"{name}.nl")[0]
        assert rest < read(f"{name}.europe")[0] < (france + rest) / 2, name
    assert read("dark.europe")[0] == pytest.approx(0.1)  # 40 MW of 400
    assert read("best_eci.europe")[0] == read("best_eci.fr")[0]  # the rest has no laboratory


def test_europes_chair_reads_europe(ruleset):
    """No number on its table or in its council is that of a part of it."""
    watched = [name for one in ruleset.advisors.values() if one.for_ == ("europe",)
               for name in one.watches]  # fmt: skip
    orders = [name for one in ruleset.orders.values() if one.seats == ("europe",)
              for name in one.moves]  # fmt: skip
    shown = (*ruleset.seats["europe"].figures, *watched, *orders)
    assert shown and not [name for name in shown if name.endswith((".fr", ".nl"))]
    assert "Netherlands" not in {region.name.en for region in ruleset.regions.values()}


def test_an_unknown_name_is_an_error(ruleset, morning):
    with pytest.raises(KeyError):
        Reader(ruleset, morning, "usa")("tensoin")


def test_writing_stops_at_the_bounds(ruleset, morning):
    world = morning.copy()
    binding = bindings(ruleset)["tension"]
    put(world.tension, binding, np.array([500.0, -500.0]), EVERYWHERE)
    assert world.tension.tolist() == [100.0, 0.0]


def test_writing_leaves_the_other_worlds_alone(ruleset, morning):
    world = morning.copy()
    binding = bindings(ruleset)["tension"]
    first = np.array([True, False])
    put(world.tension, binding, morning.tension + 1.0, first)
    assert world.tension[0] != morning.tension[0]
    assert world.tension[1] == morning.tension[1]


def test_figures_that_may_be_written_are_stored(ruleset):
    for name, binding in bindings(ruleset).items():
        if ruleset.figures[name].can:
            assert not binding.derived, name
            assert ME in binding.index or binding.labels is not None


@pytest.mark.parametrize("seat", ["usa", "china", "lab_hangzhou", "lab_paris"])
def test_the_parts_of_every_figure_add_up_to_its_change(ruleset, morning, seat):
    names = [n for n, f in ruleset.figures.items() if f.headline] + list(
        ruleset.seats[seat].figures
    )
    world, dice = morning, Dice(3)
    for _ in range(6):
        recorder = Recorder(ruleset, seat, names, world)
        before = Reader(ruleset, world, seat)
        orders = policies.no_orders(ruleset, world)
        policies.decide(ruleset, world, dice, orders)
        after_world = tick(ruleset, world, orders, dice, recorder)
        after = Reader(ruleset, after_world, seat)
        for name in names:
            step = ruleset.figures[name].step
            change = round(after(name)[0] / step) - round(before(name)[0] / step)
            assert sum(steps for _, steps in recorder.parts[name]) == change, name
            assert recorder.total(name) == change
        world = after_world


def test_many_figures_at_once_are_the_figures_one_by_one(ruleset):
    world = open_scenario(ruleset, "autumn_2022", [0, 1, 2]).copy()
    world.tension[:] = [1.0, 2.0, 3.0]
    names = tuple(ruleset.figures)
    for seat in ("china", "lab_paris"):
        read = Reader(ruleset, world, seat)
        together = gather(ruleset, world, names, seat)
        for row, name in enumerate(names):
            assert (together[row] == read(name)).all(), name
    with pytest.raises(KeyError):
        gather(ruleset, world, ("tension", "no_such_figure"))


def test_the_date_is_one_number_for_all_worlds(ruleset, morning):
    read = Reader(ruleset, morning, "usa").brief
    assert read("turn") == 0.0
    assert read("quarter") == 2022.75
    assert isinstance(read("turn"), float)
    assert read("tension").tolist() == morning.tension.tolist()


def test_readers_of_one_morning_share_what_they_read(ruleset, morning):
    kept = {}
    one, two = (Reader(ruleset, morning, seat, kept=kept) for seat in ("usa", "china"))
    assert one("tension") is two("tension")
    assert one("me.cash_usd")[0] != two("me.cash_usd")[0]
    assert two("me.cash_usd") is one("cash.china")


def test_one_actors_machine_time_is_that_of_all(ruleset):
    world, dice = open_scenario(ruleset, "autumn_2022", [0, 1]), Dice(1)
    for _ in range(10):
        orders = policies.no_orders(ruleset, world)
        policies.decide(ruleset, world, dice, orders)
        world = tick(ruleset, world, orders, dice)
    everybody, efforts = machine_time(ruleset, world), effort(ruleset, world)
    coming = wafers_coming(ruleset, world)
    assert (everybody > 0).any(axis=1).sum() > 10 and (coming > 0).any()
    for who in range(len(ruleset.axis("actor"))):
        assert machine_time_of(ruleset, world, who).tobytes() == everybody[who].tobytes()
        assert effort_of(ruleset, world, who).tobytes() == efforts[who].tobytes()
        for node in range(len(ruleset.axis("node"))):
            one = wafers_coming_of(ruleset, world, who, node)
            assert one.tobytes() == coming[who, node].tobytes()
