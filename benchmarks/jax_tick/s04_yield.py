"""S4 Yield, compiled: the rules of game/engine/s04_yield.py on arrays that are never written."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from benchmarks.jax_tick.arrays import add_pairs, at, at_pairs, put, put_pairs
from benchmarks.jax_tick.quarter import Quarter
from game.engine.s04_yield import LEAST, dies


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
    share = at(w.euv_share, t.learners)
    heard = x.k("yield.spillover") * (1.0 - jnp.abs(share[0] - share[1]))
    taught = at_pairs(w.wafers, *t.at) + heard * at_pairs(w.wafers, *t.other)
    before = at_pairs(w.wafers_learned, *t.at) + x.k("yield.reference_wafers")
    w.wafers_learned = add_pairs(w.wafers_learned, *t.at, taught)
    kept = (before / (before + taught)) ** x.k("yield.exponent")
    layers = (at(w.wafers, t.learners) * t.layers).sum(axis=1)
    printed = at(w.euv_tools, t.learners) * x.k("fabs.layers_per_euv")
    now = jnp.minimum(printed / jnp.maximum(layers, 1.0), 1.0)
    w.euv_share = put(w.euv_share, t.learners, now)
    old = at_pairs(w.defects, *t.at)
    new = at(floor(x, now), t.line) + (old - at(floor(x, share), t.line)) * kept
    new = jnp.where(old > 0, jnp.maximum(new, LEAST), 0.0)
    w.defects = put_pairs(w.defects, *t.at, new)


def floor(x: Quarter, share: Array) -> Array:
    """(foundry, worlds): the defects that no practice removes, by who prints with what."""
    without = x.k("yield.floor_no_euv")
    return without + (x.k("yield.floor") - without) * share
