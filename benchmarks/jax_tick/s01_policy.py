"""S1 Policy, compiled: the rules of game/engine/s01_policy.py with an empty sheet of orders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from benchmarks.jax_tick.arrays import add, at, at_pairs, put
from benchmarks.jax_tick.common import by_state, mean
from benchmarks.jax_tick.quarter import Quarter, ordered_by_stages
from game.engine.bans import classes
from game.engine.homes import homes
from game.world.axes import LAGS, shape_of
from game.world.state import FIELDS
from game.world.targets import target_bindings

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


def run(x: Quarter) -> None:
    """What comes due, licences, re-drawn chips, software, allies, minerals."""
    come_due(x)
    x.w.worn = x.w.worn * x.k("policy.worn_kept")
    x.w.tariff = at(x.w.tariff_rate, homes(x.ruleset).owner)
    before = x.w.licence
    license_chips(x)
    redraw_chips(x)
    frighten_suppliers(x, before)
    withhold_software(x)
    tire_allies(x)
    withhold_minerals(x)


@dataclass(frozen=True, eq=False)
class Due:
    """The rows of `pending` that concern one array."""

    array: str
    rows: np.ndarray
    cells: np.ndarray  # of the array laid out flat
    low: np.ndarray  # (row, 1)
    high: np.ndarray


@lru_cache(maxsize=8)
def due_by_array(ruleset: Ruleset) -> tuple[Due, ...]:
    """Where everything goes that can be promised, one array after the other."""
    groups: dict[str, list[tuple[int, int, float, float]]] = {}
    for row, place in enumerate(target_bindings(ruleset)):
        shape = shape_of(FIELDS[place.array]["axes"], ruleset)
        cell = int(np.ravel_multi_index(place.index, shape)) if shape else 0
        low = -np.inf if place.low is None else place.low
        high = np.inf if place.high is None else place.high
        groups.setdefault(place.array, []).append((row, cell, low, high))
    found = []
    for name, group in groups.items():
        columns = [np.array(column) for column in zip(*group, strict=True)]
        least, most = columns[2][:, None], columns[3][:, None]
        found.append(Due(name, columns[0], columns[1], least, most))
    return tuple(found)


def come_due(x: Quarter) -> None:
    """Additions that were promised for this quarter; stages order in `ahead` until night."""
    w = x.w
    column = x.now % LAGS
    due = lax.dynamic_slice_in_dim(w.pending, column, 1, axis=1)
    now = (np.arange(LAGS) == column)[:, None]
    w.ahead = jnp.where(now, 0.0, at(w.pending, ordered_by_stages(x.ruleset)))
    for group in due_by_array(x.ruleset):
        array = getattr(w, group.array)
        flat, more = array.reshape(-1, x.width), at(due[:, 0], group.rows)
        here = at(flat, group.cells)
        new = jnp.minimum(jnp.maximum(here + more, group.low), group.high)
        if FIELDS[group.array]["kind"] is np.int64:
            new = jnp.rint(new).astype(jnp.int64)
        new = put(flat, group.cells, jnp.where(more != 0, new, here))
        setattr(w, group.array, new.reshape(array.shape))


def put_back(x: Quarter) -> None:
    """In one pass: what came due is gone, and what stages have ordered stands with the rest."""
    w, rows = x.w, ordered_by_stages(x.ruleset)
    source = np.zeros(w.pending.shape[0], np.int64)
    source[rows] = np.arange(rows.size)
    touched = np.isin(np.arange(source.size), rows)[:, None, None]
    now = (np.arange(LAGS) == x.now % LAGS)[:, None]
    rest = jnp.where(now, 0.0, w.pending)
    w.pending = jnp.where(touched, at(w.ahead, source), rest)


def license_chips(x: Quarter) -> None:
    """licence[k, r] = 0 where the class passes a threshold of the region."""
    w, c = x.w, classes(x.ruleset)
    fast = (c.tpp >= w.limit_tpp) & (c.bandwidth >= w.limit_bandwidth)
    dense = (c.tpp >= x.k("policy.density_floor_tpp")) & (c.density >= w.limit_density)
    under_way = x.k("policy.under_way") * (at(w.licence, c.american) >= 1.0)
    w.licence = put(w.licence, c.american, jnp.where(fast | dense, under_way, 1.0))


def redraw_chips(x: Quarter) -> None:
    """A class re-drawn for a closed market goes on sale some quarters after the ban."""
    w, c, cn = x.w, classes(x.ruleset), x.at("region", "cn")
    drawn = at(w.design_stall, c.maker_region[c.plain]) < x.k("policy.stall_stops")
    on_time = (x.turn >= c.from_turn[c.plain]) & drawn
    now = jnp.where(on_time, 1.0, at(w.available, c.plain))
    w.available = put(w.available, c.plain, now)
    banned = at_pairs(w.licence, c.elders, np.full(c.elders.shape, cn)) < 1
    banned = banned & (at(w.available, c.elders) > 0)
    waited = at(w.respec_quarters, c.heirs) + banned
    w.respec_quarters = put(w.respec_quarters, c.heirs, waited)
    now = jnp.where(waited > c.wait, 1.0, at(w.available, c.heirs))
    w.available = put(w.available, c.heirs, now)


def frighten_suppliers(x: Quarter, before: Array) -> None:
    """A new ban takes market value from the maker, where supply is slack."""
    w, c, cn = x.w, classes(x.ruleset), x.at("region", "cn")
    w.ban_shock = w.ban_shock * x.k("policy.shock_kept")
    banned = (before >= 1.0) & (w.licence < 1.0)
    slack = 1.0 - jnp.minimum(w.shortage / x.k("policy.slack_below"), 1.0)
    for maker in np.unique(c.maker[c.american]):
        mine = np.flatnonzero(c.maker == maker)
        any_ban = at(banned, mine).any(axis=(0, 1))
        closed, stuck = np.intersect1d(mine, c.heirs), jnp.zeros(x.width)
        if closed.size:
            here = np.full(closed.shape, maker)
            stock = at_pairs(w.inventory, closed, here) * at(w.chip_price_usd, closed)
            stuck = (at_pairs(banned, closed, np.full(closed.shape, cn)) * stock).sum(axis=0)
        loss = slack * (any_ban * x.k("policy.ban_cost_usd") + stuck)
        worth, shock = w.valuation_usd[maker], w.ban_shock[maker]
        part = jnp.where(worth > 0, loss / jnp.where(worth > 0, worth, 1.0), 0.0)
        hit = jnp.minimum(shock + part, x.k("policy.shock_most"))
        shock = jnp.where(banned.any(axis=(0, 1)), hit, shock)
        w.ban_shock = put(w.ban_shock, maker, shock)


def withhold_software(x: Quarter) -> None:
    """Designs go on with the copies at hand, then stop, then start again on one's own tools."""
    w = x.w
    free = w.item_licence[x.at("item", "eda")]
    back = x.k("policy.eda_back") * free
    w.eda_quarters = jnp.maximum(w.eda_quarters + (1.0 - free) - back, 0.0)
    late = w.eda_quarters - x.k("policy.eda_lag")
    stalled = jnp.clip(late / x.k("policy.eda_ramp"), 0.0, 1.0)
    own = jnp.maximum(late - x.k("policy.eda_ramp"), 0.0) / x.k("policy.eda_own_quarters")
    w.design_stall = stalled * jnp.exp(-own)


def tire_allies(x: Quarter) -> None:
    """What pressure gained fades back to where each ally stands; a tariff lowers that ground."""
    w, states = x.w, homes(x.ruleset).states
    tariff = x.k("policy.align_tariff") * w.tariff_rate[x.actor("usa")]
    ground = jnp.maximum(by_state(x, "policy.align_ground") - tariff, 0.0)
    w.align = add(w.align, states, x.k("policy.align_fade") * (ground - at(w.align, states)))


def withhold_minerals(x: Quarter) -> None:
    """What China keeps back is first drawn from stocks, then short, then found elsewhere."""
    w, home = x.w, homes(x.ruleset)
    states = home.states
    free = mean(x, w.item_licence[x.at("item", "minerals")]) * (1.0 - w.minerals_control)
    withheld = jnp.where(home.numbers[:, None] == x.actor("china"), 0.0, 1.0 - free)
    swap = at(w.minerals_swap, states)
    lack = x.k("policy.minerals_swap_most") * withheld - swap
    found, lost = x.k("policy.minerals_swap_speed"), x.k("policy.minerals_swap_back")
    swap = swap + lack * jnp.where(lack > 0, found, lost)
    w.minerals_swap = put(w.minerals_swap, states, swap)
    gap = jnp.maximum(withheld - swap, 0.0)
    drawn = jnp.minimum(gap, at(w.minerals_stock, states))
    w.minerals_stock = add(w.minerals_stock, states, -drawn)
    w.minerals_short = put(w.minerals_short, states, gap - drawn)
    lacked = (by_state(x, "policy.minerals_use") * (gap - drawn)).sum(axis=0)
    target = 1.0 + x.k("policy.minerals_peak") * lacked
    w.minerals_price = w.minerals_price + x.k("policy.minerals_speed") * (target - w.minerals_price)
