"""S6 Chip market in one world: who gets the chips, and at what price?

Budgets split over the permitted classes by machine time per dollar, less what the lock-in costs;
posted prices move slowly, rationing clears, what is not met waits in the backlog.
"""

from __future__ import annotations

import math

from benchmarks.oracle.appetite import (
    built,
    mw_per_usd,
    payback,
    share,
    system_price,
    usual_tariff,
)
from benchmarks.oracle.arithmetic import clip, total
from benchmarks.oracle.homes import states
from benchmarks.oracle.places import BIG4
from benchmarks.oracle.quarter import Quarter
from benchmarks.oracle.s08_installed import kw

ByActor = dict[str, float]
ByChip = dict[str, float]
ByRegion = dict[str, float]
Table = dict[str, ByActor]  # chip → actor

SCALE = 70_000.0  # keeps merits near one; it cancels in the shares
DESIGNER = "nvidia"


def run(x: Quarter) -> None:
    """Budgets, first choices, what is on the shelf, then second choices; backlog; price."""
    w, p, dearer = x.w, x.places, famine(x)
    budget, bids = budgets(x)
    note_bids(x, bids)
    taste = tastes(x)
    had = {region: designers(x, w.transit, region) for region in p.regions}
    dreamt = split(x, budget, w.available, taste)
    allowed = let_in(x, dreamt, had)
    dreamt = within_quota(x, dreamt, had)
    w.revenue_usd[DESIGNER] = 0
    w.licensed_units = 0
    w.licensed_usd = 0
    shelf = stocks(x)
    first = split(x, budget, {c: w.available[c] * (shelf[c] > 0) for c in p.chips}, taste)
    first = within_quota(x, first, had)
    asked = within_quota(x, added(first, under_way(x)), had)
    spent = ration(x, asked)
    left = {c: w.available[c] * (total(asked[c].values()) < shelf[c]) for c in p.chips}
    rest = {actor: max(budget[actor] - spent[actor], 0.0) for actor in p.actors}
    second = within_quota(x, split(x, rest, left, taste), had)
    both = added(first, second)
    for chip in p.chips:
        w.wanted[chip] = max(total(dreamt[chip].values()), total(both[chip].values()))
    again = ration(x, second)
    spent = {actor: spent[actor] + again[actor] for actor in p.actors}
    keep_backlog(x, budget, spent, welcome(x, taste), allowed)
    reprice(x, dearer)


def added(one: Table, other: Table) -> Table:
    """The sum of two tables, place by place."""
    return {
        chip: {a: units + other[chip][a] for a, units in row.items()} for chip, row in one.items()
    }


def note_bids(x: Quarter, bids: float) -> None:
    """What buyers newly want to spend, and how fast that grows."""
    w = x.w
    w.rush = clip(math.log(max(bids, 1.0) / max(w.bids_usd, 1.0)), 0.0, 1.0)
    w.bids_usd = bids


def stocks(x: Quarter) -> dict[str, int]:
    """Finished chips at their makers."""
    return {chip: x.w.inventory[chip][maker] for chip, maker in x.places.maker.items()}


def budgets(x: Quarter) -> tuple[ByActor, float]:
    """What each buyer brings this quarter, USD, and what all newly want to spend.

    Firms postpone what there will be no power for, though they want it no less; states and labs
    decide for themselves.
    """
    w, p = x.w, x.places
    chips = share(x)
    clouds = chips * sum(w.capex_usd[actor] for actor in BIG4)
    x.mw_per_usd = mw_per_usd(x)
    bought = {region: built(x, region) for region in p.regions}
    played = {*p.states, *p.labs}
    fresh, waited = {}, {}
    for actor in p.actors:
        if actor in BIG4:
            usd = chips * w.capex_usd[actor]
        else:
            usd = x.by("market.followers", actor) * clouds
            usd *= math.exp(w.power_lead[p.region_of[actor]])
        if actor == "cn_clouds":
            usd *= 1.0 + x.k("grey.demand_share") * w.licence["h100"]["cn"]
        fresh[actor] = usd * bought[p.region_of[actor]]
        waited[actor] = w.backlog_usd[actor] * x.k("market.backlog_kept")
    part = plugged(x, fresh)
    found = {}
    bids = total(fresh[actor] + w.chip_budget_usd[actor] for actor in p.actors)
    for actor in p.actors:
        here = part[p.region_of[actor]]
        if actor not in played:
            waited[actor] *= here
        found[actor] = fresh[actor] * here + w.chip_budget_usd[actor] + waited[actor]
        w.chip_budget_usd[actor] = 0
        if actor in played or actor == "traders":
            found[actor] = min(found[actor], max(w.cash_usd[actor], 0))
    return found, bids


def plugged(x: Quarter, budget: ByActor) -> ByActor:
    """By region: the part of the budgets there for which there is power, or will be in a year."""
    w, p = x.w, x.places
    quarters = int(x.k("market.power_ahead"))
    mw = {chip: kw(x, chip) / 1000.0 for chip in p.chips}
    found = {}
    for region, actors in p.actors_in.items():
        dry = 1.0 - x.k("installed.drought_loss") * w.drought[region]
        bought = total(w.arriving[chip][a] * mw[chip] for a in actors for chip in p.chips)
        standing = w.power_mw[region] * dry + w.gas_mw[region] - (w.load_mw[region] + bought)
        coming = x.on_its_way(f"power_mw[{region}]", quarters)
        coming += x.on_its_way(f"gas_mw[{region}]", quarters)
        room = max(standing + coming / quarters, 0.0)
        need = total(budget[actor] for actor in actors) * x.mw_per_usd / (1.0 + w.tariff[region])
        found[region] = min(room / max(need, 1e-9), 1.0)
        w.held_back_mw[region] = need * (1.0 - found[region])
    return found


def tastes(x: Quarter) -> Table:
    """How a buyer weighs the classes it may buy, 0 for the others."""
    w, p = x.w, x.places
    power = x.k("market.substitution")
    found = {}
    for chip in p.chips:
        worth = merit(x, chip)
        found[chip] = {actor: worth * may_buy(x, chip, actor) for actor in p.actors}
        if chip in p.foreign:
            for actor in p.actors:
                found[chip][actor] *= (1.0 - w.lockin * (1.0 - w.ported[actor])) ** power
    return found


def merit(x: Quarter, chip: str) -> float:
    """Machine time per dollar of a chip, its site and the current it will draw."""
    site = x.ruleset.chips[chip].watts * x.k("market.site_usd_per_watt")
    current = kw(x, chip) * payback(x) * usual_tariff(x)
    per_usd = x.places.h100e[chip] * SCALE / (x.w.chip_price_usd[chip] + site + current)
    worth: float = per_usd ** x.k("market.substitution")
    return worth


def welcome(x: Quarter, taste: Table) -> ByActor:
    """By merit, what each may buy of the designer for what all others may."""
    w, p = x.w, x.places
    ours = [chip for chip in p.chips if p.maker[chip] == DESIGNER]
    usual = [chip for chip in ours if x.ruleset.chips[chip].respec_of is None]
    whole = max(total(merit(x, chip) * w.available[chip] for chip in usual), 1e-300)
    return {
        actor: min(total(taste[chip][actor] * w.available[chip] for chip in ours) / whole, 1.0)
        for actor in p.actors
    }


def may_buy(x: Quarter, chip: str, actor: str) -> bool:
    """Is this class for sale to this buyer? Licences are a part of it."""
    w, region, maker = x.w, x.places.region_of[actor], x.places.maker[chip]
    meant = region == "cn" if maker == "huawei" else maker == DESIGNER or actor in BIG4
    if x.ruleset.chips[chip].respec_of is not None:  # drawn for a closed market
        meant = meant and w.limit_tpp[region] < x.k("market.open_threshold_tpp")
    return meant and w.licence[chip][region] >= 1


def split(x: Quarter, budget: ByActor, on_sale: ByChip, taste: Table) -> Table:
    """Units asked for: CES shares over the classes on sale to each buyer."""
    w, p = x.w, x.places
    price = {chip: system_price(x, chip) for chip in p.chips}
    asked: Table = {chip: dict.fromkeys(p.actors, 0.0) for chip in p.chips}
    for actor in p.actors:
        if budget[actor] == 0:
            continue
        region = p.region_of[actor]
        weight = {chip: taste[chip][actor] * on_sale[chip] for chip in p.chips}
        whole = total(weight.values())
        if whole <= 0:
            whole = math.inf  # nothing is on sale to it
        money = budget[actor] / (1.0 + w.tariff[region])
        at_home = w.home_share[region] if region == "cn" else 0.0
        home = {
            chip: merit(x, chip) * on_sale[chip] for chip in p.chips if p.maker[chip] == "huawei"
        }
        for chip in p.chips:
            part = weight[chip] / whole * (1.0 - at_home)
            if chip in home:
                part += at_home * (home[chip] / max(total(home.values()), 1e-300))
            asked[chip][actor] = part * money / price[chip]
    return asked


def under_way(x: Quarter) -> Table:
    """Units that firms had ordered before a ban of this quarter.

    The licence of the quarter says what part of last quarter's sales still goes through.
    """
    w, p = x.w, x.places
    found: Table = {chip: dict.fromkeys(p.actors, 0.0) for chip in p.chips}
    for chip in p.chips:
        for actor in p.actors:
            licence = w.licence[chip][p.region_of[actor]]
            if 0 < licence < 1 and actor not in p.states and actor not in p.labs:
                found[chip][actor] = licence * w.arriving[chip][actor]
    return found


def ration(x: Quarter, asked: Table) -> dict[str, int]:
    """Sell what there is, pro rata; returns what each buyer has spent, USD."""
    w, p = x.w, x.places
    stock = stocks(x)
    price = {chip: round(system_price(x, chip)) for chip in p.chips}
    spent = dict.fromkeys(p.actors, 0)
    for chip, maker in p.maker.items():
        fill = min(stock[chip] / max(total(asked[chip].values()), 1.0), 1.0)
        part = fill * (1.0 + 1e-12)
        units = {actor: math.floor(asked[chip][actor] * part) for actor in p.actors}
        sold = sum(units.values())
        w.inventory[chip][maker] -= sold
        for actor, many in units.items():
            w.transit[chip][actor] += many
            paid = x.pay(actor, maker, many * price[chip])
            spent[actor] += paid
            if maker == DESIGNER:
                w.revenue_usd[maker] += paid
                if p.region_of[actor] == "cn":
                    w.licensed_units += many
                    w.licensed_usd += paid
        if maker == DESIGNER:
            w.shipped_h100e += sold * p.h100e[chip]
            w.tdp_shipped_mw += sold * (x.ruleset.chips[chip].tdp_watts / 1e6)
    levy(x, spent)
    return spent


def designers(x: Quarter, units: Table, region: str) -> float:
    """What a region has or asks for of the designer's chips, all classes together."""
    ours = [chip for chip in x.places.chips if x.places.maker[chip] == DESIGNER]
    there = x.places.actors_in[region]
    return total(total(units[chip][actor] for actor in there) for chip in ours)


def let_in(x: Quarter, asked: Table, had: ByRegion) -> ByRegion:
    """The part of what is asked of the designer for which a quota has room, after today's sales."""
    w, part = x.w, dict.fromkeys(x.places.regions, 1.0)
    for region, quota in w.quota.items():
        if quota > 0:
            left = quota - (designers(x, w.transit, region) - had[region])
            part[region] = min(max(left, 0.0) / max(designers(x, asked, region), 1.0), 1.0)
    return part


def within_quota(x: Quarter, asked: Table, had: ByRegion) -> Table:
    """A tier with a quota gets no more of the designer's chips a quarter, all classes together."""
    p, part = x.places, let_in(x, asked, had)
    return {
        chip: {
            actor: units * (part[p.region_of[actor]] if p.maker[chip] == DESIGNER else 1.0)
            for actor, units in row.items()
        }
        for chip, row in asked.items()
    }


def levy(x: Quarter, spent: dict[str, int]) -> None:
    """A tariff on what comes in goes to the state of the region; it is spent as well.

    Nobody gets used to it: for as long as it is taken it is felt as a new tax would be.
    """
    taken = dict.fromkeys(states(x), 0)
    for actor, usd in spent.items():
        region = x.places.region_of[actor]
        due = round(usd * x.w.tariff[region])
        paid = x.pay(actor, x.places.owner_of[region], due)
        taken[x.places.owner_of[region]] += paid
        spent[actor] += paid
    for state, usd in taken.items():
        share = usd / (x.w.gdp_usd[state] / 4.0)
        x.w.tax_felt[state] -= x.k("budgets.tax_speed") * share


def keep_backlog(
    x: Quarter, budget: ByActor, spent: dict[str, int], lawful: ByActor, allowed: ByRegion
) -> None:
    """Unmet orders wait; three in ten are withdrawn each quarter (by `backlog_kept`).

    Chips are short as far as those go without who may buy them, within their quotas.
    """
    floor = x.k("market.backlog_floor_usd")
    unmet = {actor: max(budget[actor] - spent[actor], 0.0) for actor in budget}
    for actor, usd in unmet.items():
        x.w.backlog_usd[actor] = math.floor(usd) if usd > floor else 0
    wished = {actor: usd * allowed[x.places.region_of[actor]] for actor, usd in budget.items()}
    whole = total(wished[actor] * lawful[actor] for actor in budget)
    missed = total(max(wished[actor] - spent[actor], 0.0) * lawful[actor] for actor in budget)
    x.w.shortage = min(missed / max(whole, 1.0), 1.0)


def famine(x: Quarter) -> float:
    """What makers ask on top when most of what is wanted cannot be had, ln of a price."""
    asked: float = x.k("market.famine_premium") * max(x.w.shortage - x.k("market.famine"), 0.0)
    return asked


def reprice(x: Quarter, dearer: float) -> None:
    """Posted prices drift down and answer excess demand; all are dearer while there is a famine."""
    w = x.w
    stock = stocks(x)
    dear = 1.0 + x.k("market.minerals_cost") * (w.minerals_price - 1.0)
    for chip, spec in x.ruleset.chips.items():
        supply = max(stock[chip] + sum(w.transit[chip].values()), 1)
        made = float(sum(w.wip[chip]) > 0)  # what is no longer made is short to nobody
        excess = clip((w.wanted[chip] - supply) / supply, -0.5, made)
        noise = x.k("market.noise") * (x.roll("chip_price", chip) - 0.5)
        move = x.k("market.price_speed") * excess - x.k("market.price_drift") + noise
        move = move if w.available[chip] > 0 else 0.0
        price = w.chip_price_usd[chip] * math.exp(move - dearer)
        ceiling = x.k("market.ceiling_share") * spec.price_usd * dear
        floor = x.k("market.floor_share") * spec.price_usd
        w.chip_price_usd[chip] = min(max(price, floor), ceiling) * math.exp(famine(x))
