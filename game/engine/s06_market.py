"""S6 Chip market: who gets the chips, and at what price?

Each owner brings a budget and splits it over the permitted classes by machine time per dollar, less
what the lock-in to CUDA costs it. Posted prices move slowly, rationing clears, and what is not met
waits in the backlog. Price rule: ln p += eta * clip(ED, -0.5, 1) - mu (`price_H100_*`).
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter
from game.engine.shop import shop
from game.world.state import Array, Floats, Ints

SCALE = 70_000.0  # keeps merits near one; it cancels in the shares


def run(x: Quarter) -> None:
    """Budgets, first choices, what is on the shelf, then second choices; backlog; price."""
    w = x.w
    budget = budgets(x)
    bids = np.maximum(budget - w.backlog_usd * x.k("market.backlog_kept"), 0.0).sum(axis=0)
    grown = np.log(np.maximum(bids, 1.0) / np.maximum(w.bids_usd, 1.0))
    w.rush = np.minimum(np.maximum(grown, 0.0), 1.0)
    w.bids_usd = bids
    x.because("market.budgets")
    taste = tastes(x)
    dreamt = split(x, budget, w.available, taste).sum(axis=1)
    open_day(x)
    shelf = stocks(x)
    first = split(x, budget, w.available * (shelf > 0), taste)
    asked = first + under_way(x)
    spent = ration(x, asked)
    left = w.available * (asked.sum(axis=1) < shelf)
    second = split(x, np.maximum(budget - spent, 0.0), left, taste)
    w.wanted[:] = np.maximum(dreamt, (first + second).sum(axis=1))
    spent += ration(x, second)
    x.because("market.sales")
    keep_backlog(x, budget, spent)
    reprice(x)
    x.because("market.prices")


def open_day(x: Quarter) -> None:
    """Nothing sold yet this quarter."""
    x.w.revenue_usd[x.actor("nvidia")] = 0
    x.w.licensed_units[:] = 0
    x.w.licensed_usd[:] = 0


def stocks(x: Quarter) -> Ints:
    """(chip, worlds): finished chips at their makers."""
    s = shop(x.ruleset)
    return x.w.inventory[s.own, s.maker]


def budgets(x: Quarter) -> Floats:
    """(actor, worlds): what each buyer wants to spend this quarter, USD."""
    w, p, s = x.w, x.places, shop(x.ruleset)
    appetite = 1.0 - np.exp(-w.users.sum(axis=0) / x.k("market.users_scale"))
    share = x.k("market.first_share") + x.k("market.full_share") * appetite
    capex = w.capex_usd[p.big4_rows]
    budget = x.by("market.followers", "actor") * (share * capex.sum(axis=0))
    budget[p.big4_rows] = share * capex
    legal = w.licence[x.chip("h100"), x.region("cn")]
    budget[x.actor("cn_clouds")] *= 1.0 + x.k("grey.demand_share") * legal
    lit = np.maximum(1.0 - x.k("market.dark_restraint") * w.dark, 0.0)
    budget *= lit[p.region_of]
    budget += w.chip_budget_usd + w.backlog_usd * x.k("market.backlog_kept")
    w.chip_budget_usd[:] = 0
    np.minimum(budget, np.maximum(w.cash_usd, 0), out=budget, where=s.played)
    return budget


def tastes(x: Quarter) -> Floats:
    """(chip, actor, worlds): how a buyer weighs the classes it may buy; 0 for the others.

    Merit is machine time per dollar of the chip and of what must be built round it.
    """
    w, p, s = x.w, x.places, shop(x.ruleset)
    power = x.k("market.substitution")
    merit = (p.h100e[:, None] * SCALE / (w.chip_price_usd + s.site_usd)) ** power
    weight = (merit[:, None] * on_offer(x))[:, p.region_of]
    weight *= s.meant
    weight[p.foreign_rows] *= (1.0 - w.lockin * (1.0 - w.ported)) ** power
    return weight


def on_offer(x: Quarter) -> Array:
    """(chip, region, worlds): whether a class may be sold there."""
    w = x.w
    may: Array = w.licence >= 1
    may[shop(x.ruleset).closed_rows] &= w.limit_tpp < x.k("market.open_threshold_tpp")
    return may


def split(x: Quarter, budget: Floats, on_sale: Floats, taste: Floats | None = None) -> Floats:
    """(chip, actor, worlds): units asked for. CES shares over the classes on sale to each buyer."""
    w, p, s = x.w, x.places, shop(x.ruleset)
    weight = (tastes(x) if taste is None else taste) * on_sale[:, None]
    total = weight.sum(axis=0)
    total[total <= 0] = np.inf
    part = np.divide(weight, total, out=weight)
    at_home = w.home_share[x.region("cn")]
    if np.count_nonzero(at_home):
        part[:, s.chinese] *= 1.0 - at_home
        part[x.chip("ascend"), s.chinese] += at_home * on_sale[x.chip("ascend")]
    part *= budget / (1.0 + w.tariff)[p.region_of] if np.count_nonzero(w.tariff) else budget
    part /= system_price(x)[:, None]
    return part


def under_way(x: Quarter) -> Floats:
    """(chip, actor, worlds): units that firms had ordered before a ban of this quarter.

    The licence of the quarter says what part of last quarter's sales still goes through.
    """
    w = x.w
    partly = w.licence * ((w.licence > 0) & (w.licence < 1))
    if not np.count_nonzero(partly):
        return np.zeros(w.arriving.shape)
    through: Floats = partly[:, x.places.region_of] * w.arriving * shop(x.ruleset).decided
    return through


def system_price(x: Quarter) -> Floats:
    """(chip, worlds): what a buyer pays for one chip with the network it hangs on, USD."""
    price: Floats = x.w.chip_price_usd * shop(x.ruleset).hung
    return price


def ration(x: Quarter, asked: Floats) -> Floats:
    """Sell what there is, pro rata; returns what each buyer has spent, (actor, worlds), USD."""
    w, s = x.w, shop(x.ruleset)
    if not np.count_nonzero(asked):
        return np.zeros(w.cash_usd.shape)
    asked = within_quota(x, asked)
    fill = np.minimum(stocks(x) / np.maximum(asked.sum(axis=1), 1.0), 1.0)
    # a hair more than the share, so that the last bit of a quotient decides over no chip
    whole = np.floor(asked * (fill[:, None] * (1.0 + 1e-12)))
    units: Ints = whole.astype(np.int64)
    sold = units.sum(axis=1)
    w.inventory[s.own, s.maker] -= sold
    w.transit += units
    paid: Ints = (whole * np.rint(system_price(x))[:, None]).astype(np.int64)
    due = paid.sum(axis=0)
    w.cash_usd -= due
    earned = np.add.reduceat(paid.sum(axis=1)[s.by_seller], s.starts, axis=0)
    w.cash_usd[s.sellers] += earned
    w.income_usd[s.sellers] += earned
    w.revenue_usd[x.actor("nvidia")] += earned[s.designer]
    w.licensed_usd += paid[s.ours][:, s.chinese].sum(axis=(0, 1))
    w.licensed_units += units[s.ours][:, s.chinese].sum(axis=(0, 1))
    h100e, tdp_mw = (sold * s.counted).sum(axis=1)
    w.shipped_h100e += h100e
    w.tdp_shipped_mw += tdp_mw
    return due + levy(x, due)


def within_quota(x: Quarter, asked: Floats) -> Floats:
    """A tier with a quota gets no more of the designer's chips a quarter, all classes together."""
    w, ours = x.w, shop(x.ruleset).network > 0
    if not np.count_nonzero(w.quota):
        return asked
    asked = asked.copy()
    for place in np.flatnonzero(w.quota.any(axis=1)):
        there = x.places.region_of == place
        total = (asked[:, there].sum(axis=1) * ours).sum(axis=0)
        cut = np.minimum(w.quota[place] / np.maximum(total, 1.0), 1.0)
        cut = np.where(w.quota[place] > 0, cut, 1.0)
        asked[:, there] *= np.where(ours, cut, 1.0)[:, None]
    return asked


def levy(x: Quarter, paid: Ints) -> Floats | float:
    """A tariff on what comes in goes to the state of the region; shape (buyers, worlds), USD."""
    w = x.w
    if not np.count_nonzero(w.tariff):
        return 0.0
    due = np.rint(paid * w.tariff[x.places.region_of])
    usd: Ints = due.astype(np.int64)
    states, by_state, starts = shop(x.ruleset).levied
    got = np.add.reduceat(usd[by_state], starts, axis=0)
    w.cash_usd -= usd
    w.cash_usd[states] += got
    w.income_usd[states] += got
    return due


def keep_backlog(x: Quarter, budget: Floats, spent: Floats) -> None:
    """Unmet orders wait; three in ten are withdrawn each quarter (by `backlog_kept`)."""
    unmet = np.maximum(budget - spent, 0.0)
    floor = x.k("market.backlog_floor_usd")
    x.w.backlog_usd[:] = np.floor(unmet) * (unmet > floor)
    total = budget.sum(axis=0)
    x.w.shortage = np.minimum(unmet.sum(axis=0) / np.maximum(total, 1.0), 1.0)


def reprice(x: Quarter) -> None:
    """Posted prices drift down and answer excess demand, between a floor and a ceiling."""
    w, s = x.w, shop(x.ruleset)
    supply = np.maximum(stocks(x) + w.transit.sum(axis=1), 1)
    excess = np.minimum(np.maximum((w.wanted - supply) / supply, -0.5), 1.0)
    noise = x.k("market.noise") * (x.roll("chip_price") - 0.5)
    move = x.k("market.price_speed") * excess - x.k("market.price_drift") + noise
    price = w.chip_price_usd * np.exp(move * (w.available > 0))
    ceiling = s.highest_usd * (1.0 + x.k("market.minerals_cost") * (w.minerals_price - 1.0))
    w.chip_price_usd[:] = np.minimum(np.maximum(price, s.lowest_usd), ceiling)
