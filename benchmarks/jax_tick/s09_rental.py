"""S9 Rental, compiled: the rules of game/engine/s09_rental.py on arrays that are never written."""

from __future__ import annotations

import math

import jax.numpy as jnp
from jax import Array

from benchmarks.jax_tick.arrays import add, at, put
from benchmarks.jax_tick.common import (
    filled,
    hand_over,
    held,
    keep_hours,
    room,
    usable_h100e,
    usual_tariff,
    where_machines_stand,
)
from benchmarks.jax_tick.quarter import HOURS, Quarter
from game.engine.halls import halls
from game.engine.s09_rental import lending
from game.engine.shop import shop


def run(x: Quarter) -> None:
    """Set the rent, lend to one's own, let what there is room for, and bill it."""
    lend(x)
    set_rent(x)
    let(x)


def set_rent(x: Quarter) -> None:
    """How full the clouds are, and the rent that follows."""
    w, labs = x.w, x.places.lab_rows
    asked, total = at(w.rented_h100e, labs) + at(w.allotted_h100e, labs), room(x)[1]
    there = total.sum(axis=0)
    tight = jnp.log(jnp.maximum(asked.sum(axis=0), 1.0) / jnp.maximum(there, 1.0))
    target, slope = x.k("rental.target_use"), x.k("rental.tightness")
    edge = (at(w.share, labs) * at(w.small, labs)).sum(axis=0) * x.k("inference.edge_share")
    use = (
        target
        - slope * math.log(target)
        + x.k("rental.surge") * (0.5 * (w.users_growth + w.rush) - x.k("rental.built_ahead"))
        + x.k("rental.queue") * w.unserved
        + slope * tight
        - x.k("rental.relief") * edge
    )
    use = jnp.maximum(use, held(x, total, asked))
    w.cloud_use = jnp.clip(use, x.k("rental.lowest_use"), 1.0)
    usd, kw = machine(x)
    even = x.k("rental.breakeven") / x.k("rental.installed_usd") * usd
    goal = even * jnp.exp(x.k("rental.bite") * (w.cloud_use - target)) + kw * usual_tariff(x)
    rent = w.rent_usd_per_hour
    w.rent_usd_per_hour = rent * (goal / rent) ** x.k("rental.speed")


def machine(x: Quarter) -> tuple[Array, Array]:
    """What an H100 equivalent costs installed, USD, and draws, kW, among the chips being made."""
    w, s = x.w, shop(x.ruleset)
    units = add(w.wip.sum(axis=1) * s.open_line, x.at("chip", "h100"), 1.0)
    price = w.chip_price_usd * (1.0 + where_machines_stand(x, w.tariff))
    cost = price + x.k("rental.beside_usd_per_watt") * s.watts
    kw = units * halls(x.ruleset).mw[:, 0] * 1000.0
    h100e = (units * x.places.h100e[:, None]).sum(axis=0)
    return (units * cost).sum(axis=0) / h100e, kw.sum(axis=0) / h100e


def lend(x: Quarter) -> None:
    """Machine time as fuel: a state opens a part of its own machines, a parent lends a share."""
    w, b, labs = x.w, lending(x.ruleset), x.places.labs
    owned = usable_h100e(x, b.lenders)
    by_states = owned[: b.states] * at(w.public_share, b.lenders[: b.states])
    by_parents = owned[b.states :] * x.by("rental.parent_share", "actor")[labs[b.children]]
    lent = add(at(by_states, b.state_of) / b.among, b.children, by_parents)
    w.lent_h100e = put(w.lent_h100e, labs, lent)
    given = jnp.concatenate((by_states, by_parents))
    w.let_h100e = put(jnp.zeros_like(w.let_h100e), b.lenders, given)


def let(x: Quarter) -> None:
    """Share what clouds have room for among their tenants; who cannot pay loses the contract."""
    w, labs = x.w, x.places.lab_rows
    free, total = room(x)
    rented, allotted = at(w.rented_h100e, labs), at(w.allotted_h100e, labs)
    got = filled(x, total, rented + allotted)
    price = w.rent_usd_per_hour * x.k("rental.contract_discount") * HOURS
    owed = rented * got * price
    usd = jnp.minimum(owed, jnp.maximum(at(w.cash_usd, labs), 0))
    keep_hours(x, jnp.minimum((usd + 1.0) / jnp.maximum(owed, 1.0), 1.0))
    rented = at(w.rented_h100e, labs)
    w.hours_filled = put(w.hours_filled, labs, got)
    hand_over(x, free, total, (rented + allotted) * got, usd)
