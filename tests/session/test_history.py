"""Does a script decide for whom it speaks, once, and for nobody who plays?"""

from __future__ import annotations

from dataclasses import replace as changed
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from game.content import Ruleset
from game.content.models import Script
from game.engine import open_scenario, script
from game.engine.policies import no_orders
from game.session.replay import replay
from game.session.session import Session
from game.session.simulate import Nobody, simulate
from game.session.weighing import weigh
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.state import World

LINE = {
    "scenarios": ["history"],
    "quarter": "2023Q1",
    "title": {"en": "A deed", "fr": "Un acte"},
    "status": "invented",
    "source": "invented for balance",
}


@pytest.fixture
def scripted(ruleset: Ruleset) -> Any:
    """The base rules with another script: scripted({"id": …, "actor": …, …}, …)."""

    def put(*lines: dict[str, Any]) -> Ruleset:
        found = {line["id"]: Script.model_validate(LINE | line) for line in lines}
        fresh: dict[str, Any] = {"_axes": {}, "_index": {}, "_numbers": {}}
        return changed(ruleset, scripts=found, **fresh)

    return put


def at_turn(ruleset: Ruleset, turn: int, lanes: tuple[int, ...] = (0, 1)) -> World:
    world = open_scenario(ruleset, "history", lanes).copy()
    world.turn[:] = turn
    return world


def sheet_of(ruleset: Ruleset, world: World, skip: frozenset[str] = frozenset()) -> Any:
    orders = no_orders(ruleset, world)
    script.decide(ruleset, "history", world, Dice(1), orders, skip)
    return orders


def given(ruleset: Ruleset, orders: Any, seat: str) -> list[str]:
    column = orders[:, ruleset.index("seat", seat)].any(axis=1)
    return [ruleset.axis("order")[place] for place in np.flatnonzero(column)]


def test_an_order_stands_in_its_quarter_and_in_no_other(scripted: Any) -> None:
    rules = scripted({"id": "a", "actor": "usa", "order": "talks"})
    by_turn = [given(rules, sheet_of(rules, at_turn(rules, turn)), "usa") for turn in range(4)]
    assert by_turn == [[], ["talks"], [], []]


def test_an_amount_is_read_in_each_world_and_the_default_is_the_orders(scripted: Any) -> None:
    lines = [
        {"id": "a", "actor": "china", "order": "expand_smic", "amount": "0.1 * me.cash_usd"},
        {"id": "b", "actor": "usa", "order": "subsidise_fabs"},
    ]
    rules = scripted(*lines)
    world = at_turn(rules, 1)
    world.cash_usd[rules.index("actor", "china")] = [10_000_000_000, 20_000_000_000]
    orders = sheet_of(rules, world)
    row = orders[rules.index("order", "expand_smic"), rules.index("seat", "china")]
    assert row.tolist() == [1e9, 2e9]
    default = rules.orders["subsidise_fabs"].amount.default.value(Reader(rules, world, "usa"))
    cell = orders[rules.index("order", "subsidise_fabs"), rules.index("seat", "usa")]
    assert cell.tolist() == (default + 0 * cell).tolist()


def test_what_a_seat_may_not_or_cannot_pay_is_not_given(scripted: Any) -> None:
    lines = [
        {"id": "a", "actor": "china", "order": "expand_smic", "amount": "4000000000"},
        {"id": "b", "actor": "china", "order": "mineral_release"},
    ]
    rules = scripted(*lines)
    world = at_turn(rules, 1)
    world.cash_usd[rules.index("actor", "china")] = [5_000_000_000, 3_000_000_000]
    orders = sheet_of(rules, world)
    row = orders[rules.index("order", "expand_smic"), rules.index("seat", "china")]
    assert row.tolist() == [4e9, 0.0]
    assert "mineral_release" not in given(rules, orders, "china")  # nothing is withheld yet


def test_silent_seats_ask_for_nothing_until_their_silence_ends(ruleset: Ruleset) -> None:
    bare = changed(ruleset, scripts={}, _axes={}, _index={}, _numbers={})  # type: ignore[arg-type]
    states = {"usa", "china", "europe", "taiwan", "japan"}
    last = at_turn(bare, 12)
    assert script.silent(bare, "history", last) == states
    assert all(given(bare, sheet_of(bare, last), seat) == [] for seat in states)
    after = at_turn(bare, 13)
    assert script.silent(bare, "history", after) == frozenset()
    assert given(bare, sheet_of(bare, after), "china")
    assert script.silent(bare, "autumn_2022", last) == frozenset()


def test_releases_of_labs_are_the_scripts_to_the_end_of_2023(ruleset: Ruleset) -> None:
    bare = changed(ruleset, scripts={}, _axes={}, _index={}, _numbers={})  # type: ignore[arg-type]
    for turn, held in ((4, True), (5, False)):
        world = at_turn(bare, turn)
        lab = bare.index("actor", "lab_frontier")
        world.trained_eci[lab] = world.eci[lab] + 10.0
        orders = given(bare, sheet_of(bare, world), "lab_frontier")
        assert ("serve_model" not in orders) is held
        assert orders  # the rest of its policy goes on


def test_nobody_speaks_for_a_person(scripted: Any) -> None:
    lines = [
        {"id": "a", "actor": "usa", "order": "talks"},
        {"id": "b", "actor": "china", "effect": {"add": {"tension": 9}}},
    ]
    rules = scripted(*lines)
    world = at_turn(rules, 1)
    assert given(rules, sheet_of(rules, world, frozenset({"usa"})), "usa") == []
    tension = Reader(rules, script.lay_effects(rules, "history", world))("tension")
    spared = Reader(rules, script.lay_effects(rules, "history", world, {"china"}))("tension")
    assert (tension - spared).tolist() == [9.0, 9.0]


def test_an_effect_leaves_the_world_it_was_laid_on_as_it_was(scripted: Any) -> None:
    rules = scripted({"id": "a", "actor": "nvidia", "effect": {"set": {"chip_plan.h100": 7}}})
    world = at_turn(rules, 1)
    hash_ = world.hash()
    laid = script.lay_effects(rules, "history", world)
    assert world.hash() == hash_
    assert laid.chip_plan[rules.index("chip", "h100")].tolist() == [7.0, 7.0]
    assert script.lay_effects(rules, "history", at_turn(rules, 2)).turn[0] == 2
    assert script.lay_effects(rules, "autumn_2022", world) is world


def test_what_is_set_takes_the_place_of_what_was_on_its_way(scripted: Any) -> None:
    rules = scripted({"id": "a", "actor": "tsmc", "effect": {"set": {"packaging.tsmc": 30000}}})
    world = at_turn(rules, 0)
    table = Nobody(rules, "history", Dice(1), {})
    world = table.end(table.open(world))  # TSMC has ordered more
    packaging = rules.index("actor", "tsmc")
    after = table.end(table.open(world))
    assert after.packaging[packaging].tolist() == [30000, 30000]


def test_a_policy_named_for_a_seat_takes_the_place_of_the_script(ruleset: Ruleset) -> None:
    world = at_turn(ruleset, 4)
    orders = no_orders(ruleset, world)
    policies = {"usa": "washington"}
    script.decide(ruleset, "history", world, Dice(1), orders, policies=policies)
    own = no_orders(ruleset, world)
    script.decide(ruleset, "autumn_2022", world, Dice(1), own)
    row = ruleset.index("seat", "usa")
    assert (orders[:, row] == own[:, row]).all()


def test_the_record_reaches_the_world_in_its_quarter(ruleset: Ruleset) -> None:
    batch = simulate(ruleset, "history", 3, 6, seed=4)
    licence = batch.series["licence.h800.cn"]
    assert (licence[:5] > 0).all()  # tables up to the morning of 2023Q4
    assert (licence[6] < 1).all()
    assert (batch.series["minerals.control"][4] >= 0.3).all()
    eci = batch.series["eci.lab_frontier"]
    assert (eci[1] == eci[0]).all() and (eci[2] > eci[1] + 5).all()


def test_a_run_of_the_record_saves_loads_and_replays(ruleset: Ruleset, tmp_path: Path) -> None:
    session = Session.new(ruleset, "history", "lab_paris", seed=2, folder=tmp_path)
    for turn in range(6):
        if turn == 1:
            session.do(next(offer.id for offer in session.offers() if not offer.refused))
        session.end_turn()
        if turn == 4:
            path = session.save("middle")
            why = session.why("limit.density.cn")
            assert why.parts[0].label == "Count density, not links"
    loaded = Session.load(ruleset, path, folder=tmp_path)
    loaded.end_turn()
    assert loaded.hash == session.hash
    report = replay(ruleset, session.setup, session.standing)
    assert report.ok and report.turns == 6
    assert weigh(ruleset, session.setup, session.standing)


def test_why_names_what_is_on_record(ruleset: Ruleset, tmp_path: Path) -> None:
    session = Session.new(ruleset, "history", "lab_hangzhou", seed=2, folder=tmp_path)
    while session.standing.world.turn[0] < 5:
        session.end_turn()
    (graphite,) = (
        part for part in session.why("minerals.control").parts if "graphite" in part.label
    )
    assert graphite.source.endswith("on record")
    session.lang = "fr"
    assert any("graphite" in part.label for part in session.why("minerals.control").parts)
    assert session.why("minerals.control").parts[0].source.endswith("dans les faits")


def test_every_line_does_something(ruleset: Ruleset) -> None:
    """In one world of each scenario no order of the record is refused, and no effect is empty."""
    for scenario in ("history", "no_october"):
        table = Nobody(ruleset, scenario, Dice(1), {})
        world = open_scenario(ruleset, scenario, (0, 1))
        for _ in range(13):
            world = table.open(world)
            orders = no_orders(ruleset, world)
            script.give_orders(ruleset, scenario, world, orders)
            for line in script.lines_now(ruleset, scenario, world):
                if line.order is not None:
                    row = ruleset.index("order", line.order), ruleset.index("seat", line.actor)
                    assert orders[row].all(), line.id
                else:
                    assert line.effect is not None and not line.effect.is_empty, line.id
            world = table.end(world)
