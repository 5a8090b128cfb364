"""What do several stages ask of the world, in a compiled tick?

Machine time, sums by region and by state, the room that landlords have, what an answer takes, what
foundries can start. Only `hand_over` and `keep_hours` change anything.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick.arrays import Rows, add, at, put
from benchmarks.jax_tick.quarter import Quarter, ints
from game.engine.halls import halls
from game.engine.homes import homes
from game.engine.landlords import market
from game.engine.shop import shop
from game.world.axes import LAGS
from game.world.targets import targets

# ------------------------------------------------------------------------------- sums by place


def by_region(x: Quarter, values: Array) -> Array:
    """(region, worlds): the sum over the actors that stand there."""
    return (x.places.region_member[:, :, None] * values).sum(axis=1)


def total(x: Quarter, by_region: Array) -> Array:
    """(state, worlds): the sum over the regions of each state."""
    home = homes(x.ruleset)
    owns = home.state_of == np.arange(home.numbers.size)[:, None]
    return (owns.astype(np.float64)[:, :, None] * by_region).sum(axis=1)


def mean(x: Quarter, by_region: Array) -> Array:
    """(state, worlds): the plain mean over the regions of each state."""
    return total(x, by_region) / homes(x.ruleset).count


def by_state(x: Quarter, name: str) -> np.ndarray:
    """A coefficient by state, shape (state, 1); 0 where it names none."""
    return x.by(name, "actor")[homes(x.ruleset).numbers]


def adoption(x: Quarter) -> Array:
    """(state, worlds): the part of its people who use an assistant."""
    return total(x, x.w.users) / homes(x.ruleset).nation


def hours_cut(x: Quarter) -> Array:
    """(region, worlds): the part of the week of 2022 no longer worked."""
    home = homes(x.ruleset)
    return home.counted - x.w.hours / home.week


# -------------------------------------------------------------------------------- machine time


def usable_h100e(x: Quarter, who: Rows) -> Array:
    """(actors, worlds): what they own and light, less what code for CUDA cannot use."""
    w, p = x.w, x.places
    stock = at(w.installed, who, axis=1)
    own = (p.h100e[:, None, None] * stock).sum(axis=0)
    foreign = (p.h100e[p.foreign, None, None] * at(stock, p.foreign)).sum(axis=0)
    lost = foreign * w.lockin * (1.0 - at(w.ported, who))
    return (own - lost) * (1.0 - at(w.dark, p.region_of[who]))


def lab_hours(x: Quarter) -> Array:
    """(lab, worlds): machine time of each lab, in the order of `places.labs`."""
    w, p = x.w, x.places
    labs = p.lab_rows
    due = (at(w.rented_h100e, labs) + at(w.allotted_h100e, labs)) * at(w.hours_filled, labs)
    own = usable_h100e(x, labs) - at(w.let_h100e, labs)
    hours = jnp.maximum(own + at(w.lent_h100e, labs) + due, 0.0)
    pooled = w.commons_h100e * (1.0 - x.k("open_weights.network_loss"))
    return add(hours, p.garage, pooled)


def keep_hours(x: Quarter, kept: Array) -> None:
    """Labs keep a part of their contracts, (lab, worlds); what is gone does not end later."""
    w, labs = x.w, x.places.labs
    w.rented_h100e = put(w.rented_h100e, labs, at(w.rented_h100e, labs) * kept)
    known, names = targets(x.ruleset), x.ruleset.axis("actor")
    promised = [known.get(f"rented_h100e[{names[lab]}]") for lab in labs]
    here = np.array([place for place, row in enumerate(promised) if row is not None])
    if here.size:
        rows = x.ahead(np.array([row for row in promised if row is not None]))
        to_come = (np.arange(LAGS) - x.now) % LAGS != 0
        due = at(w.ahead, rows)
        ends = to_come[:, None] & (due < 0.0)
        w.ahead = put(w.ahead, rows, due * jnp.where(ends, kept[here][:, None], 1.0))


def room(x: Quarter) -> tuple[Array, Array]:
    """What each may still let, (landlord, worlds), and all in a pool, (pool, worlds), H100e."""
    w, m = x.w, market(x.ruleset)
    most = m.share * usable_h100e(x, m.landlords) - at(w.let_h100e, m.landlords)
    licensed = w.item_licence[x.at("item", "cloud"), x.at("region", "cn")]
    free = jnp.maximum(most, 0.0) * jnp.where(m.abroad, licensed, 1.0)
    return free, (m.members * free).sum(axis=1)


def filled(x: Quarter, offered: Array, asked: Array) -> Array:
    """(lab, worlds): the part that each gets of the hours it asks for, equal within a pool."""
    m = market(x.ruleset)
    want = (m.tenants * asked).sum(axis=1)
    return at(jnp.minimum(offered / jnp.maximum(want, 1e-9), 1.0), m.pool_of_lab)


def held(x: Quarter, offered: Array, asked: Array) -> Array:
    """(worlds,): the part of its pool that contracts hold, of the mean hour that is asked for."""
    want = (market(x.ruleset).tenants * asked).sum(axis=1)
    full = jnp.minimum(want / jnp.maximum(offered, 1.0), 1.0)
    return (want * full).sum(axis=0) / jnp.maximum(want.sum(axis=0), 1.0)


def hand_over(x: Quarter, free: Array, offered: Array, hours: Array, usd: Array) -> None:
    """Take the hours that labs have got off their landlords, and their money to them."""
    w, m = x.w, market(x.ruleset)
    part = free / at(jnp.maximum(offered, 1e-9), m.pool_of)
    let = part * at((m.tenants * hours).sum(axis=1), m.pool_of)
    w.let_h100e = add(w.let_h100e, m.landlords, let)
    paid = ints(jnp.floor(usd))
    due = (m.tenants * paid).sum(axis=1)
    got = ints(jnp.floor(at(due, m.pool_of) * part))
    odd = due - (m.members * got).sum(axis=1)
    for pool, landlord in enumerate(m.first):
        got = add(got, landlord, odd[pool])
    w.cash_usd = add(add(w.cash_usd, x.places.lab_rows, -paid), m.landlords, got)
    w.income_usd = add(w.income_usd, m.landlords, got)


# ------------------------------------------------------------------------------------- answers


def hours_per_mtok(x: Quarter, quality: Any, best: Array, software: Array) -> Array:
    """H100e-hours for a million plain tokens of some quality, by whoever has a model of `best`."""
    size = x.k("inference.size_per_eci") * (quality - x.k("inference.class_eci"))
    taught = jnp.clip(
        x.k("inference.teaching") * (best - quality), 0.0, x.k("inference.most_taught")
    )
    whole = x.k("inference.hours_per_mtok") * jnp.exp(size - taught)
    hours = whole / software ** x.k("inference.thrift_power")
    return jnp.maximum(hours, x.k("inference.least_hours"))


def own_hours(x: Quarter, quality: Any) -> Array:
    """(lab, worlds): hours for a million plain tokens of a quality, by each lab."""
    w, labs = x.w, x.places.lab_rows
    lean = 1.0 + x.k("inference.small_gain") * at(w.small, labs)
    hours = hours_per_mtok(x, quality, at(w.eci, labs), at(w.software, labs)) / lean
    return jnp.maximum(hours, x.k("inference.least_hours"))


def answer_hours(x: Quarter) -> Array:
    """(lab, worlds): hours for a million tokens of each lab's best model, thinking included."""
    w, labs = x.w, x.places.lab_rows
    quality = jnp.maximum(at(w.eci, labs), x.k("inference.least_eci"))
    return own_hours(x, quality) * at(w.thinking_cost, labs)


def markup(x: Quarter, quality: Any) -> Array:
    """Price over cost: competition's, more with a lead over the best open model."""
    lead = jnp.clip((quality - x.w.open_eci) / x.k("inference.lead_scale"), 0.0, 1.5)
    return x.k("inference.margin") + x.k("inference.rent_of_lead") * lead


# ----------------------------------------------------------------------------------- foundries


def stopped(x: Quarter) -> Array:
    """(worlds,): the part of the island's output that a blockade stops."""
    return (x.w.blockade_quarters > 0) * x.k("fabs.blockade_stop")


def open_wafers(x: Quarter, foundries: np.ndarray) -> Array:
    """(foundry, node, worlds): wafers a quarter that these actors can start."""
    w = x.w
    running = at(w.wafers, foundries).astype(jnp.float64)
    island = x.places.region_of[foundries] == x.at("region", "tw")
    at_home = jnp.maximum(running - at(w.wafers_abroad, foundries), 0.0)
    return running - stopped(x) * island[:, None, None] * at_home


def open_packages(x: Quarter) -> Array:
    """(worlds,): packaging wafers of the leading foundry for what is started now."""
    w, tsmc = x.w, x.actor("tsmc")
    ordered = x.on_its_way(np.array([targets(x.ruleset)["packaging[tsmc]"]]), 1)[0]
    running = w.packaging[tsmc] + jnp.maximum(ordered, 0.0)
    at_home = jnp.maximum(running - w.packaging_abroad[tsmc], 0.0)
    return running - stopped(x) * at_home


# --------------------------------------------------------------------------- what clouds spend


def appetite(x: Quarter) -> tuple[Array, Array]:
    """What goes to machines, of the clouds' capital spending, and in all, USD."""
    w = x.w
    spread = 1.0 - jnp.exp(-w.users.sum(axis=0) / x.k("market.users_scale"))
    share = x.k("market.first_share") + x.k("market.full_share") * spread
    return share, share * at(w.capex_usd, x.places.big4).sum(axis=0)


def built(x: Quarter) -> Array:
    """(region, worlds): chips and site, of what a machine costs until it has paid itself back.

    As things stood before the market day.
    """
    t, mw = halls(x.ruleset), x.mw_per_usd
    stands = 1.0 + t.site_usd * mw
    return stands / (stands + t.current_usd * mw)


def mw_per_usd(x: Quarter) -> Array:
    """(worlds,): the megawatts that a dollar bought of the chips that were wanted last quarter."""
    w = x.w
    paid = (w.wanted * w.chip_price_usd * shop(x.ruleset).hung).sum(axis=0)
    return (w.wanted * halls(x.ruleset).mw[:, 0]).sum(axis=0) / jnp.maximum(paid, 1.0)


def usual_tariff(x: Quarter) -> Array:
    """(worlds,): what a kilowatt-hour costs where machines stand, USD."""
    return where_machines_stand(x, halls(x.ruleset).tariff_usd)


def where_machines_stand(x: Quarter, by_place: Any) -> Array:
    """(worlds,): the mean of what is told by region, each weighed by what machines draw there."""
    load = x.w.load_mw
    return (load * by_place).sum(axis=0) / jnp.maximum(load.sum(axis=0), 1e-9)


def put_first(array: Array, value: Array) -> Array:
    """The array moved on by one place, with a new first."""
    return put(jnp.concatenate([array[:1], array[:-1]]), 0, value)
