"""S7 Grey market, compiled: the rules of game/engine/s07_grey.py; without a ban nothing moves."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from benchmarks.jax_tick.arrays import add, add_pairs, at, at_pairs
from benchmarks.jax_tick.common import appetite, built
from benchmarks.jax_tick.quarter import Quarter, ints
from game.engine.s07_grey import bazaar


def run(x: Quarter) -> None:
    """What is on offer and asked for, the premium, then chips against money."""
    w, b = x.w, bazaar(x.ruleset)
    trade(x, at(w.licence[:, x.at("region", "cn")], b.chips) < 1)
    w.grey_budget_usd = jnp.zeros_like(w.grey_budget_usd)


def trade(x: Quarter, banned: Array) -> None:
    """The premium moves, and the shorter side of the market decides what changes hands."""
    w, b = x.w, bazaar(x.ruleset)
    racked = at_pairs(w.installed, *b.goods) * x.k("grey.stock_share")
    offered = jnp.stack((at_pairs(w.transit, *b.goods).astype(jnp.float64), racked))
    offered = offered * banned[:, None]
    worth = (offered.sum(axis=(0, 2)) * at(w.chip_price_usd, b.chips)).sum(axis=0)
    purse = money_usd(x)
    asked = purse.sum(axis=0)
    goal = clearing_premium(x, asked, worth)
    moved = w.grey_premium + x.k("grey.speed") * (goal - w.grey_premium)
    w.grey_premium = jnp.where(banned.any(axis=0), jnp.maximum(moved, 0.0), 0.0)
    part = jnp.minimum(
        let_go(x, w.grey_premium), asked / jnp.maximum((1.0 + w.grey_premium) * worth, 1.0)
    )
    smuggle(x, offered * part, purse / jnp.maximum(asked, 1.0))


def money_usd(x: Quarter) -> Array:
    """(buyer, worlds): money behind the line that looks for what may not be bought, USD."""
    w, b = x.w, bazaar(x.ruleset)
    cn = x.at("region", "cn")
    clouds = appetite(x)[1] * x.k("market.followers.cn_clouds")
    clouds = clouds * jnp.exp(w.power_lead[cn]) * built(x)[cn]
    kept_out = 1.0 - w.licence[x.at("chip", "h100"), x.at("region", "cn")]
    purse = at(w.grey_budget_usd, b.buyers).astype(jnp.float64)
    purse = add(purse, b.clouds, x.k("grey.demand_share") * clouds * kept_out)
    return jnp.minimum(purse, jnp.maximum(at(w.cash_usd, b.buyers), 0))


def cost(x: Quarter) -> Array:
    """The premium below which nobody smuggles: the journey, and the risk that customs add."""
    return x.k("grey.cost") + x.k("grey.cost_enforced") * watch(x)


def watch(x: Quarter) -> Array:
    """(worlds,): how closely customs look, by the part of the trade that passes each region."""
    return (x.by("grey.routes", "region") * x.w.enforcement).sum(axis=0)


def clearing_premium(x: Quarter, asked: Array, worth: Array) -> Array:
    """The premium at which as much is let go as is asked for; at most what was ever reported."""
    dear, half = cost(x), x.k("grey.half_gain")
    ratio = asked / jnp.maximum(x.k("grey.reach") * worth, 1.0)
    lean = ratio - 1.0 - dear
    gain = 0.5 * (lean + jnp.sqrt(lean * lean + 4.0 * half * ratio))
    return jnp.minimum(dear + gain, x.k("grey.highest_premium"))


def let_go(x: Quarter, premium: Array) -> Array:
    """The part of what they hold that resellers let go at a premium."""
    gain = jnp.maximum(premium - cost(x), 0.0)
    return x.k("grey.reach") * gain / (gain + x.k("grey.half_gain"))


def smuggle(x: Quarter, gone: Array, each: Array) -> None:
    """Move whole chips to those who pay, less what customs take on the way."""
    w, b = x.w, bazaar(x.ruleset)
    taken = x.k("grey.seizure") * watch(x)
    sold = (gone * (1.0 - taken))[:, :, None] * each[:, None]
    arrived = ints(jnp.floor(sold))  # (source, chip, buyer, seller, worlds)
    caught = ints(jnp.floor(gone * taken))
    left = arrived.sum(axis=2) + caught
    (chips, sellers), (_, buyers) = b.goods, b.orders
    w.installed = add_pairs(w.installed, chips, sellers, -left[1])
    deals = arrived.sum(axis=0)  # (chip, buyer, seller, worlds)
    bought = deals.sum(axis=2)
    w.transit = add_pairs(w.transit, chips, sellers, -left[0])
    w.transit = add_pairs(w.transit, chips, buyers, bought)
    seized = caught.sum(axis=(0, 2))
    w.seized = add(w.seized, b.chips, seized)
    price = ints(jnp.floor(at(w.chip_price_usd, b.chips) * (1.0 + w.grey_premium)))
    bill = (deals * price[:, None, None]).sum(axis=0)  # (buyer, seller, worlds)
    earned = bill.sum(axis=0)
    w.cash_usd = add(add(w.cash_usd, b.buyers, -bill.sum(axis=1)), b.sellers, earned)
    w.income_usd = add(w.income_usd, b.sellers, earned)
    w.grey_units = bought.sum(axis=(0, 1))
    w.grey_seized = seized.sum(axis=0)
