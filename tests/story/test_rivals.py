"""Do rivals answer the same whether somebody listens to the reasons or not, bit for bit?

Without a listener the answers of all worlds are looked up and written together; with one they are
given choice by choice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from game.content import Ruleset
from game.content.evaluation import Code
from game.engine import open_scenario, tick
from game.engine.effects import apply_outcome
from game.engine.policies import decide, no_orders
from game.story import rivals
from game.story.scenes import open_quarter
from game.story.tables import tables_of
from game.story.terms import Glance, Terms
from game.world.derived import DERIVED
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.report import NoRecorder
from game.world.state import World
from game.world.watching import watched
from tests.story.tables import worlds

NOBODY: frozenset[str] = frozenset()
WORLDS, TURNS = 48, 24


class Listener(NoRecorder):
    """Somebody for whom every cause is told."""


def both_ways(ruleset: Ruleset, world: World, dice: Dice) -> World:
    """The quarter opened together; checked against the quarter opened choice by choice."""
    together = open_quarter(ruleset, world, dice, NOBODY)
    one_by_one = open_quarter(ruleset, world, dice, NOBODY, Listener())
    for name, values in together.items():
        assert np.array_equal(values, getattr(one_by_one, name)), name
    return together


def test_answers_given_together_are_those_given_one_by_one(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[object] = []

    def watch(*args: Any) -> None:
        alone.append(args[2])
        apply_outcome(*args)

    monkeypatch.setattr(rivals, "apply_outcome", watch)
    world, dice = open_scenario(ruleset, "autumn_2022", range(WORLDS)), Dice(5)
    for _ in range(TURNS):
        world = both_ways(ruleset, world, dice)
        sheet = no_orders(ruleset, world)
        decide(ruleset, world, dice, sheet)
        world = tick(ruleset, world, sheet, dice)
    answered = np.count_nonzero(world.story_took >= 0)
    assert answered > 10 * WORLDS
    assert 0 < len(alone) < answered / 50  # nearly all of what they bring stands in tables


MONEY = """
- {id: gift, when: 1, weight: 1e6, choices: [
    {id: take, default: true, ai: 2, odds: 0.5,
     win: {gain: {usd: "me.cash_usd * 0.5", from: outside}, add: {tension: "me.cash_usd / 1e9"}},
     lose: {pay: {usd: "2 * me.cash_usd", to: usa}, set: {tension: 40},
            then: {later: 2}}},
    {id: swap, ai: 1, odds: 0.4,
     win: {gain: {usd: "0.1 * me.cash_usd", from: usa}, pay: {usd: "0.2 * me.cash_usd"}},
     lose: {gain: {usd: 300, from: usa}, add: {tension: 1}, after: 2, for: 3}},
    {id: leave, needs: "turn >= 1", ai: "1 + tension / 100",
     win: {add: {tension: 90}, set: {confidence: 0.4}}}]}
- {id: later, size: minor, when: 0, follow_up: true, fallback: {en: x, fr: x}}
"""


def test_money_odds_and_what_follows(ruleset: Ruleset, stage: Callable[..., Ruleset]) -> None:
    rules = stage(storylets=MONEY)
    world, dice = worlds(rules, 40), Dice(2)
    china = rules.index("actor", "china")
    world.cash_usd[china] = 1_000_000_001 + 7 * np.arange(40)
    for _ in range(4):
        world = both_ways(rules, world, dice)
        world.turn += 1
    assert len(set(world.tension.tolist())) > 2
    assert world.tension.max() <= 100.0
    assert (world.story_seen[1] >= 0).any()


def test_what_was_read_is_read_again_once_it_is_written(ruleset: Ruleset) -> None:
    world = open_scenario(ruleset, "autumn_2022", range(3)).copy()
    glance = Glance(ruleset, world)
    read = glance.reader("lab_paris")
    before = {name: np.array(read(name)) for name in ("me.cash_usd", "me.machine_time")}
    lab = ruleset.index("actor", "lab_paris")
    world.cash_usd[lab] += 5
    world.rented_h100e[lab] += 1000.0
    assert np.array_equal(read("me.cash_usd"), before["me.cash_usd"])
    glance.forget({"cash_usd", "rented_h100e"})
    for name in before:
        assert np.array_equal(read(name), Reader(ruleset, world, "lab_paris")(name))
        assert (read(name) > before[name]).all()


def test_terms_are_worked_out_again_once_what_they_read_is_written(ruleset: Ruleset) -> None:
    world = open_scenario(ruleset, "autumn_2022", range(3)).copy()
    glance, terms = Glance(ruleset, world), Terms(ruleset)
    names = ("me.cash_usd", "me.machine_time", "tension")
    codes: list[Code] = [("name", name) for name in names]
    codes += [("+", ("name", "me.cash_usd"), ("name", "tension"))]
    places = np.array([terms.place(("lab_paris", code)) for code in codes])
    before = glance.values(terms, places).copy()
    lab = ruleset.index("actor", "lab_paris")
    world.cash_usd[lab] += 5
    world.rented_h100e[lab] += 1000.0
    assert np.array_equal(glance.values(terms, places), before)
    glance.forget({"cash_usd", "rented_h100e"})
    moved = glance.values(terms, places) - before
    assert (moved[0] == 5).all() and (moved[3] == 5).all()
    assert (moved[1] > 0).all() and not moved[2].any()
    # One more term, of which the glance did not know when it last looked.
    world.tension += 1.0
    more = np.append(places, terms.place(("", ("name", "concern.us"))))
    glance.forget({"tension", "concern"})
    world.concern[:] = 12.0
    after = glance.values(terms, more)
    assert np.array_equal(after[places[2]], before[2] + 1.0)
    assert (after[more[-1]] == 12.0).all()


def test_what_the_story_remembers_is_always_read_afresh(ruleset: Ruleset) -> None:
    world = open_scenario(ruleset, "autumn_2022", range(3)).copy()
    glance, terms = Glance(ruleset, world), Terms(ruleset)
    storylet = next(iter(ruleset.storylets))
    place = np.array([terms.place(("china", ("name", f"seen.{storylet}")))])
    assert glance.values(terms, place)[place].tolist() == [[0.0, 0.0, 0.0]]
    world.story_seen[0, ruleset.index("seat", "china"), 1] = 0
    assert glance.values(terms, place)[place].tolist() == [[0.0, 1.0, 0.0]]


def test_a_derived_figure_always_follows_from_the_same_arrays(ruleset: Ruleset) -> None:
    first, dice = open_scenario(ruleset, "autumn_2022", range(4)), Dice(1)
    later = first
    for _ in range(TURNS):
        sheet = no_orders(ruleset, later)
        decide(ruleset, later, dice, sheet)
        later = tick(ruleset, later, sheet, dice)
    for name in DERIVED:
        assert watched(ruleset, first, name)[1] == watched(ruleset, later, name)[1]
    assert "installed" in watched(ruleset, first, "machine_time")[1]


def test_every_outcome_of_a_seat_has_its_entries_or_is_carried_out_by_itself(
    ruleset: Ruleset,
) -> None:
    tables = tables_of(ruleset, "china")
    for code, (storylet_id, choice_id) in enumerate(ruleset.choices):
        storylet = ruleset.storylets[storylet_id]
        choice = next(c for c in storylet.choices if c.id == choice_id)
        for outcome, place in ((choice.win, 2 * code), (choice.lose, 2 * code + 1)):
            if outcome is None or "china" not in storylet.seats:
                assert tables.count[place] == 0
                continue
            if place not in tables.alone:
                assert tables.count[place] == len(outcome.add) + len(outcome.set)
