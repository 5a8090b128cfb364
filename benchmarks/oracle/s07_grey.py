"""S7 Grey market in one world: how many chips leak, and at what premium?

Leakage is arbitrage: the premium moves to where as many banned chips are asked for as resellers let
go, the shorter side decides what moves, customs take a part. Chips leave an owner abroad, they are
never created.
"""

from __future__ import annotations

import math

from benchmarks.oracle.appetite import built
from benchmarks.oracle.appetite import share as chip_share
from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.places import BIG4
from benchmarks.oracle.quarter import Quarter

Offer = dict[str, dict[str, float]]  # chip → seller

SELLERS = ("traders", "outside")


def run(x: Quarter) -> None:
    """What is on offer and asked for, the premium, then chips against money."""
    w = x.w
    w.grey_units = 0
    w.grey_seized = 0
    banned = [chip for chip in sold_everywhere(x) if w.licence[chip]["cn"] < 1]
    if banned:
        trade(x, banned)
    else:
        w.grey_premium = 0.0
    w.grey_budget_usd = dict.fromkeys(x.places.actors, 0)


def trade(x: Quarter, banned: list[str]) -> None:
    """The premium moves, and the shorter side of the market decides what changes hands."""
    w = x.w
    kept = x.k("grey.stock_share")
    fresh = {c: {s: float(w.transit[c][s]) for s in SELLERS} for c in banned}
    racked = {c: {s: w.installed[c][s] * kept for s in SELLERS} for c in banned}
    worth = total(
        total(offer[c][s] for offer in (fresh, racked) for s in SELLERS) * w.chip_price_usd[c]
        for c in banned
    )
    purse = money_usd(x)
    asked = total(purse.values())
    goal = clearing_premium(x, asked, worth)
    w.grey_premium = max(w.grey_premium + x.k("grey.speed") * (goal - w.grey_premium), 0.0)
    wanted = asked / max((1.0 + w.grey_premium) * worth, 1.0)
    part = min(let_go(x, w.grey_premium), wanted)
    each = {buyer: usd / max(asked, 1.0) for buyer, usd in purse.items()}
    smuggle(x, w.transit, fresh, part, each)
    smuggle(x, w.installed, racked, part, each)


def sold_everywhere(x: Quarter) -> list[str]:
    """The classes for the whole world, which a ban may keep out."""
    chips = x.ruleset.chips.values()
    return [c.id for c in chips if c.maker == "nvidia" and c.respec_of is None]


def buyers(x: Quarter) -> list[str]:
    """Behind the line: the clouds, and whoever may set money aside."""
    p = x.places
    return [a for a in p.actors_in["cn"] if a in p.states or a in p.labs or a == "cn_clouds"]


def money_usd(x: Quarter) -> dict[str, float]:
    """Money behind the line that looks for what may not be bought, USD by buyer.

    Seats bring what they set aside, the clouds what they would add to their budget if they might.
    """
    w = x.w
    clouds = chip_share(x) * sum(w.capex_usd[actor] for actor in BIG4) * built(x, "cn")
    clouds *= x.k("market.followers.cn_clouds") * math.exp(w.power_lead["cn"])
    kept_out = 1.0 - w.licence["h100"]["cn"]
    purse = {buyer: float(w.grey_budget_usd[buyer]) for buyer in buyers(x)}
    purse["cn_clouds"] += x.k("grey.demand_share") * clouds * kept_out
    return {buyer: min(usd, max(w.cash_usd[buyer], 0)) for buyer, usd in purse.items()}


def cost(x: Quarter) -> float:
    """The premium below which nobody smuggles: the journey, and the risk that customs add."""
    return x.k("grey.cost") + x.k("grey.cost_enforced") * watch(x)


def watch(x: Quarter) -> float:
    """How closely customs look, by the part of the trade that passes each region."""
    return total(x.by("grey.routes", place) * kept for place, kept in x.w.enforcement.items())


def clearing_premium(x: Quarter, asked: float, worth: float) -> float:
    """The premium at which as much is let go as is asked for; at most what was ever reported.

    With m = money / (reach * worth) and gain y: m (y + half) = y (1 + cost + y), a quadratic.
    """
    dear, half = cost(x), x.k("grey.half_gain")
    ratio = asked / max(x.k("grey.reach") * worth, 1.0)
    lean = ratio - 1.0 - dear
    gain = 0.5 * (lean + math.sqrt(lean * lean + 4.0 * half * ratio))
    return min(dear + gain, x.k("grey.highest_premium"))


def let_go(x: Quarter, premium: float) -> float:
    """The part of what they hold that resellers let go at a premium."""
    gain = max(premium - cost(x), 0.0)
    return x.k("grey.reach") * gain / (gain + x.k("grey.half_gain"))


def smuggle(
    x: Quarter,
    stock: dict[str, dict[str, int]],
    offered: Offer,
    part: float,
    each: dict[str, float],
) -> None:
    """Move whole chips from a stock abroad to those who pay, less what customs take on the way."""
    w = x.w
    taken = x.k("grey.seizure") * watch(x)
    for chip, sellers in offered.items():
        price = math.floor(w.chip_price_usd[chip] * (1.0 + w.grey_premium))
        for seller, units in sellers.items():
            gone = units * part
            caught = math.floor(gone * taken)
            stock[chip][seller] -= caught
            w.seized[chip] += caught
            w.grey_seized += caught
            for buyer, share in each.items():
                arrived = math.floor(gone * (1.0 - taken) * share)
                stock[chip][seller] -= arrived
                w.transit[chip][buyer] += arrived
                w.grey_units += arrived
                x.pay(buyer, seller, arrived * price)
