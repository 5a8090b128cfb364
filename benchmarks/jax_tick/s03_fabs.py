"""S3 Fabs, compiled: the rules of game/engine/s03_fabs.py on arrays that are never written."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick.arrays import at, put
from benchmarks.jax_tick.common import open_wafers
from benchmarks.jax_tick.quarter import Quarter, ints
from benchmarks.jax_tick.s02_tools import ORDERED
from game.engine.ahead import rows_of
from game.engine.s03_fabs import FINE, built_lines, lines


def run(x: Quarter) -> None:
    """Fit lines to machines, invest, sell what accelerators leave."""
    have = fit_machines(x)
    coming, demand = coming_wafers(x), legacy_demand(x)
    invest(x, have, coming)
    invest_in_old_nodes(x, coming, demand)
    sell_other_wafers(x, demand)


def fit_machines(x: Quarter) -> Array:
    """Lines without machines wait; returns the layers that machines print, (foundry, worlds)."""
    w, t = x.w, lines(x.ruleset)
    built = at(w.wafers, t.fine) + at(w.wafers_idle, t.fine)
    need = (built * t.layers).sum(axis=1)
    have = at(w.duv_tools, t.fine) * x.k("fabs.layers_per_duv")
    have = have + at(w.euv_tools, t.fine) * x.k("fabs.layers_per_euv")
    part = jnp.minimum(have / jnp.maximum(need, 1.0), 1.0)[:, None]
    printing = ints(jnp.where(t.fine_node, jnp.floor(built * part), built))
    w.wafers = put(w.wafers, t.fine, printing)
    w.wafers_idle = put(w.wafers_idle, t.fine, built - printing)
    return have


def coming_wafers(x: Quarter) -> Array:
    """(foundry, node, worlds): lines that print, that wait for machines, that are being built."""
    w, t = x.w, lines(x.ruleset)
    way = x.on_its_way(t.rows).reshape(t.foundries.size, -1, x.width)
    return way + at(w.wafers, t.foundries) + at(w.wafers_idle, t.foundries)


def by_foundry(x: Quarter, values: Array) -> Array:
    """(foundry, worlds): the sum over the fine lines that each foundry builds."""
    owns = built_lines(x.ruleset).foundry == np.arange(len(FINE))[:, None]
    return (owns.astype(np.float64)[:, :, None] * values).sum(axis=1)


def invest(x: Quarter, have: Array, coming: Array) -> None:
    """Fine nodes: a part of sales, as far as machines installed or shipped will print."""
    w, t = x.w, lines(x.ruleset)
    b = built_lines(x.ruleset)
    way = x.on_its_way(rows_of(x.ruleset, ORDERED))
    print_each = np.array([[x.k("fabs.layers_per_euv")]])
    soon = have + way[:2] * print_each
    soon = jnp.stack([soon[0], soon[1] + way[2] * x.k("fabs.layers_per_duv")])
    planned = (coming[:2] * t.layers).sum(axis=1)
    granted = x.on_its_way(t.granted).reshape(2, -1, x.width).min(axis=0)
    planned = planned.at[0].add(-(granted * t.granted_layers).sum(axis=0))
    room = jnp.maximum(soon - planned, 0.0)
    part = b.part * (x.turn < b.ends)
    part = part / jnp.maximum(at(by_foundry(x, part), b.foundry), 1e-9)
    open_now = part * b.per_usd * (b.begins <= x.turn)
    afforded = at(at(w.revenue_usd, t.fine), b.foundry) * open_now
    wanted = by_foundry(x, afforded * b.layers)
    fit = jnp.minimum(room / jnp.maximum(wanted, 1.0), 1.0)
    ramp = int(x.k("fabs.ramp_quarters"))
    step = jnp.floor(afforded * at(fit, b.foundry) / ramp)
    x.pay_from(t.fine, x.actor("outside"), by_foundry(x, step * b.step_usd))
    short = jnp.maximum(x.k("fabs.tools_ahead") * wanted - room, 0.0)
    backlog = ints(jnp.ceil(short / x.k("fabs.layers_per_euv")))
    w.euv_backlog = put(w.euv_backlog, t.fine, backlog)
    wait = np.array([int(x.k("fabs.build_quarters_tw")), int(x.k("fabs.build_quarters_cn"))])
    x.in_steps(b.rows, wait[b.foundry], ramp, step)


def legacy_demand(x: Quarter) -> Array:
    """(worlds,): what the world would pay these foundries for older nodes in a quarter, USD."""
    content = (1.0 + x.k("fabs.legacy_growth")) ** x.turn
    return x.w.gdp_usd.sum(axis=0) * (x.k("fabs.legacy_per_output") * content)


def invest_in_old_nodes(x: Quarter, coming: Array, demand: Array) -> None:
    """Older nodes are built for the demand expected when they open, no faster than their pace."""
    t = lines(x.ruleset)
    lead = int(x.k("fabs.legacy_quarters"))
    older = at(coming, t.old, axis=1)
    worth = (older * t.old_price_usd).sum(axis=(0, 1))
    expected = demand * (1.0 + x.k("fabs.legacy_trend")) ** lead
    lacking = jnp.maximum(expected / jnp.maximum(worth, 1.0) - 1.0, 0.0)
    added = jnp.floor(older * jnp.minimum(lacking, x.k("fabs.legacy_pace")))
    x.pay_from(t.foundries, x.actor("outside"), (added * t.old_cost_usd).sum(axis=1))
    wait = np.full(t.old_rows.shape, lead)
    x.in_steps(t.old_rows, wait, 1, added.reshape(wait.size, -1))


def sell_other_wafers(x: Quarter, demand: Array) -> None:
    """Phones, cars and washing machines buy the capacity that accelerators leave."""
    w, t = x.w, lines(x.ruleset)
    past = (x.turn - x.k("fabs.downturn_turn")) / x.k("fabs.downturn_quarters")
    slump = 1.0 - x.k("fabs.downturn_depth") * jnp.exp(-(past**2))
    cycle = slump * (1.0 + x.k("fabs.cycle") * (x.roll("wafer_cycle")[0] - 0.5))
    running = open_wafers(x, t.foundries)
    older = (at(running, t.old, axis=1) * t.old_price_usd).sum(axis=(0, 1))
    unmet = jnp.maximum(1.0 - older / jnp.maximum(demand * cycle, 1.0), 0.0)
    w.legacy_shortage = x.k("fabs.legacy_weight") * unmet
    free = jnp.maximum(running - at(w.wafers_made, t.foundries), 0.0)
    bought = (free * t.price_usd).sum(axis=1) * (x.k("fabs.use") * cycle)
    sold = x.pay_to(x.actor("outside"), t.foundries, bought)
    w.revenue_usd = put(w.revenue_usd, t.foundries, sold)
