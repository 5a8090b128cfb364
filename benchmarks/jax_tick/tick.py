"""What happens at End Turn, as one function that a compiler can read?

The stages of game/engine/tick.py with an empty sheet of orders. The state is a dict of arrays, the
last axis of each is worlds; content and seed are constants of the compiled function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick import (
    s00_budgets,
    s01_policy,
    s02_tools,
    s03_fabs,
    s04_yield,
    s05_chips,
    s06_market,
    s07_grey,
    s08_installed,
    s09_rental,
    s10_training,
    s11_inference,
    s12_demand,
    s13_open_weights,
    s14_valuation,
    s15_externalities,
    s16_opinion,
)
from benchmarks.jax_tick.dice import roll_all
from benchmarks.jax_tick.quarter import Bag, Quarter
from game.world.state import World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

State = dict[str, Array]

STAGES: tuple[tuple[str, Callable[[Quarter], None]], ...] = (
    ("budgets", s00_budgets.run),
    ("policy", s01_policy.run),
    ("tools", s02_tools.run),
    ("fabs", s03_fabs.run),
    ("yield", s04_yield.run),
    ("chips", s05_chips.run),
    ("market", s06_market.run),
    ("grey", s07_grey.run),
    ("installed", s08_installed.run),
    ("rental", s09_rental.run),
    ("training", s10_training.run),
    ("inference", s11_inference.run),
    ("demand", s12_demand.run),
    ("open_weights", s13_open_weights.run),
    ("valuation", s14_valuation.run),
    ("externalities", s15_externalities.run),
    ("opinion", s16_opinion.run),
)


def tick(ruleset: Ruleset, seed: int, state: State) -> State:
    """The state one quarter on."""
    bag = Bag(**state)
    x = Quarter(ruleset, bag, roll_all(ruleset, seed, bag.world_id, bag.turn))
    for _, run in STAGES:
        run(x)
    s01_policy.put_back(x)
    bag.turn = bag.turn + 1
    return {name: getattr(bag, name) for name in state}


def compiled(ruleset: Ruleset, seed: int, *, used_up: bool = False) -> Any:
    """One tick, to be compiled at its first call; the state given may be used up."""

    def once(state: State) -> State:
        return tick(ruleset, seed, state)

    return jax.jit(once, donate_argnums=0 if used_up else ())


def compiled_turns(ruleset: Ruleset, seed: int, turns: int, *, used_up: bool = False) -> Any:
    """Many ticks in one compiled loop."""

    def many(state: State) -> State:
        def body(state: State, _: None) -> tuple[State, None]:
            return tick(ruleset, seed, state), None

        last, _ = jax.lax.scan(body, state, None, length=turns)
        return last

    return jax.jit(many, donate_argnums=0 if used_up else ())


def from_world(world: World) -> State:
    """The arrays of a numpy world."""
    return {name: jnp.array(values) for name, values in world.items()}


def to_world(state: State) -> World:
    """A numpy world of these arrays."""
    return World(**{name: np.array(values) for name, values in state.items()})
