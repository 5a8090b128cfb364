"""S8 Installed stock, compiled: the rules of game/engine/s08_installed.py."""

from __future__ import annotations

import math

import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick.arrays import add
from benchmarks.jax_tick.common import by_region
from benchmarks.jax_tick.quarter import Quarter, ints
from game.engine.halls import halls
from game.engine.s08_installed import DEMAND, POWER
from game.world.axes import LAGS


def run(x: Quarter) -> None:
    """Rack, wear and scrap, light what there is power for, order more."""
    w = x.w
    w.installed = w.installed + w.arriving
    w.arriving, w.transit = w.transit, jnp.zeros_like(w.transit)
    wear_out(x)
    measure_load(x)
    connect(x)
    name_gate(x)
    order_power(x)


def wear_out(x: Quarter) -> None:
    """Failures, and scrap of what does not pay, in whole chips; the fraction is carried over."""
    w, t = x.w, halls(x.ruleset)
    due = w.installed * x.k("installed.failure")
    poor = w.rent_usd_per_hour < t.even_usd
    due = due + w.installed * (poor * x.k("installed.scrap")) + w.wear
    gone = ints(due)
    w.wear = due - gone
    w.installed = w.installed - gone
    w.lost = w.lost + gone.sum(axis=1)


def measure_load(x: Quarter) -> None:
    """Load of each region, and its growth as planners see it: of load, or of bids for chips."""
    w, t = x.w, halls(x.ruleset)
    w.draw_mw = (w.installed * t.mw).sum(axis=0)
    load = by_region(x, w.draw_mw)
    seen = jnp.log(jnp.maximum(load, 1.0) / jnp.maximum(w.load_mw, 1.0))
    seen = jnp.maximum(seen, w.rush)
    w.load_mw = load
    w.load_growth = w.load_growth + x.k("installed.growth_seen") * (seen - w.load_growth)


def connect(x: Quarter) -> None:
    """Light what the grid, short of water or not, and turbines can feed."""
    w = x.w
    dry = 1.0 - x.k("installed.drought_loss") * w.drought
    usable = w.power_mw * dry + w.gas_mw
    w.dark = jnp.maximum(1.0 - usable / jnp.maximum(w.load_mw, 1e-9), 0.0)


def name_gate(x: Quarter) -> None:
    """What held chips back: a part of them where buyers went without, power where more waited."""
    w, t, few = x.w, halls(x.ruleset), x.k("installed.dark_limit")
    sold = (w.arriving * t.mw).sum(axis=(0, 1))
    held = w.held_back_mw.sum(axis=0)
    waits = held > jnp.maximum(w.shortage, few) * (held + sold)
    waits = waits | (w.dark[x.at("region", "us")] > few)
    w.bottleneck = jnp.where(waits, POWER, jnp.where(w.shortage > few, w.bottleneck, DEMAND))


def order_power(x: Quarter) -> None:
    """Connections for the load expected when they are ready; turbines for what has no power."""
    w, t = x.w, halls(x.ruleset)
    calm = 1.0 - x.k("installed.concern_brake") * jnp.maximum(w.concern - 50.0, 0.0) / 50.0
    industry = (1.0 + x.k("installed.pace_growth")) ** x.turn
    pace = x.by("installed.grid_pace_mw", "region") * industry * jnp.maximum(calm, 0.0)
    ready = w.power_mw + x.on_its_way(t.grid_rows, int(t.shell[0]) + 1)
    coming = w.power_mw + x.on_its_way(t.grid_rows)
    most = math.log(x.k("installed.believed"))
    growth = jnp.minimum(jnp.maximum(w.load_growth, 0.0), most)
    margin = w.load_mw * x.k("installed.margin")
    soon = margin * jnp.exp(jnp.minimum(growth * (t.shell[0] + 1.0), most))
    later = margin * jnp.exp(jnp.minimum(growth * t.wait[:, None], most))
    lacking = jnp.maximum(soon - ready, 0.0)
    taken = jnp.floor(jnp.minimum(lacking, jnp.minimum(pace, w.grid_spare_mw)))
    w.grid_spare_mw = w.grid_spare_mw - taken
    ceiling = jnp.minimum(later, x.by("installed.grid_limit_mw", "region"))
    new = jnp.floor(jnp.minimum(jnp.maximum(ceiling - coming - taken, 0.0), pace))
    away = jnp.floor(new * x.k("installed.away_share"))
    permits = ints(jnp.rint(jnp.maximum(w.permit_delay, 0.0)))
    by_world(x, permits, ((t.shell, taken), (t.near, away), (t.wait, new - away)))
    order_gas(x, industry)


def by_world(x: Quarter, late: Array, lots: tuple[tuple[np.ndarray, Array], ...]) -> None:
    """Promise lots in quarters that differ by world: the wait of the place, plus what is `late`."""
    rows = halls(x.ruleset).grid_rows
    due = jnp.zeros((rows.size, LAGS, x.width))
    for wait, moved in lots:
        columns = (jnp.minimum(late + wait[:, None], LAGS) + x.now) % LAGS
        here = columns[:, None] == np.arange(LAGS)[:, None]
        due = due + jnp.where(here, moved[:, None], 0.0)
    x.w.ahead = add(x.w.ahead, x.ahead(rows), due)


def order_gas(x: Quarter, industry: Array) -> None:
    """Turbines for what is dark, or was not ordered and would be, less those on their way."""
    w, t = x.w, halls(x.ruleset)
    dry = 1.0 - x.k("installed.drought_loss") * w.drought
    idle = jnp.maximum(w.power_mw * dry + w.gas_mw - w.load_mw, 0.0)
    short = w.load_mw * w.dark + jnp.maximum(w.held_back_mw - idle, 0.0)
    short = short - x.on_its_way(t.gas_rows)
    pace = x.by("installed.gas_pace_mw", "region") * industry
    gas = jnp.minimum(jnp.maximum(short, 0.0), pace)
    wait = np.full(t.gas_rows.shape, int(x.k("installed.gas_quarters")))
    x.in_steps(t.gas_rows, wait, 1, jnp.floor(gas))
