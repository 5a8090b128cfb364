"""S6 Chip market, compiled: the rules of game/engine/s06_market.py over all actors at once.

Where the engine leaves out who has no budget or asks for nothing, here they stand with zeros.
"""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick.arrays import add, add_pairs, at, at_pairs, put
from benchmarks.jax_tick.common import (
    appetite,
    built,
    by_region,
    mw_per_usd,
    usual_tariff,
)
from benchmarks.jax_tick.quarter import Quarter, ints
from game.engine.classes import classes
from game.engine.halls import halls
from game.engine.s06_market import SCALE
from game.engine.shop import shop


def run(x: Quarter) -> None:
    """Budgets, first choices, what is on the shelf, then second choices; backlog; price."""
    w, dearer = x.w, famine(x)
    budget, bids = budgets(x)
    grown = jnp.log(jnp.maximum(bids, 1.0) / jnp.maximum(w.bids_usd, 1.0))
    w.rush = jnp.clip(grown, 0.0, 1.0)
    w.bids_usd = bids
    taste = tastes(x)
    had = designers(x, w.transit)
    dream = split(x, budget, w.available, taste)
    allowed = let_in(x, dream, had)
    dreamt = within_quota(x, dream, had).sum(axis=1)
    w.revenue_usd = put(w.revenue_usd, x.actor("nvidia"), 0)
    w.licensed_units = jnp.zeros_like(w.licensed_units)
    w.licensed_usd = jnp.zeros_like(w.licensed_usd)
    shelf = stocks(x)
    first = within_quota(x, split(x, budget, w.available * (shelf > 0), taste), had)
    asked = within_quota(x, first + under_way(x), had)
    spent = ration(x, asked)
    left = w.available * (asked.sum(axis=1) < shelf)
    second = within_quota(x, split(x, jnp.maximum(budget - spent, 0.0), left, taste), had)
    w.wanted = jnp.maximum(dreamt, (first + second).sum(axis=1))
    spent = spent + ration(x, second)
    keep_backlog(x, budget, spent, welcome(x, taste), allowed)
    reprice(x, dearer)


def stocks(x: Quarter) -> Array:
    """(chip, worlds): finished chips at their makers."""
    maker = shop(x.ruleset).maker
    return at_pairs(x.w.inventory, np.arange(maker.size), maker)


def budgets(x: Quarter) -> tuple[Array, Array]:
    """What each buyer brings, (actor, worlds), and what all newly want to spend, USD."""
    w, p = x.w, x.places
    share, whole = appetite(x)
    x.mw_per_usd = mw_per_usd(x)
    budget = x.by("market.followers", "actor") * whole
    budget = budget * at(jnp.exp(w.power_lead), p.region_of)
    budget = put(budget, p.big4, share * at(w.capex_usd, p.big4))
    budget = budget * at(built(x), p.region_of)
    legal = w.licence[x.at("chip", "h100"), x.at("region", "cn")]
    clouds = x.actor("cn_clouds")
    budget = put(budget, clouds, budget[clouds] * (1.0 + x.k("grey.demand_share") * legal))
    played = (p.is_state + p.is_lab > 0)[:, None]
    waited = w.backlog_usd * x.k("market.backlog_kept")
    part = at(plugged(x, budget), p.region_of)
    waited = waited * jnp.where(played, 1.0, part)
    bids = (budget + w.chip_budget_usd).sum(axis=0)
    budget = budget * part + w.chip_budget_usd + waited
    w.chip_budget_usd = jnp.zeros_like(w.chip_budget_usd)
    owned = jnp.minimum(budget, jnp.maximum(w.cash_usd, 0))
    return jnp.where(shop(x.ruleset).purse, owned, budget), bids


def plugged(x: Quarter, budget: Array) -> Array:
    """(region, worlds): the part of the budgets there that has power, or will have in a year."""
    w, t = x.w, halls(x.ruleset)
    quarters = int(x.k("market.power_ahead"))
    dry = 1.0 - x.k("installed.drought_loss") * w.drought
    bought = by_region(x, (w.arriving * t.mw).sum(axis=0))
    standing = w.power_mw * dry + w.gas_mw - (w.load_mw + bought)
    coming = x.on_its_way(t.grid_rows, quarters) + x.on_its_way(t.gas_rows, quarters)
    room = jnp.maximum(standing + coming / quarters, 0.0)
    need = by_region(x, budget) * x.mw_per_usd / (1.0 + w.tariff)
    part = jnp.minimum(room / jnp.maximum(need, 1e-9), 1.0)
    w.held_back_mw = need * (1.0 - part)
    return part


def tastes(x: Quarter) -> Array:
    """(chip, actor, worlds): how a buyer weighs the classes it may buy; 0 for the others."""
    w, s = x.w, shop(x.ruleset)
    power = x.k("market.substitution")
    weight = merits(x)[:, None] * customers(x)
    foreign = (1.0 - w.lockin * (1.0 - w.ported)) ** power
    return jnp.where((s.speaks_cuda == 0)[:, None, None], weight * foreign, weight)


def merits(x: Quarter) -> Array:
    """(chip, worlds): machine time per dollar of a chip, its site and the current it will draw."""
    s = shop(x.ruleset)
    whole = x.w.chip_price_usd + s.site_usd + s.life_kwh * usual_tariff(x)
    return (x.places.h100e[:, None] * SCALE / whole) ** x.k("market.substitution")


def welcome(x: Quarter, taste: Array) -> Array:
    """(actor, worlds): by merit, what each may buy of the designer for what all others may."""
    w, s = x.w, shop(x.ruleset)
    whole = (merits(x) * w.available * s.open_line).sum(axis=0)
    may = (taste * (w.available * s.network)[:, None]).sum(axis=0)
    return jnp.minimum(may / jnp.maximum(whole, 1e-300), 1.0)


def split(x: Quarter, budget: Array, on_sale: Array, taste: Array) -> Array:
    """(chip, actor, worlds): units asked for. CES shares over the classes on sale to each buyer."""
    w, p = x.w, x.places
    weight = taste * on_sale[:, None]
    total = weight.sum(axis=0)
    total = jnp.where(total <= 0, jnp.inf, total)
    money = budget / (1.0 + at(w.tariff, p.region_of))
    cn, home = x.at("region", "cn"), classes(x.ruleset).home
    at_home = jnp.where((p.region_of == cn)[:, None], w.home_share[cn], 0.0)
    part = weight / total * (1.0 - at_home)
    merit = at(merits(x) * on_sale, home)
    bound = at_home * (merit / jnp.maximum(merit.sum(axis=0), 1e-300))[:, None]
    part = add(part, home, bound)
    return part * money / system_price(x)[:, None]


def under_way(x: Quarter) -> Array:
    """(chip, actor, worlds): units that firms had ordered before a ban of this quarter."""
    w, p = x.w, x.places
    licence = at(w.licence, p.region_of, axis=1)
    partly = jnp.where((licence > 0) & (licence < 1), licence, 0.0)
    decided = (p.is_state + p.is_lab)[:, None] == 0
    return partly * w.arriving * decided


def customers(x: Quarter) -> Array:
    """(chip, actor, worlds): 1 where a class is for sale to a buyer, licences included."""
    w, p, s = x.w, x.places, shop(x.ruleset)
    may = (at(w.licence, p.region_of, axis=1) >= 1) & s.may[:, :, None]
    shut = at(w.limit_tpp, p.region_of) < x.k("market.open_threshold_tpp")
    return (may & (shut | ~s.closed[:, None, None])).astype(jnp.float64)


def system_price(x: Quarter) -> Array:
    """(chip, worlds): what a buyer pays for one chip with the network it hangs on, USD."""
    share = 1.0 + x.k("market.network_share") * shop(x.ruleset).network
    return x.w.chip_price_usd * share


def ration(x: Quarter, asked: Array) -> Array:
    """Sell what there is, pro rata; returns what each buyer has spent, (actor, worlds), USD."""
    w, p, s = x.w, x.places, shop(x.ruleset)
    stock = stocks(x).astype(jnp.float64)
    fill = jnp.minimum(stock / jnp.maximum(asked.sum(axis=1), 1.0), 1.0)
    units = ints(jnp.floor(asked * (fill[:, None] * (1.0 + 1e-12))))
    sold = units.sum(axis=1)
    w.inventory = add_pairs(w.inventory, np.arange(s.maker.size), s.maker, -sold)
    w.transit = w.transit + units
    paid = jnp.rint(units * jnp.rint(system_price(x))[:, None])
    chinese = np.flatnonzero(p.region_of == x.at("region", "cn"))
    everybody = slice(None)
    for seller in np.unique(s.maker):
        theirs = at(paid, np.flatnonzero(s.maker == seller)).sum(axis=0)
        taken = x.pay_from(everybody, seller, theirs)
        if seller == x.actor("nvidia"):
            w.revenue_usd = add(w.revenue_usd, seller, taken.sum(axis=0))
            w.licensed_usd = w.licensed_usd + at(taken, chinese).sum(axis=0)
    w.shipped_h100e = w.shipped_h100e + (sold * (p.h100e[:, None] * s.network)).sum(axis=0)
    w.tdp_shipped_mw = w.tdp_shipped_mw + (sold * s.tdp_mw).sum(axis=0)
    licensed = at(units, chinese, axis=1).sum(axis=1) * (s.network > 0)
    w.licensed_units = w.licensed_units + licensed.sum(axis=0)
    return paid.sum(axis=0) + levy(x, paid)


def designers(x: Quarter, units: Array) -> Array:
    """(region, worlds): what each has or asks for of the designer's chips, all together."""
    ours = shop(x.ruleset).network[:, :, None]
    return (x.places.region_member[:, :, None] * (units * ours).sum(axis=0)).sum(axis=1)


def let_in(x: Quarter, asked: Array, had: Array) -> Array:
    """(actor, worlds): the part of what is asked of the designer for which a quota has room."""
    w = x.w
    left = jnp.maximum(w.quota - (designers(x, w.transit) - had), 0.0)
    part = jnp.minimum(left / jnp.maximum(designers(x, asked), 1.0), 1.0)
    return at(jnp.where(w.quota > 0, part, 1.0), x.places.region_of)


def within_quota(x: Quarter, asked: Array, had: Array) -> Array:
    """A tier with a quota gets no more of the designer's chips a quarter, all classes together."""
    ours = shop(x.ruleset).network[:, :, None] > 0
    return asked * jnp.where(ours, let_in(x, asked, had), 1.0)


def levy(x: Quarter, paid: Array) -> Array:
    """A tariff on what comes in goes to the state of the region; (actor, worlds), USD."""
    w, p = x.w, x.places
    due = jnp.rint(paid.sum(axis=0) * at(w.tariff, p.region_of))
    amount = ints(jnp.maximum(due, 0))
    w.cash_usd = w.cash_usd - amount
    state = p.owner_of[p.region_of]
    for owner in np.unique(state):
        got = at(amount, np.flatnonzero(state == owner)).sum(axis=0)
        w.cash_usd = add(w.cash_usd, owner, got)
        w.income_usd = add(w.income_usd, owner, got)
        share = got / (at(w.gdp_usd, owner) / 4.0)
        w.tax_felt = add(w.tax_felt, owner, -x.k("budgets.tax_speed") * share)
    return due


def keep_backlog(x: Quarter, budget: Array, spent: Array, lawful: Array, allowed: Array) -> None:
    """Unmet orders wait; three in ten are withdrawn each quarter (by `backlog_kept`).

    Chips are short as far as those go without who may buy them, within their quotas.
    """
    unmet = jnp.maximum(budget - spent, 0.0)
    waits = unmet > x.k("market.backlog_floor_usd")
    x.w.backlog_usd = ints(jnp.where(waits, jnp.floor(unmet), 0.0))
    wished = budget * allowed
    total, missed = (wished * lawful).sum(axis=0), jnp.maximum(wished - spent, 0.0) * lawful
    x.w.shortage = jnp.minimum(missed.sum(axis=0) / jnp.maximum(total, 1.0), 1.0)


def famine(x: Quarter) -> Array:
    """(worlds,): what makers ask on top when most cannot be had, ln of a price."""
    beyond = jnp.maximum(x.w.shortage - x.k("market.famine"), 0.0)
    return x.k("market.famine_premium") * beyond


def reprice(x: Quarter, dearer: Array) -> None:
    """Posted prices drift down and answer excess demand; all are dearer while there is a famine."""
    w = x.w
    supply = jnp.maximum(stocks(x) + w.transit.sum(axis=1), 1)
    made = w.wip.sum(axis=1) > 0
    excess = jnp.minimum(jnp.maximum((w.wanted - supply) / supply, -0.5), made)
    noise = x.k("market.noise") * (x.roll("chip_price") - 0.5)
    move = x.k("market.price_speed") * excess - x.k("market.price_drift") + noise
    price = w.chip_price_usd * jnp.exp(jnp.where(w.available > 0, move, 0.0) - dearer)
    posted = np.array([[chip.price_usd] for chip in x.ruleset.chips.values()])
    dear = 1.0 + x.k("market.minerals_cost") * (w.minerals_price - 1.0)
    ceiling = x.k("market.ceiling_share") * posted * dear
    floor = x.k("market.floor_share") * posted
    w.chip_price_usd = jnp.minimum(jnp.maximum(price, floor), ceiling) * jnp.exp(famine(x))
