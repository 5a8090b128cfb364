"""What does the first morning look like?

Fills an empty world from the opening values that a scenario names; where a scenario has a prologue,
lets its script and the policies play up to the quarter in which it begins, and lays what its own
script says of that quarter. Every number is in content, with its source; this file only puts it in
its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from game.content.quarters import turn as turn_of
from game.engine.bans import classes
from game.engine.policies import no_orders
from game.engine.quarter import Quarter
from game.engine.s01_policy import license_chips
from game.engine.s04_yield import rate_classes
from game.engine.s08_installed import measure_load
from game.engine.s10_training import appraise
from game.engine.s15_externalities import measure, turbines_mw
from game.engine.script import lay_first_effects
from game.engine.unattended import unattended
from game.world.axes import axis_ids
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import FIELDS, World, empty_world

if TYPE_CHECKING:
    from game.content.models.start import Scenario
    from game.content.ruleset import Ruleset


def open_scenario(
    ruleset: Ruleset,
    scenario_id: str,
    world_ids: Sequence[int],
    difficulty: str = "normal",
    seed: int = 1,
) -> World:
    """The world of a scenario's first morning, one lane for each id.

    `seed` throws the dice of a prologue, if there is one. Difficulty scales the cash with which
    playable seats start; raises KeyError for an unknown one.
    """
    scenario = ruleset.scenarios[scenario_id]
    purse = ruleset.table("difficulty.starting_cash")[difficulty]
    if scenario.prologue is None:
        return _first_morning(ruleset, scenario, world_ids, purse).freeze()
    before, usual = ruleset.scenarios[scenario.prologue], ruleset.usual or ruleset
    world = _first_morning(usual, before, world_ids)
    dice = Dice(seed)
    for _ in range(first_turn(ruleset, scenario_id)):  # in which no scene is dealt
        world = unattended(usual, before.id, world, dice)
    world = lay_first_effects(ruleset, scenario_id, world)
    _fill_purses(ruleset, scenario, world, purse)
    return world.freeze()


def first_turn(ruleset: Ruleset, scenario_id: str) -> int:
    """The turn in which somebody sits down; 0 without a prologue."""
    scenario = ruleset.scenarios[scenario_id]
    return turn_of(scenario.begins or scenario.first_quarter, scenario.first_quarter)


def quarters(ruleset: Ruleset, scenario_id: str) -> int:
    """How many quarters somebody plays."""
    return ruleset.scenarios[scenario_id].turns - first_turn(ruleset, scenario_id)


def _first_morning(
    ruleset: Ruleset, scenario: Scenario, world_ids: Sequence[int], purse: float = 1.0
) -> World:
    """The opening values in their places, and what follows from them at once."""
    world = empty_world(ruleset, world_ids)
    _lay_out_chips(ruleset, world)
    everything = "all" in scenario.openings
    for opening in ruleset.openings.values():
        is_of_it = not opening.scenarios or scenario.id in opening.scenarios
        if is_of_it and (everything or opening.id in scenario.openings):
            fill(ruleset, world, opening.field, opening.values)
    _fill_purses(ruleset, scenario, world, purse)
    first = Quarter(ruleset, world, no_orders(ruleset, world), Dice(0), NoRecorder())
    license_chips(first)
    rate_classes(first)
    appraise(first)
    measure_load(first)
    world.load_growth[:] = 0.0
    measure(first, turbines_mw(first))
    world.made[:] = world.inventory.sum(axis=1) + world.installed.sum(axis=1)
    return world


def _lay_out_chips(ruleset: Ruleset, world: World) -> None:
    """What holds of a class of which no opening speaks: its own price, and no ban.

    For classes of American makers the limits say at once who may buy them.
    """
    world.chip_price_usd[:] = [[chip.price_usd] for chip in ruleset.chips.values()]
    world.licence[:] = 1.0
    world.licence[classes(ruleset).american] = 0.0


def _fill_purses(ruleset: Ruleset, scenario: Scenario, world: World, purse: float) -> None:
    """Scale the cash of the playable seats; what is added comes from outside."""
    for seat in scenario.seats:
        actor = ruleset.index("actor", seat)
        extra = np.rint(world.cash_usd[actor] * (purse - 1.0)).astype(np.int64)
        world.cash_usd[actor] += extra
        world.cash_usd[ruleset.index("actor", "outside")] -= extra


def fill(ruleset: Ruleset, world: World, field: str, values: Any) -> None:
    """Put opening values into an array: a number everywhere, or by id along its axes.

    Raises KeyError for an array or an id that does not exist.
    """
    if field not in FIELDS:
        raise KeyError(f"no array '{field}' in the world")
    _put(ruleset, getattr(world, field), FIELDS[field]["axes"], values)


def _put(ruleset: Ruleset, target: np.ndarray, axes: tuple[str, ...], values: Any) -> None:
    if not isinstance(values, dict):
        target[...] = values
        return
    ids = axis_ids(axes[0], ruleset)
    for name, inside in values.items():
        _put(ruleset, target[ids.index(str(name))], axes[1:], inside)
