"""S6 Chip market: who gets the chips, and at what price?

Each owner brings a budget and splits it over the permitted classes by machine time per dollar, less
what the lock-in to CUDA costs it. Posted prices move slowly, rationing clears, and what is not met
waits in the backlog. Price rule: ln p += eta * clip(ED, -0.5, 1) - mu (`price_H100_*`).
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter
from game.world.state import Floats, Ints


def run(x: Quarter) -> None:
    """Budgets, shares, rationing, payment, price."""
    budget = budgets(x)
    x.because("market.budgets")
    asked = split(x, budget)
    spent = ration(x, asked)
    x.because("market.sales")
    keep_backlog(x, budget, spent)
    reprice(x, asked)
    x.because("market.prices")


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


def split(x: Quarter, budget: Floats) -> Floats:
    """(chip, actor, worlds): units asked for. CES shares over the classes one may buy."""
    w, p = x.w, x.places
    chips = list(x.ruleset.chips.values())
    power = x.k("market.substitution")
    foreign = [1.0 - w.lockin * (1.0 - w.ported[a]) for a in range(budget.shape[0])]
    weight = np.zeros((len(chips), *budget.shape))
    closed = np.any(w.limit_tpp < x.k("market.open_threshold_tpp"), axis=1).tolist()
    for k, chip in enumerate(chips):
        merit = (p.h100e[k] * 30000.0 / w.chip_price_usd[k]) ** power * w.available[k]
        local = x.actor(chip.maker) == x.actor("huawei")
        for a in np.flatnonzero(budget.any(axis=1)):
            if local and p.region_of[a] != x.region("cn"):
                continue
            if chip.id == "custom" and a not in p.big4:
                continue
            if chip.respec_of and not closed[p.region_of[a]]:
                continue
            tongue = 1.0 if chip.maker == "nvidia" else foreign[a] ** power
            weight[k, a] = merit * w.licence[k, p.region_of[a]] * tongue
    total = weight.sum(axis=0)
    part = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    home = w.home_share[p.region_of]
    ascend = x.chip("ascend")
    at_home = (p.region_of == x.region("cn"))[:, None] * home
    part *= 1.0 - at_home
    part[ascend] += at_home
    asked: Floats = part * budget / w.chip_price_usd[:, None]
    return asked


def ration(x: Quarter, asked: Floats) -> Floats:
    """Sell what there is, pro rata; returns what each buyer has spent, (actor, worlds), USD."""
    w = x.w
    spent = np.zeros(w.cash_usd.shape)
    w.revenue_usd[x.actor("nvidia")] = 0
    cn = x.region("cn")
    w.licensed_units = np.zeros_like(w.licensed_units)
    sold_h100e = np.zeros_like(w.shipped_h100e)
    for k, chip in enumerate(x.ruleset.chips.values()):
        seller = x.actor(chip.maker)
        demand = asked[k].sum(axis=0)
        w.wanted[k] = demand
        stock = w.inventory[k, seller].astype(np.float64)
        fill = np.minimum(stock / np.maximum(demand, 1.0), 1.0)
        for a in np.flatnonzero(asked[k].any(axis=1)):
            units: Ints = np.floor(asked[k, a] * fill).astype(np.int64)
            w.inventory[k, seller] -= units
            w.transit[k, a] += units
            paid = units * np.rint(w.chip_price_usd[k])
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


def reprice(x: Quarter, asked: Floats) -> None:
    """Posted prices drift down and answer excess demand, between a floor and a ceiling."""
    w = x.w
    for k, chip in enumerate(x.ruleset.chips.values()):
        supply = np.maximum(w.inventory[k, x.actor(chip.maker)] + w.transit[k].sum(axis=0), 1)
        excess = np.clip((asked[k].sum(axis=0) - supply) / supply, -0.5, 1.0)
        noise = x.k("market.noise") * (x.dice.uniform(w, "market", k + 10) - 0.5)
        move = x.k("market.price_speed") * excess - x.k("market.price_drift") + noise
        live = w.available[k] > 0
        price = w.chip_price_usd[k] * np.exp(np.where(live, move, 0.0))
        floor = x.k("market.floor_share") * chip.price_usd
        dear = chip.price_usd * (1.0 + x.k("market.minerals_cost") * (w.minerals_price - 1.0))
        ceiling = x.k("market.ceiling_share") * dear
        w.chip_price_usd[k] = np.minimum(np.maximum(price, floor), ceiling)
