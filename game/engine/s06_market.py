"""S6 Chip market: who gets the chips, and at what price?

Each owner brings a budget and splits it over the permitted classes by machine time per dollar, less
what the lock-in to CUDA costs it. Posted prices move slowly, rationing clears, and what is not met
waits in the backlog. Price rule: ln p += eta * clip(ED, -0.5, 1) - mu, and dearer in a famine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from game.engine.appetite import appetite, followed
from game.engine.classes import on_shelf
from game.engine.halls import but_for_current, mw_per_usd, plugged, usual_tariff
from game.engine.money import earn
from game.engine.quarter import Quarter, across
from game.engine.shop import Buyers, buyers, shop
from game.world.state import Array, Floats, Ints

SCALE = 70_000.0  # keeps merits near one; it cancels in the shares
A_HAIR = 1.0 + 1e-12  # more than a share, so that its last bit decides over no chip


class Ordered(NamedTuple):
    """Units on their way to buyers when a ban came."""

    classes: Ints  # which may still come
    units: Floats  # (those classes, actor, worlds), or by buyer


@dataclass(eq=False)
class Day:
    """A market day: who buys, what they go by all day long, and what has been sold so far."""

    buyers: Buyers
    budget_usd: Floats  # (buyer, worlds)
    ordered: Ordered | None  # before a ban of this quarter
    merit: Floats  # (chip, worlds) of the classes, as anybody would weigh them
    taste: Floats  # (chip, buyer, worlds) how the buyers do, 0 for what they may not buy
    price_usd: Floats  # (chip, worlds) of a chip with the network it hangs on
    paid_usd: Ints  # the same in whole dollars
    bound: Floats  # (buyer, worlds) the part of a budget that is bound to home chips
    shelf: Ints  # (chip, worlds) finished chips at their makers
    allowed: Array | float  # (buyer, worlds) what quotas let in of what it would ask for
    units: Ints  # (chip, buyer, worlds) sold to each
    due_usd: Ints  # (buyer, worlds) for them
    rounds: list[Ints]  # (chip, worlds) sold in each round


def run(x: Quarter) -> None:
    """Budgets, first choices, what is on the shelf, then second choices; backlog; price."""
    w, before = x.w, x.w.shortage
    budget, bids = budgets(x)
    grown = np.log(np.maximum(bids, 1.0) / np.maximum(w.bids_usd, 1.0))
    w.rush = np.minimum(np.maximum(grown, 0.0), 1.0)
    w.bids_usd = bids
    x.because("market.budgets")
    day = open_day(x, budget)
    spent = trade(x, day)
    close_day(x, day)
    x.because("market.sales")
    keep_backlog(x, day, spent)
    reprice(x, before)
    x.because("market.prices")


def trade(x: Quarter, day: Day) -> Floats:
    """First choices, then second ones; returns what each buyer has spent, (buyer, worlds), USD."""
    w, budget = x.w, day.budget_usd
    dream = split(x, day, budget, w.available)
    if np.count_nonzero(w.quota):
        day.allowed = let_in(x, day, dream)
    dreamt = across(within_quota(x, day, dream))
    asked = within_quota(x, day, split(x, day, budget, w.available * (day.shelf > 0)))
    first = total = across(asked)
    if day.ordered is not None:
        asked[day.ordered.classes] += day.ordered.units
        asked = within_quota(x, day, asked)
        total = across(asked)
    left = w.available * (total < day.shelf)
    spent = ration(x, day, asked, total)
    asked = within_quota(x, day, split(x, day, np.maximum(budget - spent, 0.0), left))
    second = across(asked)
    w.wanted[:] = np.maximum(dreamt, first + second)
    return spent + ration(x, day, asked, second)


def open_day(x: Quarter, budget: Floats) -> Day:
    """Whoever brings money, (actor, worlds), USD, or has ordered before; nothing is sold yet."""
    w, s = x.w, x.table(shop)
    ordered = under_way(x)
    coming = budget.any(axis=1)
    if ordered is not None:
        coming |= ordered.units.any(axis=(0, 2))
    who = buyers(x.ruleset, coming.tobytes(), x.lanes)
    price, merit = w.chip_price_usd * s.hung, merits(x)
    return Day(
        buyers=who,
        budget_usd=budget.take(who.rows, axis=0),
        ordered=ordered and ordered._replace(units=ordered.units.take(who.rows, axis=1)),
        merit=merit,
        taste=tastes(x, who, merit),
        price_usd=price,
        paid_usd=np.rint(price).astype(np.int64),
        bound=who.in_china * w.home_share[x.region("cn")],
        shelf=on_shelf(x),
        allowed=1.0,
        units=np.zeros((s.own.size, who.rows.size, w.width), np.int64),
        due_usd=np.zeros((who.rows.size, w.width), np.int64),
        rounds=[],
    )


def budgets(x: Quarter) -> tuple[Floats, Floats]:
    """What each buyer brings, (actor, worlds), and what all newly want to spend, (worlds,), USD.

    Firms postpone what there will be no power for, though they want it no less; states and labs
    decide for themselves. These and traders spend no more than they have.
    """
    w, p, s = x.w, x.places, x.table(shop)
    x.appetite = appetite(x)
    budget = x.by("market.followers", "actor") * x.appetite.whole_usd
    budget *= followed(x).take(p.region_of, axis=0)
    budget[p.big4_rows] = x.appetite.share * w.capex_usd[p.big4_rows]
    mw = mw_per_usd(x)
    x.built = but_for_current(x, mw)
    budget *= x.built.take(p.region_of, axis=0)
    legal = w.licence[x.chip("h100"), x.region("cn")]
    budget[x.actor("cn_clouds")] *= 1.0 + x.k("grey.demand_share") * legal
    part = plugged(x, budget, mw).take(p.region_of, axis=0)
    kept: Floats = x.k("market.backlog_kept") * np.where(s.played, 1.0, part)
    waited: Floats = w.backlog_usd * kept
    bids: Floats = (budget + w.chip_budget_usd).sum(axis=0)
    budget = budget * part + w.chip_budget_usd + waited
    w.chip_budget_usd[:] = 0
    purse = np.where(s.purse, np.maximum(w.cash_usd, 0), np.inf)
    able: Floats = np.minimum(budget, purse)
    return able, bids


def merits(x: Quarter) -> Floats:
    """(chip, worlds): machine time per dollar of a chip, its site and the current it will draw."""
    w, p, s = x.w, x.places, x.table(shop)
    cost = w.chip_price_usd + s.site_usd + s.life_kwh * usual_tariff(x)
    per_usd: Floats = p.h100e[:, None] * SCALE / cost
    return per_usd ** x.k("market.substitution")


def tastes(x: Quarter, who: Buyers, merit: Floats) -> Floats:
    """(chip, buyer, worlds): how each weighs the classes it may buy; 0 for the others."""
    w, p = x.w, x.places
    weight = (merit[:, None] * on_offer(x)).take(who.region_of, axis=1)
    ported = w.ported.take(who.rows, axis=0)
    # what does not speak CUDA serves those who have left it
    at_ease = (1.0 - w.lockin * (1.0 - ported)) ** x.k("market.substitution")
    weight[p.foreign_rows] *= who.meant_foreign * at_ease
    return weight


def on_offer(x: Quarter) -> Array:
    """(chip, region, worlds): whether a class may be sold there."""
    w = x.w
    may: Array = w.licence >= 1
    may[x.table(shop).closed_rows] &= w.limit_tpp < x.k("market.open_threshold_tpp")
    return may


def split(x: Quarter, day: Day, budget: Floats, on_sale: Floats) -> Floats:
    """(chip, buyer, worlds): units asked for. CES shares over the classes on sale to each buyer."""
    w, home = x.w, x.table(shop).home
    if np.count_nonzero(w.tariff):
        budget = budget / (1.0 + w.tariff)[day.buyers.region_of]
    usd = day.taste * on_sale[:, None]
    whole = np.maximum(usd.sum(axis=0), 1e-200)
    usd *= budget * (1.0 - day.bound) / whole
    if np.count_nonzero(day.bound):
        merit = day.merit[home] * on_sale[home]
        share = merit / np.maximum(merit.sum(axis=0), 1e-300)
        usd[home] += budget * day.bound * share[:, None]
    usd /= day.price_usd[:, None]
    return usd


def under_way(x: Quarter) -> Ordered | None:
    """Units that firms had ordered before a ban of this quarter.

    The licence of the quarter says what part of last quarter's sales still goes through.
    """
    w = x.w
    partly = (w.licence > 0) & (w.licence < 1)
    if not np.count_nonzero(partly):
        return None
    classes = np.flatnonzero(partly.any(axis=(1, 2)))
    units = (w.licence * partly)[classes].take(x.places.region_of, axis=1)
    units *= w.arriving[classes]
    units *= x.table(shop).decided
    return Ordered(classes, units)


def ration(x: Quarter, day: Day, asked: Floats, total: Floats) -> Floats:
    """Sell what there is, pro rata; returns what each buyer has spent, (buyer, worlds), USD.

    `total`, (chip, worlds), is what all together ask for.
    """
    if not np.count_nonzero(total):
        return np.zeros(day.budget_usd.shape)
    fill = np.minimum(day.shelf / np.maximum(total, 1.0), 1.0)
    units: Ints = (asked * (fill * A_HAIR)[:, None]).astype(np.int64)  # whole chips
    sold = across(units)
    day.shelf = day.shelf - sold
    day.units += units
    day.rounds.append(sold)
    due = np.einsum("cbw,cw->bw", units, day.paid_usd)
    day.due_usd += due
    return due + levy(x, day, due)


def close_day(x: Quarter, day: Day) -> None:
    """Chips go one way and money the other; what the designer shipped is counted."""
    w, s, rows, usd = x.w, x.table(shop), day.buyers.rows, day.paid_usd
    w.transit[:, rows] = w.transit.take(rows, axis=1) + day.units
    w.cash_usd[rows] -= day.due_usd
    gone = on_shelf(x) - day.shelf
    w.inventory[s.own, s.maker] = day.shelf
    earned = np.add.reduceat((gone * usd)[s.by_seller], s.starts, axis=0)
    earn(w, s.sellers, earned)
    w.revenue_usd[x.actor("nvidia")] = earned[s.designer]
    in_china = across(day.units[s.ours].take(day.buyers.chinese, axis=1))
    w.licensed_units[:] = in_china.sum(axis=0)
    w.licensed_usd[:] = (in_china * usd[s.ours]).sum(axis=0)
    for sold in day.rounds:
        h100e, tdp_mw = (sold * s.counted).sum(axis=1)
        w.shipped_h100e += h100e
        w.tdp_shipped_mw += tdp_mw


def within_quota(x: Quarter, day: Day, asked: Floats) -> Floats:
    """A tier with a quota gets no more of the designer's chips a quarter, all classes together."""
    if np.count_nonzero(x.w.quota):
        asked[x.table(shop).ours] *= let_in(x, day, asked)
    return asked


def let_in(x: Quarter, day: Day, asked: Floats) -> Floats:
    """(buyer, worlds): the part of what is asked of the designer for which a quota has room."""
    w, ours = x.w, x.table(shop).ours
    part = np.ones(day.due_usd.shape)
    for place in np.flatnonzero(w.quota.any(axis=1)):
        there = day.buyers.region_of == place
        left = w.quota[place] - day.units[ours][:, there].sum(axis=(0, 1))
        total = asked[ours][:, there].sum(axis=(0, 1))
        cut = np.minimum(np.maximum(left, 0.0) / np.maximum(total, 1.0), 1.0)
        part[there] = np.where(w.quota[place] > 0, cut, 1.0)
    return part


def levy(x: Quarter, day: Day, paid: Ints) -> Floats | float:
    """A tariff on what comes in goes to the state of the region; shape (buyer, worlds), USD.

    Nobody gets used to it: for as long as it is taken it is felt as a new tax would be (S0, S16).
    """
    w = x.w
    if not np.count_nonzero(w.tariff):
        return 0.0
    due = np.rint(paid * w.tariff[day.buyers.region_of])
    usd = np.zeros_like(w.cash_usd)
    usd[day.buyers.rows] = due.astype(np.int64)
    states, by_state, starts = x.table(shop).levied
    got = np.add.reduceat(usd[by_state], starts, axis=0)
    w.cash_usd -= usd
    w.cash_usd[states] += got
    w.income_usd[states] += got
    w.tax_felt[states] -= x.k("budgets.tax_speed") * (got / (w.gdp_usd[states] / 4.0))
    return due


def keep_backlog(x: Quarter, day: Day, spent: Floats) -> None:
    """Unmet orders wait; three in ten are withdrawn each quarter (by `backlog_kept`).

    Chips are short as far as those go without who may buy them: what no licence and no quota lets
    in waits too, but nobody builds for it.
    """
    w = x.w
    unmet = np.maximum(day.budget_usd - spent, 0.0)
    w.backlog_usd[:] = 0
    w.backlog_usd[day.buyers.rows] = np.where(unmet > x.k("market.backlog_floor_usd"), unmet, 0.0)
    lawful = welcome(x, day)
    wished = day.budget_usd
    if np.count_nonzero(w.quota):
        wished = wished * day.allowed
        unmet = np.maximum(wished - spent, 0.0)
    total = (wished * lawful).sum(axis=0)
    w.shortage = np.minimum((unmet * lawful).sum(axis=0) / np.maximum(total, 1.0), 1.0)


def welcome(x: Quarter, day: Day) -> Floats:
    """(buyer, worlds): by merit, what each may buy of the designer for what all others may."""
    w, s = x.w, x.table(shop)
    whole = (day.merit * w.available * s.open_line).sum(axis=0)
    may = (day.taste[s.ours] * w.available[s.ours, None]).sum(axis=0)
    part: Floats = np.minimum(may / np.maximum(whole, 1e-300), 1.0)
    return part


def reprice(x: Quarter, before: Floats) -> None:
    """Posted prices drift down and answer excess demand, between a floor and a ceiling.

    What is no longer made is short to nobody: its price only drifts. Makers ration rather than ask
    more; in a famine, when most of what is wanted cannot be had, all classes are dearer, and no
    longer so when it is over. `before`, (worlds,), is the shortage of a quarter ago.
    """
    w, s = x.w, x.table(shop)
    supply = np.maximum(on_shelf(x) + across(w.transit), 1).astype(np.float64)
    made = w.wip.sum(axis=1) > 0
    excess = np.minimum(np.maximum((w.wanted - supply) / supply, -0.5), made)
    noise = x.k("market.noise") * (x.roll("chip_price") - 0.5)
    move = x.k("market.price_speed") * excess - x.k("market.price_drift") + noise
    move *= w.available > 0
    hungry = np.maximum(np.array([before, w.shortage]) - x.k("market.famine"), 0.0)
    if famine := np.count_nonzero(hungry):
        then, now = x.k("market.famine_premium") * hungry
        move -= then
    price = w.chip_price_usd * np.exp(move)
    ceiling = s.highest_usd * (1.0 + x.k("market.minerals_cost") * (w.minerals_price - 1.0))
    w.chip_price_usd[:] = np.minimum(np.maximum(price, s.lowest_usd), ceiling)
    if famine:
        w.chip_price_usd *= np.exp(now)
