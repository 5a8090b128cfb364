"""S4 Yield, compiled: the rules of game/engine/s04_yield.py on arrays that are never written."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick.arrays import add_pairs, at, at_pairs, put, put_pairs
from benchmarks.jax_tick.quarter import Quarter
from game.engine.s04_yield import LEARNERS, LEAST, dies
from game.world.state import Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Pairs = tuple[Ints, Ints]


@lru_cache(maxsize=8)
def lines(ruleset: Ruleset) -> tuple[Ints, Pairs, Pairs]:
    """The learner of each fine line, its place by actor and node, and that of the other one."""
    fine = dies(ruleset).fine
    learners = np.array([ruleset.index("actor", name) for name in LEARNERS])
    line, node = np.repeat([0, 1], fine.size), np.tile(fine, 2)
    return line, (learners[line], node), (learners[1 - line], node)


def run(x: Quarter) -> None:
    """Learn from the wafers of the quarter, then work out the yield of each class."""
    learn(x)
    w, t = x.w, dies(x.ruleset)
    defects = at_pairs(w.defects, t.foundry, t.node)
    load = jnp.maximum(t.area_cm2 * defects * x.k("yield.harvest"), 1e-9)
    w.yield_rate = ((1.0 - jnp.exp(-load)) / load) ** 2


def learn(x: Quarter) -> None:
    """D - floor falls by (wafers before / wafers now)^b, the power law quarter by quarter."""
    w, t = x.w, dies(x.ruleset)
    line, mine, other = lines(x.ruleset)
    share = at(w.euv_share, t.learners)
    heard = x.k("yield.spillover") * (1.0 - jnp.abs(share[0] - share[1]))
    taught = at_pairs(w.wafers, *mine) + heard * at_pairs(w.wafers, *other)
    before = at_pairs(w.wafers_learned, *mine) + x.k("yield.reference_wafers")
    w.wafers_learned = add_pairs(w.wafers_learned, *mine, taught)
    coming = x.on_its_way(t.lessons, 1)
    taught = taught.at[t.lessons_at[0] * t.fine.size + t.lessons_at[1]].add(coming)
    kept = (before / jnp.maximum(before + taught, 1.0)) ** x.k("yield.exponent")
    layers = (at(w.wafers, t.learners) * t.layers).sum(axis=1)
    printed = at(w.euv_tools, t.learners) * x.k("fabs.layers_per_euv")
    now = jnp.minimum(printed / jnp.maximum(layers, 1.0), 1.0)
    w.euv_share = put(w.euv_share, t.learners, now)
    old = at_pairs(w.defects, *mine)
    new = at(floor(x, now), line) + (old - at(floor(x, share), line)) * kept
    new = jnp.where(old > 0, jnp.maximum(new, LEAST), 0.0)
    w.defects = put_pairs(w.defects, *mine, new)


def floor(x: Quarter, share: Array) -> Array:
    """(foundry, worlds): the defects that no practice removes, by who prints with what."""
    without = x.k("yield.floor_no_euv")
    return without + (x.k("yield.floor") - without) * share
