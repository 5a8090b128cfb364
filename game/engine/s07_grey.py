"""S7 Grey market: how many chips leak, and at what premium?

Leakage is arbitrage. The premium solves: chips wanted behind the line at that price = chips that
resellers abroad let go for it, leak = L * sold abroad * (1 - exp(-theta * (premium - cost))). More
enforcement raises the cost and the seizures. Leaked chips are moved from a third country's owner,
never created (`grey_*`; Epoch, CNAS).
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Index, Quarter, afford, move_chips
from game.world.state import Floats

STEPS = 24  # halvings of the premium's bracket


def run(x: Quarter) -> None:
    """Find the premium, then move and seize."""
    w = x.w
    best = [x.chip(c) for c in ("h100", "blackwell")]
    banned = w.licence[x.chip("h100"), x.region("cn")] < 1
    wanted = demand_usd(x) * banned
    abroad = np.zeros(w.width)
    for k in best:
        abroad += w.transit[k, x.actor("traders")] + w.transit[k, x.actor("outside")]
    premium = solve(x, wanted, abroad)
    w.grey_premium = np.where(banned, premium, 0.0)
    leak = np.where(banned, leaked(x, premium, abroad), 0.0)
    smuggle(x, best, np.floor(leak))
    w.grey_budget_usd[:] = 0
    x.because("grey.arbitrage")


def demand_usd(x: Quarter) -> Floats:
    """Money behind the line that looks for the best chips, USD."""
    w = x.w
    clouds = x.k("grey.demand_share") * (
        x.ruleset.table("market.followers")["cn_clouds"] * w.capex_usd[x.places.big4].sum(axis=0)
    )
    appetite = 1.0 - np.exp(-w.users.sum(axis=0) / x.k("market.users_scale"))
    share = x.k("market.first_share") + x.k("market.full_share") * appetite
    return clouds * share + w.grey_budget_usd.sum(axis=0)


def leaked(x: Quarter, premium: Floats, abroad: Floats) -> Floats:
    """Chips that resellers let go at a premium."""
    cost = x.k("grey.cost") + x.k("grey.cost_enforced") * x.w.enforcement[x.region("third")]
    gain = np.maximum(premium - cost, 0.0)
    return x.k("grey.reach") * abroad * (1.0 - np.exp(-x.k("grey.response") * gain))


def solve(x: Quarter, wanted: Floats, abroad: Floats) -> Floats:
    """Bisection on [0, 5]: the premium at which as many chips leave as are asked for."""
    low, high = np.zeros_like(wanted), np.full_like(wanted, 5.0)
    price = x.w.chip_price_usd[x.chip("h100")]
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        short = wanted / (price * (1.0 + middle)) > leaked(x, middle, abroad)
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return 0.5 * (low + high)


def smuggle(x: Quarter, classes: list[int], leak: Floats) -> None:
    """Move the chips to those who asked, less what customs take, against the premium price."""
    w = x.w
    caught_share = x.k("grey.seizure") * w.enforcement[x.region("third")]
    w.grey_units = np.zeros_like(w.grey_units)
    w.grey_seized = np.zeros_like(w.grey_seized)
    for buyer, share in _buyers(x):
        due, purse = leak * share, demand_usd(x) * share
        for k in classes:
            for owner in (x.actor("traders"), x.actor("outside")):
                price = np.rint(w.chip_price_usd[k] * (1.0 + w.grey_premium))
                units = np.floor(np.minimum(due, afford(w, buyer, purse) / price))
                units = np.minimum(units, w.transit[k, owner])
                caught = np.floor(units * caught_share).astype(np.int64)
                moved = move_chips(w, k, w.transit[k, owner], w.transit[k, buyer], units - caught)
                caught = np.minimum(caught, w.transit[k, owner])
                w.transit[k, owner] -= caught
                w.seized[k] += caught
                purse = purse - x.pay(buyer, owner, moved * price)
                due = due - units
                w.grey_units += moved
                w.grey_seized += caught


def _buyers(x: Quarter) -> list[tuple[Index, Floats]]:
    """Who buys, with its share of the money: the clouds, and seats that set money aside."""
    w = x.w
    mine = w.grey_budget_usd.astype(np.float64)
    total = np.maximum(demand_usd(x), 1.0)
    seats = np.flatnonzero(mine.any(axis=1))
    rest = 1.0 - sum((mine[a] / total for a in seats), np.zeros_like(total))
    shares: list[tuple[Index, Floats]] = [(a, mine[a] / total) for a in seats]
    return [*shares, (x.actor("cn_clouds"), np.maximum(rest, 0.0))]
