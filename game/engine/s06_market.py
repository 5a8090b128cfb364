"""S6 Chip market: who gets the chips, and at what price?

Each owner brings a budget and splits it over the permitted classes by machine time per dollar, less
what the lock-in to CUDA costs it. Posted prices move slowly, rationing clears, and what is not met
waits in the backlog. Price rule: ln p += eta * clip(ED, -0.5, 1) - mu (`price_H100_*`).
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter
from game.world.state import Array, Floats, Ints

SCALE = 70_000.0  # keeps merits near one; it cancels in the shares


def run(x: Quarter) -> None:
    """Budgets, first choices, what is on the shelf, then second choices; backlog; price."""
    w = x.w
    budget = budgets(x)
    bids = np.maximum(budget - w.backlog_usd * x.k("market.backlog_kept"), 0.0).sum(axis=0)
    w.rush = np.clip(np.log(np.maximum(bids, 1.0) / np.maximum(w.bids_usd, 1.0)), 0.0, 1.0)
    w.bids_usd = bids
    x.because("market.budgets")
    w.wanted[:] = split(x, budget, w.available).sum(axis=1)
    open_day(x)
    shelf = stocks(x)
    asked = split(x, budget, w.available * (shelf > 0)) + under_way(x)
    spent = ration(x, asked)
    left = w.available * (asked.sum(axis=1) < shelf)
    spent += ration(x, split(x, np.maximum(budget - spent, 0.0), left))
    x.because("market.sales")
    keep_backlog(x, budget, spent)
    reprice(x)
    x.because("market.prices")


def open_day(x: Quarter) -> None:
    """Nothing sold yet this quarter."""
    x.w.revenue_usd[x.actor("nvidia")] = 0
    x.w.licensed_units = np.zeros_like(x.w.licensed_units)


def stocks(x: Quarter) -> Ints:
    """(chip, worlds): finished chips at their makers."""
    makers = [x.actor(chip.maker) for chip in x.ruleset.chips.values()]
    return x.w.inventory[np.arange(len(makers)), makers]


def budgets(x: Quarter) -> Floats:
    """(actor, worlds): what each buyer wants to spend this quarter, USD."""
    w, p = x.w, x.places
    appetite = 1.0 - np.exp(-w.users.sum(axis=0) / x.k("market.users_scale"))
    share = x.k("market.first_share") + x.k("market.full_share") * appetite
    clouds = share * w.capex_usd[p.big4].sum(axis=0)
    budget = np.zeros(w.cash_usd.shape)
    for actor in p.big4:
        budget[actor] = share * w.capex_usd[actor]
    for name, part in x.ruleset.table("market.followers").items():
        budget[x.actor(name)] = part * clouds
    legal = w.licence[x.chip("h100"), x.region("cn")]
    budget[x.actor("cn_clouds")] *= 1.0 + x.k("grey.demand_share") * legal
    idle = w.dark[p.region_of]
    budget *= np.maximum(1.0 - x.k("market.dark_restraint") * idle, 0.0)
    waiting = w.backlog_usd * x.k("market.backlog_kept")
    budget += w.chip_budget_usd + waiting
    w.chip_budget_usd[:] = 0
    for actor in np.flatnonzero(p.is_state + p.is_lab):
        budget[actor] = np.minimum(budget[actor], np.maximum(w.cash_usd[actor], 0))
    return budget


def split(x: Quarter, budget: Floats, on_sale: Floats) -> Floats:
    """(chip, actor, worlds): units asked for. CES shares over the classes on sale to each buyer.

    Merit is machine time per dollar of the chip and of what must be built round it.
    """
    w, p = x.w, x.places
    power = x.k("market.substitution")
    price, may = system_price(x), customers(x)
    foreign = (1.0 - w.lockin * (1.0 - w.ported)) ** power
    weight = np.zeros((price.shape[0], *budget.shape))
    for k, chip in enumerate(x.ruleset.chips.values()):
        whole = w.chip_price_usd[k] + chip.watts * x.k("market.site_usd_per_watt")
        merit = (p.h100e[k] * SCALE / whole) ** power * on_sale[k]
        weight[k] = merit * (may[k] & (w.licence[k][p.region_of] >= 1))
        if chip.maker != "nvidia":
            weight[k] *= foreign
    total = weight.sum(axis=0)
    part = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    china = p.region_of == x.region("cn")
    at_home = china[:, None] * w.home_share[p.region_of]
    part *= 1.0 - at_home
    part[x.chip("ascend")] += at_home * on_sale[x.chip("ascend")]
    asked: Floats = part * budget / price[:, None]
    return asked


def under_way(x: Quarter) -> Floats:
    """(chip, actor, worlds): units that firms had ordered before a ban of this quarter.

    The licence of the quarter says what part of last quarter's sales still goes through.
    """
    w, p = x.w, x.places
    licence = w.licence[:, p.region_of]
    partly = np.where((licence > 0) & (licence < 1), licence, 0.0)
    decided = (p.is_state + p.is_lab)[:, None] == 0
    return partly * w.arriving * decided


def customers(x: Quarter) -> Array:
    """(chip, actor, worlds): whom a class is meant for, licences apart."""
    p = x.places
    closed = x.w.limit_tpp < x.k("market.open_threshold_tpp")
    may = np.ones((len(x.ruleset.chips), *x.w.cash_usd.shape), bool)
    for k, chip in enumerate(x.ruleset.chips.values()):
        if chip.maker == "huawei":
            may[k] = (p.region_of == x.region("cn"))[:, None]
        elif chip.maker != "nvidia":
            may[k] = np.isin(np.arange(may.shape[1]), p.big4)[:, None]
        elif chip.respec_of:
            may[k] = closed[p.region_of]
    return may


def system_price(x: Quarter) -> Floats:
    """(chip, worlds): what a buyer pays for one chip with the network it hangs on, USD."""
    w = x.w
    extra = [x.k("market.network_share") * (c.maker == "nvidia") for c in x.ruleset.chips.values()]
    price: Floats = w.chip_price_usd * (1.0 + np.array(extra)[:, None])
    return price


def ration(x: Quarter, asked: Floats) -> Floats:
    """Sell what there is, pro rata; returns what each buyer has spent, (actor, worlds), USD."""
    w = x.w
    spent = np.zeros(w.cash_usd.shape)
    cn = x.region("cn")
    sold_h100e = np.zeros_like(w.shipped_h100e)
    each = np.rint(system_price(x))
    for k, chip in enumerate(x.ruleset.chips.values()):
        seller = x.actor(chip.maker)
        demand = asked[k].sum(axis=0)
        stock = w.inventory[k, seller].astype(np.float64)
        fill = np.minimum(stock / np.maximum(demand, 1.0), 1.0)
        for a in np.flatnonzero(asked[k].any(axis=1)):
            units: Ints = np.floor(asked[k, a] * fill).astype(np.int64)
            w.inventory[k, seller] -= units
            w.transit[k, a] += units
            paid = units * each[k]
            x.pay(a, seller, paid)
            spent[a] += paid
            if chip.maker == "nvidia":
                w.revenue_usd[seller] += paid.astype(np.int64)
                sold_h100e += units * x.places.h100e[k]
                if x.places.region_of[a] == cn:
                    w.licensed_units += units
    w.shipped_h100e += sold_h100e
    return spent


def keep_backlog(x: Quarter, budget: Floats, spent: Floats) -> None:
    """Unmet orders wait; three in ten are withdrawn each quarter (by `backlog_kept`)."""
    unmet = np.maximum(budget - spent, 0.0)
    floor = x.k("market.backlog_floor_usd")
    x.w.backlog_usd[:] = np.where(unmet > floor, np.floor(unmet), 0.0).astype(np.int64)
    total = budget.sum(axis=0)
    x.w.shortage = np.minimum(unmet.sum(axis=0) / np.maximum(total, 1.0), 1.0)


def reprice(x: Quarter) -> None:
    """Posted prices drift down and answer excess demand, between a floor and a ceiling."""
    w = x.w
    for k, chip in enumerate(x.ruleset.chips.values()):
        supply = np.maximum(w.inventory[k, x.actor(chip.maker)] + w.transit[k].sum(axis=0), 1)
        excess = np.clip((w.wanted[k] - supply) / supply, -0.5, 1.0)
        noise = x.k("market.noise") * (x.dice.uniform(w, "market", k + 10) - 0.5)
        move = x.k("market.price_speed") * excess - x.k("market.price_drift") + noise
        live = w.available[k] > 0
        price = w.chip_price_usd[k] * np.exp(np.where(live, move, 0.0))
        floor = x.k("market.floor_share") * chip.price_usd
        dear = chip.price_usd * (1.0 + x.k("market.minerals_cost") * (w.minerals_price - 1.0))
        ceiling = x.k("market.ceiling_share") * dear
        w.chip_price_usd[k] = np.minimum(np.maximum(price, floor), ceiling)
