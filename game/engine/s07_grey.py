"""S7 Grey market: how many chips leak, and at what premium?

Leakage is arbitrage. At some premium as many banned chips are asked for as resellers abroad let go:
money / (1 + premium) = reach * value on offer * gain / (gain + half), gain = premium - cost. The
premium moves towards that point, the shorter side of the market decides what moves, customs take
a part. Leaked chips leave an owner abroad, they are never created (sizes after CNAS and Reuters).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from game.engine.appetite import appetite, followed
from game.engine.halls import built
from game.engine.money import earn
from game.engine.quarter import Quarter
from game.world.geography import Rows, places, rows
from game.world.state import Array, Floats

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

SELLERS = ("traders", "outside")


@dataclass(frozen=True, eq=False)
class Bazaar:
    """Who deals in what, as places on the axes."""

    chips: NDArray[np.int64]  # classes for the whole world, which a ban may keep out
    chip_rows: Rows  # the same, as a slice if they stand side by side
    sellers: NDArray[np.int64]
    buyers: NDArray[np.int64]  # behind the line: the clouds, and whoever may set money aside
    clouds: int  # among the buyers
    goods: tuple[Array, ...]  # (chip, seller): how to reach the sellers' stocks at once
    orders: tuple[Array, ...]  # (chip, buyer)


@lru_cache(maxsize=8)
def bazaar(ruleset: Ruleset) -> Bazaar:
    """The fixed cast of the grey market."""
    chips, p = ruleset.chips.values(), places(ruleset)
    ours = np.flatnonzero([c.maker == "nvidia" and c.respec_of is None for c in chips])
    sellers = np.array([ruleset.index("actor", name) for name in SELLERS])
    clouds = ruleset.index("actor", "cn_clouds")
    chinese = p.region_of == ruleset.index("region", "cn")
    ordering = (p.is_state + p.is_lab > 0) | (np.arange(chinese.size) == clouds)
    buyers = np.flatnonzero(chinese & ordering)
    return Bazaar(
        chips=ours,
        chip_rows=rows(ours),
        sellers=sellers,
        buyers=buyers,
        clouds=int(np.searchsorted(buyers, clouds)),
        goods=np.ix_(ours, sellers),
        orders=np.ix_(ours, buyers),
    )


def run(x: Quarter) -> None:
    """What is on offer and asked for, the premium, then chips against money."""
    w, b = x.w, bazaar(x.ruleset)
    banned = w.licence[b.chip_rows, x.region("cn")] < 1
    if np.count_nonzero(banned):
        trade(x, banned)
    else:
        w.grey_units[:], w.grey_seized[:], w.grey_premium[:] = 0, 0, 0.0
    x.appetite = None  # nobody asks any more
    w.grey_budget_usd[:] = 0
    x.because("grey.arbitrage")


def trade(x: Quarter, banned: Array) -> None:
    """The premium moves, and the shorter side of the market decides what changes hands."""
    w, b = x.w, bazaar(x.ruleset)
    held = [each[b.chip_rows].take(b.sellers, axis=1) for each in (w.transit, w.installed)]
    offered = np.array(held, np.float64)  # (just bought or racked, chip, seller, worlds)
    offered[1] *= x.k("grey.stock_share")
    offered *= banned[:, None]
    worth = (offered.sum(axis=(0, 2)) * w.chip_price_usd[b.chip_rows]).sum(axis=0)
    purse = money_usd(x)
    asked = purse.sum(axis=0)
    goal = clearing_premium(x, asked, worth)
    moved = w.grey_premium + x.k("grey.speed") * (goal - w.grey_premium)
    w.grey_premium = np.where(banned.any(axis=0), np.maximum(moved, 0.0), 0.0)
    part = np.minimum(
        let_go(x, w.grey_premium), asked / np.maximum((1.0 + w.grey_premium) * worth, 1.0)
    )
    smuggle(x, offered * part, purse / np.maximum(asked, 1.0))


def money_usd(x: Quarter) -> Floats:
    """(buyer, worlds): money behind the line that looks for what may not be bought, USD.

    Seats bring what they set aside, the clouds what they would add to their budget if they might.
    """
    w, b = x.w, bazaar(x.ruleset)
    whole, cn = (x.appetite or appetite(x)).whole_usd, x.region("cn")
    clouds = whole * x.k("market.followers.cn_clouds") * followed(x)[cn] * built(x)[cn]
    kept_out = 1.0 - w.licence[x.chip("h100"), x.region("cn")]
    purse = w.grey_budget_usd.take(b.buyers, axis=0).astype(np.float64)
    purse[b.clouds] += x.k("grey.demand_share") * clouds * kept_out
    owned: Floats = np.maximum(w.cash_usd.take(b.buyers, axis=0), 0)
    return np.minimum(purse, owned)


def cost(x: Quarter) -> Floats:
    """(worlds,): the premium below which nobody smuggles, for the journey and the customs."""
    return x.k("grey.cost") + x.k("grey.cost_enforced") * watch(x)


def watch(x: Quarter) -> Floats:
    """(worlds,): how closely customs look, by the part of the trade that passes each region."""
    kept: Floats = (x.by("grey.routes", "region") * x.w.enforcement).sum(axis=0)
    return kept


def clearing_premium(x: Quarter, asked: Floats, worth: Floats) -> Floats:
    """The premium at which as much is let go as is asked for; at most what was ever reported.

    With m = money / (reach * worth) and gain y: m (y + half) = y (1 + cost + y), a quadratic.
    """
    dear, half = cost(x), x.k("grey.half_gain")
    ratio = asked / np.maximum(x.k("grey.reach") * worth, 1.0)
    lean = ratio - 1.0 - dear
    gain = 0.5 * (lean + np.sqrt(lean * lean + 4.0 * half * ratio))
    return np.minimum(dear + gain, x.k("grey.highest_premium"))


def let_go(x: Quarter, premium: Floats) -> Floats:
    """The part of what they hold that resellers let go at a premium."""
    gain = np.maximum(premium - cost(x), 0.0)
    return x.k("grey.reach") * gain / (gain + x.k("grey.half_gain"))


def smuggle(x: Quarter, gone: Floats, each: Floats) -> None:
    """Move whole chips, for whole dollars, to those who pay, less what customs take on the way.

    `gone` has shape (just bought or racked, chip, seller, worlds), `each` is every buyer's part.
    """
    w, b = x.w, bazaar(x.ruleset)
    taken = x.k("grey.seizure") * watch(x)
    sold = (gone * (1.0 - taken))[:, :, None] * each[:, None]
    arrived = sold.astype(np.int64)  # (source, chip, buyer, seller, worlds)
    caught = (gone * taken).astype(np.int64)
    left = arrived.sum(axis=2) + caught
    w.transit[b.goods] -= left[0]
    w.installed[b.goods] -= left[1]
    deals = arrived.sum(axis=0)  # (chip, buyer, seller, worlds)
    bought = deals.sum(axis=2)
    w.transit[b.orders] += bought
    seized = caught.sum(axis=(0, 2))
    w.seized[b.chip_rows] += seized
    price = (w.chip_price_usd[b.chip_rows] * (1.0 + w.grey_premium)).astype(np.int64)
    bill = (deals * price[:, None, None]).sum(axis=0)  # (buyer, seller, worlds)
    w.cash_usd[b.buyers] -= bill.sum(axis=1)
    earn(w, b.sellers, bill.sum(axis=0))
    w.grey_units = bought.sum(axis=(0, 1))
    w.grey_seized = seized.sum(axis=0)
