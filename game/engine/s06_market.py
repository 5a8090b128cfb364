"""S6 Chip market: who gets the chips, and at what price?

Each owner brings a budget and splits it over the permitted classes by machine time per dollar, less
what the lock-in to CUDA costs it. Posted prices move slowly, rationing clears, and what is not met
waits in the backlog. Price rule: ln p += eta * clip(ED, -0.5, 1) - mu (`price_H100_*`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.money import pay_from
from game.engine.quarter import Quarter
from game.world.derived import places
from game.world.state import Array, Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

SCALE = 70_000.0  # keeps merits near one; it cancels in the shares


def run(x: Quarter) -> None:
    """Budgets, first choices, what is on the shelf, then second choices; backlog; price."""
    w = x.w
    budget = budgets(x)
    bids = np.maximum(budget - w.backlog_usd * x.k("market.backlog_kept"), 0.0).sum(axis=0)
    w.rush = np.clip(np.log(np.maximum(bids, 1.0) / np.maximum(w.bids_usd, 1.0)), 0.0, 1.0)
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
    x.w.licensed_units = np.zeros_like(x.w.licensed_units)
    x.w.licensed_usd = np.zeros_like(x.w.licensed_usd)


def stocks(x: Quarter) -> Ints:
    """(chip, worlds): finished chips at their makers."""
    return x.w.inventory[np.arange(len(x.ruleset.chips)), shop(x.ruleset).maker]


def budgets(x: Quarter) -> Floats:
    """(actor, worlds): what each buyer wants to spend this quarter, USD."""
    w, p = x.w, x.places
    appetite = 1.0 - np.exp(-w.users.sum(axis=0) / x.k("market.users_scale"))
    share = x.k("market.first_share") + x.k("market.full_share") * appetite
    clouds = share * w.capex_usd[p.big4].sum(axis=0)
    budget = x.by("market.followers", "actor") * clouds
    budget[p.big4] = share * w.capex_usd[p.big4]
    legal = w.licence[x.chip("h100"), x.region("cn")]
    budget[x.actor("cn_clouds")] *= 1.0 + x.k("grey.demand_share") * legal
    idle = w.dark[p.region_of]
    budget *= np.maximum(1.0 - x.k("market.dark_restraint") * idle, 0.0)
    waiting = w.backlog_usd * x.k("market.backlog_kept")
    budget += w.chip_budget_usd + waiting
    w.chip_budget_usd[:] = 0
    played = np.flatnonzero(p.is_state + p.is_lab)
    budget[played] = np.minimum(budget[played], np.maximum(w.cash_usd[played], 0))
    return budget


@dataclass(frozen=True, eq=False)
class Shop:
    """What the market needs to know of the chip classes, as arrays; shape (chip,) or wider."""

    maker: Ints
    watts: Floats
    tdp_mw: Floats
    network: Floats  # 1 where a network is sold with the chip
    speaks_cuda: Floats
    closed: Array  # drawn for a closed market
    may: Array  # (chip, actor) whom a class is meant for, licences and thresholds apart


@lru_cache(maxsize=8)
def shop(ruleset: Ruleset) -> Shop:
    """The shelves of a ruleset."""
    chips, p = list(ruleset.chips.values()), places(ruleset)
    big4 = np.isin(np.arange(p.region_of.size), p.big4)
    chinese = p.region_of == ruleset.index("region", "cn")
    whom = {"nvidia": np.ones_like(big4), "huawei": chinese}
    ours = np.array([float(chip.maker == "nvidia") for chip in chips])
    return Shop(
        maker=np.array([ruleset.index("actor", chip.maker) for chip in chips]),
        watts=np.array([[chip.watts] for chip in chips]),
        tdp_mw=np.array([[chip.tdp_watts / 1e6] for chip in chips]) * ours[:, None],
        network=ours[:, None],
        speaks_cuda=ours,
        closed=np.array([chip.respec_of is not None for chip in chips]),
        may=np.array([whom.get(chip.maker, big4) for chip in chips]),
    )


def tastes(x: Quarter) -> Floats:
    """(chip, actor, worlds): how a buyer weighs the classes it may buy; 0 for the others.

    Merit is machine time per dollar of the chip and of what must be built round it.
    """
    w, p, s = x.w, x.places, shop(x.ruleset)
    power = x.k("market.substitution")
    whole = w.chip_price_usd + s.watts * x.k("market.site_usd_per_watt")
    merit = (p.h100e[:, None] * SCALE / whole) ** power
    weight: Floats = merit[:, None] * customers(x)
    foreign = (1.0 - w.lockin * (1.0 - w.ported)) ** power
    weight[s.speaks_cuda == 0] *= foreign
    return weight


def split(x: Quarter, budget: Floats, on_sale: Floats, taste: Floats | None = None) -> Floats:
    """(chip, actor, worlds): units asked for. CES shares over the classes on sale to each buyer."""
    w, p = x.w, x.places
    price = system_price(x)
    asked = np.zeros((price.shape[0], *budget.shape))
    who = np.flatnonzero(budget.any(axis=1))
    if not who.size:
        return asked
    weight = (tastes(x) if taste is None else taste)[:, who] * on_sale[:, None]
    total = weight.sum(axis=0)
    total[total <= 0] = np.inf
    money = budget[who] / (1.0 + w.tariff[p.region_of[who]])
    part = weight / total
    cn = x.region("cn")
    at_home = np.where((p.region_of[who] == cn)[:, None], w.home_share[cn], 0.0)
    part *= 1.0 - at_home
    part[x.chip("ascend")] += at_home * on_sale[x.chip("ascend")]
    asked[:, who] = part * money / price[:, None]
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


def customers(x: Quarter) -> Floats:
    """(chip, actor, worlds): 1 where a class is for sale to a buyer, licences included."""
    w, p, s = x.w, x.places, shop(x.ruleset)
    may = (w.licence[:, p.region_of] >= 1) & s.may[:, :, None]
    may[s.closed] &= w.limit_tpp[p.region_of] < x.k("market.open_threshold_tpp")
    return may.astype(np.float64)


def system_price(x: Quarter) -> Floats:
    """(chip, worlds): what a buyer pays for one chip with the network it hangs on, USD."""
    share = 1.0 + x.k("market.network_share") * shop(x.ruleset).network
    price: Floats = x.w.chip_price_usd * share
    return price


def ration(x: Quarter, asked: Floats) -> Floats:
    """Sell what there is, pro rata; returns what each buyer has spent, (actor, worlds), USD."""
    w, p, s = x.w, x.places, shop(x.ruleset)
    spent = np.zeros(w.cash_usd.shape)
    who = np.flatnonzero(asked.any(axis=(0, 2)))
    if not who.size:
        return spent
    asked = within_quota(x, asked[:, who], p.region_of[who])
    stock = stocks(x).astype(np.float64)
    fill = np.minimum(stock / np.maximum(asked.sum(axis=1), 1.0), 1.0)
    # a hair more than the share, so that the last bit of a quotient decides over no chip
    units: Ints = np.floor(asked * (fill[:, None] * (1.0 + 1e-12))).astype(np.int64)
    sold = units.sum(axis=1)
    w.inventory[np.arange(sold.shape[0]), s.maker] -= sold
    w.transit[:, who] += units
    paid = np.rint(units * np.rint(system_price(x))[:, None])
    for seller in np.unique(s.maker):
        theirs = paid[s.maker == seller].sum(axis=0)
        taken = pay_from(w, who, seller, theirs)
        if seller == x.actor("nvidia"):
            w.revenue_usd[seller] += taken.sum(axis=0)
            w.licensed_usd += taken[p.region_of[who] == x.region("cn")].sum(axis=0)
    spent[who] = paid.sum(axis=0) + levy(x, who, paid)
    w.shipped_h100e += (sold * (p.h100e[:, None] * s.network)).sum(axis=0)
    w.tdp_shipped_mw += (sold * s.tdp_mw).sum(axis=0)
    chinese = p.region_of[who] == x.region("cn")
    w.licensed_units += (units[:, chinese].sum(axis=1) * (s.network > 0)).sum(axis=0)
    return spent


def within_quota(x: Quarter, asked: Floats, region: Ints) -> Floats:
    """A tier with a quota gets no more of the designer's chips a quarter, all classes together."""
    w, ours = x.w, shop(x.ruleset).network > 0
    if not w.quota.any():
        return asked
    for place in np.flatnonzero(w.quota.any(axis=1)):
        there = region == place
        total = (asked[:, there].sum(axis=1) * ours).sum(axis=0)
        cut = np.minimum(w.quota[place] / np.maximum(total, 1.0), 1.0)
        cut = np.where(w.quota[place] > 0, cut, 1.0)
        asked[:, there] *= np.where(ours, cut, 1.0)[:, None]
    return asked


def levy(x: Quarter, who: Ints, paid: Floats) -> Floats:
    """A tariff on what comes in goes to the state of the region; shape (buyers, worlds), USD."""
    w, p = x.w, x.places
    due = np.rint(paid.sum(axis=0) * w.tariff[p.region_of[who]])
    if due.any():
        for buyer, usd in zip(who, due, strict=True):
            x.pay(buyer, p.owner_of[p.region_of[buyer]], usd)
    return due


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
    supply = np.maximum(stocks(x) + w.transit.sum(axis=1), 1)
    excess = np.clip((w.wanted - supply) / supply, -0.5, 1.0)
    noise = x.k("market.noise") * (x.roll("chip_price") - 0.5)
    move = x.k("market.price_speed") * excess - x.k("market.price_drift") + noise
    price = w.chip_price_usd * np.exp(np.where(w.available > 0, move, 0.0))
    posted = np.array([[chip.price_usd] for chip in x.ruleset.chips.values()])
    dear = 1.0 + x.k("market.minerals_cost") * (w.minerals_price - 1.0)
    ceiling = x.k("market.ceiling_share") * posted * dear
    floor = x.k("market.floor_share") * posted
    w.chip_price_usd[:] = np.minimum(np.maximum(price, floor), ceiling)
