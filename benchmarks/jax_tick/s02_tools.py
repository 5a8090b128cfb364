"""S2 Tools, compiled: the rules of game/engine/s02_tools.py on arrays that are never written."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick.arrays import add, at, put
from benchmarks.jax_tick.quarter import Quarter, ints
from game.engine.ahead import rows_of
from game.engine.s02_tools import buyers

ORDERED = ("euv_tools[tsmc]", "euv_tools[smic]", "duv_tools[smic]")


def run(x: Quarter) -> None:
    """Ship machines, wear the old ones, then move the Chinese programme."""
    arrive = jnp.concatenate([ship_euv(x), ship_duv(x)])
    rows = rows_of(x.ruleset, ORDERED)
    x.in_steps(rows, np.full(rows.shape, int(x.k("tools.delivery_quarters"))), 1, arrive)
    luck = 2.0 * x.roll("programme")[0]
    done = x.w.litho_china + x.k("tools.programme_pace") * luck
    x.w.litho_china = jnp.minimum(done, 1.0)


def ship_euv(x: Quarter) -> Array:
    """Shipped = min(the buyer's part of what is built, what it ordered) * licence, whole."""
    w = x.w
    rows, regions = buyers(x.ruleset)
    growth = (1.0 + x.k("tools.euv_growth")) ** x.turn
    built = jnp.floor(x.k("tools.euv_per_quarter") * growth)
    part = built * np.array([[x.k("tools.leading_share")], [x.k("tools.china_share")]])
    licence = at(w.item_licence[x.at("item", "euv")], regions)
    shipped = jnp.floor(jnp.minimum(jnp.floor(part), at(w.euv_backlog, rows)) * licence)
    w.euv_backlog = add(w.euv_backlog, rows, -ints(shipped))
    x.pay_from(rows, x.actor("asml"), shipped * x.k("tools.euv_price_usd"))
    return add(shipped, 1, x.k("tools.china_own_per_quarter") * (w.litho_china >= 1.0))


def ship_duv(x: Quarter) -> Array:
    """Older machines for China's fine layers: bought by licence, later built at home; they wear."""
    w, smic = x.w, x.actor("smic")
    licence = w.item_licence[x.at("item", "duv"), x.at("region", "cn")]
    kept = 1.0 - x.k("tools.duv_wear") * (1.0 - licence)
    w.duv_tools = put(w.duv_tools, smic, w.duv_tools[smic] * kept)
    part = x.k("tools.duv_china_share") * x.k("tools.duv_fine_share")
    bought = licence * (x.k("tools.duv_per_quarter") * part)
    x.pay(smic, x.actor("asml"), bought * x.k("tools.duv_price_usd"))
    halfway = jnp.maximum(2.0 * w.litho_china - 1.0, 0.0)
    return (bought + x.k("tools.duv_own_per_quarter") * halfway)[None]
